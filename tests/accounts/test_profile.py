"""What people say of themselves, and where it spares them typing."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from accounts import orcid
from accounts.models import User
from awards.forms.proposal import known_of
from tests.awards.judging import make_appointment, make_judged_stage
from tests.factories import make_department, make_user
from tests.reading import text_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

ORCID = "0000-0002-1825-0097"
ANNA = {"first_name": "Anna", "last_name": "Rossi", "language": "en"}


@pytest.mark.parametrize(
    "typed",
    [
        ORCID,
        f" {ORCID} ",
        "0000000218250097",
        "0000 0002 1825 0097",
        f"https://orcid.org/{ORCID}",
        f"http://www.orcid.org/{ORCID}/",
        f"orcid.org/{ORCID}",
    ],
)
def test_orcid_is_stored_in_one_way(typed):
    assert orcid.clean(typed) == ORCID


def test_orcid_may_end_in_x():
    assert orcid.clean("0000-0002-1694-233x") == "0000-0002-1694-233X"


@pytest.mark.parametrize(
    "typed",
    [
        "0000-0002-1825-0098",
        "0000-0002-1852-0097",
        "0000-0002-1825-009",
        "0000-0002-1825-00977",
        "0000-0002-1694-X233",
        "https://example.org/0000-0002-1825-0097",
        "٠٠٠٠-0002-1825-0097",
        "Anna Rossi",
    ],
)
def test_orcid_that_cannot_be_is_refused(typed):
    with pytest.raises(ValidationError):
        orcid.clean(typed)


def test_stored_orcid_has_its_shape_whoever_writes_it():
    user = make_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(orcid="0000000218250097")


def test_profile_is_seen_and_changed(client):
    make_department(code="DAStU", name_it="Architettura")
    user = make_user()
    sign_in(client, user)
    page = client.get(reverse("account"))
    assert user.email in text_of(page)
    assert "DAStU" in page.content.decode()
    given = {"role_group": "fellow", "department_code": "DAStU"}
    given |= {"organisation_name": "", "orcid": f"https://orcid.org/{ORCID}"}
    answer = client.post(reverse("account"), ANNA | given, follow=True)
    assert "Salvato" in text_of(answer)
    user.refresh_from_db()
    said = {name: getattr(user, name) for name in ANNA | given}
    assert said == ANNA | given | {"orcid": ORCID}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"orcid": "0000-0002-1825-0098"}, "una cifra"),
        ({"first_name": ""}, "obbligatorio"),
        ({"department_code": "NONE"}, "opzione valida"),
        ({"role_group": "king"}, "opzione valida"),
    ],
)
def test_what_is_wrong_in_a_profile_is_said_and_nothing_is_stored(
    client, given, sentence
):
    user = make_user()
    sign_in(client, user)
    answer = client.post(reverse("account"), ANNA | given)
    assert sentence in text_of(answer)
    user.refresh_from_db()
    assert user.last_name == ""


def test_profile_changes_nobody_elses_account_and_no_right(client):
    user = make_user()
    sign_in(client, user)
    more = {"is_staff": "on", "is_superuser": "on", "email": "other@example.org"}
    client.post(reverse("account"), ANNA | more)
    stored = User.objects.get(pk=user.pk)
    assert (stored.is_staff, stored.is_superuser, stored.email) == (
        False,
        False,
        user.email,
    )


def test_departments_are_named_in_the_language_of_the_page(client):
    make_department(name_it="Meccanica", name_en="Mechanical engineering")
    sign_in(client, make_user())
    assert "Meccanica" in text_of(client.get(reverse("account")))
    with override("en"):
        page = text_of(client.get(reverse("account")))
    assert "Mechanical engineering" in page


def test_profile_fills_in_who_starts_a_proposal():
    department = make_department()
    user = make_user(
        first_name="Anna",
        last_name="Rossi",
        role_group="tenured",
        department_code=department.code,
    )
    assert known_of(user) == {
        "name": "Anna Rossi",
        "role_group": "tenured",
        "department": department,
    }
    assert known_of(make_user())["department"] is None


def test_way_to_ones_account_is_in_the_header_of_who_signed_in(client):
    link = f'href="{reverse("account")}"'
    assert link not in client.get(reverse("home")).content.decode()
    sign_in(client, make_user())
    assert link in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("name", ["my-proposals", "account"])
def test_who_serves_finds_the_way_to_their_reviews(client, name):
    serving = make_appointment(make_judged_stage(proposals=0)).user
    for user, finds in ((serving, True), (make_user(), False)):
        sign_in(client, user)
        text = client.get(reverse(name)).text
        assert (reverse("my-reviews") in text) == finds
