"""Who judges what, in the admin: by hand, by a table, by a balanced proposal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.actions.assignment import decline as give_back
from awards.actions.check import check
from awards.actions.conflict import declare
from awards.models import Letter
from tests.awards.judging import (
    LATER,
    give,
    judge,
    make_appointment,
    make_handed_in,
    make_judged_stage,
    proposals_of,
)
from tests.factories import make_department, make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
MOST = 12  # queries of a page of the staff


@pytest.fixture
def office(client):
    return come_as(client, "award office")


@pytest.fixture
def stage():
    return make_judged_stage(reviews_each=2)


def place(thing, name="change"):
    return reverse(f"admin:awards_{thing._meta.model_name}_{name}", args=[thing.pk])


def text(client, address, **asked):
    return client.get(address, asked).content.decode()


def send(client, address, **said):
    return client.post(address, said, follow=True).content.decode()


def cost(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_proposals_are_assigned_by_hand(client, office, stage):
    first, second = proposals_of(stage)
    ada = make_appointment(stage)
    address = place(stage, "assignments")
    refused = send(client, address, do="assign")
    assert "Scegli almeno una proposta." in refused
    assert "Scegli chi deve valutarle." in refused
    chosen = [first.pk, second.pk]
    told = send(client, address, do="assign", proposals=chosen, person=ada.pk)
    assert "2 assegnazioni fatte" in told
    assert ada.assignments.count() == 2
    again = send(client, address, do="assign", proposals=chosen, person=ada.pk)
    assert "già tutto assegnato" in again
    assert Letter.objects.get(kind="assigned").state == "held"


def test_the_table_says_who_has_what(client, office, stage):
    first, second = proposals_of(stage)
    ada, eva, ivo = (make_appointment(stage) for _n in range(3))
    judge(ada, first)
    give(eva, first)
    declare(first, by=ivo.user, has_conflict=True, grounds="Zio.", at=LATER)
    give_back(give(ada, second), by=ada.user, reason="Fuori campo.", at=LATER)
    client.get(place(stage, "assignments"))
    context = client.get(place(stage, "assignments")).context
    columns = {each["person"]: n for n, each in enumerate(context["columns"])}
    said = {
        row["proposal"]: [
            (row["cells"][columns[who]] or {}).get("kind") for who in (ada, eva, ivo)
        ]
        for row in context["rows"]
    }
    assert said == {
        first: ["in", "open", "conflict"],
        second: ["declined", None, None],
    }
    has = {row["proposal"]: (row["has"], row["is_short"]) for row in context["rows"]}
    assert has == {first: (2, False), second: (0, True)}
    loads = [(context["columns"][columns[who]]) for who in (ada, eva, ivo)]
    assert [(each["has"], each["in"]) for each in loads] == [(1, 1), (1, 0), (0, 0)]


def upload(client, stage, content):
    file = SimpleUploadedFile("a.csv", content)
    return send(client, place(stage, "assignments"), do="upload", table=file)


def test_a_table_is_applied_whole_or_every_fault_is_told(client, office, stage):
    first = proposals_of(stage)[0]
    ada = make_appointment(stage)
    row = f"{first.code};{ada.email}\n"
    told = upload(client, stage, f"{row}xx;{ada.email}\n{first.code};no@x.it".encode())
    assert "Riga 2" in told
    assert "Riga 3" in told
    assert not ada.assignments.exists()
    assert "UTF-8" in upload(client, stage, "è;à".encode("latin-1"))
    assert "campo" in send(client, place(stage, "assignments"), do="upload")
    assert "Un&#x27;assegnazione fatta" in upload(client, stage, row.encode())
    assert ada.assignments.get().proposal == first


def test_a_proposal_is_taken_back_or_given_to_another(client, office, stage):
    first, second = proposals_of(stage)
    ada, eva = make_appointment(stage), make_appointment(stage)
    one, two = give(ada, first), give(ada, second)
    assert "perché" in send(
        client, place(first, "judges"), assignment=one.pk, reason=" "
    )
    assert one.state == "open"
    send(client, place(first, "judges"), assignment=one.pk, reason="Carico.")
    moved = {"assignment": two.pk, "reason": "Carico.", "to": eva.pk}
    assert str(eva) in send(client, place(second, "judges"), **moved)
    assert not ada.assignments.open().exists()
    assert eva.assignments.get().proposal == second
    assert "Carico." in text(client, place(first, "judges"))
    assert client.post(place(first, "judges"), moved).status_code == 200  # not its own
    assert not eva.assignments.exclude(proposal=second).exists()


def shown_pairs(client, stage, **asked):
    answer = client.get(place(stage, "balance"), asked)
    context = answer.context
    seen = context["wanted"].seen
    return answer, {"each": asked["each"], "seen": seen, "pairs": context["pairs"]}


def test_a_balanced_proposal_is_shown_and_then_applied(client, office, stage):
    people = [make_appointment(stage) for _n in range(3)]
    give(people[0], proposals_of(stage)[0])
    first = client.get(place(stage, "balance"))
    assert 'value="2"' in first.content.decode()  # what the stage asks
    answer, sent = shown_pairs(client, stage, each=2)
    assert len(sent["pairs"].split()) == 3
    assert sent["pairs"] in answer.content.decode()
    assert sum(each.assignments.count() for each in people) == 1
    told = send(client, place(stage, "balance"), **sent)
    assert "3 assegnazioni fatte" in told
    has = [each.assignments.count() for each in people]
    assert (sum(has), max(has)) == (4, 2)
    assert "nulla di nuovo" in text(client, place(stage, "balance"), each=2)


def test_who_is_short_is_told_with_the_reason(client, office, stage):
    first = proposals_of(stage)[0]
    ada, eva = make_appointment(stage, most=1), make_appointment(stage, most=1)
    declare(first, by=ada.user, has_conflict=True, grounds="Zio.", at=LATER)
    shown = text(client, place(stage, "balance"), each=2)
    assert "Ne manca una: solo una persona può valutarla" in shown
    assert "Ne manca una: chi può valutarla non ha posto per altre." in shown
    declare(first, by=eva.user, has_conflict=True, grounds="Zio.", at=LATER)
    shown = text(client, place(stage, "balance"), each=1)
    assert "Ne manca una: nessuno può valutarla" in shown


def test_a_stale_proposal_is_told_and_not_computed_anew(client, office, stage):
    ada, eva = make_appointment(stage), make_appointment(stage)
    _answer, sent = shown_pairs(client, stage, each=1)
    for proposal in proposals_of(stage):
        declare(proposal, by=ada.user, has_conflict=True, grounds="Zio.", at=LATER)
    assert "Qualcosa è cambiato" in send(client, place(stage, "balance"), **sent)
    for spoilt in ({"pairs": "1:x"}, {"each": "0"}, {"pairs": ""}):
        told = send(client, place(stage, "balance"), **sent | spoilt)
        assert "nulla di proposto" in told
    assert not ada.assignments.exists()
    assert not eva.assignments.exists()


# How much it costs


@pytest.fixture
def pages(stage):
    proposal = proposals_of(stage)[0]
    lists = ("appointment", "declaration", "proposal", "letter", "lateattempt")
    return [
        *(reverse(f"admin:awards_{name}_changelist") for name in lists),
        *(place(stage, name) for name in ("checks", "assignments")),
        f"{place(stage, 'balance')}?each=2",
        place(proposal, "judges"),
        place(proposal, "check"),
    ]


def enlarge(stage, size):
    """More proposals, each with two reviews, a conflict and a checked rule."""
    for _n in range(size):
        proposal = make_handed_in(stage)
        for _m in range(2):
            judge(make_appointment(stage, department=make_department()), proposal)
        declare(
            proposal,
            by=make_appointment(stage).user,
            has_conflict=True,
            grounds="Zio.",
            at=LATER,
        )
        check(proposal.counts, {"theme": (True, "Sì.")}, by=make_user(), at=LATER)


def test_pages_cost_the_same_whatever_their_size(client, office, stage, pages):
    enlarge(stage, 1)
    few = {each: cost(client, each) for each in pages}
    enlarge(stage, 4)
    many = {each: cost(client, each) for each in pages}
    assert many == few
    assert {each: n for each, n in many.items() if n > MOST} == {}
