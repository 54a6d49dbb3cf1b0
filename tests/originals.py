"""Databases that are made once and copied: a copy takes a moment, migrating does not.

They are kept between runs, and made again when anything has changed that they are
made of.
"""

import hashlib
import os
from functools import cache

from polisocial.local import folders
from polisocial.local.locks import locked
from tests.portals import manage, run_sql
from tests.tree import FILES, ROOT

STAMPS = "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database"


@cache
def migrated():
    """The name of a database as the migrations leave it."""
    return original("migrated", "template0", "migrate")


@cache
def with_content():
    """The name of a database that holds the real content."""
    return original("with_content", migrated(), "load_content")


def original(purpose, template, command):
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    name = f"test_polisocial_{purpose}"
    with locked(folders.local() / f"{name}.lock"):
        if dict(run_sql(STAMPS)).get(name) != stamp():
            run_sql(
                f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
                f'CREATE DATABASE "{name}" TEMPLATE "{template}"',
            )
            manage(os.environ | {"DATABASE_URL": f"{server}/{name}"}, command)
            # Last of all: one that is half made bears no stamp.
            run_sql(f"COMMENT ON DATABASE \"{name}\" IS '{stamp()}'")
    return name


@cache
def stamp():
    """Another one for every change in the code, the packages or the content."""
    seen = hashlib.sha256()
    for path in FILES:
        folder = path.relative_to(ROOT).parts[0]
        if folder == "requirements" or (
            folder != "tests" and path.suffix in {".py", ".json"}
        ):
            seen.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return seen.hexdigest()
