"""Letters of decisions: they leave as somebody read and released them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.actions.decision import (
    announce,
    call_off,
    carry_out_due,
    read_before,
    to_announce,
)
from awards.actions.letters import discard, rewrite
from awards.actions.team import accept, invite
from awards.emails.answers import letters_of
from awards.models import Act, Letter, Member
from tests.awards.judging import LATER, make_judged_stage, proposals_of
from tests.awards.test_decision_actions import LEAVE, refusals, settle, together
from tests.factories import make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
SOON = LATER + timedelta(hours=1)


def make_settled():
    """One decision, approved: its letter waits to be read."""
    stage = make_judged_stage(proposals=1)
    settle(proposals_of(stage)[0], **LEAVE)
    return stage


def the_letter():
    return Letter.objects.get(kind="decision")


def test_what_it_said_before_is_kept():
    make_settled()
    letter, ada = the_letter(), make_user()
    rewrite(letter, by=ada, subject="Esito", body="Nuovo testo.", at=LATER)
    assert (the_letter().subject, the_letter().body) == ("Esito", "Nuovo testo.")
    act = Act.objects.get(deed="rewrote")
    assert (act.by, act.proposal, act.at) == (ada, letter.proposal, LATER)
    assert letter.subject in act.why
    assert letter.body in act.why
    rewrite(the_letter(), by=ada, subject="Esito", body="Nuovo testo.", at=LATER)
    assert Act.objects.filter(deed="rewrote").count() == 1


def test_what_was_released_changes_no_more_until_it_is_called_off():
    stage = make_settled()
    letter, ada = the_letter(), make_user()
    announcement = announce(stage, by=ada, instant=SOON, at=LATER)
    with pytest.raises(ValidationError, match="annulla"):
        rewrite(letter, by=ada, subject="Esito", body="Altro.", at=LATER)
    with pytest.raises(ValidationError, match="annulla"):
        discard(letter, by=ada, reason="Doppia.", at=LATER)
    assert the_letter().body == letter.body
    call_off(announcement, by=ada, reason="Un errore.", at=LATER)
    rewrite(letter, by=ada, subject="Esito", body="Altro.", at=LATER)
    announce(stage, by=ada, instant=SOON, at=LATER)
    carry_out_due(SOON)
    assert (the_letter().body, the_letter().state) == ("Altro.", "ready")


def test_admin_does_not_offer_it(client):
    stage = make_settled()
    letter = the_letter()
    come_as(client, "award office")
    page = reverse("admin:awards_letter_change", args=[letter.pk])
    said = {"subject": "Esito", "body": "Altro.", "_continue": "1"}
    assert 'name="body"' in client.get(page).content.decode()
    announce(stage, by=make_user(), instant=SOON, at=LATER)
    shown = client.get(page).content.decode()
    assert 'name="body"' not in shown
    assert "annulla la pubblicazione per cambiarla" in shown
    assert client.post(page, said).status_code == 403
    assert the_letter().body == letter.body
    listed = reverse("admin:awards_letter_changelist")
    chosen = {"action": "discard_chosen", "_selected_action": letter.pk}
    client.post(listed, chosen | {"why": "Doppia."})
    assert the_letter().state == "held"


def test_chosen_ones_are_discarded_for_a_reason(client):
    make_settled()
    come_as(client, "award office")
    listed = reverse("admin:awards_letter_changelist")
    chosen = {"action": "discard_chosen", "_selected_action": the_letter().pk}
    answer = client.post(listed, chosen, follow=True)
    assert "Di’ perché" in answer.content.decode()
    assert the_letter().state == "held"
    client.post(listed, chosen | {"why": "Doppia."})
    assert the_letter().state == "discarded"
    assert Act.objects.get(deed="letter").why == "Doppia."


def join(proposal):
    """Somebody more comes into a team, invited by its coordinator."""
    user = make_user()
    member = Member(name="Bea Verdi", email=user.email, role="reader")
    lead = proposal.members.get(role="coordinator")
    invite(proposal, by=lead, member=member, at=LATER)
    return accept(member, user=user, at=LATER)


def test_who_joins_before_the_release_is_written_to_like_the_others():
    stage = make_settled()
    joined = join(proposals_of(stage)[0])
    letters = Letter.objects.filter(kind="decision")
    assert {each.user for each in letters} >= {joined.user}
    announce(stage, by=make_user(), instant=LATER, at=LATER)
    assert {each.state for each in letters.all()} == {"ready"}


def test_letter_that_nobody_read_waits_when_the_others_leave():
    stage = make_settled()
    announce(stage, by=make_user(), instant=SOON, at=LATER)
    late = join(proposals_of(stage)[0])
    carry_out_due(SOON)
    states = dict(Letter.objects.filter(kind="decision").values_list("user", "state"))
    assert states.pop(late.user_id) == "held"
    assert set(states.values()) == {"ready"}


@pytest.mark.django_db(transaction=True)
def test_of_who_rewrites_and_who_releases_at_once_one_is_told():
    stage = make_settled()
    letter, ada = the_letter(), make_user()
    decisions = list(to_announce(stage))
    seen = read_before(decisions, letters_of(decisions))
    answers = together(
        lambda: announce(stage, by=ada, instant=SOON, at=LATER, seen=seen),
        lambda: rewrite(letter, by=ada, subject="Esito", body="Altro.", at=LATER),
    )
    assert len(refusals(answers)) == 1
