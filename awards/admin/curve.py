"""How a stage fills: drafts and first submissions, day by day, drawn and in numbers."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Proposal, ProposalState
from awards.rules.call import FIRST

WIDTH, HEIGHT = 600, 200


@dataclass(frozen=True)
class Day:
    """How many there were at the end of a day, in Italy."""

    day: date
    begun: int
    handed_in: int


def days_of(stage):
    """Every day from the first draft to the deadline or to today, in one query."""
    begun, handed_in = Counter(), Counter()
    for began_at, first in _instants(stage):
        if began_at:
            begun[timezone.localdate(began_at)] += 1
        if first:
            handed_in[timezone.localdate(first)] += 1
    if not begun:
        return []
    closes = stage.closes_at and timezone.localdate(stage.closes_at)
    last = max(*begun, *handed_in, min(closes or date.max, timezone.localdate()))
    return list(_running(begun, handed_in, min(begun), last))


def _instants(stage):
    """When each proposal of the call came to a stage, and was first handed in there.

    It is begun at the first one, and comes to the next by being admitted.
    """
    admitted = Q(steps__origin=ProposalState.DECIDED, steps__target=ProposalState.DRAFT)
    rows = Proposal.objects.filter(stage__call=stage.call_id).order_by()
    return rows.annotate(
        admitted_at=Min("steps__at", filter=admitted),
        first=Min(
            "submissions__submitted_at", filter=Q(submissions__form__stage=stage)
        ),
    ).values_list("started_at" if stage.number == FIRST else "admitted_at", "first")


def _running(begun, handed_in, day, last):
    there = Day(day, 0, 0)
    while day <= last:
        there = Day(day, there.begun + begun[day], there.handed_in + handed_in[day])
        yield there
        day += timedelta(days=1)


def line(values, most):
    """The points of a line, as SVG writes them, in a frame of WIDTH by HEIGHT."""
    step = WIDTH / max(len(values) - 1, 1)
    points = (
        f"{number * step:.1f},{HEIGHT - value * HEIGHT / most:.1f}"
        for number, value in enumerate(values)
    )
    return " ".join(points)


class CurveAdmin:
    """What the admin of a stage has to see it fill."""

    def curve_view(self, request, object_id):
        stage = self.get_object(request, unquote(object_id))
        if not request.user.has_perm("awards.view_proposal"):
            raise PermissionDenied
        if stage is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        days = days_of(stage)
        most = max((each.begun for each in days), default=1)
        context = {
            "title": _("Proposals, day by day"),
            "days": days[::-1],
            "is_drawn": len(days) > 1,
            "frame": f"0 0 {WIDTH} {HEIGHT}",
            "begun": line([each.begun for each in days], most),
            "handed_in": line([each.handed_in for each in days], most),
        }
        return self.show(request, "admin/awards/curve.html", stage, stage.pk, context)
