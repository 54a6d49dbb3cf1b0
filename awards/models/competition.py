from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.bilingual import Bilingual
from content.dates import PartialDateField, in_order
from content.history import ContentHistory
from content.lines import LinesField
from content.publication import PublishedModel, PublishedQuerySet
from content.sources import Source


class CompetitionQuerySet(PublishedQuerySet):
    def with_pages(self):
        """Add `pages`: the projects a visitor may read, with what a link needs."""
        projects = self.model._meta.get_field("projects").related_model.objects
        links = projects.public().only(
            "competition_id", "slug", "acronym", "updated_at"
        )
        return self.prefetch_related(
            models.Prefetch("projects", links.order_by("acronym"), to_attr="pages")
        )


class Competition(PublishedModel):
    """One yearly Polisocial Award.

    The ordinal is the key, the year a label: editions have spanned academic years.
    Counts and sums are as published; NULL where no source states them.
    """

    ordinal = models.PositiveSmallIntegerField(_("ordinal"), unique=True)
    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    label = models.CharField(_("label"), max_length=120)
    theme_it = models.CharField(_("theme (Italian)"), max_length=200, blank=True)
    theme_en = models.CharField(_("theme (English)"), max_length=200, blank=True)
    theme = Bilingual()
    theme_note_it = models.TextField(_("note on the theme (Italian)"), blank=True)
    theme_note_en = models.TextField(_("note on the theme (English)"), blank=True)
    theme_note = Bilingual()

    call_opened = PartialDateField(_("call opened"))
    call_closed = PartialDateField(_("call closed"))
    selected = PartialDateField(_("projects chosen"))
    ceremony = PartialDateField(_("ceremony"))
    projects_start = PartialDateField(_("projects start"))

    submitted_count = models.PositiveIntegerField(
        _("proposals submitted"), null=True, blank=True
    )
    shortlisted_count = models.PositiveIntegerField(
        _("proposals shortlisted"), null=True, blank=True
    )
    funded_count = models.PositiveIntegerField(
        _("projects funded"), null=True, blank=True
    )
    budget = models.DecimalField(
        _("budget (EUR)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    budget_is_approximate = models.BooleanField(
        _("the budget is approximate"), default=False
    )
    project_cap = models.DecimalField(
        _("most for one project (EUR)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )
    funding_note_it = models.TextField(
        _("where the money comes from (Italian)"), blank=True
    )
    funding_note_en = models.TextField(
        _("where the money comes from (English)"), blank=True
    )
    funding_note = Bilingual()
    duration_months = models.PositiveSmallIntegerField(
        _("length of a project (months)"), null=True, blank=True
    )
    duration_note_it = models.TextField(_("note on the length (Italian)"), blank=True)
    duration_note_en = models.TextField(_("note on the length (English)"), blank=True)
    duration_note = Bilingual()
    stage_count = models.PositiveSmallIntegerField(_("stages"), null=True, blank=True)
    stages_note_it = models.TextField(_("note on the stages (Italian)"), blank=True)
    stages_note_en = models.TextField(_("note on the stages (English)"), blank=True)
    stages_note = Bilingual()
    evaluators_it = models.TextField(_("who evaluated (Italian)"), blank=True)
    evaluators_en = models.TextField(_("who evaluated (English)"), blank=True)
    evaluators = Bilingual()
    conflicts_it = LinesField(_("where sources disagree (Italian)"))
    conflicts_en = LinesField(_("where sources disagree (English)"))
    conflicts = Bilingual()

    objects = CompetitionQuerySet.as_manager()
    history = ContentHistory()

    class Meta(PublishedModel.Meta):
        ordering = ["-ordinal"]
        verbose_name = _("competition")
        verbose_name_plural = _("competitions")
        constraints = [
            *PublishedModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gt=0),
                name="competition_budget_positive",
                violation_error_message=_("Leave an unknown budget empty, not zero."),
            ),
            models.CheckConstraint(
                condition=Q(project_cap__isnull=True) | Q(project_cap__gt=0),
                name="competition_project_cap_positive",
                violation_error_message=_("Leave an unknown limit empty, not zero."),
            ),
            models.CheckConstraint(
                condition=Q(submitted_count__isnull=True)
                | Q(funded_count__isnull=True)
                | Q(funded_count__lte=F("submitted_count")),
                name="competition_funds_what_was_submitted",
                violation_error_message=_(
                    "More projects funded than proposals submitted."
                ),
            ),
            models.CheckConstraint(
                condition=Q(shortlisted_count__isnull=True)
                | (
                    (
                        Q(submitted_count__isnull=True)
                        | Q(shortlisted_count__lte=F("submitted_count"))
                    )
                    & (
                        Q(funded_count__isnull=True)
                        | Q(funded_count__lte=F("shortlisted_count"))
                    )
                ),
                name="competition_shortlist_between_submitted_and_funded",
                violation_error_message=_(
                    "The shortlist is not longer than what was submitted, "
                    "nor shorter than what was funded."
                ),
            ),
            *(
                models.CheckConstraint(
                    condition=in_order(first, last),
                    name=f"competition_{last}_not_before_{first}",
                    violation_error_message=_(
                        "Call, choice and ceremony come in this order."
                    ),
                )
                for first, last in (
                    ("call_opened", "call_closed"),
                    ("call_closed", "selected"),
                    ("call_opened", "selected"),
                    ("selected", "ceremony"),
                )
            ),
            models.CheckConstraint(
                condition=Q(stage_count__isnull=True) | Q(stage_count__range=(1, 2)),
                name="competition_one_or_two_stages",
                violation_error_message=_("A competition has one or two stages."),
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("competition", args=[self.year])

    def pages_missing(self):
        """How many funded projects have no page here; None where nobody knows."""
        if self.funded_count is None:
            return None
        return max(self.funded_count - len(self.pages), 0)


class CompetitionSource(Source):
    """A page that tells of a competition."""

    competition = models.ForeignKey(
        Competition,
        models.CASCADE,
        related_name="sources",
        verbose_name=_("competition"),
    )


class Category(models.Model):
    """A family of projects of one competition, or a special prize."""

    competition = models.ForeignKey(
        Competition,
        models.CASCADE,
        related_name="categories",
        verbose_name=_("competition"),
    )
    name_it = models.CharField(_("name (Italian)"), max_length=160)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    name = Bilingual()
    durations = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("lengths allowed (months)"),
        default=list,
        blank=True,
        help_text=_("Where they are not those of the whole call, such as 12, 18."),
    )
    budget = models.DecimalField(
        _("budget (EUR)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_(
            "Where the call sets money apart for it: its ranking then ends by itself."
        ),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = ContentHistory()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(
                fields=["competition", "name_it"], name="category_once_a_competition"
            ),
            models.CheckConstraint(
                condition=~Q(durations__contains=[0]),
                name="category_durations_positive",
                violation_error_message=_("A length is at least one month."),
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gt=0),
                name="category_budget_positive",
                violation_error_message=_("Leave an unknown budget empty, not zero."),
            ),
        ]

    def __str__(self):
        return self.name_it
