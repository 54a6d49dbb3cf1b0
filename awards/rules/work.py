"""All that a team has written in a proposal, as it stands."""

from dataclasses import dataclass
from functools import cached_property

from awards.models import Member, MemberRole, MemberState, ProposalPartner
from awards.rules.budget import Budget, budget_of
from awards.rules.fields import all_fields
from awards.rules.frozen import Form, read


@dataclass(frozen=True)
class Work:
    """The working copy of a proposal beside the form it answers."""

    form: Form
    answers: dict
    members: list[Member]
    partners: list[ProposalPartner]

    @cached_property
    def fields(self):
        return all_fields(self.form)

    @cached_property
    def budget(self) -> Budget:
        return budget_of(self.form, self.answers)

    @property
    def team(self):
        """Those who are named: all but who declined."""
        return [m for m in self.members if m.state != MemberState.DECLINED]

    def leading(self, role):
        """Whoever coordinates or manages; None where nobody does yet."""
        return next((m for m in self.team if m.role == role), None)

    @property
    def coordinator(self):
        return self.leading(MemberRole.COORDINATOR)


def work_of(proposal, version=None):
    """What is written now, read in three queries besides that of the form."""
    members = proposal.members.select_related("department", "user")
    partners = proposal.partners.select_related("organisation")
    return Work(
        form=read((version or proposal.form()).content),
        answers=dict(proposal.answers.values_list("key", "value")),
        members=list(members),
        partners=list(partners),
    )
