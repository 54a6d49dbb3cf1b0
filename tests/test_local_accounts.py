"""The accounts of a developer's machine, one per role."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from accounts.models import User
from polisocial.local import accounts

pytestmark = pytest.mark.django_db


def test_preparing_twice_leaves_one_account_per_role():
    accounts.prepare()
    accounts.prepare()
    made = {
        user.email: (
            user.is_staff,
            user.is_superuser,
            [g.name for g in user.groups.all()],
        )
        for user in User.objects.all()
    }
    assert made == {
        "editor@example.org": (True, False, ["Editors"]),
        "office@example.org": (True, False, ["Award office"]),
        "reader@example.org": (True, False, ["Readers"]),
        "auditor@example.org": (True, False, ["Auditors"]),
        "admin@example.org": (True, True, []),
        "applicant@example.org": (False, False, []),
    }


def test_preparing_brings_back_what_is_printed():
    accounts.prepare()
    editor = User.objects.get(email="editor@example.org")
    editor.set_password("another")
    editor.is_superuser = True
    editor.save()
    editor.authenticator_set.all().delete()
    accounts.prepare()
    editor.refresh_from_db()
    assert editor.check_password(accounts.password())
    assert not editor.is_superuser
    assert editor.authenticator_set.get().data == {"secret": accounts.secret()}


@pytest.mark.parametrize("at", [59, 1111111109, 20000000000])
def test_code_is_the_one_an_app_shows(at):
    shown = format_hotp_value(hotp_value(accounts.secret(), at // accounts.STEP))
    assert accounts.code(at) == shown


def test_committee_of_a_demonstration_signs_in_as_the_others_do():
    accounts.prepare_committee()
    chair = User.objects.get(email="chair@example.org")
    assert (chair.is_staff, chair.check_password(accounts.password())) == (False, True)
    assert chair.authenticator_set.get().data == {"secret": accounts.secret()}
    assert accounts.password() in "\n".join(accounts.words_of_committee())
