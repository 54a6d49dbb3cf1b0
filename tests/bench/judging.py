"""What judging costs who works at it: the staff's lists, the committee's pages."""

import json
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from importlib import import_module

import django
from django.urls import reverse

from tests.bench.queries import STAFF
from tests.bench.stage import environment
from tests.bench.statistics import in_turns
from tests.bench.table import Row, at_most
from tests.originals import migrated
from tests.portals import ROOT, fresh_database

SMALL, LARGE = (3, 2, 4), (500, 4, 40)  # proposals, reviews each, committee
RANKED = (200, 5, 40)
ROUNDS = 5
LISTS = (
    *("proposal", "letter", "appointment", "declaration", "decision", "minutes"),
    *("act", "lateattempt", "extension", "editwindow", "proposalpartner", "stage"),
)
OF_A_STAGE = ("assignments", "balance", "checks", "decisions", "announce")
OF_A_COMMITTEE = ("my-reviews", "my-committee", "my-ranking", "my-minutes")
OF_A_PROPOSAL = ("my-review", "my-review-write")


def large_call(size):
    """A database with a call of this size, and whom and what to ask it for."""
    return filled(f"call_{size[0]}", "make_large_call", *size)


@contextmanager
def filled(name, make, *size, **more):
    """A database with what a function of `large_call` makes of it."""
    code = f"from tests.bench.judging import fill; fill({make!r}, *{size}, **{more})"
    with fresh_database(f"bench_{name}", migrated()) as address:
        told = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment(address),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        yield address, json.loads(told.stdout.splitlines()[-1])


def fill(make, *size, **more):
    """In a process of its own, whose settings are those of that database."""
    django.setup()
    made = getattr(import_module("tests.bench.large_call"), make)(*size, **more)
    chair = made.committee[0]
    given = chair.assignments.order_by("pk").last()
    told = {
        "stage": made.stage.pk,
        "appointment": chair.pk,
        "email": chair.user.email,
        "code": given.proposal.code if given else "",
    }
    sys.stdout.write(f"{json.dumps(told)}\n")


def measure(stage):
    few, many = counted(stage, SMALL), counted(stage, LARGE)
    said = f"with {LARGE[0]} proposals and {LARGE[0] * LARGE[1]:,} reviews"
    return [
        dearest("a staff list", said, few["lists"], many["lists"]),
        dearest("a staff page", said, few["staff"], many["staff"]),
        dearest("a committee's page", said, few["committee"], many["committee"]),
        ranking(stage),
    ]


def dearest(what, said, few, many):
    """Pages that ask most or too much, and those that ask more than of a few rows."""
    most = max(many.values())
    named = [f"{n} {many[n]}" for n in many if many[n] in (most, *range(13, most))]
    grown = [f"{n} {few[n]}→{many[n]}" for n in many if many[n] > few[n]]
    told = f"{most} ({', '.join(named)})" + "".join(f"; grows: {g}" for g in grown)
    kept = most <= 12 and not grown
    return Row(f"queries of {what}, {said}", told, "≤ 12, whatever the size", kept)


def counted(stage, size):
    """The queries of each page there is, by what it is called."""
    with (
        large_call(size) as (address, made),
        stage.renderer(address) as renderer,
    ):
        return {
            who: {name: queries(renderer, path, email) for name, path in pages.items()}
            for who, (pages, email) in pages_of(made).items()
        }


def queries(renderer, path, email):
    renderer.cost(path, counting=True, email=email)  # the first visit signs in
    cost = renderer.cost(path, counting=True, email=email)
    assert cost.status == HTTPStatus.OK, path
    return cost.queries


def pages_of(made):
    """What to ask for, and as whom."""
    lists = {name: f"admin:awards_{name}_changelist" for name in LISTS}
    staff = found({"index": "admin:index", "year": "admin:year"})
    of_stage = {name: f"admin:awards_stage_{name}" for name in OF_A_STAGE}
    seat = made["appointment"]
    pages = found(of_stage, made["stage"])
    pages["balance"] += "?each=5"  # more than any has
    return {
        "lists": (found(lists), STAFF),
        "staff": (staff | pages, STAFF),
        "committee": (
            found({"my-reviews": "my-reviews"})
            | found({name: name for name in OF_A_COMMITTEE[1:]}, seat)
            | found({name: name for name in OF_A_PROPOSAL}, seat, made["code"]),
            made["email"],
        ),
    }


def found(names, *arguments):
    return {told: reverse(name, args=arguments) for told, name in names.items()}


def ranking(stage):
    proposals, each, people = RANKED
    what = f"ranking page of {proposals} with {people} evaluators, all variants"
    with large_call(RANKED) as (address, made), stage.renderer(address) as asked:
        path = reverse("my-ranking", args=[made["appointment"]])
        asked.cost(path, email=made["email"])
        once = partial(seconds, asked, path, made["email"])
        took = in_turns({what: once}, ROUNDS)
    return at_most(what, took[what], 0.5, "s")


def seconds(renderer, path, email):
    cost = renderer.cost(path, email=email)
    assert cost.status == HTTPStatus.OK, path
    return cost.milliseconds / 1000
