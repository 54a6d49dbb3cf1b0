"""What somebody is at the university, as calls for proposals tell people apart."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleGroup(models.TextChoices):
    """A group of roles; who may coordinate a proposal is said in these words.

    The first three could propose in 2017, 2021 and 2022; the next two could be in the
    team (pages of those calls). Which of them may do what is data of each call.
    """

    TENURED = "tenured", _("tenured professor or researcher")
    FIXED_TERM = "fixed_term", _("fixed-term researcher")
    FELLOW = "fellow", _("research fellow")
    PHD_STUDENT = "phd_student", _("PhD student")
    STAFF = "staff", _("technical and administrative staff")
    OUTSIDE = "outside", _("outside partner")
