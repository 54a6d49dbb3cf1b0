"""Whom and what a proposal names: its team and its partners."""

from django.core.exceptions import ValidationError
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from awards.actions import partners, team
from awards.models import Member, ProposalPartner
from tests.awards.life.scene import MINUTE, Model, Named, Partner, one, refused

ROLES = ("manager", "editor", "reader")
CASA = "casa@example.org"
leader = one(Model.leaders)


class Naming:
    """The team and its partners: asked, answering, going away."""

    @precondition(lambda self: self.model.leaders() and self.model.absent())
    @rule(by=leader, who=one(Model.absent), role=st.sampled_from(ROLES))
    def invite(self, by, who, role):
        model, user = self.model, self.users[who]
        has_manager = any(each.role == "manager" for each in model.team.values())
        error = ValidationError if role == "manager" and has_manager else None
        member = Member(name=who, email=user.email, role=role)
        with refused(error):
            said = {"by": self.member(by), "member": member, "at": model.now}
            team.invite(self.proposal, **said)
        if error is None:
            model.team[who] = Named(role, "invited", model.now)

    @precondition(lambda self: self.model.leaders() and self.model.led())
    @rule(by=leader, who=one(Model.led))
    def invite_again(self, by, who):
        model, named = self.model, self.model.team[who]
        error, is_in = None, named.state == "accepted"
        if not is_in and model.now - named.asked_at < 10 * MINUTE:
            error = ValidationError
        with refused(error):
            team.invite_again(self.member(who), by=self.member(by), at=model.now)
        if not is_in and error is None:
            named.state, named.asked_at = "invited", model.now

    @precondition(lambda self: self.model.asked())
    @rule(who=one(Model.asked), says=st.sampled_from(["yes", "signed in", "no"]))
    def answer_invitation(self, who, says):
        named, user = self.model.team[who], self.users[who]
        member = team.invited_by(self.secret_of(user.email))
        if says == "no":
            team.decline(member)
            named.state = "declined"
            assert team.invited_by(self.secret_of(user.email)) is None
            return
        named.has_account = says == "signed in"
        account = user if named.has_account else None
        team.accept(member, user=account, at=self.model.now)
        named.state = "accepted"

    @precondition(lambda self: self.model.leaders())
    @rule(who=one(lambda model: [n for n in model.team if model.role(n)]))
    def leave(self, who):
        named = self.model.team[who]
        error = ValidationError if named.role == "coordinator" else None
        with refused(error):
            team.decline(self.member(who))
        if error is None:
            named.state, named.has_account = "declined", False

    @precondition(lambda self: self.model.leaders())
    @rule(by=leader, who=one(lambda model: list(model.team)))
    def take_out(self, by, who):
        error = ValidationError if who == self.coordinator else None
        with refused(error):
            team.take_out(self.member(who), by=self.member(by))
        if error is None:
            del self.model.team[who]

    @precondition(lambda self: self.model.leaders() and self.model.led())
    @rule(who=one(Model.led))
    def hand_over(self, who):
        model, by = self.model, self.coordinator
        error = None if model.role(who) else ValidationError
        with refused(error):
            team.hand_over(self.member(who), by=self.member(by), at=model.now)
        if error is None:
            model.team[by].role, model.team[who].role = "editor", "coordinator"

    @precondition(lambda self: self.model.leaders() and len(self.model.partners) < 2)
    @rule(by=leader)
    def name_partner(self, by):
        partner = new_partner()
        said = {"by": self.member(by), "partner": partner, "at": self.model.now}
        partners.add(self.proposal, **said)
        self.model.partners[partner.pk] = Partner(partner.role)

    @precondition(lambda self: self.model.partners)
    @rule(confirms=st.booleans())
    def answer_for_partner(self, confirms):
        partner = partners.asked_by(self.secret_of(CASA))
        if partner:
            partners.answer(partner, confirms=confirms, at=self.model.now)
            state = "confirmed" if confirms else "declined"
            self.model.partners[partner.pk].state = state

    @precondition(lambda self: self.model.leaders() and self.model.partners)
    @rule(by=leader, does=st.sampled_from(["out", "another role"]))
    def change_partner(self, by, does):
        partner = self.proposal.partners.first()
        if does == "out":
            del self.model.partners[partner.pk]
            partners.take_out(partner, by=self.member(by))
            return
        partner.role = f"Ospita {self.model.now}"
        said = {"by": self.member(by), "changed": ["role"], "at": self.model.now}
        partners.change(partner, **said)
        self.model.partners[partner.pk] = Partner(partner.role)


def new_partner():
    return ProposalPartner(
        proposed_name="Casa",
        proposed_kind="association",
        role="Ospita",
        contact_name="Carla",
        contact_email=CASA,
    )
