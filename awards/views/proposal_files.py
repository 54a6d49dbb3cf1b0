"""The files of a proposal: sent to a field, handed over to the team and nobody else."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from awards.actions.partners import keep_letter
from awards.actions.working_copy import Change, save
from awards.models import QuestionKind
from awards.rules.files import FileAnswer, files_in
from awards.rules.told import work_in
from awards.views.proposal_pages import began_at, of_the_team, page_called
from content.files.checks import Unfit
from content.files.kinds import DOCUMENTS, ONLY_PDF
from content.files.serve import attachment
from content.files.store import NoRoom, keep

PDF = "application/pdf"


def field_file(request, code, page, key):
    """The file of one field: to be saved (GET), or sent by the page itself (POST).

    401 where nobody is signed in: the page asks to sign in, and keeps the file.
    """
    if request.method == "POST" and not request.user.is_authenticated:
        return signed_out()
    return _field_file(request, code, page=page, key=key)


def signed_out():
    told = _("You are signed out: sign in again in another tab, then send it again.")
    return JsonResponse({"error": told}, status=401)


@of_the_team
def _field_file(request, desk, page, key):
    asked = [f for f in page_called(desk, page).fields if f.key == key]
    if not asked or asked[0].kind != QuestionKind.FILE:
        raise Http404
    if request.method == "POST":
        upload, base = request.FILES.get("file"), request.POST.get("base", "")
        told, status = put(request, desk, asked[0], upload, base)
        told = {"told": told} if status == 200 else {"error": told}
        return JsonResponse(told, status=status)
    stored = FileAnswer.of(desk.work.answers.get(key))
    if stored is None:
        raise Http404
    return attachment(stored.sha256, stored.name, stored.media_type)


def put(request, desk, field, upload, base):
    """Put a file in its field, or take it out where there is none.

    Gives a sentence for whoever sent it, and the status of the answer.
    """
    if not desk.can_write:
        return _("You may not write here."), 403
    try:
        value = FileAnswer.kept(keep_for(field, upload)).value if upload else ""
    except Unfit as error:
        return str(error), 422
    except NoRoom:
        return no_room(), 507
    change = Change(field.key, value, int(base) if base.isdecimal() else 0)
    saved = save(
        desk.proposal,
        by=request.user,
        client=uuid4(),
        number=1,
        changes=[change],
        at=began_at(request, desk.proposal),
    )
    if any(other.key == field.key for other in saved.clashes):
        return _("Somebody else changed the same file: choose which one stays."), 409
    return (_("The file is kept.") if value else _("The file is taken out.")), 200


def keep_for(field, upload):
    return keep(upload, allowed=ONLY_PDF if field.only_pdf else DOCUMENTS)


def no_room():
    return _(
        "There is no room for the file now. What is written is safe; try again in a "
        "few minutes, and write to the award office if it lasts."
    )


@of_the_team
def version_file(request, desk, number, sha256):
    """A file of a version that was handed in, as it was."""
    submission = get_object_or_404(desk.proposal.submissions, number=number)
    for file in files_in(work_in(submission)):
        if file.sha256 == sha256:
            return attachment(file.sha256, file.name, file.media_type)
    raise Http404


def partner_letter(request, code, number):
    """The letter of a partner: to be saved (GET), or put in place (POST).

    The page sends it by itself and is told in JSON; without JavaScript, its button.
    """
    is_by_itself = not request.accepts("text/html")
    if is_by_itself and not request.user.is_authenticated:
        return signed_out()
    return _partner_letter(request, code, number=number, is_by_itself=is_by_itself)


@of_the_team
def _partner_letter(request, desk, number, *, is_by_itself):
    partner = get_object_or_404(desk.proposal.partners, pk=number)
    if request.method != "POST":
        return attachment(partner.letter_sha256, partner.letter_name, PDF)
    if not desk.can_lead:
        raise Http404
    told, status = put_letter(partner, request.FILES.get("file"))
    if is_by_itself and status != 200:
        return JsonResponse({"error": told}, status=status)
    (messages.success if status == 200 else messages.error)(request, told)
    if is_by_itself:
        return JsonResponse({"told": told})
    return redirect("proposal-partner", desk.proposal.code, partner.pk)


def put_letter(partner, upload):
    """Keep the letter of a partner; gives a sentence, and the status of the answer."""
    if upload is None:
        return _("No file arrived: choose one, then send it."), 422
    try:
        keep_letter(partner, keep(upload, allowed=ONLY_PDF))
    except Unfit as error:
        return str(error), 422
    except NoRoom:
        return no_room(), 507
    return _("The letter is kept."), 200
