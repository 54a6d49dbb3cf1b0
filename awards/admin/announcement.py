"""Publishing the decisions of a stage together, with every letter that then leaves."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.actions.decision import announce, call_off, read_before, to_announce
from awards.admin.around import page_of
from awards.emails.answers import decision_of, letters_of
from awards.forms.decision import CallOffForm
from awards.models import Announcement, Decision, LetterState
from awards.rules.conflict import sees_all
from awards.rules.judged import judged
from awards.rules.told import title_in
from content.admin.steps import AtForm
from content.formats import instant_text


class AnnounceAdmin:
    """What the admin of a stage has to publish what is decided."""

    def announce_view(self, request, object_id):
        stage = self.get_object(request, unquote(object_id))
        if not request.user.has_perm("awards.change_announcement"):
            raise PermissionDenied
        if stage is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        is_allowed = sees_all(request.user, stage)
        given = request.POST if request.method == "POST" and is_allowed else None
        at, why = forms_of(given)
        if given and done(request, stage, at, why):
            return redirect(request.path)
        context = {
            "title": _("Publish the decisions"),
            "is_allowed": is_allowed,
            "back": page_of(stage, "decisions"),
        }
        if is_allowed:
            context |= {"at": at, "why": why} | told_of(stage)
        page = "admin/awards/announce.html"
        return self.show(request, page, stage, stage.pk, context)


def forms_of(given):
    """When to publish and why to call off: what was sent is of one of the two."""
    does = given and given.get("do")
    return (
        AtForm(given if does == "schedule" else None, required=True),
        CallOffForm(given if does == "call_off" else None),
    )


def done(request, stage, at, why):
    """Do what the button says; false where it is refused, with why."""
    does, now = request.POST.get("do"), timezone.now()
    try:
        if does == "publish":
            release(request, stage, now, now)
        elif does == "schedule" and at.is_valid():
            release(request, stage, at.cleaned_data["at"], now)
        elif does == "call_off" and why.is_valid():
            take_back(request, stage, why.cleaned_data["reason"], now)
        else:
            return False
    except ValidationError as error:
        for told in error.messages:
            messages.error(request, told)
        return False
    return True


def release(request, stage, instant, now):
    seen = request.POST.get("seen", "")
    announce(stage, by=request.user, instant=instant, at=now, seen=seen)
    told = _("Published: the letters are leaving.")
    if instant > now:
        told = _("On %(instant)s it is published by itself, and the letters leave.")
    messages.success(request, told % {"instant": instant_text(instant)})


def take_back(request, stage, reason, now):
    announcement = to_come(stage)
    if announcement is None:
        raise ValidationError(_("It was carried out already."), code="done")
    call_off(announcement, by=request.user, reason=reason, at=now)
    told = _("The publication is called off: the decisions may change again.")
    messages.success(request, told)


def to_come(stage):
    return Announcement.objects.filter(stage=stage, done_at=None).first()


def told_of(stage):
    """What is about to be published, or what could be, and all that then leaves."""
    announcements = list(stage.announcements.select_related("by"))
    announcement = next((x for x in announcements if x.done_at is None), None)
    decisions = list(
        announcement.decisions.select_related("proposal", "submission", "stage")
        if announcement
        else to_announce(stage)
    )
    letters = letters_of(decisions)
    written_of = {decision_of(each) for each in letters}
    return {
        "announcement": announcement,
        "decisions": [(each, title_in(each.submission)) for each in decisions],
        "letters": [x for x in letters if x.state == LetterState.HELD],
        "kept_back": [x for x in letters if x.state != LetterState.HELD],
        "unwritten": [x for x in decisions if x.pk not in written_of],
        "missing": list(missing(stage)),
        "seen": read_before(decisions, letters),
        "published": [each for each in announcements if each.done_at],
    }


def missing(stage):
    """What is not ready to be published, in sentences, each with whose it is."""
    rows = Decision.objects.in_force().filter(stage=stage).select_related("proposal")
    decided = {each.proposal_id: each for each in rows}
    proposals = [each.proposal for each in judged(stage)]
    undecided = [each for each in proposals if each.pk not in decided]
    if undecided:
        told = ngettext(
            "One proposal is not decided.",
            "%(count)d proposals are not decided.",
            len(undecided),
        )
        yield told % {"count": len(undecided)}, undecided
    unapproved = [x.proposal for x in decided.values() if x.approved_at is None]
    if unapproved:
        told = ngettext(
            "One decision is not approved.",
            "%(count)d decisions are not approved.",
            len(unapproved),
        )
        yield told % {"count": len(unapproved)}, unapproved
