"""A call of two stages and four people, beside a model of what must be true of them."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import strategies as st

from awards.actions.form import freeze
from awards.models import Letter
from awards.rules.files import FileAnswer
from content.files.store import keep
from tests.awards.judging import allot
from tests.content.files.samples import pdf
from tests.factories import (
    make_call,
    make_member,
    make_proposal,
    make_question,
    make_section,
    make_stage,
    make_user,
)

MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))
SECOND, GRACE = timedelta(seconds=1), 2 * MINUTE
OPENS = datetime(2027, 2, 1, 8, tzinfo=UTC)
CLOSES = OPENS + 10 * DAY
PEOPLE = ("anna", "bruno", "carla", "dario")
TEAM = {"anna": "coordinator", "bruno": "manager", "carla": "reader"}
LEADING = ("coordinator", "manager")
WRITING = (*LEADING, "editor")
COST = 1000  # the most that staff may cost


@cache
def file_value(pages):
    """What a field holds of a file that was sent to it."""
    upload = SimpleUploadedFile(f"piano-{pages}.pdf", pdf(pages=pages))
    return FileAnswer.kept(keep(upload)).value


@dataclass
class Named:
    """Somebody whom the team names."""

    role: str
    state: str
    asked_at: datetime
    has_account: bool = False


@dataclass
class Partner:
    """An organisation that the proposal names."""

    role: str
    state: str = "asked"


@dataclass
class Written:
    """What a field holds, and the page that wrote it last."""

    value: object
    client: UUID
    revision: int = 1


@dataclass
class Work:
    """What is handed in at an instant: the form it answers, the answers, the rest."""

    form: tuple
    answers: dict
    rest: tuple
    at: datetime = field(compare=False)


@dataclass
class Decided:
    """The decision in force."""

    outcome: str
    is_approved: bool = False
    is_released: bool = False
    is_public: bool = False


@dataclass
class Model:
    """What must be true, told in the words of the call and not by the portal's code."""

    now: datetime = OPENS + DAY
    stage: int = 1
    state: str = "draft"
    closes: dict = field(default_factory=lambda: {1: CLOSES, 2: CLOSES + 60 * DAY})
    words: dict = field(default_factory=lambda: {(1, 1): 10, (2, 1): 10})
    team: dict = field(default_factory=dict)
    partners: dict = field(default_factory=dict)
    written: dict = field(default_factory=dict)
    others: dict = field(default_factory=dict)
    handed_in: dict = field(default_factory=dict)  # number: hash, as acknowledged
    counts: int | None = None
    work: Work | None = None  # of the version that counts
    attempts: dict = field(default_factory=dict)  # those that wait
    came_late: bool = False
    withdrawn_at: datetime | None = None
    extended: dict = field(default_factory=dict)  # (stage, name): until
    windows: list = field(default_factory=list)  # (fields, from, until)
    decision: Decided | None = None
    was_reserve: bool = False
    to_come: datetime | None = None  # when decisions of the stage are published

    @property
    def is_answered(self):
        return self.decision is not None and (
            self.decision.is_public or self.was_reserve
        )

    def role(self, name):
        """What somebody who signs in is in the team; None for everybody else."""
        named = self.team.get(name)
        is_in = named and named.state == "accepted" and named.has_account
        return named.role if is_in else None

    def writes(self, name):
        return self.role(name) in WRITING and not self.is_answered

    def leads(self, name):
        return self.role(name) in LEADING and not self.is_answered

    def leaders(self):
        return [name for name in self.team if self.leads(name)]

    def writers(self):
        return [name for name in self.team if self.writes(name)]

    def absent(self):
        return [name for name in PEOPLE if name not in self.team]

    def asked(self):
        """Whose link is good: until they answered it with an account, or declined."""
        team = self.team.items()
        return [n for n, each in team if not_gone(each) and not each.has_account]

    def led(self):
        """All in the team but who coordinates."""
        return [n for n, each in self.team.items() if each.role != "coordinator"]

    def colleagues(self):
        """Those of them who accepted, and sign in."""
        return [name for name in self.led() if self.role(name)]

    @property
    def form(self):
        return max(each for each in self.words if each[0] == self.stage)

    def is_late(self, name):
        if self.now <= self.closes[self.stage] + GRACE:
            return False
        until = self.extended.get((self.stage, name))
        return until is None or self.now > until

    def is_past(self, work):
        """What came late counts no more: something came, or was said, after it."""
        is_withdrawn = self.state == "withdrawn" and self.withdrawn_at > work.at
        is_older = self.work is not None and self.work.at > work.at
        return work.form[0] != self.stage or is_withdrawn or is_older

    @property
    def window(self):
        """The fields that are open again now; None where none are."""
        open_now = (keys for keys, a, b in self.windows if a <= self.now <= b)
        return next(open_now, None) if self.state == "submitted" else None

    def missing(self, form=None):
        """The places of all that keeps it from being handed in."""
        found = {key for key in ("title", "q.need") if not self.written[key].value}
        if len(self.written["q.need"].value.split()) > self.words[form or self.form]:
            found.add("q.need")
        if any(named.state == "invited" for named in self.team.values()):
            found.add("team")
        if any(each.state != "confirmed" for each in self.partners.values()):
            found.add("partners")
        cost = self.written["cost"].value
        if not cost.isdecimal() or int(cost) > COST:
            found.add("budget")
        if cost and not cost.isdecimal():
            found.add("cost")
        return found

    def work_now(self):
        named = [(n, each.role) for n, each in self.team.items() if not_gone(each)]
        written = {key: each.value for key, each in self.written.items()}
        partners = [each.role for each in self.partners.values()]
        rest = (named, partners, written.pop("cost"))
        return Work(self.form, written, rest, self.now)


