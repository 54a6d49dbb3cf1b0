"""Who gets what of a proposal: address by address, state by state, one table.

A letter of a row is the answer to one kind of person, in the order of WHO: `.` the page
or the deed, `x` no such page, `-` forbidden, `>` sent to sign in, `?` asked to sign in
by the page itself, `!` not as it is sent or as things are.
"""

from http import HTTPStatus
from inspect import isclass, unwrap

import pytest
from django.contrib.messages import ERROR, get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from awards.urls import urlpatterns
from awards.views.kept import who_types
from tests.awards.proposal_in_state import STATES, WHO, Scene
from tests.awards.test_proposal_pages import section
from tests.content.files.samples import pdf

pytestmark = pytest.mark.django_db
SIGNS = {200: ".", 302: ".", 404: "x", 403: "-", 401: "?"}
# What a page sends while somebody types in it.
SAVED = {
    "client": "8d7b3f0e-4a5f-4a52-9f6e-1f0d8f1c2b3a",
    "number": 1,
    "changes": [{"key": "q.need", "value": "Altra sete.", "base": 1}],
    "known": {},
}
PARTNER = {
    "name": "Orti",
    "kind": "association",
    "role": "Coltiva",
    "contribution": "none",
    "contact_name": "Dario",
    "contact_email": "dario@example.org",
}
BY_CODE = (
    *("proposal", "proposal-check", "proposal-preview", "proposal-team"),
    *("proposal-partners", "proposal-withdraw", "proposal-throw-away"),
    *("proposal-revive", "proposal-office-reads", "proposal-project"),
)
# By a link, or the year of the call.
OF_NO_TEAM = {
    "start-proposal": None,
    "invitation": "invited",
    "partner-answer": "partner",
}


def row(usual, **others):
    """What is answered in each state: the usual, and where it is something else."""
    return {state: others.get(state.replace(" ", "_"), usual) for state in STATES}


