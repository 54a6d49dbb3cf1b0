from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models.call import Call, PartOfCall
from content.history import ContentHistory


class StageQuerySet(models.QuerySet):
    def open(self, at=None):
        """The stages that are open at an instant (now, unless told): `is_open`."""
        at = at or timezone.now()
        not_closed = Q(closes_at__isnull=True) | Q(closes_at__gt=at)
        frozen = models.Exists(
            self.model._meta.get_field("versions").related_model.objects.filter(
                stage=models.OuterRef("pk")
            )
        )
        return self.filter(not_closed, frozen, opens_at__lte=at)


class Stage(models.Model):
    """One round of a competition: when it opens, when it closes, what is asked.

    The grace is never told: it only counts when judging whether a request was late.
    """

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="stages", verbose_name=_("call")
    )
    number = models.PositiveSmallIntegerField(
        _("stage"), choices=[(1, _("first")), (2, _("second"))], default=1
    )
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    grace_minutes = models.PositiveSmallIntegerField(
        _("hidden grace (minutes)"),
        default=0,
        help_text=_("Applicants never read of it."),
    )
    answer_expected_on = models.DateField(
        _("answer expected on"), null=True, blank=True
    )

    reviews_each = models.PositiveSmallIntegerField(
        _("reviews for each proposal"), null=True, blank=True
    )
    pass_mark = models.DecimalField(
        _("least result to pass (of 100)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    disagreement = models.DecimalField(
        _("reviews disagree from (points of 100)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Between the highest and the lowest. Empty: never marked."),
    )
    tells_scores = models.BooleanField(_("applicants read their scores"), default=False)
    publishes_ranking = models.BooleanField(_("the ranking is public"), default=False)

    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    moments = ("opens_at", "closes_at")

    objects = StageQuerySet.as_manager()
    history = ContentHistory()

    class Meta:
        ordering = ["call", "number"]
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "number"],
                name="stage_once_a_call",
                violation_error_message=_("This call has this stage already."),
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, 2)), name="stage_first_or_second"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="stage_closes_after_it_opens",
                violation_error_message=_("The deadline comes after the opening."),
            ),
            models.CheckConstraint(
                condition=Q(reviews_each__isnull=True) | Q(reviews_each__gt=0),
                name="stage_some_review_each",
                violation_error_message=_("Leave out a number that there is not."),
            ),
            models.CheckConstraint(
                condition=(Q(pass_mark__isnull=True) | Q(pass_mark__range=(0, 100)))
                & (Q(disagreement__isnull=True) | Q(disagreement__range=(0, 100))),
                name="stage_results_of_100",
                violation_error_message=_("Results go from 0 to 100."),
            ),
        ]

    def __str__(self):
        told = _("%(call)s, second stage")
        if self.number == 1:
            told = _("%(call)s, first stage")
        return told % {"call": self.call}

    def clean(self):
        """A stage with a frozen form opens by itself, so it keeps its dates."""
        if self.pk and self.versions.exists():
            told = _("The form is frozen: move this date, but do not take it away.")
            gone = [name for name in self.moments if getattr(self, name) is None]
            if gone:
                raise ValidationError(dict.fromkeys(gone, told))

    def has_opened(self, at=None):
        return self.opens_at is not None and self.opens_at <= (at or timezone.now())

    def has_closed(self, at=None):
        return self.closes_at is not None and self.closes_at <= (at or timezone.now())

    def seconds_late(self, began_at):
        """Whole seconds after the deadline that a request began; 0 is in time.

        The grace forgives a whole lateness and shortens none: two seconds after it
        ends, a request is late by the grace and two seconds.
        """
        late = began_at - self.closes_at
        if late <= timedelta(minutes=self.grace_minutes):
            return 0
        return -(late // -timedelta(seconds=1))


class Criterion(PartOfCall):
    """What evaluators judge at a stage, how much it weighs and how much it needs."""

    stage = models.ForeignKey(
        Stage, models.CASCADE, related_name="criteria", verbose_name=_("stage")
    )
    weight = models.DecimalField(_("weight (%)"), max_digits=5, decimal_places=2)
    most = models.PositiveSmallIntegerField(_("highest score"), default=10)
    threshold = models.DecimalField(
        _("least score to pass"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    history = ContentHistory()

    class Meta(PartOfCall.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "name_it"], name="criterion_once_a_stage"
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=Decimal(100)),
                name="criterion_weight_is_a_share",
                violation_error_message=_("A weight is above 0 and at most 100."),
            ),
            models.CheckConstraint(
                condition=Q(most__gt=0)
                & (Q(threshold__isnull=True) | Q(threshold__range=(0, F("most")))),
                name="criterion_threshold_within_scores",
                violation_error_message=_("The threshold is a score of the scale."),
            ),
        ]
