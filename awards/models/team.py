from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models.project import Project
from content.history import ContentHistory
from content.search import vector
from directory.models import Department


class ProjectDepartment(models.Model):
    """A department at work in a project; at most one leads it."""

    project = models.ForeignKey(
        Project,
        models.CASCADE,
        related_name="project_departments",
        verbose_name=_("project"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="project_departments",
        verbose_name=_("department"),
    )
    is_lead = models.BooleanField(_("leads"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = ContentHistory()

    class Meta:
        ordering = ["-is_lead", "position", "pk"]
        verbose_name = _("department of a project")
        verbose_name_plural = _("departments of projects")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "department"],
                name="project_department_once",
                violation_error_message=_("This department is already there."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(is_lead=True),
                name="project_one_lead_department",
                violation_error_message=_("Only one department leads a project."),
            ),
        ]


class TeamRole(models.TextChoices):
    COORDINATOR = "coordinator", _("scientific coordinator")
    MANAGER = "manager", _("project manager")
    MEMBER = "member", _("team member")


class TeamMember(models.Model):
    """A person with a public role in a project."""

    project = models.ForeignKey(
        Project,
        models.CASCADE,
        related_name="team",
        verbose_name=_("project"),
    )
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=12, choices=TeamRole)
    published_role = models.CharField(
        _("role as published"), max_length=120, blank=True
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="team_members",
        verbose_name=_("department"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    search = vector("polisocial_it", A="name")

    history = ContentHistory()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        indexes = [
            models.Index(
                fields=["name"],
                condition=models.Q(role="coordinator"),
                name="coordinator_names",
            ),
            GinIndex(fields=["search"], name="team_member_search"),
            GistIndex(OpClass("name", "gist_trgm_ops"), name="team_member_names_alike"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=TeamRole.values),
                name="team_member_role_known",
            ),
            models.UniqueConstraint(
                fields=["project", "role"],
                condition=Q(role__in=["coordinator", "manager"]),
                name="team_member_one_coordinator_one_manager",
                violation_error_message=_("A project has one of these at most."),
            ),
        ]

    def __str__(self):
        return self.name
