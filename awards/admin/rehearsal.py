"""Walking a stage before it is real, in the admin: its clock, its letters, its end."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.actions import rehearsal as actions
from awards.actions.submission import admit, refuse
from awards.models import SECRET, LateAttempt, Letter, Proposal, Rehearsal
from content.admin.steps import AtForm


class DecideForm(forms.Form):
    """Admit or refuse what was rehearsed late."""

    attempt = forms.ModelChoiceField(queryset=LateAttempt.objects.none())
    reason = forms.CharField(label=gettext_lazy("Reason"))

    def __init__(self, *args, rehearsal, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attempt"].queryset = LateAttempt.objects.filter(
            proposal__rehearsal=rehearsal
        )


class RehearsalAdmin:
    """What the admin of a stage has for its rehearsal."""

    def rehearsal_view(self, request, object_id):
        stage = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, stage):
            raise PermissionDenied
        if stage is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        rehearsal = Rehearsal.objects.filter(stage=stage).first()
        if request.method == "POST":
            return self.rehearse(request, stage, rehearsal)
        context = {"title": _("Rehearsal"), "rehearsal": rehearsal}
        if rehearsal:
            context |= told_of(rehearsal)
        page = "admin/awards/rehearsal.html"
        return self.show(request, page, stage, stage.pk, context)

    def rehearse(self, request, stage, rehearsal):
        """Do what a button of the page says, and come back to it."""
        does, now = request.POST.get("do"), timezone.now()
        try:
            if does == "begin":
                actions.begin(stage, by=request.user, at=now)
            elif rehearsal and does == "start":
                name = request.user.get_full_name() or str(request.user)
                actions.start_in(rehearsal, by=request.user, name=name, at=now)
            elif rehearsal and does == "wipe":
                actions.wipe(rehearsal)
                messages.success(request, _("The rehearsal was wiped."))
            elif rehearsal and does in ("admit", "refuse"):
                self.decide(request, rehearsal, does)
            elif rehearsal:
                self.move_clock(request, rehearsal, now)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect(request.path)

    def move_clock(self, request, rehearsal, now):
        form = AtForm(request.POST, required=True)
        if not form.is_valid():
            raise ValidationError(_("Write a day and a time."))
        actions.move_clock(rehearsal, to=form.cleaned_data["at"], at=now)

    def decide(self, request, rehearsal, does):
        form = DecideForm(request.POST, rehearsal=rehearsal)
        if not form.is_valid():
            raise ValidationError(_("Say why: who tried reads it."))
        act = {"admit": admit, "refuse": refuse}[does]
        said = form.cleaned_data
        at = rehearsal.clock()
        act(said["attempt"], by=request.user, reason=said["reason"], at=at)


def told_of(rehearsal):
    """What there is in a rehearsal, and the instants worth moving its clock to."""
    stage, now = rehearsal.stage, rehearsal.clock()
    grace = timedelta(minutes=stage.grace_minutes)
    second = timedelta(seconds=1)
    proposals = Proposal.everything.filter(rehearsal=rehearsal)
    letters = Letter.objects.filter(proposal__in=proposals)
    return {
        "clock": now,
        "at": AtForm(initial={"at": now}, required=True)["at"],
        "instants": [
            (_("the opening"), stage.opens_at),
            (_("an hour before the deadline"), stage.closes_at - 3600 * second),
            (_("a minute before the deadline"), stage.closes_at - 60 * second),
            (_("just after the deadline, within the grace"), stage.closes_at + second),
            (_("after the grace"), stage.closes_at + grace + second),
        ],
        "proposals": proposals,
        "attempts": LateAttempt.objects.filter(proposal__in=proposals),
        "letters": [(each, each.body.replace(SECRET, each.secret)) for each in letters],
    }
