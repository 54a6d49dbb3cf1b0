import re

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchQuery
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import JSONObject, Left, Length
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models.competition import Category, Competition
from awards.models.project_search import SPELLINGS, TITLES, SearchableQuerySet
from content.bilingual import Bilingual, Text
from content.dates import PartialDateField, in_order
from content.formats import page_language
from content.history import ContentHistory
from content.lines import LinesField
from content.publication import PublishedModel
from content.search import vector
from content.slugs import SluggedModel
from content.sources import Source
from directory.models import Department, Organisation, Place

END_OF_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zà-ý]|[«“\"])")
# How many projects that share something with one are ranked at most.
CANDIDATES = 60


class ProjectQuerySet(SearchableQuerySet):
    def with_life(self, today=None):
        """Add `life`: the status staff gave, or else what the dates say of today.

        A year or a month has passed, or not, only when all of it has. "" where
        nothing tells.
        """
        today = str(today or timezone.localdate())
        begun = Q(started__isnull=False) & Q(
            started__lte=Left(Value(today), Length("started"))
        )
        over = Q(ended__isnull=False) & Q(ended__lt=Left(Value(today), Length("ended")))
        return self.annotate(
            life=Case(
                When(~Q(status=""), then=F("status")),
                When(over, then=Value("concluded")),
                When(begun & Q(ended__isnull=False), then=Value("ongoing")),
                When(Q(started__isnull=False) & ~begun, then=Value("planned")),
                default=Value(""),
                output_field=models.CharField(),
            )
        )

    def for_page(self):
        """Everything the page of a project prints of itself, in seven queries.

        `signature_years`: the years of five per thousand behind its competition,
        each with how sure the sources are.
        """
        allotments = Competition._meta.get_field("allotments").related_model
        behind = allotments._base_manager.filter(competition=OuterRef("competition"))
        years = behind.order_by("receipt__financial_year__year").values(
            said=JSONObject(year="receipt__financial_year__year", certainty="certainty")
        )
        joined = {
            "project_departments": "department",
            "team": "department",
            "project_places": "place__site",
            "partnerships": "organisation",
        }
        return (
            self.with_life()
            .annotate(signature_years=ArraySubquery(years))
            .select_related("competition", "category")
            .defer("search_it", "search_en")
            .prefetch_related(
                *(
                    Prefetch(relation, self.rows_of(relation).select_related(path))
                    for relation, path in joined.items()
                ),
                "outputs",
                "sources",
            )
        )

    def sharing(self, project, *, places, partners, coordinators):
        """Projects with something of one, newest first, each with what it shares.

        First what follows the project and what it follows. The words of a keyword
        are found anywhere in a text: whoever ranks the projects compares keywords.
        """
        at = self.rows_of("project_places").filter(place__in=places)
        who = self.rows_of("partnerships").filter(organisation__in=partners)
        led = self.rows_of("team").filter(role="coordinator", name__in=coordinators)
        own = Q(project=OuterRef("pk"))
        kin = Q(follows=project) | Q(pk=project.follows_id)
        close = kin | about_words_of(project)
        for rows in (at, who, led):
            close |= Q(pk__in=rows.values("project"))
        return (
            self.filter(close)
            .exclude(pk=project.pk)
            .for_cards(
                *("keywords_it", "keywords_en", "started", "updated_at"),
                *("follows", "follows_is_stated", "competition__selected"),
            )
            .annotate(
                shared_places=ArraySubquery(at.filter(own).values("place")),
                shared_partners=ArraySubquery(who.filter(own).values("organisation")),
                same_coordinator=Exists(led.filter(own)),
            )
            .order_by(
                Case(When(kin, then=0), default=1), "-competition__ordinal", "acronym"
            )[:CANDIDATES]
        )


def about_words_of(project):
    """Condition: a text has one of the keywords of a project, word after word."""
    close = Q(pk__in=[])
    for code in ("it", "en"):
        if words := getattr(project, f"keywords_{code}"):
            said = " or ".join(f'"{each.replace(chr(34), " ")}"' for each in words)
            query = SearchQuery(
                said, config=f"polisocial_{code}", search_type="websearch"
            )
            close |= Q(**{f"search_{code}": query})
    return close


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
    award = models.DecimalField(
        _("award (EUR)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    award_note_it = models.TextField(_("note on the award (Italian)"), blank=True)
    award_note_en = models.TextField(_("note on the award (English)"), blank=True)
    award_note = Bilingual()
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
