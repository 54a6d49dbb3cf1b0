"""`make run`, as a person would type it, in a copy of the working state."""

import os
import re
import shutil
import signal
import socket
import sys
import tempfile
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from polisocial.local import folders
from tests.checkouts import Checkout, free_port, wait_until

LAUNCHER, SERVER = "polisocial.local", "polisocial.local.serve"
DEAD_DATABASE = "postgres://somebody:pass-word@127.0.0.1:1/nothing"


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """Whoever runs the tests, root perhaps, in a folder closed to everybody else."""
    folder = tmp_path_factory.mktemp("closed")
    folder.chmod(0o700)
    copy = Checkout(folder / "portal")
    yield copy
    copy.remove()


@pytest.fixture
def checkout(closed):
    yield closed
    closed.end_all()


def somebody_else():
    """An ordinary user when we are root and they can use our Python; else us."""
    user = folders.servant()
    return user if user and folders.can_reach(user, sys.executable) else None


def status(port, path="/it/"):
    call = HTTPConnection("127.0.0.1", port, timeout=30)
    call.request("GET", path)
    code = call.getresponse().status
    call.close()
    return code


def end(process, number=signal.SIGINT):
    """Ctrl-C, which the terminal tells everybody in it."""
    os.killpg(process.pid, number)
    process.wait(timeout=30)
    return process.words().splitlines()


def sign_in(port, email, password, code):
    """The page that follows the password and the code."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"http://127.0.0.1:{port}/admin/")
    for answers in ({"login": email, "password": password}, {"code": code}):
        token = re.search(
            r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode()
        )
        answers["csrfmiddlewaretoken"] = token[1]
        page = browser.open(page.url, urlencode(answers).encode())
    return page.url


def code_for_a_while(checkout):
    """What `make code` shows, once it leaves us the time to type it."""
    seconds = "0"
    while int(seconds) < 4:
        _, words = checkout.run("make", "--silent", "code")
        code, seconds = re.match(r"(\d{6})  for (\d+) seconds more", words).groups()
    return code


def test_run_shows_the_portal_and_ctrl_c_leaves_nothing(checkout):
    port = free_port()
    portal = checkout.portal(port)
    address = f"http://127.0.0.1:{port}"
    assert f"{address}/it/" in portal.words()
    assert [status(port, f"/{code}/") for code in ("it", "en")] == [200, 200]
    password = re.search(r"password (\S+), then", portal.words())[1]
    for email in ("reader@example.org", "admin@example.org"):
        assert email in portal.words()
        code = code_for_a_while(checkout)
        assert sign_in(port, email, password, code) == f"{address}/admin/"
    assert "Stopped." in end(portal)
    wait_until(lambda: not checkout.processes())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_run_stops_when_told_so(checkout, number):
    portal = checkout.portal(free_port())
    os.kill(checkout.process(LAUNCHER), number)
    portal.wait(timeout=30)
    assert "Stopped." in portal.words()
    wait_until(lambda: not checkout.processes())


def victims(checkout, portal):
    """Whom a kill -9 may hit, alone or together."""
    launcher, server = checkout.process(LAUNCHER), checkout.process(SERVER)
    return {
        "launcher": {launcher},
        "make": {portal.pid},
        "all but a worker": {portal.pid, launcher, server},
        "the database too": {portal.pid, launcher, checkout.postmaster},
    }


def test_run_starts_again_on_its_port_after_kill_9(checkout):
    port = free_port()
    for name in ("launcher", "make", "all but a worker", "the database too"):
        portal = checkout.portal(port)
        for number in victims(checkout, portal)[name]:
            os.kill(number, signal.SIGKILL)
        portal.wait(timeout=30)
        # The web server goes with its parent; only the database may wait for us.
        wait_until(lambda: SERVER not in str(checkout.processes()))
    portal = checkout.portal(port)
    assert status(port) == 200
    end(portal)
    wait_until(lambda: not checkout.processes())


def test_two_runs_share_the_database(checkout):
    ports = free_port(), free_port()
    first, second = map(checkout.portal, ports)
    end(first)
    assert status(ports[1], "/health/ready") == 200
    end(second)
    wait_until(lambda: not checkout.processes())


def refusal(checkout, **changes):
    """What `make run` says instead of starting: one line, then make's own."""
    code, words = checkout.run("make", "run", **changes)
    assert code != 0
    sentence, make = words.splitlines()
    assert make.startswith("make: ***")
    return sentence


def test_taken_port_is_one_sentence(checkout):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        sentence = refusal(checkout, PORT=str(port))
    assert sentence.startswith(f"Port {port} is taken by another program: choose")


@pytest.mark.parametrize(
    ("changes", "start"),
    [
        ({"PORT": "eight"}, "PORT=eight is not a port"),
        ({"DATABASE_URL": DEAD_DATABASE}, "The database does not answer: "),
        ({"DATABASE_URL": "mysql://a:pass-word@b/c"}, "DATABASE_URL must begin with"),
        ({"DEVELOPMENT": "off"}, "Set SECRET_KEY: "),
        ({"PYTHON": "python-that-is-not-there"}, "Python 3.11 or later is needed"),
    ],
)
def test_what_is_wrong_is_one_sentence(checkout, changes, start):
    sentence = refusal(checkout, **{"PORT": str(free_port())} | changes)
    assert sentence.startswith(start)
    assert "pass-word" not in sentence
    assert not checkout.processes()


def test_missing_venv_module_is_one_sentence(checkout, tmp_path):
    hidden = "import sys; sys.modules['ensurepip'] = None"
    (tmp_path / "sitecustomize.py").write_text(hidden)
    sentence = refusal(checkout, VENV=str(tmp_path / "venv"), PYTHONPATH=str(tmp_path))
    assert sentence.startswith(
        "Python's venv module is missing: on Debian, apt install"
    )


def test_chromium_that_is_not_there_is_one_sentence(checkout):
    code, words = checkout.run("make", "test", CHROMIUM="/not/there")
    assert code != 0
    assert "CHROMIUM=/not/there is not a program." in words.splitlines()


def test_run_keeps_all_in_the_checkout_for_an_ordinary_user():
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    copy = Checkout(folder / "portal", somebody_else())
    try:
        port = free_port()
        portal = copy.portal(port)
        assert status(port) == 200
        assert copy.places[0].is_relative_to(copy.folder)
        end(portal)
        wait_until(lambda: not copy.processes())
    finally:
        copy.remove()
        shutil.rmtree(folder)
