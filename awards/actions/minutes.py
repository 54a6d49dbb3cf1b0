"""Making the minutes of a stage from the data, and letting the public read them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.papers import TEMPLATE
from awards.actions.trail import note
from awards.models import Deed, Minutes, MinutesPublication, Stage
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
    """Let everybody read them, in their public form, once the decisions are public."""
    Stage.objects.select_for_update(of=("self",)).get(pk=minutes.stage_id)
    decisions = minutes.stage.decisions.in_force()
    if not decisions.exists() or decisions.filter(published_at=None).exists():
        raise ValidationError(
            _("Its decisions are not all public yet: publish these first."),
            code="decisions",
        )
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


def paper(minutes, *, is_public):
    """The minutes as an accessible PDF, in the language in force."""
    return pdf(TEMPLATE, said(minutes, is_public=is_public))
