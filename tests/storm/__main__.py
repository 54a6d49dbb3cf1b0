"""`python -m tests.storm`: everybody hands in at once while things break.

A worker of the web server is killed with SIGKILL, and PostgreSQL is stopped without
being asked to finish (`pg_ctl restart -m immediate`: what a power cut leaves). What was
acknowledged must be there, once, and be what was acknowledged.

The deadline falls just after the last press that is planned, with its hidden grace; one
applicant in ten comes later on purpose, and whom the storm holds up may too. `late`, in
the last line, counts what the portal took wrongly for in time or for late: what came
late and was kept whole for the office, as it must be, is counted by a line of its own.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event, Timer

import django
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from polisocial.local import database, prepare

DRAIN = 120  # seconds that letters are waited for
LETTERS = ("submitted", "late_kept")
AT_ONCE = 64
LATECOMER = 10  # one in so many presses after the deadline and its grace


def main():
    parser = argparse.ArgumentParser(prog="tests.storm", description=__doc__)
    parser.add_argument("--applicants", type=int, default=200)
    parser.add_argument("--megabytes", type=float, default=19.0)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--grace", type=int, default=1, help="minutes")
    asked = parser.parse_args()
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"DEVELOPMENT": "on", "SECRET_KEY": "storm" * 12}
    with (
        tempfile.TemporaryDirectory(prefix="polisocial-storm-") as folder,
        database.running(database.STORM) as url,
    ):
        os.environ |= {"FILES_ROOT": folder, "DATABASE_URL": url}
        os.environ["DJANGO_SETTINGS_MODULE"] = "polisocial.settings"
        django.setup()
        sys.exit(storm(asked))


def storm(asked):
    """Prepare, break loose, wait for the post, judge; gives the exit code."""
    from tests.post import mail_server
    from tests.storm.verdict import figures, judge

    forget_the_last()
    call_command("migrate", verbosity=0)
    prepare.static()
    with mail_server() as post:
        applicants, seconds, limit = break_loose(asked, post)
        verdict = judge(applicants, post.letters, limit)
    for line in (*figures(applicants, seconds), *verdict.offences):
        say(line)
    say(f"without an answer: {verdict.unacknowledged}")
    say(f"letters missing: {verdict.letters_missing}")
    say(f"late attempts kept: {verdict.kept_late}")
    say(verdict.line())
    return 0 if verdict.is_good else 1


def break_loose(asked, post):
    from django.conf import settings

    from tests.portals import served
    from tests.storm import stage as scene

    there = f"smtp://127.0.0.1:{settings.EMAIL_PORT}"
    environment = os.environ | {"EMAIL_URL": there}
    stage = scene.make_stage()
    with served(environment, workers=2) as portal, scene.worker(environment):
        host = portal.address.removeprefix("http://")
        applicants = scene.make_applicants(
            stage, asked.applicants, asked.megabytes, host
        )
        say(f"{len(applicants)} applicants, files of up to {asked.megabytes} MB")
        late = applicants[LATECOMER - 1 :: LATECOMER]
        passed = come_late(late)
        since = time.monotonic()
        for part, breaking in ((0.4, kill_a_worker), (0.6, restart_postgresql)):
            Timer(asked.seconds * part, breaking, [portal]).start()
        done = []
        with ThreadPoolExecutor(AT_ONCE) as crowd:
            for applicant in applicants:
                begin = since + random.random() * asked.seconds * 0.8  # noqa: S311
                done.append(crowd.submit(applicant.take_part, begin, since + 600))
            punctual = [each for each in applicants if each not in late]
            wait_for(punctual, done, since + 300)
            seconds = time.monotonic() - since
            limit = scene.close(stage, asked.grace)
            time.sleep((limit - timezone.now()).total_seconds() + 0.5)
            passed.set()
        for each in done:
            each.result()
        wait_for_the_post()
    return applicants, seconds, limit


def come_late(applicants):
    """Let these press only once something has happened, which is given back."""
    passed = Event()
    for each in applicants:
        each.waits_for = passed
    return passed


def wait_for(applicants, done, until):
    """Until all have pressed as often as they are to, or something broke."""
    while time.monotonic() < until and not all(a.has_pressed for a in applicants):
        if any(each.done() and each.exception() for each in done):
            return
        time.sleep(0.05)


def kill_a_worker(portal):
    number = portal.workers()[0]
    os.kill(number, signal.SIGKILL)
    say("a worker of the web server was killed")


def restart_postgresql(_portal):
    database.Server(database.STORM).crash()
    say("PostgreSQL was stopped at once, and started again")


def wait_for_the_post():
    """Until no letter waits; what may have gone is for a person, and not waited for."""
    from awards.models import Letter

    connections.close_all()
    until = time.monotonic() + DRAIN
    waiting = Letter.objects.filter(state__in=("ready", "sending"), kind__in=LETTERS)
    while waiting.exists() and time.monotonic() < until:
        Letter.objects.filter(state="ready").update(due_at="2000-01-01T00:00Z")
        time.sleep(1)


def forget_the_last():
    """An empty database: nothing of an earlier storm is counted."""
    connection = database.Server(database.STORM).connect()
    connection.autocommit = True
    with closing(connection), connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS polisocial WITH (FORCE)")
        cursor.execute("CREATE DATABASE polisocial")


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
