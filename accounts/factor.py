"""Leading people to their second factor, where a page cannot be opened without it."""

from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


def lead_to_factor(request, target):
    """To the page that asks for it and then goes on, or to where one is set up."""
    own = Authenticator.objects.filter(user=request.user)
    types = set(own.values_list("type", flat=True))
    if Authenticator.Type.TOTP in types:
        return lead("mfa_reauthenticate", target)
    if Authenticator.Type.WEBAUTHN in types:
        return lead("mfa_reauthenticate_webauthn", target)
    messages.warning(
        request,
        _(
            "Whoever works on the portal, or judges, signs in with a second factor, "
            "besides the password. Your account has none yet: set one up on this page."
        ),
    )
    return redirect("mfa_index")


def lead(address, target):
    """To a page that goes on to another when it is done."""
    return redirect(f"{reverse(address)}?{urlencode({'next': target})}")
