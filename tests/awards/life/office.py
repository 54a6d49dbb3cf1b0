"""Time, and what the award office does of it, of the form, and of what was judged."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from awards.actions.deadline import extend, moving_deadlines, reopen
from awards.actions.decision import (
    announce,
    approve,
    call_off,
    carry_out_due,
    decide,
)
from awards.actions.form import freeze
from awards.models import (
    Announcement,
    Decision,
    EditWindow,
    Extension,
    Proposal,
    Stage,
)
from tests.awards.life.scene import (
    DAY,
    GRACE,
    HOUR,
    MINUTE,
    PEOPLE,
    SECOND,
    Decided,
    refused,
)

MOMENTS = st.sampled_from([-MINUTE, timedelta(), GRACE, GRACE + SECOND, HOUR])
FIELDS = {"project": {"title", "duration"}, "section": {"q.need", "q.plan"}}
OUTCOMES = {
    1: ["ineligible", "not_selected", "next_stage"],
    2: ["not_selected", "reserve", "funded"],
}


class Granting:
    """Deadlines, for all and for one; sections open again; another form."""

    @rule(span=st.sampled_from([MINUTE, 11 * MINUTE, HOUR]))
    def wait(self, span):
        self.go_on_to(self.model.now + span)

    @rule(moment=MOMENTS)
    def come_to_the_deadline(self, moment):
        self.go_on_to(self.model.closes[self.model.stage] + moment)

    @precondition(lambda self: self.model.stage == 2)
    @rule()
    def see_the_second_stage_open(self):
        self.go_on_to(self.stages[2].opens_at)

    def go_on_to(self, instant):
        """Time passes, and the portal publishes by itself what is due."""
        model = self.model
        model.now = max(model.now, instant)
        carry_out_due(model.now)
        if model.to_come and model.to_come <= model.now:
            self.all_is_public()

    @rule(by=st.sampled_from([HOUR, DAY]))
    def move_the_deadline(self, by):
        model, stage = self.model, self.stage
        stage.closes_at += by
        rows = Stage.objects.filter(pk=stage.pk)
        with moving_deadlines(rows, by=self.staff, at=model.now):
            stage.save()
        model.closes[model.stage] = stage.closes_at

    @rule(who=st.sampled_from(PEOPLE), span=st.sampled_from([HOUR, DAY]))
    def grant_more_time(self, who, span):
        model, stage = self.model, self.stage
        named = {"stage": stage, "person": self.users[who]}
        extension = Extension.objects.filter(**named).first() or Extension(**named)
        for key, value in self.granted(span).items():
            setattr(extension, key, value)
        extend(extension, by=self.staff, at=model.now)
        model.extended[model.stage, who] = model.now + span

    @precondition(lambda self: self.model.state == "submitted")
    @rule(what=st.sampled_from(list(FIELDS)))
    def open_again(self, what):
        model, section = self.model, self.stage.sections.get()
        if model.window or model.now <= model.closes[model.stage]:
            return
        sections = ["project" if what == "project" else f"s{section.pk}"]
        proposal = Proposal.objects.get(pk=self.proposal.pk)
        window = EditWindow(proposal=proposal, sections=sections, **self.granted(HOUR))
        reopen(window, by=self.staff, at=model.now)
        model.windows.append((FIELDS[what], model.now, model.now + HOUR))

    def granted(self, span):
        now, reason = self.model.now, "Era malata."
        return {"until": now + span, "reason": reason, "by": self.staff, "at": now}

    @precondition(lambda self: self.model.now < self.stage.closes_at)
    @rule(words=st.sampled_from([1, 5, 20]))
    def make_another_form(self, words):
        model, (stage, number) = self.model, self.model.form
        reason = {"reason_it": "Troppo poco.", "reason_en": "Too little."}
        error = ValidationError if model.words[stage, number] == words else None
        self.stage.sections.get().questions.filter(key="need").update(word_limit=words)
        with refused(error):
            freeze(self.stage, by=self.staff, at=model.now, **reason)
        if error is None:
            model.words[stage, number + 1] = words


class Deciding:
    """Decided, approved by somebody else, published later; and the next stage."""

    @rule(choice=st.integers(0, 2))
    def decide(self, choice):
        model = self.model
        outcome = OUTCOMES[model.stage][choice]
        error = None if self.may_decide() else ValidationError
        said = {"outcome": outcome, "reason": "Così.", "at": model.now}
        with refused(error):
            decide(self.proposal, by=self.staff, amount=500, **said)
        if error is None:
            before = model.decision
            model.was_reserve = model.was_reserve or bool(before and before.is_public)
            model.state, model.decision = "decided", Decided(outcome)

    def may_decide(self):
        model, decision = self.model, self.model.decision
        if model.state not in ("submitted", "decided") or self.may_still_come():
            return False
        if decision is None or not (decision.is_public or decision.is_released):
            return True
        return decision.is_public and decision.outcome == "reserve"

    def may_still_come(self):
        model = self.model
        has_account = [n for n, each in model.team.items() if each.has_account]
        later = [model.closes[model.stage]]
        later += [model.extended.get((model.stage, name)) for name in has_account]
        later += [until for _fields, _from, until in model.windows]
        return any(until and until > model.now for until in later)

    @precondition(lambda self: self.model.decision)
    @rule()
    def approve(self):
        decision = Decision.objects.in_force().get(decides=self.proposal)
        error = ValidationError if self.model.decision.is_approved else None
        with refused(error):
            approve(decision, by=self.second, at=self.model.now)
        self.model.decision.is_approved = True

    @precondition(lambda self: self.model.decision)
    @rule(later=st.sampled_from([timedelta(), HOUR]))
    def announce(self, later):
        model, decision = self.model, self.model.decision
        waits = decision.is_approved and not decision.is_released
        error = None if waits and model.to_come is None else ValidationError
        said = {"by": self.staff, "instant": model.now + later, "at": model.now}
        with refused(error):
            announce(self.stage, **said)
        if error is None:
            decision.is_released, model.to_come = True, model.now + later
            if not later:
                self.all_is_public()

    @precondition(lambda self: self.model.to_come)
    @rule()
    def call_off(self):
        announcement = Announcement.objects.get(done_at=None)
        call_off(announcement, by=self.staff, reason="Aspettiamo.", at=self.model.now)
        self.model.to_come = None
        if self.model.decision:
            self.model.decision.is_released = False

    @precondition(lambda self: self.model.state == "submitted")
    @rule(choice=st.integers(0, 2))
    def answer_at_once(self, choice):
        """All that a committee does, after the last instant that was granted."""
        model = self.model
        granted = [*model.extended.values(), *(until for _, _, until in model.windows)]
        self.go_on_to(max([model.closes[model.stage], *granted]) + SECOND)
        if model.to_come or model.state != "submitted":
            return
        self.decide(choice)
        self.approve()
        self.announce(timedelta())

    def all_is_public(self):
        """What was released is published: the team reads it, and goes on or not."""
        model, decision = self.model, self.model.decision
        model.to_come = None
        if decision is None or not decision.is_released:
            return
        decision.is_public = True
        if decision.outcome == "next_stage":
            model.stage, model.state, model.decision = 2, "draft", None
