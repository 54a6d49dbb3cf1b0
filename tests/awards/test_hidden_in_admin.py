"""Who has a conflict of interest with a proposal finds nothing of it in the admin."""

import csv
import io
import json
import re

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client, RequestFactory
from django.urls import reverse

from awards.actions.conflict import declare
from awards.actions.decision import approve, decide
from awards.actions.minutes import make as make_minutes
from awards.models import (
    Act,
    EditWindow,
    Extension,
    LateAttempt,
    Letter,
    Proposal,
    ProposalPartner,
)
from awards.rules.conflict import about, way_to_proposal
from tests.awards.judging import (
    IN_TIME,
    LATER,
    declare_on_all,
    judge,
    make_appointment,
    make_handed_in,
    make_judged_stage,
    proposals_of,
)
from tests.factories import make_proposal, make_user
from tests.one_of_each import MAKE
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
WORD = "zirconio"


def about_a_proposal():
    """Every kind of thing that the admin shows and that is about a proposal."""
    kinds = [
        model
        for model in admin.site._registry
        if about(model, Proposal.everything) is not None
    ]
    return sorted(kinds, key=lambda model: model._meta.label)


def make_one(model):
    """One of a kind, and the proposal it is about."""
    thing, way = MAKE[model._meta.label_lower](), way_to_proposal(model)
    if model is Extension:
        return thing, make_proposal(stage=thing.stage, coordinator=thing.person)
    if way == "proposal" and thing.proposal is None:
        thing.proposal = make_proposal()
        thing.save()
    proposal = thing
    for name in way.split("__") if way != "pk" else ():
        proposal = getattr(proposal, name)
    return thing, proposal


def hide(proposal, user):
    declare(proposal, by=user, has_conflict=True, grounds="Zia.", at=LATER)


def address(thing, page, *args):
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def log(thing, user):
    return LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(thing),
        object_id=str(thing.pk),
        object_repr=f"{WORD} {thing._meta.label}",
        action_flag=CHANGE,
    )


def test_these_kinds_are_about_a_proposal():
    named = {model._meta.label for model in about_a_proposal()}
    assert named >= {
        *("awards.Proposal", "awards.LateAttempt", "awards.Letter", "awards.Act"),
        *("awards.EditWindow", "awards.ProposalPartner", "awards.Decision"),
        "awards.Extension",
    }


@pytest.mark.parametrize(
    "model", about_a_proposal(), ids=lambda model: model._meta.label
)
def test_no_admin_shows_what_is_hidden(client, model):
    """A new one that forgets `OfProposalAdmin` fails here."""
    user = come_as(client, "superuser")
    thing, proposal = make_one(model)
    log(thing, make_user())
    asked = RequestFactory().get("/admin/")
    asked.user = user
    rows = admin.site._registry[model].get_queryset
    assert rows(asked).filter(pk=thing.pk).exists()
    hide(proposal, user)
    assert not rows(asked).filter(pk=thing.pk).exists()
    for page in ("change", "history"):
        answer = client.get(address(thing, page, thing.pk))
        assert answer.status_code == 302, page
    listed = client.get(address(thing, "changelist"), {"q": proposal.code})
    assert listed.context["cl"].result_count == 0
    for place in (reverse("admin:index"), reverse("admin:admin_logentry_changelist")):
        assert WORD not in client.get(place).content.decode()


@pytest.fixture
def stage():
    return make_judged_stage()


@pytest.fixture
def hidden(stage):
    """A proposal of which all that can be is written, with a word of its own."""
    proposal = make_handed_in(stage, title=WORD)
    judge(make_appointment(stage), proposal, applicant=f"Buono {WORD}.")
    said = {"outcome": "not_selected", "reason": f"Non lo {WORD}."}
    approve(
        decide(proposal, by=make_user(), at=LATER, **said), by=make_user(), at=LATER
    )
    ProposalPartner.objects.create(
        proposal=proposal,
        proposed_name=f"Casa {WORD}",
        role=WORD,
        contact_name=WORD,
        contact_email="casa@example.org",
    )
    EditWindow.objects.create(
        proposal=proposal,
        sections=["project"],
        until=LATER,
        reason=WORD,
        by=make_user(),
        at=LATER,
    )
    LateAttempt.objects.create(
        proposal=proposal,
        form=proposal.form(),
        work=json.dumps(json.loads(proposal.counts.content)["work"]),
        work_sha256="0" * 64,
        began_at=LATER,
        seconds_late=7,
        by=make_user(),
    )
    make_minutes(stage, by=make_user(), at=LATER)
    extend(proposal)
    return proposal


def extend(proposal):
    """A later deadline for its coordinator, as the office grants it."""
    who = proposal.members.get(role="coordinator").user
    form = {"stage": proposal.stage_id, "email": who.email, "reason": WORD}
    form |= {"until_0": "01/04/2099", "until_1": "12:00"}
    client = Client()
    come_as(client, "award office")
    sent = client.post(reverse("admin:awards_extension_add"), form)
    assert sent.status_code == 302


def read(client, place, **asked):
    answer = client.get(place, asked, follow=True)
    parts = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(parts).decode(errors="replace")


