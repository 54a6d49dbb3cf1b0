"""Tables of proposals to take away, and what any cell of theirs may hold."""

import csv
import io

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from awards.rules.pages import states_of
from awards.rules.work import works_of

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value):
    """A cell as words: no program is to take it for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


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
            plain(work.answers.get("title", "")),
            str(proposal.stage),
            proposal.get_state_display(),
            sum(not each.faults for each in states),
            sum(len(each.faults) for each in states),
            plain(who.name) if who else "",
            plain(who.email) if who else "",
            len(work.team),
            plain(", ".join(str(each) for each in work.partners)),
            work.budget.asked,
            work.budget.added,
            counts.number if counts else "",
            instant(counts and counts.submitted_at),
            counts.seconds_late if counts else "",
        ]


def csv_of(rows):
    """With a mark of UTF-8, by which spreadsheets read accents."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.active.freeze_panes = "B2"
    book.save(out)
    return out.getvalue()
