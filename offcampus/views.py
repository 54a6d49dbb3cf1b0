from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.pages import Crumb, Page, home_crumb, render_page
from content.revision import of_content
from content.slugs import public_or_moved
from directory.milan import MilanMap
from directory.models import Organisation, Place, Programme, ProgrammeKey
from directory.pins import project_pins
from offcampus.linked_data import site_list, site_node
from offcampus.models import Site, SiteAddress
from offcampus.pins import site_pins

SECTION = {"section": "off-campus", "part": "off"}


@dataclass
class Partner:
    """An organisation in a site: at these addresses only, or (none) whatever it is."""

    organisation: Organisation
    roles: list[str] = field(default_factory=list)
    addresses: list[SiteAddress] = field(default_factory=list)


@of_content
def explore(request):
    """Every site: listed, on the map of Milan, as a table."""
    sites = list(Site.objects.for_list())
    programme = (
        Programme.objects.filter(key=ProgrammeKey.OFF_CAMPUS)
        .prefetch_related("sources")
        .first()
    )
    projects = project_pins(Place.objects.for_map())
    pins = [pin for site in sites for pin in site_pins(site)]
    page = Page(
        title=sites_title(sites),
        description=Truncator(programme.description if programme else "").chars(160),
        short="Off Campus",
        crumbs=(home_crumb(),),
        updated_at=max((row.updated_at for row in sites), default=None),
        linked_data=[site_list(sites, request)],
        **SECTION,
    )
    context = {
        "sites": sites,
        "programme": programme,
        "projects": projects,
        "milan": MilanMap(
            name=_("Milan, a schematic map: the Off Campus sites in their position"),
            pins=projects + pins,
        ),
    }
    return render_page(request, "offcampus/sites.html", page, context)


def sites_title(sites):
    """How many spaces, as the heading of their list."""
    return ngettext(
        "%(count)s university space in a district of Milan",
        "%(count)s university spaces in the districts of Milan",
        len(sites),
    ) % {"count": len(sites)}


@of_content
def show(request, slug):
    """A site: its story, where it is and was, what happens there and with whom."""
    site = public_or_moved(Site.objects.for_page(), slug)
    projects = list(site.place.projects.all())
    page = Page(
        title=site.name,
        description=Truncator(site.description).chars(160),
        crumbs=(home_crumb(), Crumb("Off Campus", reverse("off-campus"))),
        updated_at=max(row.updated_at for row in (site, *projects)),
        linked_data=[site_node(site, request)],
        **SECTION,
    )
    awards = [project.award for project in projects if project.award is not None]
    context = {
        "site": site,
        "today": site.today,
        "projects": projects,
        "award_sum": sum(awards) if awards else None,
        "award_count": len(awards),
        "partners": partners_of(site),
        "departments": [
            {"title": row.department.code, "url": row.department.get_absolute_url()}
            for row in site.site_departments.all()
        ],
        "milan": MilanMap(
            name=_("Milan, a schematic map: where %(site)s is")
            % {"site": site.short_name},
            pins=site_pins(site),
        ),
    }
    return render_page(request, "offcampus/site.html", page, context)


def partners_of(site):
    """Each organisation once, those tied to one address last."""
    addresses = {address.pk: address for address in site.addresses.all()}
    partners = {}
    rows = sorted(site.partnerships.all(), key=lambda row: row.address_id is not None)
    for row in rows:
        is_new = row.organisation_id not in partners
        partner = partners.setdefault(row.organisation_id, Partner(row.organisation))
        if row.address_id and (is_new or partner.addresses):
            partner.addresses.append(addresses[row.address_id])
        if row.role:
            partner.roles.append(row.role)
    return list(partners.values())
