from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.models import Project, ProjectDepartment, TeamMember
from content.linked_data import UNIVERSITY
from content.pages import Crumb, Page, home_crumb, render_page
from content.revision import of_content
from directory.models import Department
from offcampus.models import Site, SiteDepartment
from polisocial.counts import how_many


@of_content
def explore(request):
    """The departments, and how many projects each leads and joins."""
    links = ProjectDepartment.objects
    departments = list(
        Department.objects.annotate(
            led=how_many(links.filter(is_lead=True), "department", Project),
            joined=how_many(links.filter(is_lead=False), "department", Project),
            site_count=how_many(SiteDepartment.objects, "department", Site),
        )
    )
    active = sum(1 for row in departments if row.led or row.joined)
    page = Page(
        title=ngettext(
            "%(active)s department at work in funded projects",
            "%(active)s departments at work in funded projects",
            active,
        )
        % {"active": active},
        description=_(
            "The departments of the Politecnico di Milano that lead or join the "
            "projects of the Polisocial Award and the Off Campus sites."
        ),
        short=_("Departments"),
        crumbs=(home_crumb(),),
        updated_at=max((row.updated_at for row in departments), default=None),
    )
    context = {"departments": departments}
    return render_page(request, "polisocial/departments.html", page, context)


@of_content
def show(request, code):
    """What a department leads and joins, and its people with a public role."""
    department = (
        Department.objects.filter(code__iexact=code).prefetch_related("sources").first()
    )
    if department is None:
        raise Http404
    if department.code != code:
        return redirect(department, permanent=True)
    public = Project.objects.public()
    at_work = ProjectDepartment.objects.filter(department=department)
    in_projects = list(
        at_work.filter(project__in=public)
        .select_related("project__competition")
        .defer("project__search_it", "project__search_en")
        .order_by("-project__competition__ordinal", "project__acronym")
    )
    people = (
        TeamMember.objects.filter(department=department, project__in=public)
        .select_related("project__competition")
        .defer("search", "project__search_it", "project__search_en")
        .order_by("-project__competition__ordinal", "project__acronym", "position")
    )
    page = Page(
        title=department.name,
        description=_("The Polisocial projects the department %(code)s leads or joins.")
        % {"code": department.code},
        short=department.code,
        crumbs=(home_crumb(), Crumb(_("Departments"), reverse("departments"))),
        updated_at=department.updated_at,
        linked_data=[department_node(department, request)],
    )
    context = {
        "department": department,
        "led": [row for row in in_projects if row.is_lead],
        "joined": [row for row in in_projects if not row.is_lead],
        "people": people,
        "sites": Site.objects.public().filter(site_departments__department=department),
    }
    return render_page(request, "polisocial/department.html", page, context)


def department_node(department, request):
    """The department in schema.org's words."""
    here = request.build_absolute_uri(department.get_absolute_url())
    node = {
        "@type": "Organization",
        "@id": f"{here}#department",
        "name": department.name,
        "alternateName": department.code,
        "parentOrganization": {"@id": UNIVERSITY["@id"]},
        "mainEntityOfPage": here,
    }
    return node | ({"url": department.website} if department.website else {})
