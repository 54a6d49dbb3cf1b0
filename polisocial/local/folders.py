"""Where a checkout keeps what it makes: nothing of it is in git."""

import hashlib
import os
import pwd
import stat
import subprocess
import tempfile
from pathlib import Path

from polisocial.local.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"


def local():
    """The checkout's own folder; anybody may pass through it, nobody list it."""
    LOCAL.mkdir(mode=0o711, exist_ok=True)
    if not os.access(LOCAL, os.R_OK | os.W_OK | os.X_OK):
        raise Trouble(f"{LOCAL} belongs to {LOCAL.owner()}: remove it, or be them.")
    return LOCAL


def kept(name, make):
    """A text made once and kept where only its owner reads it."""
    path = local() / name
    if not path.exists():
        unfinished = path.with_name(f"{name}.{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(make())
        unfinished.rename(path)
    return path.read_text()


def servant():
    """Who runs the database when we are root, which PostgreSQL refuses to be.

    The owner of the checkout, so that they can go on without us; for a checkout of
    root's own, `nobody`. None when we are an ordinary user.
    """
    if os.geteuid() != 0:
        return None
    try:
        if owner := ROOT.stat().st_uid:
            return pwd.getpwuid(owner)
        return pwd.getpwnam("nobody")
    except KeyError:
        raise Trouble(
            "PostgreSQL does not run as root and this machine has no user to run it: "
            "start as an ordinary user, or set DATABASE_URL."
        ) from None


def acting_as(user):
    """Arguments of `subprocess.run` that make a program run as this user."""
    base = {"cwd": "/", "stdin": subprocess.DEVNULL, "start_new_session": True}
    if user is None:
        return base
    return base | {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def can_reach(user, path):
    """Whether this user can open the path: root's home, for one, is closed."""
    if user is None:
        return True
    return subprocess.run(["test", "-x", path], **acting_as(user)).returncode == 0


def short_name(path):
    """A short name for a long path, always the same."""
    return "polisocial-" + hashlib.sha256(str(path).encode()).hexdigest()[:10]


def temporary(*candidates):
    """The system's folder for passing things, where the path is short enough."""
    for folder in (*candidates, tempfile.gettempdir(), "/tmp"):  # noqa: S108
        if os.path.isdir(folder) and len(folder) <= 60:
            return Path(folder)
    raise Trouble("This machine has no temporary folder: set TMPDIR.")


def refuse_others(path, user=None):
    """Stop at a folder that is there and is not this user's."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    owner = os.geteuid() if user is None else user.pw_uid
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise Trouble(f"{path} belongs to somebody else: remove it.")


def own_folder(path, user=None, mode=0o700):
    """Make a folder, also where others may write and could have made it first."""
    try:
        path.mkdir(mode=mode)
        if user is not None:
            os.chown(path, user.pw_uid, user.pw_gid)
    except FileExistsError:
        refuse_others(path, user)
    path.chmod(mode)
    return path
