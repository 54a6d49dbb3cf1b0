"""The pages of a committee: invited, declaring, reading, judging, discussing."""

import json
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from awards.actions.appointment import appoint
from awards.actions.conflict import declare
from awards.actions.ranking import close
from awards.models import (
    Appointment,
    Assignment,
    Declaration,
    KeptText,
    Letter,
    Minutes,
    Ranking,
    Remark,
    Review,
)
from content.tables import as_xlsx
from tests.awards.judging import (
    LATER,
    declare_on_all,
    give,
    judge,
    make_appointment,
    make_handed_in,
    make_judged_stage,
    proposals_of,
)
from tests.awards.reading import text_of
from tests.factories import make_call, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_judged_stage()


@pytest.fixture
def proposal(stage):
    return proposals_of(stage)[0]


@pytest.fixture
def ada(stage, client):
    """An evaluator, signed in."""
    appointment = make_appointment(stage)
    sign_in(client, appointment.user)
    return appointment


def page(appointment, proposal=None, name="my-review", *more):
    about = [appointment.pk] + ([proposal.code] if proposal else [])
    return reverse(name, args=[*about, *more])


def test_link_is_used_up_by_nobody_but_who_answers(client, stage):
    given = {"role": "evaluator", "name": "Ada", "email": "ada@example.org"}
    appoint(Appointment(stage=stage, **given), by=make_user(), at=LATER)
    link = reverse("appointment", args=[Letter.objects.get(kind="appointment").secret])
    for _n in range(2):  # a scanner of mail, then the person
        answer = client.get(link)
        assert "Ada" in text_of(answer)
    assert answer["Referrer-Policy"] == "same-origin"
    client.post(link, {"answer": "accept", "confidential": "on"})
    assert Appointment.objects.get().state == "invited"  # nobody is signed in
    ada = make_user()
    client.force_login(ada)
    answer = client.post(link, {"answer": "accept", "confidential": "on"})
    assert answer.url == reverse("mfa_index")  # no second factor yet
    sign_in(client, ada)
    assert "riservato" in text_of(client.post(link, {"answer": "accept"}))
    answer = client.post(link, {"answer": "accept", "confidential": "on"})
    appointment = Appointment.objects.get()
    assert answer.url == page(appointment, name="my-committee")
    assert appointment.user == ada
    assert client.get(link).status_code == 404


def test_invitation_is_declined_without_an_account(client, stage):
    given = {"role": "chair", "name": "Ada", "email": "ada@example.org"}
    appoint(Appointment(stage=stage, **given), by=make_user(), at=LATER)
    link = reverse("appointment", args=[Letter.objects.get(kind="appointment").secret])
    client.post(link, {"answer": "decline", "reason": "Sono all’estero."})
    appointment = Appointment.objects.get()
    assert (appointment.state, appointment.reason) == ("declined", "Sono all’estero.")


def test_pages_ask_for_the_second_factor(client, stage):
    appointment = make_appointment(stage)
    client.force_login(appointment.user)
    for name in ("my-reviews", "my-committee"):
        about = [] if name == "my-reviews" else [appointment.pk]
        assert client.get(reverse(name, args=about)).url == reverse("mfa_index")


def test_text_opens_after_the_declaration(client, ada, proposal):
    give_without_declaring(ada, proposal)
    answer = text_of(client.get(page(ada, proposal)))
    assert "Sete." not in answer
    assert proposal.members.get().name in answer
    client.post(page(ada, proposal, "my-review-declare"), {"has_conflict": "0"})
    assert "Sete." in text_of(client.get(page(ada, proposal)))


def give_without_declaring(appointment, proposal):
    return Assignment.objects.create(
        appointment=appointment, proposal=proposal, by=make_user(), at=LATER
    )


