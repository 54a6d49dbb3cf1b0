"""Put locked packages into a virtual environment, when they changed.

The machine's own Python runs this, before there is any package to import.
"""

import hashlib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

NO_VENV = (
    "Python's venv module is missing: on Debian, apt install python3-venv "
    "(python{}.{}-venv)."
)


def install(folder, requirements):
    """Make the environment if need be, and install the file unless it is in."""
    folder = Path(folder).absolute()
    python = folder / "bin" / "python"
    stamp = folder / f"installed-{Path(requirements).stem}.sha256"
    wanted = hashlib.sha256(Path(requirements).read_bytes()).hexdigest()
    if not _works(python):
        _make(folder)
    elif stamp.exists() and stamp.read_text() == wanted:
        return
    _say(f"Installing the packages of {requirements} ...")
    pip = [str(python), "-m", "pip", "install", "-qq", "--no-deps", "--no-input"]
    pip += ["--disable-pip-version-check", "--require-hashes", "-r", str(requirements)]
    if subprocess.call(pip):
        sys.exit("The packages could not be installed: see pip's words above.")
    stamp.write_text(wanted)


def _works(python):
    """Whether the environment's Python is there, starts and is recent enough."""
    if not python.exists():
        return False
    question = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    return not subprocess.call([str(python), "-c", question])


def _make(folder):
    if not find_spec("venv") or not find_spec("ensurepip"):
        sys.exit(NO_VENV.format(*sys.version_info))
    _say(f"Making a virtual environment in {folder} ...")
    making = [sys.executable, "-m", "venv", "--clear", str(folder)]
    if subprocess.call(making):
        sys.exit("The virtual environment could not be made: see above.")


def _say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        install(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(f"{error.strerror}: {error.filename}")
