"""What each group of staff may do in the admin: page by page, action by action."""

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Group
from django.urls import get_resolver, reverse

from awards.models import Allotment, Beneficiary, Category, ProgrammeFigure, Receipt
from content.admin.history import to_number
from content.admin.steps import STEPS
from content.publication import PublishedModel
from polisocial.models import ErrorReport, LoadedRecord
from tests.factories import (
    make_competition,
    make_department,
    make_financial_year,
    make_lab,
    make_news,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_site,
    make_theme,
    make_user,
)
from tests.signing_in import WHO, come_as, make_second_factor

pytestmark = pytest.mark.django_db


def make_receipt():
    return Receipt.objects.create(financial_year=make_financial_year())


# One of each thing that the admin shows, by what kind of thing it is for the groups.
CONTENT = {
    "awards.category": lambda: Category.objects.create(
        competition=make_competition(), name_it="Premio"
    ),
    "awards.competition": make_competition,
    "awards.project": make_project,
    "cantieri.lab": make_lab,
    "cantieri.theme": make_theme,
    "directory.department": make_department,
    "directory.organisation": make_organisation,
    "directory.place": make_place,
    "directory.programme": make_programme,
    "offcampus.site": make_site,
    "offcampus.siteaddress": lambda: make_site().addresses.get(),
    "polisocial.news": make_news,
}
MONEY = {
    "awards.allotment": lambda: Allotment.objects.create(
        receipt=make_receipt(), competition=make_competition()
    ),
    "awards.beneficiary": lambda: Beneficiary.objects.create(
        pk=1, name="P", tax_code="80057930150", box_it="R"
    ),
    "awards.financialyear": make_financial_year,
    "awards.programmefigure": lambda: ProgrammeFigure.objects.create(
        as_of="2019", text_en="34 projects since 2013."
    ),
    "awards.receipt": make_receipt,
}
REPORTS = {
    "polisocial.errorreport": lambda: ErrorReport.objects.create(
        kind="content", text="x", page="/it/"
    )
}
RECORDS = {
    "polisocial.loadedrecord": lambda: LoadedRecord.objects.create(
        file="sites.json", key="x", object_id=1, values={}
    )
}
ACCOUNTS = {
    "accounts.user": make_user,
    "auth.group": lambda: Group.objects.create(name="Others"),
    "mfa.authenticator": lambda: make_second_factor(make_user()),
}

VIEW, ADD, CHANGE, DELETE = "view", "add", "change", "delete"
NOTHING, READ, HANDLE = set(), {VIEW}, {VIEW, CHANGE, DELETE}
WRITE = HANDLE | {ADD}

# What editors, the award office, readers and superusers may do with each kind.
KINDS = (
    (CONTENT, (WRITE, WRITE, READ, WRITE)),
    (MONEY, (READ, WRITE, READ, WRITE)),
    (REPORTS, (HANDLE, HANDLE, READ, HANDLE)),
    (RECORDS, (READ, READ, READ, READ)),
    (ACCOUNTS, (NOTHING, NOTHING, NOTHING, WRITE)),
)
STAFF = WHO[2:]
RIGHTS = {
    (label, who): rights[STAFF.index(who)]
    for things, rights in KINDS
    for label in things
    for who in STAFF
}
MAKE = CONTENT | MONEY | REPORTS | RECORDS | ACCOUNTS
RIGHTS["mfa.authenticator", "superuser"] = HANDLE  # made by their owners

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
    **dict.fromkeys(STEPS, (CHANGE, CHANGE)),
}
FROM_A_FORM_ONLY = {"preview_new"}


def actions(model):
    """The actions of a list, each with the right it takes."""
    steps = STEPS if issubclass(model, PublishedModel) else ()
    return {"delete_selected": DELETE} | dict.fromkeys(steps, CHANGE)


def names_of_pages(label):
    """The pages of a model in the admin, without what stands before each name."""
    prefix = label.replace(".", "_") + "_"
    site = next(p for p in get_resolver().url_patterns if str(p.pattern) == "admin/")
    inner = [page for p in site.url_patterns for page in getattr(p, "url_patterns", ())]
    names = {page.name for page in inner if page.name}
    return {n.removeprefix(prefix) for n in names if n.startswith(prefix)}


def address(label, page, thing):
    arguments = []
    if page in ("change", "history", "delete", "preview", "bring_back"):
        arguments.append(thing.pk)
    if page == "bring_back":
        arguments.append(to_number(thing.history.earliest().history_date))
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=arguments)


def test_every_page_and_model_is_in_the_table():
    assert {m._meta.label_lower for m in admin.site._registry} == set(MAKE)
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
