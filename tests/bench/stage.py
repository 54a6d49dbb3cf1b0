"""What measures share: databases of every size, each made when first asked for."""

import os
from contextlib import ExitStack
from functools import cached_property

from tests.bench.renderer import Renderer
from tests.originals import with_content
from tests.portals import fresh_database, manage, run_sql, served

SEED = "7"
# One project is left in the smallest portal: the one of `tests/browser/kinds.py`.
WITHDRAW = """
UPDATE awards_project SET published_from = NULL, published_until = NULL
WHERE slug <> 'sospesa-2021'
"""
COUNT = "SELECT count(*) FROM awards_project WHERE published_from <= now()"


class Stage:
    """Portals with the real content, and with as many projects as a measure wants."""

    def __init__(self):
        self.held = ExitStack()
        self.databases = {}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return self.held.__exit__(*error)

    @cached_property
    def real(self):
        """The address of a database with the real content alone."""
        copy = fresh_database("bench_real", with_content())
        return self.held.enter_context(copy)

    def with_projects(self, number):
        """The address of a database with this many public projects, the real first."""
        if number not in self.databases:
            template = self.real.rpartition("/")[2]
            copy = fresh_database(f"bench_{number}", template)
            self.databases[number] = address = self.held.enter_context(copy)
            self._fill(address, number)
        return self.databases[number]

    def _fill(self, address, number):
        name = address.rpartition("/")[2]
        if number == 1:
            run_sql(WITHDRAW, database=name)
        else:
            [(real,)] = run_sql(COUNT, database=name)
            count = ["--count", str(number - real), "--seed", SEED, "--beside-real"]
            manage(environment(address), "generate_projects", *count)
        run_sql("ANALYZE", database=name)

    def server(self, address, **options):
        return served(environment(address), **options)

    def renderer(self, address):
        return Renderer(environment(address))


def environment(address):
    return os.environ | {"DATABASE_URL": address}
