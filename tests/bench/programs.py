"""The programs a bench drives, besides Chromium: Debian's nginx and wrk."""

import shutil
from functools import partial

from polisocial.local import packages

MISSING = "The bench needs {0}: install it (on Debian `apt install {0}`)."
PLACES = "/usr/sbin"  # where an ordinary user does not look


def find(name):
    """Where a program is, or None."""
    return shutil.which(name) or shutil.which(name, path=PLACES)


def ensure(name):
    """Where a program is, having installed it if it was missing and we may."""
    return packages.ensure(partial(find, name), name, MISSING.format(name))
