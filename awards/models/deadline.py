import json

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models.form import FormVersion
from awards.models.proposal import Proposal
from awards.models.stage import Stage
from awards.models.submission import Submission


class Granted(models.Model):
    """Something the award office granted to somebody, until when and why."""

    until = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("granted by"),
        editable=False,
    )
    at = models.DateTimeField(_("granted"), editable=False)

    class Meta:
        abstract = True


class Extension(Granted):
    """A later deadline of a stage for one person, and for nobody else."""

    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="extensions", verbose_name=_("stage")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="extensions",
        verbose_name=_("person"),
    )

    class Meta:
        ordering = ["stage", "until"]
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "person"],
                name="extension_one_a_person",
                violation_error_message=_("This person has an extension already."),
            )
        ]

    def __str__(self):
        return str(self.person)


class EditWindow(Granted):
    """Some sections of one proposal, open again after the deadline.

    The sections are named as in the addresses of their pages.
    """

    proposal = models.ForeignKey(
        Proposal,
        models.CASCADE,
        related_name="edit_windows",
        verbose_name=_("proposal"),
    )
    sections = ArrayField(models.CharField(max_length=20), verbose_name=_("sections"))

    class Meta:
        ordering = ["proposal", "until"]
        verbose_name = _("edit window")
        verbose_name_plural = _("edit windows")
        constraints = [
            models.CheckConstraint(
                condition=Q(sections__len__gt=0), name="edit_window_of_some_section"
            )
        ]

    def __str__(self):
        return ", ".join(self.sections)


class LateState(models.TextChoices):
    WAITING = "waiting", _("to be decided")
    ADMITTED = "admitted", _("admitted")
    REFUSED = "refused", _("refused")


class LateAttempt(models.Model):
    """What somebody handed in after the deadline: kept whole, for a person to judge.

    Admitted, it becomes a submission of the instant at which it was tried.
    """

    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        related_name="late_attempts",
        verbose_name=_("proposal"),
    )
    form = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    work = models.TextField(_("content"), editable=False)
    work_sha256 = models.CharField(max_length=64, editable=False)
    began_at = models.DateTimeField(_("tried"))
    seconds_late = models.PositiveIntegerField(_("seconds late"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("tried by"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=LateState, default=LateState.WAITING
    )
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
        null=True,
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    submission = models.OneToOneField(
        Submission,
        models.PROTECT,
        related_name="late_attempt",
        verbose_name=_("submission"),
        null=True,
    )

    class Meta:
        ordering = ["-began_at"]
        verbose_name = _("late attempt")
        verbose_name_plural = _("late attempts")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=LateState.WAITING,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | Q(
                    ~Q(reason=""),
                    state__in=(LateState.ADMITTED, LateState.REFUSED),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="late_attempt_decided_with_a_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(state=LateState.ADMITTED, submission__isnull=False)
                | Q(~Q(state=LateState.ADMITTED), submission__isnull=True),
                name="late_attempt_admitted_is_a_submission",
            ),
            models.CheckConstraint(
                condition=Q(seconds_late__gt=0), name="late_attempt_is_late"
            ),
        ]

    def __str__(self):
        return f"{self.proposal}, {self.seconds_late} s"

    def handed_in(self):
        """What was handed in, as plain data: as in a submission, under `work`."""
        return json.loads(self.work)
