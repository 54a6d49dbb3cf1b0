"""A whole competition, from its call to the public pages of its projects.

It is the one that `make demo` shows, played on a moved clock.
"""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core import mail
from django.db.models import Sum
from django.urls import reverse

from awards.actions.post import send_ready
from awards.models import (
    Act,
    Appointment,
    Decision,
    Declaration,
    Letter,
    Minutes,
    Project,
    Proposal,
    Review,
    ReviewVersion,
    Submission,
)
from awards.rules.invariants import offences
from awards.rules.money import may_be_awarded
from content.formats import euro_text
from polisocial.demonstration.scenario import play
from tests.factories import make_department
from tests.reading import text_of
from tests.signing_in import sign_in

NOW = datetime(2031, 10, 1, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_whole_competition_is_played_and_told(client, time_machine):
    for _n in range(6):
        make_department()
    for date, told in play(NOW, turn=time_machine.move_to, deliver=_send):
        assert (date, told, list(offences())) == (date, told, [])
    _check_what_there_is()
    _check_money()
    _check_letters()
    _check_acts()
    _check_public_pages(client)
    _check_conflicts(client)


def _send(_evening):
    send_ready()


def _check_what_there_is():
    """Sixty proposals, by stage, state and outcome, and what was made of them."""
    states = ("stage__number", "state", "decision__outcome")
    assert Counter(Proposal.objects.values_list(*states)) == {
        (1, "draft", None): 4,  # never handed in, or so late that it was not admitted
        (1, "withdrawn", None): 1,
        (1, "decided", "ineligible"): 3,
        (1, "decided", "not_selected"): 38,
        (2, "draft", None): 2,  # admitted, and not handed in again
        (2, "decided", "not_selected"): 4,
        (2, "decided", "reserve"): 1,
        (2, "decided", "funded"): 7,
    }
    kinds = (Submission, Review, ReviewVersion, Decision, Minutes, Project)
    assert {each.__name__: each.objects.count() for each in kinds} == {
        "Submission": 74,
        "Review": 192,
        "ReviewVersion": 194,  # two were reopened
        "Decision": 69,
        "Minutes": 3,
        "Project": 7,
    }


def _check_money():
    """To the cent: what is decided, what the projects have, what there is."""
    competition = Project.objects.first().competition
    awards = Project.objects.aggregate(sum=Sum("award"))["sum"]
    decided = Decision.objects.in_force().aggregate(sum=Sum("amount"))["sum"]
    assert (awards, decided, may_be_awarded(competition)) == (
        Decimal("512795.38"),
        Decimal("512795.38"),
        Decimal("582756.97"),
    )


def _check_letters():
    """Each left once and in its time; what told of a decision taken back, never."""
    letters = Letter.objects.all()
    assert Counter(letters.values_list("kind", "state")) == {
        ("invitation", "sent"): 120,
        ("partner", "sent"): 61,
        ("submitted", "sent"): 219,
        ("withdrawn", "sent"): 3,
        ("late_kept", "sent"): 6,
        ("late_decided", "sent"): 6,
        ("appointment", "sent"): 22,
        ("assigned", "sent"): 21,
        ("reopened", "sent"): 2,
        ("decision", "sent"): 204,
        ("decision", "discarded"): 3,
    }
    sent = letters.filter(state="sent")
    messages = {(each.extra_headers["Message-ID"], *each.to) for each in mail.outbox}
    assert len(messages) == len(mail.outbox) == sent.count()
    published = dict(Decision.objects.values_list("pk", "published_at"))
    for letter in sent.filter(kind="decision"):
        assert letter.sent_at >= published[int(letter.key.split(":")[1])]


def _check_acts():
    """Everything decided was taken by one, approved by another, published: it shows."""
    assert Counter(Act.objects.values_list("deed", flat=True)) == {
        "froze": 2,
        "extended": 1,
        "admitted": 1,
        "refused": 1,
        "merged": 60,
        "letter": 27,
        "appointed": 22,
        "accepted": 22,
        "conflicted": 7,
        "substituted": 7,
        "checked": 603,
        "overruled": 2,
        "assigned": 195,
        "gave_up": 1,
        "unassigned": 2,
        "declared": 287,
        "reviewed": 194,
        "reopened_review": 2,
        "ranked": 2,
        "decided": 69,
        "approved": 69,
        "released": 3,
        "published": 68,  # one was decided again before anybody was told
        "minuted": 3,
        "minutes_public": 3,
    }
    for decision in Decision.objects.in_force():
        acts = Act.objects.filter(proposal=decision.proposal, stage=decision.stage)
        by = dict(acts.order_by("at", "pk").values_list("deed", "by"))
        assert by["decided"] == decision.decided_by_id
        assert by["approved"] == decision.approved_by_id
        assert by["published"] == decision.announcement.by_id


def _check_public_pages(client):
    """What is funded is public with its award, the edition with its numbers."""
    for project in Project.objects.all():
        page = text_of(client.get(project.get_absolute_url()))
        award = euro_text(project.award).replace("\N{NO-BREAK SPACE}", " ")
        assert f"assegnati al progetto {award}" in page
        assert "Dimostrazione: persone, enti" in page
    competition = project.competition
    page = text_of(client.get(competition.get_absolute_url()))
    assert "7 progetti finanziati su 55 proposte Dimostrazione: persone" in page
    assert (
        "Proposte presentate 55 Proposte preselezionate 14 Progetti finanziati 7"
    ) in page
    assert competition.projects.public().count() == 7


def _check_conflicts(client):
    """Whoever declared a conflict reads nothing of that proposal, in any page."""
    declared = Declaration.objects.filter(has_conflict=True)
    assert declared.count() == 7
    for declaration in declared.select_related("person", "proposal"):
        sign_in(client, declaration.person)
        code = declaration.proposal.code
        title = declaration.proposal.answers.get(key="title").value
        for appointment in Appointment.objects.serving(declaration.person):
            own = reverse("my-committee", args=[appointment.pk])
            assert client.get(own).status_code == 200
            for page in (own, *_records_of(appointment)):
                said = client.get(page).content.decode()
                assert (page, code in said, title in said) == (page, False, False)
            one = reverse("my-review", args=[appointment.pk, code])
            assert client.get(one).status_code == 404


def _records_of(appointment):
    """Those that not everybody may open."""
    for name in ("my-ranking", "my-ranking-csv", "my-minutes"):
        yield reverse(name, args=[appointment.pk])
