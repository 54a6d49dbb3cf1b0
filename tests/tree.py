"""The files of the repository that tests read as text."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.split("\n")
FILES = [ROOT / name for name in NAMES if name and (ROOT / name).is_file()]

TEMPLATES = [path for path in FILES if path.suffix == ".html"]
COMPONENTS = [path for path in TEMPLATES if path.parent.name == "components"]
STYLES = [path for path in FILES if path.suffix == ".css"]
PYTHON = [
    path for path in FILES if path.suffix == ".py" and "migrations" not in path.parts
]


def name(path):
    """The path as people write it, for the names of tests."""
    return str(path.relative_to(ROOT))
