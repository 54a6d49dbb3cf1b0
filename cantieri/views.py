from dataclasses import dataclass, field
from itertools import groupby

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantieri.linked_data import lab_list, lab_node
from cantieri.models import Lab
from cantieri.pins import lab_pins
from content.pages import Crumb, Page, home_crumb, render_page
from content.revision import of_content
from content.slugs import public_or_moved
from directory.milan import MilanMap
from directory.models import Programme, ProgrammeKey

SECTION = {"section": "cantieri", "part": "cant"}


@dataclass(frozen=True)
class Related:
    """Something of ours that has a partner, or the place, in common with a lab."""

    thing: object
    kind: str
    partners: list[str] = field(default_factory=list)
    same_place: bool = False


@of_content
def explore(request):
    """The themes, each with its labs."""
    labs = list(Lab.objects.for_list())
    programme = (
        Programme.objects.filter(key=ProgrammeKey.CANTIERI)
        .prefetch_related("sources")
        .first()
    )
    themes = [
        (theme, list(of_theme))
        for theme, of_theme in groupby(labs, key=lambda lab: lab.theme)
    ]
    page = Page(
        title=labs_title(labs, themes),
        description=Truncator(programme.description if programme else "").chars(160),
        short="Cantieri",
        crumbs=(home_crumb(),),
        updated_at=max((lab.updated_at for lab in labs), default=None),
        linked_data=[lab_list(labs, request)],
        **SECTION,
    )
    pins = [pin for lab in labs for pin in lab_pins(lab)]
    context = {
        "themes": themes,
        "labs": labs,
        "programme": programme,
        "milan": MilanMap(
            name=_("Milan, a schematic map: the Cantieri with a known place"),
            pins=pins,
        ),
    }
    return render_page(request, "cantieri/labs.html", page, context)


def labs_title(labs, themes):
    """How many labs on how many themes, as the heading of their list."""
    on_themes = ngettext("on %(count)s theme", "on %(count)s themes", len(themes)) % {
        "count": len(themes)
    }
    return ngettext(
        "%(count)s open lab with the city, %(on_themes)s",
        "%(count)s open labs with the city, %(on_themes)s",
        len(labs),
    ) % {"count": len(labs), "on_themes": on_themes}


@of_content
def show(request, slug):
    """A lab: its story, its partners, its dates and what has a partner in common."""
    lab = public_or_moved(Lab.objects.for_page(), slug)
    page = Page(
        title=lab.name,
        description=Truncator(lab.description).chars(160),
        crumbs=(home_crumb(), Crumb("Cantieri", reverse("cantieri"))),
        updated_at=lab.updated_at,
        linked_data=[lab_node(lab, request)],
        **SECTION,
    )
    context = {
        "lab": lab,
        "partnerships": lab.partnerships.all(),
        "related": related_to(lab),
        "milan": MilanMap(
            name=_("Milan, a schematic map: where %(lab)s is") % {"lab": lab.name},
            pins=lab_pins(lab),
        ),
    }
    return render_page(request, "cantieri/lab.html", page, context)


def related_to(lab):
    """Projects, sites and other labs with a partner or the place in common."""
    here = lab.place.projects.all() if lab.place else []
    found = {
        ("project", project): Related(project, "project", same_place=True)
        for project in here
    }
    for partnership in lab.partnerships.all():
        partner = partnership.organisation
        shared = (
            *(("project", project) for project in partner.projects.all()),
            *(("site", site) for site in partner.sites.all()),
            *(("lab", other) for other in partner.labs.all() if other != lab),
        )
        for kind, thing in shared:
            related = found.setdefault((kind, thing), Related(thing, kind))
            if partner.name not in related.partners:
                related.partners.append(partner.name)
    order = ("project", "site", "lab")
    return sorted(found.values(), key=lambda related: order.index(related.kind))
