"""The portal as visitors meet it: its production server, its real content, a browser.

One server a test process, on a database of its own with the real content. Tests here
only read, so they share it.
"""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import sync_playwright

from polisocial.local.browser import ensure
from tests.browser.kinds import get

ROOT = Path(settings.BASE_DIR)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def run_sql(*statements):
    """Run statements outside any transaction, beside the database of the settings."""
    link = psycopg2.connect(**connection.get_connection_params())
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        link.close()


@pytest.fixture(scope="session")
def content_database(worker_id):
    """An empty database of this test process; gives its address."""
    server, _, name = os.environ["DATABASE_URL"].rpartition("/")
    name = f"test_{name}_content_{worker_id}"
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    run_sql(drop, f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield f"{server}/{name}"
    run_sql(drop)


@pytest.fixture(scope="session")
def portal(content_database, tmp_path_factory):
    """The address of a running portal that holds the real content."""
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": content_database,
        "STATIC_ROOT": str(tmp_path_factory.mktemp("static")),
    }
    for command in (["migrate"], ["load_content"], ["collectstatic", "--no-input"]):
        manage = [sys.executable, "manage.py", *command]
        subprocess.run(manage, cwd=ROOT, env=environment, check=True, stdout=PIPE)
    serve = [sys.executable, "-m", "granian", "--interface", "wsgi"]
    serve += ["--port", str(port), "--log-level", "warning", "--blocking-threads", "4"]
    server = subprocess.Popen(
        [*serve, "polisocial.wsgi:application"], cwd=ROOT, env=environment
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def wait_for(portal):
    for _ in range(150):
        try:
            if get(portal, "/health/ready")[0].status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The portal does not answer.")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=ensure(), args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser):
    """A fresh visitor: no cookies, nothing cached."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
