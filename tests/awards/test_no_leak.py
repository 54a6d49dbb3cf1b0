"""A secret word in everything a team writes: nobody else finds it anywhere."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.actions.submission import submit
from awards.models import ProposalPartner
from tests.awards.test_proposal_files import make_proposal_with_a_file, send
from tests.awards.test_submission import write
from tests.content.files.samples import pdf
from tests.factories import make_member, make_user
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
WORD = "zirconio"
PUBLIC = (
    *("home", "projects", "award", "five-per-thousand", "off-campus", "cantieri"),
    *("partners", "departments", "apply", "receipts", "sitemap", "sitemap-xml"),
)


@pytest.fixture
def submission(client):
    """One that says the word wherever somebody may write."""
    anna = make_user(email=f"{WORD}@example.org", first_name=WORD, language="it")
    proposal = make_proposal_with_a_file(anna)
    make_member(proposal=proposal, name=f"Bruno {WORD}", user=make_user())
    ProposalPartner.objects.create(
        proposal=proposal,
        proposed_name=f"Casa {WORD}",
        role=WORD,
        contact_name=WORD,
        contact_email=f"{WORD}@example.com",
        confirmed_at=proposal.started_at,
    )
    write(proposal, anna, title=f"Lo {WORD}", duration="12", q_need=f"Lo {WORD}.")
    client.force_login(anna)
    send(client, proposal, pdf(Author=WORD))
    client.logout()
    return submit(proposal, by=anna, began_at=proposal.stage.opens_at)


def read(client, address, **asked):
    answer = client.get(address, asked, follow=True)
    parts = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(parts).decode(errors="replace")


def addresses(submission):
    year = submission.proposal.stage.call.competition.year
    yield from map(reverse, PUBLIC)
    for name in ("call", "call-form-text", "call-calendar", "competition"):
        yield reverse(name, args=[year])
    yield from ("/feeds/calls/it.xml", "/feeds/calls/en.xml", "/robots.txt")


@pytest.mark.parametrize("who", ["visitor", "signed in", "editor", "reader"])
def test_no_page_says_what_a_team_wrote(client, submission, who):
    come_as(client, who)
    for address in addresses(submission):
        assert WORD not in read(client, address), address


@pytest.mark.parametrize("who", ["visitor", "signed in", "editor", "reader"])
def test_no_search_finds_it(client, submission, who):
    """A page says it as often as any other word that was asked for and not found."""
    come_as(client, who)
    for name in ("search", "projects", "partners"):
        with_word = read(client, reverse(name), q=WORD).count(WORD)
        without = read(client, reverse(name), q=WORD[::-1]).count(WORD[::-1])
        assert with_word == without, name


@pytest.mark.parametrize("who", ["editor", "reader"])
def test_staff_outside_the_office_find_it_nowhere(client, submission, who):
    come_as(client, who)
    for name in ("awards_call", "awards_stage", "awards_competition"):
        place = reverse(f"admin:{name}_changelist")
        assert WORD not in read(client, place, q=submission.proposal.code)
    assert WORD not in read(client, reverse("admin:index"))


def test_a_receipt_says_nothing_of_what_was_handed_in(client, submission):
    asked = {"receipt": submission.receipt_number}
    assert WORD not in read(client, reverse("receipts"), **asked)
    file = SimpleUploadedFile("a.json", submission.content.encode())
    answer = client.post(reverse("receipts"), {"file": file}).content.decode()
    assert "Autentica" in answer
    assert WORD not in answer


def test_an_address_that_is_not_there_answers_as_one_that_is_not_yours(
    client, submission
):
    client.force_login(make_user())
    for code in (submission.proposal.code, "aaaaaaaa"):
        answer = client.get(reverse("proposal", args=[code]))
        assert answer.status_code == 404
        assert WORD not in answer.content.decode()
