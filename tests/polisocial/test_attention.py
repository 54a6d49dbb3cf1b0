"""The first page of the admin: what wants attention, and the last changes."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from awards.actions.conflict import declare
from awards.actions.decision import decide
from awards.actions.form import freeze
from awards.models import (
    Allotment,
    Beneficiary,
    Category,
    FinancialYear,
    Letter,
    LetterState,
    Partnership,
    ProgrammeFigure,
    Project,
    ProjectSource,
    Receipt,
    Stage,
)
from content.dates import PartialDate
from content.publishing import publish
from polisocial.attention import items
from polisocial.groups import AWARD_OFFICE, EDITORS, READERS
from polisocial.models import ErrorReport, LoadedRecord
from tests.awards.judging import LATER, make_judged_stage, proposals_of
from tests.factories import (
    make_competition,
    make_department,
    make_financial_year,
    make_lab,
    make_news,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_question,
    make_site,
    make_stage,
    make_theme,
    make_user,
)
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def staff(client):
    user = make_user(email="rosa@example.org", is_staff=True, is_superuser=True)
    sign_in(client, user)
    return user


def of_group(name):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    return user


def told(user):
    return {str(item.sentence): item.links for item in items(user)}


def supported_project(**fields):
    project = make_project(**fields)
    ProjectSource.objects.create(project=project, address="https://example.org/a")
    return project


def supported_competition(**fields):
    competition = make_competition(**fields)
    competition.sources.create(address="https://example.org/a")
    return competition


def test_stages_without_a_frozen_form_are_told_with_the_first_opening():
    frozen = make_question().section.stage
    freeze(frozen, by=make_user())
    make_stage(opens_at=None)
    office = of_group(AWARD_OFFICE)
    assert not [each for each in told(office) if "congelat" in each]
    stage = make_stage(opens_at=frozen.opens_at + DAY)
    (sentence,) = (each for each in told(office) if "congelat" in each)
    assert sentence == (
        "Il modulo di una fase non è congelato: senza, nulla si apre il 2 febbraio "
        "2027, 09:00."
    )
    ((_words, address),) = told(office)[sentence]
    assert address == f"{list_of(Stage)}?id__in={stage.pk}"


def list_of(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def only(links):
    ((words, address),) = links
    return words, address


def test_nothing_wants_attention_in_an_empty_portal(client, staff):
    assert told(staff) == {}
    page = unescape(client.get(reverse("admin:index")).content.decode())
    assert "Nulla, fra ciò che puoi vedere." in page


def test_what_is_whole_and_public_wants_nothing(staff):
    supported_project(competition=supported_competition())
    assert told(staff) == {}


def test_drafts_are_counted_kind_by_kind(staff):
    competition = supported_competition()
    for _n in range(2):
        supported_project(competition=competition, published_from=None)
    make_organisation(published_from=None)
    assert told(staff) == {
        "3 pagine sono in bozza.": [
            ("2 progetti finanziati", f"{list_of(Project)}?publication=draft"),
            ("1 ente", f"{list_of(type(make_organisation()))}?publication=draft"),
        ]
    }


def test_scheduled_says_when_the_first_is(staff):
    competition = supported_competition()
    soon = timezone.now() + DAY
    for at in (soon + DAY, soon):
        supported_project(competition=competition, published_from=at)
    ((sentence, links),) = told(staff).items()
    local = timezone.localtime(soon)
    assert sentence.startswith("2 pagine sono in programma, la prima per il")
    assert sentence.endswith(f"{local:%H:%M}.")
    assert only(links)[1] == f"{list_of(Project)}?publication=scheduled"


def test_withdrawals_to_come_are_told_until_they_come(staff):
    competition = supported_competition()
    make = {"competition": competition}
    supported_project(published_until=timezone.now() + DAY, **make)
    supported_project(published_until=timezone.now() - DAY, **make)
    ((sentence, links),) = told(staff).items()
    assert sentence.startswith("Una pagina in pubblico sarà ritirata, il")
    assert "publication=public" in only(links)[1]


def test_public_pages_without_a_source_are_told(staff):
    make_project(competition=supported_competition())
    make_project(competition=supported_competition(), published_from=None)
    links = told(staff)["Una pagina in pubblico non ha fonti."]
    address = f"{list_of(Project)}?publication=public&sources=missing"
    assert links == [("1 progetto finanziato", address)]


def test_texts_in_one_language_are_told(staff):
    theme = make_theme(name_en="")
    make_theme()
    links = told(staff)["Un elemento ha un testo in una sola lingua."]
    assert links == [("1 tema", f"{list_of(type(theme))}?translation=missing")]


def test_figures_without_a_source_are_told(staff):
    year = make_financial_year()
    make_financial_year(amount=None)
    sourced = make_financial_year()
    sourced.sources.create(address="https://example.org/a")
    ProgrammeFigure.objects.create(is_derived=True, amount=5, text_it="a", text_en="b")
    sentence = "Un anno o un totale riporta cifre senza indicare una fonte."
    address = f"{list_of(FinancialYear)}?id__in={year.pk}"
    assert told(staff)[sentence] == [("1 anno finanziario", address)]


def test_partners_and_editions_of_public_pages_are_to_be_public(staff):
    edition = supported_competition(published_from=None)
    hidden = make_organisation(published_from=None)
    make_organisation(published_from=None)
    for competition in (edition, supported_competition()):
        project = supported_project(competition=competition)
        Partnership.objects.create(project=project, organisation=hidden)
    sentence = "Pagine in pubblico fanno riferimento a 2 pagine che non lo sono."
    assert {address for _words, address in told(staff)[sentence]} == {
        f"{list_of(type(edition))}?id__in={edition.pk}",
        f"{list_of(type(hidden))}?id__in={hidden.pk}",
    }


def test_unknown_sums_and_reports_and_records_are_told(staff):
    receipt = Receipt.objects.create(financial_year=make_financial_year(amount=None))
    Allotment.objects.create(receipt=receipt, competition=supported_competition())
    ErrorReport.objects.create(kind="content", text="Un refuso", page="/it/")
    ErrorReport.objects.create(
        kind="content", text="Fatto", page="/it/", handled_at=timezone.now()
    )
    for number, left in enumerate(([], ["summary"])):
        LoadedRecord.objects.create(
            file="a.json", key=f"{number}", object_id=1, values={}, left=left
        )
    known = told(staff)
    assert len(known["2 importi del cinque per mille non sono noti."]) == 2
    assert "Una segnalazione di un lettore attende risposta." in known
    sentence = (
        "I file dei contenuti hanno lasciato un record come l’ha modificato la "
        "redazione."
    )
    assert only(known[sentence])[1] == f"{list_of(LoadedRecord)}?left__isempty=0"


def test_hard_texts_are_told(staff):
    hard = (
        "L’implementazione multidisciplinare contestualizzata favorisce "
        "l’autodeterminazione socioeconomica, valorizzando specificamente "
        "l’interdipendenza organizzativa delle infrastrutture territoriali"
    )
    competition = supported_competition()
    project = supported_project(competition=competition, summary_it=hard)
    make = {"competition": competition, "published_from": None, "summary_en": "x"}
    supported_project(summary_it=hard, **make)
    links = told(staff)["Un testo italiano in pubblico è difficile da leggere."]
    address = f"{list_of(Project)}?id__in={project.pk}"
    assert links == [("1 progetto finanziato", address)]


@pytest.mark.parametrize(
    "life", [{}, {"published_from": None}, {"soon": 1}, {"end": 1}]
)
def test_links_of_this_page_lead_to_what_was_counted(client, staff, life):
    instant = timezone.now() + DAY
    named = {"soon": "published_from", "end": "published_until"}
    life = {named.get(k, k): instant if k in named else v for k, v in life.items()}
    make_lab(name_en="", **life)
    make_site(description_en="", **life)
    make_news(title_en="", **life)
    make_competition(theme_en="", **life)
    make_project(title_en="", competition=make_competition(), **life)
    Partnership.objects.create(
        project=make_project(), organisation=make_organisation(**life)
    )
    make_place(name_en="")
    make_theme(name_en="")
    make_programme(name_en="")
    make_department(name_en="")
    make_financial_year(notes_it="Nota")
    ProgrammeFigure.objects.create(as_of=PartialDate("2024"), amount=5, text_it="a")
    Beneficiary.objects.create(pk=1, name="A", tax_code="80057930150", box_it="Una")
    Category.objects.create(competition=make_competition(), name_it="Famiglia")
    Receipt.objects.create(financial_year=make_financial_year(amount=None))
    ErrorReport.objects.create(kind="content", text="Un refuso", page="/it/")
    record = {"file": "a.json", "key": "1", "object_id": 1, "values": {}}
    LoadedRecord.objects.create(left=["summary"], **record)
    links = [link for item in items(staff) for link in item.links]
    assert len(links) >= 20
    for words, address in links:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.context["cl"].result_count == int(words.split()[0]), address


def test_each_sees_what_they_may_view():
    make_project(published_from=None, competition=supported_competition())
    make_financial_year()
    drafts, figures = (
        "Una pagina è in bozza.",
        "Un anno o un totale riporta cifre senza indicare una fonte.",
    )
    assert set(told(of_group(EDITORS))) >= {drafts, figures}
    assert set(told(of_group(AWARD_OFFICE))) >= {drafts, figures}
    assert set(told(of_group(READERS))) >= {drafts, figures}
    assert told(make_user(is_staff=True)) == {}


def test_last_changes_say_what_and_by_whom(client, staff):
    project = make_project(acronym="CAMPUS", published_from=None)
    address = reverse("admin:awards_project_publish")
    client.post(address, {"things": project.pk})
    page = unescape(client.get(reverse("admin:index")).content.decode())
    recent = " ".join(re.sub(r"<[^>]+>", " ", page.split('id="recent"')[1]).split())
    assert "CAMPUS Progetto finanziato: " in recent
    assert "rosa@example.org" in recent


def test_last_changes_are_of_what_one_may_view(client, staff):
    project = make_project(acronym="CAMPUS", published_from=None)
    address = reverse("admin:awards_project_publish")
    client.post(address, {"things": project.pk}, follow=True)
    sign_in(client, make_user(is_staff=True))
    assert "CAMPUS" not in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_first_page_costs_the_same_whatever_there_is(
    client, size, django_assert_max_num_queries
):
    sign_in(client, of_group(EDITORS))
    for _n in range(size):
        publish(make_project(published_from=None, title_en=""), by=make_user())
        make_news(published_from=timezone.now() + DAY)
        make_financial_year()
        ProgrammeFigure.objects.create(as_of=PartialDate("2024"), amount=5)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("admin:index")).status_code == 200


def test_what_waits_in_judging_leads_to_the_year():
    stage = make_judged_stage(proposals=3)
    first, second, _third = proposals_of(stage)
    for each in (first, second):
        decide(each, by=make_user(), outcome="not_selected", reason="No.", at=LATER)
    office = of_group(AWARD_OFFICE)
    year = [("L’anno a colpo d’occhio", reverse("admin:year"))]
    known = told(office)
    assert known["1 proposta da decidere."] == year
    assert known["2 esiti da approvare."] == year
    declare(first, by=office, has_conflict=True, grounds="Parente.", at=LATER)
    assert "1 esito da approvare." in told(office)
    assert "1 proposta da decidere." not in told(of_group(EDITORS))


def test_letters_about_what_a_conflict_hides_are_not_told():
    proposal = proposals_of(make_judged_stage(proposals=1))[0]
    Letter.objects.filter(proposal=proposal).update(state=LetterState.FAILED)
    office = of_group(AWARD_OFFICE)
    assert "Una lettera non è stata recapitata." in told(office)
    declare(proposal, by=office, has_conflict=True, grounds="Parente.", at=LATER)
    assert "Una lettera non è stata recapitata." not in told(office)


@pytest.mark.parametrize("size", [1, 3])
def test_first_page_costs_the_office_the_same_however_much_is_judged(
    client, size, django_assert_num_queries
):
    sign_in(client, of_group(AWARD_OFFICE))
    for _n in range(size):
        make_judged_stage(proposals=size)
    with django_assert_num_queries(11):
        client.get(reverse("admin:index"))
