from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.models import Partnership, Project
from cantieri.models import Lab, LabPartnership
from content.pages import Crumb, Page, home_crumb, render_page
from content.revision import of_content
from content.slugs import public_or_moved
from directory.models import Organisation, OrganisationKind
from offcampus.models import Site, SitePartnership
from polisocial.counts import how_many

NO_KIND = "unknown"


def at_work():
    """Organisations with something public to show, in alphabetical order."""
    counts = {
        "project_count": how_many(Partnership.objects, "organisation", Project),
        "site_count": how_many(SitePartnership.objects, "organisation", Site),
        "lab_count": how_many(LabPartnership.objects, "organisation", Lab),
    }
    some = Q(project_count__gt=0) | Q(site_count__gt=0) | Q(lab_count__gt=0)
    organisations = Organisation.objects.public().defer("search")
    return organisations.annotate(**counts).filter(some).alphabetical()


@of_content
def explore(request):
    """Who works with us, all or of one kind."""
    everyone = list(at_work())
    kinds = kinds_of(everyone)
    chosen = request.GET.get("kind", "")
    chosen = chosen if chosen in [kind for kind, _label, _count in kinds] else ""
    partners = [p for p in everyone if not chosen or (p.kind or NO_KIND) == chosen]
    page = Page(
        title=partners_title(partners, everyone),
        description=_(
            "The organisations that take part in the projects, the Off Campus sites "
            "and the Cantieri of Polisocial."
        ),
        short=_("Partners"),
        crumbs=(home_crumb(),),
        updated_at=max((row.updated_at for row in everyone), default=None),
        robots="noindex, follow" if chosen else "",
    )
    context = {
        "partners": partners,
        "kinds": kinds,
        "chosen": chosen,
        "total": len(everyone),
    }
    return render_page(request, "polisocial/partners.html", page, context)


def kinds_of(partners):
    """The kinds there are among some partners, and how many are of each."""
    found = [partner.kind or NO_KIND for partner in partners]
    labels = [*OrganisationKind.choices, (NO_KIND, _("kind not known"))]
    return [(kind, label, found.count(kind)) for kind, label in labels if kind in found]


def partners_title(partners, everyone):
    if len(partners) < len(everyone):
        return ngettext(
            "%(count)s partner out of %(total)s",
            "%(count)s partners out of %(total)s",
            len(partners),
        ) % {"count": len(partners), "total": len(everyone)}
    return ngettext(
        "%(count)s partner of projects, sites and Cantieri",
        "%(count)s partners of projects, sites and Cantieri",
        len(partners),
    ) % {"count": len(partners)}


@of_content
def show(request, slug):
    """What an organisation does with us, and with whom else."""
    partner = public_or_moved(Organisation.objects.defer("search"), slug)
    of_partner = Q(organisation=partner)
    in_projects = list(
        Partnership.objects.filter(of_partner, project__in=Project.objects.public())
        .select_related("project__competition")
        .defer("project__search_it", "project__search_en")
        .order_by("-project__competition__ordinal", "project__acronym")
    )
    in_sites = list(
        SitePartnership.objects.filter(of_partner, site__in=Site.objects.public())
        .select_related("site", "address__place")
        .order_by("site__opened", "site__name", "pk")
    )
    in_labs = list(
        LabPartnership.objects.filter(of_partner, lab__in=Lab.objects.public())
        .select_related("lab__theme")
        .order_by("lab__theme__position", "lab__name_it")
    )
    page = Page(
        title=partner.name,
        description=_("What %(partner)s does with Polisocial, and with whom.")
        % {"partner": partner.name},
        crumbs=(home_crumb(), Crumb(_("Partners"), reverse("partners"))),
        updated_at=partner.updated_at,
        linked_data=[partner_node(partner, request)],
    )
    context = {
        "partner": partner,
        "in_projects": in_projects,
        "in_sites": in_sites,
        "in_labs": in_labs,
        "site_count": len({row.site_id for row in in_sites}),
        "beside": working_beside(partner, in_projects, in_sites, in_labs),
    }
    return render_page(request, "polisocial/partner.html", page, context)


def working_beside(partner, in_projects, in_sites, in_labs):
    """The other public partners of the same projects, sites and labs."""
    links = (
        Partnership.objects.filter(project__in=[row.project_id for row in in_projects]),
        SitePartnership.objects.filter(site__in=[row.site_id for row in in_sites]),
        LabPartnership.objects.filter(lab__in=[row.lab_id for row in in_labs]),
    )
    together = Q()
    for rows in links:
        together |= Q(pk__in=rows.values("organisation"))
    others = Organisation.objects.public().exclude(pk=partner.pk)
    return others.filter(together).defer("search").alphabetical()


def partner_node(partner, request):
    """The organisation in schema.org's words."""
    here = request.build_absolute_uri(partner.get_absolute_url())
    node = {
        "@type": "Organization",
        "@id": f"{here}#partner",
        "name": partner.name,
        "mainEntityOfPage": here,
    }
    return node | ({"url": partner.website} if partner.website else {})
