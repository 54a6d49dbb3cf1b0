"""Closing the ranking of a stage: what the committee agreed on, as a record."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.actions.trail import note
from awards.models import LEADING_COMMITTEE, Appointment, Deed, Ranking, Stage
from awards.rules.committee import sees_ranking
from awards.rules.conflict import hidden_from
from awards.rules.results import results_of
from awards.rules.told import work_in
from content.canonical import canonical, digest


@transaction.atomic
def close(stage, *, by, at, reason=""):
    """Keep the ranking as it is now, whole, whoever closes it; a later one says why.

    Only who chairs or keeps the papers closes it, and sees it. Raises ValidationError
    while some proposal has no review, or when nothing has changed since the last one.
    """
    stage = Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    serving = Appointment.objects.serving(by).filter(stage=stage)
    leading = serving.filter(role__in=LEADING_COMMITTEE).first()
    if leading is None or not sees_ranking(leading):
        raise PermissionDenied
    results = results_of(stage)
    ranking = results.ranking()
    if waiting := [row.candidate for row in ranking.rows if row.place is None]:
        raise ValidationError(list(_waiting(waiting, by)), code="waiting")
    last = stage.rankings.first()
    content = canonical(_said(stage, results, ranking))
    if last and last.sha256 == digest(content):
        raise ValidationError(_("Nothing has changed since the last one."), code="same")
    record = Ranking(
        stage=stage,
        number=last.number + 1 if last else 1,
        content=content.decode(),
        sha256=digest(content),
        by=by,
        at=at,
        reason=reason.strip(),
    )
    record.full_clean(exclude=["content", "sha256"])
    record.save()
    note(Deed.RANKED, by=by, at=at, stage=stage, about=record.number, why=reason)
    return record


def _waiting(candidates, by):
    """Which nobody has judged yet; of those hidden from a person, how many alone."""
    hidden = set(hidden_from(by).values_list("pk", flat=True))
    codes = [each.label for each in candidates if each.key not in hidden]
    if codes:
        yield _("Nobody has judged these yet: %(codes)s.") % {"codes": ", ".join(codes)}
    if others := len(candidates) - len(codes):
        told = ngettext(
            "Nobody has judged one that is hidden from you.",
            "Nobody has judged %(count)d that are hidden from you.",
            others,
        )
        yield told % {"count": others}


def _said(stage, results, ranking):
    """A ranking as plain data, with the titles as they were handed in."""
    terms = results.terms
    return {
        "competition": stage.call.competition.year,
        "stage": stage.number,
        "criteria": [
            _named(each, weight=each.weight, most=each.most, threshold=each.threshold)
            for each in terms.criteria
        ],
        "categories": [_named(each) for each in results.categories],
        "disagreement": terms.disagreement,
        "overall": terms.overall,
        "pot": terms.pot,
        "pots": {str(key): sum_ for key, sum_ in (terms.pots or {}).items()},
        "rows": [_row(row, results) for row in ranking.rows],
    }


def _named(part, **more):
    return {"id": part.id, "name_it": part.name_it, "name_en": part.name_en, **more}


def _row(row, results):
    submission = results.submissions[row.candidate.key]
    return {
        "proposal": row.candidate.label,
        "submission": submission.sha256,
        "title": work_in(submission)["answers"].get("title", ""),
        "category": row.candidate.category,
        "place": row.place,
        "place_in_category": row.place_in_category,
        "result": row.result,
        "median": row.median,
        "spread": row.spread,
        "deviation": row.deviation,
        "disagrees": row.disagrees,
        "means": {str(mark.criterion.id): mark.mean for mark in row.marks},
        "asked": row.candidate.asked,
        "money": str(row.money),
        "reviews": len(row.candidate.reviews),
    }
