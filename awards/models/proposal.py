import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models.form import FormVersion
from awards.models.stage import Stage
from content.states import StatefulModel

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none is taken for another when read out


def new_code():
    """What a proposal is called in addresses and receipts; nobody can guess it."""
    return "".join(secrets.choice(LETTERS) for _n in range(8))


class MemberState(models.TextChoices):
    INVITED = "invited", pgettext_lazy("member", "invited")
    ACCEPTED = "accepted", pgettext_lazy("member", "accepted")
    DECLINED = "declined", pgettext_lazy("member", "declined")


class ProposalState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("proposal", "draft")
    SUBMITTED = "submitted", pgettext_lazy("proposal", "submitted")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "withdrawn")
    DECIDED = "decided", pgettext_lazy("proposal", "decided")


class ProposalQuerySet(models.QuerySet):
    def of(self, user):
        """Those that a person is in the team of."""
        return self.filter(members__user=user, members__state=MemberState.ACCEPTED)


class RealProposals(models.Manager.from_queryset(ProposalQuerySet)):
    """Those of real calls: what is rehearsed is asked for by name, or not found."""

    def get_queryset(self):
        return super().get_queryset().filter(rehearsal=None)


class Proposal(StatefulModel):
    """One idea of one team in one competition: a working copy and a state.

    The working copy is its answers, its members and its partners. What is judged is
    never that but a submission: the last one, which `counts` names.
    """

    MOVES: ClassVar = {
        ProposalState.DRAFT: {ProposalState.SUBMITTED},
        ProposalState.SUBMITTED: {
            ProposalState.SUBMITTED,  # a new version counts in place of the old one
            ProposalState.WITHDRAWN,
            ProposalState.DECIDED,
        },
        ProposalState.WITHDRAWN: {ProposalState.SUBMITTED},
        ProposalState.DECIDED: {
            ProposalState.DECIDED,  # another decision in place of the old one
            ProposalState.DRAFT,  # at the next stage
            # Of a team that was told nothing yet, and may do as before.
            ProposalState.SUBMITTED,
            ProposalState.WITHDRAWN,
        },
    }

    code = models.CharField(
        _("code"), max_length=8, unique=True, default=new_code, editable=False
    )
    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="proposals", verbose_name=_("stage")
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ProposalState,
        default=ProposalState.DRAFT,
        editable=False,
    )
    counts = models.OneToOneField(
        "awards.Submission",
        models.PROTECT,
        related_name="counts_for",
        verbose_name=_("submission that counts"),
        null=True,
        blank=True,
        editable=False,
    )
    decision = models.OneToOneField(
        "awards.Decision",
        models.PROTECT,
        related_name="decides",
        verbose_name=_("decision in force"),
        null=True,
        blank=True,
        editable=False,
    )
    started_at = models.DateTimeField(_("started"))
    office_may_read = models.BooleanField(
        _("the award office may read the draft"), default=False
    )

    rehearsal = models.ForeignKey(
        "awards.Rehearsal",
        models.PROTECT,
        related_name="+",
        verbose_name=_("rehearsal"),
        null=True,
        blank=True,
        editable=False,
    )

    objects = RealProposals()
    everything = ProposalQuerySet.as_manager()

    class Meta:
        base_manager_name = "everything"
        ordering = ["-started_at"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values),
                name="proposal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.DRAFT) | Q(counts__isnull=False),
                name="proposal_past_draft_has_a_submission",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.DECIDED, decision__isnull=False)
                | Q(~Q(state=ProposalState.DECIDED), decision__isnull=True),
                name="proposal_decided_by_a_decision",
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def is_in(self):
        """Whether a version of it counts at the stage where it is."""
        return self.state in (ProposalState.SUBMITTED, ProposalState.DECIDED)

    def clock(self, at=None):
        """The instant by which it is judged: another one where it is rehearsed."""
        if self.rehearsal_id:
            return self.rehearsal.clock(at)
        return at or timezone.now()

    def form(self):
        """The version of the form that its writers answer now."""
        return FormVersion.objects.filter(stage=self.stage).latest("number")


class ProposalStep(models.Model):
    """One move of a proposal from a state to another, and who made it."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    origin = models.CharField(max_length=10, choices=ProposalState)
    target = models.CharField(max_length=10, choices=ProposalState)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step of a proposal")
        verbose_name_plural = _("steps of proposals")

    def __str__(self):
        return f"{self.origin} → {self.target}"
