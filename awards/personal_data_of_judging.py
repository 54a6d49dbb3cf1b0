"""What the judging of proposals knows of whoever serves in a committee, or runs it."""

from django.utils.translation import gettext as _

from accounts.person import of_them, rows
from awards.models import (
    Act,
    Appointment,
    Assignment,
    CheckedRule,
    Declaration,
    Remark,
    Review,
    ReviewAnswer,
    ReviewOtherText,
    ReviewVersion,
    ReviewWriter,
)
from awards.rules.committee import has_finished


def tell(user):
    """Where they serve, what they declared, wrote and did there."""
    return {
        "appointments": _appointments(user),
        "declarations": rows(
            Declaration,
            *("proposal__code", "has_conflict", "grounds", "at", "lapsed_at"),
            person=user,
        ),
        "assignments": rows(
            Assignment,
            *("proposal__code", "state", "at", "ended_at", "reason"),
            appointment__user=user,
        ),
        **_reviews(user),
        "remarks": rows(Remark, "proposal__code", "text", "at", by=user),
        "checked_rules": rows(
            CheckedRule,
            *("submission__proposal__code", "rule", "is_met", "reason", "at"),
            by=user,
        ),
        "acts": rows(Act, "at", "deed", "proposal__code", "about", "why", by=user),
    }


def _appointments(user):
    """Those that were accepted, and those that only asked them by e-mail."""
    return list(
        Appointment.objects.filter(of_them(user))
        .order_by("pk")
        .values(
            *("stage__call__competition__year", "stage__number", "role", "name"),
            *("email", "department__code", "most", "state", "invited_at"),
            *("confidential_at", "ended_at", "reason"),
        )
    )


def _reviews(user):
    """What they handed in, and what they have in hand."""
    proposal = "review__assignment__proposal__code"
    written = (proposal, "key", "value", "at")
    version = (proposal, "number", "at", "sha256", "content")
    return {
        "reviews": rows(ReviewVersion, *version, by=user),
        "review_fields": rows(ReviewAnswer, *written, by=user),
        "review_other_texts": rows(ReviewOtherText, *written, by=user),
    }


def obstacles(user):
    """Committees that would lose somebody before they have finished."""
    serving = Appointment.objects.serving(user)
    for appointment in serving.select_related("stage__call__competition"):
        if not has_finished(appointment.stage):
            yield _(
                "You serve in the committee of %(stage)s, which has not finished: ask "
                "the award office to end your appointment."
            ) % {"stage": appointment.stage}


def erase(user):
    """Take away what was never agreed to or handed in; the rest is of the records.

    Who served, what they declared, judged and said is part of how a competition was
    decided, and stays, with the name that its minutes give.
    """
    for appointment in Appointment.objects.filter(of_them(user)):
        if appointment.confidential_at is None:
            appointment.delete()
            continue
        appointment.email = f"erased-{appointment.pk}@erased.invalid"
        appointment.token_hash = ""
        appointment.save(update_fields=["email", "token_hash"])
    unfinished = Review.objects.filter(assignment__appointment__user=user, counts=None)
    unfinished.delete()
    ReviewWriter.objects.filter(user=user).delete()
