from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts import orcid
from accounts.role_groups import RoleGroup


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        fields |= {"is_staff": True, "is_superuser": True}
        user = self.create_user(email, password, **fields)
        user.verify_email()
        return user


class User(AbstractUser):
    """A person who signs in, known by e-mail address."""

    username = None
    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="it"
    )
    role_group = models.CharField(
        _("at the university"), max_length=12, choices=RoleGroup, blank=True
    )
    department_code = models.CharField(_("department"), max_length=10, blank=True)
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    orcid = models.CharField(_("ORCID iD"), max_length=19, blank=True)
    erased_at = models.DateTimeField(
        _("erased at their request"), null=True, blank=True, editable=False
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_in_any_case",
                violation_error_message=_("This e-mail address is taken."),
            ),
            models.CheckConstraint(
                condition=Q(role_group__in=("", *RoleGroup.values)),
                name="user_role_group_known",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(is_active=False),
                name="user_erased_stays_closed",
                violation_error_message=_("Who was erased has no account any more."),
            ),
            models.CheckConstraint(
                condition=Q(orcid="") | Q(orcid__regex=orcid.STORED),
                name="user_orcid_as_orcid_writes_it",
                violation_error_message=_(
                    "An ORCID iD has sixteen digits, like 0000-0002-1825-0097."
                ),
            ),
        ]

    def __str__(self):
        return self.email

    @transaction.atomic
    def verify_email(self):
        """Take the address as the person's own: whoever wrote it answers for it."""
        self.emailaddress_set.exclude(email=self.email.lower()).delete()
        self.emailaddress_set.update_or_create(
            email=self.email.lower(), defaults={"primary": True, "verified": True}
        )

    verify_email.alters_data = True
