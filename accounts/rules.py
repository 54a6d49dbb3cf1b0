"""Who may do what, by how they signed in."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator

FACTORS = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}


def can_work_as_staff(request):
    """Whether this is staff who signed in with a second factor they still have."""
    user = request.user
    return user.is_active and user.is_staff and has_used_factor(request)


def has_used_factor(request):
    """Whether who is signed in used a second factor that they still have."""
    used = {
        record.get("id")
        for record in get_authentication_records(request, request.user)
        if record.get("method") == "mfa"
    }
    if not used:
        return False
    own = factors(request)
    # Codes for an emergency stand in for a factor, and go with the last one.
    return not used.isdisjoint(own) and not FACTORS.isdisjoint(own.values())


def factors(request):
    """Keys and kinds of the second factors of whoever asks, read once a request."""
    user = request.user
    owner, own = getattr(request, "_factors", (None, {}))
    if owner != user.pk:
        own = dict(Authenticator.objects.filter(user=user).values_list("pk", "type"))
        request._factors = user.pk, own
    return own