#  what is asked: what is answered to each of WHO
TABLE = {
    "proposal": row(">xxxxxxx...."),
    "proposal-check": row(">xxxxxxx--..", decided=">xxxxxxx----"),
    "proposal-preview": row(">xxxxxxx...."),
    "proposal-team": row(">xxxxxxx...."),
    "proposal-partners": row(">xxxxxxx...."),
    "proposal-withdraw": row(
        ">xxxxxxxxxxx", submitted=">xxxxxxxxx..", edit_window=">xxxxxxxxx.."
    ),
    "proposal-throw-away": row(
        ">xxxxxxxxxx.",
        submitted=">xxxxxxxxxxx",
        withdrawn=">xxxxxxxxxxx",
        decided=">xxxxxxxxxxx",
        edit_window=">xxxxxxxxxxx",
    ),
    "proposal-revive": row(">xxxxxxxxxxx"),
    "proposal-office-reads": row(">xxxxxxxxxxx"),
    # Until it is funded there is no project: then tests/awards/test_project_completed.
    "proposal-project": row(">xxxxxxxxxxx"),
    "proposal-member": row(">xxxxxxxx...", decided=">xxxxxxxx.xx"),
    "proposal-partner": row(">xxxxxxxxx..", decided=">xxxxxxxxxxx"),
    "proposal-letter": row(">xxxxxxx...."),
    "proposal-page": row(">xxxxxxx...."),
    "proposal-save": row("?xxxxxxx!!!!"),
    "proposal-choose": row(">xxxxxxxxxxx"),
    "proposal-field-file": row(">xxxxxxx...."),
    "proposal-version": row(
        ">xxxxxxxxxxx",
        submitted=">xxxxxxx....",
        withdrawn=">xxxxxxx....",
        decided=">xxxxxxx....",
        edit_window=">xxxxxxx....",
    ),
    "proposal-version-file": row(
        ">xxxxxxxxxxx",
        submitted=">xxxxxxx....",
        withdrawn=">xxxxxxx....",
        decided=">xxxxxxx....",
        edit_window=">xxxxxxx....",
    ),
    "proposal-receipt-pdf": row(
        ">xxxxxxxxxxx",
        submitted=">xxxxxxx....",
        withdrawn=">xxxxxxx....",
        decided=">xxxxxxx....",
        edit_window=">xxxxxxx....",
    ),
    "proposal-pdf": row(
        ">xxxxxxxxxxx",
        submitted=">xxxxxxx....",
        withdrawn=">xxxxxxx....",
        decided=">xxxxxxx....",
        edit_window=">xxxxxxx....",
    ),
    "proposal-file": row(
        ">xxxxxxxxxxx",
        submitted=">xxxxxxx....",
        withdrawn=">xxxxxxx....",
        decided=">xxxxxxx....",
        edit_window=">xxxxxxx....",
    ),
    "proposal-project-preview": row(">xxxxxxxxxxx"),
    "start-proposal": row(
        ">...........",
        decided=">xxxxxxxxxxx",
        late=">xxxxxxxxxxx",
        edit_window=">xxxxxxxxxxx",
        rehearsal=">xxxxxxxxxxx",
    ),
    "invitation": row("............", late="xxxxxxxxxxxx", ready="xxxxxxxxxxxx"),
    "partner-answer": row("............"),
    "POST proposal-check": row(
        ">xxxxxxx--!!",
        decided=">xxxxxxx----",
        late=">xxxxxxx--..",
        edit_window=">xxxxxxx--..",
        ready=">xxxxxxx--..",
    ),
    "POST proposal-withdraw": row(
        ">xxxxxxxxxxx", submitted=">xxxxxxxxx..", edit_window=">xxxxxxxxx.."
    ),
    # Others write it too, and would lose their words: its coordinator is told.
    "POST proposal-throw-away": row(
        ">xxxxxxxxxx!",
        submitted=">xxxxxxxxxxx",
        withdrawn=">xxxxxxxxxxx",
        decided=">xxxxxxxxxxx",
        edit_window=">xxxxxxxxxxx",
    ),
    "POST proposal-revive": row(">xxxxxxxxx..", decided=">xxxxxxxxxxx"),
    "POST proposal-project": row(">xxxxxxxxxxx"),
    "POST proposal-office-reads": row(">xxxxxxxxx..", decided=">xxxxxxxxxxx"),
    "POST proposal-team": row(">xxxxxxx--..", decided=">xxxxxxx----"),
    "POST proposal-member": row(">xxxxxxxx-..", decided=">xxxxxxxx-xx"),
    "POST proposal-partners": row(">xxxxxxx--..", decided=">xxxxxxx----"),
    "POST proposal-partner": row(">xxxxxxxxx..", decided=">xxxxxxxxxxx"),
    "POST proposal-letter": row(">xxxxxxxxx..", decided=">xxxxxxxxxxx"),
    "POST proposal-page": row(">xxxxxxx!...", decided=">xxxxxxx!!!!"),
    "POST proposal-field-file": row("?xxxxxxx-...", decided="?xxxxxxx----"),
    "POST proposal-save": row("?xxxxxxx!...", decided="?xxxxxxx!!!!"),
    "POST proposal-choose": row(">xxxxxxx!...", decided=">xxxxxxx!!!!"),
    "POST start-proposal": row(
        ">...........",
        decided=">!!!!!!!!!!!",
        late=">!!!!!!!!!!!",
        edit_window=">!!!!!!!!!!!",
        rehearsal=">!!!!!!!!!!!",
    ),
    "POST invitation": row("........!!!!", late="xxxxxxxxxxxx", ready="xxxxxxxxxxxx"),
    "POST partner-answer": row("............"),
}


