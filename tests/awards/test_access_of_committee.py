"""Who gets what of judging: address by address, state by state, one table.

A letter of a row is the answer to one kind of person, in the order of WHO: `.` the page
or the deed, `x` no such page, `>` sent to sign in or to the second factor, `!` not as
it is sent or as things are. Who has a conflict of interest is a kind of their own.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from awards.actions.conflict import declare
from awards.actions.decision import announce, approve, decide
from awards.actions.minutes import make
from awards.actions.review import review_of
from awards.actions.submission import withdraw
from awards.models import Assignment
from tests.awards.judging import (
    give,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
    seat_of,
)
from tests.factories import make_user
from tests.signing_in import come_as, sign_in

pytestmark = pytest.mark.django_db
OUTSIDE = ("visitor", "without factor", "stranger", "coordinator", "award office")
COMMITTEE = ("undeclared", "writing", "judged", "chair", "secretary")
CONFLICTED = ("conflicted", "conflicted chair", "of the team")
WHO = (*OUTSIDE, *COMMITTEE, *CONFLICTED)
STATES = ("judging", "decided", "published", "withdrawn")
SIGNS = {200: ".", 302: ".", 404: "x", 403: "-", 401: "?"}

#  what is asked: what each state answers, in the order of STATES and then of WHO.
#  visitor, without factor, stranger, coordinator, office | undeclared, writing,
#  judged, chair, secretary | conflicted, conflicted chair, of the team
ALL = ">>xxx.....xxx"
NONE = ">>xxxxxxxxxxx"
OWN = ">>xxxx..xxxxx"
TABLE = {
    "my-review": (ALL, ALL, ALL, NONE),
    "my-review-write": (OWN, OWN, OWN, NONE),
    "my-review-workbook": (OWN, OWN, OWN, NONE),
    "my-review-file": (NONE,) * 4,  # of a file that there is not
    "POST my-review-declare": (">>xxx!!!!!xxx",) * 3 + (NONE,),
    "POST my-review-save": ("??xxxx!!xxxxx",) * 3 + ("??xxxxxxxxxxx",),
    "POST my-review-submit": (">>xxxx!.xxxxx", ">>xxxx-.xxxxx", ">>xxxx-.xxxxx", NONE),
    "POST my-review-upload": (">>xxxx.xxxxxx", NONE, NONE, NONE),
    "POST my-review-choose": (NONE,) * 4,  # of a text that there is not
    "POST my-review-decline": (">>xxx..xxxxxx",) * 3 + (NONE,),
    "POST my-review-reopen": (">>xxxxxx.xxxx", NONE, NONE, NONE),
    "POST my-review-remark": (">>xxxxx...xxx",) * 3 + (NONE,),
}


class Scene:
    """A proposal in a state of its judging, with everybody who may ask for it."""

    def __init__(self, state):
        self.stage = make_judged_stage()
        self.proposal = proposals_of(self.stage)[0]
        self.clients = {who: Client() for who in WHO}
        self.seats = {}
        self.come()
        self.serve()
        self.bring_to(state)

    def come(self):
        coordinator = self.proposal.members.get().user
        sign_in(self.clients["coordinator"], coordinator)
        sign_in(self.clients["stranger"], make_user())
        come_as(self.clients["award office"], "award office")

    def serve(self):
        """The committee; two chairs cannot be, so one of a conflict is an evaluator."""
        now = timezone.now()
        roles = {"chair": "chair", "secretary": "secretary"}
        for who in (*COMMITTEE, *CONFLICTED, "without factor"):
            role = roles.get(who, "evaluator")
            seat = make_appointment(self.stage, role=role, at=now)
            self.seats[who] = seat
            sign_in(self.clients[who], seat.user, second_factor=who != "without factor")
        for who in ("undeclared", "conflicted", "conflicted chair"):
            self.assign(who, now)
        for who in ("writing", "judged"):
            give(self.seats[who], self.proposal, at=now)
        for who in ("chair", "secretary"):
            declare(self.proposal, by=self.seats[who].user, has_conflict=False, at=now)
        for who in ("conflicted", "conflicted chair"):
            user = self.seats[who].user
            said = {"has_conflict": True, "grounds": "Zio."}
            declare(self.proposal, by=user, at=now, **said)
        self.proposal.members.create(
            user=self.seats["of the team"].user,
            name="Del gruppo",
            email="gruppo@example.org",
            role="reader",
            state="accepted",
            invited_at=now,
        )
        review_of(seat_of(self.seats["writing"], self.proposal), at=now)
        judge(self.seats["judged"], self.proposal, at=now)

    def assign(self, who, now):
        Assignment.objects.create(
            appointment=self.seats[who], proposal=self.proposal, by=make_user(), at=now
        )

    def bring_to(self, state):
        now = timezone.now()
        if state == "withdrawn":
            who = self.proposal.members.get(role="coordinator").user
            withdraw(self.proposal, by=who, reason="Basta.", at=now)
        if state in ("decided", "published"):
            said = {"outcome": "not_selected", "reason": "Non convince."}
            decision = decide(self.proposal, by=make_user(), at=now, **said)
            approve(decision, by=make_user(), at=now)
        if state == "published":
            announce(self.stage, by=make_user(), instant=now, at=now)
        self.proposal.refresh_from_db()

    def requests(self, who):
        number = getattr(self.seats.get(who), "pk", self.seats["judged"].pk)
        review = self.seats["judged"].assignments.get().review.pk
        for name, *more in (
            ("my-review",),
            ("my-review-write",),
            ("my-review-workbook",),
            ("my-review-file", "0" * 64),
        ):
            yield name, self.address(name, number, more), None
        for name, sent, *more in (
            ("my-review-declare", {}),
            ("my-review-save", {}),
            ("my-review-submit", {}),
            ("my-review-upload", {}),
            ("my-review-choose", {"take": "other"}, 0),
            ("my-review-decline", {"reason": "Troppe."}),
            ("my-review-reopen", {"reason": "Motiva."}, review),
            ("my-review-remark", {"text": "D’accordo."}),
        ):
            yield f"POST {name}", self.address(name, number, more), sent

    def address(self, name, number, more):
        return reverse(name, args=[number, self.proposal.code, *more])


def sign_of(client, address, sent):
    with transaction.atomic():
        answer = client.get(address) if sent is None else client.post(address, sent)
        transaction.set_rollback(True)
    if answer.status_code == 302 and "/account/" in answer.url:
        return ">"
    return SIGNS.get(answer.status_code, "!")


@pytest.mark.parametrize("state", STATES)
def test_everybody_gets_what_the_table_says(state):
    scene, found = Scene(state), {}
    for who in WHO:
        for name, address, sent in scene.requests(who):
            sign = sign_of(scene.clients[who], address, sent)
            found[name] = found.get(name, "") + sign
    number = STATES.index(state)
    assert found == {name: row[number] for name, row in TABLE.items()}


def test_every_address_of_a_review_is_in_the_table():
    known = {n for n in get_resolver().reverse_dict if isinstance(n, str)}
    asked = {name.removeprefix("POST ") for name in TABLE}
    of_a_review = {name for name in known if name.startswith("my-review")}
    assert of_a_review - asked == {"my-reviews"}


@pytest.mark.parametrize("state", STATES)
def test_pages_of_a_stage_are_for_its_committee(state):
    scene = Scene(state)
    make(scene.stage, by=make_user(), at=timezone.now() + timedelta(days=1))
    rows = {
        "my-committee": ">>xxx........",
        "my-ranking": ">>xxx........" if state == "withdrawn" else ">>xxxxx......",
        "my-minutes": ">>xxxxxx..xxx",
    }
    for name, row in rows.items():
        signs = ""
        for who in WHO:
            number = getattr(scene.seats.get(who), "pk", scene.seats["judged"].pk)
            address = reverse(name, args=[number])
            signs += sign_of(scene.clients[who], address, None)
        assert (name, signs) == (name, row)


@pytest.mark.parametrize("state", STATES)
def test_who_has_a_conflict_reads_its_code_nowhere(state):
    scene = Scene(state)
    for who in CONFLICTED:
        number = scene.seats[who].pk
        for name in ("my-committee", "my-ranking", "my-ranking-csv"):
            answer = scene.clients[who].get(reverse(name, args=[number]))
            assert (who, name, answer.status_code) == (who, name, 200)
            assert scene.proposal.code not in answer.content.decode()
