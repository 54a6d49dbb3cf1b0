from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models.proposal import Proposal
from awards.models.stage import Stage


class Deed(models.TextChoices):
    """What somebody did in the running of a call, for others to trace."""

    FROZE = "froze", pgettext_lazy("act", "froze the form")
    MOVED_DEADLINE = "moved_deadline", pgettext_lazy("act", "moved the deadline")
    EXTENDED = "extended", pgettext_lazy("act", "granted a later deadline")
    REOPENED_SECTIONS = "reopened", pgettext_lazy("act", "opened sections again")
    ADMITTED = "admitted", pgettext_lazy("act", "admitted what came late")
    REFUSED = "refused", pgettext_lazy("act", "did not admit what came late")
    MERGED = "merged", pgettext_lazy("act", "said which organisation a partner is")
    APPOINTED = "appointed", pgettext_lazy("act", "appointed to the committee")
    ACCEPTED = (
        "accepted",
        pgettext_lazy("act", "accepted to serve"),
    )
    DECLINED_TO_SERVE = "declined", pgettext_lazy("act", "declined to serve")
    DISMISSED = "dismissed", pgettext_lazy("act", "ended an appointment")
    CHECKED = "checked", pgettext_lazy("act", "checked a rule")
    OVERRULED = "overruled", pgettext_lazy("act", "said otherwise of a rule")
    DECLARED = "declared", pgettext_lazy("act", "declared no conflict of interest")
    CONFLICTED = "conflicted", pgettext_lazy("act", "declared a conflict of interest")
    LIFTED = "lifted", pgettext_lazy("act", "lifted a conflict of interest")
    SUBSTITUTED = "substituted", pgettext_lazy("act", "named who takes a place")
    ASSIGNED = "assigned", pgettext_lazy("act", "assigned")
    UNASSIGNED = "unassigned", pgettext_lazy("act", "ended an assignment")
    DECLINED = "gave_up", pgettext_lazy("act", "declined an assignment")
    REVIEWED = "reviewed", pgettext_lazy("act", "handed in a review")
    REOPENED = "reopened_review", pgettext_lazy("act", "reopened a review")
    RANKED = "ranked", pgettext_lazy("act", "closed the ranking")
    DECIDED = "decided", pgettext_lazy("act", "decided")
    APPROVED = "approved", pgettext_lazy("act", "approved a decision")
    RELEASED = "released", pgettext_lazy("act", "released decisions and letters")
    CALLED_OFF = "called_off", pgettext_lazy("act", "called a publication off")
    PUBLISHED = "published", pgettext_lazy("act", "published a decision")
    MINUTED = "minuted", pgettext_lazy("act", "made the minutes")
    PUBLISHED_MINUTES = "minutes_public", pgettext_lazy("act", "published the minutes")
    HANDLED_LETTER = "letter", pgettext_lazy("act", "handled a letter")
    REWROTE_LETTER = "rewrote", pgettext_lazy("act", "rewrote a letter")


class Act(models.Model):
    """Who did what in the running of a call, when, about what, and why.

    `by` is NULL where somebody without an account answered by a link. The database
    lets nobody change or delete one; of a draft that was thrown away, the proposal
    becomes NULL.
    """

    at = models.DateTimeField(_("at"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
        null=True,
        blank=True,
    )
    deed = models.CharField(_("what"), max_length=16, choices=Deed)
    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="acts", verbose_name=_("stage")
    )
    proposal = models.ForeignKey(
        Proposal,
        models.SET_NULL,
        related_name="acts",
        verbose_name=_("proposal"),
        null=True,
        blank=True,
    )
    about = models.CharField(_("about"), max_length=300, blank=True)
    why = models.TextField(_("why"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("act")
        verbose_name_plural = _("acts")

    def __str__(self):
        return f"{self.by}: {self.get_deed_display()}"
