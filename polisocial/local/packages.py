"""Programs of the machine that Python packages do not bring."""

import os
import shutil
import subprocess

from polisocial.local.trouble import Trouble

# Run level 1 keeps Debian from starting a server it installs (invoke-rc.d).
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}


def ensure(find, package, missing):
    """Where a program is, having installed it if it was missing and we may.

    `find` gives its path or None; `missing` is what to tell a person.
    """
    if found := find():
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Trouble(missing)
    install = ["apt-get", "install", "--yes", "--no-install-recommends", package]
    for command in (["apt-get", "update"], install):
        done = subprocess.run(command, env=os.environ | QUIET, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise Trouble(f"`{' '.join(command)}` failed, see above. {missing}")
    if found := find():
        return found
    raise Trouble(missing)
