"""The Chromium that the browser tests drive: Debian's, or the one CHROMIUM names."""

import os
import shutil
import subprocess

from polisocial.local.trouble import Trouble

PLACES = ("/usr/lib/chromium/chromium", "chromium", "chromium-browser")
MISSING = (
    "The browser tests need Chromium: install it (on Debian `apt install chromium`), "
    "or say where it is with CHROMIUM=/path/to/chromium."
)


def find():
    """Where Chromium is, or None."""
    if named := os.environ.get("CHROMIUM"):
        if not os.access(named, os.X_OK):
            raise Trouble(f"CHROMIUM={named} is not a program.")
        return named
    return next(filter(None, map(shutil.which, PLACES)), None)


def ensure():
    """Where Chromium is, having installed it if it was missing and we may."""
    if found := find():
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Trouble(MISSING)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
    for command in (["apt-get", "update"], install):
        if subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL).returncode:
            raise Trouble(f"`{' '.join(command)}` failed, see above. {MISSING}")
    if found := find():
        return found
    raise Trouble(MISSING)
