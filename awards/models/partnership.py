from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.project import Project
from content.bilingual import Bilingual
from content.history import ContentHistory
from directory.models import Organisation, Place


class ProjectPlace(models.Model):
    """Where a project happens. Sharing a site's place ties it to that site."""

    project = models.ForeignKey(
        Project,
        models.CASCADE,
        related_name="project_places",
        verbose_name=_("project"),
    )
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        related_name="project_places",
        verbose_name=_("place"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = ContentHistory()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("place of a project")
        verbose_name_plural = _("places of projects")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "place"], name="project_place_once"
            )
        ]


class Partnership(models.Model):
    """What an organisation does in a project."""

    project = models.ForeignKey(
        Project,
        models.CASCADE,
        related_name="partnerships",
        verbose_name=_("project"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="project_partnerships",
        verbose_name=_("organisation"),
    )
    role_it = models.CharField(_("role (Italian)"), max_length=160, blank=True)
    role_en = models.CharField(_("role (English)"), max_length=160, blank=True)
    role = Bilingual()
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = ContentHistory()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("partner of a project")
        verbose_name_plural = _("partners of projects")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation"],
                name="partnership_once",
                violation_error_message=_("This partner is already there."),
            )
        ]
