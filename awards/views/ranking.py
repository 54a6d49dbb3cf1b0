"""The ranking of a stage, as somebody of its committee may see it; and its minutes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.actions import minutes as minutes_actions
from awards.actions.ranking import close as close_ranking
from awards.forms.committee import PotForm, WhyForm
from awards.models import LEADING_COMMITTEE, Appointment
from awards.rules.committee import Seat, reads_minutes, sees_ranking
from awards.rules.ranking_table import MONEY_WORDS, as_rows
from awards.rules.ranking_variants import Change, variants
from awards.rules.results import results_of
from awards.rules.told import title_in
from awards.views.proposal_pages import began_at
from awards.views.seats import (
    address_of,
    crumbs,
    leading,
    render_committee,
    serving,
)
from content.tables import download

WORDS = {
    Change.WITHOUT_EVALUATOR: gettext_lazy("Without %(what)s"),
    Change.WEIGHT_MORE: gettext_lazy("“%(what)s” weighs a tenth more"),
    Change.WEIGHT_LESS: gettext_lazy("“%(what)s” weighs a tenth less"),
    Change.POT_MORE: gettext_lazy("A tenth more money"),
    Change.POT_LESS: gettext_lazy("A tenth less money"),
}


def results_for(request, appointment):
    """What this person may see of the results, by the sums that they try if they do."""
    stage, user = appointment.stage, appointment.user
    known = results_of(stage, user)
    form = PotForm(request.GET or None, categories=known.categories)
    if form.is_valid():
        pot = form.cleaned_data["pot"]
        pots = form.pots()
        if pot is not None or pots:
            return results_of(stage, user, pot=pot, pots=pots), form, True
    return known, form, False


@serving
def show(request, appointment):
    """Who stands where, how far the money goes, and how firm that is."""
    if not sees_ranking(appointment):
        raise Http404
    results, form, is_tried = results_for(request, appointment)
    ranking = results.ranking()
    titles = {key: title_in(each) for key, each in results.submissions.items()}
    names = {each.id: each.name for each in results.categories}
    stage = appointment.stage
    tried, moving = told_variants(results, titles, stage)
    records = list(stage.rankings.select_related("by"))
    context = {
        "appointment": appointment,
        "rows": [
            (
                row,
                titles[row.candidate.key],
                names.get(row.candidate.category),
                MONEY_WORDS[row.money],
            )
            for row in ranking.rows
        ],
        "lines": [(line, names.get(line.category)) for line in ranking.lines],
        "tried": tried,
        "variants": moving,
        "hidden": results.hidden,
        "to_declare": [
            (title_in(each), address_of(Seat(appointment, each.proposal)), each)
            for each in results.to_declare
        ],
        "form": form,
        "is_tried": is_tried,
        "query": request.GET.urlencode(),
        "records": records,
        "may_close": appointment.role in LEADING_COMMITTEE,
        "why": WhyForm(is_again=bool(records)),
    }
    trail = crumbs(appointment)
    return render_committee(request, "ranking", _("Ranking"), trail, context)


def told_variants(results, titles, stage):
    """How many changes of one thing were tried, and in words those that move somebody.

    Each with what comes within the money and what falls out of it.
    """
    people = dict(Appointment.objects.filter(stage=stage).values_list("pk", "name"))
    criteria = {each.id: each.name for each in results.terms.criteria}
    names = dict.fromkeys(Change, criteria) | {Change.WITHOUT_EVALUATOR: people}
    tried = variants(results.terms, results.candidates)
    moving = [
        (
            WORDS[each.change] % {"what": names[each.change].get(each.what)},
            [titles[key] for key in each.comes_in],
            [titles[key] for key in each.falls_out],
        )
        for each in tried
        if each.comes_in or each.falls_out
    ]
    return len(tried), moving


@serving
def table(request, appointment, kind):
    """The ranking to take away, as this person may see it."""
    if not sees_ranking(appointment):
        raise Http404
    results, _form, _is_tried = results_for(request, appointment)
    rows = as_rows(results.ranking(), results.categories)
    year = appointment.stage.call.competition.year
    return download(rows, f"ranking-{year}-{appointment.stage.number}", kind)


@leading
def close(request, appointment):
    """Keep the ranking as a record."""
    if request.method != "POST" or not sees_ranking(appointment):
        raise Http404
    stage = appointment.stage
    form = WhyForm(request.POST, is_again=stage.rankings.exists())
    try:
        if not form.is_valid():
            raise ValidationError(_("Say why the ranking is closed again."))
        close_ranking(
            stage,
            by=request.user,
            at=began_at(request),
            reason=form.cleaned_data.get("reason", ""),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The ranking is closed: it is kept as it is now."))
    return redirect("my-ranking", appointment.pk)


# Minutes


@leading
def minutes(request, appointment):
    """The minutes there are; a POST makes them from the data as they are now."""
    stage = appointment.stage
    given = request.POST if request.method == "POST" else None
    form = WhyForm(given, is_again=stage.minutes.exists())
    if request.method == "POST":
        try:
            if not form.is_valid():
                raise ValidationError(_("Say why the minutes are made again."))
            minutes_actions.make(
                stage,
                by=request.user,
                at=began_at(request),
                reason=form.cleaned_data.get("reason", ""),
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The minutes are made, and kept as they are."))
        return redirect("my-minutes", appointment.pk)
    context = {
        "appointment": appointment,
        "rows": stage.minutes.select_related("by", "publication"),
        "form": form,
        "may_read": reads_minutes(appointment),
    }
    trail = crumbs(appointment)
    return render_committee(request, "minutes", _("Minutes"), trail, context)


@leading
def minutes_pdf(request, appointment, record, form):
    """Minutes as a PDF: whole, or in their public form."""
    row = get_object_or_404(appointment.stage.minutes, number=record)
    if not reads_minutes(appointment):
        raise Http404
    body = minutes_actions.paper(row, is_public=form == "public")
    name = f"{appointment.stage.call.competition.year}-{record}-{form}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
