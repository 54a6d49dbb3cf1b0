import logging
from contextlib import contextmanager
from io import BytesIO
from urllib.parse import urlencode

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.urls import reverse
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def asked(request):
    """Where the person said they were going, if anywhere."""
    return request.POST.get("next") or request.GET.get("next") if request else None


class AccountAdapter(DefaultAccountAdapter):
    """How signing in works here."""

    def get_login_redirect_url(self, request):
        return reverse("admin:index" if request.user.is_staff else "my-proposals")

    def get_signup_redirect_url(self, request):
        return self.get_login_redirect_url(request)

    def get_email_confirmation_url(self, request, emailconfirmation):
        """The link of the letter, which remembers where one was going."""
        url = super().get_email_confirmation_url(request, emailconfirmation)
        there = asked(request)
        if there and self.is_safe_url(there):
            return f"{url}?{urlencode({'next': there})}"
        return url

    def send_notification_mail(self, *args, **kwargs):
        """It tells of what is done: a mail server that is down undoes nothing."""
        with _whatever_the_mail_server_does():
            super().send_notification_mail(*args, **kwargs)

    def send_farewell(self, email):
        """Tell who was erased that they were: nobody else knows their address now."""
        with _whatever_the_mail_server_does():
            self.send_mail("account/email/erased", email, {})


@contextmanager
def _whatever_the_mail_server_does():
    try:
        yield
    except OSError:
        logger.exception("A mail about an account could not be sent.")


class FactorAdapter(DefaultMFAAdapter):
    """How the second factor works here."""

    def build_totp_svg(self, url):
        """On white, whatever the page is on: cameras want it so."""
        drawing = BytesIO()
        segno.make(url, error="m").save(drawing, kind="svg", light="white", border=4)
        return drawing.getvalue().decode()

    def generate_authenticator_name(self, user, type):
        number = user.authenticator_set.filter(type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}
