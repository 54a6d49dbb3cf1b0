"""A new version of the form under an open page: what is typed there is stored."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from awards.actions.form import freeze
from tests.awards.calls import ask, make_call_open_now
from tests.awards.test_proposal_pages import fill, opened, page, section, text
from tests.factories import make_proposal, make_section, make_user

pytestmark = pytest.mark.django_db
WHY = "Il modulo è cambiato il"


@pytest.fixture
def anna(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def proposal(anna):
    """One whose form has two sections, the second with a list and a file."""
    stage = make_call_open_now()
    more = make_section(stage=stage, name_it="Il resto", position=1)
    several = ask(more, "which", "several", "Which?")
    for key in "ab":
        several.choices.create(key=key, label_it=key.upper())
    ask(more, "plan", "file", "Plan?")
    freeze(stage, by=make_user(), reason_it="Mancava il resto.")
    return make_proposal(stage=stage, coordinator=anna)


def change(proposal, **moved):
    """Drop the second section; `moved` says which of its questions go to the first."""
    first, second = proposal.stage.sections.all()
    second.questions.filter(key__in=moved).update(section=first)
    second.delete()
    freeze(proposal.stage, by=make_user(), reason_it="Il resto è di troppo.")


def second_page(proposal):
    return f"s{proposal.stage.sections.last().pk}"


def send(client, user, address, form, **changes):
    sent = [{"key": k, "value": v, "base": 0} for k, v in changes.items()]
    body = {"client": str(uuid4()), "number": 1, "user": user.pk, "form": form}
    body |= {"changes": sent, "known": {}}
    answer = client.post(address, json.dumps(body), content_type="application/json")
    assert answer.status_code == 200
    return answer.json()


def test_page_stores_what_it_can_and_names_the_rest(client, proposal, anna):
    address = reverse("proposal-save", args=[proposal.code, "project"])
    told = send(client, anna, address, 2, title="Acqua", **{"q.none": "x"})
    assert (list(told["saved"]), told["left"], told["reload"]) == (
        ["title"],
        ["q.none"],
        "",
    )
    told = send(client, anna, address, 2, title=["Acqua"], **{"q.plan": "x"})
    assert told["left"] == ["title", "q.plan"]
    assert dict(proposal.answers.values_list("key", "value")) == {"title": "Acqua"}


def test_page_is_told_why_the_form_changed(client, proposal, anna):
    address = reverse("proposal-save", args=[proposal.code, "project"])
    change(proposal)
    told = send(client, anna, address, 2, title="Acqua")
    assert told["reload"].startswith(WHY)
    assert told["reload"].endswith("Il resto è di troppo.")
    assert "Mancava" not in told["reload"]
    assert "Mancava" in send(client, anna, address, 1)["reload"]
    assert send(client, anna, address, 3)["reload"] == ""


def test_page_that_is_gone_still_stores_and_shows_what_it_had(client, proposal, anna):
    name = second_page(proposal)
    address = reverse("proposal-save", args=[proposal.code, name])
    change(proposal)
    told = send(client, anna, address, 2, **{"q.which": ["a", "b"]})
    assert (list(told["saved"]), told["left"]) == (["q.which"], [])
    gone = page(proposal, name)
    for each in (gone, reverse("proposal", args=[proposal.code])):
        shown = text(client.get(each))
        assert "IT Which? A, B" in shown
        assert "Il resto è di troppo." in shown
    assert "Il modulo non ha più questa pagina." in text(client.get(gone))
    assert client.get(page(proposal, "s0")).status_code == 404


def test_question_that_moved_is_stored_where_it_is(client, proposal, anna):
    name = second_page(proposal)
    address = reverse("proposal-save", args=[proposal.code, name])
    change(proposal, which=True)
    told = send(client, anna, address, 2, **{"q.which": ["b"]})
    assert list(told["saved"]) == ["q.which"]
    shown = client.get(page(proposal, section(proposal))).content.decode()
    assert 'value="b" checked' in shown
    assert "domande che il modulo non ha più" not in shown


def test_button_of_a_page_that_is_gone_stores_too(client, proposal):
    address = page(proposal, second_page(proposal))
    sent = opened(client, address) | {"q.which": "a"}
    change(proposal)
    answer = client.post(address, sent, follow=True)
    assert "Salvato." in text(answer)
    assert "IT Which? A" in text(answer)


def test_what_the_budget_had_is_shown_too(client, proposal, anna):
    heading = proposal.stage.call.cost_headings.create(name_it="Viaggi")
    freeze(proposal.stage, by=make_user(), reason_it="Mancava il costo.")
    address = reverse("proposal-save", args=[proposal.code, "budget"])
    send(client, anna, address, 3, **{f"cost.{heading.pk}.1": "12,50"})
    heading.delete()
    freeze(proposal.stage, by=make_user(), reason_it="Senza costi.")
    shown = client.get(page(proposal, "budget"))
    assert (shown.status_code, "Viaggi 12,50" in text(shown)) == (200, True)


def test_co_funding_that_the_call_no_longer_has_can_be_taken_out(client, proposal):
    call = proposal.stage.call
    call.cost_headings.create(name_it="Viaggi")
    freeze(proposal.stage, by=make_user(), reason_it="Mancava il costo.")
    budget = page(proposal, "budget")
    fill(client, budget, fund_1_who="Orti", fund_1_sum="100")
    call.co_funding = "none"
    call.save()
    freeze(proposal.stage, by=make_user(), reason_it="Senza cofinanziamento.")
    assert "non prevede cofinanziamento: toglilo" in text(client.get(budget))
    answer = fill(client, budget, fund_1_who="", fund_1_sum="")
    assert 'name="fund.1.who"' not in answer.content.decode()


def test_page_of_a_changed_form_costs_as_much_whatever_the_changes(
    client, proposal, django_assert_max_num_queries
):
    for n in range(3):
        ask(proposal.stage.sections.first(), f"more{n}", "short_text", "More?")
        freeze(proposal.stage, by=make_user(), reason_it="Ancora una.")
    address = page(proposal, f"s{proposal.stage.sections.first().pk}")
    with django_assert_max_num_queries(12):
        assert client.get(address).context["desk"].no_longer_asked == []
