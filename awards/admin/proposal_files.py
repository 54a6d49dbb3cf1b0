"""The table of proposals to take away."""

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.rules.pages import states_of
from awards.rules.work import works_of


def instant(at):
    """An instant in Italy as a cell; empty where there is none."""
    return timezone.localtime(at).isoformat() if at else ""


def rows_of(proposals):
    """The table: a heading, then a row for each proposal."""
    yield [
        *(_("Code"), _("Title"), _("Stage"), _("State"), _("Complete"), _("Missing")),
        *(_("Coordinator"), _("E-mail"), _("Team"), _("Partners"), _("Asked (EUR)")),
        *(_("Co-funding (EUR)"), _("Version"), _("Handed in"), _("Late")),
    ]
    for proposal, work in zip(proposals, works_of(proposals).values(), strict=True):
        states, counts = states_of(work), proposal.counts
        who = work.coordinator
        yield [
            proposal.code,
            work.answers.get("title", ""),
            str(proposal.stage),
            proposal.get_state_display(),
            sum(not each.faults for each in states),
            sum(len(each.faults) for each in states),
            who.name if who else "",
            who.email if who else "",
            len(work.team),
            ", ".join(str(each) for each in work.partners),
            work.budget.asked,
            work.budget.added,
            counts.number if counts else "",
            instant(counts and counts.submitted_at),
            counts.seconds_late if counts else "",
        ]
