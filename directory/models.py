from django.contrib.postgres.aggregates import JSONBAgg
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.lookups import Unaccent
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import JSONObject, Lower, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from content.bilingual import Bilingual
from content.dates import PartialDateField
from content.history import ContentHistory
from content.lines import LinesField
from content.publication import PublishedModel, PublishedQuerySet
from content.search import vector
from content.slugs import SluggedModel
from content.sources import Source


class Department(models.Model):
    """A department of the university, by its official code."""

    code = models.SlugField(_("code"), max_length=10, unique=True)
    name_it = models.CharField(_("name (Italian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = Bilingual()
    website = models.URLField(_("website"), blank=True)
    code_is_published = models.BooleanField(
        _("a source states the code"), default=False
    )
    name_it_is_published = models.BooleanField(
        _("a source states the Italian name"), default=False
    )
    name_en_is_published = models.BooleanField(
        _("a source states the English name"), default=False
    )
    notes_it = models.TextField(_("notes (Italian)"), blank=True)
    notes_en = models.TextField(_("notes (English)"), blank=True)
    notes = Bilingual()
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    history = ContentHistory()

    class Meta:
        ordering = ["code"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [
            models.UniqueConstraint(
                Upper("code"),
                name="department_code_unique_in_any_case",
                violation_error_message=_("Another department has this code."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[-a-zA-Z0-9_]+$"),
                name="department_code_fits_an_address",
                violation_error_message=_("A code has only letters and digits."),
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("department", args=[self.code])


class DepartmentSource(Source):
    """A page that names a department."""

    department = models.ForeignKey(
        Department, models.CASCADE, related_name="sources", verbose_name=_("department")
    )


class OrganisationKind(models.TextChoices):
    PUBLIC_BODY = "public_body", _("public body")
    INSTITUTION = "institution", _("institution")
    ENTERPRISE = "enterprise", _("enterprise")
    FOUNDATION = "foundation", _("foundation")
    ASSOCIATION = "association", _("association")
    COOPERATIVE = "cooperative", _("cooperative")


class OrganisationQuerySet(PublishedQuerySet):
    def alphabetical(self):
        """By name, as people look it up: accents and capitals do not count."""
        return self.order_by(Lower(Unaccent("name")), "pk")

    def has_had(self, slug):
        """Whether one of them is, or was, at this address."""
        return self.filter(Q(slug=slug) | Q(former_slugs__contains=[slug])).exists()


class Organisation(SluggedModel, PublishedModel):
    """Anyone outside the university we name; what it does with us is a partnership."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=OrganisationKind, blank=True
    )
    website = models.URLField(_("website"), blank=True)

    search = vector("polisocial_it", A="name")

    objects = OrganisationQuerySet.as_manager()
    history = ContentHistory()

    class Meta(SluggedModel.Meta, PublishedModel.Meta):
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            *SluggedModel.Meta.indexes,
            GinIndex(fields=["search"], name="organisation_search"),
            GistIndex(
                OpClass("name", "gist_trgm_ops"), name="organisation_names_alike"
            ),
        ]
        constraints = [
            *PublishedModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["", *OrganisationKind.values]),
                name="organisation_kind_known",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partner", args=[self.slug])


class Precision(models.TextChoices):
    SITE = "site", _("the very place")
    STREET = "street", _("the street")
    AREA = "area", _("the area")
    MUNICIPALITY = "municipality", _("the municipality")
    CITY = "city", _("the city")
    REGION = "region", _("the region")


class PlaceQuerySet(models.QuerySet):
    def for_map(self):
        """Places of sites and of public projects: these few words on each of them.

        `site` is read at once, public or not.
        """
        project = self.model._meta.get_field("projects").related_model
        public = Q(projects__in=project.objects.public())
        words = JSONObject(
            acronym="projects__acronym",
            slug="projects__slug",
            year="projects__competition__year",
        )
        in_time = ("projects__competition__year", "projects__acronym")
        said = JSONBAgg(words, filter=public, order_by=in_time, default=Value("[]"))
        return (
            self.filter(public | Q(site__isnull=False))
            .select_related("site")
            .defer("search_it", "search_en")
            .annotate(shown_projects=said)
            .order_by("pk")
        )


class Place(models.Model):
    """A point or an area with a name, and how precisely it is known."""

    name_it = models.CharField(_("name (Italian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = Bilingual()
    locality_it = models.CharField(_("town (Italian)"), max_length=80, blank=True)
    locality_en = models.CharField(_("town (English)"), max_length=80, blank=True)
    locality = Bilingual()
    country = CountryField(_("country"), default="IT")
    municipio = models.PositiveSmallIntegerField(
        _("municipio of Milan"), null=True, blank=True
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    precision = models.CharField(
        _("precision"), max_length=12, choices=Precision, blank=True
    )
    position_note_it = models.TextField(
        _("who placed it on the map (Italian)"), blank=True
    )
    position_note_en = models.TextField(
        _("who placed it on the map (English)"), blank=True
    )
    position_note = Bilingual()

    search_it = vector("polisocial_it", A="name_it", B="locality_it")
    search_en = vector("polisocial_en", A="name_en", B="locality_en")

    objects = PlaceQuerySet.as_manager()
    history = ContentHistory()

    class Meta:
        ordering = ["name_it"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [
            GinIndex(fields=["search_it"], name="place_search_it"),
            GinIndex(fields=["search_en"], name="place_search_en"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True, precision="")
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                    precision__in=Precision.values,
                ),
                name="place_has_both_coordinates_and_precision",
                violation_error_message=_(
                    "Give latitude, longitude and precision, or none of them."
                ),
            ),
            models.CheckConstraint(
                condition=Q(municipio__isnull=True) | Q(municipio__range=(1, 9)),
                name="place_municipio_1_to_9",
                violation_error_message=_("Milan has nine municipi, 1 to 9."),
            ),
        ]

    def __str__(self):
        return self.name_it


class ProgrammeKey(models.TextChoices):
    OFF_CAMPUS = "off-campus", "Off Campus"
    CANTIERI = "cantieri", "Cantieri"


class Programme(models.Model):
    """A part of Polisocial that has many things of one kind: Off Campus, Cantieri."""

    key = models.CharField(
        _("programme"), max_length=12, choices=ProgrammeKey, unique=True
    )
    name_it = models.CharField(_("name (Italian)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    name = Bilingual()
    launched = PartialDateField(_("launched"))
    promoter = models.CharField(_("promoter"), max_length=120, blank=True)
    description_it = models.TextField(_("description (Italian)"))
    description_en = models.TextField(_("description (English)"), blank=True)
    description = Bilingual()
    activities_it = LinesField(_("activities (Italian)"))
    activities_en = LinesField(_("activities (English)"))
    activities = Bilingual()
    targets_it = models.TextField(_("targets (Italian)"), blank=True)
    targets_en = models.TextField(_("targets (English)"), blank=True)
    targets = Bilingual()
    awards_it = LinesField(_("prizes received (Italian)"))
    awards_en = LinesField(_("prizes received (English)"))
    awards = Bilingual()
    contact_email = models.EmailField(_("contact"), blank=True)
    notes_it = models.TextField(_("notes (Italian)"), blank=True)
    notes_en = models.TextField(_("notes (English)"), blank=True)
    notes = Bilingual()
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    history = ContentHistory()

    class Meta:
        ordering = ["key"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                condition=Q(key__in=ProgrammeKey.values), name="programme_known"
            )
        ]

    def __str__(self):
        return self.name_it


class ProgrammeSource(Source):
    """A page that describes a programme."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="sources", verbose_name=_("programme")
    )
