"""When submissions arrived beside their deadline, and by what leave after it."""

from django.utils.translation import gettext as _

from awards.models import EditWindow, Extension, Finding, LateAttempt
from content.formats import count_text, exact_text


def arrivals(stage, submissions):
    """Of each submission: whether it is in time, and what says so.

    Where none came after the deadline, the database is asked nothing.
    """
    after = [each for each in submissions if each.submitted_at > stage.closes_at]
    granted = _granted(stage, after)
    return {
        each.pk: _arrival(stage, each, granted.get(each.pk)) for each in submissions
    }


def _granted(stage, submissions):
    """What let each of those that came after the deadline in, where something did."""
    people = {each.by_id for each in submissions}
    proposals = {each.proposal_id for each in submissions}
    extensions = Extension.objects.filter(stage=stage, person__in=people)
    later = {each.person_id: each for each in extensions.select_related("person")}
    windows = list(EditWindow.objects.filter(proposal__in=proposals))
    attempts = LateAttempt.objects.filter(submission__in=submissions)
    admitted = {
        each.submission_id: each for each in attempts.select_related("decided_by")
    }
    found = {}
    for each in submissions:
        at, extension = each.submitted_at, later.get(each.by_id)
        if each.pk in admitted:
            found[each.pk] = admitted[each.pk]
        elif extension and at <= extension.until:
            found[each.pk] = extension
        else:
            same = (w for w in windows if w.proposal_id == each.proposal_id)
            found[each.pk] = next((w for w in same if w.at <= at <= w.until), None)
    return found


def _arrival(stage, submission, granted):
    said = _("handed in on %(when)s; deadline %(deadline)s") % {
        "when": exact_text(submission.submitted_at),
        "deadline": exact_text(stage.closes_at),
    }
    if submission.submitted_at <= stage.closes_at:
        return Finding.MET, said
    finding, leave = _leave(stage, submission, granted)
    return finding, f"{said}; {leave}"


def _leave(stage, submission, granted):
    if isinstance(granted, LateAttempt):
        told = _("%(seconds)s seconds late; admitted by %(name)s: %(reason)s")
        return Finding.UNKNOWN, told % {
            "seconds": count_text(submission.seconds_late),
            "name": _name(granted.decided_by),
            "reason": granted.reason,
        }
    if isinstance(granted, Extension):
        told = _("extended for %(name)s until %(until)s: %(reason)s")
        return Finding.MET, told % {
            "name": _name(granted.person),
            "until": exact_text(granted.until),
            "reason": granted.reason,
        }
    if isinstance(granted, EditWindow):
        told = _("some sections were open again until %(until)s: %(reason)s")
        return Finding.MET, told % {
            "until": exact_text(granted.until),
            "reason": granted.reason,
        }
    if not stage.seconds_late(submission.submitted_at):
        return Finding.MET, _("within the grace")
    told = _("the deadline was moved since, or nothing accounts for it")
    return Finding.UNKNOWN, told


def _name(user):
    return user.get_full_name() or user.email
