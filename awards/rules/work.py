"""All that a team has written in a proposal, as it stands."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from awards.models import (
    Answer,
    FormVersion,
    Member,
    MemberRole,
    MemberState,
    ProposalPartner,
)
from awards.rules.budget import Budget, budget_of
from awards.rules.fields import all_fields, fitting
from awards.rules.frozen import Form, read


@dataclass(frozen=True)
class Work:
    """The working copy of a proposal beside the form it answers.

    `stored` is all that was ever written, by key; `answers` what of it fits the form.
    """

    form: Form
    stored: dict
    members: list[Member]
    partners: list[ProposalPartner]

    @cached_property
    def fields(self):
        return all_fields(self.form)

    @cached_property
    def answers(self):
        return fitting(self.fields, self.stored)

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
    return works_of([proposal], {proposal.stage_id: version or proposal.form()})[
        proposal.pk
    ]


def works_of(proposals, versions=None):
    """The work of each proposal by its key, in as many queries as for one.

    `versions` are the forms by stage; the latest ones, where they are not given.
    """
    if versions is None:
        stages = {proposal.stage_id for proposal in proposals}
        latest = FormVersion.objects.filter(stage__in=stages).order_by("number")
        versions = {version.stage_id: version for version in latest}
    answers = _by_proposal(Answer.objects.all(), proposals)
    members = _by_proposal(
        Member.objects.select_related("department", "user"), proposals
    )
    partners = _by_proposal(
        ProposalPartner.objects.select_related("organisation"), proposals
    )
    return {
        each.pk: Work(
            form=read(versions[each.stage_id].content),
            stored={answer.key: answer.value for answer in answers[each.pk]},
            members=members[each.pk],
            partners=partners[each.pk],
        )
        for each in proposals
    }


def _by_proposal(rows, proposals):
    found = defaultdict(list)
    for row in rows.filter(proposal__in=proposals):
        found[row.proposal_id].append(row)
    return found
