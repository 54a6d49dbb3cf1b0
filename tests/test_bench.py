"""What `make bench` makes of its numbers, and one short run of it."""

import os
import re
import signal
import subprocess
import sys

import pytest
from django.db import connection

from polisocial.local.trouble import Trouble
from tests.bench import programs
from tests.bench.file_server import location
from tests.bench.queries import growth
from tests.bench.renderer import Renderer
from tests.bench.statistics import in_turns
from tests.bench.table import (
    Row,
    as_markdown,
    as_text,
    at_least,
    at_most,
    exactly,
    exit_code,
)
from tests.checkouts import wait_until
from tests.portals import ROOT, run_sql

KEPT = Row("weight", "20 KB", "≤ 40 KB", kept=True)
BROKEN = Row("time, of 2 pages", "12 ms", "≤ 10 ms", kept=False)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (at_most("a", 40, 40, "KB"), ("a", "40 KB", "≤ 40 KB", "yes")),
        (at_most("a", 40.1, 40, "KB"), ("a", "40.1 KB", "≤ 40 KB", "NO")),
        (at_least("a", 0.6, 0.6, "×"), ("a", "0.6 ×", "≥ 0.6 ×", "yes")),
        (at_least("a", 0.5994, 0.6, "×"), ("a", "0.599 ×", "≥ 0.6 ×", "NO")),
        (exactly("a", 0, 0), ("a", "0", "0", "yes")),
        (exactly("a", 1234, 0), ("a", "1234", "0", "NO")),
    ],
)
def test_row_stands_beside_its_bound(row, told):
    assert row.cells() == told


def test_broken_bound_fails_the_run():
    assert exit_code([KEPT]) == 0
    assert exit_code([KEPT, BROKEN]) == 1
    assert exit_code([]) == 1


def test_table_is_read_in_columns():
    assert as_text([KEPT, BROKEN]).split("\n") == [
        "what              measured  bound    kept",
        "weight            20 KB     ≤ 40 KB  yes",
        "time, of 2 pages  12 ms     ≤ 10 ms  NO",
    ]


def test_table_is_kept_as_markdown():
    assert as_markdown([BROKEN]).split("\n") == [
        "| what | measured | bound | kept |",
        "| --- | --- | --- | --- |",
        "| time, of 2 pages | 12 ms | ≤ 10 ms | NO |",
    ]


def test_measures_take_turns_and_give_their_middle():
    taken = []
    values = {"one": iter([1, 90, 3]), "other": iter([7, 5, 6])}

    def measure(name):
        taken.append(name)
        return next(values[name])

    measures = {name: lambda name=name: measure(name) for name in values}
    assert in_turns(measures, 3) == {"one": 3, "other": 6}
    assert taken == ["one", "other"] * 3


@pytest.mark.parametrize(
    ("counts", "kept"),
    [((5, 5, 5), True), ((5, 6, 6), True), ((6, 5, 5), False), ((5, 5, 6), False)],
)
def test_queries_may_not_grow_with_projects(counts, kept):
    row = growth(*({("home", "it"): count} for count in counts))
    assert row.kept is kept
    assert (f"home it {counts}" in row.measured) is (len(set(counts)) > 1)


def test_program_that_is_missing_is_asked_for(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(programs, "PLACES", "")
    asked = "The bench needs wrk: install it (on Debian `apt install wrk`)."
    with pytest.raises(Trouble, match=re.escape(asked)):
        programs.ensure("wrk")


def test_file_has_the_headers_of_the_page():
    headers = {"content-type": "text/html", "Vary": 'a "b"', "ETag": "c"}
    said = location(3, headers)
    assert said.startswith("location = /3.page {")
    assert 'default_type "text/html";' in said
    assert r'add_header Vary "a \"b\"";' in said
    assert "etag" not in said.lower()


@pytest.mark.django_db(transaction=True)
def test_page_is_rendered_in_another_process():
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    address = f"{server}/{connection.settings_dict['NAME']}"
    settings = {"DJANGO_SETTINGS_MODULE": "polisocial.settings"}
    environment = os.environ | settings | {"DATABASE_URL": address}
    with Renderer(environment) as renderer:
        page = renderer.cost("/it/privacy/")
        missing = renderer.cost("/it/nothing/", counting=True)
        listed = renderer.cost("/it/partner/", counting=True)
    assert renderer.process.returncode == 0
    assert (page.status, page.queries) == (200, None)
    assert 0 < page.milliseconds < 60_000
    assert (missing.status, listed.status) == (404, 200)
    assert listed.queries > 0
    assert listed.milliseconds is None


@pytest.fixture
def name(db):
    """Of a database that is not there: a bench makes its own beside it."""
    return f"{connection.settings_dict['NAME']}_measured"


def bench(name, *arguments):
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench", *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": f"{server}/{name}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def left_behind(name):
    found = run_sql("SELECT datname FROM pg_database")
    return [database for (database,) in found if f"{name}_bench" in database]


def test_bench_measures_and_leaves_nothing_behind(name):
    run = bench(name, "--only", "start")
    told, _nothing = run.communicate(timeout=120)
    [row] = re.findall(r"server start to first answer +\S+ s +≤ 2 s +(\w+)", told)
    assert run.returncode == {"yes": 0, "NO": 1}[row], told
    assert left_behind(name) == []


def test_bench_that_is_interrupted_leaves_nothing_behind(name):
    run = bench(name, "--only", "start")
    wait_until(lambda: left_behind(name) or run.poll() is not None)
    os.killpg(run.pid, signal.SIGINT)  # as Ctrl-C does
    told, _nothing = run.communicate(timeout=60)
    assert (run.returncode, "Traceback" in told) == (130, False), told
    assert left_behind(name) == []


def test_part_of_a_run_is_not_written_down(name):
    run = bench(name, "--only", "start", "--write")
    told, _nothing = run.communicate(timeout=60)
    assert run.returncode == 2
    assert "leave --only out" in told
