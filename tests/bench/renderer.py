"""Renders pages in a process of its own, and says what each cost.

It asks the application itself, so no ready page and no network comes between. The
process reads one JSON line for each page and answers with another.
"""

import json
import subprocess
import sys
import time
from contextlib import ExitStack, closing
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
    milliseconds: float
    queries: int | None


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
        self.process.stdout.close()
        self.process.wait(10)

    def cost(self, path, counting=False, staff=False):
        """Of one page; `counting` its queries makes the time worth nothing."""
        asked = {"path": path, "counting": counting, "staff": staff}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return Cost(**json.loads(self.process.stdout.readline()))


@cache
def staff_cookie():
    """What the browser of somebody who may do everything sends along."""
    user = get_user_model().objects.create_superuser("bench@example.org")
    visitor = Client()
    from tests.signing_in import sign_in  # it needs the settings first

    sign_in(visitor, user)
    return visitor.cookies.output(header="", sep=";").strip()


def render(application, path, counting, staff):
    """The cost of a page; when counting, nothing worked out before is of help."""
    headers = {"cookie": staff_cookie()} if staff else {}
    environ = RequestFactory().get(path, headers=headers).environ
    captured, statuses = None, []

    def start_response(status, headers):
        statuses.append(int(status[:3]))

    with ExitStack() as around:
        if counting:  # in a transaction nothing is kept from one page to the next
            around.enter_context(transaction.atomic())
            captured = around.enter_context(CaptureQueriesContext(connection))
        since = time.perf_counter()
        with closing(application(environ, start_response)) as answer:
            b"".join(answer)
        seconds = time.perf_counter() - since
    queries = len(captured) if counting else None
    return {"status": statuses[0], "milliseconds": seconds * 1000, "queries": queries}


def main():
    django.setup()
    application = WSGIHandler()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(render(application, **json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