def not_gone(named):
    return named.state != "declined"


def make_stage_of(call, number, opens_at, closes_at):
    stage = make_stage(
        call=call,
        number=number,
        opens_at=opens_at,
        closes_at=closes_at,
        grace_minutes=GRACE // MINUTE,
    )
    section = make_section(stage=stage)
    make_question(section=section, key="need", word_limit=10)
    make_question(section=section, key="plan", kind="file", is_required=False)
    return stage


class Scene:
    """The real thing, and the model of it; all is undone when the life ends."""

    def open_the_curtain(self):
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.model = Model()
        self.users = {name: make_user(first_name=name) for name in PEOPLE}
        self.staff, self.second = make_user(), make_user()
        call = make_call()
        self.heading = call.cost_headings.create(
            name_it="Persone", name_en="Staff", cap=COST
        )
        allot(call.competition, COST)
        closes = self.model.closes
        self.stages = {
            1: make_stage_of(call, 1, OPENS, closes[1]),
            2: make_stage_of(call, 2, closes[1] + 30 * DAY, closes[2]),
        }
        for stage in self.stages.values():
            freeze(stage, by=self.staff, at=OPENS - DAY)
        self.proposal = make_proposal(
            stage=self.stages[1], coordinator=self.users["anna"]
        )
        for name, role in TEAM.items():
            if name != "anna":
                make_member(proposal=self.proposal, user=self.users[name], role=role)
            self.model.team[name] = Named(role, "accepted", OPENS, True)

    def drop_the_curtain(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @property
    def stage(self):
        return self.stages[self.model.stage]

    def key(self, name):
        return f"cost.{self.heading.pk}.1" if name == "cost" else name

    def member(self, name):
        """Their row, as a page that is open since a while has it."""
        return self.proposal.members.get(email=self.users[name].email)

    def secret_of(self, email):
        """What the link in the last letter to somebody holds."""
        letters = Letter.objects.filter(proposal=self.proposal, email=email)
        return letters.exclude(secret="").latest("pk").secret

    @property
    def coordinator(self):
        team = self.model.team.items()
        return next(name for name, named in team if named.role == "coordinator")


@contextmanager
def refused(error):
    """What is inside is refused, by this error; done, where there is none."""
    if error is None:
        yield
    else:
        with pytest.raises(error):
            yield


def one(which):
    """Somebody of those whom the model gives: `one(Model.leaders)`."""
    return st.runner().flatmap(lambda life: st.sampled_from(which(life.model)))
