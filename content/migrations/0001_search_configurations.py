from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

# Stop words go first, while they still have their accents ("perché" is one,
# "perche" is not); then accents go, then endings.
CREATE = """
CREATE TEXT SEARCH DICTIONARY polisocial_stop_{code} (
    TEMPLATE = pg_catalog.simple, STOPWORDS = {language}, ACCEPT = false
);
CREATE TEXT SEARCH CONFIGURATION polisocial_{code} (COPY = pg_catalog.{language});
ALTER TEXT SEARCH CONFIGURATION polisocial_{code}
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, hword, hword_part, word
    WITH polisocial_stop_{code}, unaccent, {language}_stem;
"""
DROP = """
DROP TEXT SEARCH CONFIGURATION polisocial_{code};
DROP TEXT SEARCH DICTIONARY polisocial_stop_{code};
"""


def in_both(sql):
    return "".join(
        sql.format(code=code, language=language)
        for code, language in (("it", "italian"), ("en", "english"))
    )


class Migration(migrations.Migration):
    initial = True

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(in_both(CREATE), in_both(DROP)),
    ]
