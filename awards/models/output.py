from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.project import Project
from content.bilingual import Bilingual
from content.dates import PartialDateField
from content.history import ContentHistory


class Output(models.Model):
    """Something a project produced or reached, in a figure and what it counts."""

    project = models.ForeignKey(
        Project,
        models.CASCADE,
        related_name="outputs",
        verbose_name=_("project"),
    )
    value = models.DecimalField(
        _("figure"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    is_approximate = models.BooleanField(_("approximate"), default=False)
    unit_it = models.CharField(_("what it counts (Italian)"), max_length=160)
    unit_en = models.CharField(
        _("what it counts (English)"), max_length=160, blank=True
    )
    unit = Bilingual()
    as_of = PartialDateField(_("date of the figure"))
    source = models.URLField(_("source"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = ContentHistory()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("output")
        verbose_name_plural = _("outputs")

    def __str__(self):
        return f"{self.value} {self.unit_it}"
