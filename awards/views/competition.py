from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.linked_data import money, without_blanks
from awards.models import Competition, ProgrammeFigure, Project
from awards.rules.published import answers_of, stages_of
from awards.views.frame import last_change, neighbours
from awards.views.how_it_works import TOPICS
from content.formats import count_text, day
from content.linked_data import UNIVERSITY
from content.pages import Crumb, Page, home_crumb, render_page
from content.revision import of_content
from content.slugs import Withdrawn

# The Award


@of_content
def explain(request):
    """The Award: its editions, how it works and what was published about it."""
    editions = list(Competition.objects.public().with_pages().order_by("-ordinal"))
    figures = list(ProgrammeFigure.objects.prefetch_related("sources"))
    page = Page(
        title=award_heading(editions),
        description=_(
            "How the Polisocial Award works, as far as sources say, and each of its "
            "editions: theme, proposals, projects funded, money."
        ),
        short=_("Award"),
        section="award",
        part="award",
        crumbs=(home_crumb(),),
        updated_at=last_change(editions, figures, *(each.pages for each in editions)),
        linked_data=[scheme_node(request)],
    )
    context = {
        "editions": editions,
        "totals": award_totals(editions),
        "topics": TOPICS,
        "published": [figure for figure in figures if not figure.is_derived],
        "derived": [figure for figure in figures if figure.is_derived],
    }
    return render_page(request, "awards/award.html", page, context)


def award_totals(editions):
    """What the editions add up to, and in how many of them a figure is not known."""
    budgets = [each.budget for each in editions if each.budget is not None]
    funded = [each.funded_count for each in editions if each.funded_count is not None]
    return {
        "funded": sum(funded),
        "funded_unknown": len(editions) - len(funded),
        "pages": sum(len(each.pages) for each in editions),
        "budget": sum(budgets) if budgets else None,
        "budget_is_approximate": any(each.budget_is_approximate for each in editions),
    }


def award_heading(editions):
    """`11 editions since 2013, at least 61 projects funded`."""
    if not editions:
        return _("The Polisocial Award has no edition here yet")
    since = ngettext(
        "One edition, %(year)s", "%(count)s editions since %(year)s", len(editions)
    ) % {"count": len(editions), "year": min(each.year for each in editions)}
    totals = award_totals(editions)
    if totals["funded_unknown"]:
        funded = ngettext(
            "at least one project funded",
            "at least %(count)s projects funded",
            totals["funded"],
        )
    else:
        funded = funded_words(totals["funded"])
    return f"{since}, {funded % {'count': count_text(totals['funded'])}}"


def funded_words(number):
    return ngettext("one project funded", "%(count)s projects funded", number)


def scheme_node(request):
    """The Award in schema.org's words."""
    return {
        "@type": "FundingScheme",
        "@id": request.build_absolute_uri(reverse("award")) + "#award",
        "name": "Polisocial Award",
        "url": request.build_absolute_uri(reverse("award")),
        "funder": {"@id": UNIVERSITY["@id"]},
    }


# One competition


@of_content
def show(request, year):
    """One edition: theme, timetable, selection, money, projects, what is disputed."""
    competition = public_competition_or_404(year)
    editions = Competition.objects.public().order_by("ordinal")
    earlier, later = neighbours(competition, editions.only("year", "ordinal", "label"))
    allotments = list(competition.allotments.select_related("receipt__financial_year"))
    subject, result = competition.theme or competition.label, result_of(competition)
    stages = stages_of(competition) if hasattr(competition, "call") else []
    answers = answers_of(competition, stages)
    page = Page(
        title=_("%(subject)s: %(result)s") % {"subject": subject, "result": result},
        description=description_of(competition),
        short=str(competition.year),
        section="award",
        part="award",
        crumbs=(home_crumb(), Crumb(_("Award"), reverse("award"))),
        updated_at=last_change([competition], competition.pages, allotments),
        linked_data=[competition_node(request, competition)],
    )
    context = {
        "competition": competition,
        "subject": subject,
        "result": result,
        "timetable": timetable(competition, stages, answers),
        "selection": selection(competition),
        "answers": answers,
        "families": families(competition),
        "allotments": allotments,
        "earlier": earlier,
        "later": later,
    }
    return render_page(request, "awards/competition.html", page, context)