def places(stage):
    """All lists of the admin, its first page, and what stands around a stage."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        yield address(model, "changelist")
    for page in ("change", "history", "delete", "decisions", "announce", "curve"):
        yield address(stage, page, stage.pk)
    yield address(stage.call, "change", stage.call.pk)


@pytest.mark.parametrize("who", ["award office", "superuser"])
def test_no_page_says_a_word_of_it(client, stage, hidden, who, time_machine):
    time_machine.move_to(LATER, tick=False)
    user = come_as(client, who)
    seen = [place for place in places(stage) if WORD in read(client, place)]
    assert len(seen) > 3  # the word is there to be found
    hide(hidden, user)
    for place in places(stage):
        shown = read(client, place)
        assert WORD not in shown, place
        assert hidden.code not in shown, place


def test_no_search_count_or_filter_finds_it(client, stage, hidden, time_machine):
    time_machine.move_to(LATER, tick=False)
    hide(hidden, come_as(client, "award office"))
    for model in about_a_proposal():
        place = address(model, "changelist")
        for word in (hidden.code, WORD):
            found = client.get(place, {"q": word}).context["cl"]
            assert (place, found.result_count) == (place, 0)
        assert hidden.code not in read(client, place, _facets="1")
    listed = client.get(address(hidden, "changelist"), {"_facets": "1"})
    counts = re.findall(r"\((\d+)\)", listed.content.decode())
    assert str(stage.proposals.count()) not in counts


def test_no_table_or_dossier_holds_it(client, stage, hidden, time_machine):
    time_machine.move_to(LATER, tick=False)
    user = come_as(client, "award office")
    other = proposals_of(stage)[0]
    hide(hidden, user)
    chosen = {ACTION_CHECKBOX_NAME: [hidden.pk, other.pk], "action": "table_as_csv"}
    table = client.post(address(hidden, "changelist"), chosen).content.decode()
    assert other.code in table
    assert hidden.code not in table
    for page in ("dossier", "decide"):
        assert client.get(address(hidden, page, hidden.pk)).status_code == 302
    acts = read(client, reverse("admin:awards_act_table"))
    assert hidden.code not in acts
    assert len(list(csv.reader(io.StringIO(acts)))) > 3


def test_no_choice_offers_it(client, stage, hidden, time_machine):
    time_machine.move_to(LATER, tick=False)
    hide(hidden, come_as(client, "award office"))
    asked = {"app_label": "awards", "model_name": "editwindow"}
    asked |= {"field_name": "proposal", "term": hidden.code}
    place = reverse("admin:autocomplete")
    assert client.get(place, asked).json()["results"] == []
    add = reverse("admin:awards_editwindow_add")
    sent = {"proposal": hidden.pk, "sections": ["project"], "reason": "Malattia."}
    sent |= {"until_0": "01/01/2030", "until_1": "12:00"}
    before = EditWindow.objects.count()
    assert client.post(add, sent).status_code == 200
    assert EditWindow.objects.count() == before


def test_who_is_in_the_team_finds_nothing_either(client, stage, time_machine):
    time_machine.move_to(LATER, tick=False)
    user = come_as(client, "award office")
    own = make_handed_in(stage, coordinator=user, at=IN_TIME)
    assert own.code not in read(client, address(own, "changelist"))
    Letter.objects.update(state="failed")
    shown = read(client, reverse("admin:index"))
    others = Letter.objects.exclude(proposal=own).count()
    assert f"{others} lettere" in shown


def test_who_serves_to_judge_finds_nothing_before_declaring(
    client, stage, hidden, time_machine
):
    """Its title is told, of all that it says, with the way to declare."""
    time_machine.move_to(LATER, tick=False)
    LateAttempt.objects.update(state="waiting")
    user = come_as(client, "award office")
    seat = make_appointment(stage, user=user)
    for model in about_a_proposal():
        place = address(model, "changelist")
        for word in (hidden.code, WORD):
            found = client.get(place, {"q": word}).context["cl"]
            assert (place, found.result_count) == (place, 0)
    late = LateAttempt.objects.get()
    for page, thing in (("change", late), ("change", hidden.decisions.get())):
        assert WORD not in read(client, address(thing, page, thing.pk))
    declare_here = reverse("my-review", args=[seat.pk, hidden.code])
    for page in ("change", "history", "dossier", "check", "decide", "judges"):
        assert client.get(address(hidden, page, hidden.pk)).url == declare_here
    checks = read(client, address(stage, "checks", stage.pk))
    assert "3 proposte mancano" in checks
    assert hidden.code not in checks
    declare(hidden, by=user, has_conflict=False, at=LATER)
    assert WORD in read(client, address(hidden, "change", hidden.pk))
    assert WORD in read(client, address(late, "change", late.pk))


def test_results_open_to_the_office_that_evaluates_as_to_its_committee(
    client, stage, hidden, time_machine
):
    time_machine.move_to(LATER, tick=False)
    user = come_as(client, "award office")
    seat, own = make_appointment(stage, user=user), proposals_of(stage)[0]
    declare(hidden, by=user, has_conflict=False, at=LATER)
    for thing, page in ((stage, "decisions"), (hidden, "decide")):
        answer = client.get(address(thing, page, thing.pk))
        assert answer.url == address(thing, "change", thing.pk)
    minutes = stage.minutes.get()
    declare_on_all(seat)
    paper = address(minutes, "paper", minutes.pk, "whole")
    assert client.get(paper).status_code == 403
    judge(seat, own)
    shown = client.get(address(stage, "decisions", stage.pk)).context
    assert hidden.code in {each.row.candidate.label for each in shown["lines"]}
    assert client.get(address(hidden, "decide", hidden.pk)).status_code == 200
    assert client.get(paper).status_code == 200


def test_a_later_deadline_is_noted_of_each_proposal_of_theirs(client, stage, hidden):
    act = Act.objects.get(deed="extended")
    assert (act.proposal, act.why) == (hidden, WORD)
    hide(hidden, come_as(client, "award office"))
    for model in (Act, Extension):
        shown = read(client, address(model, "changelist"))
        assert WORD not in shown
        assert hidden.members.get().user.email not in shown
