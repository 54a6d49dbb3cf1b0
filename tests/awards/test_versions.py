"""The versions of a proposal, each beside any other."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.actions.form import freeze
from awards.actions.submission import submit
from tests.awards.calls import make_call_open_now
from tests.awards.judging import write
from tests.awards.test_proposal_files import OTHER, PLAN, send
from tests.awards.test_proposal_files import file as uploaded
from tests.awards.test_proposal_pages import text
from tests.content.files.samples import pdf
from tests.factories import make_partner, make_proposal, make_question, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    user = make_user(first_name="Anna", last_name="Rossi", language="it")
    client.force_login(user)
    return user


@pytest.fixture
def proposal(anna):
    """A draft in a call that may be told three needs by the same name, and a file."""
    stage = make_call_open_now()
    part = stage.sections.get()
    named = {"label_it": "Bisogno", "label_en": "Need", "is_required": False}
    for key in ("more", "most"):
        make_question(section=part, key=key, **named)
    make_question(section=part, key="plan", kind="file", is_required=False)
    freeze(stage, by=make_user(), reason_it="Di più.", reason_en="More.")
    proposal = make_proposal(stage=stage, coordinator=anna)
    write(proposal, anna, {"title": "Acqua", "duration": "12"})
    return proposal


def hand_in(proposal, anna, **texts):
    """One more version, with these answers changed."""
    changed = {key.replace("_", "."): value for key, value in texts.items()}
    write(proposal, anna, changed)
    proposal.refresh_from_db()
    return submit(proposal, by=anna, began_at=timezone.now())


def shown(client, proposal, number, other=None):
    address = reverse("proposal-version", args=[proposal.code, number])
    answer = client.get(address, {"with": other} if other else {})
    [changes] = re.findall(
        r'<section class="stack" id="changes".*?</section>',
        answer.content.decode(),
        re.DOTALL,
    )
    return changes


@pytest.fixture
def three(proposal, anna):
    hand_in(proposal, anna, q_need="Sete.")
    hand_in(proposal, anna, q_need="Fame.")
    hand_in(proposal, anna, q_need="Sonno.")
    return proposal


@pytest.mark.parametrize(
    ("number", "other", "gone", "come"),
    [
        *((3, None, "Fame.", "Sonno."), (3, 2, "Fame.", "Sonno.")),
        *((3, 1, "Sete.", "Sonno."), (1, 3, "Sete.", "Sonno.")),
        *((2, None, "Sete.", "Fame."), (1, 2, "Sete.", "Fame.")),
    ],
)
def test_any_two_versions_are_compared_the_older_first(
    client, three, number, other, gone, come
):
    changes = shown(client, three, number, other)
    assert f"<del>{gone}</del>" in changes
    assert f"<ins>{come}</ins>" in changes
    assert changes.count("<del>") == changes.count("<ins>") == 1


def test_the_first_version_offers_the_others_and_compares_none(client, three):
    changes = shown(client, three, 1)
    assert re.findall(r'<option value="(\d+)"', changes) == ["2", "3"]
    assert "selected" not in changes
    assert "<h3>" not in changes


def test_a_page_says_which_two_it_compares(client, three):
    changes = shown(client, three, 3, 1)
    assert "Che cosa è cambiato dalla versione 1 alla versione 3" in changes
    assert '<option value="1" selected>' in changes


@pytest.mark.parametrize("other", ["4", "3", "0", "x", "²"])
def test_what_is_no_other_version_is_not_found(client, three, other):
    address = reverse("proposal-version", args=[three.code, 3])
    assert client.get(address, {"with": other}).status_code == 404


def test_an_only_version_is_compared_with_nothing(client, proposal, anna):
    hand_in(proposal, anna, q_need="Sete.")
    address = reverse("proposal-version", args=[proposal.code, 1])
    assert "Confronta" not in text(client.get(address))


def test_many_versions_cost_no_more_than_two(
    client, three, anna, django_assert_max_num_queries
):
    hand_in(three, anna, q_need="Noia.")
    address = reverse("proposal-version", args=[three.code, 4])
    with django_assert_max_num_queries(12):
        client.get(address, {"with": 1})


def test_two_questions_of_one_name_are_told_apart(client, proposal, anna):
    hand_in(proposal, anna, q_need="Sete.", q_more="Pane.")
    hand_in(proposal, anna, q_need="Fame.")
    changes = shown(client, proposal, 2)
    assert "<del>Sete.</del> <ins>Fame.</ins>" in changes
    assert "Pane." not in changes


def test_a_question_answered_later_is_not_taken_for_one_of_its_name(
    client, proposal, anna
):
    hand_in(proposal, anna, q_need="Sete.", q_most="Pane.")
    hand_in(proposal, anna, q_more="Fame.")
    changes = shown(client, proposal, 2)
    assert "<ins>Fame.</ins>" in changes
    assert "Pane." not in changes


def test_what_is_written_for_the_first_time_was_not_empty_before(
    client, proposal, anna
):
    hand_in(proposal, anna, q_need="Sete.")
    hand_in(proposal, anna, q_more="Pane.")
    assert "<del>" not in shown(client, proposal, 2)
    assert "<ins>Pane.</ins>" in shown(client, proposal, 2)


def test_another_file_of_the_same_name_is_a_change(client, proposal, anna):
    send(client, proposal, PLAN)
    hand_in(proposal, anna, q_need="Sete.")
    send(client, proposal, OTHER, base=1)
    hand_in(proposal, anna)
    changes = shown(client, proposal, 2)
    assert re.findall(r"<(del|ins)><a [^>]+>piano.pdf</a>", changes) == ["del", "ins"]
    files = re.findall(r'href="([^"]+)"', changes)
    kept = [b"".join(client.get(each).streaming_content) for each in files]
    assert kept == [PLAN, OTHER]


def test_two_partners_of_one_name_are_both_compared(client, proposal, anna):
    first = make_partner(proposal)
    make_partner(proposal, role="Cerca le famiglie")
    hand_in(proposal, anna, q_need="Sete.")
    proposal.partners.filter(pk=first.pk).update(role="Chiude le porte")
    hand_in(proposal, anna)
    changes = shown(client, proposal, 2)
    assert "<del>Apre</del> <ins>Chiude</ins>" in changes
    assert "famiglie" not in changes


def test_another_letter_of_a_partner_is_a_change(client, proposal, anna):
    partner = make_partner(proposal)
    letter = reverse("proposal-letter", args=[proposal.code, partner.pk])
    for number, pages in enumerate((3, 4), start=1):
        name = f"lettera-{number}.pdf"
        client.post(letter, {"file": uploaded(pdf(pages=pages), name)})
        hand_in(proposal, anna, q_need="Sete.")
    changes = shown(client, proposal, 2)
    assert "<h3>Comune</h3>" in changes
    assert re.findall(r">(lettera-\d.pdf)<", changes) == [
        "lettera-1.pdf",
        "lettera-2.pdf",
    ]
