"""A ranking as the committee closed it, as somebody of the committee may see it."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.rules.closed_ranking import closed_ranking
from awards.rules.committee import sees_ranking
from awards.rules.ranking_table import MONEY_WORDS, as_rows
from awards.views.seats import crumbs, render_committee, serving
from content.pages import Crumb
from content.tables import download


def record_or_404(appointment, number):
    """A record of the ranking of its stage, for who may see the ranking."""
    if not sees_ranking(appointment):
        raise Http404
    records = appointment.stage.rankings.select_related("by")
    return get_object_or_404(records, number=number)


@serving
def show(request, appointment, record):
    """Who stood where, and how far the money went."""
    row = record_or_404(appointment, record)
    closed = closed_ranking(row, appointment.user)
    names = {each.id: each.name for each in closed.categories}
    context = {
        "appointment": appointment,
        "record": row,
        "closed": closed,
        "rows": [
            (
                each,
                closed.titles[each.candidate.key],
                names.get(each.candidate.category),
                MONEY_WORDS[each.money],
            )
            for each in closed.ranking.rows
        ],
        "lines": [(each, names.get(each.category)) for each in closed.ranking.lines],
    }
    trail = (
        *crumbs(appointment),
        Crumb(_("Ranking"), reverse("my-ranking", args=[appointment.pk])),
    )
    title = _("Ranking closed, number %(number)d") % {"number": row.number}
    return render_committee(request, "closed_ranking", title, trail, context)


@serving
def table(request, appointment, record, kind):
    """The same, to take away."""
    row = record_or_404(appointment, record)
    closed = closed_ranking(row, appointment.user)
    stage = appointment.stage
    name = f"ranking-{stage.call.competition.year}-{stage.number}-closed-{row.number}"
    return download(as_rows(closed.ranking, closed.categories), name, kind)
