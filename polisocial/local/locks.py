import fcntl
from contextlib import contextmanager


@contextmanager
def locked(path):
    """Let one process in at a time; the lock ends with its holder, even if killed."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
