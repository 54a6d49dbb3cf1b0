"""All that is known of a person: told to them, and erased when they ask."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import person
from accounts.models import User
from awards.actions.appointment import appoint
from awards.actions.conflict import declare
from awards.actions.decision import announce
from awards.actions.review import review_of
from awards.actions.submission import submit, withdraw
from awards.models import Appointment, KeptText, Letter, Member, Proposal, Review
from polisocial.models import ErrorReport
from tests.awards.judging import (
    LATER,
    give,
    judge,
    make_appointment,
    make_judged_stage,
    proposals_of,
    seat_of,
)
from tests.awards.judging import write as write_review
from tests.awards.test_decision_actions import settle
from tests.awards.test_submission import IN_TIME, make_open_stage, write
from tests.factories import make_letter, make_member, make_proposal, make_user
from tests.reading import text_of
from tests.signing_in import make_second_factor, sign_in

pytestmark = pytest.mark.django_db

PASSWORD = "a long and boring passphrase"  # noqa: S105
EMAIL = "anna.unmistakable@example.org"
NAME = "Unmistakable"
ORCID = "0000-0002-1825-0097"


@pytest.fixture
def anna():
    user = make_user(
        email=EMAIL,
        first_name="Anna",
        last_name=NAME,
        orcid=ORCID,
        organisation_name=f"{NAME} & sons",
    )
    user.verify_email()
    return user


def enter(client, user=None):
    """Sign in and give the password once more, as the pages ask."""
    email = user.email if user else EMAIL
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def make_work(anna, **fields):
    """A draft of hers with one answer."""
    fields = {"stage": make_open_stage()} | fields
    proposal = make_proposal(coordinator=anna, **fields)
    proposal.members.filter(user=anna).update(role_group="tenured")
    write(proposal, anna, title="The well", duration="12", q_need="Water")
    return proposal


def everything():
    """Every text in the database, whoever's it is."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")  # noqa: S608
            found[model._meta.label] = " ".join(row for (row,) in cursor.fetchall())
    return found


def where(*texts):
    return {
        name
        for name, rows in everything().items()
        if any(text.lower() in rows.lower() for text in texts)
    }


def test_data_are_one_file_behind_the_password(client, anna):
    proposal = make_work(anna)
    make_second_factor(anna)
    ErrorReport.objects.create(kind="content", text="A wrong year", email=EMAIL.upper())
    sign_in(client, anna, second_factor=False)
    assert client.get(reverse("my-data-file")).url.startswith(
        "/it/account/reauthenticate/"
    )
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.get(reverse("my-data-file"))
    assert answer["Content-Disposition"] == 'attachment; filename="polisocial.json"'
    told = json.loads(answer.content)
    assert set(told) == {"account", "awards", "pages"}
    assert told["account"]["profile"]["orcid"] == ORCID
    assert told["account"]["addresses"] == [
        {"email": EMAIL, "verified": True, "primary": True}
    ]
    assert [f["type"] for f in told["account"]["second_factors"]] == ["totp"]
    [team] = told["awards"]["teams"]
    assert (team["proposal"], team["role"]) == (proposal.code, "coordinator")
    assert {a["key"]: a["value"] for a in told["awards"]["answers"]} == {
        "title": "The well",
        "duration": "12",
        "q.need": "Water",
    }
    assert [r["text"] for r in told["pages"]["reports"]] == ["A wrong year"]


def test_file_has_no_secret_and_nothing_of_others(client, anna):
    factor = make_second_factor(anna)
    other = make_user(last_name="Somebody-else")
    make_work(other)
    told = json.dumps(person.tell(anna), default=str)
    assert factor.data["secret"] not in told
    assert anna.password not in told
    assert other.email not in told
    assert "The well" not in told


def test_report_of_an_address_not_proved_to_be_theirs_is_not_told():
    user = make_user(email=EMAIL)
    ErrorReport.objects.create(kind="content", text="A wrong year", email=EMAIL)
    assert person.tell(user)["pages"] == {"reports": []}


def test_erasing_asks_for_the_password_again(client, anna):
    sign_in(client, anna)
    answer = client.post(reverse("erase-account"))
    assert answer.url.startswith("/it/account/reauthenticate/")
    anna.refresh_from_db()
    assert anna.erased_at is None


