from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models.project import Project
from awards.models.proposal import Proposal
from awards.models.stage import Stage
from awards.models.submission import Submission


class Outcome(models.TextChoices):
    INELIGIBLE = "ineligible", pgettext_lazy("outcome", "not eligible")
    NOT_SELECTED = "not_selected", pgettext_lazy("outcome", "not selected")
    RESERVE = "reserve", pgettext_lazy("outcome", "in reserve")
    NEXT_STAGE = "next_stage", pgettext_lazy("outcome", "admitted to the next stage")
    FUNDED = "funded", pgettext_lazy("outcome", "funded")


class Announcement(models.Model):
    """Decisions of a stage published together, at an instant, with their letters.

    It is carried out once, by the portal itself, when its instant has come: until then
    it may be called off.
    """

    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="announcements", verbose_name=_("stage")
    )
    at = models.DateTimeField(_("published from"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("released by"),
    )
    released_at = models.DateTimeField(_("released"))
    done_at = models.DateTimeField(_("carried out"), null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("publication of decisions")
        verbose_name_plural = _("publications of decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["stage"],
                condition=Q(done_at__isnull=True),
                name="announcement_one_to_come",
                violation_error_message=_("One is to come already: call it off first."),
            )
        ]

    def __str__(self):
        return f"{self.stage}, {self.at:%Y-%m-%d %H:%M}"


class DecisionQuerySet(models.QuerySet):
    def in_force(self):
        """Those that no later one has taken the place of."""
        return self.filter(superseded_at=None)

    def published(self):
        return self.filter(published_at__isnull=False)


class Decision(models.Model):
    """What becomes of a proposal at a stage, and why.

    Taken by one person, approved by another, published later: until then the team
    reads nothing of it. One that changes takes the place of the one before, which
    stays.
    """

    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="decisions", verbose_name=_("stage")
    )
    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        related_name="decisions",
        verbose_name=_("proposal"),
    )
    submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        related_name="decisions",
        verbose_name=_("what was judged"),
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    reason = models.TextField(
        _("reason"), help_text=_("The team reads it, as it stands.")
    )
    amount = models.DecimalField(
        _("award (EUR)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("approved by"),
        null=True,
        blank=True,
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    announcement = models.ForeignKey(
        Announcement,
        models.SET_NULL,
        related_name="decisions",
        verbose_name=_("publication"),
        null=True,
        blank=True,
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)
    project = models.OneToOneField(
        Project,
        models.PROTECT,
        related_name="decision",
        verbose_name=_("project"),
        null=True,
        blank=True,
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "-decided_at"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "stage"],
                condition=Q(superseded_at__isnull=True),
                name="decision_one_in_force",
                violation_error_message=_("It is decided already."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="decision_with_a_reason",
                violation_error_message=_("Say why: the team reads it."),
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.FUNDED, amount__isnull=False, amount__gt=0)
                | Q(~Q(outcome=Outcome.FUNDED), amount__isnull=True),
                name="decision_award_of_what_is_funded",
                violation_error_message=_(
                    "A funded proposal has an award, and no other one has."
                ),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(
                    ~Q(approved_by=F("decided_by")),
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                ),
                name="decision_approved_by_somebody_else",
                violation_error_message=_("Who decided cannot approve it too."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(approved_at__isnull=False),
                name="decision_published_once_approved",
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=True)
                | Q(outcome=Outcome.FUNDED, published_at__isnull=False),
                name="decision_project_of_what_is_funded",
            ),
        ]

    def __str__(self):
        return f"{self.proposal}: {self.get_outcome_display()}"


class FrozenRecord(models.Model):
    """A record of a committee as canonical JSON: numbered, hashed, never changed."""

    number = models.PositiveSmallIntegerField(_("number"))
    content = models.TextField(_("content"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        abstract = True
        ordering = ["stage", "-number"]


class Ranking(FrozenRecord):
    """The ranking of a stage as the committee closed it; a later one says why."""

    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="rankings", verbose_name=_("stage")
    )

    class Meta(FrozenRecord.Meta):
        verbose_name = pgettext_lazy("of proposals", "ranking")
        verbose_name_plural = pgettext_lazy("of proposals", "rankings")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "number"], name="ranking_once_a_number"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="ranking_again_with_a_reason",
                violation_error_message=_("Say why the ranking is closed again."),
            ),
        ]

    def __str__(self):
        return f"{self.stage}, {self.number}"


class Minutes(FrozenRecord):
    """The minutes of a committee (verbale), made from the data there were."""

    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="minutes", verbose_name=_("stage")
    )

    class Meta(FrozenRecord.Meta):
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "number"], name="minutes_once_a_number"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="minutes_again_with_a_reason",
                violation_error_message=_("Say why the minutes are made again."),
            ),
        ]

    def __str__(self):
        return f"{self.stage}, {self.number}"


class MinutesPublication(models.Model):
    """That some minutes are public, in their redacted form, and since when."""

    minutes = models.OneToOneField(
        Minutes,
        models.PROTECT,
        related_name="publication",
        verbose_name=_("minutes"),
    )
    at = models.DateTimeField(_("published"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("published by"),
    )

    class Meta:
        verbose_name = _("publication of minutes")
        verbose_name_plural = _("publications of minutes")

    def __str__(self):
        return str(self.minutes)