def requests(scene):
    """What is asked: its name, its address, and what is sent if anything is."""
    code, text = scene.proposal.code, section(scene.proposal)
    member = scene.proposal.members.get(role="editor", state="accepted").pk
    year = scene.stage.call.competition.year
    for name, *more in (
        *((name,) for name in BY_CODE),
        ("proposal-member", member),
        ("proposal-partner", scene.partner.pk),
        ("proposal-letter", scene.partner.pk),
        ("proposal-page", "project"),
        ("proposal-save", text),
        ("proposal-choose", text, scene.other.pk),
        ("proposal-field-file", text, "q.plan"),
        ("proposal-version", 1),
        ("proposal-version-file", 1, scene.file),
        ("proposal-receipt-pdf", 1),
        ("proposal-pdf", 1),
        ("proposal-file", 1),
        ("proposal-project-preview", "it"),
    ):
        yield name, reverse(name, args=[code, *more]), None
    for name, value in OF_NO_TEAM.items():
        yield name, reverse(name, args=[value or year]), None
    file = {"file": SimpleUploadedFile("altro.pdf", pdf(pages=2)), "base": 1}
    who = {"name": "B", "email": "b@example.org", "role": "editor"}
    page = {"client": SAVED["client"], "title": "Fuoco", "rev.title": 1}
    for name, sent, *more in (
        ("proposal-check", {}),
        ("proposal-withdraw", {"reason": "Basta."}),
        ("proposal-throw-away", {}),
        ("proposal-revive", {}),
        ("proposal-project", {}),
        ("proposal-office-reads", {"may": "1"}),
        ("proposal-team", who),
        ("proposal-member", {"do": "out"}, member),
        ("proposal-partners", PARTNER),
        ("proposal-partner", {"do": "out"}, scene.partner.pk),
        ("proposal-letter", file, scene.partner.pk),
        ("proposal-page", page, "project"),
        ("proposal-field-file", file, text, "q.plan"),
        ("proposal-save", SAVED, text),
        ("proposal-choose", page | {"take": "other"}, text, scene.other.pk),
    ):
        yield f"POST {name}", reverse(name, args=[code, *more]), sent
    for name, value in OF_NO_TEAM.items():
        sent = {"name": "Anna", "role_group": "tenured", "answer": "confirm"}
        yield f"POST {name}", reverse(name, args=[value or year]), sent


def ask(client, address, sent, user):
    """What is asked; a page where somebody writes says whose it is."""
    client.cookies.pop("messages", None)  # of what was asked before
    if sent is None:
        return client.get(address)
    if sent is SAVED:
        body = SAVED | {"user": user.pk if user else None}
        return client.post(address, body, content_type="application/json")
    if "client" in sent and user:
        sent = sent | {"who": who_types(user)}
    if "file" in sent:
        sent["file"].seek(0)
    return client.post(address, sent)


def is_page(answer):
    return answer["Content-Type"].startswith("text/html")


def sign_of(client, address, sent, user):
    with transaction.atomic():
        answer = ask(client, address, sent, user)
        if hasattr(answer, "streaming_content"):
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    if answer.status_code == 302 and "/account/" in answer.url:
        return ">"
    if any(said.level == ERROR for said in get_messages(answer.wsgi_request)):
        return "!"
    if sent is not None and answer.status_code == HTTPStatus.OK and is_page(answer):
        return "!"  # it is shown again, with what is wrong
    return SIGNS.get(answer.status_code, "!")


@pytest.mark.parametrize("state", STATES)
def test_everybody_gets_what_the_table_says(state):
    scene, found = Scene(state), {}
    for name, address, sent in requests(scene):
        found[name] = "".join(
            sign_of(scene.clients[who], address, sent, scene.users.get(who))
            for who in WHO
        )
    assert found == {name: answers[state] for name, answers in TABLE.items()}


def takes_post(function):
    """Whether a view, or what it leaves its work to, reads what somebody sends."""
    code, known = unwrap(function).__code__, unwrap(function).__globals__
    if {"POST", "FILES", "body"} & {*code.co_names, *code.co_consts}:
        return True
    named = [known.get(name) for name in code.co_names]
    for each in filter(isclass, named.copy()):
        named += [getattr(each, name, None) for name in code.co_names]
    ours = (each for each in named if hasattr(each, "__code__") and is_ours(each))
    return any(takes_post(each) for each in ours)


def is_ours(function):
    return function.__module__.startswith("awards.views")


def test_every_address_of_a_proposal_is_in_the_table_with_all_it_takes():
    known = set()
    for pattern in urlpatterns:
        if pattern.name in OF_NO_TEAM or pattern.name.startswith("proposal"):
            known.add(pattern.name)
            if takes_post(pattern.callback):
                known.add(f"POST {pattern.name}")
    assert known == set(TABLE)