def test_conflict_needs_its_grounds_and_closes_the_proposal(client, ada, proposal):
    give_without_declaring(ada, proposal)
    address = page(ada, proposal, "my-review-declare")
    answer = client.post(address, {"has_conflict": "1", "grounds": " "})
    assert answer.status_code == 422
    assert not Declaration.objects.exists()
    client.post(address, {"has_conflict": "1", "grounds": "Zio."})
    for name in ("my-review", "my-review-write", "my-review-workbook"):
        assert client.get(page(ada, proposal, name)).status_code == 404
    listed = text_of(client.get(page(ada, name="my-committee")))
    assert proposal.code not in listed
    assert "Una proposta non ti è mostrata" in listed


def test_anonymous_call_is_read_without_names(client):
    stage = make_judged_stage(call=make_call(is_anonymous=True))
    ada, proposal = make_appointment(stage), proposals_of(stage)[0]
    sign_in(client, ada.user)
    give_without_declaring(ada, proposal)
    name = proposal.members.get().name
    assert name not in client.get(page(ada, proposal)).content.decode()
    declare(proposal, by=ada.user, has_conflict=False, at=LATER)
    for address in (page(ada, proposal), page(ada, proposal, "my-review-write")):
        answer = client.get(address)
        assert "Sete." in text_of(answer)
        assert name not in answer.content.decode()


def fields_of_page(client, address):
    """What a page would send, as it was made."""
    sent = {}
    for each in client.get(address).context["rows"]:
        for item in each[1:]:
            sent[item.field.key] = item.value
            sent[f"base.{item.field.key}"] = item.base
    for item in client.get(address).context["texts"]:
        sent[item.field.key] = item.value
        sent[f"base.{item.field.key}"] = item.base
    context = client.get(address).context
    return sent | {"client": context["client"], "who": context["who"], "number": "1"}


def test_review_is_saved_by_its_button_and_handed_in(client, ada, stage, proposal):
    give(ada, proposal)
    address = page(ada, proposal, "my-review-write")
    method, impact = stage.criteria.all()
    sent = fields_of_page(client, address)
    client.post(address, sent | {f"score.{method.pk}": "8", "applicant": "Bene."})
    hand_in = page(ada, proposal, "my-review-submit")
    answer = client.post(hand_in)
    assert answer.status_code == 409
    assert "Impatto" in text_of(answer)
    assert "Bene." in answer.content.decode()
    sent = fields_of_page(client, address)
    client.post(address, sent | {f"score.{impact.pk}": "4"})
    assert client.post(hand_in).url == page(ada, proposal)
    assert client.post(hand_in).url == page(ada, proposal)  # pressed twice
    review = Review.objects.get()
    assert (review.state, review.versions.count()) == ("submitted", 1)


def test_review_saves_by_itself_once_each(client, ada, proposal):
    give(ada, proposal)
    address = page(ada, proposal, "my-review-save")
    sent = {
        "client": str(uuid4()),
        "number": 1,
        "user": ada.user_id,
        "changes": [{"key": "applicant", "value": "Bene.", "base": 0}],
        "known": {},
    }

    def send(**other):
        return client.post(
            address, json.dumps(sent | other), content_type="application/json"
        )

    assert list(send().json()["saved"]) == ["applicant"]
    assert list(send().json()["saved"]) == ["applicant"]  # it had arrived already
    assert send(user=0).status_code == 409
    other = [{"key": "title", "value": "x", "base": 0}]
    assert send(number=2, changes=other).json()["left"] == ["title"]
    assert Client().post(address).status_code == 401
    assert Review.objects.get().answers.get().value == "Bene."


def test_text_of_an_ended_session_comes_back(client, ada, proposal):
    give(ada, proposal)
    address = page(ada, proposal, "my-review-write")
    sent = fields_of_page(client, address) | {"applicant": "Da non perdere."}
    client.logout()
    assert "/account/" in client.post(address, sent).url
    assert KeptText.objects.get().user == ada.user
    sign_in(client, ada.user)
    assert "Da non perdere." in client.get(address).content.decode()


