"""The page of one project."""

from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from awards.linked_data import project_nodes
from awards.models import Project
from awards.models.project import ProjectStatus
from awards.views import citation
from awards.views.call_words import months_text
from awards.views.frame import last_change
from awards.views.locator import Locator, kilometres, to_two_figures
from awards.views.project_story import (
    about,
    chain,
    competition_address,
    events,
    figure_of,
)
from awards.views.related import close_to, closest
from content.formats import day, euro
from content.pages import Crumb, Page, home_crumb, render_page
from content.revision import of_content
from content.slugs import public_or_moved
from directory.milan import MilanMap
from directory.pins import place_pin, public_site, side_of

# From here on a place is far enough for its distance to tell something.
FAR_KM = 30


@of_content
def show(request, slug):
    project = public_or_moved(Project.objects.for_page(), slug).gather_rows()
    others = close_to(project)
    following = [other for other in others if other.follows_id == project.pk]
    follows = [other for other in others if other.pk == project.follows_id]
    partnerships = [
        row for row in project.partnerships.all() if row.organisation.is_public()
    ]
    address = request.build_absolute_uri(request.path)
    context = {
        "project": project,
        "competition_address": competition_address(project.competition),
        "title": "" if project.title_is_acronym else project.title,
        "translated_from": published_title(project),
        "chain": chain(project),
        "events": events(project, following),
        "follows": follows,
        "following": following,
        "figures": [(each, figure_of(each)) for each in project.outputs.all()],
        "departments": departments(project),
        "led_by_someone": any(m.role == "coordinator" for m in project.team.all()),
        "partnerships": partnerships,
        "related": closest(others),
        "citation": citation.sentence(project, address),
        "bibtex": citation.bibtex(project, address),
        **facts(project),
        **where(project),
    }
    nodes = project_nodes(project, request, partnerships=partnerships)
    page = page_of(project, [*follows, *following], nodes)
    return render_page(request, "awards/project.html", page, context)


def page_of(project, kin, nodes):
    """What the page says about itself."""
    shown = [project, project.competition, *kin]
    return Page(
        title=Truncator(citation.full_title(project)).chars(100),
        description=Truncator(project.summary).chars(160),
        short=project.acronym,
        section="projects",
        part="award",
        crumbs=(home_crumb(), Crumb(_("Projects"), reverse("projects"))),
        updated_at=last_change(shown),
        linked_data=nodes,
    )


def published_title(project):
    """The title as published, when the one shown is a translation of it; or ""."""
    if project.title_is_acronym or not project.title:
        return ""
    shown, other = project.title.lang, "en" if project.title.lang == "it" else "it"
    if getattr(project, f"title_{shown}_is_published"):
        return ""
    if not getattr(project, f"title_{other}_is_published"):
        return ""
    return {"lang": other, "text": getattr(project, f"title_{other}")}


def facts(project):
    """What is said of it in a few words; None or "" where nobody knows."""
    competition = project.competition
    budget = competition.budget and about(
        euro(competition.budget), competition.budget_is_approximate
    )
    return {
        "status": project.life and ProjectStatus(project.life).label,
        "start": project.started and day(project.started),
        "end": project.ended and day(project.ended),
        "length": project.duration_months and months_text([project.duration_months]),
        "award": project.award and euro(project.award),
        "co_funding": project.co_funding and euro(project.co_funding),
        "budget": budget,
        "goals": ", ".join(str(number) for number in project.sdgs),
        "website": project.website and urlsplit(project.website).hostname,
    }


def departments(project):
    """The one that leads, if it is known, and the others."""
    rows = project.project_departments.all()
    return {
        "codes": [row.department.code for row in rows],
        "lead": [row.department for row in rows if row.is_lead],
        "others": [row.department for row in rows if not row.is_lead],
    }


def where(project):
    """Its places, the public sites among them, and the map that can show them."""
    places = shown_places(project)
    pins = [place_pin(place, **pin_of(place, project)) for place in places]
    pins = [pin for pin in pins if pin]
    far = [place for place in places if place.far]
    return {
        "places": places,
        "sites": [
            {"title": place.shown_site.name, "url": place.shown_site.get_absolute_url()}
            for place in places
            if place.shown_site
        ],
        "milan": MilanMap(_("Where in Milan"), pins) if pins else None,
        "locator": Locator(far) if far and not pins else None,
    }


def shown_places(project):
    """Its places; the one of a site and another at the same point are told once."""
    places = [row.place for row in project.project_places.all()]
    sites, shown = {}, {}
    for place in places:
        if site := public_site(place):
            sites[point_of(place)] = site
    for place in places:
        place.shown_site = sites.get(point_of(place))
        place.far = distance(place)
        shown.setdefault(place.shown_site or place, place)
    return list(shown.values())


def point_of(place):
    """Its position, or the place itself when nobody knows its position."""
    return place if place.latitude is None else (place.latitude, place.longitude)


def pin_of(place, project):
    """What the map says of a place: its site leads there, otherwise to the list."""
    site = place.shown_site
    return {
        "title": place.name,
        "url": site.get_absolute_url() if site else "#places",
        "kind": "project",
        "label": project.acronym,
        "side": side_of(place) if place.latitude is not None else "right",
    }


def distance(place):
    """Kilometres from Milan, as a round figure, of a place that is far; else None."""
    if place.latitude is None:
        return None
    km = kilometres(place.latitude, place.longitude)
    return to_two_figures(km) if km >= FAR_KM else None
