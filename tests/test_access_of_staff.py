"""What each group of staff may do in the admin: page by page, action by action."""

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import get_resolver, reverse

from content.admin.history import to_number
from content.admin.steps import STEPS
from content.publication import PublishedModel
from tests.one_of_each import MAKE
from tests.signing_in import WHO, come_as

pytestmark = pytest.mark.django_db


# What the admin shows, by what kind of thing it is for the groups.
CONTENT = (
    *("awards.category", "awards.competition", "awards.project"),
    *("cantieri.lab", "cantieri.theme"),
    *("directory.department", "directory.organisation"),
    *("directory.place", "directory.programme"),
    *("offcampus.site", "offcampus.siteaddress", "polisocial.news"),
)
MONEY = (
    *("awards.allotment", "awards.beneficiary", "awards.financialyear"),
    *("awards.programmefigure", "awards.receipt"),
)
CALLS = ("awards.call", "awards.question", "awards.section", "awards.stage")
REPORTS = ("polisocial.errorreport",)
PROPOSALS = ("awards.proposal",)
HANDLED = (
    *("awards.declaration", "awards.lateattempt", "awards.letter"),
    "awards.proposalpartner",
)
COMMITTEES = ("awards.appointment",)
JUDGED = ("awards.decision", "awards.minutes")
TRAIL = ("awards.act", "admin.logentry")
GRANTS = ("awards.editwindow", "awards.extension")
RECORDS = ("polisocial.loadedrecord",)
ACCOUNTS = ("accounts.user", "auth.group", "mfa.authenticator")

VIEW, ADD, CHANGE, DELETE = "view", "add", "change", "delete"
NOTHING, READ, HANDLE = set(), {VIEW}, {VIEW, CHANGE, DELETE}
TREAT = {VIEW, CHANGE}
ENROL = TREAT | {ADD}
WRITE = HANDLE | {ADD}

# What editors, the award office, readers, auditors and superusers may do with each.
KINDS = (
    (CONTENT, (WRITE, WRITE, READ, READ, WRITE)),
    (MONEY, (READ, WRITE, READ, READ, WRITE)),
    (CALLS, (READ, WRITE, READ, READ, WRITE)),
    (REPORTS, (HANDLE, HANDLE, READ, READ, HANDLE)),
    (PROPOSALS, (NOTHING, READ, NOTHING, NOTHING, READ)),
    (HANDLED, (NOTHING, TREAT, NOTHING, NOTHING, TREAT)),
    (COMMITTEES, (NOTHING, ENROL, NOTHING, NOTHING, ENROL)),
    (GRANTS, (NOTHING, WRITE, NOTHING, NOTHING, WRITE)),
    (JUDGED, (NOTHING, READ, NOTHING, NOTHING, READ)),
    (TRAIL, (NOTHING, READ, NOTHING, READ, READ)),
    (RECORDS, (READ, READ, READ, READ, READ)),
    (ACCOUNTS, (NOTHING, NOTHING, NOTHING, NOTHING, WRITE)),
)
STAFF = WHO[2:]
RIGHTS = {
    (label, who): rights[STAFF.index(who)]
    for things, rights in KINDS
    for label in things
    for who in STAFF
}
RIGHTS["mfa.authenticator", "superuser"] = HANDLE  # made by their owners
RIGHTS["auth.group", "superuser"] = READ  # what a group may do is in the code

#  page: the right to open it, the right to send what is in it
PAGES = {
    "changelist": (VIEW, VIEW),
    "change": (VIEW, CHANGE),
    "history": (VIEW, VIEW),
    "deleted": (VIEW, VIEW),
    "add": (ADD, ADD),
    "delete": (DELETE, DELETE),
    "bring_back": (CHANGE, CHANGE),
    "preview": (VIEW, CHANGE),
    "preview_new": (ADD, ADD),
    "copy": (ADD, ADD),
    "freeze": (CHANGE, CHANGE),
    "versions": (VIEW, VIEW),
    "rehearsal": (CHANGE, CHANGE),
    "dossier": (VIEW, VIEW),
    "curve": (CHANGE, CHANGE),  # of proposals, which only the office reads
    "to_directory": (CHANGE, CHANGE),  # and the right to add organisations
    **dict.fromkeys(("again", "dismiss", "substitute", "lift"), (CHANGE, CHANGE)),
    "checks": (CHANGE, CHANGE),  # of proposals, as the office handles them
    "balance": (CHANGE, CHANGE),
    "check": (VIEW, VIEW),
    "assignments": (CHANGE, CHANGE),
    "judges": (VIEW, VIEW),
    "declare": (VIEW, VIEW),
    "decide": (VIEW, VIEW),  # of proposals, which only who may decide reads
    "decisions": (CHANGE, CHANGE),
    "announce": (CHANGE, CHANGE),
    "paper": (VIEW, VIEW),
    "make_public": (VIEW, VIEW),  # of minutes: likewise
    "table": (VIEW, VIEW),
    **dict.fromkeys(STEPS, (CHANGE, CHANGE)),
}
FROM_A_FORM_ONLY = {"preview_new", "to_directory", "make_public"}
FROM_A_FORM_ONLY |= {"again", "dismiss", "substitute", "lift"}
# Pages about one thing; the others are about a kind.
OF_ONE = {"change", "history", "delete", "preview", "bring_back", "freeze"}
OF_ONE |= {"versions", "rehearsal", "dossier", "curve", "to_directory"}
OF_ONE |= {"again", "dismiss", "substitute", "lift", "checks", "balance", "check"}
OF_ONE |= {"assignments", "judges", "declare"}
OF_ONE |= {"decide", "decisions", "announce", "paper", "make_public"}


