"""What a page costs, inside the process that renders it."""

import json
import logging
import os
import sys
import time
from contextlib import closing
from functools import cache

from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.signing_in import sign_in


@cache
def visitor(email):
    """Whoever asks for pages: nobody in particular; else an account, of who may do
    everything where there is none yet.
    """
    client = Client(raise_request_exception=False)
    if email:
        users = get_user_model().objects
        user = users.filter(email=email).first() or users.create_superuser(email)
        sign_in(client, user)
    return client


def counted(path, email):
    """The queries of a page: in a transaction nothing is kept from others."""
    client = visitor(email)
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    return {"status": answer.status_code, "queries": len(captured)}


def timed(application, path, email):
    """The time of a page, as the server would ask for it."""
    factory = RequestFactory()
    factory.cookies = visitor(email).cookies
    environ = factory.get(path).environ
    statuses = []

    def start_response(status, headers):
        statuses.append(int(status[:3]))

    since = time.perf_counter()
    with closing(application(environ, start_response)) as answer:
        b"".join(answer)
    seconds = time.perf_counter() - since
    return {"status": statuses[0], "milliseconds": seconds * 1000}


def answer_all():
    """Read what is asked, a JSON line for each page, and answer as long.

    What a library prints by itself, as the solver does, goes where errors go.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    logging.disable(logging.WARNING)  # a page that is not there is no news
    application = WSGIHandler()
    for line in sys.stdin:
        asked = json.loads(line)
        path, email = asked["path"], asked["email"]
        told = (
            counted(path, email)
            if asked["counting"]
            else timed(application, path, email)
        )
        answers.write(json.dumps(told) + "\n")
        answers.flush()
