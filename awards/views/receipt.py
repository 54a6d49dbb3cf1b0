"""Verifying a receipt: what anybody may ask, and learns nothing else from."""

import re
from hashlib import sha256

from django.db.models import Q
from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from awards.models import Paper, Proposal, ProposalState, Submission
from content.canonical import digest
from content.files.store import NoRoom
from content.pages import Page, home_crumb, render_page
from content.signing import Signature, is_genuine, published_keys

NUMBER = re.compile(r"([a-z0-9]{8})-([0-9]{1,4})")
HASH = re.compile(r"[0-9a-f]{64}")
LARGEST = 25 * 1024 * 1024  # bytes of a file to look up


# It changes nothing and shows the same to everybody, so it needs no cookie.
@csrf_exempt
def verify(request):
    """Look a receipt up by its number, by a hash, or by the file itself."""
    asked = request.POST.get("receipt", request.GET.get("receipt", "")).strip().lower()
    upload = request.FILES.get("file") if request.method == "POST" else None
    has_room, is_large = True, bool(upload and upload.size > LARGEST)
    if upload and not is_large:
        try:
            asked = hash_of(upload)
        except NoRoom:
            has_room = False
    submission = found(asked)
    page = Page(
        _("Verify a receipt"),
        description=_("Whether a receipt of a proposal is genuine, and still counts."),
        crumbs=(home_crumb(),),
        section="apply",
        part="award",
    )
    context = {
        "asked": asked,
        "has_room": has_room,
        "is_large": is_large,
        "submission": submission,
        "standing": standing(submission) if submission else "",
        "keys": published_keys(),
    }
    status = 413 if is_large else 200 if has_room else 507
    template = "awards/proposal/receipts.html"
    return render_page(request, template, page, context, status=status)


def hash_of(upload):
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def found(asked):
    """The submission of that number or hash, if what is stored is what was signed."""
    submissions = Submission.objects.select_related("proposal").filter(
        proposal__rehearsal=None
    )
    if match := NUMBER.fullmatch(asked):
        code, number = match.groups()
        submissions = submissions.filter(proposal__code=code, number=int(number))
    elif HASH.fullmatch(asked):
        papers = Paper.objects.filter(sha256=asked).values("submission")
        submissions = submissions.filter(Q(sha256=asked) | Q(pk__in=papers))
    else:
        return None
    submission = submissions.first()
    return submission if submission and is_whole(submission) else None


def is_whole(submission):
    """Whether the content stored has its hash and the portal's signature."""
    stored = submission.content.encode()
    signature = Signature(submission.key_id, submission.signature)
    return digest(stored) == submission.sha256 and is_genuine(stored, signature)


def standing(submission):
    """`counts`, `replaced` by a later version, or `withdrawn` with its proposal."""
    proposal = Proposal.objects.get(pk=submission.proposal_id)
    if proposal.counts_id != submission.pk:
        return "replaced"
    return "withdrawn" if proposal.state == ProposalState.WITHDRAWN else "counts"


def keys(request):
    """The public keys, for who checks a signature without the portal."""
    told = [
        {"id": key.id, "pem": key.pem, "current": key.is_current}
        for key in published_keys()
    ]
    return JsonResponse(
        {"algorithm": "Ed25519", "keys": told, "verify": reverse("receipts")}
    )
