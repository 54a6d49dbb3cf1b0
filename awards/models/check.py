from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models.submission import Submission


class Finding(models.TextChoices):
    """What the portal finds of a rule by itself."""

    MET = "met", pgettext_lazy("rule", "met")
    NOT_MET = "not_met", pgettext_lazy("rule", "not met")
    UNKNOWN = "unknown", pgettext_lazy("rule", "for a person to say")


class CheckedRule(models.Model):
    """A rule of the call looked at for one submission, by a person (istruttoria).

    It keeps what the portal had found and by which evidence; who says otherwise says
    why.
    """

    submission = models.ForeignKey(
        Submission,
        models.CASCADE,
        related_name="checked_rules",
        verbose_name=_("submission"),
    )
    rule = models.CharField(_("rule"), max_length=40)
    finding = models.CharField(_("found"), max_length=8, choices=Finding)
    evidence = models.TextField(_("evidence"))
    is_met = models.BooleanField(_("met"))
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("checked by"),
    )
    at = models.DateTimeField(_("checked"))

    class Meta:
        ordering = ["submission", "pk"]
        verbose_name = _("checked rule")
        verbose_name_plural = _("checked rules")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "rule"], name="checked_rule_once"
            ),
            models.CheckConstraint(
                condition=Q(finding=Finding.MET, is_met=True)
                | Q(finding=Finding.NOT_MET, is_met=False)
                | ~Q(reason=""),
                name="checked_rule_otherwise_with_a_reason",
                violation_error_message=_("Say why, where you say otherwise."),
            ),
        ]

    def __str__(self):
        return f"{self.submission}, {self.rule}"
