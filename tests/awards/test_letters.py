"""The outbox: written with the change, sent once, seen when it fails."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from awards.actions.letters import discard, release, send_again
from awards.actions.post import WAITS, send_ready
from awards.actions.submission import admit, refuse, submit, withdraw
from awards.admin.letter import KINDS
from awards.emails.outbox import Addressee, put
from awards.models import SECRET, Letter
from awards.models.proposal_team import new_token
from tests.awards.test_submission import DEADLINE, IN_TIME, make_open_stage, write
from tests.factories import make_letter, make_member, make_proposal, make_user
from tests.portals import ROOT, free_port
from tests.post import going_to, mail_server
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
TOKEN = new_token()
LATE = DEADLINE + timedelta(minutes=10)


@pytest.fixture
def anna():
    return make_user(email="anna@example.org", language="it", first_name="Anna")


@pytest.fixture
def proposal(anna):
    proposal = make_proposal(stage=make_open_stage(), coordinator=anna)
    john = make_user(email="john@example.org", language="en")
    make_member(proposal=proposal, user=john, email=john.email, name="John")
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    return proposal


def ready(**fields):
    return make_letter(state="ready", **fields)


def now_of(letter):
    letter.refresh_from_db()
    return letter.state


def test_everybody_in_the_team_is_told_in_their_language(proposal, anna):
    submission = submit(proposal, by=anna, began_at=IN_TIME)
    letters = {letter.email: letter for letter in Letter.objects.all()}
    receipt = submission.receipt_number
    hers, his = letters["anna@example.org"], letters["john@example.org"]
    assert hers.subject == f"Consegnata: ricevuta {receipt}"
    assert his.subject == f"Handed in: receipt {receipt}"
    assert "la proposta “Acqua”" in hers.body
    assert submission.sha256 in hers.body
    assert f"/en/my/proposals/{proposal.code}/" in his.body
    assert {letter.state for letter in letters.values()} == {"ready"}


def test_pressing_twice_writes_no_second_letter(proposal, anna):
    for _time in range(2):
        submit(proposal, by=anna, began_at=IN_TIME)
    assert Letter.objects.count() == 2


def test_nothing_is_written_when_nothing_is_handed_in(proposal, anna):
    with transaction.atomic():
        submit(proposal, by=anna, began_at=IN_TIME)
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_letter_without_its_change_is_an_error():
    to = Addressee("Anna", "anna@example.org", "it")
    with pytest.raises(RuntimeError, match="transaction"):
        put("withdrawn", 1, to, path=("home",))


def test_late_is_told_to_the_second_and_its_decision_is_held(proposal, anna):
    attempt = submit(proposal, by=anna, began_at=LATE)
    letter = Letter.objects.get(kind="late_kept", user=anna)
    assert "600 secondi dopo la scadenza" in letter.body
    refuse(attempt, by=make_user(), reason="La rete funzionava.", at=LATE)
    decided = Letter.objects.get(kind="late_decided", user=anna)
    assert (decided.state, "La rete funzionava." in decided.body) == ("held", True)


def test_admitted_late_gives_its_receipt(proposal, anna):
    attempt = submit(proposal, by=anna, began_at=LATE)
    attempt = admit(attempt, by=make_user(), reason="Guasto nostro.", at=LATE)
    letter = Letter.objects.get(kind="late_decided", user=anna)
    assert attempt.submission.receipt_number in letter.body


def test_withdrawal_is_told_with_its_reason(proposal, anna):
    submit(proposal, by=anna, began_at=IN_TIME)
    withdraw(proposal, by=anna, reason="Il gruppo si è sciolto.", at=IN_TIME)
    assert "sciolto" in Letter.objects.get(kind="withdrawn", user=anna).body


def test_a_ready_letter_leaves_once():
    letter = ready(email="anna@example.org", subject="Perché", body="Così è.\n")
    with mail_server() as post:
        assert send_ready() == 1
        assert send_ready() == 0
    (arrived,) = post.letters
    assert (arrived["To"], arrived["Subject"]) == ("anna@example.org", "Perché")
    assert arrived.get_content().splitlines() == ["Così è."]
    assert arrived["Message-ID"] == f"<letter-{letter.pk}@example.org>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert now_of(letter) == "sent"


def test_held_and_discarded_letters_stay():
    make_letter(), make_letter(state="discarded")
    with mail_server() as post:
        assert send_ready() == 0
    assert not post.letters


def test_the_secret_of_a_link_leaves_and_is_forgotten():
    letter = ready(body=f"https://example.org/{SECRET}/\n", secret=TOKEN)
    with mail_server() as post:
        send_ready()
    assert f"https://example.org/{TOKEN}/" in post.letters[0].get_content()
    letter.refresh_from_db()
    assert (letter.secret, TOKEN in letter.body) == ("", False)


def test_without_a_mail_server_letters_wait_longer_and_longer():
    letter, other = ready(), ready()
    with going_to(free_port()):
        assert send_ready() == 0
        assert now_of(letter) == now_of(other) == "ready"
        assert (letter.tries, other.tries) == (1, 0)  # one is enough to know
        assert letter.due_at > timezone.now() + WAITS[0] - timedelta(seconds=10)
    with mail_server() as post, time_machine.travel(timezone.now() + WAITS[0] * 2):
        assert send_ready() == 2
    assert len(post.letters) == 2


def test_what_is_refused_for_now_is_tried_again_and_for_good_is_not():
    for_now, for_good = ready(email="a@example.org"), ready(email="b@example.org")
    with mail_server() as post:
        post.answers = [("RCPT", "451 later"), ("RCPT", "550 no such person")]
        send_ready()
    assert (now_of(for_now), now_of(for_good)) == ("ready", "failed")
    assert for_good.trouble == "550 no such person"
    assert not post.letters


def test_what_is_refused_for_ever_ends_in_front_of_somebody():
    letter, now = ready(), timezone.now()
    with going_to(free_port()):
        for wait in [timedelta(0), *WAITS]:
            now += wait + timedelta(seconds=1)
            with time_machine.travel(now, tick=False):
                assert now_of(letter) == "ready"
                send_ready()
    assert now_of(letter) == "failed"


def test_a_server_that_breaks_off_half_way_is_not_asked_twice():
    letter, other = ready(), ready()
    with mail_server() as post:
        post.is_breaking = True
        send_ready()
        post.is_breaking = False
        send_ready()
    assert not post.letters
    assert now_of(letter) == now_of(other) == "failed"
    assert "può essere arrivata" in letter.trouble


def test_a_letter_whose_sender_died_is_left_to_a_person():
    now = timezone.now()
    letter = make_letter(state="sending", due_at=now - timedelta(hours=1))
    recent = make_letter(state="sending", due_at=now)
    with mail_server() as post:
        send_ready()
    assert (now_of(letter), now_of(recent)) == ("failed", "sending")
    assert not post.letters


def test_release_discard_and_send_again():
    by, at = make_user(), timezone.now()
    held, failed, sent = make_letter(), make_letter(state="failed"), make_letter()
    assert release(held, by=by, at=at).state == "ready"
    assert send_again(failed, by=by, at=at).handled_by == by
    away = partial(discard, reason="Doppia.")
    with pytest.raises(ValidationError, match="perché"):
        discard(sent, by=by, reason=" ", at=at)
    assert away(sent, by=by, at=at).state == "discarded"
    for act in release, send_again, away:
        with pytest.raises(ValidationError, match="Non"):
            act(sent, by=by, at=at)


@pytest.mark.parametrize(
    ("button", "state"), [("_release", "ready"), ("_discard", "discarded")]
)
def test_the_office_mends_a_held_letter_and_releases_it(client, button, state):
    come_as(client, "award office")
    letter = make_letter()
    page = f"/admin/awards/letter/{letter.pk}/change/"
    said = {"subject": "Altro", "body": "Meglio.", "why": "Doppia.", button: "1"}
    client.post(page, said)
    assert (now_of(letter), letter.body) == (state, "Meglio.")
    answer = client.post(page, {"subject": "Troppo", "body": "tardi", button: "1"})
    assert answer.status_code == 403
    assert (now_of(letter), letter.body) == (state, "Meglio.")


def test_what_failed_is_on_top_and_sent_again(client):
    come_as(client, "award office")
    failed = make_letter(state="failed", subject="Rimasta", trouble="550 no")
    make_letter(subject="Da vedere"), ready(subject="In viaggio")
    shown = client.get("/admin/awards/letter/").content.decode()
    places = [shown.index(name) for name in ("Rimasta", "Da vedere", "In viaggio")]
    assert places == sorted(places)
    assert "1 lettera</a>" in client.get("/admin/").content.decode()
    page = f"/admin/awards/letter/{failed.pk}/change/"
    client.post(page, {"_again": "1"})
    assert now_of(failed) == "ready"


def test_letters_are_chosen_by_what_they_tell(client):
    come_as(client, "award office")
    make_letter(kind="reminder", subject="Ricordate")
    make_letter(kind="invitation", subject="Un invito")
    shown = client.get("/admin/awards/letter/", {"kind": "reminder"}).content.decode()
    assert "promemoria" in shown
    assert "invito in un gruppo" in shown
    assert "Ricordate" in shown
    assert "Un invito" not in shown


def test_every_kind_of_letter_has_a_name():
    written = (ROOT / "templates/awards/letters").glob("*.txt")
    assert {path.stem for path in written} - {"base"} == set(KINDS)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same(settings):
    for n in range(30):
        ready(email=f"reader{n}@example.org")
    url = os.environ["DATABASE_URL"].rpartition("/")[0]
    name = connection.settings_dict["NAME"]
    with mail_server() as post:
        there = f"smtp://127.0.0.1:{settings.EMAIL_PORT}"
        environment = os.environ | {"DATABASE_URL": f"{url}/{name}", "EMAIL_URL": there}
        command = [sys.executable, "manage.py", "work"]
        workers = [
            subprocess.Popen(command, cwd=ROOT, env=environment) for _n in range(3)
        ]
        assert [worker.wait(timeout=60) for worker in workers] == [0, 0, 0]
    to = sorted(letter["To"] for letter in post.letters)
    assert to == sorted(f"reader{n}@example.org" for n in range(30))


@pytest.mark.django_db(transaction=True)
def test_a_worker_goes_on_until_it_is_ended(settings):
    url = os.environ["DATABASE_URL"].rpartition("/")[0]
    name = connection.settings_dict["NAME"]
    with mail_server() as post:
        there = f"smtp://127.0.0.1:{settings.EMAIL_PORT}"
        environment = os.environ | {"DATABASE_URL": f"{url}/{name}", "EMAIL_URL": there}
        command = [sys.executable, "manage.py", "work", "--forever"]
        worker = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            ready(email="late@example.org")
            until = time.monotonic() + 30
            while not post.letters and time.monotonic() < until:
                time.sleep(0.1)
        finally:
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(timeout=20) == 0
    assert post.to("late@example.org")
