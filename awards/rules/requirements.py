"""What keeps a proposal from being handed in: all of it, each with its place.

A draft is never refused for any of this: it only says what is missing.
"""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.role_groups import RoleGroup
from awards.models import CoFunding, MemberRole, MemberState, QuestionKind
from awards.rules.budget import HUNDRED
from awards.rules.numbers import typed_number
from awards.rules.words import count_words
from content.formats import count_text, euro_text
from directory.models import OrganisationKind

TEAM, PARTNERS, BUDGET = "team", "partners", "budget"
SHORT = 300  # characters of a short text


@dataclass(frozen=True)
class Fault:
    """A sentence, and the field or the page where it is mended."""

    place: str
    text: str

    @property
    def id(self):
        """The name, in its page, of what mends it."""
        return self.place.replace(".", "-")


def faults(work):
    """Every reason why this work cannot be handed in; none where it can."""
    answered = [
        Fault(field.key, said)
        for field in work.fields.values()
        for said in of_field(field, work.answers.get(field.key))
    ]
    return [
        *answered,
        *(Fault("duration", said) for said in _of_length(work)),
        *(Fault(TEAM, said) for said in _of_team(work)),
        *(Fault(PARTNERS, said) for said in _of_partners(work)),
        *_of_budget(work),
    ]


def of_field(field, value):
    """What is wrong with one answer, missing included."""
    if is_empty(value):
        if field.is_required:
            yield _("“%(field)s” has no answer yet.") % {"field": field.label}
        return
    yield from CHECK[field.kind](field, value)


def is_empty(value):
    return not (value.strip() if isinstance(value, str) else value)


def _short_text(field, value):
    if len(value) > SHORT:
        yield _("“%(field)s” is longer than %(most)d characters.") % {
            "field": field.label,
            "most": SHORT,
        }


def _long_text(field, value):
    words = count_words(value)
    if field.word_limit and words > field.word_limit:
        yield _("“%(field)s” has %(words)d words: at most %(most)d may stay.") % {
            "field": field.label,
            "words": words,
            "most": field.word_limit,
        }


def _number(field, value):
    said = {"field": field.label}
    typed = typed_number(value)
    if typed is None:
        yield _("“%(field)s” wants a number, in figures.") % said
    elif field.least is not None and typed < field.least:
        least = {"least": count_text(field.least)}
        yield _("“%(field)s” is at least %(least)s.") % (said | least)
    elif field.most is not None and typed > field.most:
        most = {"most": count_text(field.most)}
        yield _("“%(field)s” is at most %(most)s.") % (said | most)


def _chosen(field, value):
    chosen = {value} if isinstance(value, str) else set(value)
    if not chosen <= {choice.key for choice in field.choices}:
        yield _("“%(field)s” has an answer that the form no longer offers.") % {
            "field": field.label
        }


def _file(_field, _value):
    """Files were looked into when they arrived."""
    return ()


CHECK = {
    QuestionKind.SHORT_TEXT: _short_text,
    QuestionKind.LONG_TEXT: _long_text,
    QuestionKind.NUMBER: _number,
    QuestionKind.ONE: _chosen,
    QuestionKind.SEVERAL: _chosen,
    QuestionKind.FILE: _file,
}


def category_in(answers, form):
    chosen = answers.get("category")
    return next((each for each in form.categories if str(each.id) == chosen), None)


def _of_length(work):
    """A category may have lengths of its own, which hold in place of the call's."""
    category = category_in(work.answers, work.form)
    allowed = category.durations if category else ()
    length = typed_number(work.answers.get("duration", ""))
    if allowed and length is not None and length not in allowed:
        yield _("Projects of the category “%(name)s” last %(lengths)s months.") % {
            "name": category.name,
            "lengths": get_text_list([str(each) for each in allowed], _("or")),
        }


def _of_team(work):
    rules = work.form.rules
    if work.coordinator:
        yield from of_coordinator(work.coordinator, rules)
    if rules.needs_project_manager and not work.leading(MemberRole.MANAGER):
        yield _("The call asks for a project manager: the team has none.")
    yield from _of_departments(work)
    for member in work.team:
        if member.state == MemberState.INVITED:
            yield _(
                "%(name)s has not agreed to be named yet: send the invitation again, "
                "or take the name out of the team."
            ) % {"name": member.name}


def of_coordinator(coordinator, rules):
    """Whether the call lets people of this group coordinate."""
    if not rules.coordinators or coordinator.role_group in rules.coordinators:
        return
    may = [str(RoleGroup(each).label) for each in rules.coordinators]
    yield _("Who coordinates must be of one of these groups: %(groups)s.") % {
        "groups": get_text_list(may, _("or"))
    }


