"""The whole portal on this machine, until Ctrl-C: what `make run` does."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import NotSupportedError, OperationalError, connection

from polisocial.local import accounts, database, folders, messages, prepare
from polisocial.local.locks import locked
from polisocial.local.parent import end_with_parent
from polisocial.local.trouble import Trouble

HOST = "127.0.0.1"
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(BaseException):
    """Somebody asked us to stop, with Ctrl-C or a signal."""

    asked = False

    @classmethod
    def by_signal(cls, number, frame):
        if not cls.asked:  # once: stopping is not to be interrupted
            cls.asked = True
            raise cls

    @classmethod
    def check(cls):
        """Python drops what a signal raises inside a destructor: raise it again."""
        if cls.asked:
            raise cls


def run(port):
    """Serve the portal until somebody ends it."""
    if "MAKELEVEL" in os.environ:
        end_with_parent()
    for number in ENDINGS:
        signal.signal(number, Ended.by_signal)
    try:
        port = free_port(port)
        with database.provided():
            set_up()
            prepare_portal()
            os.environ.setdefault("PORTAL_ORIGIN", f"http://{HOST}:{port}")
            with _server(port) as server, _beside("-m", "polisocial.local.work"):
                _wait_for_an_answer(server, port)
                _tell(port)
                code = _wait_for_the_end(server)
        raise Trouble(f"The server stopped by itself (code {code}): see above.")
    except Ended:
        say("Stopped.")


def free_port(text):
    """The port to listen on, if it is one and nobody else has it."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT={text} is not a port: choose a number up to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except PermissionError:
            raise Trouble(f"Port {text} is for root only: try PORT=8001.") from None
        except OSError:
            raise Trouble(
                f"Port {text} is taken by another program: choose another one, "
                f"for example with `make run PORT={int(text) % 65535 + 1}`."
            ) from None
    return int(text)


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def set_up():
    """Django, with the settings of this checkout and a key of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polisocial.settings")
    os.environ.setdefault("PGCONNECT_TIMEOUT", "5")
    if database.is_development():
        os.environ.setdefault("SECRET_KEY", prepare.secret_key())
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Trouble(str(error)) from None


def prepare_portal():
    """The catalogue, the tables, the static files and the content."""
    # Two runs on two ports are allowed, but they prepare one after the other.
    with locked(folders.local() / "prepare.lock"):
        messages.compile_catalogue()
        try:
            connection.ensure_connection()
            for step in (prepare.migrations, prepare.static, prepare.content):
                step()
                Ended.check()
        except OperationalError as error:
            reason = str(error).strip().partition("\n")[0]
            raise Trouble(f"The database does not answer: {reason}") from None
        except (CommandError, NotSupportedError) as error:
            raise Trouble(str(error)) from None
        finally:
            connection.close()


def _server(port):
    return _beside("-m", "polisocial.local.serve", HOST, str(port))


@contextmanager
def _beside(*command):
    """A program of ours that runs until the end of the block."""
    # Its own session: Ctrl-C reaches us only, and we end it in our own order.
    program = subprocess.Popen(
        [sys.executable, *command],
        cwd=folders.ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield program
    finally:
        program.terminate()
        with suppress(subprocess.TimeoutExpired):
            program.wait(timeout=5)
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def _wait_for_an_answer(server, port, patience=60):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        Ended.check()
        if server.poll() is not None:
            raise Trouble("The server does not start: see above.")
        call = http.client.HTTPConnection(HOST, port, timeout=patience)
        with suppress(OSError):
            call.request("GET", "/health/live")
            call.getresponse().read()
            call.close()
            return
        time.sleep(0.05)
    raise Trouble(f"The server did not answer within {patience} seconds.")


def _wait_for_the_end(server):
    while True:
        Ended.check()
        with suppress(subprocess.TimeoutExpired):
            return server.wait(timeout=1)


def _tell(port):
    address = f"http://{HOST}:{port}"
    say("")
    say("Polisocial is here; Ctrl-C stops it, its database too.")
    say(f"  In Italian   {address}/it/")
    say(f"  In English   {address}/en/")
    if settings.DEVELOPMENT:
        accounts.prepare()
        call_command("demonstration_call", accounts.OFFICE)
        connection.close()
        say(f"  Take part    {address}/it/partecipa/")
        say(f"               {accounts.APPLICANT}, the same password, no code")
        say(f"  Staff        {address}/admin/")
        for line in accounts.words():
            say(f"               {line}")
