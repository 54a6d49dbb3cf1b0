"""The web server, and no part of it outliving the process that started it."""

import multiprocessing
import os
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from polisocial.local.parent import end_with_parent

THREADS = 4  # each keeps a connection to the database


def serve(host, port):
    end_with_parent()
    os.register_at_fork(after_in_child=end_with_parent)
    multiprocessing.set_start_method("fork")
    Granian(
        "polisocial.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