def _of_departments(work):
    rules = work.form.rules
    count = len({m.department_id for m in work.team if m.department_id})
    if rules.departments_least and count < rules.departments_least:
        yield ngettext(
            "The team needs people of at least %(least)d department: it has %(count)d.",
            "The team needs people of at least %(least)d departments: it has "
            "%(count)d.",
            rules.departments_least,
        ) % {"least": rules.departments_least, "count": count}
    if rules.departments_most and count > rules.departments_most:
        yield ngettext(
            "The team may have people of at most %(most)d department: it has "
            "%(count)d.",
            "The team may have people of at most %(most)d departments: it has "
            "%(count)d.",
            rules.departments_most,
        ) % {"most": rules.departments_most, "count": count}


def _of_partners(work):
    rules = work.form.rules
    for partner in work.partners:
        if partner.declined_at:
            yield _("%(name)s declined: take it out of the partners.") % {
                "name": partner
            }
        elif not partner.confirmed_at:
            yield _(
                "%(name)s has not confirmed yet: send the request again, or take it "
                "out of the partners."
            ) % {"name": partner}
    kinds = set(rules.partner_kinds)
    counted = [p for p in work.partners if not kinds or p.kind in kinds]
    if rules.partners_least and len(counted) < rules.partners_least:
        yield _least_partners(rules, len(counted))


def _least_partners(rules, count):
    kinds = [str(OrganisationKind(each).label) for each in rules.partner_kinds]
    said = {
        "least": rules.partners_least,
        "count": count,
        "kinds": get_text_list(kinds, _("or")),
    }
    if kinds:
        return (
            _(
                "Partners needed of these kinds (%(kinds)s): at least %(least)d. There "
                "are %(count)d."
            )
            % said
        )
    return _("Partners needed: at least %(least)d. There are %(count)d.") % said


def _of_budget(work):
    if not work.form.cost_headings:
        return
    budget = work.budget
    for cell in budget.wrong():
        yield Fault(
            cell.key,
            _("“%(typed)s” in the budget is no sum: write it like 1,234.50.")
            % {"typed": cell.typed},
        )
    for unit in budget.units:
        if not unit.name:
            yield Fault(
                f"unit.{unit.number}",
                _("A row of the budget does not say whose the costs are."),
            )
    for fund in budget.funds:
        if not (fund.who and fund.kind):
            yield Fault(
                f"fund.{fund.number}.who",
                _("A co-funding does not say who gives it, or what it is."),
            )
    yield from (Fault(BUDGET, said) for said in _of_sums(work.form, budget))


def _of_sums(form, budget):
    if not budget.asked:
        yield _("The budget asks for nothing yet.")
    cap = form.rules.project_cap
    if cap and budget.asked > cap:
        yield _("The budget asks for %(asked)s: at most %(cap)s may be asked.") % {
            "asked": euro_text(budget.asked),
            "cap": euro_text(cap),
        }
    for heading, asked in budget.by_heading():
        yield from _of_heading(heading, asked, budget.asked)
    yield from _of_co_funding(form.rules, budget)


def _of_heading(heading, asked, total):
    said = {"heading": heading.name, "asked": euro_text(asked)}
    if heading.cap is not None and asked > heading.cap:
        cap = {"cap": euro_text(heading.cap)}
        yield _("“%(heading)s” asks for %(asked)s: at most %(cap)s may be asked.") % (
            said | cap
        )
    if heading.cap_share is not None and asked * HUNDRED > heading.cap_share * total:
        share = {"share": count_text(heading.cap_share)}
        yield _(
            "“%(heading)s” asks for %(asked)s: at most %(share)s%% of what is asked "
            "in all."
        ) % (said | share)


def _of_co_funding(rules, budget):
    if rules.co_funding == CoFunding.NONE and budget.added:
        yield _("This call has no co-funding: take it out of the budget.")
    if rules.co_funding == CoFunding.REQUIRED and not budget.added:
        yield _("This call asks for co-funding: the budget has none.")
    least = rules.co_funding_least
    if least and budget.added and budget.added * HUNDRED < least * budget.cost:
        yield _(
            "Co-funding is %(added)s: at least %(least)s%% of the whole cost, which "
            "is %(cost)s, is asked."
        ) % {
            "added": euro_text(budget.added),
            "least": count_text(least),
            "cost": euro_text(budget.cost),
        }
