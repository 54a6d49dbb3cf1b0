"""All that was handed in, said and decided of one proposal, to take away."""

import tempfile
import zipfile

from django.utils.translation import gettext as _

from awards.actions.papers import NotNow, paper_of
from awards.actions.submission import handed_in
from awards.admin.proposal_files import instant
from awards.models import Extension, PaperKind
from awards.rules.files import files_in
from awards.rules.told import work_in
from awards.rules.work import work_of
from content.canonical import canonical
from content.files.store import path_of
from content.formats import page_language
from content.tables import as_csv

PIECE = 64 * 1024  # bytes


def dossier(proposal):
    """A ZIP, piece by piece: tables, then each version, late attempt and its files.

    What a team only writes is in it where the team lets the office read it. A letter
    is as it is stored: the secret of its link never stands in its text.
    """
    folder = proposal.code
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, rows in TABLES.items():
                archive.writestr(f"{folder}/{name}.csv", as_csv(rows(proposal)))
            for submission in proposal.submissions.select_related("form", "by"):
                _put_version(archive, f"{folder}/{submission}", submission)
            for name, attempt in _attempts(proposal):
                archive.writestr(f"{folder}/{name}/{name}.json", attempt.work)
                _put_files(archive, f"{folder}/{name}", attempt.handed_in())
            if proposal.office_may_read:
                work = handed_in(work_of(proposal))
                archive.writestr(f"{folder}/draft/draft.json", canonical(work))
                _put_files(archive, f"{folder}/draft", work)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _put_version(archive, folder, submission):
    archive.writestr(f"{folder}/{submission}.json", submission.content)
    archive.writestr(f"{folder}/{submission}.sig", submission.signature)
    for kind in PaperKind.values:
        try:
            paper = paper_of(submission, kind, page_language())
        except NotNow:
            continue  # it is made later: the rest of the dossier is whole
        archive.write(path_of(paper.sha256), f"{folder}/{kind}.pdf")
    _put_files(archive, folder, work_in(submission))


def _put_files(archive, folder, work):
    for file in files_in(work):
        name = f"{folder}/{file.sha256[:8]}-{file.name}"
        if name not in archive.namelist():
            archive.write(path_of(file.sha256), name)


def _attempts(proposal):
    """Each late attempt with the name of its folder, the oldest first."""
    attempts = proposal.late_attempts.select_related("by", "decided_by", "submission")
    for number, attempt in enumerate(attempts.order_by("began_at", "pk"), 1):
        yield f"late-{number}", attempt


def _steps(proposal):
    yield _("At"), _("By"), _("From"), _("To"), _("Reason")
    for step in proposal.steps.select_related("by"):
        yield instant(step.at), str(step.by), step.origin, step.target, step.reason


def _team(proposal):
    yield [
        *(_("Name"), _("E-mail"), _("Role"), _("At the university"), _("Department")),
        *(_("State"), _("Invited"), _("Agreed to be named")),
    ]
    for member in proposal.members.select_related("department"):
        yield [
            *(member.name, member.email, member.get_role_display()),
            member.get_role_group_display(),
            member.department.code if member.department else "",
            member.get_state_display(),
            *(instant(member.invited_at), instant(member.consented_at)),
        ]


def _partners(proposal):
    yield [
        *(_("Name"), _("In the directory"), _("Who answers for it"), _("E-mail")),
        *(_("Asked"), _("Confirmed"), _("Declined")),
    ]
    for partner in proposal.partners.select_related("organisation", "merged_into"):
        known = partner.organisation or partner.merged_into
        yield [
            *(str(partner), str(known or "")),
            *(partner.contact_name, partner.contact_email),
            *(instant(partner.asked_at), instant(partner.confirmed_at)),
            instant(partner.declined_at),
        ]


def _late(proposal):
    yield [
        *(_("Folder"), _("Tried"), _("Seconds late"), _("By"), _("State")),
        *(_("Reason"), _("Decided by"), _("Decided"), _("Version")),
    ]
    for name, attempt in _attempts(proposal):
        yield [
            *(name, instant(attempt.began_at), attempt.seconds_late, str(attempt.by)),
            *(attempt.get_state_display(), attempt.reason),
            *(str(attempt.decided_by or ""), instant(attempt.decided_at)),
            attempt.submission.number if attempt.submission else "",
        ]


def _extensions(proposal):
    """Of whoever is in the team, at any stage of the call."""
    yield [
        *(_("Person"), _("Stage"), _("Until"), _("Reason")),
        *(_("Granted by"), _("Granted")),
    ]
    of_team = Extension.objects.filter(
        stage__call=proposal.stage.call_id, person__memberships__proposal=proposal
    )
    for each in of_team.select_related("person", "by", "stage__call__competition"):
        yield [
            *(str(each.person), str(each.stage), instant(each.until), each.reason),
            *(str(each.by), instant(each.at)),
        ]


def _windows(proposal):
    yield _("Sections"), _("Until"), _("Reason"), _("Granted by"), _("Granted")
    for each in proposal.edit_windows.select_related("by"):
        until, at = instant(each.until), instant(each.at)
        yield str(each), until, each.reason, str(each.by), at


def _letters(proposal):
    yield [
        *(_("Subject"), _("To"), _("E-mail"), _("State"), _("Written"), _("Sent")),
        _("Text"),
    ]
    for letter in proposal.letters.order_by("pk"):
        yield [
            *(letter.subject, letter.name, letter.email, letter.get_state_display()),
            *(instant(letter.created_at), instant(letter.sent_at), letter.body),
        ]


TABLES = {
    "steps": _steps,
    "team": _team,
    "partners": _partners,
    "late": _late,
    "extensions": _extensions,
    "edit-windows": _windows,
    "letters": _letters,
}
