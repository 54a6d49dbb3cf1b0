import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models.appointment import Appointment
from awards.models.proposal import Proposal
from awards.models.stage import Stage
from awards.models.submission import Submission
from awards.models.working_copy import OpenPage, SecondText, WrittenField
from content.states import StatefulModel


class AssignmentState(models.TextChoices):
    OPEN = "open", pgettext_lazy("assignment", "assigned")
    DECLINED = "declined", pgettext_lazy("assignment", "declined")
    ENDED = "ended", pgettext_lazy("assignment", "ended")


class AssignmentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=AssignmentState.OPEN)


class Assignment(models.Model):
    """A proposal given to somebody of the committee to judge.

    One that was declined or ended stays, with the reason; its review no longer counts.
    """

    appointment = models.ForeignKey(
        Appointment,
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("evaluator"),
    )
    proposal = models.ForeignKey(
        Proposal,
        models.CASCADE,
        related_name="assignments",
        verbose_name=_("proposal"),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=AssignmentState,
        default=AssignmentState.OPEN,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("assigned by"),
    )
    at = models.DateTimeField(_("assigned"))
    ended_at = models.DateTimeField(_("declined or ended"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "proposal"],
                condition=Q(state=AssignmentState.OPEN),
                name="assignment_once",
                violation_error_message=_("It is assigned to this person already."),
            ),
            models.CheckConstraint(
                condition=Q(state=AssignmentState.OPEN, ended_at__isnull=True)
                | Q(
                    ~Q(reason=""),
                    state__in=(AssignmentState.DECLINED, AssignmentState.ENDED),
                    ended_at__isnull=False,
                ),
                name="assignment_ends_with_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self):
        return f"{self.proposal}, {self.appointment}"


class ReviewState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("review", "being written")
    SUBMITTED = "submitted", pgettext_lazy("review", "handed in")


class ReviewQuerySet(models.QuerySet):
    def counting(self):
        """Those that count: a version is handed in, and the assignment stands."""
        return self.filter(counts__isnull=False, assignment__state=AssignmentState.OPEN)


class Review(StatefulModel):
    """What one evaluator judges of a proposal: a working copy, and what was handed in.

    The last version handed in counts; one that is reopened counts as it was until
    another takes its place.
    """

    MOVES: ClassVar = {
        ReviewState.DRAFT: {ReviewState.SUBMITTED},
        ReviewState.SUBMITTED: {ReviewState.DRAFT},
    }

    assignment = models.OneToOneField(
        Assignment,
        models.CASCADE,
        related_name="review",
        verbose_name=_("assignment"),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ReviewState,
        default=ReviewState.DRAFT,
        editable=False,
    )
    counts = models.OneToOneField(
        "awards.ReviewVersion",
        models.PROTECT,
        related_name="counts_for",
        verbose_name=_("version that counts"),
        null=True,
        editable=False,
    )
    started_at = models.DateTimeField(_("started"))

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["assignment"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReviewState.values), name="review_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.DRAFT) | Q(counts__isnull=False),
                name="review_handed_in_has_a_version",
            ),
        ]

    def __str__(self):
        return str(self.assignment)


class ReviewStep(models.Model):
    """One move of a review, and who made it: handed in, or reopened by the chair."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    origin = models.CharField(max_length=10, choices=ReviewState)
    target = models.CharField(max_length=10, choices=ReviewState)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step of a review")
        verbose_name_plural = _("steps of reviews")

    def __str__(self):
        return f"{self.origin} → {self.target}"


class ReviewVersion(models.Model):
    """A review as it was handed in: canonical JSON, numbered, hashed, never changed.

    It says which submission it judges.
    """

    review = models.ForeignKey(
        Review, models.PROTECT, related_name="versions", verbose_name=_("review")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        related_name="reviews",
        verbose_name=_("what it judges"),
    )
    content = models.TextField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    at = models.DateTimeField(_("handed in"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["review", "-number"]
        verbose_name = _("version of a review")
        verbose_name_plural = _("versions of reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "number"], name="review_version_once"
            )
        ]

    def __str__(self):
        return f"{self.review}, {self.number}"

    def said(self):
        """What it says, as plain data: scores, notes, committee, applicant."""
        return json.loads(self.content)


class ReviewAnswer(WrittenField):
    """A field of a review."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="answers")

    class Meta(WrittenField.Meta):
        verbose_name = _("field of a review")
        verbose_name_plural = _("fields of reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "key"], name="review_answer_once_a_field"
            )
        ]


class ReviewOtherText(SecondText):
    """A second text for a field of a review: typed on another device."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="other_texts")

    class Meta(SecondText.Meta):
        verbose_name = _("other text of a review")
        verbose_name_plural = _("other texts of reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "key", "client"],
                condition=Q(settled_at__isnull=True),
                name="review_other_text_one_open_a_writer",
            )
        ]


class ReviewWriter(OpenPage):
    """An open page of a review."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="writers")

    class Meta(OpenPage.Meta):
        verbose_name = _("writer of a review")
        verbose_name_plural = _("writers of reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "client", "user"], name="review_writer_once_a_page"
            )
        ]


class Remark(models.Model):
    """What somebody of the committee said of a proposal in its discussion.

    Never changed nor taken back: who said what stays known.
    """

    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="remarks", verbose_name=_("stage")
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="remarks", verbose_name=_("proposal")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something")
        ]

    def __str__(self):
        return f"{self.proposal}, {self.by}"
