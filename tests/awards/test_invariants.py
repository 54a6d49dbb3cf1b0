"""What is always true of proposals: found when it is not, and kept by all they live."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from awards.actions.submission import (
    submit,
)
from awards.actions.working_copy import Change, save
from awards.models import Inspection
from tests.awards.calls import make_call_open_now
from tests.factories import make_proposal, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    stage = make_call_open_now()
    anna = make_user()
    proposal = make_proposal(stage=stage, coordinator=anna)
    for n, (key, text) in enumerate(
        (("title", "Acqua"), ("duration", "12"), ("q.need", "Sete.")), 1
    ):
        change = Change(key, text, 0)
        now = stage.opens_at
        save(proposal, by=anna, client=uuid4(), number=n, changes=[change], at=now)
    return submit(proposal, by=anna, began_at=stage.opens_at)


def check():
    words = StringIO()
    call_command("check_invariants", stdout=words)
    return words.getvalue()


def test_command_finds_nothing_where_all_is_right(submission):
    assert check() == "All is as it must be.\n"


def test_last_look_is_kept_with_what_it_found(submission):
    check()
    first = Inspection.objects.get()
    proposal = submission.proposal
    proposal.steps.all().delete()
    with pytest.raises(CommandError):
        check()
    last = Inspection.objects.get()
    assert last.at > first.at
    found = last.offences.get()
    assert (found.kind, found.key) == ("proposal", proposal.pk)
    assert (found.proposal, found.row) == (proposal, f"proposal {proposal.code}")


CHANGES = [
    ("awards_submission", "content = replace(content, 'Sete', 'Fame')", "another hash"),
    ("awards_submission", "signature = 'AAAA'", "signature is not of its content"),
    ("awards_submission", "work_sha256 = 'x'", "its work has another hash"),
    ("awards_submission", "number = 7", "numbered [7]"),
    ("awards_proposal", "state = 'withdrawn'", "its steps end at submitted"),
    ("awards_proposal", "counts_id = NULL, state = 'draft'", "not the one that counts"),
    ("awards_proposalstep", "origin = 'decided'", "goes from decided to submitted"),
    ("awards_member", "role = 'editor'", "it has no coordinator"),
    ("awards_formversion", "content = content || ' '", "form that it answers"),
]


@pytest.mark.parametrize(("table", "change", "words"), CHANGES)
def test_command_names_what_was_changed_behind_our_back(
    submission, capsys, table, change, words
):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute(f'UPDATE "{table}" SET {change}')  # noqa: S608
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    with pytest.raises(CommandError, match="Not as it must be"):
        call_command("check_invariants")
    assert words in capsys.readouterr().out
