"""Renders pages in a process of its own, and says what each cost.

It asks the application itself, so no ready page and no network comes between. The
process reads one JSON line for each page and answers with another.
"""

import json
import logging
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from functools import cache

import django
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Cost:
    """Of one page: its answer, and what it took to make."""

    status: int
    milliseconds: float | None = None
    queries: int | None = None


class Renderer:
    """The process as seen from outside: ask it for pages inside a `with`."""

    def __init__(self, environment):
        self.environment = environment

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        if any(error):
            self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()

    def cost(self, path, counting=False, staff=False):
        """Of one page: its time, or its queries."""
        asked = {"path": path, "counting": counting, "staff": staff}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return Cost(**json.loads(self.process.stdout.readline()))


@cache
def visitor(staff):
    """Whoever asks for pages: nobody in particular, or who may do everything."""
    client = Client(raise_request_exception=False)
    if staff:
        users = get_user_model().objects
        client.force_login(users.create_superuser("bench@example.org"))
    return client


def counted(path, staff):
    """The queries of a page: in a transaction nothing is kept from others."""
    client = visitor(staff)
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    return {"status": answer.status_code, "queries": len(captured)}


def timed(application, path):
    """The time of a page, as the server would ask for it."""
    environ = RequestFactory().get(path).environ
    statuses = []

    def start_response(status, headers):
        statuses.append(int(status[:3]))

    since = time.perf_counter()
    with closing(application(environ, start_response)) as answer:
        b"".join(answer)
    seconds = time.perf_counter() - since
    return {"status": statuses[0], "milliseconds": seconds * 1000}


def main():
    django.setup()
    logging.disable(logging.WARNING)  # a page that is not there is no news
    application = WSGIHandler()
    for line in sys.stdin:
        asked = json.loads(line)
        path, staff = asked["path"], asked["staff"]
        told = counted(path, staff) if asked["counting"] else timed(application, path)
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
