"""A whole submission: the last page opened, handed in, the receipt read."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from importlib import import_module
from statistics import median
from urllib.parse import urlencode

import django
from django.utils import timezone

from polisocial.local import prepare
from tests.bench.stage import environment
from tests.bench.table import at_least, at_most
from tests.originals import migrated
from tests.portals import ROOT, fresh_database
from tests.storm.people import Browser, last_receipt

ALONE, TOGETHER, AT_ONCE = 20, 480, 16
WORKERS = 2  # as many as cores
TEXTS = {"title": "Acqua", "duration": "12", "q.need": "Sete di quartiere."}


def measure(stage):
    # Who fills the database signs the sessions that the server reads.
    os.environ.setdefault("SECRET_KEY", prepare.secret_key())
    with fresh_database("bench_submission", migrated()) as address:
        ready = prepared(address, ALONE + TOGETHER)
        with stage.server(address, workers=WORKERS) as server:
            host = server.address.removeprefix("http://")
            alone = median(hand_in(host, each) for each in ready[:ALONE])
            since = time.perf_counter()
            with ThreadPoolExecutor(AT_ONCE) as people:
                done = list(people.map(partial(hand_in, host), ready[ALONE:]))
            rate = len(done) / (time.perf_counter() - since)
    what = f"whole submissions a second, {AT_ONCE} people at once"
    return [
        at_most("a whole submission, alone: 3 requests", alone * 1000, 100, "ms"),
        at_least(what, rate, 80),
    ]


def prepared(address, number):
    """People with a draft that is complete: their session, account and its code."""
    code = f"from tests.bench.submission import fill; fill({number})"
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(address),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(told.stdout.splitlines()[-1])


def fill(number):
    """In a process of its own, whose settings are those of that database."""
    django.setup()
    start = import_module("awards.actions.proposal").start
    session_of = import_module("tests.storm.stage").session_of
    write = import_module("tests.awards.judging").write
    make_user = import_module("tests.factories").make_user
    stage, ready = import_module("tests.awards.calls").make_call_open_now(), []
    for n in range(number):
        user, now = make_user(password=None), timezone.now()
        proposal = start(stage, by=user, name=f"Persona {n}", at=now)
        write(proposal, user, TEXTS, now)
        ready.append((session_of(user), user.pk, proposal.code))
    sys.stdout.write(f"{json.dumps(ready)}\n")


def hand_in(host, who):
    """The seconds that it takes one person, from the last page to the receipt."""
    session, user, code = who
    browser, page = Browser(host, session, user), f"/en/my/proposals/{code}/check/"
    since = time.perf_counter()
    shown = browser.ask("GET", page)
    handed = browser.ask("POST", page, urlencode({}), **browser.form())
    read = browser.ask("GET", handed[1]["Location"])
    took = time.perf_counter() - since
    statuses = [status for status, _headers, _told in (shown, handed, read)]
    assert statuses == [HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.OK], code
    assert last_receipt(code, read[2]) == f"{code}-1"
    return took
