from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.models import Beneficiary, Competition, FinancialYear, Receipt
from awards.views.flow import draw
from awards.views.frame import last_change, neighbours
from content.formats import count_text, euro_text
from content.linked_data import LICENCE, UNIVERSITY
from content.pages import Crumb, Page, home_crumb, render_page
from content.revision import of_content

# All the years


@dataclass(frozen=True)
class Ledger:
    """What the years add up to, and which of them stand out."""

    years: list[FinancialYear]

    @property
    def known(self):
        return [year for year in self.years if year.amount is not None]

    @property
    def unknown_count(self):
        return len(self.years) - len(self.known)

    @property
    def total(self):
        """The sum of the years whose amount is known; None when there is none."""
        return sum(year.amount for year in self.known) if self.known else None

    @property
    def is_approximate(self):
        return any(year.amount_is_approximate for year in self.known)

    @property
    def highest(self):
        return max(self.known, key=lambda year: year.amount, default=None)

    @property
    def most_chosen(self):
        counted = [year for year in self.years if year.choices is not None]
        return max(counted, key=lambda year: year.choices, default=None)

    @property
    def best_ranked(self):
        """The latest of the years with the best rank among the universities."""
        ranked = [year for year in self.years if year.rank_universities is not None]
        return min(
            ranked, key=lambda year: (year.rank_universities, -year.year), default=None
        )


@of_content
def explain(request):
    """What was given, year by year, and the way from the years to the projects."""
    ledger = Ledger(list(FinancialYear.objects.for_ledger()))
    editions = list(Competition.objects.public().with_pages().order_by("ordinal"))
    receipts = list(Receipt.objects.for_ledger())
    allotments = [each for receipt in receipts for each in receipt.allotments.all()]
    beneficiary = Beneficiary.objects.prefetch_related("sources").first()
    page = Page(
        title=heading(ledger),
        description=_(
            "What taxpayers gave Politecnico di Milano with the five per thousand, "
            "year by year, what it paid for, and what is not known."
        ),
        short=_("Five per thousand"),
        section="five-per-thousand",
        part="money",
        crumbs=(home_crumb(),),
        updated_at=last_change(
            *(ledger.years, editions, receipts, allotments),
            [beneficiary] if beneficiary else [],
        ),
        linked_data=[dataset_node(request, ledger)] if ledger.years else [],
    )
    context = {
        "ledger": ledger,
        "beneficiary": beneficiary,
        "flow": draw(ledger.years, editions, allotments),
        "origins": origins(editions, receipts),
        "spent": spent(ledger, editions, allotments),
        "receipts": receipts,
    }
    return render_page(request, "awards/five_per_thousand.html", page, context)


def heading(ledger):
    """`€2,905,026 in the 4 years we can document. 11 years are not known.`"""
    if not ledger.known:
        return _("No year of the five per thousand is documented yet")
    many = len(ledger.known)
    known = ngettext(
        "%(amount)s in the one year we can document.",
        "%(amount)s in the %(count)s years we can document.",
        many,
    ) % {"amount": about(ledger.total, ledger.is_approximate), "count": many}
    if not ledger.unknown_count:
        return known
    unknown = ngettext(
        "One year is not known.", "%(count)s years are not known.", ledger.unknown_count
    ) % {"count": ledger.unknown_count}
    return f"{known} {unknown}"


def about(amount, is_approximate):
    text = euro_text(amount)
    return _("about %(amount)s") % {"amount": text} if is_approximate else text


def origins(editions, receipts):
    """Each edition, the newest first, with the allotments that name its years."""
    by_edition = {}
    for receipt in receipts:
        for allotment in receipt.allotments.all():
            allotment.receipt = receipt
            by_edition.setdefault(allotment.competition_id, []).append(allotment)
    return [(each, by_edition.get(each.pk, [])) for each in reversed(editions)]


def spent(ledger, editions, allotments):
    """What the editions cost, as far as published, and how often the year is known.

    What is left is the difference, and only when every figure is known exactly.
    """
    budgets = [each.budget for each in editions if each.budget is not None]
    stated = {each.competition_id for each in allotments if each.certainty == "stated"}
    disputed = {each.competition_id for each in allotments} - stated
    unknown = len(editions) - len(budgets)
    is_approximate = any(each.budget_is_approximate for each in editions)
    left = None
    if not (unknown or ledger.unknown_count or is_approximate or ledger.is_approximate):
        left = (ledger.total or 0) - sum(budgets)
    return {
        "total": sum(budgets) if budgets else None,
        "known": len(budgets),
        "unknown": unknown,
        "is_approximate": is_approximate,
        "left": left,
        "stated": len(stated),
        "disputed": len(disputed),
        "silent": len(editions) - len(stated | disputed),
    }


def dataset_node(request, ledger):
    """The table of the years in schema.org's words."""
    first, last = ledger.years[-1].year, ledger.years[0].year
    return {
        "@type": "Dataset",
        "@id": request.build_absolute_uri(request.path) + "#years",
        "name": _("Five per thousand given to Politecnico di Milano, by year"),
        "description": heading(ledger),
        "temporalCoverage": f"{first}/{last}",
        "license": LICENCE,
        "creator": {"@id": UNIVERSITY["@id"]},
        "isAccessibleForFree": True,
    }


# One year


@of_content
def show(request, year):
    """One financial year: what is known of it, what it paid for, what is missing."""
    row = get_object_or_404(FinancialYear.objects.for_ledger(), year=year)
    earlier, later = neighbours(row, FinancialYear.objects.order_by("year"))
    receipts = list(Receipt.objects.for_ledger().filter(financial_year=row))
    allotments = [each for receipt in receipts for each in receipt.allotments.all()]
    page = Page(
        title=year_heading(row),
        description=_(
            "Five per thousand of %(year)s: amount, choices, rank, what it paid for, "
            "and what no source says."
        )
        % {"year": row.year},
        short=str(row.year),
        section="five-per-thousand",
        part="money",
        crumbs=(
            home_crumb(),
            Crumb(_("Five per thousand"), reverse("five-per-thousand")),
        ),
        updated_at=last_change([row], receipts, allotments),
    )
    context = {
        "year": row,
        "receipts": receipts,
        "allotments": allotments,
        "earlier": earlier,
        "later": later,
    }
    return render_page(request, "awards/financial_year.html", page, context)


def year_heading(year):
    """`2020: €985,530 from 7,921 taxpayers`, or as much of it as is known."""
    known = {"year": year.year, "count": count_text(year.choices or 0)}
    if year.amount is None and year.choices is None:
        return _("%(year)s: the amount is not known") % known
    if year.amount is None:
        return (
            ngettext(
                "%(year)s: one taxpayer chose the university, the amount is not known",
                "%(year)s: %(count)s taxpayers chose the university, the amount is not "
                "known",
                year.choices,
            )
            % known
        )
    known["amount"] = about(year.amount, year.amount_is_approximate)
    if year.choices is None:
        return _("%(year)s: %(amount)s of five per thousand") % known
    return (
        ngettext(
            "%(year)s: %(amount)s from one taxpayer",
            "%(year)s: %(amount)s from %(count)s taxpayers",
            year.choices,
        )
        % known
    )
