from io import BytesIO

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    """How signing in works here."""

    def is_open_for_signup(self, request):
        """Accounts are made by administrators: people have nothing to apply to yet."""
        return False

    def get_login_redirect_url(self, request):
        return reverse("admin:index" if request.user.is_staff else "home")


class FactorAdapter(DefaultMFAAdapter):
    """How the second factor works here."""

    def build_totp_svg(self, url):
        """On white, whatever the page is on: cameras want it so."""
        drawing = BytesIO()
        segno.make(url, error="m").save(drawing, kind="svg", light="white", border=4)
        return drawing.getvalue().decode()
