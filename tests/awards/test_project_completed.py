"""The page of a funded project, as its team completes it before it is public."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.actions.conflict import declare
from awards.actions.decision import announce
from awards.rules.invariants import offences
from tests.awards.judging import LATER, make_judged_stage, proposals_of
from tests.awards.reading import text_of
from tests.awards.test_decision_actions import FUND, settle
from tests.factories import make_member, make_place, make_project, make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TEXTS = {
    "acronym": "ACQUA",
    "title_it": "Acqua per tutti",
    "title_en": "Water for all",
    "summary_it": "Portiamo acqua. A chi non ne ha.",
    "summary_en": "We bring water. To those who have none.",
    "keywords_it": "acqua\nsete",
    "keywords_en": "water\nthirst",
    "website": "https://acqua.example.org/",
    "started": "2026-10",
    "ended": "2027",
}


@pytest.fixture
def proposal():
    stage = make_judged_stage(proposals=1)
    proposal = proposals_of(stage)[0]
    settle(proposal, **FUND)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    proposal.refresh_from_db()
    return proposal


@pytest.fixture
def project(proposal):
    return proposal.decision.project


@pytest.fixture
def anna(client, proposal):
    user = proposal.members.get().user
    client.force_login(user)
    return user


def address(proposal, name="proposal-project", *more):
    return reverse(name, args=[proposal.code, *more])


def opened(client, proposal):
    """The hidden fields of the page, as the browser sends them back."""
    html = client.get(address(proposal)).content.decode()
    return {name: unescape(value) for name, value in HIDDEN.findall(html)} | {
        name: unescape(value)
        for name, value in re.findall(r'name="(seen)" value="([^"]*)"', html)
    }


def fill(client, proposal, **typed):
    sent = opened(client, proposal) | TEXTS | typed
    return client.post(address(proposal), sent, follow=True)


@pytest.mark.usefixtures("anna")
def test_team_completes_it_in_both_languages(client, proposal, project):
    there = make_place(name_it="Nolo")
    assert "Salvato." in text_of(fill(client, proposal, place="nolo"))
    project.refresh_from_db()
    assert (project.acronym, project.title_en) == ("ACQUA", "Water for all")
    assert (project.keywords_it, project.started) == (["acqua", "sete"], "2026-10")
    assert list(project.places.all()) == [there]
    assert project.published_from is None
    fill(client, proposal, place="Orto di via Rossi", places=str(there.pk))
    assert {each.name_it for each in project.places.all()} == {
        "Nolo",
        "Orto di via Rossi",
    }
    fill(client, proposal)
    assert not project.places.exists()


@pytest.mark.usefixtures("anna")
def test_fault_loses_nothing(client, proposal, project):
    answer = fill(client, proposal, ended="2020", summary_it="Acqua.")
    assert "Acqua." in answer.content.decode()
    project.refresh_from_db()
    assert project.acronym != "ACQUA"


@pytest.mark.usefixtures("anna")
def test_what_staff_changed_meanwhile_is_not_overwritten_unread(
    client, proposal, project
):
    sent = opened(client, proposal) | TEXTS
    project.title_it = "Acqua pulita"
    project.save()
    answer = client.post(address(proposal), sent)
    assert answer.status_code == 409
    told = text_of(answer)
    assert "Acqua pulita" in told
    assert "Acqua per tutti" in answer.content.decode()
    project.refresh_from_db()
    assert project.title_it == "Acqua pulita"
    fresh = re.search(r'name="seen" value="([^"]*)"', answer.content.decode())[1]
    client.post(address(proposal), sent | {"seen": unescape(fresh)})
    project.refresh_from_db()
    assert project.title_it == "Acqua per tutti"


@pytest.mark.usefixtures("anna")
def test_what_was_typed_outlives_the_session(client, proposal, project):
    sent = opened(client, proposal) | TEXTS
    who = proposal.members.get().user
    client.logout()
    assert "/account/" in client.post(address(proposal), sent).url
    project.refresh_from_db()
    assert project.acronym != "ACQUA"
    client.force_login(who)
    answer = client.get(address(proposal))
    assert "Acqua per tutti" in answer.content.decode()
    assert "non si è potuto salvare" in text_of(answer)
    assert "Salvato." in text_of(fill(client, proposal))
    assert "non si è potuto salvare" not in text_of(client.get(address(proposal)))


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.usefixtures("anna")
def test_preview_is_the_page_that_everybody_will_read(
    client, proposal, project, language
):
    fill(client, proposal)
    answer = client.get(address(proposal, "proposal-project-preview", language))
    assert TEXTS[f"title_{language}"] in text_of(answer)
    assert answer["X-Robots-Tag"] == "noindex"
    project.refresh_from_db()
    assert project.published_from is None
    assert Client().get(project.get_absolute_url()).status_code == 404
    wrong = client.get(address(proposal, "proposal-project-preview", "fr"))
    assert wrong.status_code == 404


@pytest.mark.usefixtures("anna")
def test_summary_has_its_readability(client, proposal):
    assert "Leggibilità" in text_of(client.get(address(proposal)))


@pytest.mark.usefixtures("anna")
def test_public_project_is_no_longer_theirs_to_change(client, proposal, project):
    sent = opened(client, proposal) | TEXTS
    project.published_from = timezone.now() - timedelta(minutes=1)
    project.save()
    answer = client.get(address(proposal))
    assert "È pubblica" in text_of(answer)
    assert project.get_absolute_url() in answer.content.decode()
    client.post(address(proposal), sent)
    project.refresh_from_db()
    assert project.acronym != "ACQUA"
    own = client.get(reverse("proposal", args=[proposal.code])).content.decode()
    assert project.get_absolute_url() in own


@pytest.mark.parametrize(
    ("role", "status"), [("manager", 200), ("editor", 404), ("reader", 404)]
)
def test_who_leads_the_team_completes_it(proposal, role, status):
    user, client = make_user(), Client()
    make_member(proposal=proposal, user=user, role=role)
    client.force_login(user)
    assert client.get(address(proposal)).status_code == status
    assert client.post(address(proposal), TEXTS).status_code in (302, status)


def test_nobody_else_finds_it(client, proposal):
    assert client.get(address(proposal)).status_code == 302
    client.force_login(make_user())
    for name, *more in (("proposal-project",), ("proposal-project-preview", "it")):
        assert client.get(address(proposal, name, *more)).status_code == 404


@pytest.mark.parametrize(("who", "says"), [("award office", True), ("editor", False)])
def test_project_leads_back_to_its_proposal(client, proposal, project, who, says):
    user = come_as(client, who)
    page = reverse("admin:awards_project_change", args=[project.pk])
    link = reverse("admin:awards_proposal_change", args=[proposal.pk])
    assert (link in client.get(page).content.decode()) == says
    declare(proposal, by=user, has_conflict=True, grounds="Zio.", at=LATER)
    assert link not in client.get(page).content.decode()


def test_award_that_was_decided_is_not_typed_again(client, project):
    come_as(client, "editor")

    def form_of(project):
        page = reverse("admin:awards_project_change", args=[project.pk])
        return client.get(page).content.decode()

    assert 'name="award"' not in form_of(project)
    assert "50000,00" in form_of(project)
    assert 'name="award"' in form_of(make_project())


def test_public_award_is_the_one_that_was_decided(project):
    assert list(offences()) == []
    project.award = 1
    project.save()
    [found] = offences()
    assert found.text == "it awards 50000.00, its project 1.00"
