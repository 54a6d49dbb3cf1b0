"""What the letters of judging say, in the language of who reads them."""

import pytest

from awards.actions.appointment import appoint
from awards.models import Appointment, Letter
from tests.awards.judging import (
    LATER,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
)
from tests.awards.test_decision_actions import FUND, settle
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LANGUAGES = ("it", "en")


def answer_in(language, stage, **said):
    """The letter of an answer to somebody who reads this language."""
    proposal = proposals_of(stage)[0]
    proposal.members.get().user.__class__.objects.update(language=language)
    settle(proposal, **said)
    return Letter.objects.filter(kind="decision").latest("pk").body


@pytest.mark.parametrize(
    ("language", "award", "writes", "page"),
    [
        (
            "it",
            "Il contributo è di 50.000",
            "Che cosa ti scrive chi ha valutato:",
            "ne",
        ),
        ("en", "The award is €50,000", "What the evaluator writes to you:", "publish"),
    ],
)
def test_answer_of_what_is_funded(language, award, writes, page):
    stage = make_judged_stage(proposals=1)
    judge(make_appointment(stage), proposals_of(stage)[0], applicant="Bello il metodo.")
    body = answer_in(language, stage, **FUND)
    for said in (award, writes, page, "Convince.", "Bello il metodo."):
        assert said in body
    assert str(stage.call.competition) in body
    assert "prima fase" not in body
    assert "first stage" not in body


@pytest.mark.parametrize(
    ("language", "said"),
    [("it", "va consegnato di nuovo entro il"), ("en", "handed in anew by")],
)
def test_answer_of_who_goes_on_says_until_when(language, said):
    stage = make_judged_stage(proposals=1, stages=2)
    body = answer_in(language, stage, outcome="next_stage", reason="Avanti.")
    assert said in body
    assert str(stage.call.stages.get(number=2).closes_at.year) in body


@pytest.mark.parametrize(
    ("language", "said"), [("it", "se si libera del denaro"), ("en", "becomes free")]
)
def test_answer_of_who_waits_says_what_may_come(language, said):
    stage = make_judged_stage(proposals=1)
    assert said in answer_in(language, stage, outcome="reserve", reason="Buona.")


def test_appointment_says_the_role_and_the_call():
    stage = make_judged_stage(proposals=1)
    asked = Appointment(stage=stage, role="chair", name="Anna", email="a@example.org")
    appoint(asked, by=make_user(), at=LATER)
    letter = Letter.objects.get(kind="appointment")
    assert f"commissione di {stage.call.competition}" in letter.subject
    assert "come presidente" in letter.body
    assert "prima fase" not in letter.body
