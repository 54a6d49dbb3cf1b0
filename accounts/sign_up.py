"""The form to get an account, which takes as long where there is one already."""

from uuid import uuid4

from allauth.account import forms
from django.db import transaction


class SignUpForm(forms.SignupForm):
    """Nobody learns by a clock whether an address has an account."""

    def try_save(self, request):
        if self.account_already_exists:
            self._make_one_in_vain(request)
        return super().try_save(request)

    def _make_one_in_vain(self, request):
        """All the work of a new account, its password's too; none of it stays."""
        given = self.cleaned_data
        self.cleaned_data = given | {"email": f"{uuid4()}@nobody.invalid"}
        self.account_already_exists = False
        with transaction.atomic():
            self.save(request)
            transaction.set_rollback(True)
        self.cleaned_data, self.account_already_exists = given, True
