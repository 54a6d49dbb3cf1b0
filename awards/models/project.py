import re

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models.competition import Category, Competition
from awards.models.project_search import SPELLINGS, TITLES, SearchableQuerySet
from content.bilingual import Bilingual, Text
from content.dates import PartialDateField, in_order
from content.formats import page_language
from content.gathering import gather
from content.history import ContentHistory
from content.lines import LinesField, lines_of
from content.publication import PublishedModel
from content.search import vector
from content.slugs import SluggedModel
from content.sources import Source
from directory.models import Department, Organisation, Place

END_OF_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zà-ý]|[«“\"])")

# Told in SQL, as Django takes a millisecond to write it anew for each page.
LIFE = """
CASE WHEN awards_project.status <> '' THEN awards_project.status
    WHEN awards_project.ended < left(%s, length(awards_project.ended))
        THEN 'concluded'
    WHEN awards_project.started > left(%s, length(awards_project.started))
        THEN 'planned'
    WHEN awards_project.started IS NOT NULL AND awards_project.ended IS NOT NULL
        THEN 'ongoing'
    ELSE ''
END
"""


class ProjectQuerySet(SearchableQuerySet):
    def with_life(self, today=None):
        """Add `life`: the status staff gave, or else what the dates say of today.

        A year or a month has passed, or not, only when all of it has. "" where
        nothing tells.
        """
        today = str(today or timezone.localdate())
        text = models.CharField()
        life = RawSQL(LIFE, [today, today], output_field=text)  # noqa: S611
        return self.annotate(life=life)

    def for_page(self):
        """What the page of a project prints of itself; `gather_rows` reads the rest."""
        return (
            self.with_life()
            .select_related("competition", "category")
            .defer("search_it", "search_en")
        )


class ProjectStatus(models.TextChoices):
    PLANNED = "planned", _("not started yet")
    ONGOING = "ongoing", _("under way")
    CONCLUDED = "concluded", _("concluded")
    STOPPED = "stopped", _("stopped")


