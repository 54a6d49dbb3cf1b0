"""The first page: the way of the money, and a look into every room."""

from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from awards.models import Competition, FinancialYear, Output, Project, Stage
from awards.rules.call import FIRST
from awards.views.five_per_thousand import Ledger
from cantieri.models import Lab
from cantieri.pins import lab_pins
from content.linked_data import UNIVERSITY
from content.pages import Page, render_page
from content.revision import of_content
from directory.milan import MilanMap
from directory.models import Place
from directory.pins import project_pins, public_site
from offcampus.models import SiteAddress
from offcampus.pins import site_pins
from polisocial.models import News, NewsSource

LATEST_NEWS = 3


@of_content
def show(request):
    editions = list(editions_with_counts())
    chosen_last = next((each for each in editions if each.page_count), None)
    projects = list(projects_of(chosen_last)) if chosen_last else []
    ledger = Ledger(list(FinancialYear.objects.order_by("year")))
    places = list(places_and_addresses())
    sites = sites_at(places)
    labs = list(Lab.objects.public().select_related("theme", "place"))
    news = latest_news()
    pins = project_pins(places)
    context = {
        "steps": Steps(editions, ledger, countries_at(places), latest_result()),
        "editions": editions,
        "chosen_last": chosen_last,
        "projects": projects,
        "ledger": ledger,
        "known_years": ledger.known[::-1],
        "sites": sites,
        "labs": labs,
        "news": news,
        "calls": [each for each in editions if each.open_until],
        "pins": pins,
        "milan": milan_map(pins, labs, sites),
    }
    shown = (*editions, *projects, *ledger.years, *sites, *labs, *news)
    page = Page(
        title=_("Five per thousand: see where they go"),
        description=_(
            "The five per thousand given to the Politecnico di Milano, followed from "
            "the signature to the result: money, calls, projects, places."
        ),
        updated_at=max((row.updated_at for row in shown), default=None),
        linked_data=[site_node(request)],
    )
    return render_page(request, "polisocial/home.html", page, context)


@dataclass(frozen=True)
class Steps:
    """From a signature to a result: the last that is known of each step."""

    editions: list[Competition]
    ledger: Ledger
    countries: set[str]
    result: Output | None

    @property
    def signed(self):
        """The last year whose signatures are known."""
        counted = [year for year in self.ledger.years if year.choices is not None]
        return counted[-1] if counted else None

    @property
    def paid(self):
        """The last year whose amount is known."""
        return self.ledger.known[-1] if self.ledger.known else None

    @property
    def first_edition(self):
        return self.editions[-1] if self.editions else None

    @property
    def project_count(self):
        return sum(edition.page_count for edition in self.editions)

    @property
    def countries_abroad(self):
        return len(self.countries - {"IT"})

    @property
    def result_words(self):
        """What the result counts: the thing, and the rest of its description."""
        thing, _space, rest = self.result.unit.partition(" ")
        return thing, rest


def editions_with_counts():
    """Public editions, the latest first: how many projects can be read, or cannot.

    Of one whose call is open, `open_until` is the deadline.
    """
    now_open = Stage.objects.open().filter(
        call__competition=OuterRef("pk"), number=FIRST
    )
    readable = Q(projects__in=Project.objects.public())
    missing = F("funded_count") - F("page_count")
    return (
        Competition.objects.public()
        .annotate(page_count=Count("projects", filter=readable))
        .annotate(open_until=Subquery(now_open.values("closes_at")[:1]))
        .annotate(missing_count=Greatest(missing, 0, output_field=IntegerField()))
        .order_by("-ordinal")
    )


def projects_of(edition):
    """The projects of an edition, those with the longest story behind them first.

    Each with the codes of its departments.
    """
    codes = ArrayAgg(
        "project_departments__department__code",
        filter=Q(project_departments__isnull=False),
        order_by=("-project_departments__is_lead", "project_departments__position"),
        default=[],
    )
    return (
        edition.projects.public()
        .only(
            *("slug", "acronym", "title_it", "title_en", "title_is_acronym"),
            *("summary_it", "summary_en", "updated_at", "competition"),
        )
        .annotate(codes=codes)
        .order_by(F("follows__competition__ordinal").asc(nulls_last=True), "acronym")
    )


def places_and_addresses():
    """What the map shows, with all the addresses of the sites."""
    addresses = SiteAddress.objects.select_related("place")
    return Place.objects.for_map().prefetch_related(
        Prefetch("site__addresses", addresses)
    )


def sites_at(places):
    """The public sites, the oldest first."""
    sites = [site for place in places if (site := public_site(place))]
    return sorted(sites, key=lambda site: (site.opened or "9999", site.name))


def milan_map(pins, labs, sites):
    """What the map shows: projects, then labs, then sites, drawn over one another."""
    return MilanMap(
        name=_("Milan, a schematic map: sites, Cantieri and projects"),
        pins=[
            *pins,
            *(pin for lab in labs for pin in lab_pins(lab)),
            *(pin for site in sites for pin in site_pins(site)),
        ],
    )


def countries_at(places):
    """The countries where projects happen."""
    return {place.country.code for place in places if place.shown_projects}


def latest_result():
    """The last dated figure a project reached, or else one of the last edition."""
    return (
        Output.objects.filter(value__isnull=False, project__in=Project.objects.public())
        .select_related("project")
        .order_by(
            F("as_of").desc(nulls_last=True),
            "-project__competition__ordinal",
            "position",
        )
        .first()
    )


def latest_news():
    """The last news, each with the first page that reports it."""
    sources = NewsSource.objects.filter(news=OuterRef("pk"))
    news = News.objects.public().annotate(
        reported_at=Subquery(sources.values("address")[:1])
    )[:LATEST_NEWS]
    for item in news:
        item.source = NewsSource(address=item.reported_at) if item.reported_at else None
    return list(news)


def site_node(request):
    """The portal in schema.org's words, with how to search it."""
    home = request.build_absolute_uri(reverse("home"))
    search = request.build_absolute_uri(reverse("search"))
    return {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "url": home,
        "name": "Polisocial",
        "inLanguage": get_language(),
        "publisher": {"@id": UNIVERSITY["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{search}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }
