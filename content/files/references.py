"""Where kept files are referred to: each place is a column that names them.

An app says its places in a module `kept_files`, found when the portal starts. In a
column of text every SHA-256 counts, wherever it stands: a file is rather kept too long
than taken away.
"""

from django.db import connection

NAMED = "SELECT (regexp_matches({column}::text, '[0-9a-f]{{64}}', 'g'))[1] FROM {table}"

places = []


def register(model, name):
    """Say that a column names kept files."""
    places.append((model, name))


def in_use():
    """The hashes of all files that are referred to, at one instant.

    All places are read by one statement: a file that moves from one to another while
    they are read is in this answer all the same.
    """
    quote = connection.ops.quote_name
    selects = (
        NAMED.format(
            column=quote(model._meta.get_field(name).column),
            table=quote(model._meta.db_table),
        )
        for model, name in places
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(selects))
        return {hash_of_it for (hash_of_it,) in cursor.fetchall()}
