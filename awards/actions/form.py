"""Freezing a form: what a stage asks, and the rules its answers are judged by."""

import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.actions.trail import note
from awards.form_content import content_of, faults
from awards.models import Deed, FormVersion, ReviewVersion, Stage
from content.canonical import canonical, digest


def _check_criteria(stage, last, written):
    """Once somebody has judged by some criteria, all are judged by these."""
    judged = ReviewVersion.objects.filter(submission__form__stage=stage)
    if last is None or not judged.exists():
        return
    if json.loads(last.content)["criteria"] != json.loads(written)["criteria"]:
        raise ValidationError(
            _("Reviews are in by the criteria of version %(number)d: these stay."),
            params={"number": last.number},
            code="judged",
        )


def _check_seen(seen, last, sha256):
    """It is what the person has agreed to, and not what is frozen already."""
    if seen and seen != sha256:
        raise ValidationError(
            _(
                "Somebody changed the form after you opened this page. Look at it "
                "again before you freeze it."
            ),
            code="changed",
        )
    if last and last.sha256 == sha256:
        raise ValidationError(
            _("Nothing has changed since version %(number)d."),
            params={"number": last.number},
            code="unchanged",
        )


@transaction.atomic
def freeze(stage, *, by, reason_it="", reason_en="", seen="", at=None):
    """Make a version of the form from what the admin holds now.

    Raises ValidationError with every fault of the call, and makes nothing, where it
    has any; so does a later version without a reason. `seen` is the hash of the
    content that the person has agreed to: another content is refused.
    """
    at = at or timezone.now()
    stage = Stage.objects.select_for_update().get(pk=stage.pk)
    if found := faults(stage, at):
        raise ValidationError(found, code="faults")
    last = stage.versions.order_by("-number").first()
    written = canonical(content_of(stage))
    _check_seen(seen, last, digest(written))
    _check_criteria(stage, last, written)
    version = FormVersion(
        stage=stage,
        number=last.number + 1 if last else 1,
        reason_it=reason_it,
        reason_en=reason_en,
        at=at,
        by=by,
    )
    return _keep(version, written)


def _keep(version, written):
    """Store a version with what was written in it, and say who froze it."""
    version.content, version.sha256 = written.decode(), digest(written)
    version.full_clean(exclude=["content", "sha256"])
    version.save()
    said = {"by": version.by, "at": version.at, "why": version.reason_it}
    note(Deed.FROZE, stage=version.stage, about=version.number, **said)
    return version
