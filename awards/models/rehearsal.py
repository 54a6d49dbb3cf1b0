from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models.stage import Stage


class Rehearsal(models.Model):
    """Staff walking a stage before it is real, by a clock of their own.

    Its proposals are thrown away at the end, and are in no list of real ones.
    """

    stage = models.OneToOneField(
        Stage, models.PROTECT, related_name="rehearsal", verbose_name=_("stage")
    )
    shift = models.DurationField(_("how far its clock is from the real one"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("begun by"),
    )
    at = models.DateTimeField(_("begun"))

    class Meta:
        verbose_name = _("rehearsal")
        verbose_name_plural = _("rehearsals")

    def __str__(self):
        return str(self.stage)

    def clock(self, at=None):
        """What its clock says at an instant of the real one."""
        return (at or timezone.now()) + self.shift
