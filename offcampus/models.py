from dataclasses import dataclass

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from content.bilingual import Bilingual
from content.dates import PartialDateField, in_order
from content.history import ContentHistory
from content.lines import LinesField
from content.publication import PublishedModel, PublishedQuerySet
from content.slugs import SluggedModel
from content.sources import Source
from directory.models import Department, Organisation, Place
from directory.rooms import PartnershipQuerySet, public_of


class SiteQuerySet(PublishedQuerySet):
    def for_list(self):
        """What the list of sites prints, with the projects that share their places."""
        links = public_of(Place, "projects").only("slug", "acronym")
        projects = links.order_by("competition__ordinal", "acronym")
        return (
            self.public()
            .select_related("place")
            .prefetch_related(
                Prefetch("addresses", SiteAddress.objects.select_related("place")),
                Prefetch("place__projects", projects),
            )
        )

    def for_page(self):
        """A site with all its page prints."""
        projects = public_of(Place, "projects").select_related("competition")
        projects = projects.defer("search_it", "search_en")
        return self.select_related("place").prefetch_related(
            Prefetch("addresses", SiteAddress.objects.select_related("place")),
            Prefetch("place__projects", projects),
            Prefetch("partnerships", SitePartnership.objects.shown()),
            Prefetch(
                "site_departments", SiteDepartment.objects.select_related("department")
            ),
            "activities",
            "sources",
        )


@dataclass(frozen=True)
class Whereabouts:
    """Where a site receives people on a day, where it did before and will after."""

    address: "SiteAddress | None"
    former: list["SiteAddress"]
    coming: list["SiteAddress"]
    status: str


class SiteStatus(models.TextChoices):
    ACTIVE = "active", _("open")
    TEMPORARILY_MOVED = "temporarily_moved", _("moved for a time")
    CLOSED = "closed", _("closed")


