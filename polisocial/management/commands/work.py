"""What the portal does besides answering: it sends the letters that are ready."""

import logging
import signal
from threading import Event

from django.core.management.base import BaseCommand
from django.db import Error, connections

from awards.actions.post import send_ready

logger = logging.getLogger(__name__)

PAUSE = 5  # seconds


class Command(BaseCommand):
    help = "Send the letters that are ready, once; or until ended."

    def add_arguments(self, parser):
        parser.add_argument(
            "--forever", action="store_true", help="go on until ended by a signal"
        )

    def handle(self, *, forever, **options):
        if not forever:
            self.stdout.write(f"Letters sent: {send_ready()}.")
            return
        ended = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_signal: ended.set())
        while not ended.is_set():
            try:
                send_ready()
            except Error:  # the database is away: it comes back
                logger.exception("The letters wait.")
                connections.close_all()
            ended.wait(PAUSE)
