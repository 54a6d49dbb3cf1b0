"""The Chromium that the browser tests drive: Debian's, or the one CHROMIUM names."""

import os
import shutil

from polisocial.local import packages
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
    return packages.ensure(find, "chromium", MISSING)