class Project(SluggedModel, PublishedModel):
    """A funded project: what a proposal becomes, or became before this portal."""

    competition = models.ForeignKey(
        Competition,
        models.PROTECT,
        related_name="projects",
        verbose_name=_("competition"),
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("category"),
    )
    acronym = models.CharField(_("acronym"), max_length=80)
    title_it = models.CharField(_("title (Italian)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    title = Bilingual()
    title_it_is_published = models.BooleanField(
        _("the Italian title was published"), default=False
    )
    title_en_is_published = models.BooleanField(
        _("the English title was published"), default=False
    )
    title_is_acronym = models.BooleanField(
        _("no title but the acronym is known"), default=False
    )
    summary_it = models.TextField(_("summary (Italian)"))
    summary_en = models.TextField(_("summary (English)"), blank=True)
    summary = Bilingual()
    keywords_it = LinesField(_("keywords (Italian)"))
    keywords_en = LinesField(_("keywords (English)"))
    keywords = Bilingual()
    published_tags = LinesField(_("tags as the university published them"))
    departments = models.ManyToManyField(
        Department,
        through="ProjectDepartment",
        related_name="projects",
        verbose_name=_("departments"),
    )
    places = models.ManyToManyField(
        Place,
        through="ProjectPlace",
        related_name="projects",
        verbose_name=_("places"),
    )
    partners = models.ManyToManyField(
        Organisation,
        through="Partnership",
        related_name="projects",
        verbose_name=_("partners"),
    )

    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ProjectStatus,
        blank=True,
        help_text=_("Leave empty to follow the dates."),
    )
    started = PartialDateField(_("start"))
    ended = PartialDateField(_("end"))
    duration_months = models.PositiveSmallIntegerField(
        _("length (months)"), null=True, blank=True
    )
    award = models.DecimalField(
        _("award (EUR)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    award_note_it = models.TextField(_("note on the award (Italian)"), blank=True)
    award_note_en = models.TextField(_("note on the award (English)"), blank=True)
    award_note = Bilingual()
    co_funding = models.DecimalField(
        _("co-funding foreseen (EUR)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("What others promised beside the award."),
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("follows"),
    )
    follows_is_stated = models.BooleanField(
        _("a source states what it follows"), default=False
    )
    sdgs = ArrayField(
        models.PositiveSmallIntegerField(
            validators=[MinValueValidator(1), MaxValueValidator(17)]
        ),
        default=list,
        blank=True,
        verbose_name=_("sustainable development goals"),
        help_text=_("Numbers from 1 to 17, only where a source names them."),
    )
    website = models.URLField(_("website"), blank=True)
    notes_it = models.TextField(_("notes (Italian)"), blank=True)
    notes_en = models.TextField(_("notes (English)"), blank=True)
    notes = Bilingual()

    search_it = vector(
        "polisocial_it", A=SPELLINGS, B="title_it", C="keywords_it", D="summary_it"
    )
    search_en = vector(
        "polisocial_en", A=SPELLINGS, B="title_en", C="keywords_en", D="summary_en"
    )

    objects = ProjectQuerySet.as_manager()
    history = ContentHistory()

    class Meta(SluggedModel.Meta, PublishedModel.Meta):
        ordering = ["-competition__ordinal", "acronym"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes = [
            *SluggedModel.Meta.indexes,
            GinIndex(fields=["search_it"], name="project_search_it"),
            GinIndex(fields=["search_en"], name="project_search_en"),
            GistIndex(OpClass(TITLES, "gist_trgm_ops"), name="project_titles_alike"),
            GinIndex(lines_of("keywords_it"), name="project_keywords_it"),
            GinIndex(lines_of("keywords_en"), name="project_keywords_en"),
        ]
        constraints = [
            *PublishedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["competition", "acronym"],
                name="project_acronym_once_a_competition",
                violation_error_message=_(
                    "This competition already has a project with this acronym."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["", *ProjectStatus.values]),
                name="project_status_known",
            ),
            models.CheckConstraint(
                condition=Q(award__isnull=True) | Q(award__gt=0),
                name="project_award_positive",
                violation_error_message=_("Leave an unknown award empty, not zero."),
            ),
            models.CheckConstraint(
                condition=(Q(co_funding__isnull=True) | Q(co_funding__gt=0))
                & (Q(duration_months__isnull=True) | Q(duration_months__gt=0)),
                name="project_length_and_co_funding_positive",
                violation_error_message=_("Leave out a number that there is not."),
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(follows=F("pk")),
                name="project_does_not_follow_itself",
                violation_error_message=_("A project cannot follow itself."),
            ),
            models.CheckConstraint(
                condition=in_order("started", "ended"),
                name="project_dates_in_order",
                violation_error_message=_("It must end after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(sdgs__contained_by=list(range(1, 18))),
                name="project_sdgs_1_to_17",
                violation_error_message=_("The goals go from 1 to 17."),
            ),
        ]

    def __str__(self):
        return self.acronym

    def gather_rows(self):
        """Read all that its page prints of what is around it."""
        return gather(
            self,
            project_departments="department",
            team="department",
            project_places="place__site",
            partnerships="organisation",
            outputs="",
            sources="",
        )

    @property
    def subtitle(self):
        """The title, where there is one besides the acronym."""
        return "" if self.title_is_acronym else self.title

    @property
    def brief(self):
        """The first sentence of the summary, for lists."""
        if not (summary := self.summary):
            return ""
        first, *_rest = END_OF_SENTENCE.split(summary, maxsplit=1)
        return Text(first, summary.lang, page_language())

    def get_absolute_url(self):
        return reverse("project", args=[self.slug])


class ProjectSource(Source):
    """A page that tells of a project."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="sources", verbose_name=_("project")
    )
