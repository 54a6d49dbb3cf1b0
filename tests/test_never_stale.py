"""Two workers under load, content that changes: no page is older than its question."""

import http.client
import os
import threading
import time
from collections import Counter
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from tests.originals import migrated
from tests.portals import fresh_database, served, sql_on

READERS = 6
CHANGES = 10
MANY = 40  # answers between two changes
ROUNDS_OF_PUBLICATION = 3


@pytest.fixture(scope="module")
def portal():
    """The database, and the address of two workers that serve what is in it."""
    with fresh_database("stale", migrated()) as database:
        environment = os.environ | {"DATABASE_URL": database}
        with served(environment, workers=2) as server:
            yield database, server.address


@pytest.fixture
def sql(portal):
    """Somebody who changes content beside Django, each statement committed."""
    with sql_on(portal[0].rpartition("/")[2]) as cursor:
        cursor.execute(
            "INSERT INTO polisocial_news (key, title_it, title_en, text_it,"
            " text_en, date, link, published_from, updated_at)"
            " VALUES ('n', 'step-0', '', 'x', '', '2026', '', now(), now())"
        )
        yield cursor
        cursor.execute("DELETE FROM polisocial_news")


@contextmanager
def readers(address, judge):
    """People who read the home page without a pause; what `judge` says is collected.

    `judge(before, body)` is told what `before` a question was asked, and the answer.
    """
    told, ended, answers = [], threading.Event(), []

    def read():
        where = urlsplit(address)
        link = http.client.HTTPConnection(where.hostname, where.port, timeout=20)
        with closing(link):
            while not ended.is_set():
                before = judge.ask()
                link.request("GET", "/it/")
                response = link.getresponse()
                body = response.read().decode()
                answers.append(response.status)
                if response.status != 200 or (wrong := judge(before, body)):
                    told.append(wrong if response.status == 200 else response.status)

    threads = [threading.Thread(target=read) for _n in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield told, answers
    finally:
        ended.set()
        for thread in threads:
            thread.join()


class Steps:
    """A title that counts upwards; readers see at least the last one committed."""

    committed = 0

    def __init__(self):
        self.seen = Counter()

    def ask(self):
        return self.committed

    def __call__(self, before, body):
        step = int(body.partition("step-")[2].partition("<")[0])
        self.seen[step] += 1
        return f"step {step} after {before}" if step < before else None

    def wait_until_kept(self):
        """Many have read the last step: both workers give it from ready bytes."""
        until = time.monotonic() + 30
        while self.seen[self.committed] < MANY and time.monotonic() < until:
            time.sleep(0.001)


def test_no_worker_serves_a_page_older_than_the_last_commit(portal, sql):
    steps = Steps()
    with readers(portal[1], steps) as (told, answers):
        for number in range(1, CHANGES + 1):
            steps.wait_until_kept()
            sql.execute("UPDATE polisocial_news SET title_it = %s", [f"step-{number}"])
            steps.committed = number
        steps.wait_until_kept()
    assert told == []
    assert len(answers) > MANY * CHANGES


class Due:
    """A title that must be there from an instant on, and not a moment before."""

    at = datetime.max.replace(tzinfo=UTC)

    def ask(self):
        return datetime.now(UTC)

    def __call__(self, before, body):
        shown = "step-" in body
        if before >= self.at and not shown:
            return f"not there {before - self.at} after"
        if shown and datetime.now(UTC) < self.at:
            return "there too early"
        return None


def test_every_worker_publishes_at_the_instant_due(portal, sql):
    for _round in range(ROUNDS_OF_PUBLICATION):
        due = Due()
        due.at = datetime.now(UTC) + timedelta(seconds=1)
        sql.execute("UPDATE polisocial_news SET published_from = %s", [due.at])
        with readers(portal[1], due) as (told, answers):
            time.sleep(1.6)
        assert told == []
        assert len(answers) > 100
