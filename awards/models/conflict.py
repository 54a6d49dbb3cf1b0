from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models.appointment import Appointment
from awards.models.proposal import Proposal


class DeclarationQuerySet(models.QuerySet):
    def standing(self):
        """Those that need not be made anew."""
        return self.filter(lapsed_at=None)


class Declaration(models.Model):
    """What somebody said of a conflict of interest with a proposal, before reading it.

    That there is none holds until a later version names somebody new: then it lapses.
    Who has one sees nothing of that proposal any more, whatever else they are: not its
    text, its scores, its discussion, nor its place. Somebody takes their place for it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="declarations",
        verbose_name=_("person"),
    )
    proposal = models.ForeignKey(
        Proposal,
        models.CASCADE,
        related_name="declarations",
        verbose_name=_("proposal"),
    )
    has_conflict = models.BooleanField(_("conflict of interest"))
    grounds = models.TextField(_("grounds"), blank=True)
    at = models.DateTimeField(_("declared"))
    lapsed_at = models.DateTimeField(_("to be made anew since"), null=True, blank=True)
    substitute = models.ForeignKey(
        Appointment,
        models.PROTECT,
        related_name="substitutions",
        verbose_name=_("who takes their place"),
        null=True,
        blank=True,
    )

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "at"]
        verbose_name = _("declaration on conflict of interest")
        verbose_name_plural = _("declarations on conflicts of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "proposal"], name="declaration_once_a_proposal"
            ),
            models.CheckConstraint(
                condition=Q(has_conflict=True, lapsed_at__isnull=True) & ~Q(grounds="")
                | Q(has_conflict=False, substitute__isnull=True),
                name="declaration_of_a_conflict_with_grounds",
                violation_error_message=_("Say in a few words what the conflict is."),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.proposal}"
