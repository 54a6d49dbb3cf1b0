"""What the portal does besides answering: decisions, letters, papers, old files."""

import logging
import signal
import time
from threading import Event

from django.core.management.base import BaseCommand
from django.db import Error, connections

from awards.actions.decision import carry_out_due
from awards.actions.papers import make_missing
from awards.actions.post import send_ready
from content.files.sweep import sweep

logger = logging.getLogger(__name__)

PAUSE = 5  # seconds
REST = 60  # seconds before what failed is tried again
DAY = 24 * 60 * 60  # seconds between two looks at the files that are kept


class Command(BaseCommand):
    help = "Publish, send letters, make papers, take away files, once; or until ended."

    def add_arguments(self, parser):
        parser.add_argument(
            "--forever", action="store_true", help="go on until ended by a signal"
        )

    def handle(self, *, forever, **options):
        self.publishes_from = 0
        if not forever:
            self.publish()
            self.stdout.write(f"Letters sent: {send_ready()}.")
            make_missing()
            self.stdout.write(f"Files deleted: {sweep()}.")
            return
        ended = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_signal: ended.set())
        failed, self.swept_at = {}, None
        while not ended.is_set():
            try:
                self.publish()
                send_ready()
                self.make_papers(failed)
                self.sweep_once_a_day()
            except Error:  # the database is away: it comes back
                logger.exception("The letters wait.")
                connections.close_all()
            ended.wait(PAUSE)

    def publish(self):
        """Carry out what is due; what fails waits a while, and keeps nothing else."""
        if time.monotonic() < self.publishes_from:
            return
        try:
            carry_out_due()
        except ExceptionGroup:
            logger.exception("Not all that is due was published: it is tried again.")
            self.publishes_from = time.monotonic() + REST

    def make_papers(self, failed):
        """Make what is missing; what has just failed is left alone for a while."""
        now = time.monotonic()
        leave = [number for number, at in failed.items() if at > now - REST]
        failed |= dict.fromkeys(make_missing(leave), now)

    def sweep_once_a_day(self):
        now = time.monotonic()
        if self.swept_at is None or self.swept_at < now - DAY:
            self.swept_at = now
            try:
                sweep()
            except OSError:  # no letter waits for a disk
                logger.exception("Files that nothing refers to stay a day longer.")
