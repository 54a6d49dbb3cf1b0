from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.proposal import Proposal


class Inspection(models.Model):
    """A look, each night, at what must always be true; the last one is kept."""

    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-at"]
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"


class Offence(models.Model):
    """A row that is not as it must be, and in what: of the kind and key that it says.

    `proposal` is what it is about, where it is about one.
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="offences")
    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="+", null=True, blank=True
    )
    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    row = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("thing not as it must be")
        verbose_name_plural = _("things not as they must be")

    def __str__(self):
        return f"{self.row}: {self.text}"