def public_competition_or_404(year):
    """The edition of a year with all its page prints; gone if it was withdrawn."""
    cards = Project.objects.public().for_cards("category").order_by("acronym")
    competition = get_object_or_404(
        Competition.objects.select_related("call").prefetch_related(
            "sources", "categories", Prefetch("projects", cards, to_attr="pages")
        ),
        year=year,
    )
    if competition.is_withdrawn():
        raise Withdrawn
    if not competition.is_public():
        raise Http404
    return competition


def result_of(competition):
    """`8 projects funded out of 50 proposals`, or as much of it as is known."""
    funded, submitted = competition.funded_count, competition.submitted_count
    if funded is None:
        return _("how many projects were funded is not known")
    words = funded_words(funded)
    if submitted is not None:
        words = ngettext(
            "one project funded out of %(submitted)s proposals",
            "%(count)s projects funded out of %(submitted)s proposals",
            funded,
        )
    return words % {
        "count": count_text(funded),
        "submitted": count_text(submitted or 0),
    }


def description_of(competition):
    text = _(
        "%(label)s: theme, timetable, proposals, money and the projects funded, each "
        "figure with its source."
    )
    return Truncator(text % {"label": competition.label}).chars(160)


def timetable(competition, stages, answers):
    """What happens in an edition, in order; a gap where no source gives the date.

    What no source gives is read from the edition's own call and answers, if any.
    """
    first = stages[0] if stages else None
    funding = [each.at for each in answers if each.funded]
    steps = (
        (_("Call opens"), competition.call_opened or (first and first.opens_at)),
        (_("Call closes"), competition.call_closed or (first and first.closes_at)),
        (_("Projects chosen"), competition.selected or max(funding, default=None)),
        (_("Ceremony"), competition.ceremony),
        (_("Projects start"), competition.projects_start),
    )
    return [
        {
            "title": title,
            "note": day(date) if date else "",
            "known": bool(date),
            "gender": "f",
            "part": "award",
        }
        for title, date in steps
    ]


def selection(competition):
    """From the proposals to the projects, with the greatest number known."""
    steps = [
        (_("Proposals submitted"), competition.submitted_count),
        (_("Proposals shortlisted"), competition.shortlisted_count),
        (_("Projects funded"), competition.funded_count),
    ]
    return {
        "steps": steps,
        "highest": max((number for _title, number in steps if number), default=None),
    }


def families(competition):
    """Each category with its projects that have a page, then those without one."""
    categories = list(competition.categories.all())
    if not categories:
        return None
    return {
        "categories": [
            (each, [p for p in competition.pages if p.category_id == each.pk])
            for each in categories
        ],
        "others": [p for p in competition.pages if p.category_id is None],
    }


def competition_node(request, competition):
    """An edition in schema.org's words: a funding scheme, its grant and projects."""
    address = request.build_absolute_uri(competition.get_absolute_url())
    funder = {"@id": UNIVERSITY["@id"]}
    grant = {
        "@type": "MonetaryGrant",
        "funder": funder,
        "amount": money(competition.budget),
    }
    projects = [
        {
            "@type": "ResearchProject",
            "name": project.acronym,
            "url": request.build_absolute_uri(project.get_absolute_url()),
        }
        for project in competition.pages
    ]
    node = {
        "@type": "FundingScheme",
        "@id": f"{address}#competition",
        "name": competition.label,
        "alternateName": str(competition.theme),
        "url": address,
        "parentOrganization": scheme_node(request),
        "funder": funder,
        "funding": grant if competition.budget is not None else None,
        "subOrganization": projects,
    }
    return without_blanks(node)
