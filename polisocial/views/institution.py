"""Pages about the portal itself: who keeps it, by which rules, what is wrong in it."""

from datetime import timedelta

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from awards.models import Beneficiary, Competition, FinancialYear, Project
from cantieri.models import Lab
from content.pages import Page, home_crumb, render_page
from content.revision import of_content
from directory.models import Department, Organisation
from offcampus.models import Site
from polisocial.forms import ErrorReportForm
from polisocial.models import ErrorReport

REPORTS_AN_HOUR = 200


def plain_page(request, template, title, description, context=None, **said):
    """A page of text one step from home."""
    page = Page(title, description=description, crumbs=(home_crumb(),), **said)
    return render_page(request, template, page, context)


@of_content
def about(request):
    return plain_page(
        request,
        "polisocial/about.html",
        _("About Polisocial and this portal"),
        _("Who runs Polisocial, what this portal holds and how it was gathered."),
        {
            "beneficiary": Beneficiary.objects.first(),
            "contact_email": settings.CONTACT_EMAIL,
        },
        short=_("About"),
    )


@of_content
def accessibility(request):
    return plain_page(
        request,
        "polisocial/accessibility.html",
        _("Accessibility"),
        _("How this portal is made for everyone, and how to tell us where it is not."),
        {"statement": settings.ACCESSIBILITY_STATEMENT_URL},
    )


@of_content
def privacy(request):
    return plain_page(
        request,
        "polisocial/privacy.html",
        _("Privacy"),
        _("Which personal data this portal handles: few, and no cookies to read it."),
    )


@of_content
def legal(request):
    return plain_page(
        request,
        "polisocial/legal.html",
        _("Legal notes"),
        _("Licence of the content, sources, people named, limits of liability."),
    )


@of_content
def sitemap(request):
    """Every public page, by room."""
    return plain_page(
        request,
        "polisocial/sitemap.html",
        _("Site map"),
        _("All the pages of the portal, one by one."),
        {
            # Thousands, perhaps: no more of each than its link, and one at a time.
            "projects": rows_for_links(Project.objects.public(), "acronym"),
            "competitions": Competition.objects.public(),
            "years": FinancialYear.objects.all(),
            "sites": Site.objects.public(),
            "labs": Lab.objects.public(),
            "partners": rows_for_links(Organisation.objects.public(), "name"),
            "departments": Department.objects.all(),
        },
    )


def rows_for_links(rows, name):
    """Each row as it is written in a list of links, not kept once written."""
    return rows.only("slug", name).iterator(chunk_size=500)


# Nobody signs in to report and nothing but the report is written, so a forged POST
# gains nothing; without the exemption the page would need a cookie.
@csrf_exempt
def report(request):
    """Tell the staff what is wrong in a page, or cannot be used."""
    form = ErrorReportForm(
        request.POST or None, initial={"page": request.GET.get("page", "")}
    )
    full = False
    if form.is_valid():
        full = too_many_reports()
        if not full:
            if not form.is_from_a_program:
                form.save()
            return redirect(f"{reverse('report')}?sent=1")
    return plain_page(
        request,
        "polisocial/report.html",
        _("Report an error in a page"),
        _("Tell us what is wrong in a page, or what you cannot read or use."),
        {"form": form, "full": full, "sent": "sent" in request.GET},
        short=_("Report an error"),
        robots="noindex",
    )


def too_many_reports():
    """A flood must not fill the disk: people come back later, their text kept."""
    hour_ago = timezone.now() - timedelta(hours=1)
    return ErrorReport.objects.filter(at__gt=hour_ago).count() >= REPORTS_AN_HOUR
