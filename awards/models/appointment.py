from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models.stage import Stage
from directory.models import Department


class CommitteeRole(models.TextChoices):
    CHAIR = "chair", _("chair")
    EVALUATOR = "evaluator", _("evaluator")
    SECRETARY = "secretary", _("secretary")


JUDGING = (CommitteeRole.CHAIR, CommitteeRole.EVALUATOR)
LEADING_COMMITTEE = (CommitteeRole.CHAIR, CommitteeRole.SECRETARY)


class AppointmentState(models.TextChoices):
    INVITED = "invited", pgettext_lazy("appointment", "invited")
    ACCEPTED = "accepted", pgettext_lazy("appointment", "accepted")
    DECLINED = "declined", pgettext_lazy("appointment", "declined")
    ENDED = "ended", pgettext_lazy("appointment", "ended")


LIVE = (AppointmentState.INVITED, AppointmentState.ACCEPTED)


class AppointmentQuerySet(models.QuerySet):
    def serving(self, user):
        """Those by which a person serves now."""
        return self.filter(user=user, state=AppointmentState.ACCEPTED)


class Appointment(models.Model):
    """Somebody called to the committee of a stage: to judge, to chair, or to keep it.

    Who accepts does so by the link of a letter, with an account, and agrees to keep
    what they read confidential.
    """

    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="appointments", verbose_name=_("stage")
    )
    role = models.CharField(_("role"), max_length=10, choices=CommitteeRole)
    name = models.CharField(_("name and surname"), max_length=200)
    email = models.EmailField(_("e-mail"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="+",
        verbose_name=_("department"),
        null=True,
        blank=True,
        help_text=_("Empty for who is not of the university."),
    )
    most = models.PositiveSmallIntegerField(
        _("most proposals to judge"), null=True, blank=True
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="appointments",
        verbose_name=_("account"),
        null=True,
        editable=False,
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=AppointmentState,
        default=AppointmentState.INVITED,
        editable=False,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("appointed by"),
        editable=False,
    )
    invited_at = models.DateTimeField(_("invited"), editable=False)
    confidential_at = models.DateTimeField(
        _("agreed to confidentiality"), null=True, editable=False
    )
    ended_at = models.DateTimeField(_("declined or ended"), null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True, editable=False)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["stage", "role", "name"]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(
                "stage",
                Lower("email"),
                condition=Q(state__in=LIVE),
                name="appointment_once_a_stage",
                violation_error_message=_("This person is appointed already."),
            ),
            models.UniqueConstraint(
                fields=["stage", "user"],
                condition=Q(state=AppointmentState.ACCEPTED),
                name="appointment_one_account_once",
                violation_error_message=_("This account is appointed already."),
            ),
            models.UniqueConstraint(
                fields=["stage"],
                condition=Q(role=CommitteeRole.CHAIR, state__in=LIVE),
                name="appointment_one_chair",
                violation_error_message=_("The stage has a chair already."),
            ),
            models.UniqueConstraint(
                fields=["token_hash"],
                condition=~Q(token_hash=""),
                name="appointment_token_unique",
            ),
            models.CheckConstraint(
                condition=Q(role__in=CommitteeRole.values),
                name="appointment_role_known",
            ),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gt=0),
                name="appointment_most_positive",
                violation_error_message=_("Leave out a limit that there is not."),
            ),
            models.CheckConstraint(
                condition=~Q(state=AppointmentState.ACCEPTED)
                | Q(user__isnull=False, confidential_at__isnull=False),
                name="appointment_accepts_confidentiality",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, ended_at__isnull=True)
                | Q(
                    state__in=(AppointmentState.DECLINED, AppointmentState.ENDED),
                    ended_at__isnull=False,
                ),
                name="appointment_ends_at_an_instant",
            ),
        ]

    def __str__(self):
        return self.name
