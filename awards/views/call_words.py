"""The rules of a call and the limits of its questions, in words.

The page and the files to work on offline say the same, from here. What a call does
not limit is said so; nothing is added to what it says.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.role_groups import RoleGroup
from awards.models import CoFunding, QuestionKind
from content.formats import count_text, euro_text, page_language
from directory.models import OrganisationKind


def no_limit():
    return _("no limit")


def share_text(share):
    """`12.5%`, as each language writes the number."""
    return f"{count_text(share)}%"


def between(least, most, words):
    """`at least 2`, `at most 5`, `from 2 to 5`, of a number that `words` writes."""
    if least is None and most is None:
        return ""
    if least == most:
        return words(least)
    if most is None:
        return _("at least %(least)s") % {"least": words(least)}
    if least is None:
        return _("at most %(most)s") % {"most": words(most)}
    return _("from %(least)s to %(most)s") % {
        "least": words(least),
        "most": words(most),
    }


# Rules: each a label and what the call says


def team_rules(rules):
    coordinators = [str(RoleGroup(each).label) for each in rules.coordinators]
    needed = _("required") if rules.needs_project_manager else _("not required")
    most = between(None, rules.proposals_per_coordinator, count_text)
    departments = between(rules.departments_least, rules.departments_most, count_text)
    facts = [
        (_("Who may coordinate"), ", ".join(coordinators) or _("anybody")),
        (_("Project manager"), needed),
        (_("Proposals of one coordinator"), most or no_limit()),
        (_("Departments"), departments or no_limit()),
        (_("Outside partners"), partners_text(rules)),
    ]
    if rules.is_anonymous:
        facts.append((_("Evaluation"), _("evaluators do not learn who proposes")))
    return facts


def partners_text(rules):
    if not rules.partners_least:
        return _("not required")
    least = _("at least %(least)s") % {"least": count_text(rules.partners_least)}
    kinds = [str(OrganisationKind(each).label) for each in rules.partner_kinds]
    if not kinds:
        return least
    return _("%(least)s, of these kinds: %(kinds)s") % {
        "least": least,
        "kinds": ", ".join(kinds),
    }


def money_rules(rules):
    cap = rules.project_cap
    return [
        (
            _("What a project may ask"),
            _("at most %(most)s") % {"most": euro_text(cap)} if cap else no_limit(),
        ),
        (_("Co-funding"), co_funding_text(rules)),
        (_("Length of a project"), months_text(rules.durations) or no_limit()),
    ]


def co_funding_text(rules):
    label = CoFunding(rules.co_funding).label
    if rules.co_funding_least is None:
        return str(label)
    share = share_text(rules.co_funding_least)
    return _("required: at least %(share)s of the whole cost") % {"share": share}


def months_text(months):
    """`12 or 18 months`; "" where any length will do."""
    if not months:
        return ""
    *some, last = (count_text(each) for each in sorted(months))
    if some:
        last = _("%(some)s or %(last)s") % {"some": ", ".join(some), "last": last}
    return ngettext("%(months)s month", "%(months)s months", max(months)) % {
        "months": last
    }


def cap_text(heading):
    """The limit of a cost heading: a sum, a share of what is asked, or both."""
    caps = []
    if heading.cap is not None:
        caps.append(_("at most %(most)s") % {"most": euro_text(heading.cap)})
    if heading.cap_share is not None:
        share = share_text(heading.cap_share)
        caps.append(_("at most %(share)s of what is asked") % {"share": share})
    return ", ".join(caps) or no_limit()


def category_text(category):
    """The money set apart for it, and how long its projects last, where it says so."""
    told = []
    if category.budget:
        told.append(_("Money for it: %(sum)s") % {"sum": euro_text(category.budget)})
    if category.durations:
        months = months_text(category.durations)
        told.append(_("Length of a project: %(months)s") % {"months": months})
    return ". ".join(told)


# Questions


def limits(question):
    """What a question takes: its kind, its limits, whether it must be answered."""
    told = [str(QuestionKind(question.kind).label)]
    if question.word_limit is not None:
        told.append(
            ngettext("at most one word", "at most %(count)s words", question.word_limit)
            % {"count": count_text(question.word_limit)}
        )
    elif question.kind == QuestionKind.LONG_TEXT:
        told.append(_("no limit of words"))
    if bounds := between(question.least, question.most, count_text):
        told.append(bounds)
    if question.kind == QuestionKind.FILE and question.only_pdf:
        told.append(_("PDF only"))
    told.append(
        pgettext("question", "required")
        if question.is_required
        else pgettext("question", "optional")
    )
    return ", ".join(told)


def untranslated(form):
    """That some text of a form stands in for a missing one; "" if none does."""
    texts = [
        *(text for part in _parts(form) for text in (part.name, part.note)),
        *(each.name for each in form.categories),
        *(text for each in form.questions for text in (each.label, each.help)),
        *(each.label for asked in form.questions for each in asked.choices),
    ]
    if not any(getattr(text, "is_fallback", False) for text in texts):
        return ""
    if page_language() == "it":
        return _("Some texts are in English: they have not been translated yet.")
    return _("Some texts are in Italian: they have not been translated yet.")


def _parts(form):
    return (
        *form.dimensions,
        *form.prizes,
        *form.cost_headings,
        *form.criteria,
        *form.sections,
    )
