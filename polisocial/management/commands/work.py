"""What the portal does besides answering: letters that are ready, papers to be made."""

import logging
import signal
import time
from threading import Event

from django.core.management.base import BaseCommand
from django.db import Error, connections

from awards.actions.papers import make_missing
from awards.actions.post import send_ready

logger = logging.getLogger(__name__)

PAUSE = 5  # seconds
REST = 60  # seconds before a paper that failed is tried again


class Command(BaseCommand):
    help = "Send letters and make papers that are due, once; or until ended."

    def add_arguments(self, parser):
        parser.add_argument(
            "--forever", action="store_true", help="go on until ended by a signal"
        )

    def handle(self, *, forever, **options):
        if not forever:
            self.stdout.write(f"Letters sent: {send_ready()}.")
            make_missing()
            return
        ended = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_signal: ended.set())
        failed = {}
        while not ended.is_set():
            try:
                send_ready()
                self.make_papers(failed)
            except Error:  # the database is away: it comes back
                logger.exception("The letters wait.")
                connections.close_all()
            ended.wait(PAUSE)

    def make_papers(self, failed):
        """Make what is missing; what has just failed is left alone for a while."""
        now = time.monotonic()
        leave = [number for number, at in failed.items() if at > now - REST]
        failed |= dict.fromkeys(make_missing(leave), now)
