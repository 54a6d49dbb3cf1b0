"""A review as a workbook: filled in without a network, then sent back."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from awards.actions.working_copy import Change
from awards.rules.review import scored, texts
from awards.views.proposal_pages import began_at
from awards.views.review import sheet_of, writing
from awards.views.seats import address_of
from awards.views.writing import Sent, store
from content.tables import XLSX, as_xlsx, rows_in

LARGEST = 2 * 1024 * 1024  # bytes
WIDTHS = (14, 10, 40, 50, 70)
ANSWER = 4  # the column that is filled in


@writing
def download(request, seat):
    """The questions of a review with what is written so far, to be filled in."""
    sheet = sheet_of(seat)
    inputs = {each.field.key: each for each in sheet.inputs()}
    rows = [[_("Key"), _("Revision"), _("Question"), _("Guidance"), _("Your answer")]]
    for each in scored(seat.form):
        name = str(each.criterion.name)
        for field, help_ in ((each.score, each.criterion.note), (each.note, "")):
            answer = inputs[field.key]
            label = f"{name}: {field.label}"
            rows.append([field.key, answer.revision, label, str(help_), answer.value])
    for field in texts():
        answer = inputs[field.key]
        rows.append(
            [
                field.key,
                answer.revision,
                str(field.label),
                str(field.help),
                answer.value,
            ]
        )
    name = f"review-{seat.proposal.code}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(as_xlsx(rows, WIDTHS), content_type=XLSX, headers=headers)


@writing
def upload(request, seat):
    """What was filled in, saved like what is typed: nothing is overwritten unread."""
    if request.method != "POST" or not seat.can_write:
        raise Http404
    try:
        changes = list(_changes(request.FILES.get("file"), sheet_of(seat)))
        sent = Sent(uuid4(), 1, changes, {}, request.user.pk)
        saved = store(seat.review, sent, by=request.user, at=began_at(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        _say(request, changes, saved)
    return redirect(address_of(seat, "my-review-write"))


def _changes(file, sheet):
    """What the workbook answers otherwise than what is stored."""
    if file is None:
        raise ValidationError(_("No file arrived: choose one, then send it."))
    if file.size > LARGEST:
        raise ValidationError(_("This file is too large to be a review of ours."))
    try:
        rows = rows_in(file)
    except ValueError:
        raise ValidationError(
            _("This is no workbook that can be read: send the one you downloaded.")
        ) from None
    known = set(sheet.keys)
    found = {row[0]: row for row in rows if len(row) > ANSWER and row[0] in known}
    if not found:
        raise ValidationError(
            _("This workbook is not a review of ours: send the one you downloaded.")
        )
    for key, row in found.items():
        stored = sheet.stored[key].value if key in sheet.stored else ""
        value = row[ANSWER].removeprefix("'").strip()
        base = int(row[1]) if row[1].isdecimal() else 0
        if value != stored.strip():
            yield Change(key, value, base)


def _say(request, changes, saved):
    if saved.clashes:
        told = _("Some texts were changed here meanwhile: both are below, choose.")
        messages.warning(request, told)
    elif changes:
        told = _("The workbook is in: look at it below, then hand in.")
        messages.success(request, told)
    else:
        messages.info(request, _("The workbook says nothing new."))
