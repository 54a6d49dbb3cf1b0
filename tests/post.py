"""A mail server of the tests: real SMTP on a port, which may refuse or break off."""

import email
from contextlib import contextmanager
from email import policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.test import override_settings

from tests.portals import free_port


class Post:
    """What arrived, and how the next letters are answered: (reply, how many times)."""

    def __init__(self):
        self.letters, self.answers, self.is_breaking = [], [], False

    def to(self, address):
        return [letter for letter in self.letters if letter["To"] == address]

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answers and self.answers[0][0] == "RCPT":
            return self.answers.pop(0)[1]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.is_breaking:
            server.transport.abort()
            return "250 never read"
        if self.answers and self.answers[0][0] == "DATA":
            return self.answers.pop(0)[1]
        self.letters.append(
            email.message_from_bytes(envelope.content, policy=policy.default)
        )
        return "250 OK"


class Server(Controller):
    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=False)


@contextmanager
def mail_server(port=None):
    """A server that takes letters, to which the portal sends until the end."""
    post, port = Post(), port or free_port()
    server = Server(post, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with going_to(port):
            yield post
    finally:
        server.stop()


def going_to(port):
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        DEFAULT_FROM_EMAIL="polisocial@example.org",
    )
