"""Partners that teams propose: found in the directory, or added to it, for all."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from awards.actions.partners import add_to_directory
from awards.models import ProposalPartner, Rehearsal
from directory.models import Organisation
from tests.factories import LONG_AGO, make_organisation, make_proposal, make_user
from tests.signing_in import come_as, sign_in
from tests.staff import allowed

pytestmark = pytest.mark.django_db
BUTTON = "Aggiungilo all’elenco"


def propose(name="Casa", **fields):
    given = {
        "proposed_name": name,
        "proposed_kind": "association",
        "role": "Ospita",
        "contact_name": "Carla",
        "contact_email": "carla@example.org",
    } | fields
    given["proposal"] = given.get("proposal") or make_proposal()
    return ProposalPartner.objects.create(**given)


def page(partner, name="change"):
    return reverse(f"admin:awards_proposalpartner_{name}", args=[partner.pk])


def where(*partners):
    """Which organisation each is said to be."""
    for partner in partners:
        partner.refresh_from_db()
    return [partner.merged_into for partner in partners]


def test_it_is_found_in_the_directory_for_all(client):
    come_as(client, "award office")
    one, same, another = propose(), propose("CASA"), propose("Casa Due")
    known = make_organisation(name="Casa del quartiere")
    client.post(page(one), {"merged_into": known.pk})
    assert where(one, same, another) == [known, known, None]
    assert one.organisation is None


def test_of_a_draft_only_its_name_and_kind_are_told(client):
    come_as(client, "award office")
    partner = propose()
    shown = client.get(page(partner)).content.decode()
    assert "Casa" in shown
    assert "Ospita" not in shown
    assert "carla@example.org" not in shown
    partner.proposal.office_may_read = True
    partner.proposal.save()
    shown = client.get(page(partner)).content.decode()
    assert "Ospita" in shown
    assert "carla@example.org" in shown


def test_one_button_adds_it_in_draft_and_says_so_for_all(client):
    office = come_as(client, "award office")
    one, same, another = propose(" Casa"), propose(" CASA"), propose("Casa Due")
    assert BUTTON in client.get(page(one)).content.decode()
    answer = client.post(page(one, "to_directory"), follow=True)
    assert "2 proposte" in answer.content.decode()
    casa = Organisation.objects.get()
    assert (casa.name, casa.slug, casa.kind) == ("Casa", "casa", "association")
    assert casa.is_public() is False
    assert where(one, same, another) == [casa, casa, None]
    assert casa.history.get().history_user_id == office.pk
    assert BUTTON not in client.get(page(one)).content.decode()


def test_its_address_is_one_that_nobody_has_or_had():
    for n, name in enumerate(("Càsa", "Ca sa"), 1):
        make_organisation(name=name, slug=f"other-{n}", former_slugs=["casa"])
    make_organisation(name="Altra", slug="casa-2")
    made, _count = add_to_directory(propose(), by=make_user(), at=timezone.now())
    assert made.slug == "casa-3"
    nameless, _count = add_to_directory(
        propose("社"), by=make_user(), at=timezone.now()
    )
    assert nameless.slug == "ente"


def test_a_name_the_directory_has_is_to_be_chosen(client):
    come_as(client, "award office")
    one = propose()
    make_organisation(name="casa")
    answer = client.post(page(one, "to_directory"), follow=True)
    assert "sceglilo" in answer.content.decode()
    assert where(one) == [None]


def test_what_was_said_before_and_what_is_rehearsed_stay_as_they_are():
    known = make_organisation(name="Casa del quartiere")
    one, said = propose(), propose(merged_into=known)
    rehearsed = make_proposal()
    rehearsed.rehearsal = Rehearsal.objects.create(
        stage=rehearsed.stage, shift="0", by=make_user(), at=LONG_AGO
    )
    rehearsed.save()
    thrown_away = propose(proposal=rehearsed)
    made, count = add_to_directory(one, by=make_user(), at=timezone.now())
    assert count == 1
    assert where(one, said, thrown_away) == [made, known, None]
    with pytest.raises(ValidationError, match="già"):
        add_to_directory(one, by=make_user(), at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_add_it_once():
    barrier, told = Barrier(2), []
    by = make_user()

    def press(partner):
        barrier.wait()
        try:
            add_to_directory(partner, by=by, at=timezone.now())
        except ValidationError as error:
            told.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=press, args=[propose(n)]) for n in ("Casa", "CASA")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["merged"]
    assert Organisation.objects.count() == 1
    assert not ProposalPartner.objects.filter(merged_into=None).exists()


def test_only_who_may_add_organisations_adds_it(client):
    one = propose()
    sign_in(client, allowed("view_proposalpartner", "change_proposalpartner"))
    assert BUTTON not in client.get(page(one)).content.decode()
    assert client.post(page(one, "to_directory")).status_code == 403
    assert not Organisation.objects.exists()
