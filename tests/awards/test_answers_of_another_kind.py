"""What is stored in a field that wants something else: it reads as empty and stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.actions.form import freeze
from awards.actions.review import Unready, review_of, submit
from awards.form_content import faults
from awards.rules.work import work_of
from tests.awards.calls import ask, make_whole_call
from tests.awards.judging import (
    LATER,
    give,
    make_appointment,
    make_judged_stage,
    proposals_of,
    seat_of,
    write,
)
from tests.factories import make_proposal, make_stage, make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
LIST, FILE = ["x"], {"sha256": "0" * 64, "name": "x", "size": 1, "media_type": "y"}


@pytest.fixture
def stage():
    return make_whole_call()


@pytest.fixture
def anna(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def proposal(stage, anna):
    """A proposal in each of whose fields something of another kind is stored."""
    proposal = make_proposal(stage=stage, coordinator=anna)
    heading = stage.call.cost_headings.get()
    keys = ["title", "category", "duration", "q.why", "q.which", "q.people"]
    keys += ["unit.1", f"cost.{heading.pk}.1", "fund.1.who", "fund.1.sum"]
    wrong = dict.fromkeys(keys, LIST) | {"q.letter": "x", "dimensions": "x"}
    write(proposal, anna, wrong | {"prizes": "", "q.why": FILE})
    return proposal


def test_every_page_of_the_team_reads_it_as_empty(client, proposal):
    front = reverse("proposal", args=[proposal.code])
    steps = client.get(front).context["desk"].states
    pages = [
        reverse("proposal-page", args=[proposal.code, each.page.name]) for each in steps
    ]
    names = ("proposal-check", "proposal-preview")
    pages += [reverse(name, args=[proposal.code]) for name in names]
    assert {client.get(each).status_code for each in pages} == {200}
    mine = client.get(reverse("my-proposals")).content.decode()
    assert "Proposta senza titolo" in mine
    assert "[&#x27;x&#x27;]" not in client.get(pages[0]).content.decode()
    assert proposal.answers.get(key="title").value == LIST


def test_lists_of_the_staff_show_it_too(client, proposal):
    come_as(client, "award office")
    address = reverse("admin:awards_proposal_changelist")
    assert proposal.code in client.get(address).content.decode()
    assert client.get(address, {"complete": "0"}).status_code == 200


def test_what_is_written_over_it_is_read(client, proposal, anna):
    write(proposal, anna, {"title": "Acqua", "prizes": []})
    assert work_of(proposal).answers["title"] == "Acqua"


def test_review_with_a_list_for_a_score_says_what_is_missing():
    stage = make_judged_stage()
    ada, proposal = make_appointment(stage), proposals_of(stage)[0]
    give(ada, proposal)
    review = review_of(seat_of(ada, proposal), at=LATER)
    score = f"score.{stage.criteria.first().pk}"
    write(review, ada.user, {score: LIST, "applicant": LIST}, LATER)
    with pytest.raises(Unready) as refused:
        submit(seat_of(ada, proposal), at=LATER)
    assert score in [fault.place for fault in refused.value.faults]


ANSWERED = "«IT Why? (2)» ha già risposte di un altro tipo: dalle un’altra chiave."


@pytest.mark.parametrize(
    ("kind", "found"),
    [("short_text", []), ("number", []), ("file", [ANSWERED]), ("several", [ANSWERED])],
)
def test_answered_question_keeps_its_kind(stage, anna, kind, found):
    proposal = make_proposal(stage=stage, coordinator=anna)
    question = stage.sections.first().questions.get()
    type(question).objects.filter(pk=question.pk).update(
        kind=kind, word_limit=None, label_it="IT Why? (2)"
    )
    if kind == "several":
        for key in "ab":
            question.choices.create(key=key, label_it=key)
    assert faults(again(stage)) == []
    write(proposal, anna, {"q.why": "Perché sì."})
    assert faults(again(stage)) == found


def test_second_stage_keeps_the_kinds_of_the_first(stage, anna):
    write(make_proposal(stage=stage, coordinator=anna), anna, {"q.people": "12"})
    second = make_stage(
        call=stage.call,
        number=2,
        opens_at=stage.closes_at + timedelta(days=1),
        closes_at=stage.closes_at + timedelta(days=2),
    )
    section = second.sections.create(name_it="Ancora")
    question = ask(section, "people", "file", "Who?")
    with pytest.raises(ValidationError, match="IT Who"):
        freeze(second, by=make_user())
    question.delete()
    ask(section, "list", "file", "Who?")
    assert freeze(second, by=make_user()).number == 1


def again(stage):
    return type(stage).objects.get(pk=stage.pk)
