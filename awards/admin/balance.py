"""A balanced proposal of assignments: shown first, then applied exactly as shown."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.actions.balance import assign_as_shown
from awards.admin.around import page_of
from awards.admin.assignment import tell
from awards.admin.pages import about_one, show
from awards.forms.assignment import EachForm
from awards.rules.given import Given, Wanted
from awards.rules.told import title_in


class BalanceAdmin:
    """What the admin of stages has to propose who judges what."""

    @about_one("awards.change_assignment")
    def balance_view(self, request, stage):
        """Compute a proposal and show it (GET); assign what was shown (POST)."""
        if request.method == "POST":
            return apply_shown(request, stage)
        asked = request.GET if "each" in request.GET else None
        form = EachForm(asked, initial={"each": stage.reviews_each})
        context = {
            "title": _("Balanced proposal of assignments"),
            "form": form,
            "assignments_address": page_of(stage, "assignments"),
            "is_closed": stage.has_closed(),
        }
        if form.is_valid():
            given = Given(stage, request.user)
            context |= shown(Wanted(given, form.cleaned_data["each"]))
        return show(self, request, "balance", stage, context)


def apply_shown(request, stage):
    """Assign the pairs that a page showed, if what they were made from still holds."""
    form, pairs = EachForm(request.POST), pairs_in(request.POST.get("pairs", ""))
    if not form.is_valid() or not pairs:
        messages.error(request, _("Nothing is proposed there to be assigned."))
        return redirect(request.path)
    each = form.cleaned_data["each"]
    seen, now = request.POST.get("seen", ""), timezone.now()
    try:
        new = assign_as_shown(
            stage, pairs, each=each, seen=seen, by=request.user, at=now
        )
    except ValidationError as error:
        for told in error.messages:
            messages.error(request, told)
        return redirect(f"{request.path}?{urlencode({'each': each})}")
    tell(request, len(new))
    return redirect(page_of(stage, "assignments"))


def pairs_in(text):
    """The pairs that a page sends back: "12:3 12:5", proposal and person; [] if not."""
    pairs = [each.split(":") for each in text.split()]
    if not all(len(pair) == 2 and all(map(_is_key, pair)) for pair in pairs):
        return []
    return [(int(proposal), int(person)) for proposal, person in pairs]


def _is_key(text):
    return text.isascii() and text.isdecimal() and len(text) < 19


def shown(wanted):
    """What a balanced proposal is to people: by proposal, by person, and what lacks."""
    given, balance = wanted.given, wanted.balance
    names = {each.pk: each for each in given.people}
    by_proposal = {each.proposal_id: [] for each in wanted.submissions}
    for pair in balance.pairs:
        by_proposal[pair.proposal].append(
            {
                "person": names[pair.evaluator],
                "is_new": not pair.is_fixed,
                "is_own_department": pair.is_own_department,
                "ties": wanted.told.get((pair.proposal, pair.evaluator), []),
            }
        )
    short = {each.proposal: why(each) for each in balance.short}
    return {
        "wanted": wanted,
        "count": len(wanted.new),
        "pairs": " ".join(f"{each.proposal}:{each.evaluator}" for each in wanted.new),
        "short_count": len(short),
        "lines": [
            {
                "proposal": each.proposal,
                "name": title_in(each),
                "people": by_proposal[each.proposal_id],
                "short": short.get(each.proposal_id, ""),
                "is_alike": each.proposal_id in balance.alike,
            }
            for each in wanted.submissions
        ],
        "loads": [load(wanted, each) for each in given.people],
    }


def load(wanted, person):
    """What somebody has, and what they would have; without what is hidden here."""
    now = wanted.given.loads.get(person.pk, (0, 0))[0]
    new = sum(each.evaluator == person.pk for each in wanted.new)
    return {"person": person, "now": now, "new": new, "in_all": now + new}


def why(short):
    """Why a proposal cannot have as many people as are wanted."""
    missing = short.wanted - short.found
    said = {"missing": missing, "may": short.may}
    lacks = ngettext("One is missing", "%(missing)d are missing", missing) % said
    if short.may >= short.wanted:
        return _("%(lacks)s: who may judge it has no room for more.") % {"lacks": lacks}
    reason = ngettext(
        "only one person may judge it, for conflicts of interest and refusals",
        "only %(may)d people may judge it, for conflicts of interest and refusals",
        short.may,
    )
    if not short.may:
        reason = _("nobody may judge it, for conflicts of interest and refusals")
    return _("%(lacks)s: %(reason)s.") % {"lacks": lacks, "reason": reason % said}
