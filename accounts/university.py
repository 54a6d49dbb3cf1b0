"""Sign-in with the university, where its OpenID Connect provider is configured."""

import logging

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests import RequestException

logger = logging.getLogger(__name__)


def name():
    """What the provider is called; "" where none is configured."""
    kinds = settings.SOCIALACCOUNT_PROVIDERS.values()
    return next((app["name"] for kind in kinds for app in kind["APPS"]), "")


@never_cache
@require_GET
def leave(request, provider_id):
    """Lead to the provider's own page. Of what is asked only `next` goes with it."""
    there = request.GET.get("next")
    request.GET = QueryDict(mutable=True)
    if there:
        request.GET["next"] = there
    try:
        return openid_connect.login(request, provider_id)
    except RequestException:
        logger.exception("The OpenID Connect provider does not answer.")
        return back_to_the_door(request, did_not_work())


@never_cache
@require_GET
def come_back(request, provider_id):
    """Take in who comes from the provider's page."""
    return openid_connect.callback(request, provider_id)


def did_not_work():
    return _(
        "Signing in with %(name)s did not work. Try again, or use your password."
    ) % {"name": name()}


def back_to_the_door(request, sentence, there=None):
    messages.error(request, sentence)
    return redirect(reverse("account_login", query={"next": there} if there else None))


class UniversityAdapter(DefaultSocialAccountAdapter):
    """Whom we take in, as whom, and what those are told whom we do not."""

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        user.language = get_language()
        return user

    def pre_social_login(self, request, sociallogin):
        """Nobody gets an account by an address that the provider did not prove.

        Who came before is known by the provider's own number for them.
        """
        account, there = sociallogin.account, sociallogin.state.get("next")
        if not is_of_one_person(account.extra_data):
            raise ImmediateHttpResponse(
                back_to_the_door(request, did_not_work(), there)
            )
        if account.pk:
            return
        said = account.extra_data["userinfo"]
        if said.get("email_verified") is not True or not sociallogin.user.email:
            sentence = _(
                "%(name)s does not tell us that your e-mail address is really yours, "
                "so we cannot let you in by it. Use your password, or create an "
                "account."
            )
            raise ImmediateHttpResponse(
                back_to_the_door(request, sentence % {"name": name()}, there)
            )
        if sociallogin.is_existing:
            _give_to_its_owner(sociallogin.user, said)

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ):
        sentence = did_not_work()
        # Some providers forget the state when they tell of this.
        denied = request.GET.get("error") == "access_denied"
        if denied or error == AuthError.CANCELLED:
            sentence = _(
                "You did not let %(name)s tell us who you are, so you are not signed "
                "in."
            ) % {"name": name()}
        elif exception:
            logger.warning("Sign-in with the university failed.", exc_info=exception)
        state = (extra_context or {}).get("state") or {}
        raise ImmediateHttpResponse(
            back_to_the_door(request, sentence, state.get("next"))
        )


def is_of_one_person(said):
    """Whether what the provider told and what it signed are of the same person."""
    signed, told = said.get("id_token", {}), said.get("userinfo", {})
    return bool(signed.get("sub")) and signed["sub"] == told.get("sub")


@transaction.atomic
def _give_to_its_owner(user, said):
    """An account whose address was never proved may be anybody's work.

    Nothing that whoever made it knows opens it any more.
    """
    if EmailAddress.objects.filter(user=user, verified=True).exists():
        return
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.authenticator_set.all().delete()
    user.set_unusable_password()
    user.first_name = said.get("given_name", "")[:150]
    user.last_name = said.get("family_name", "")[:150]
    user.save()
    user.verify_email()
