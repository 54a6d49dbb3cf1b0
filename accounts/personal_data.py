"""What the accounts themselves know of a person."""

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.person import Part, register

PROFILE = (
    "first_name",
    "last_name",
    "role_group",
    "department_code",
    "organisation_name",
    "orcid",
)
NOBODY = "erased.invalid"  # no mail goes there: RFC 2606


def tell(user):
    """Profile, addresses, sessions, factors (never their secrets), work as staff."""
    profile = {name: getattr(user, name) for name in ("email", "language", *PROFILE)}
    return {
        "profile": profile
        | {"date_joined": user.date_joined, "last_login": user.last_login},
        "addresses": list(
            user.emailaddress_set.values("email", "verified", "primary").order_by("pk")
        ),
        "sessions": list(
            UserSession.objects.filter(user=user)
            .values("created_at", "ip", "user_agent")
            .order_by("pk")
        ),
        "second_factors": list(
            user.authenticator_set.values(
                "type", "created_at", "last_used_at"
            ).order_by("pk")
        ),
        "university": list(
            user.socialaccount_set.values(
                "uid", "date_joined", "last_login", "extra_data"
            ).order_by("pk")
        ),
        "groups": list(user.groups.values_list("name", flat=True).order_by("name")),
        "work_as_staff": list(
            LogEntry.objects.filter(user=user)
            .values("action_time", "object_repr")
            .order_by("action_time")
        ),
    }


def obstacles(user):
    """Whoever works on the content answers for it: somebody has to take it over."""
    if user.is_staff:
        yield _(
            "You work on the content: ask those who run the portal to take you off the "
            "staff."
        )


def erase(user):
    """Leave an account without a name, without a way in and without a way back."""
    user = User.objects.select_for_update().get(pk=user.pk)
    forget_in_the_log(user)
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.socialaccount_set.all().delete()
    user.authenticator_set.all().delete()
    user.emailaddress_set.all().delete()
    user.groups.clear()
    user.user_permissions.clear()
    for name in PROFILE:
        setattr(user, name, "")
    user.email = f"erased-{user.pk}@{NOBODY}"
    user.language = User._meta.get_field("language").default
    user.last_login = None
    user.is_active = user.is_superuser = False
    user.erased_at = timezone.now()
    user.set_unusable_password()  # which ends every session there still is
    user.save()


def forget_in_the_log(user):
    """The admin's log names accounts by address."""
    kind = ContentType.objects.get_for_model(User)
    of_account = Q(content_type=kind, object_id=str(user.pk))
    rows = LogEntry.objects.filter(of_account | Q(object_repr__icontains=user.email))
    rows.update(object_repr=f"#{user.pk}")


register(Part("account", tell, erase, obstacles))