def test_two_devices_keep_both_texts(client, ada, proposal):
    give(ada, proposal)
    address = page(ada, proposal, "my-review-write")
    first, second = (fields_of_page(client, address) for _n in range(2))
    client.post(address, first | {"applicant": "Dal computer."})
    client.post(address, second | {"applicant": "Dal telefono."})
    answer = client.get(address).content.decode()
    assert "Dal computer." in answer
    assert "Dal telefono." in answer
    other = Review.objects.get().other_texts.get()
    sent = fields_of_page(client, address) | {"take": "other"}
    client.post(page(ada, proposal, "my-review-choose", other.pk), sent)
    assert Review.objects.get().answers.get(key="applicant").value == "Dal telefono."


def test_others_appear_once_ones_own_is_in(client, ada, stage, proposal):
    eva = make_appointment(stage)
    judge(eva, proposal, committee="Segreto di Eva.")
    give(ada, proposal)
    assert "Segreto di Eva." not in client.get(page(ada, proposal)).content.decode()
    assert client.get(page(ada, name="my-ranking")).status_code == 404
    judge(ada, proposal)
    assert "Segreto di Eva." in text_of(client.get(page(ada, proposal)))
    client.post(page(ada, proposal, "my-review-remark"), {"text": "D’accordo."})
    assert Remark.objects.get().by == ada.user
    assert "D’accordo." in text_of(client.get(page(ada, proposal)))
    assert client.get(page(ada, name="my-ranking")).status_code == 200


def test_evaluator_gives_a_proposal_back(client, ada, proposal):
    give(ada, proposal)
    address = page(ada, proposal, "my-review-decline")
    client.post(address, {"reason": ""})
    assert ada.assignments.get().state == "open"
    client.post(address, {"reason": "Non è il mio campo."})
    assert ada.assignments.get().state == "declined"


def test_chair_opens_a_review_again(client, stage, proposal):
    chair, eva = make_appointment(stage, role="chair"), make_appointment(stage)
    judge(eva, proposal)
    declare(proposal, by=chair.user, has_conflict=False, at=LATER)
    sign_in(client, chair.user)
    review = Review.objects.get()
    address = page(chair, proposal, "my-review-reopen", review.pk)
    client.post(address, {"reason": " "})
    review.refresh_from_db()
    assert review.state == "submitted"
    client.post(address, {"reason": "Motiva il punteggio."})
    review.refresh_from_db()
    assert review.state == "draft"
    sign_in(client, eva.user)
    answer = client.get(page(eva, proposal, "my-review-write"))
    assert "Motiva il punteggio." in text_of(answer)


def test_workbook_goes_out_and_comes_back(client, ada, stage, proposal):
    give(ada, proposal)
    answer = client.get(page(ada, proposal, "my-review-workbook"))
    rows = list(
        load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    )
    method, _impact = stage.criteria.all()
    assert rows[1][0] == f"score.{method.pk}"
    filled = [list(row) for row in rows]
    filled[1][4], filled[-1][4] = 7.5, "Fuori rete."
    address = page(ada, proposal, "my-review-upload")
    client.post(address, {"file": book(filled)})
    stored = dict(Review.objects.get().answers.values_list("key", "value"))
    assert stored == {f"score.{method.pk}": "7.5", "applicant": "Fuori rete."}
    told = client.post(address, {"file": book(filled)}, follow=True)
    assert "nulla di nuovo" in text_of(told)


def book(rows):
    return SimpleUploadedFile("valutazione.xlsx", as_xlsx(rows))


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (SimpleUploadedFile("a.xlsx", b"nothing"), "foglio di calcolo leggibile"),
        (SimpleUploadedFile("a.xlsx", as_xlsx([["a", "b"]])), "non è una nostra"),
        (None, "nessun file"),
    ],
)
def test_workbook_that_is_none_of_ours_is_told(client, ada, proposal, file, told):
    give(ada, proposal)
    sent = {"file": file} if file else {}
    address = page(ada, proposal, "my-review-upload")
    assert told in text_of(client.post(address, sent, follow=True))


