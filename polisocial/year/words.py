"""What is counted of a stage in words: how much there is, what waits, where it is done.

The counting is `awards.rules.standing`; here each count gets its sentence and its link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from awards.models import AppointmentState, LateState, ProposalState

NAMED = 200  # a list of more than these is not asked for one by one

ASSIGNMENTS = "admin:awards_stage_assignments"
CHECKS = "admin:awards_stage_checks"
DECISIONS = "admin:awards_stage_decisions"
ANNOUNCEMENT = "admin:awards_stage_announce"
APPOINTMENTS = "admin:awards_appointment_changelist"
DECLARATIONS = "admin:awards_declaration_changelist"
MINUTES = "admin:awards_minutes_changelist"
ACTS = "admin:awards_act_changelist"
PROPOSALS = "admin:awards_proposal_changelist"


def address(name, *arguments, **query):
    """A page of the admin, or a list of it narrowed by a query."""
    path = reverse(name, args=arguments)
    return f"{path}?{urlencode(query, safe=',')}" if query else path


def page(name):
    return lambda stage, keys: address(name, stage.pk)


def these(model):
    """The list of just these rows."""
    name = f"admin:awards_{model}_changelist"
    return lambda stage, keys: address(
        name, id__in=",".join(map(str, sorted(keys)[:NAMED]))
    )


def of_stage(name, **query):
    return lambda stage, keys: address(name, stage__id__exact=stage.pk, **query)


def page_of_offence(offence):
    """The page of what is not as it must be, or of its proposal; "" for neither."""
    for kind, key in ((offence.kind, offence.key), ("proposal", offence.proposal_id)):
        if key and admin.site.is_registered(apps.get_model("awards", kind)):
            return address(f"admin:awards_{kind}_change", key)
    return ""


def late(stage, keys):
    return address(
        "admin:awards_lateattempt_changelist",
        state__exact=LateState.WAITING.value,
        proposal__stage__call__competition__id__exact=stage.call.competition_id,
    )


INVITED = of_stage(APPOINTMENTS, state__exact=AppointmentState.INVITED.value)
ACCEPTED = of_stage(APPOINTMENTS, state__exact=AppointmentState.ACCEPTED.value)

# How much there is: titles, and under each (name, words, where it is seen).
NUMBERS = (
    (
        _("Proposals"),
        (
            (
                "drafts",
                _("in draft"),
                of_stage(PROPOSALS, state__exact=ProposalState.DRAFT.value),
            ),
            ("handed_in", pgettext_lazy("proposals", "handed in"), page(DECISIONS)),
            (
                "withdrawn",
                pgettext_lazy("proposals", "withdrawn"),
                of_stage(PROPOSALS, state__exact=ProposalState.WITHDRAWN.value),
            ),
            ("late", _("late, to be admitted or not"), late),
        ),
    ),
    (
        _("Committee"),
        (
            ("appointed", pgettext_lazy("people", "appointed"), of_stage(APPOINTMENTS)),
            ("accepted", _("who accepted"), ACCEPTED),
        ),
    ),
    (
        _("Reviews"),
        (
            ("assigned", pgettext_lazy("reviews", "assigned"), page(ASSIGNMENTS)),
            ("reviewed", pgettext_lazy("reviews", "handed in"), page(ASSIGNMENTS)),
            ("missing", pgettext_lazy("reviews", "missing"), page(ASSIGNMENTS)),
        ),
    ),
    (
        pgettext_lazy("of proposals", "Decisions"),
        (
            ("decided", pgettext_lazy("decisions", "taken"), page(DECISIONS)),
            ("approved", pgettext_lazy("decisions", "approved"), page(DECISIONS)),
            ("published", pgettext_lazy("decisions", "published"), page(DECISIONS)),
        ),
    ),
    (
        _("Letters and projects"),
        (
            ("held", _("letters to be released"), these("letter")),
            ("failed", _("letters not delivered"), these("letter")),
            ("draft_projects", _("projects not public yet"), these("project")),
        ),
    ),
)


@dataclass(frozen=True)
class Matter:
    """Something that waits: its sentence, for whom, and where it is done."""

    name: str
    told: Callable
    whom: str
    address: Callable


OFFICE = _("the award office")
SECRETARY = _("who chairs, the secretary or the award office")
EVALUATORS = _("who judges")
LEADING = _("who chairs, and the secretary")
SOMEBODY_ELSE = _("somebody other than who decided")
COORDINATORS = _("who coordinates, then the editors")
EDITORS = _("the editors")

MATTERS = (
    Matter(
        "late",
        ngettext_lazy(
            "%(count)s proposal came late: admit it or not",
            "%(count)s proposals came late: admit them or not",
            "count",
        ),
        OFFICE,
        late,
    ),
    Matter(
        "unanswered",
        ngettext_lazy(
            "%(count)s appointment is not answered",
            "%(count)s appointments are not answered",
            "count",
        ),
        _("who was invited"),
        INVITED,
    ),
    Matter(
        "unchecked",
        ngettext_lazy(
            "%(count)s proposal has no check of the rules",
            "%(count)s proposals have no check of the rules",
            "count",
        ),
        OFFICE,
        page(CHECKS),
    ),
    Matter(
        "unassigned",
        ngettext_lazy(
            "%(count)s proposal is assigned to fewer people than the call asks",
            "%(count)s proposals are assigned to fewer people than the call asks",
            "count",
        ),
        OFFICE,
        page(ASSIGNMENTS),
    ),
    Matter(
        "undeclared",
        ngettext_lazy(
            "%(count)s assignment has no declaration on conflicts of interest",
            "%(count)s assignments have no declaration on conflicts of interest",
            "count",
        ),
        EVALUATORS,
        page(ASSIGNMENTS),
    ),
    Matter(
        "silent",
        ngettext_lazy(
            "%(count)s person who leads a committee has conflicts of interest to "
            "declare or deny",
            "%(count)s people who lead a committee have conflicts of interest to "
            "declare or deny",
            "count",
        ),
        LEADING,
        these("appointment"),
    ),
    Matter(
        "unreplaced",
        ngettext_lazy(
            "%(count)s conflict of interest has no substitute",
            "%(count)s conflicts of interest have no substitute",
            "count",
        ),
        OFFICE,
        these("declaration"),
    ),
    Matter(
        "overdue",
        ngettext_lazy(
            "%(count)s review is missing, and the answer was promised by now",
            "%(count)s reviews are missing, and the answer was promised by now",
            "count",
        ),
        EVALUATORS,
        page(ASSIGNMENTS),
    ),
    Matter(
        "few_reviews",
        ngettext_lazy(
            "%(count)s proposal has fewer reviews than the call asks",
            "%(count)s proposals have fewer reviews than the call asks",
            "count",
        ),
        EVALUATORS,
        page(ASSIGNMENTS),
    ),
    Matter(
        "undecided",
        ngettext_lazy(
            "%(count)s proposal is to be decided",
            "%(count)s proposals are to be decided",
            "count",
        ),
        OFFICE,
        page(DECISIONS),
    ),
    Matter(
        "unapproved",
        ngettext_lazy(
            "%(count)s decision is to be approved",
            "%(count)s decisions are to be approved",
            "count",
        ),
        SOMEBODY_ELSE,
        page(DECISIONS),
    ),
    Matter(
        "unannounced",
        ngettext_lazy(
            "%(count)s decision is approved and to be announced",
            "%(count)s decisions are approved and to be announced",
            "count",
        ),
        OFFICE,
        page(ANNOUNCEMENT),
    ),
    Matter(
        "held",
        ngettext_lazy(
            "%(count)s letter is to be released",
            "%(count)s letters are to be released",
            "count",
        ),
        OFFICE,
        these("letter"),
    ),
    Matter(
        "failed",
        ngettext_lazy(
            "%(count)s letter was not delivered",
            "%(count)s letters were not delivered",
            "count",
        ),
        OFFICE,
        these("letter"),
    ),
    Matter(
        "partners",
        ngettext_lazy(
            "%(count)s new partner: say which organisation it is",
            "%(count)s new partners: say which organisation each is",
            "count",
        ),
        OFFICE,
        these("proposalpartner"),
    ),
    Matter(
        "no_minutes",
        ngettext_lazy("The minutes are not made", "The minutes are not made", "count"),
        SECRETARY,
        of_stage(MINUTES),
    ),
    Matter(
        "minutes_unpublished",
        ngettext_lazy(
            "The minutes are not published", "The minutes are not published", "count"
        ),
        OFFICE,
        of_stage(MINUTES),
    ),
    Matter(
        "incomplete_projects",
        ngettext_lazy(
            "%(count)s funded project has a text in one language only",
            "%(count)s funded projects have a text in one language only",
            "count",
        ),
        COORDINATORS,
        these("project"),
    ),
    Matter(
        "placeless_projects",
        ngettext_lazy(
            "%(count)s funded project does not say where it happens",
            "%(count)s funded projects do not say where they happen",
            "count",
        ),
        COORDINATORS,
        these("project"),
    ),
    Matter(
        "unmapped_projects",
        ngettext_lazy(
            "%(count)s funded project has a place that is not on the map",
            "%(count)s funded projects have a place that is not on the map",
            "count",
        ),
        EDITORS,
        these("project"),
    ),
    Matter(
        "draft_projects",
        ngettext_lazy(
            "%(count)s funded project is not public yet",
            "%(count)s funded projects are not public yet",
            "count",
        ),
        COORDINATORS,
        these("project"),
    ),
)
