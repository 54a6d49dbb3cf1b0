"""What the storm needs to stand: a call, its applicants, a server, a post office."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore
from django.db import Error, connections
from django.utils import timezone
from pypdf.generic import DecodedStreamObject

from awards.actions.form import freeze
from awards.actions.proposal import start
from tests.awards.calls import make_call_open_now
from tests.content.files.samples import pdf
from tests.factories import make_member, make_question, make_user
from tests.portals import ROOT, end
from tests.storm.people import Applicant, Browser

BACKEND = "accounts.backend.GroupsBackend"
JUST_AFTER = timedelta(seconds=1)
SIZES = (0.25, 0.4, 0.6, 0.8, 1.0)  # of the largest file


def make_stage():
    """A stage that is open and asks for a text and a file."""
    stage = make_call_open_now()
    make_question(section=stage.sections.get(), key="plan", kind="file")
    freeze(stage, by=make_user(), reason_it="Il piano.", reason_en="The plan.")
    return stage


def close(stage, grace_minutes):
    """Move the deadline, as the office may; gives the last instant that is in time."""
    stage.closes_at = timezone.now() + JUST_AFTER
    stage.grace_minutes = grace_minutes
    while True:
        try:
            stage.save(update_fields=["closes_at", "grace_minutes"])
        except Error:  # the database has just been stopped
            connections.close_all()
            time.sleep(0.5)
        else:
            return stage.closes_at + timedelta(minutes=grace_minutes)


def session_of(user):
    """Somebody who signed in earlier: doing so is not what is measured."""
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def make_applicants(stage, count, megabytes, host):
    files = [a_pdf(int(megabytes * size * 1_000_000)) for size in SIZES]
    section = stage.sections.get().pk
    return [
        make_applicant(n, stage, host, f"s{section}", files[n % len(files)])
        for n in range(count)
    ]


def make_applicant(n, stage, host, page, file):
    # Nobody types a password here, and to make one takes long on purpose.
    one, other = (make_user(language=code, password=None) for code in ("en", "it"))
    proposal = start(stage, by=one, name=f"Persona {n}", at=timezone.now())
    make_member(proposal=proposal, user=other, role="manager")
    browsers = [Browser(host, session_of(user), user.pk) for user in (one, other)]
    address = f"/en/my/proposals/{proposal.code}/"
    own = file + f"\n% of applicant {n}\n".encode()
    return Applicant(n, *browsers, address, page, own)


def a_pdf(size):
    """An ordinary PDF of about so many bytes, most of them in one picture."""

    def fill(writer):
        picture = DecodedStreamObject()
        picture.set_data(os.urandom(size))
        writer._add_object(picture)

    return pdf(fill)


@contextmanager
def worker(environment):
    """`manage.py work --forever`, until the end of the block."""
    command = [sys.executable, "manage.py", "work", "--forever"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        yield process
    finally:
        end(process)
