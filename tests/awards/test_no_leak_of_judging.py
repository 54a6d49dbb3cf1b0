"""A word of its own in each private text of judging: nobody reads one not for them.

All that a person can open, take away, search or receive is looked through for all the
words, and compared with what `leaks.py` says that they may read.
"""

import zipfile
from io import BytesIO
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from awards.models import Letter
from tests.awards.leaks import (
    COUNT,
    DEEDS,
    EVALUATORS,
    FOUND_LATER,
    GAVE_BACK,
    JUDGED,
    PROPOSALS,
    REOPENED,
    UNTOLD,
    Judging,
    word,
)
from tests.awards.test_no_leak import PUBLIC
from tests.signing_in import come_as, sign_in

pytestmark = pytest.mark.django_db
COMMITTEE = (*EVALUATORS, "chair", "secretary")
READERS = (*COMMITTEE, "office", "other", "team 0", "team 1", "visitor")
OF_A_STAGE = (
    *("my-committee", "my-ranking", "my-ranking-csv", "my-ranking-xlsx"),
    "my-minutes",
)
OF_A_REVIEW = ("my-review", "my-review-write", "my-review-workbook")
LISTS = (
    *("proposal", "declaration", "decision", "letter", "act", "lateattempt"),
    *("minutes", "appointment", "proposalpartner", "extension", "editwindow"),
)
OF_A_PROPOSAL = ("change", "history", "dossier", "check", "judges", "decide", "declare")


def read(client, address):
    """What an answer says, whatever kind of file it is.

    What the admin does not find leads to its first page, which is read once.
    """
    answer = client.get(address, follow=not address.startswith("/admin/"))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:4] == b"%PDF":
        return " ".join(p.extract_text() for p in PdfReader(BytesIO(body)).pages)
    if body[:2] != b"PK":
        return body.decode(errors="replace")
    if "zip" in answer["Content-Type"]:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            return "".join(
                archive.read(n).decode(errors="replace") for n in archive.namelist()
            )
    rows = load_workbook(BytesIO(body)).active.iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row)


def of_committee(judging, seat):
    yield reverse("my-reviews")
    yield from (reverse(name, args=[seat.pk]) for name in OF_A_STAGE)
    yield reverse("my-minutes-pdf", args=[seat.pk, 1, "whole"])
    for proposal in judging.proposals:
        yield from (reverse(n, args=[seat.pk, proposal.code]) for n in OF_A_REVIEW)


def of_admin(judging):
    yield from (reverse("admin:index"), reverse("admin:year"))
    yield reverse("admin:awards_act_table")
    for name in LISTS:
        yield reverse(f"admin:awards_{name}_changelist")
    for page in ("change", "decisions", "checks", "assignments", "announce"):
        yield reverse(f"admin:awards_stage_{page}", args=[judging.stage.pk])
    for proposal in judging.proposals:
        for page in OF_A_PROPOSAL:
            yield reverse(f"admin:awards_proposal_{page}", args=[proposal.pk])
    for letter in Letter.objects.exclude(proposal=None):
        yield reverse("admin:awards_letter_change", args=[letter.pk])
    minutes = judging.stage.minutes.get()
    yield reverse("admin:awards_minutes_paper", args=[minutes.pk, "whole"])


def of_team(judging):
    yield from (reverse("my-proposals"), reverse("my-reviews"))
    for proposal in judging.proposals:
        for name in ("proposal", "proposal-check", "proposal-project"):
            yield reverse(name, args=[proposal.code])
        yield reverse("proposal-version", args=[proposal.code, 2])
        receipt = proposal.counts.receipt_number
        yield reverse("receipts") + f"?receipt={receipt}"


def of_everybody(judging):
    year = judging.stage.call.competition.year
    yield from map(reverse, PUBLIC)
    for name in ("call", "call-form-text", "competition"):
        yield reverse(name, args=[year])
    yield from (reverse("search") + "?q=zqx", "/feeds/calls/it.xml")


class Reader:
    """Somebody with all that they can open, and what they may read."""

    def __init__(self, who, judging, other):
        self.client, self.user = Client(), None
        self.places, self.allowed = list(of_everybody(judging)), set(judging.public())
        if who in COMMITTEE:
            self.serve(judging, who)
        elif who in ("office", "other"):
            self.user = other if who == "other" else make_office()
            self.may(of_admin(judging), judging.by_office(who))
        elif who != "visitor":
            p = int(who[-1])
            self.user = judging.proposals[p].members.get().user
            self.may(of_team(judging), judging.by_team(p))
        if self.user:
            sign_in(self.client, self.user)
            self.places += [reverse("my-data"), reverse("my-data-file")]

    def serve(self, judging, who):
        leads = {"chair": judging.chair, "secretary": judging.secretary}
        seat = leads.get(who) or judging.seats[who]
        self.user = seat.user
        allowed = judging.by_lead(who) if who in leads else judging.by_evaluator(who)
        self.may(of_committee(judging, seat), allowed)
        if who == 0:  # of the award office too
            self.may(of_admin(judging), ())

    def may(self, places, words):
        self.places += places
        self.allowed |= set(words)

    def found(self, judging):
        letters = Letter.objects.exclude(state="held")
        letters = letters.filter(email=self.user.email) if self.user else []
        text = "\n".join(
            [
                *(read(self.client, place) for place in self.places),
                *(f"{each.subject}\n{each.body}" for each in letters),
            ]
        )
        return {each for each in judging.every_word() if each in text}


def make_office():
    return come_as(Client(), "award office")


def surely(who, judging):
    """Some of what they must find, so that who finds nothing is no proof."""
    for p in PROPOSALS:
        if who in EVALUATORS and judging.deeds[who, p] in COUNT:
            yield from (word(kind, who, p) for kind in ("inside", "note", "said"))
        if who == "secretary" or (who == "office" and judging.state == "published"):
            yield from (word("title", p), word("text", p), word("check", p))
        if who == f"team {p}":
            yield word("text", p)


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    deeds=st.fixed_dictionaries(
        {(e, p): st.sampled_from(DEEDS) for e in EVALUATORS for p in PROPOSALS}
    ),
    story=st.fixed_dictionaries(
        {
            "state": st.sampled_from(["judging", "decided", "published"]),
            "outcomes": st.tuples(*[st.sampled_from(["not_selected", "funded"])] * 2),
            "conflict": st.sampled_from([None, *PROPOSALS]),
            "publishes_ranking": st.booleans(),
            "tells_scores": st.booleans(),
        }
    ),
    readers=st.lists(st.sampled_from(READERS), min_size=2, max_size=2, unique=True),
)
@example(
    deeds=dict(
        zip(
            product(EVALUATORS, PROPOSALS),
            (UNTOLD, GAVE_BACK, JUDGED, FOUND_LATER, REOPENED, JUDGED),
            strict=True,
        )
    ),
    story={
        "state": "decided",
        "outcomes": ("funded", "not_selected"),
        "conflict": 0,
        "publishes_ranking": True,
        "tells_scores": True,
    },
    readers=[0, 1, "other"],
)
def test_nobody_reads_a_word_that_is_not_for_them(db, deeds, story, readers):
    with transaction.atomic():  # of each example nothing stays for the next one
        office, other = (make_office() for _n in range(2))
        judging = Judging(office, other, deeds, **story)
        for who in readers:
            reader = Reader(who, judging, other)
            found = reader.found(judging)
            assert found <= reader.allowed, (who, found - reader.allowed)
            assert set(surely(who, judging)) <= found, who
        transaction.set_rollback(True)