def test_nothing_of_an_erased_person_is_left(client, anna):
    make_second_factor(anna)
    proposal = make_work(anna)
    KeptText.objects.create(user=anna, path="/", typed={"who": NAME}, at=timezone.now())
    ErrorReport.objects.create(kind="content", text="A wrong year", email=EMAIL)
    others = make_proposal(stage=proposal.stage)
    make_member(proposal=others, user=anna, name=f"Anna {NAME}")
    asked = make_proposal(stage=proposal.stage)
    make_member(proposal=asked, email=EMAIL.upper(), name=NAME)
    LogEntry.objects.create(
        user=make_user(is_staff=True),
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(anna.pk),
        object_repr=EMAIL,
        action_flag=CHANGE,
    )
    enter(client)  # it asks for the second factor, which sign_in has used
    sign_in(client, anna)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    elsewhere = Client()
    sign_in(elsewhere, anna)
    assert len(where(NAME, EMAIL, ORCID)) > 5
    answer = client.post(reverse("erase-account"))
    assert "Il tuo account è cancellato" in text_of(answer)
    assert where(NAME, EMAIL, ORCID) == set()
    assert not Proposal.objects.filter(pk=proposal.pk).exists()
    for one in (client, elsewhere):
        assert one.get(reverse("my-proposals")).status_code == 302
    [letter] = mail.outbox[-1:]
    assert (letter.to, letter.subject) == (
        [EMAIL],
        "Polisocial: Il tuo account è cancellato",
    )


def test_erased_person_cannot_come_back_in(client, anna):
    person.erase(anna)
    given = {"login": EMAIL, "password": PASSWORD}
    assert client.post(reverse("account_login"), given).status_code == 200
    anna.refresh_from_db()
    assert not anna.has_usable_password()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=anna.pk).update(is_active=True)


def test_what_was_handed_in_stays_with_its_names(anna):
    other = make_user()
    proposal = make_work(other)
    make_member(proposal=proposal, user=anna, name=f"Anna {NAME}", role="manager")
    submission = submit(proposal, by=anna, began_at=IN_TIME)
    person.erase(anna)
    submission.refresh_from_db()
    assert NAME in submission.content
    member = proposal.members.get(user=anna)
    assert (member.name, member.role) == (f"Anna {NAME}", "manager")
    assert where(EMAIL, ORCID) == set()
    assert submission.by == anna
    assert proposal.steps.get().by == anna


def test_who_declined_is_in_no_team(anna):
    proposal = make_work(make_user())
    make_member(proposal=proposal, email=EMAIL, state="declined")
    submit(proposal, by=proposal.members.first().user, began_at=IN_TIME)
    person.erase(anna)
    assert proposal.members.count() == 1


def test_letters_to_them_go_but_what_was_told_of_what_was_handed_in(anna):
    proposal = make_work(make_user())
    make_member(proposal=proposal, user=anna, name="Anna")
    draft = make_proposal(stage=proposal.stage)
    member = make_member(proposal=draft, email=EMAIL)
    for kind, about in (("a", proposal), ("b", draft), ("c", None)):
        make_sent(kind, user=anna, proposal=about)
    make_sent("d", proposal=draft, name=member.name)
    make_sent("e", user=make_user(), proposal=draft, email="other@example.org")
    submit(proposal, by=proposal.members.first().user, began_at=IN_TIME)
    told = person.tell(anna)["awards"]["letters"]
    assert {letter["subject"] for letter in told} >= {"a", "b", "c", "d"}
    person.erase(anna)
    left = Letter.objects.filter(kind="test")
    assert set(left.values_list("subject", flat=True)) == {"a", "e"}
    assert left.get(subject="a").email == f"erased-{anna.pk}@erased.invalid"
    assert where(EMAIL) == set()


def make_sent(subject, **fields):
    fields = {"email": EMAIL, "name": NAME, "kind": "test"} | fields
    sent = {"state": "sent", "sent_at": timezone.now()}
    return make_letter(subject=subject, **sent | fields)


def test_text_in_a_draft_of_a_team_stays_the_teams(anna):
    proposal = make_work(make_user())
    make_member(proposal=proposal, user=anna)
    write(proposal, anna, summary="A well for all")
    person.erase(anna)
    assert proposal.answers.filter(key="summary").exists()
    assert not proposal.members.filter(user=anna).exists()


def test_who_coordinates_a_team_hands_over_first(client, anna):
    proposal = make_work(anna)
    other = make_member(proposal=proposal, user=make_user())
    enter(client)
    page = client.get(reverse("erase-account"))
    assert "Scrivi «The well» con altre persone" in text_of(page)
    answer = client.post(reverse("erase-account"))
    assert answer.status_code == 409
    assert Proposal.objects.filter(pk=proposal.pk).exists()
    other.delete()
    assert client.post(reverse("erase-account")).status_code == 200
    assert not Proposal.objects.filter(pk=proposal.pk).exists()


