from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.bilingual import Bilingual
from content.dates import PartialDateField, in_order
from content.history import ContentHistory
from content.lines import LinesField
from content.publication import PublishedModel, PublishedQuerySet
from content.slugs import SluggedModel
from content.sources import Source
from directory.models import Organisation, Place
from directory.rooms import PartnershipQuerySet, public_of


class LabQuerySet(PublishedQuerySet):
    def for_list(self):
        """What the list of labs prints."""
        return (
            self.public()
            .select_related("theme", "place")
            .prefetch_related(Prefetch("partnerships", LabPartnership.objects.shown()))
        )

    def for_page(self):
        """A lab with all its page prints, what shares its partners and place too."""
        projects = public_of(Organisation, "projects").select_related("competition")
        return self.select_related("theme", "place").prefetch_related(
            Prefetch("partnerships", LabPartnership.objects.shown()),
            Prefetch("partnerships__organisation__projects", projects),
            Prefetch(
                "partnerships__organisation__sites", public_of(Organisation, "sites")
            ),
            Prefetch(
                "partnerships__organisation__labs",
                public_of(Organisation, "labs").select_related("theme"),
            ),
            Prefetch(
                "place__projects",
                public_of(Place, "projects").select_related("competition"),
            ),
            "sources",
        )


class Theme(models.Model):
    """What labs are about: industry 4.0, smart cities, health …"""

    name_it = models.CharField(_("name (Italian)"), max_length=120, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    name = Bilingual()
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = ContentHistory()

    class Meta:
        ordering = ["position", "name_it"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self):
        return self.name_it


class LabStatus(models.TextChoices):
    ACTIVE = "active", _("active")
    ENDED = "ended", _("ended")


class Lab(SluggedModel, PublishedModel):
    """A Cantiere: an open laboratory with the city, under one theme."""

    name_it = models.CharField(_("name (Italian)"), max_length=160)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    name = Bilingual()
    theme = models.ForeignKey(
        Theme, models.PROTECT, related_name="labs", verbose_name=_("theme")
    )
    description_it = models.TextField(_("description (Italian)"))
    description_en = models.TextField(_("description (English)"), blank=True)
    description = Bilingual()
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="labs",
        verbose_name=_("place"),
    )
    partners = models.ManyToManyField(
        Organisation,
        through="LabPartnership",
        related_name="labs",
        verbose_name=_("partners"),
    )
    partners_note_it = models.TextField(_("note on partners (Italian)"), blank=True)
    partners_note_en = models.TextField(_("note on partners (English)"), blank=True)
    partners_note = Bilingual()
    website = models.URLField(_("website"), blank=True)
    contact_person = models.CharField(_("contact person"), max_length=160, blank=True)
    started = PartialDateField(_("start"))
    ended = PartialDateField(_("end"))
    status = models.CharField(_("status"), max_length=8, choices=LabStatus, blank=True)
    status_note_it = models.TextField(_("note on the status (Italian)"), blank=True)
    status_note_en = models.TextField(_("note on the status (English)"), blank=True)
    status_note = Bilingual()
    budget = models.DecimalField(
        _("budget (EUR)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    conflicts_it = LinesField(_("where sources disagree (Italian)"))
    conflicts_en = LinesField(_("where sources disagree (English)"))
    conflicts = Bilingual()

    objects = LabQuerySet.as_manager()
    history = ContentHistory()

    class Meta(SluggedModel.Meta, PublishedModel.Meta):
        ordering = ["theme__position", "theme__name_it", "name_it"]
        verbose_name = _("Cantiere")
        verbose_name_plural = _("Cantieri")
        constraints = [
            *PublishedModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status__in=["", *LabStatus.values]),
                name="lab_status_known",
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gt=0),
                name="lab_budget_positive",
                violation_error_message=_("Leave an unknown budget empty, not zero."),
            ),
            models.CheckConstraint(
                condition=in_order("started", "ended"),
                name="lab_dates_in_order",
                violation_error_message=_("It must end after it begins."),
            ),
        ]

    def __str__(self):
        return self.name_it

    def get_absolute_url(self):
        return reverse("lab", args=[self.slug])


class LabSource(Source):
    """A page that tells of a lab."""

    lab = models.ForeignKey(
        Lab,
        models.CASCADE,
        related_name="sources",
        verbose_name=_("Cantiere"),
    )


class LabPartnership(models.Model):
    """What an organisation does in a lab."""

    lab = models.ForeignKey(
        Lab,
        models.CASCADE,
        related_name="partnerships",
        verbose_name=_("Cantiere"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="lab_partnerships",
        verbose_name=_("organisation"),
    )
    role_it = models.CharField(_("role (Italian)"), max_length=160, blank=True)
    role_en = models.CharField(_("role (English)"), max_length=160, blank=True)
    role = Bilingual()
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PartnershipQuerySet.as_manager()
    history = ContentHistory()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("partner of a Cantiere")
        verbose_name_plural = _("partners of Cantieri")
        constraints = [
            models.UniqueConstraint(
                fields=["lab", "organisation"],
                name="lab_partnership_once",
                violation_error_message=_("This partner is already there."),
            )
        ]
