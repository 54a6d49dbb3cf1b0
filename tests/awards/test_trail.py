"""Who did what, when, about what and why: written with each deed, read by few."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions.decision import decide
from awards.actions.form import freeze
from awards.actions.letters import discard, release
from awards.actions.rehearsal import begin, start_in
from awards.actions.submission import admit, refuse, submit
from awards.models import Act, Letter
from tests.awards.judging import LATER, make_judged_stage, proposals_of
from tests.awards.test_office import granted
from tests.awards.test_submission import DEADLINE, IN_TIME, make_open_stage, write
from tests.factories import (
    make_letter,
    make_organisation,
    make_proposal,
    make_user,
)
from tests.forms import typed
from tests.one_of_each import make_proposed_partner
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
LATE = DEADLINE + timedelta(minutes=2)


@pytest.fixture
def anna():
    return make_user(email="anna@example.org", language="it")


@pytest.fixture
def proposal(anna):
    proposal = make_proposal(stage=make_open_stage(), coordinator=anna)
    write(proposal, anna, title="Acqua", duration="12", q_need="Sete.")
    return proposal


def last(deed):
    act = Act.objects.filter(deed=deed).first()
    return act and (act.by, act.stage, act.proposal, act.why)


@pytest.mark.parametrize(("act", "deed"), [(admit, "admitted"), (refuse, "refused")])
def test_what_is_said_of_a_late_attempt(proposal, anna, act, deed):
    attempt, ada = submit(proposal, by=anna, began_at=LATE), make_user()
    act(attempt, by=ada, reason="Guasto.", at=LATE)
    assert last(deed) == (ada, proposal.stage, proposal, "Guasto.")


def test_a_form_that_is_frozen(proposal):
    act = Act.objects.get(deed="froze")
    assert (act.stage, act.about) == (proposal.stage, "1")
    proposal.stage.sections.update(name_it="Altro nome")
    ada = make_user()
    freeze(proposal.stage, by=ada, reason_it="Corretto.", reason_en="Mended.")
    assert last("froze") == (ada, proposal.stage, None, "Corretto.")


def test_what_the_office_grants(client, proposal, anna):
    office = come_as(client, "award office")
    said = granted(stage=proposal.stage_id, email="anna@example.org")
    client.post(reverse("admin:awards_extension_add"), said)
    assert last("extended") == (office, proposal.stage, proposal, "Malattia.")
    submit(proposal, by=anna, began_at=IN_TIME)
    section = f"s{proposal.stage.sections.get().pk}"
    said = granted(proposal=proposal.pk, sections=[section])
    client.post(reverse("admin:awards_editwindow_add"), said)
    assert last("reopened") == (office, proposal.stage, proposal, "Malattia.")


def test_a_deadline_that_moves(client, proposal):
    office = come_as(client, "award office")
    page = f"/admin/awards/stage/{proposal.stage_id}/change/"
    client.post(page, typed(client, page, closes_at_0="02/04/2027") | {"_save": "1"})
    assert last("moved_deadline") == (office, proposal.stage, None, "")
    assert "31 marzo 2027" in Act.objects.get(deed="moved_deadline").about


def test_a_stage_that_is_only_being_written_leaves_none(client):
    come_as(client, "award office")
    stage = make_open_stage()
    stage.versions.all()  # frozen: another one is not
    fresh = make_proposal().stage
    page = f"/admin/awards/stage/{fresh.pk}/change/"
    client.post(page, typed(client, page, closes_at_0="02/04/2027") | {"_save": "1"})
    assert not Act.objects.filter(stage=fresh).exists()


def test_partners_that_are_merged(client):
    office = come_as(client, "award office")
    partner, other = make_proposed_partner(), make_proposed_partner()
    page = reverse("admin:awards_proposalpartner_change", args=[partner.pk])
    client.post(page, {"merged_into": make_organisation(name="Casa").pk})
    assert last("merged") == (office, partner.proposal.stage, partner.proposal, "")
    assert Act.objects.get(deed="merged").about.endswith("→ Casa")
    place = reverse("admin:awards_proposalpartner_to_directory", args=[other.pk])
    client.post(place)
    assert last("merged") == (office, other.proposal.stage, other.proposal, "")


def test_letters_that_are_handled(proposal):
    ada = make_user()
    release(make_letter(proposal=proposal), by=ada, at=LATE)
    assert last("letter") == (ada, proposal.stage, proposal, "")
    discard(make_letter(proposal=proposal), by=ada, reason="Doppia.", at=LATE)
    assert last("letter") == (ada, proposal.stage, proposal, "Doppia.")
    about = [act.about for act in Act.objects.filter(deed="letter").order_by("pk")]
    assert [each.rpartition(": ")[2] for each in about] == ["in partenza", "scartata"]
    release(make_letter(), by=ada, at=LATE)  # about no call
    assert Act.objects.filter(deed="letter").count() == 2


def test_what_is_rehearsed_leaves_none(proposal):
    rehearsal = begin(proposal.stage, by=make_user(), at=IN_TIME)
    ada = make_user()
    rehearsed = start_in(rehearsal, by=ada, name="Ada", at=IN_TIME)
    before = Act.objects.count()
    release(make_letter(proposal=rehearsed), by=ada, at=LATE)
    assert Act.objects.count() == before
    Letter.objects.filter(proposal=rehearsed).delete()


@pytest.fixture
def decided():
    stage = make_judged_stage()
    first, second = proposals_of(stage)
    said = {"outcome": "not_selected", "reason": "=Non convince."}
    for each in (first, second):
        decide(each, by=make_user(email=f"{each.code}@a.it"), at=LATER, **said)
    return first


@pytest.mark.parametrize("who", ["award office", "auditor", "superuser"])
def test_it_is_read_filtered_searched_and_taken_away(client, decided, who):
    come_as(client, who)
    listed = reverse("admin:awards_act_changelist")
    year = {"at__year": LATER.year}
    shown = client.get(listed, {"deed__exact": "decided", "q": decided.code} | year)
    assert shown.context["cl"].result_count == 1
    assert shown.context["cl"].date_hierarchy == "at"
    table = reverse("admin:awards_act_table")
    answer = client.get(table, {"deed__exact": "decided"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert {row[6] for row in rows[1:]} == {"'=Non convince."}
    assert answer["Content-Disposition"] == 'attachment; filename="act.csv"'


@pytest.mark.parametrize("name", ["awards_act", "admin_logentry"])
@pytest.mark.parametrize("who", ["auditor", "superuser"])
def test_nobody_changes_it(client, decided, name, who):
    user = come_as(client, who)
    user.last_name = "Verdi"
    act = Act.objects.first()
    assert client.get(reverse(f"admin:{name}_add")).status_code == 403
    page = reverse("admin:awards_act_change", args=[act.pk])
    assert client.post(page, {"why": "Altro."}).status_code == 403
    assert (
        client.post(
            reverse("admin:awards_act_delete", args=[act.pk]), {"post": "yes"}
        ).status_code
        == 403
    )


def test_the_log_of_the_admin_is_read_and_taken_away(client, proposal):
    come_as(client, "award office")
    page = reverse("admin:awards_letter_changelist")
    letter = make_letter(proposal=proposal, subject="Promemoria")
    chosen = {"action": "discard_chosen", "_selected_action": [letter.pk]}
    client.post(page, chosen | {"why": "Doppio."})
    come_as(client, "auditor")
    listed = reverse("admin:admin_logentry_changelist")
    assert "Promemoria" in client.get(listed).content.decode()
    table = client.get(reverse("admin:admin_logentry_table")).content.decode()
    assert "Promemoria" in table
    assert "Scartata" in table or "scartata" in table


@pytest.mark.parametrize("who", ["editor", "reader"])
def test_others_of_the_staff_read_none_of_it(client, decided, who):
    come_as(client, who)
    for name in ("awards_act", "admin_logentry"):
        for page in ("changelist", "table"):
            assert client.get(reverse(f"admin:{name}_{page}")).status_code == 403


@pytest.mark.parametrize("size", [1, 30])
def test_lists_cost_the_same_whatever_their_size(
    client, decided, size, django_assert_max_num_queries
):
    come_as(client, "auditor")
    ada, now = make_user(), timezone.now()
    for _n in range(size):
        Act.objects.create(deed="ranked", by=ada, at=now, stage=decided.stage)
    with django_assert_max_num_queries(12):
        client.get(reverse("admin:awards_act_changelist"))
