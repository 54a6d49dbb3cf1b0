"""What the papers of a submission say: its receipt, and the whole of it."""

from datetime import UTC

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.models import PaperKind
from awards.rules.files import files_in
from awards.rules.told import Part, Told, parts_in, work_in
from content.formats import count_text, page_language, rome_text


def said(submission, kind):
    """The words of a paper, in the language in force; the same at any time."""
    title = work_in(submission)["answers"].get("title", "").strip()
    is_receipt = kind == PaperKind.RECEIPT
    return {
        "language": page_language(),
        "kind": _("Receipt of a proposal") if is_receipt else _("Proposal"),
        "title": title,
        "number": submission.receipt_number,
        "facts": [{"label": label, "text": text} for label, text in _facts(submission)],
        "parts": [
            {
                "title": part.title,
                "told": [{"label": t.label, "text": t.text} for t in part.told],
            }
            for part in (_proof(submission) if is_receipt else parts_in(submission))
        ],
    }


def _facts(submission):
    utc = submission.submitted_at.astimezone(UTC).isoformat(timespec="milliseconds")
    if submission.proposal.rehearsal_id:
        yield _("Rehearsal"), _("This is not a proposal: it proves nothing.")
    yield _("Receipt"), submission.receipt_number
    yield _("Call"), str(submission.proposal.stage.call)
    yield _("Handed in"), f"{rome_text(submission.submitted_at)}; {utc}"
    if submission.seconds_late:
        late = {"seconds": count_text(submission.seconds_late)}
        told = _("%(seconds)s seconds after the deadline; admitted by the award office")
        yield _("Late"), told % late
    yield _("Version"), str(submission.number)


def _proof(submission):
    """Who is in it, and what proves that it is what was handed in."""
    work = work_in(submission)
    named = [part for part in parts_in(submission) if part.title == _("Team")]
    files = [Told(file.name, f"SHA-256 {file.sha256}") for file in files_in(work)]
    address = settings.PORTAL_ORIGIN + reverse("receipts")
    proof = [
        Told(_("SHA-256 of what was handed in"), submission.sha256),
        Told(_("Signature (Ed25519)"), submission.signature),
        Told(_("Key"), submission.key_id),
        Told(
            _("How to verify it"),
            _("At %(address)s, with the number or with this very file.")
            % {"address": address},
        ),
    ]
    return [
        *named,
        *([Part(_("Files"), files)] if files else []),
        Part(_("Proof"), proof),
    ]