OWN_ACTIONS = {
    "awards.letter": dict.fromkeys(
        ("release_chosen", "send_chosen_again", "discard_chosen"), CHANGE
    ),
    "awards.proposal": dict.fromkeys(
        ("remind_chosen", "table_as_csv", "table_as_xlsx"), VIEW
    ),
}


def actions(model):
    """The actions of a list, each with the right it takes."""
    steps = STEPS if issubclass(model, PublishedModel) else ()
    own = OWN_ACTIONS.get(model._meta.label_lower, {})
    return {"delete_selected": DELETE} | dict.fromkeys(steps, CHANGE) | own


def names_of_pages(label):
    """The pages of a model in the admin, without what stands before each name."""
    prefix = label.replace(".", "_") + "_"
    site = next(p for p in get_resolver().url_patterns if str(p.pattern) == "admin/")
    inner = [page for p in site.url_patterns for page in getattr(p, "url_patterns", ())]
    names = {page.name for page in inner if page.name}
    return {n.removeprefix(prefix) for n in names if n.startswith(prefix)}


def address(label, page, thing):
    arguments = []
    if page in OF_ONE:
        arguments.append(thing.pk)
    if page == "bring_back":
        arguments.append(to_number(thing.history.earliest().history_date))
    if page == "paper":
        arguments.append("whole")
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=arguments)


def test_every_page_and_model_is_in_the_table():
    shown = {model._meta.label_lower for model in admin.site._registry}
    assert (
        shown == set(MAKE) == {label for things, _rights in KINDS for label in things}
    )
    assert {page for label in MAKE for page in names_of_pages(label)} == set(PAGES)


@pytest.mark.parametrize("who", ["visitor", "signed in"])
def test_nobody_else_gets_in(client, who):
    come_as(client, who)
    for label, make in MAKE.items():
        thing = make()
        for page in sorted(names_of_pages(label)):
            place = address(label, page, thing)
            chosen = {"things": thing.pk} if page in STEPS else {}
            for answer in client.get(place, chosen), client.post(place, chosen):
                assert (place, answer.status_code) == (place, 302)
                assert answer["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("who", STAFF)
def test_pages(client, who):
    come_as(client, who)
    for label, make in MAKE.items():
        rights, thing = RIGHTS[label, who], make()
        for page in sorted(names_of_pages(label)):
            place = address(label, page, thing)
            chosen = {"things": thing.pk} if page in STEPS else {}
            opened = client.get(place, chosen).status_code
            refused = client.post(place, chosen).status_code == 403
            to_open, to_send = PAGES[page]
            expected = 200 if to_open in rights else 403
            if page in FROM_A_FORM_ONLY:
                expected = 404
            lacking = to_send not in rights
            assert (place, opened, refused) == (place, expected, lacking)


@pytest.mark.parametrize("who", STAFF)
def test_actions(client, who):
    come_as(client, who)
    for label, make in MAKE.items():
        rights, thing = RIGHTS[label, who], make()
        row = type(thing).objects.filter(pk=thing.pk).values()
        place, before = address(label, "changelist", thing), row.get()
        form = VIEW in rights and client.get(place).context["action_form"]
        offered = set(dict(form.fields["action"].choices)) - {""} if form else set()
        known = actions(type(thing))
        may = {name for name, right in known.items() if right in rights}
        assert (label, offered) == (label, may)
        for name in known.keys() - may:
            chosen = {"action": name, ACTION_CHECKBOX_NAME: thing.pk, "post": "yes"}
            client.post(place, chosen)
            assert (label, row.get()) == (label, before)
