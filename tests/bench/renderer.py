"""Renders pages in a process of its own, and says what each cost.

It asks the application itself, so no ready page and no network comes between. The
process reads one JSON line for each page and answers with another.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module

import django


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

    def cost(self, path, counting=False, email=""):
        """Of one page: its time, or its queries; asked by nobody, or by an account."""
        asked = {"path": path, "counting": counting, "email": email}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return Cost(**json.loads(self.process.stdout.readline()))


if __name__ == "__main__":
    django.setup()
    import_module("tests.bench.pages").answer_all()  # it needs what was just set up
