"""Writing a review, handing it in, opening it again, and the discussion after it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.trail import note
from awards.emails import committee as told
from awards.models import Deed, Proposal, Remark, Review, ReviewState, ReviewVersion
from awards.rules.fields import fitting
from awards.rules.judged import form_of
from awards.rules.review import faults, fields_of, handed_in
from content.canonical import canonical, digest


class Unready(Exception):
    """The review cannot be handed in: `faults` says all that is missing."""

    def __init__(self, found):
        super().__init__(found)
        self.faults = found


def review_of(seat, *, at):
    """The review of somebody who was given a proposal, begun if it is not there yet."""
    if seat.review is not None:
        return seat.review
    review, _made = Review.objects.get_or_create(
        assignment=seat.assignment, defaults={"started_at": at}
    )
    seat.__dict__["review"] = review
    return review


@transaction.atomic
def submit(seat, *, at):
    """Hand in what is written; gives the version, which counts from now on.

    The same handed in twice is one version. Raises Unready with every fault;
    PermissionDenied for who may not write it any more.
    """
    Proposal.objects.select_for_update(of=("self",), no_key=True).get(
        pk=seat.proposal.pk
    )
    review = Review.objects.select_for_update(of=("self",)).get(pk=seat.review.pk)
    seat.__dict__["review"] = review
    submission = seat.submission
    form = form_of(seat.appointment.stage)
    stored = dict(review.answers.values_list("key", "value"))
    written = fitting(fields_of(form), stored)
    if review.state == ReviewState.SUBMITTED:
        return review.counts
    if not seat.can_write:
        raise PermissionDenied
    if found := list(faults(form, written)):
        raise Unready(found)
    version = _enter(review, submission, handed_in(form, written), seat.user, at)
    note(
        Deed.REVIEWED,
        by=seat.user,
        at=at,
        stage=seat.appointment.stage,
        proposal=seat.proposal,
        about=_("version %(number)d") % {"number": version.number},
    )
    return version


def _enter(review, submission, said, by, at):
    last = review.versions.first()
    number = last.number + 1 if last else 1
    content = canonical({"number": number, "submission": submission.sha256, **said})
    version = ReviewVersion.objects.create(
        review=review,
        number=number,
        submission=submission,
        content=content.decode(),
        sha256=digest(content),
        at=at,
        by=by,
    )
    review.move(ReviewState.SUBMITTED, by=by, at=at, counts=version)
    return version


@transaction.atomic
def reopen(review, *, seat, reason, at):
    """The chair opens a review again; it counts as it was until it comes anew."""
    if not seat.can_reopen:
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError(_("Say why: who wrote it reads it."), code="reason")
    review.move(ReviewState.DRAFT, by=seat.user, at=at, reason=reason.strip())
    note(
        Deed.REOPENED,
        by=seat.user,
        at=at,
        stage=seat.appointment.stage,
        proposal=seat.proposal,
        about=review.assignment.appointment,
        why=reason,
    )
    told.reopened(review, by=seat.appointment, reason=reason, at=at)
    return review


def remark(seat, *, text, at):
    """Say something of a proposal to the committee; it stays, with the name."""
    if not seat.sees_reviews:
        raise PermissionDenied
    text = text.strip()
    if not text:
        raise ValidationError(_("Write something first."), code="empty")
    return Remark.objects.create(
        stage=seat.appointment.stage,
        proposal=seat.proposal,
        by=seat.user,
        at=at,
        text=text,
    )
