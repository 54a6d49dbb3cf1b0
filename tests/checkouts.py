"""A copy of the working state in another folder, used as a newcomer would."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from polisocial.local import folders

OURS = ("DATABASE_URL", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "SECRET_KEY")
WHERE = (
    "from polisocial.local.database import Server; server = Server();"
    "print(server.data, server.socket, sep='\\n')"
)


class Checkout:
    """One copy of the repository, and what was started in it."""

    def __init__(self, folder, user=None):
        self.folder = folder
        self.user = user
        self.started = []
        copy_working_state(folder)
        if user is not None:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, user.pw_uid, user.pw_gid)

    def start(self, *command, **changes):
        """Start a command as in a terminal of its own; its words go to a file."""
        kept = {name: text for name, text in os.environ.items() if name not in OURS}
        words = self.folder.with_name(f"{self.folder.name}-{len(self.started)}.log")
        with words.open("w") as file:
            process = subprocess.Popen(
                command,
                env=kept | {"DEVELOPMENT": "on", "VENV": sys.prefix} | changes,
                stdout=file,
                stderr=subprocess.STDOUT,
                **folders.acting_as(self.user) | {"cwd": self.folder},
            )
        process.words = words.read_text
        self.started.append(process)
        return process

    def run(self, *command, **changes):
        """The exit code and the words of a command that ends by itself."""
        process = self.start(*command, **changes)
        return process.wait(timeout=60), process.words()

    def python(self, script, **changes):
        return self.start(sys.executable, "-c", script, **changes)

    def portal(self, port):
        """`make run`, once it says that it is there."""
        process = self.start("make", "run", f"PORT={port}")
        wait_until(lambda: "password" in process.words() or process.poll() is not None)
        assert process.poll() is None, process.words()
        return process

    @cached_property
    def places(self):
        """Where the database of this copy keeps its data and its socket."""
        process = self.python(WHERE)
        assert process.wait() == 0, process.words()
        return [Path(line) for line in process.words().splitlines()]

    @property
    def postmaster(self):
        """The number of the database's process; None when there is none."""
        lock = self.places[0] / "postmaster.pid"
        return int(lock.read_text().split()[0]) if lock.exists() else None

    def processes(self):
        """The commands of the live processes here and in the database, by number."""
        places = {str(self.folder), str(self.places[0])}
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if os.readlink(process / "cwd") in places:
                    command = process.joinpath("cmdline").read_text().split("\0")
                    found[int(process.name)] = " ".join(command)
            except OSError:
                continue  # gone, or somebody else's
        return found

    def process(self, module):
        """The number of the first process that runs this module of ours."""
        commands = self.processes().items()
        return min(pid for pid, command in commands if f"-m {module} " in command)

    def end_all(self):
        """End what a test that failed has left; the database goes with the copy."""
        for number, command in self.processes().items():
            if "postgres" not in command:
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
        for process in self.started:
            process.wait()

    def remove(self):
        self.end_all()
        code, words = self.run("make", "clean")
        shutil.rmtree(self.folder)
        assert code == 0, words


def copy_working_state(folder):
    """Copy what git knows or would be told of: the next commit's files."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-coz", "--exclude-standard"],
        cwd=folders.ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        origin = folders.ROOT / name
        if origin.is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(origin, folder / name)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(is_so, patience=60):
    until = time.monotonic() + patience
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)
    assert is_so()
