"""Two people on one form: the second is told before the first one's work is lost."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SAVING = ("_save", "_continue", "_addanother")


class MeanwhileAdmin(admin.ModelAdmin):
    """The form carries when the thing was last changed, and is refused if it was since.

    Refused once: what was typed stays in the form, which now carries the newer instant.
    """

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        seen = request.POST.get("_seen")
        is_saving = any(button in request.POST for button in SAVING)
        if not (obj and seen and is_saving) or seen == state_of(obj):
            return form

        class Refused(form):
            def clean(self):
                super().clean()
                raise ValidationError(told(obj))

        return Refused

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["seen"] = state_of(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def state_of(thing):
    """The instant of the last change, as the form carries it; "" where none is kept."""
    changed = getattr(thing, "updated_at", None)
    return changed.isoformat() if changed else ""


def told(thing):
    number = thing.history.latest().history_user_id
    author = get_user_model().objects.filter(pk=number).first()
    text = _(
        "While you were typing, %(who)s changed this: its history, in another tab, "
        "says what. Nothing of yours is stored yet. Save again to put what stands "
        "here in its place."
    )
    return text % {"who": author or _("somebody else")}
