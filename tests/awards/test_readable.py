"""The preview of a proposal against what who judges it reads."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from awards.actions.conflict import declare
from awards.actions.form import freeze
from awards.actions.submission import submit
from tests.awards.judging import (
    IN_TIME,
    LATER,
    OPENS,
    give,
    make_appointment,
    make_judged_stage,
    write,
)
from tests.awards.test_proposal_files import PLAN
from tests.awards.test_proposal_files import file as uploaded
from tests.content.files.samples import pdf
from tests.factories import (
    make_call,
    make_partner,
    make_proposal,
    make_question,
    make_user,
)
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'href="([^"]+)"')


def make_full_proposal(*, is_anonymous):
    """A draft with a text, a file, a budget and a partner with its letter."""
    call = make_call(is_anonymous=is_anonymous)
    stage = make_judged_stage(proposals=0, call=call)
    part = stage.sections.get()
    make_question(section=part, key="plan", label_it="Piano", kind="file")
    freeze(stage, by=make_user(), at=OPENS, reason_it="Il piano.", reason_en="A plan.")
    anna = make_user(first_name="Anna", last_name="Rossi")
    proposal = make_proposal(stage=stage, coordinator=anna)
    texts = {"title": "Acqua", "duration": "12", "q.need": "Sete.\n\nE fame."}
    texts |= {"unit.1": "DASTU", f"cost.{stage.heading.pk}.1": "50000"}
    write(proposal, anna, texts)
    return proposal, anna


def send_files(browser, proposal):
    code, page = proposal.code, f"s{proposal.stage.sections.get().pk}"
    letter = [code, make_partner(proposal).pk]
    browser.post(
        reverse("proposal-field-file", args=[code, page, "q.plan"]),
        {"file": uploaded(), "base": 0},
    )
    browser.post(
        reverse("proposal-letter", args=letter),
        {"file": uploaded(pdf(pages=3), "lettera.pdf")},
    )


def text_in(browser, name, *place):
    """What a page shows of a proposal: its HTML, save where the files are."""
    html = browser.get(reverse(name, args=place)).content.decode()
    html = html[html.index('<div class="stack gap-l" id="proposal-text">') :]
    depth = 0
    for tag in re.finditer(r"<(/?)div\b", html):
        depth += -1 if tag[1] else 1
        if not depth:
            html = html[: tag.start()]
            break
    lines = (line.strip() for line in ADDRESS.sub("", html).splitlines())
    return [line for line in lines if line], ADDRESS.findall(html)


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_preview_is_what_who_judges_reads(client, is_anonymous):
    proposal, anna = make_full_proposal(is_anonymous=is_anonymous)
    client.force_login(anna)
    send_files(client, proposal)
    preview, theirs = text_in(client, "proposal-preview", proposal.code)
    submit(proposal, by=anna, began_at=IN_TIME)
    evaluator, browser = make_appointment(proposal.stage), Client()
    give(evaluator, proposal)
    declare(proposal, by=evaluator.user, has_conflict=False, at=LATER)
    sign_in(browser, evaluator.user)
    for name in ("my-review", "my-review-write"):
        read, judged = text_in(browser, name, evaluator.pk, proposal.code)
        assert preview == read
        assert [kept(client, each) for each in theirs] == [PLAN, pdf(pages=3)]
        assert [kept(browser, each) for each in judged] == [PLAN, pdf(pages=3)]
    named = str(anna) in " ".join(preview)
    assert named != is_anonymous


def kept(browser, address):
    return b"".join(browser.get(address).streaming_content)
