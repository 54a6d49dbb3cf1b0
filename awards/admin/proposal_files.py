"""Proposals to take away: a table of many, the whole dossier of one."""

import csv
import io
import tempfile
import zipfile

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from awards.actions.papers import NotNow, paper_of
from awards.models import PaperKind
from awards.rules.files import files_in
from awards.rules.pages import states_of
from awards.rules.told import work_in
from awards.rules.work import works_of
from content.files.store import path_of
from content.formats import page_language

PIECE = 64 * 1024  # bytes
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value):
    """A cell as words: no program is to take it for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


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
            timezone.localtime(counts.submitted_at).isoformat() if counts else "",
            counts.seconds_late if counts else "",
        ]


def csv_of(proposals):
    """With a mark of UTF-8, by which spreadsheets read accents."""
    out = io.StringIO()
    csv.writer(out).writerows(rows_of(proposals))
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(proposals):
    book, out = Workbook(), io.BytesIO()
    for row in rows_of(proposals):
        book.active.append(row)
    book.active.freeze_panes = "B2"
    book.save(out)
    return out.getvalue()


def dossier(proposal):
    """A ZIP of all that was handed in and decided, piece by piece.

    Of each version what was signed, its papers and its files; then every step.
    """
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{proposal.code}/steps.csv", _steps(proposal))
            for submission in proposal.submissions.select_related("form", "by"):
                _put(archive, f"{proposal.code}/{submission}", submission)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _put(archive, folder, submission):
    archive.writestr(f"{folder}/{submission}.json", submission.content)
    archive.writestr(f"{folder}/{submission}.sig", submission.signature)
    for kind in PaperKind.values:
        try:
            paper = paper_of(submission, kind, page_language())
        except NotNow:
            continue  # it is made later: the rest of the dossier is whole
        archive.write(path_of(paper.sha256), f"{folder}/{kind}.pdf")
    for file in files_in(work_in(submission)):
        name = f"{folder}/{file.sha256[:8]}-{file.name}"
        if name not in archive.namelist():
            archive.write(path_of(file.sha256), name)


def _steps(proposal):
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([_("At"), _("By"), _("From"), _("To"), _("Reason")])
    for step in proposal.steps.select_related("by"):
        at = timezone.localtime(step.at).isoformat()
        row = (at, str(step.by), step.origin, step.target, step.reason)
        table.writerow(map(plain, row))
    return out.getvalue()
