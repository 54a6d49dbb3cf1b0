"""A ranking as a plain table, to be written as CSV or XLSX.

Texts are as they are: whoever writes the file sees that none reads as a formula.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from awards.rules.ranking import Money

CENT = Decimal("0.01")
# Two places may be less than a hundredth apart: the mean that parts them shows it.
FINE = Decimal("0.0001")

MONEY_WORDS = {
    Money.REACHED: gettext_lazy("within the funds"),
    Money.TIED: gettext_lazy("equal where the funds end"),
    Money.BEYOND: gettext_lazy("beyond the funds"),
    Money.BELOW: gettext_lazy("below a threshold"),
    Money.UNJUDGED: gettext_lazy("without reviews"),
    Money.UNKNOWN: gettext_lazy("funds not known"),
}


def as_rows(ranking, categories=()):
    """A heading, then a row for each candidate; `categories` give their names."""
    names = {each.id: each.name for each in categories}
    criteria = ranking.terms.criteria
    heading = [
        pgettext("in a ranking", "Place"),
        *(_("Place in its category"), _("Category"), _("Proposal")),
        *(_("Weighted mean"), _("Median"), _("Spread"), _("Standard deviation")),
        *(str(each.name) for each in criteria),
        *(_("Below the threshold"), _("Disagreement"), _("Asked (EUR)")),
        *(_("Asked down to here (EUR)"), _("Funds")),
    ]
    return [heading, *(_cells(row, names, len(criteria)) for row in ranking.rows)]


def _cells(row, names, criteria):
    means = [_number(each.mean) for each in row.marks] or [""] * criteria
    return [
        *(row.place or "", row.place_in_category or ""),
        *(str(names.get(row.candidate.category, "")), row.candidate.label),
        _number(row.result, FINE),
        *map(_number, (row.median, row.spread, row.deviation)),
        *means,
        ", ".join(_below(row)),
        _("yes") if row.disagrees else "",
        *map(_number, (row.candidate.asked, row.running)),
        str(MONEY_WORDS[row.money]),
    ]


def _below(row):
    """The names of what it has not passed."""
    for mark in row.marks:
        if mark.passes is False:
            yield str(mark.criterion.name)
    if row.passes_overall is False:
        yield _("all together")


def _number(value, finest=CENT):
    return "" if value is None else value.quantize(finest, ROUND_HALF_UP)
