"""Making the minutes of a stage from the data, and letting the public read them."""

import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.papers import TEMPLATE
from awards.actions.trail import note
from awards.models import Deed, Minutes, MinutesPublication, Stage
from awards.rules.judged import judged
from awards.rules.minutes import content_of, said
from content.canonical import canonical, digest
from content.documents import pdf


@transaction.atomic
def make(stage, *, by, at, reason=""):
    """Keep the minutes as the data are now; later ones say why. Never changed."""
    stage = Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    content = canonical(content_of(stage))
    last = stage.minutes.first()
    if last and last.sha256 == digest(content):
        raise ValidationError(_("Nothing has changed since the last one."), code="same")
    minutes = Minutes(
        stage=stage,
        number=last.number + 1 if last else 1,
        content=content.decode(),
        sha256=digest(content),
        by=by,
        at=at,
        reason=reason.strip(),
    )
    minutes.full_clean(exclude=["content", "sha256"])
    minutes.save()
    note(Deed.MINUTED, by=by, at=at, stage=stage, about=minutes.number, why=reason)
    return minutes


@transaction.atomic
def publish(minutes, *, by, at):
    """Let everybody read them, in their public form, once all they tell is public."""
    stage = Stage.objects.select_for_update(of=("self",)).get(pk=minutes.stage_id)
    _check_may_be_told(minutes, stage)
    publication, is_new = MinutesPublication.objects.get_or_create(
        minutes=minutes, defaults={"by": by, "at": at}
    )
    if is_new:
        note(
            Deed.PUBLISHED_MINUTES,
            by=by,
            at=at,
            stage=minutes.stage,
            about=minutes.number,
        )
    return publication


def _check_may_be_told(minutes, stage):
    """All they tell in public is told already, and is still as they say."""
    answered = stage.decisions.in_force().published()
    told = set(answered.values_list("proposal__code", flat=True))
    if not told or {each.proposal.code for each in judged(stage)} - told:
        raise ValidationError(
            _(
                "Not all that was judged has a public answer: decide of the rest and "
                "publish it first."
            ),
            code="decisions",
        )
    if minutes.sha256 != digest(canonical(content_of(stage))):
        raise ValidationError(
            _(
                "Something has changed since these were made: the committee makes them "
                "again, and then you publish those."
            ),
            code="stale",
        )
    content = json.loads(minutes.content)
    ranked = {row["proposal"] for row in content["ranking"]}
    if content["ranking_is_public"] and ranked - told:
        raise ValidationError(
            _(
                "The ranking holds what is judged no more: the committee closes it "
                "again, and then makes the minutes again."
            ),
            code="ranking",
        )


def paper(minutes, *, is_public):
    """The minutes as an accessible PDF, in the language in force."""
    return pdf(TEMPLATE, said(minutes, is_public=is_public))
