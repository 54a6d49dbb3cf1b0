"""What the people of a committee are told."""

from collections import defaultdict

from awards.emails.outbox import Addressee, put
from awards.models import SECRET, Appointment
from awards.rules.call import named


def appointment(appointment, *, token, at):
    """The link by which somebody accepts or declines to serve."""
    put(
        "appointment",
        f"{appointment.pk}:{at:%Y%m%d%H%M%S%f}",
        Addressee(appointment.name, appointment.email, "it"),
        path=("appointment", SECRET),
        secret=token,
        appointment=appointment,
        stage=named(appointment.stage),
    )


def assigned(stage, assignments, *, at):
    """Held: it goes to everybody who was given something to judge."""
    by_person = defaultdict(list)
    for each in assignments:
        by_person[each.appointment].append(each.proposal)
    for person, proposals in by_person.items():
        put(
            "assigned",
            f"{person.pk}:{at:%Y%m%d%H%M%S%f}",
            _of(person),
            path=("my-reviews",),
            is_held=True,
            appointment=person,
            stage=named(stage),
            count=len(proposals),
        )


def reopened(review, *, by, reason, at):
    """The chair asks for a review once more, and says why."""
    assignment = review.assignment
    put(
        "reopened",
        f"{review.pk}:{at:%Y%m%d%H%M%S%f}",
        _of(assignment.appointment),
        path=("my-review", assignment.appointment_id, assignment.proposal.code),
        proposal=assignment.proposal,
        stage=named(assignment.appointment.stage),
        by=by.name,
        reason=reason,
    )


def appointment_told(letter):
    """Whose appointment a letter to one person of a committee is about; or None."""
    if letter.kind not in ("appointment", "assigned"):
        return None
    rows = Appointment.objects.select_related("stage")
    return rows.filter(pk=letter.key.split(":")[1]).first()


def _of(appointment):
    user = appointment.user
    return Addressee(appointment.name, user.email, user.language, user)
