import ctypes
import signal
import sys

PARENT_DIED = 1  # prctl's PR_SET_PDEATHSIG


def end_with_parent():
    """Be told to end when the process that started us is gone, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGTERM)
