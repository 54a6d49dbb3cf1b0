"""A deadline moved in the admin, on whichever page, leaves an act and letters."""

from contextlib import contextmanager

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import ngettext

from awards.actions.deadline import moving_deadlines
from awards.models import Stage


class MovesDeadlines:
    """What the admins of a call and of a stage have in common.

    `stages_by` is how the thing they change is named by its stages.
    """

    stages_by = ""

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, *args, **kwargs)
        with self.telling(request, self.key_or_404(object_id)):
            return super().changeform_view(request, object_id, *args, **kwargs)

    def bring_back(self, request, key, at):
        with self.telling(request, key):
            return super().bring_back(request, key, at)

    @contextmanager
    def telling(self, request, key):
        """Note and tell what moves in here; the letters wait to be released."""
        stages = Stage.objects.filter(**{self.stages_by: key})
        now = timezone.now()
        with moving_deadlines(stages, by=request.user, at=now) as written:
            yield
        if count := sum(written):
            told = ngettext(
                "One letter about the new deadline waits in the outbox for you to "
                "release it.",
                "%(count)d letters about the new deadline wait in the outbox for you "
                "to release them.",
                count,
            )
            messages.warning(request, told % {"count": count})
