"""A proposal in its pages, as people use them without JavaScript, mistakes included."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.actions.form import freeze
from awards.models import KeptText, LateAttempt, Proposal, Submission
from tests.awards.calls import make_call_open_now
from tests.factories import (
    make_member,
    make_question,
    make_section,
    make_stage,
    make_user,
)

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def stage():
    return make_call_open_now()


@pytest.fixture
def anna(client):
    user = make_user(first_name="Anna", last_name="Rossi")
    client.force_login(user)
    return user


@pytest.fixture
def proposal(client, stage, anna):
    """One that Anna has just started from the page of the call."""
    address = reverse("start-proposal", args=[stage.call.competition.year])
    sent = {"name": "Anna Rossi", "role_group": "tenured"}
    answer = client.post(address, sent)
    proposal = Proposal.objects.get()
    assert answer.url == reverse("proposal", args=[proposal.code])
    return proposal


def section(proposal):
    return f"s{proposal.stage.sections.get().pk}"


def page(proposal, name="project"):
    return reverse("proposal-page", args=[proposal.code, name])


def text(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def opened(client, address):
    """The hidden fields of a page, as the browser would send them back."""
    return dict(HIDDEN.findall(client.get(address).content.decode()))


def fill(client, address, **typed):
    hidden = opened(client, address)
    fields = {key.replace("_", "."): value for key, value in typed.items()}
    return client.post(address, hidden | fields, follow=True)


def write_all(client, proposal):
    fill(client, page(proposal), title="Acqua", duration="12")
    fill(client, page(proposal, section(proposal)), q_need="Sete.")


def check(client, proposal):
    address = reverse("proposal-check", args=[proposal.code])
    return client.post(address, follow=True)


def test_proposal_is_started_by_who_coordinates_it(proposal, anna):
    member = proposal.members.get()
    assert (member.user, member.role, member.name) == (
        anna,
        "coordinator",
        "Anna Rossi",
    )
    assert (member.role_group, member.state) == ("tenured", "accepted")


def test_start_is_offered_while_the_call_is_open(client, stage, anna):
    call = stage.call.get_absolute_url()
    address = reverse("start-proposal", args=[stage.call.competition.year])
    assert address in client.get(call).content.decode()
    stage.closes_at = timezone.now()
    stage.save()
    assert client.get(address).status_code == 404
    assert address not in client.get(call).content.decode()


def test_what_is_typed_is_saved_and_shown(client, proposal):
    answer = fill(client, page(proposal), title="Acqua", duration="dodici")
    assert "Salvato." in text(answer)
    assert 'value="Acqua"' in answer.content.decode()
    stored = dict(proposal.answers.values_list("key", "value"))
    assert stored == {"title": "Acqua", "duration": "dodici"}


def test_one_button_saves_and_goes_on_to_the_next_page(client, proposal):
    answer = fill(client, page(proposal), title="Acqua", next="")
    following = page(proposal, section(proposal))
    assert answer.redirect_chain == [(following, 302)]
    assert "Salvato." in text(answer)
    assert proposal.answers.get().value == "Acqua"
    assert "Poi: Gruppo" in text(answer)
    assert f'data-next="{page(proposal, "team")}"' in answer.content.decode()


def test_enter_key_saves_and_does_nothing_else(client, proposal):
    shown = client.get(page(proposal)).content.decode()
    form = shown[shown.index("data-save=") :]
    assert re.search(r"<button[^>]*>", form)[0] == "<button hidden>"


def test_page_that_could_not_be_saved_whole_stays(client, proposal):
    stale = opened(client, page(proposal))
    fill(client, page(proposal), title="Acqua")
    answer = client.post(page(proposal), stale | {"title": "Fuoco", "next": ""})
    assert answer.url == page(proposal)


def test_page_says_what_is_not_submitted_and_what_is_missing(client, proposal):
    shown = text(client.get(reverse("proposal", args=[proposal.code])))
    assert "NON CONSEGNATA" in shown
    assert "Da scrivere" in shown
    fill(client, page(proposal), title="Acqua")
    shown = text(client.get(page(proposal)))
    assert "Manca 1 cosa" in shown


def test_words_are_counted_and_may_be_too_many_in_a_draft(client, proposal):
    address = page(proposal, section(proposal))
    answer = fill(client, address, q_need="parola " * 12)
    assert "12 parole su 10" in text(answer)
    assert 'class="fld over"' in answer.content.decode()


def test_text_is_not_taken_for_a_file(client, proposal):
    stage = proposal.stage
    make_question(section=stage.sections.get(), key="plan", kind="file")
    freeze(stage, by=make_user(), reason_it="Manca il piano.")
    address = page(proposal, section(proposal))
    answer = fill(client, address, q_plan="un testo", q_need="Sete.")
    assert "Un PDF di 20 MB al massimo." in text(answer)
    assert dict(proposal.answers.values_list("key", "value")) == {"q.need": "Sete."}


def test_whole_journey_ends_with_a_receipt(client, proposal):
    write_all(client, proposal)
    answer = check(client, proposal)
    submission = Submission.objects.get()
    assert f"La sua ricevuta è {proposal.code}-1" in text(answer)
    assert "CONSEGNATA" in text(answer)
    address = reverse("proposal-version", args=[proposal.code, 1])
    shown = text(client.get(address))
    assert "Bisogno Sete." in shown
    assert submission.sha256 in shown
    file = client.get(reverse("proposal-file", args=[proposal.code, 1]))
    assert file.content == submission.content.encode()


def test_missing_things_are_told_together_with_links_to_them(client, proposal):
    answer = check(client, proposal)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Per consegnarla mancano 3 cose" in html
    assert f"{page(proposal)}#title" in html
    assert f"{page(proposal, section(proposal))}#q-need" in html
    assert not Submission.objects.exists()


def test_second_version_shows_what_changed(client, proposal):
    write_all(client, proposal)
    check(client, proposal)
    fill(client, page(proposal, section(proposal)), q_need="Sete e fame.")
    front = reverse("proposal", args=[proposal.code])
    assert "Da allora è stato scritto altro" in text(client.get(front))
    check(client, proposal)
    html = client.get(reverse("proposal-version", args=[proposal.code, 2])).content
    assert "<del>Sete.</del>" in html.decode()
    assert "<ins>Sete e fame.</ins>" in html.decode()


def test_withdrawn_and_revived(client, proposal):
    write_all(client, proposal)
    check(client, proposal)
    leave = reverse("proposal-withdraw", args=[proposal.code])
    refused = client.post(leave, {"reason": " "})
    assert "Perché: Questo campo è obbligatorio" in text(refused)
    answer = client.post(leave, {"reason": "Fondi altrove."}, follow=True)
    assert "RITIRATA" in text(answer)
    again = reverse("proposal-revive", args=[proposal.code])
    assert "CONSEGNATA" in text(client.post(again, follow=True))
    assert client.get(again).status_code == 404


def test_who_withdraws_too_late_is_told_that_it_is_for_good(client, proposal, stage):
    write_all(client, proposal)
    check(client, proposal)
    leave = reverse("proposal-withdraw", args=[proposal.code])
    assert "puoi farla valere di nuovo" in text(client.get(leave))
    stage.closes_at = timezone.now() - timedelta(seconds=10)
    stage.save()
    assert "non potresti più farla valere" in text(client.get(leave))


def test_late_one_is_kept_and_said_so(client, proposal, stage):
    write_all(client, proposal)
    stage.closes_at = timezone.now() - timedelta(seconds=10)
    stage.save()
    shown = text(client.get(reverse("proposal-check", args=[proposal.code])))
    assert "Invia in ritardo" in shown
    assert "Fino alla scadenza" not in shown
    answer = check(client, proposal)
    assert "È arrivata dopo la scadenza" in text(answer)
    assert "L’ufficio deve ancora decidere" in text(answer)
    assert 10 <= LateAttempt.objects.get().seconds_late <= 15


def test_only_what_a_page_changed_is_applied(client, proposal):
    """Two tabs of one person: the second knows nothing of what the first saved."""
    first, second = opened(client, page(proposal)), opened(client, page(proposal))
    client.post(page(proposal), first | {"title": "Acqua", "duration": ""})
    client.post(page(proposal), second | {"title": "", "duration": "12"})
    stored = dict(proposal.answers.values_list("key", "value"))
    assert stored == {"title": "Acqua", "duration": "12"}


def test_session_that_ended_costs_nothing(client, proposal, anna):
    hidden = opened(client, page(proposal))
    client.logout()
    answer = client.post(page(proposal), hidden | {"title": "Acqua"})
    assert answer.url.startswith(reverse("account_login"))
    assert not proposal.answers.exists()
    client.force_login(anna)
    shown = client.get(page(proposal))
    assert 'value="Acqua"' in shown.content.decode()
    assert "non si è potuto salvare" in text(shown)
    fill(client, page(proposal), title="Acqua", duration="")
    assert proposal.answers.get().value == "Acqua"
    assert not KeptText.objects.exists()


def test_the_door_says_that_the_text_is_kept(client, proposal, anna):
    hidden = opened(client, page(proposal))
    client.logout()
    answer = client.post(page(proposal), hidden | {"title": "Acqua"}, follow=True)
    assert "Ciò che hai scritto è custodito" in text(answer)


def test_token_that_changed_costs_nothing(proposal, anna):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anna)
    hidden = opened(strict, page(proposal)) | {"csrfmiddlewaretoken": "x" * 32}
    answer = strict.post(page(proposal), hidden | {"title": "Acqua"})
    assert answer.status_code == 403
    assert "non è perso" in text(answer)
    assert 'value="Acqua"' in strict.get(page(proposal)).content.decode()


def test_text_of_one_person_is_not_taken_for_anothers(client, proposal, anna):
    bruno = make_user()
    make_member(proposal=proposal, user=bruno)
    hidden = opened(client, page(proposal))
    client.force_login(bruno)
    answer = client.post(page(proposal), hidden | {"title": "Acqua"}, follow=True)
    assert "Questa pagina è di un’altra persona" in text(answer)
    assert 'value="Acqua"' not in answer.content.decode()
    client.force_login(anna)
    assert 'value="Acqua"' in client.get(page(proposal)).content.decode()


def test_kept_text_ends_after_a_day(client, proposal, anna, time_machine):
    hidden = opened(client, page(proposal))
    client.logout()
    client.post(page(proposal), hidden | {"title": "Acqua"})
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    client.force_login(anna)
    assert 'value="Acqua"' not in client.get(page(proposal)).content.decode()


def test_reader_reads_and_changes_nothing(client, proposal):
    reader = make_user()
    make_member(proposal=proposal, user=reader, role="reader")
    client.force_login(reader)
    fill(client, page(proposal), title="Acqua", duration="")
    assert not proposal.answers.exists()
    assert (
        client.get(reverse("proposal-check", args=[proposal.code])).status_code == 403
    )


def test_nothing_new_is_not_offered_to_be_handed_in(client, proposal):
    write_all(client, proposal)
    check(client, proposal)
    address = reverse("proposal-check", args=[proposal.code])
    assert "È consegnata: vale la versione 1" in text(client.get(address))
    fill(client, page(proposal), title="Fuoco")
    assert "È consegnata: vale" not in text(client.get(address))


def test_answers_of_an_earlier_proposal_are_copied(client, proposal, stage):
    write_all(client, proposal)
    opens_at = stage.opens_at
    following = make_stage(opens_at=opens_at, closes_at=stage.closes_at)
    again = make_section(stage=following)
    make_question(section=again, key="need", word_limit=20)
    make_question(section=again, key="other", is_required=False)
    freeze(following, by=make_user(), at=opens_at - timedelta(hours=1))
    address = reverse("start-proposal", args=[following.call.competition.year])
    offered = f'<option value="{proposal.pk}">Acqua ({stage.call})</option>'
    assert offered in client.get(address).content.decode()
    sent = {"name": "Anna Rossi", "role_group": "tenured", "source": proposal.pk}
    client.post(address, sent)
    copy = Proposal.objects.exclude(pk=proposal.pk).get()
    stored = dict(copy.answers.values_list("key", "value"))
    assert stored == {"title": "Acqua", "duration": "12", "q.need": "Sete."}


def test_receipt_is_verified_by_anybody_and_tells_nothing_else(client, proposal):
    write_all(client, proposal)
    check(client, proposal)
    client.logout()
    submission = Submission.objects.get()
    address = reverse("receipts")
    for asked in (submission.receipt_number.upper(), submission.sha256):
        shown = text(client.get(address, {"receipt": asked}))
        assert "Autentica" in shown
        assert "È ancora quella che vale." in shown
        assert "Acqua" not in shown
    assert "Nessuna nostra ricevuta" in text(client.get(address, {"receipt": "x"}))


def test_file_that_was_handed_in_is_verified(client, proposal, tmp_path):
    write_all(client, proposal)
    check(client, proposal)
    stored = Submission.objects.get().content.encode()
    for content, word in ((stored, "Autentica"), (stored + b" ", "Nessuna nostra")):
        path = tmp_path / "file.json"
        path.write_bytes(content)
        with path.open("rb") as file:
            assert word in text(client.post(reverse("receipts"), {"file": file}))


def test_receipt_of_what_was_replaced_or_withdrawn_says_so(client, proposal):
    write_all(client, proposal)
    check(client, proposal)
    fill(client, page(proposal, section(proposal)), q_need="Fame.")
    check(client, proposal)
    address = reverse("receipts")
    asked = {"receipt": f"{proposal.code}-1"}
    assert "Una versione successiva l’ha sostituita" in text(client.get(address, asked))
    leave = reverse("proposal-withdraw", args=[proposal.code])
    client.post(leave, {"reason": "Fondi altrove."})
    asked = {"receipt": f"{proposal.code}-2"}
    assert "La proposta è stata ritirata." in text(client.get(address, asked))
