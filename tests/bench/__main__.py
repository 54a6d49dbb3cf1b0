"""Measures the portal: `python -m tests.bench [--only NAME ...] [--write]`."""

import argparse
import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import django

from polisocial.local import database, messages, prepare
from polisocial.local.run import say
from polisocial.local.trouble import Trouble
from tests.bench import programs
from tests.bench.stage import Stage
from tests.bench.table import as_markdown, as_text, exit_code

# Each is a module here, loaded once there are settings.
MEASURES = (
    *("weight", "lighthouse", "queries", "fresh", "scaling"),
    *("start", "memory", "throughput", "submission", "ranking", "assignment"),
    "judging",
)
WRITTEN = Path(__file__).resolve().parents[2] / "docs" / "bench.md"
TESTS = (
    "Not run here: all tests, 3 minutes at most on two cores. Time them with "
    "`time make test`; `make test ARGS=--durations=20` names the slowest."
)


def arguments():
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=MEASURES)
    parser.add_argument(
        "--write", action="store_true", help=f"write docs/{WRITTEN.name}"
    )
    asked = parser.parse_args()
    if asked.write and asked.only != MEASURES:
        parser.error("--write keeps a whole run: leave --only out.")
    return asked


def measured(names):
    """The rows of some measures, each told of as it begins."""
    if "throughput" in names:
        programs.ensure("nginx")  # rather now than after minutes of measuring
        programs.ensure("wrk")
    rows = []
    with database.provided(database.TESTS):
        messages.compile_catalogue()  # before anything reads it
        django.setup()
        prepare.static()
        with Stage() as stage:
            for name in names:
                module = import_module(f"tests.bench.{name}")
                say(f"Measuring {name}: {module.__doc__}")
                rows += module.measure(stage)
    return rows


def page(rows):
    """The table as a page of the documentation."""
    python = ".".join(map(str, sys.version_info[:3]))
    return (
        "# What the portal costs\n\n"
        "`make bench` prints this table and fails when a bound is broken; "
        f"`make bench WRITE=1` wrote it here, on a machine with {os.cpu_count()} cores "
        f"and Python {python}. Times are of that machine, ratios travel.\n\n"
        f"{as_markdown(rows)}\n\n{TESTS}\n"
    )


def main():
    asked = arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polisocial.settings")
    os.environ.setdefault("DEVELOPMENT", "on")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        rows = measured(asked.only)
    except Trouble as trouble:
        sys.exit(str(trouble))
    except subprocess.CalledProcessError as error:
        sys.exit(f"`{' '.join(map(str, error.cmd))}` failed, see above.")
    except KeyboardInterrupt:
        sys.exit(130)
    say(f"\n{as_text(rows)}\n\n{TESTS}")
    if asked.write:
        WRITTEN.write_text(page(rows))
    sys.exit(exit_code(rows))


if __name__ == "__main__":
    main()
