"""What begins before the deadline and ends after it, through the production server."""

import os
import socket
import time
from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from awards.actions.form import freeze
from awards.models import LateAttempt, Submission
from awards.rules.files import files_in
from awards.rules.told import work_in
from tests.awards.test_deadline_cases import close_at
from tests.awards.test_submission import DEADLINE, write
from tests.factories import (
    make_proposal,
    make_question,
    make_section,
    make_stage,
    make_user,
)
from tests.portals import served
from tests.storm.stage import a_pdf, session_of

TOKEN = "a" * 32
EDGE = "edge-of-the-parts"
PARTS = 30  # of the file, one every tenth of a second


class Request:
    """A POST of somebody, whose body comes piece by piece."""

    def __init__(self, host, user, path, kind, length):
        name, _colon, port = host.partition(":")
        self.link = socket.create_connection((name, int(port)), timeout=30)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
            f"Cookie: sessionid={session_of(user)}; csrftoken={TOKEN}\r\n"
            f"X-CSRFToken: {TOKEN}\r\nContent-Length: {length}\r\n"
            f"Content-Type: {kind}\r\n\r\n"
        )
        self.send(head.encode())

    def send(self, piece):
        self.link.sendall(piece)

    def status(self):
        """What it is answered, once it is whole."""
        with self.link, self.link.makefile("rb") as answer:
            return int(answer.readline().split()[1])


def ready_but_for_its_file():
    """A proposal whose form asks for a file, which is not there yet."""
    anna = make_user(email="anna@example.org", language="it")
    stage = make_stage(closes_at=DEADLINE)
    section = make_section(stage=stage)
    make_question(section=section, key="plan", kind="file")
    freeze(stage, by=make_user())
    proposal = make_proposal(stage=stage, coordinator=anna)
    write(proposal, anna, title="Acqua", duration="12")
    place = [proposal.code, f"s{section.pk}", "q.plan"]
    return proposal, anna, reverse("proposal-field-file", args=place)


def as_a_form(file):
    """As a browser sends it from the field."""
    head = (
        f"--{EDGE}\r\nContent-Disposition: form-data; name=base\r\n\r\n0\r\n"
        f"--{EDGE}\r\nContent-Disposition: form-data; name=file; "
        'filename="piano.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    )
    return head.encode() + file + f"\r\n--{EDGE}--\r\n".encode()


def environment():
    address, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    name = connection.settings_dict["NAME"]
    mine = {"DATABASE_URL": f"{address}/{name}", "SECRET_KEY": settings.SECRET_KEY}
    return os.environ | mine


@pytest.mark.django_db(transaction=True)
def test_a_file_begun_in_time_is_handed_in_though_it_ends_after_the_deadline():
    """Three megabytes on a slow line, and the button pressed in another tab."""
    proposal, anna, place = ready_but_for_its_file()
    file = a_pdf(3 << 20)
    body, pressed = as_a_form(file), b"padding=" + b"x" * 5000
    size = len(body) // PARTS + 1
    with served(environment()) as portal:
        host = portal.address.removeprefix("http://")
        check = reverse("proposal-check", args=[proposal.code])
        typed = "application/x-www-form-urlencoded"
        parts = f"multipart/form-data; boundary={EDGE}"
        closes_at = timezone.now() + timedelta(seconds=2)
        close_at(proposal.stage, closes_at)
        upload = Request(host, anna, place, parts, len(body))
        upload.send(body[:size])
        hand_in = Request(host, anna, check, typed, len(pressed))
        hand_in.send(pressed[:100])
        assert timezone.now() < closes_at
        for n in range(1, PARTS):
            time.sleep(0.1)
            upload.send(body[n * size : (n + 1) * size])
        assert timezone.now() > closes_at
        assert upload.status() == 200
        hand_in.send(pressed[100:])
        assert hand_in.status() == 302
    assert proposal.answers.get(key="q.plan").at < closes_at
    submission = Submission.objects.get()
    assert submission.submitted_at < closes_at
    [kept] = files_in(work_in(submission))
    assert kept.sha256 == sha256(file).hexdigest()
    assert not LateAttempt.objects.exists()
