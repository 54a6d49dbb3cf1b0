"""The projects explorer."""

from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.facets import Search, current_index
from awards.facets.answer import answer
from awards.models import Project
from awards.views import filters
from awards.views.frame import last_change
from content.formats import count_text, ordinal
from content.pages import Page, home_crumb, render_page
from content.revision import of_content

A_PAGE = 24


@of_content
def explore(request):
    """The public projects that an address asks for, as cards or as a table."""
    search = Search.read(request.GET, current_index())
    if any("" in values for _key, values in request.GET.lists()):
        # Our own form sends its empty fields: the address to share has none.
        return redirect(filters.address(search))
    leaf = Paginator(search.found, A_PAGE).get_page(request.GET.get("page"))
    projects = projects_on(leaf, search.view)
    chips = list(filters.chips(search))
    heading = answer(search)
    context = {
        "heading": heading,
        "search": search,
        "leaf": leaf,
        "leaf_address": f"?{search.query(page='')}",
        "projects": projects,
        "groups": list(filters.groups(search)),
        "chips": chips,
        "filters_text": filters_text(len(chips)),
        "sorts": filters.sorts(search),
        "views": filters.views(search),
        "shared": request.build_absolute_uri(filters.address(search)),
    }
    if not projects:
        context["respelled"] = filters.respelled(search)
        context["looser"] = list(filters.looser(search))
    page = page_of(request, heading, search, leaf, projects)
    return render_page(request, "awards/projects.html", page, context)


def page_of(request, heading, search, leaf, projects):
    title = heading
    if leaf.number > 1:
        words = _("%(answer)s – page %(number)s")
        title = words % {"answer": heading, "number": leaf.number}
    about = _(
        "%(answer)s. What Politecnico di Milano’s five per thousand has paid for: "
        "who did it, where, with whom."
    )
    return Page(
        title=title,
        description=Truncator(about % {"answer": heading}).chars(160),
        short=_("Projects"),
        section="projects",
        part="award",
        crumbs=(home_crumb(),),
        updated_at=last_change(projects),
        linked_data=[item_list(request, leaf, projects)] if projects else [],
        robots="noindex, follow" if search.query() else "",
    )


def projects_on(leaf, view):
    """The projects of one page of the list, in its order, with their edition said."""
    rows = Project.objects.public()
    rows = rows.for_table() if view == "table" else rows.for_cards()
    known = rows.in_bulk(leaf.object_list) if leaf.object_list else {}
    projects = [known[pk] for pk in leaf.object_list if pk in known]
    said = {}
    for project in projects:
        edition = project.competition
        if edition.pk not in said:
            words = _("%(year)s · %(ordinal)s edition")
            number = ordinal(edition.ordinal)
            said[edition.pk] = words % {"year": edition.year, "ordinal": number}
        project.edition = said[edition.pk]
    return projects


def filters_text(number):
    """What the closed filters say of themselves on a narrow screen."""
    if not number:
        return _("Filter the projects")
    words = ngettext(
        "Filter the projects (%(count)s filter in use)",
        "Filter the projects (%(count)s filters in use)",
        number,
    )
    return words % {"count": count_text(number)}


def item_list(request, leaf, projects):
    """The list for machines: how many there are, and those on this page."""
    return {
        "@type": "ItemList",
        "numberOfItems": leaf.paginator.count,
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": project.acronym,
                "url": request.build_absolute_uri(project.get_absolute_url()),
            }
            for position, project in enumerate(projects, start=leaf.start_index())
        ],
    }
