"""The pages of the admin that show what content was, and bring it back."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Partnership, Project, ProjectSource, TeamMember
from cantieri.models import Theme
from content.admin.history import to_number
from content.bring_back import Plan
from content.history import one_change
from offcampus.models import Site, SiteAddress, SitePartnership
from tests.factories import (
    make_organisation,
    make_place,
    make_project,
    make_site,
    make_theme,
    make_user,
)
from tests.signing_in import sign_in
from tests.staff import allowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = make_user(email="rosa@example.org", is_staff=True, is_superuser=True)
    sign_in(client, user)
    return user


def address(thing, page, *args):
    meta = thing._meta
    name = f"admin:{meta.app_label}_{meta.model_name}_{page}"
    return reverse(name, args=[thing.pk, *args])


def words(answer):
    """What a page says, without its tags."""
    main = answer.content.decode().split('id="content-main"', 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def history_of(client, thing, **query):
    return client.get(address(thing, "history"), query)


def bring_back_address(thing, at):
    return address(thing, "bring_back", to_number(at))


def page_after(answer):
    return unescape(answer.content.decode())


def seen(client, url):
    found = re.search(r'name="seen" value="(\w+)"', client.get(url).content.decode())
    return found[1]


def bring_back(client, thing, at, **more):
    """Look at what would change, then agree."""
    url = bring_back_address(thing, at)
    return client.post(url, {"seen": seen(client, url)} | more, follow=True)


def instant(model, **columns):
    return model.history.filter(**columns).latest().history_date


def test_history_tells_who_changed_what(client, staff):
    project = make_project(summary_it="Una casa per tutti.")
    with one_change(by=staff):
        project.summary_it = "Una casa per pochi."
        project.save()
    page = history_of(client, project).content.decode()
    assert "Una casa per <del>tutti</del><ins>pochi</ins>." in page
    assert "rosa@example.org" in page


def test_history_shows_keys_and_choices_in_words(client, staff):
    one, other = make_project(), make_project(acronym="LATER")
    with one_change():
        one.status, one.follows = "concluded", other
        one.save()
    text = words(history_of(client, one))
    assert "Dopo: LATER" in text
    assert "concluso" in text
    assert "concluded" not in text


def test_history_joins_a_thing_and_its_rows_in_one_entry(client, staff):
    project = make_project()
    with one_change(by=staff):
        project.title_it = "Un altro titolo"
        project.save()
        TeamMember.objects.create(project=project, name="Ada", role="member")
        ProjectSource.objects.create(project=project, address="https://example.org/a")
    page = history_of(client, project).content.decode()
    assert page.count('class="module entry"') == 2
    assert "Ada" in page
    assert "https://example.org/a" in page


def test_history_shows_rows_that_are_gone(client, staff):
    project = make_project()
    organisation = make_organisation(name="Comune di Milano")
    row = Partnership.objects.create(project=project, organisation=organisation)
    row.delete()
    organisation.delete()
    text = words(history_of(client, project))
    assert text.count("Tolto:") == 1
    assert "Comune di Milano (cancellato nel frattempo)" in text


def test_saving_in_the_admin_is_one_entry_by_its_author(client, staff):
    theme = make_theme(name_it="Salute", name_en="")
    form = {"name_it": "Salute", "name_en": "Health", "position": theme.position}
    for _ in range(2):  # the second time nothing has changed
        client.post(address(theme, "change"), form)
    records = Theme.history.filter(id=theme.pk, history_type="~")
    assert list(records.values_list("name_en", "history_user_id")) == [
        ("Health", staff.pk)
    ]


def test_one_request_is_one_instant(client, staff):
    chosen = [make_theme().pk, make_theme().pk]
    form = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    client.post(reverse("admin:cantieri_theme_changelist"), form)
    gone = Theme.history.filter(history_type="-")
    assert gone.count() == 2
    assert len(set(gone.values_list("history_date", flat=True))) == 1


@pytest.mark.parametrize("size", [1, 18])
def test_history_costs_the_same_whatever_its_length(client, staff, size):
    project = make_project()
    for number in range(size):
        with one_change(by=staff):
            project.follows = make_project(competition=project.competition)
            project.save()
            Partnership.objects.create(
                project=project, organisation=make_organisation(), position=number
            )
            TeamMember.objects.create(project=project, name="Ada", role="member")
    client.get(address(project, "history"))
    with CaptureQueriesContext(connection) as queries:
        assert history_of(client, project).status_code == 200
    assert len(queries) == 10


def test_history_comes_in_pages(client, staff):
    theme = make_theme()
    for number in range(25):
        theme.name_en = f"Name {number}"
        theme.save()
    first, second = (words(history_of(client, theme, p=page)) for page in (1, 2))
    assert "Name 24" in first
    assert "Name 3" not in first
    assert "Name 3" in second
    # What it was before the oldest change of a page stands on the next one.
    assert "Prima: Name 4 → Dopo: Name 5" in first


def test_bring_back_restores_the_thing_and_its_rows(client, staff):
    project = make_project(summary_it="Prima.")
    kept = TeamMember.objects.create(project=project, name="Ada", role="member")
    gone = Partnership.objects.create(
        project=project, organisation=make_organisation(), role_it="capofila"
    )
    at = instant(Partnership)
    project.summary_it = "Dopo."
    project.save()
    kept.name = "Eva"
    kept.save()
    gone.delete()
    new = ProjectSource.objects.create(project=project, address="https://example.org/")
    text = words(client.get(bring_back_address(project, at)))
    assert "Dopo Prima ." in text
    bring_back(client, project, at)
    project.refresh_from_db()
    assert project.summary_it == "Prima."
    assert [member.name for member in project.team.all()] == ["Ada"]
    assert [row.role_it for row in project.partnerships.all()] == ["capofila"]
    assert not ProjectSource.objects.filter(pk=new.pk).exists()


def test_bring_back_leaves_out_what_was_already_gone(client, staff):
    project = make_project(summary_it="Prima.")
    TeamMember.objects.create(project=project, name="Ada", role="member").delete()
    at = instant(TeamMember)
    project.summary_it = "Dopo."
    project.save()
    bring_back(client, project, at)
    project.refresh_from_db()
    assert (project.summary_it, project.team.count()) == ("Prima.", 0)


def test_bringing_back_is_told_in_the_history(client, staff):
    theme = make_theme(name_en="Before")
    at = instant(Theme)
    theme.name_en = "After"
    theme.save()
    bring_back(client, theme, at)
    last = Theme.history.latest()
    assert (last.name_en, last.history_user_id) == ("Before", staff.pk)
    assert last.history_change_reason == f"brought back: {at.isoformat()}"
    assert "Ripristinato com’era" in words(history_of(client, theme))


def test_bring_back_leaves_publication_and_former_addresses(client, staff):
    project = make_project(slug="old", published_from=None)
    at = instant(Project)
    project.slug, project.published_from = "new", make_user().date_joined
    project.save()
    bring_back(client, project, at)
    project.refresh_from_db()
    assert (project.slug, project.former_slugs) == ("old", ["new"])
    assert project.is_public()


def test_bring_back_gives_rows_a_place_taken_meanwhile(client, staff):
    project = make_project()
    ada = TeamMember.objects.create(project=project, name="Ada", role="coordinator")
    eva = TeamMember.objects.create(project=project, name="Eva", role="member")
    at = instant(TeamMember)
    ada.role = "member"
    ada.save()
    eva.role = "coordinator"
    eva.save()
    bring_back(client, project, at)
    assert dict(project.team.values_list("name", "role")) == {
        "Ada": "coordinator",
        "Eva": "member",
    }


def test_bring_back_of_rows_that_refer_to_rows(client, staff):
    site = make_site()
    there = SiteAddress.objects.create(
        site=site, place=make_place(), valid_from="2021", valid_until="2022"
    )
    SitePartnership.objects.create(
        site=site, organisation=make_organisation(), address=there
    )
    at, key = instant(SitePartnership), there.pk
    there.delete()
    assert not site.partnerships.exists()
    bring_back(client, site, at)
    assert site.partnerships.get().address_id == key


def test_bring_back_is_refused_when_what_it_refers_to_is_gone(client, staff):
    project, organisation = make_project(), make_organisation(name="Ente sciolto")
    row = Partnership.objects.create(project=project, organisation=organisation)
    at = instant(Partnership)
    row.delete()
    organisation.delete()
    url = bring_back_address(project, at)
    assert "Ente sciolto" in words(client.get(url))
    assert "non c’è più" in words(client.get(url))
    assert 'name="seen"' not in client.get(url).content.decode()
    mark = Plan(Project, project.pk, at).seen
    answer = client.post(url, {"seen": mark}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert len(told) == 1
    assert "ente «Ente sciolto (cancellato nel frattempo)» non c’è più" in told[0]
    assert not project.partnerships.exists()


def test_bring_back_is_refused_when_the_address_is_taken(client, staff):
    project = make_project(slug="mine")
    at = instant(Project)
    project.slug = "other"
    project.save()
    Project.objects.filter(pk=project.pk).update(former_slugs=[])
    make_project(slug="mine")
    answer = bring_back(client, project, at)
    told = [str(message) for message in answer.context["messages"]]
    assert len(told) == 1
    assert "Nome nell’indirizzo" in told[0]
    project.refresh_from_db()
    assert project.slug == "other"


def test_bring_back_overwrites_nothing_saved_meanwhile(client, staff):
    theme = make_theme(name_en="First")
    at = instant(Theme)
    theme.name_en = "Second"
    theme.save()
    url = bring_back_address(theme, at)
    agreed = seen(client, url)
    theme.name_en = "Third"
    theme.save()
    answer = client.post(url, {"seen": agreed}, follow=True)
    theme.refresh_from_db()
    assert theme.name_en == "Third"
    assert "Qualcuno lo ha modificato" in page_after(answer)


def test_deleted_thing_is_listed_and_comes_back_with_its_rows(client, staff):
    site = make_site(name="Off Campus Corvetto")
    key, addresses = site.pk, site.addresses.count()
    at = instant(SiteAddress)
    site.delete()
    site.pk = key
    sites = client.get(reverse("admin:offcampus_site_changelist"))
    assert '<a href="deleted/">' in sites.content.decode()
    listed = client.get(reverse("admin:offcampus_site_deleted"))
    assert "Off Campus Corvetto" in words(listed)
    assert address(site, "history") in listed.content.decode()
    assert bring_back_address(site, at) in history_of(client, site).content.decode()
    bring_back(client, site, at)
    again = Site.objects.get(pk=key)
    assert (again.name, again.addresses.count()) == ("Off Campus Corvetto", addresses)
    assert again.is_public()
    assert "Corvetto" not in words(client.get(reverse("admin:offcampus_site_deleted")))


def test_reader_sees_the_history_and_no_button(client):
    theme = make_theme(name_en="Before")
    at = instant(Theme)
    theme.name_en = "After"
    theme.save()
    sign_in(client, allowed("view_theme"))
    page = history_of(client, theme).content.decode()
    assert "After" in page
    assert bring_back_address(theme, at) not in page
    assert client.get(bring_back_address(theme, at)).status_code == 403
    assert client.post(bring_back_address(theme, at)).status_code == 403
    assert client.get(reverse("admin:cantieri_theme_deleted")).status_code == 200


def test_who_may_only_change_cannot_bring_back_what_was_deleted(client):
    theme = make_theme()
    key, at = theme.pk, instant(Theme)
    theme.delete()
    theme.pk = key
    sign_in(client, allowed("view_theme", "change_theme"))
    assert client.get(bring_back_address(theme, at)).status_code == 403
    sign_in(client, allowed("add_theme", "change_theme"))
    assert client.get(bring_back_address(theme, at)).status_code == 200


def test_history_is_not_for_others(client):
    theme = make_theme()
    sign_in(client, allowed("view_lab"))
    assert history_of(client, theme).status_code == 403
    assert client.get(reverse("admin:cantieri_theme_deleted")).status_code == 403


@pytest.mark.parametrize("number", [0, 10**15, 10**30])
def test_bring_back_from_before_it_was_there_is_not_found(client, staff, number):
    url = address(make_theme(), "bring_back", number)
    assert client.get(url).status_code == 404