class Site(SluggedModel, PublishedModel):
    """A space of the university in a district. Its address may change; it stays."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    district = models.CharField(_("district"), max_length=120)
    place = models.OneToOneField(
        Place,
        models.PROTECT,
        related_name="site",
        verbose_name=_("place"),
        help_text=_("The district it works in: projects share it."),
    )
    opened = PartialDateField(_("opened"))
    status = models.CharField(
        _("status"), max_length=20, choices=SiteStatus, blank=True
    )
    status_note_it = models.TextField(_("note on the status (Italian)"), blank=True)
    status_note_en = models.TextField(_("note on the status (English)"), blank=True)
    status_note = Bilingual()
    description_it = models.TextField(_("description (Italian)"))
    description_en = models.TextField(_("description (English)"), blank=True)
    description = Bilingual()
    themes_it = LinesField(_("themes (Italian)"))
    themes_en = LinesField(_("themes (English)"))
    themes = Bilingual()
    research_groups = LinesField(_("research groups"))
    departments = models.ManyToManyField(
        Department,
        through="SiteDepartment",
        related_name="sites",
        verbose_name=_("departments"),
    )
    coordinator = models.CharField(_("coordinator"), max_length=120, blank=True)
    coordinator_role_it = models.CharField(
        _("role of the coordinator (Italian)"), max_length=160, blank=True
    )
    coordinator_role_en = models.CharField(
        _("role of the coordinator (English)"), max_length=160, blank=True
    )
    coordinator_role = Bilingual()
    partners = models.ManyToManyField(
        Organisation,
        through="SitePartnership",
        related_name="sites",
        verbose_name=_("partners"),
    )
    opening_hours_it = models.CharField(
        _("opening hours (Italian)"), max_length=200, blank=True
    )
    opening_hours_en = models.CharField(
        _("opening hours (English)"), max_length=200, blank=True
    )
    opening_hours = Bilingual()
    opening_hours_note_it = models.TextField(
        _("note on the hours (Italian)"), blank=True
    )
    opening_hours_note_en = models.TextField(
        _("note on the hours (English)"), blank=True
    )
    opening_hours_note = Bilingual()
    contact_email = models.EmailField(_("contact"), blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    area = models.PositiveIntegerField(_("area (square metres)"), null=True, blank=True)
    awards_it = LinesField(_("prizes received (Italian)"))
    awards_en = LinesField(_("prizes received (English)"))
    awards = Bilingual()
    conflicts_it = LinesField(_("where sources disagree (Italian)"))
    conflicts_en = LinesField(_("where sources disagree (English)"))
    conflicts = Bilingual()
    notes_it = models.TextField(_("notes (Italian)"), blank=True)
    notes_en = models.TextField(_("notes (English)"), blank=True)
    notes = Bilingual()

    objects = SiteQuerySet.as_manager()
    history = ContentHistory()

    class Meta(SluggedModel.Meta, PublishedModel.Meta):
        ordering = ["opened", "name"]
        verbose_name = _("Off Campus site")
        verbose_name_plural = _("Off Campus sites")
        constraints = [
            *PublishedModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status__in=["", *SiteStatus.values]),
                name="site_status_known",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("site", args=[self.slug])

    @property
    def short_name(self):
        """What people call it, without the name of the programme."""
        return self.name.removeprefix("Off Campus ")

    @cached_property
    def today(self):
        return self.whereabouts(timezone.localdate())

    def whereabouts(self, day):
        """Where it is on a day: of two addresses that meet on it, the later one."""
        known = list(self.addresses.all())
        held = [address for address in known if address.held_on(day)]
        now = max(held, key=lambda address: address.valid_from or "", default=None)
        return Whereabouts(
            address=now,
            former=[a for a in known if a.has_begun(day) and a != now],
            coming=[a for a in known if not a.has_begun(day)],
            status=self.status_at(now),
        )

    def status_at(self, address):
        """Its status in words: that it moved for a time is said by its address."""
        if self.status in ("", SiteStatus.CLOSED):
            return self.get_status_display()
        away = address is not None and address.is_temporary
        return (SiteStatus.TEMPORARILY_MOVED if away else SiteStatus.ACTIVE).label


class SiteSource(Source):
    """A page that tells of a site."""

    site = models.ForeignKey(
        Site,
        models.CASCADE,
        related_name="sources",
        verbose_name=_("Off Campus site"),
    )


class SiteAddress(models.Model):
    """Where a site receives people, from one day to another."""

    site = models.ForeignKey(
        Site,
        models.CASCADE,
        related_name="addresses",
        verbose_name=_("Off Campus site"),
    )
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        related_name="site_addresses",
        verbose_name=_("place"),
    )
    name = models.CharField(_("name while there"), max_length=120, blank=True)
    project = models.CharField(_("project while there"), max_length=120, blank=True)
    is_temporary = models.BooleanField(_("for a time"), default=False)
    valid_from = PartialDateField(_("from"))
    valid_until = PartialDateField(_("until"))

    history = ContentHistory()

    class Meta:
        ordering = ["valid_from", "pk"]
        verbose_name = _("address of a site")
        verbose_name_plural = _("addresses of sites")
        constraints = [
            models.CheckConstraint(
                condition=in_order("valid_from", "valid_until"),
                name="site_address_dates_in_order",
                violation_error_message=_("It must end after it begins."),
            ),
            models.UniqueConstraint(
                fields=["site"],
                condition=Q(valid_until__isnull=True),
                name="site_one_address_today",
                violation_error_message=_("A site has one address at a time."),
            ),
        ]

    def __str__(self):
        return str(self.place)

    def has_begun(self, day):
        return self.valid_from is None or self.valid_from.first_day <= day

    def held_on(self, day):
        over = self.valid_until is not None and self.valid_until.last_day < day
        return self.has_begun(day) and not over


class SiteDepartment(models.Model):
    """A department at work in a site."""

    site = models.ForeignKey(
        Site,
        models.CASCADE,
        related_name="site_departments",
        verbose_name=_("Off Campus site"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="site_departments",
        verbose_name=_("department"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = ContentHistory()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("department of a site")
        verbose_name_plural = _("departments of sites")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "department"], name="site_department_once"
            )
        ]


class SitePartnership(models.Model):
    """What an organisation does in a site, at one of its addresses or at all."""

    site = models.ForeignKey(
        Site,
        models.CASCADE,
        related_name="partnerships",
        verbose_name=_("Off Campus site"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="site_partnerships",
        verbose_name=_("organisation"),
    )
    address = models.ForeignKey(
        SiteAddress,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="partnerships",
        verbose_name=_("only at this address"),
    )
    role_it = models.CharField(_("role (Italian)"), max_length=160, blank=True)
    role_en = models.CharField(_("role (English)"), max_length=160, blank=True)
    role = Bilingual()
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PartnershipQuerySet.as_manager()
    history = ContentHistory()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("partner of a site")
        verbose_name_plural = _("partners of sites")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "organisation", "address"],
                nulls_distinct=False,
                name="site_partnership_once",
                violation_error_message=_("This partner is already there."),
            )
        ]


class Rhythm(models.TextChoices):
    ONCE = "once", _("once")
    REGULAR = "regular", _("regularly")


class Activity(models.Model):
    """What a site offers, once or regularly."""

    site = models.ForeignKey(
        Site,
        models.CASCADE,
        related_name="activities",
        verbose_name=_("Off Campus site"),
    )
    name_it = models.CharField(_("name (Italian)"), max_length=160)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    name = Bilingual()
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=Rhythm, blank=True)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    timetable_it = models.CharField(
        _("timetable (Italian)"), max_length=200, blank=True
    )
    timetable_en = models.CharField(
        _("timetable (English)"), max_length=200, blank=True
    )
    timetable = Bilingual()
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = ContentHistory()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=["", *Rhythm.values]),
                name="activity_rhythm_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="activity_ends_after_start",
                violation_error_message=_("It must end after it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(rhythm="once") | Q(starts_at__isnull=False),
                name="activity_once_has_a_date",
                violation_error_message=_("What happens once has a date."),
            ),
        ]

    def __str__(self):
        return self.name_it