def test_who_coordinates_what_is_handed_in_withdraws_it_first(anna):
    proposal = make_work(anna)
    submit(proposal, by=anna, began_at=IN_TIME)
    with pytest.raises(ValidationError):
        person.erase(anna)
    later = IN_TIME + timedelta(minutes=1)
    withdraw(proposal, by=anna, reason="I leave", at=later)
    person.erase(anna)
    assert Member.objects.get(user=anna).email.endswith("@erased.invalid")
    assert proposal.submissions.exists()


def test_what_somebody_judged_is_told(anna):
    stage = make_judged_stage()
    first, second = proposals_of(stage)
    serving = make_appointment(stage, user=anna)
    judge(serving, first, applicant="Good.", committee="Between us.")
    declare(second, by=anna, has_conflict=True, grounds="An aunt.", at=LATER)
    first.remarks.create(stage=stage, by=anna, at=LATER, text="I agree.")
    judge(make_appointment(stage), first, applicant="Somebody else’s.")
    told = person.tell(anna)["awards"]["judging"]
    assert [row["state"] for row in told["appointments"]] == ["accepted"]
    assert {row["grounds"] for row in told["declarations"]} == {"", "An aunt."}
    [review] = told["reviews"]
    assert json.loads(review["content"])["committee"] == "Between us."
    assert "applicant" in {row["key"] for row in told["review_fields"]}
    assert [row["text"] for row in told["remarks"]] == ["I agree."]
    deeds = {row["deed"] for row in told["acts"]}
    assert deeds == {"accepted", "declared", "reviewed", "conflicted"}
    assert "Somebody else" not in json.dumps(told, default=str)


def test_who_serves_in_an_open_committee_stays(client, anna):
    stage = make_judged_stage(proposals=1)
    make_appointment(stage, user=anna)
    enter(client)
    answer = client.post(reverse("erase-account"))
    assert answer.status_code == 409
    assert "non ha finito" in text_of(answer)
    settle(proposals_of(stage)[0], outcome="not_selected", reason="No.")
    with pytest.raises(ValidationError):
        person.erase(anna)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    person.erase(anna)


def test_records_of_a_committee_stay_and_the_rest_goes(anna):
    stage = make_judged_stage()
    first, second = proposals_of(stage)
    serving = make_appointment(stage, user=anna)
    judge(serving, first, applicant="Good.")
    give(serving, second)
    draft = review_of(seat_of(serving, second), at=LATER)
    write_review(draft, anna, {"applicant": "Half a thought."}, LATER)
    asked = Appointment(stage=make_judged_stage(), role="evaluator", name="A")
    asked.email = EMAIL.upper()
    appoint(asked, by=make_user(), at=LATER)
    for each in (first, second):
        settle(each, outcome="not_selected", reason="No.")
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    person.erase(anna)
    serving.refresh_from_db()
    assert (serving.name, serving.email) == (
        f"Anna {NAME}",
        f"erased-{serving.pk}@erased.invalid",
    )
    assert not Appointment.objects.filter(pk=asked.pk).exists()
    assert not Review.objects.filter(pk=draft.pk).exists()
    assert first.assignments.get().review.counts is not None
    assert where("Half a thought", EMAIL, ORCID) == set()


def test_letter_of_an_answer_is_not_theirs_before_it_is_public(anna):
    stage = make_judged_stage(proposals=1)
    proposal = proposals_of(stage)[0]
    make_member(proposal=proposal, user=anna)
    settle(proposal, outcome="not_selected", reason="Too late.")
    assert "Too late." not in json.dumps(person.tell(anna), default=str)
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert "Too late." in json.dumps(person.tell(anna), default=str)


def test_staff_leave_the_staff_first(client):
    user = make_user(is_staff=True)
    with pytest.raises(ValidationError):
        person.erase(user)
    user.refresh_from_db()
    assert user.is_active


@pytest.fixture
def broken_part():
    """A part that fails, after all the others."""

    def fail(user):
        raise RuntimeError

    person.register(person.Part("broken", dict, fail))
    yield
    person.parts.pop()


@pytest.mark.usefixtures("broken_part")
def test_erasing_is_all_or_nothing(anna):
    proposal = make_work(anna)
    with pytest.raises(RuntimeError):
        person.erase(anna)
    assert Proposal.objects.filter(pk=proposal.pk).exists()
    anna.refresh_from_db()
    assert anna.email == EMAIL
