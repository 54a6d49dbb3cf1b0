"""The files of the repository that tests read as text, each read and parsed once."""

import ast
import re
import subprocess
from functools import cache
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
OURS = [path for path in PYTHON if path.relative_to(ROOT).parts[0] != "tests"]


@cache
def text(path):
    return path.read_text()


@cache
def nodes(path):
    """Every node of a Python file."""
    return list(ast.walk(ast.parse(text(path))))


def place(path, line=1):
    """Where something stands, as an editor opens it."""
    return f"{path.relative_to(ROOT)}:{line}"


def found(pattern, paths):
    """Each place where a pattern stands, and what stands there."""
    for path in paths:
        for match in re.finditer(pattern, text(path)):
            line = text(path).count("\n", 0, match.start()) + 1
            yield place(path, line), match[0]


def assert_none(offences):
    """A rule is kept; or it fails with every place that breaks it, one a line."""
    listed = list(map(str, offences))
    assert not listed, "\n".join(["", *listed])
