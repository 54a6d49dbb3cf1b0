"""Which keys the records of departments, Off Campus, Cantieri and news have."""

from cantieri.models import Lab, Theme
from directory.models import Department, Organisation, Place, Programme, ProgrammeKey
from offcampus.models import Site, SiteAddress
from polisocial.exchange.kinds import Kind
from polisocial.exchange.links import (
    Activities,
    Departments,
    LabPartners,
    SitePartners,
    Sources,
)
from polisocial.exchange.people import RelatedProjects
from polisocial.exchange.places import (
    MILAN,
    LabLocation,
    TemporaryLocation,
    point,
    point_faults,
)
from polisocial.exchange.texts import Lines, Name, Note, Notes, Pair, PairOfLists
from polisocial.exchange.values import (
    Choice,
    Date,
    Email,
    Field,
    Flag,
    Money,
    Slug,
    Text,
    Url,
    Whole,
    comes_before,
    show,
)
from polisocial.models import News

DEPARTMENT = Kind(
    model=Department,
    name="{code}",
    stored=lambda: Department.objects.order_by("code").prefetch_related("sources"),
    start=lambda record: Department(),
    fields={
        "code": Slug("code", required=True),
        "name": Pair("name", required=True),
        "code_seen_in_source": Flag("code_is_published"),
        "name_it_seen_in_source": Flag("name_it_is_published"),
        "name_en_seen_in_source": Flag("name_en_is_published"),
        "website": Url("website"),
        "notes": Note("notes"),
        "sources": Sources(),
    },
)


def programme(key, fields):
    """The one record of a programme."""
    return Kind(
        model=Programme,
        name="programme",
        stored=lambda: Programme.objects.filter(key=key).prefetch_related("sources"),
        start=lambda record: Programme(key=key),
        fields=fields,
    )


OFF_CAMPUS = programme(
    ProgrammeKey.OFF_CAMPUS,
    {
        "name": Name("name", required=True),
        "launched": Date("launched", as_number=True),
        "promoter": Text("promoter"),
        "description": Pair("description", required=True),
        "activities": PairOfLists("activities"),
        "targets": Note("targets"),
        "awards": Notes("awards"),
        "contact_email": Email("contact_email"),
        "notes": Note("notes"),
        "sources": Sources(),
    },
)

CANTIERI = programme(
    ProgrammeKey.CANTIERI,
    {
        "name": Name("name", required=True),
        "description": Pair("description", required=True),
        "notes": Note("notes"),
        "sources": Sources(),
    },
)


class OpeningPrecision(Field):
    """How much of the opening date is known, in a word."""

    computed = True
    words = {4: "year", 7: "month", 10: "day"}

    def bind(self, model):
        """It follows from the date."""

    def wrong(self, value):
        if not isinstance(value, str) or value not in self.words.values():
            hint = "Write year, month or day."
            yield "", f"{show(value)} is not a precision. {hint}"

    def read(self, row):
        return self.words[len(row.opened)] if row.opened else None


def site_faults(record):
    yield from point_faults(record)
    date, word = record.get("opening_date"), record.get("opening_date_precision")
    if date and word and OpeningPrecision.words[len(date)] != word:
        known = OpeningPrecision.words[len(date)]
        sentence = f'"{word}" does not agree with {date}. Write {known}.'
        yield ".opening_date_precision", sentence
    away = record.get("temporary_location")
    if away and comes_before(away["since"], date):
        sentence = "It comes before opening_date. Correct one of them."
        yield ".temporary_location.since", sentence
    if away and comes_before(away["until"], away["since"]):
        sentence = "It comes before since. Correct one of them."
        yield ".temporary_location.until", sentence


def with_addresses(site):
    """The site, knowing its usual address and the one it is at for a time."""
    addresses = list(site.addresses.all()) if site.pk else []
    usual = [address for address in addresses if not address.is_temporary]
    away = [address for address in addresses if address.is_temporary]
    site.permanent = usual[0] if usual else SiteAddress(site=site, place=Place(**MILAN))
    site.temporary = away[-1] if away else None
    return site


