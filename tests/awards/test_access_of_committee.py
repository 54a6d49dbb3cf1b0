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

from awards.actions.assignment import decline
from awards.actions.conflict import declare
from awards.actions.decision import announce, approve, decide
from awards.actions.minutes import make
from awards.actions.review import review_of
from awards.actions.submission import withdraw
from awards.models import Assignment
from tests.awards.judging import (
    declare_on_all,
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
OFFICE = ("office undeclared", "office writing")
COMMITTEE = ("undeclared", *OFFICE, "writing", "judged", "chair", "secretary")
# The chair of a stage is one: the same person, once they declared a conflict.
CONFLICTED = ("conflicted", "of the team", "conflicted secretary", "conflicted chair")
WHO = (*OUTSIDE, *COMMITTEE, *CONFLICTED)
STATES = ("judging", "decided", "published", "withdrawn")
SIGNS = {200: ".", 302: ".", 404: "x", 403: "-", 401: "?"}

#  what is asked: what each state answers, in the order of STATES and then of WHO.
#  visitor, without factor, stranger, coordinator, office | undeclared, office
#  undeclared, office writing, writing, judged, chair, secretary | conflicted, of the
#  team, conflicted secretary, conflicted chair
ALL = ">>xxx.......xxxx"
NONE = ">>xxxxxxxxxxxxxx"
OWN = ">>xxxxx...xxxxxx"
TABLE = {
    "my-review": (ALL, ALL, ALL, NONE),
    "my-review-write": (OWN, OWN, OWN, NONE),
    "my-review-workbook": (OWN, OWN, OWN, NONE),
    "my-review-file": (NONE,) * 4,  # of a file that there is not
    "POST my-review-declare": (">>xxx!!!!!!!xxxx",) * 3 + (NONE,),
    "POST my-review-save": ("??xxxxx!!!xxxxxx",) * 3 + ("??xxxxxxxxxxxxxx",),
    "POST my-review-submit": (
        *(">>xxxxx!!.xxxxxx", ">>xxxxx--.xxxxxx", ">>xxxxx--.xxxxxx", NONE),
    ),
    "POST my-review-upload": (">>xxxxx..xxxxxxx", NONE, NONE, NONE),
    "POST my-review-choose": (NONE,) * 4,  # of a text that there is not
    "POST my-review-decline": (">>xxx....xxxxxxx",) * 3 + (NONE,),
    "POST my-review-reopen": (">>xxxxxxxx.xxxxx", NONE, NONE, NONE),
    "POST my-review-remark": (">>xxxxxxx...xxxx",) * 3 + (NONE,),
}
#  The same of what is about a stage as a whole.
LED = ">>xxxxxxxx..xx.."
WHOLE = ">>xxxxxxxxx.xxxx"
SEEN = ">>xxxxxxx.x.xx.x"  # by a chair once no review is missing
CLOSED = ">>xxxxxxxxx.xx.x"
OF_THE_STAGE = {
    "my-committee": (">>xxx...........",) * 4,
    "my-declarations": (">>xxx...........",) * 4,
    "POST my-declarations": (">>xxx...........",) * 4,
    "my-ranking": (SEEN,) * 4,
    "my-ranking-csv": (SEEN,) * 4,
    "my-ranking-xlsx": (SEEN,) * 4,
    "POST my-ranking-close": (CLOSED,) * 4,
    "my-minutes": (LED,) * 4,
    "POST my-minutes": (LED,) * 4,
    "my-minutes-pdf": (WHOLE,) * 4,
}
#  What the admin answers to: judged, office, office undeclared, office writing. `d` is
#  to declare first, `w` to wait until one's own reviews are in.
IN_ADMIN = ("judged", "award office", *OFFICE)
ADMIN = {
    "proposal_change": (">.d.",) * 3 + (">...",),
    "proposal_history": (">.d.",) * 3 + (">...",),
    "proposal_dossier": (">.d.",) * 3 + (">...",),
    "proposal_check": (">.d.",) * 3 + (">...",),
    "proposal_judges": (">.d.",) * 3 + (">...",),
    "proposal_decide": (">.dw",) * 3 + (">.ww",),
    "stage_decisions": (">.ww",) * 4,
    "stage_checks": (">...",) * 4,
}


class Scene:
    """A proposal in a state of its judging, with everybody who may ask for it."""

    def __init__(self, state):
        self.stage = make_judged_stage()
        self.proposal = proposals_of(self.stage)[0]
        self.clients = {who: Client() for who in WHO}
        self.seats, self.staff = {}, {}
        self.come()
        self.serve()
        self.bring_to(state)

    def come(self):
        coordinator = self.proposal.members.get().user
        sign_in(self.clients["coordinator"], coordinator)
        sign_in(self.clients["stranger"], make_user())
        for who in ("award office", *OFFICE):
            self.staff[who] = come_as(self.clients[who], "award office")

    def serve(self):
        """The committee, and what each of it has done so far."""
        now = timezone.now()
        for who in (*COMMITTEE, *CONFLICTED[:-1], "without factor"):
            role = who.split()[-1]
            role = role if role in ("chair", "secretary") else "evaluator"
            user = self.staff.get(who)
            seat = make_appointment(self.stage, role=role, user=user, at=now)
            self.seats[who] = seat
            has_factor = who != "without factor"
            sign_in(self.clients[who], seat.user, second_factor=has_factor)
        for who in ("undeclared", "office undeclared", "conflicted"):
            self.assign(who, now)
        for who in ("writing", "office writing", "judged"):
            give(self.seats[who], self.proposal, at=now)
        for who in ("chair", "secretary"):
            declare_on_all(self.seats[who], at=now)
        for who in ("conflicted", "conflicted secretary"):
            self.find_a_conflict(who)
        self.proposal.members.create(
            user=self.seats["of the team"].user,
            name="Del gruppo",
            email="gruppo@example.org",
            role="reader",
            state="accepted",
            invited_at=now,
        )
        for who in ("writing", "office writing"):
            review_of(seat_of(self.seats[who], self.proposal), at=now)
        judge(self.seats["judged"], self.proposal, at=now)

    def find_a_conflict(self, who):
        said = {"has_conflict": True, "grounds": "Zio.", "at": timezone.now()}
        declare(self.proposal, by=self.seats[who].user, **said)

    def everybody(self):
        """One after the other; the chair comes once more, with a conflict."""
        yield from WHO[:-1]
        self.seats["conflicted chair"] = self.seats["chair"]
        self.clients["conflicted chair"] = self.clients["chair"]
        self.find_a_conflict("chair")
        yield "conflicted chair"

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

    def requests_of_the_stage(self, who):
        number = getattr(self.seats.get(who), "pk", self.seats["judged"].pk)
        for name in OF_THE_STAGE:
            address = name.removeprefix("POST ")
            more = [1, "whole"] if address == "my-minutes-pdf" else []
            sent = {"reason": "Di nuovo."} if name != address else None
            yield name, reverse(address, args=[number, *more]), sent

    def requests_of_the_admin(self, who):
        for name in ADMIN:
            about = self.stage if name.startswith("stage") else self.proposal
            yield name, reverse(f"admin:awards_{name}", args=[about.pk]), None


def sign_of(client, address, sent):
    with transaction.atomic():
        answer = client.get(address) if sent is None else client.post(address, sent)
        b"".join(answer.streaming_content) if answer.streaming else None
        transaction.set_rollback(True)
    if answer.status_code == 302:
        return led(address, answer.url)
    return SIGNS.get(answer.status_code, "!")


def led(address, where):
    """What it means that one is led elsewhere."""
    if "/account/" in where or "/login/" in where:
        return ">"
    if address.startswith("/admin/"):
        return "w" if where.startswith("/admin/") else "d"
    return "."


def asked_of(scene, people, requests):
    """What each kind of person gets of each address, as the tables have it."""
    found = {}
    for who in people:
        for name, address, sent in requests(who):
            sign = sign_of(scene.clients[who], address, sent)
            found[name] = found.get(name, "") + sign
    return found


def told_by(table, state):
    return {name: row[STATES.index(state)] for name, row in table.items()}


@pytest.mark.parametrize("state", STATES)
def test_everybody_gets_what_the_table_says(state):
    scene = Scene(state)
    found = asked_of(scene, scene.everybody(), scene.requests)
    assert found == told_by(TABLE, state)


def test_every_address_of_a_review_is_in_the_table():
    known = {n for n in get_resolver().reverse_dict if isinstance(n, str)}
    asked = {name.removeprefix("POST ") for name in TABLE}
    of_a_review = {name for name in known if name.startswith("my-review")}
    assert of_a_review - asked == {"my-reviews"}


@pytest.mark.parametrize("state", STATES)
def test_pages_of_a_stage_are_for_its_committee(state):
    scene = Scene(state)
    make(scene.stage, by=make_user(), at=timezone.now() + timedelta(days=1))
    found = asked_of(scene, scene.everybody(), scene.requests_of_the_stage)
    assert found == told_by(OF_THE_STAGE, state)


@pytest.mark.parametrize("state", STATES)
def test_the_office_that_evaluates_declares_and_judges_before_it_sees(state):
    scene = Scene(state)
    found = asked_of(scene, IN_ADMIN, scene.requests_of_the_admin)
    assert found == told_by(ADMIN, state)


@pytest.mark.parametrize("state", STATES)
def test_who_has_a_conflict_reads_its_code_nowhere(state):
    scene = Scene(state)
    give_and_judge_the_other(scene)
    for who in scene.everybody():
        if who not in CONFLICTED:
            continue
        number = scene.seats[who].pk
        for name in ("my-committee", "my-ranking", "my-ranking-csv"):
            answer = scene.clients[who].get(reverse(name, args=[number]))
            assert (who, name, answer.status_code) == (who, name, 200)
            assert scene.proposal.code not in answer.content.decode()


def give_and_judge_the_other(scene):
    """So that all of them see the ranking: of the other proposal."""
    other = proposals_of(scene.stage)[1]
    for who in ("conflicted", "of the team"):
        judge(scene.seats[who], other, at=timezone.now())
    for who in ("undeclared", "writing", *OFFICE):
        for assignment in scene.seats[who].assignments.all():
            reason = {"reason": "Troppe.", "at": timezone.now()}
            decline(assignment, by=scene.seats[who].user, **reason)
