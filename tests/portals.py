"""Portals to look at from outside: a database to throw away, a production server."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from django.db import connection

from tests.browser.kinds import get

ROOT = Path(__file__).resolve().parent.parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def sql_on(database):
    """Somebody who works beside Django on a database of our server."""
    link = psycopg2.connect(**connection.get_connection_params() | {"dbname": database})
    link.autocommit = True
    with closing(link), link.cursor() as cursor:
        yield cursor


def run_sql(*statements, database="postgres"):
    """Run statements outside any transaction; gives the rows of the last, if any."""
    with sql_on(database) as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def fresh_database(purpose, template="template0"):
    """A database that is gone afterwards, empty or a copy; gives its address."""
    server, _, name = os.environ["DATABASE_URL"].rpartition("/")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"test_{name}_{purpose}_{worker}"
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    run_sql(drop, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield f"{server}/{name}"
    finally:
        run_sql(drop)


def manage(environment, *arguments):
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C reaches us only, and we end it
    )


@dataclass
class Served:
    """A server that answers: its address, its process, its seconds to get there."""

    address: str
    process: subprocess.Popen
    seconds: float

    def workers(self):
        """The process numbers of the workers, which answer the requests."""
        number = self.process.pid
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        names = {pid: Path(f"/proc/{pid}/cmdline").read_text() for pid in children}
        return [int(pid) for pid, name in names.items() if "tracker" not in name]


@contextmanager
def served(environment, workers=1, threads=4, path="/health/ready"):
    """The portal behind its production server, until the end of the block."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi"]
    command += ["--port", str(port), "--log-level", "warning"]
    command += ["--workers", str(workers), "--blocking-threads", str(threads)]
    command.append("--respawn-failed-workers")
    command.append("polisocial.wsgi:application")
    address, since = f"http://127.0.0.1:{port}", time.monotonic()
    # Its own session: Ctrl-C reaches us only, and we end it in our own order.
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        wait_for(address, path, process)
        yield Served(address, process, time.monotonic() - since)
    finally:
        end(process)


def wait_for(address, path, process, patience=30):
    """Wait until a server answers."""
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError):
            if get(address, path)[0].status == 200:
                return
        time.sleep(0.005)
    raise AssertionError(f"{address}{path} does not answer.")


def end(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