def test_ranking_is_shown_taken_away_and_closed(client, stage):
    chair, eva = make_appointment(stage, role="chair"), make_appointment(stage)
    first, second = proposals_of(stage)
    judge(eva, first, "10", "5")
    judge(eva, second, "5", "2")
    declare_on_all(chair)
    sign_in(client, chair.user)
    answer = text_of(client.get(page(chair, name="my-ranking")))
    assert answer.index(first.code) < answer.index(second.code)
    assert "Senza " in answer  # how firm it is
    poor = client.get(page(chair, name="my-ranking"), {"pot": "60.000"})
    assert "oltre i fondi" in text_of(poor)
    table = client.get(page(chair, name="my-ranking-csv")).content.decode("utf-8-sig")
    assert [row.split(",")[3] for row in table.splitlines()[1:]] == [
        first.code,
        second.code,
    ]
    assert client.get(page(chair, name="my-ranking-xlsx")).content[:2] == b"PK"
    address = page(chair, name="my-ranking-close")
    client.post(address)
    client.post(address)  # nothing has changed
    assert Ranking.objects.get().by == chair.user


def test_who_has_a_conflict_finds_no_trace_of_it(client, ada, stage):
    """Not its title, its code, its score, its place, nor a gap where it stands."""
    eva, chair = make_appointment(stage), make_appointment(stage, role="chair")
    secret = make_handed_in(stage, title="Zirconio")
    first, second = [p for p in proposals_of(stage) if p != secret]
    for proposal, scores in ((secret, "10"), (first, "8"), (second, "5")):
        judge(eva, proposal, scores, "4", committee="Zirconio, sì.")
    declare(secret, by=ada.user, has_conflict=True, grounds="Zio.", at=LATER)
    judge(ada, first)
    declare(second, by=ada.user, has_conflict=False, at=LATER)
    close(stage, by=chair.user, at=LATER)
    ranking = client.get(page(ada, name="my-ranking"))
    assert [row[0].place for row in ranking.context["rows"]] == [1, 2]
    for name in ("my-committee", "my-ranking", "my-ranking-csv"):
        answer = client.get(page(ada, name=name)).content.decode()
        assert secret.code not in answer
        assert "Zirconio" not in answer.replace("Zirconio, sì.", "")
    for name in ("my-review", "my-review-write"):
        assert client.get(page(ada, secret, name)).status_code == 404
    for name in ("my-review-remark", "my-review-decline", "my-review-declare"):
        assert client.post(page(ada, secret, name)).status_code == 404


def test_minutes_are_made_whole_and_in_public_form(client, stage):
    chair, eva = make_appointment(stage, role="chair"), make_appointment(stage)
    first, second = proposals_of(stage)
    judge(eva, first)
    judge(eva, second)
    declare_on_all(chair)
    sign_in(client, chair.user)
    address = page(chair, name="my-minutes")
    client.post(address)
    client.post(address)  # nothing has changed since
    minutes = Minutes.objects.get()
    for form in ("whole", "public"):
        paper = client.get(page(chair, None, "my-minutes-pdf", 1, form))
        assert paper.content[:5] == b"%PDF-"
    declare(second, by=chair.user, has_conflict=True, grounds="Zio.", at=LATER)
    assert (
        client.get(page(chair, None, "my-minutes-pdf", 1, "whole")).status_code == 404
    )
    assert minutes.number == 1


def test_someone_elses_committee_is_not_there(client, ada, proposal):
    stranger = make_appointment(make_judged_stage(proposals=0, allotted=None))
    give(ada, proposal)
    sign_in(client, stranger.user)
    for address in (
        page(ada, name="my-committee"),
        page(ada, proposal),
        page(stranger, proposal),
        page(stranger, proposal, "my-review-write"),
    ):
        assert client.get(address).status_code == 404