def save_site(site):
    """Store a site with its district and its usual address."""
    site.place.save()
    site.save()
    site.permanent.place.save()
    site.permanent.save()


SITE = Kind(
    model=Site,
    name="{slug}",
    unique=("name",),
    checks=site_faults,
    stored=lambda: [
        with_addresses(site)
        for site in Site.objects.select_related("place").prefetch_related(
            "sources",
            "addresses__place",
            "addresses__partnerships__organisation",
            "activities",
            "site_departments__department",
            "partnerships__organisation",
        )
    ],
    start=lambda record: with_addresses(Site(place=Place(**MILAN))),
    save=save_site,
    fields={
        "slug": Slug("slug", required=True),
        "name": Text("name", required=True),
        "district": Text("district", "place.name_it", required=True),
        "municipality_number": Whole("place.municipio", low=1, high=9, of=Place),
        "address": Text("permanent.place.name_it", required=True, of=Place),
        **point("permanent.place.", "place.", required=True),
        "opening_date": Date("opened", "permanent.valid_from", required=True),
        "opening_date_precision": OpeningPrecision(required=True),
        "status": Choice("status", required=True),
        "status_note": Note("status_note"),
        "temporary_location": TemporaryLocation(),
        "description": Pair("description", required=True),
        "themes": PairOfLists("themes"),
        "activities": Activities("activities"),
        "research_groups": Lines("research_groups"),
        "departments": Departments("site_departments"),
        "coordinator": Text("coordinator"),
        "coordinator_role": Note("coordinator_role"),
        "partners": SitePartners(),
        "opening_hours": Note("opening_hours"),
        "opening_hours_note": Note("opening_hours_note"),
        "contact_email": Email("contact_email"),
        "website": Url("website"),
        "area_sqm": Whole("area", low=1),
        "awards": Notes("awards"),
        "related_projects": RelatedProjects(),
        "conflicts": Notes("conflicts"),
        "notes": Note("notes"),
        "sources": Sources(),
    },
)


class ThemeOfLab(Pair):
    """The theme of a lab, by its Italian name; made when there is none."""

    def bind(self, model):
        super().bind(Theme)

    def read(self, row):
        return super().read(row.theme)

    def write(self, row, value, rows):
        after = Theme.objects.count()
        names = {"name_en": value["en"], "position": after}
        row.theme, _ = Theme.objects.get_or_create(name_it=value["it"], defaults=names)
        if row.theme.name_en != value["en"]:
            row.theme.name_en = value["en"]
            row.theme.save()


def lab_faults(record):
    if comes_before(record.get("end"), record.get("start")):
        yield ".end", "It comes before start. Correct one of them."


LAB = Kind(
    model=Lab,
    name="{slug}",
    checks=lab_faults,
    stored=lambda: Lab.objects.select_related("theme", "place").prefetch_related(
        "sources", "partnerships__organisation"
    ),
    start=lambda record: Lab(),
    fields={
        "slug": Slug("slug", required=True),
        "name": Pair("name", required=True),
        "theme": ThemeOfLab("name", required=True),
        "partners": LabPartners(
            {
                "name": Text("name", required=True, of=Organisation),
                "kind": Choice("kind", of=Organisation),
                "role": Note("role"),
            }
        ),
        "partners_note": Note("partners_note"),
        "description": Pair("description", required=True),
        "location": LabLocation(),
        "website": Url("website"),
        "contact_person": Text("contact_person"),
        "start": Date("started"),
        "end": Date("ended"),
        "status": Choice("status"),
        "status_note": Note("status_note"),
        "budget_eur": Money("budget"),
        "conflicts": Notes("conflicts"),
        "sources": Sources(),
    },
)

NEWS = Kind(
    model=News,
    name="{slug}",
    stored=lambda: News.objects.order_by("-date", "pk").prefetch_related("sources"),
    start=lambda record: News(),
    fields={
        "slug": Slug("key", required=True),
        "date": Date("date", required=True),
        "title": Pair("title", required=True),
        "text": Pair("text", required=True),
        "link": Url("link"),
        "sources": Sources(),
    },
)
