"""What the portal has, besides projects, with all the words a visitor typed."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from content.bilingual import Bilingual
from content.words import WORD, as_parameters

SHOWN = 12

# Each row has all the words, each in Italian or in English. Where a table keeps a
# column of words, its index finds the rows with the first word, and few are left.
TEXT = """
, text (kind, key, name_it, name_en, text_it, text_en, position, projects,
    words_it, words_en) AS (
    SELECT 'competition', year::text, label, label, theme_it, theme_en, -year,
        NULL::text[],
        to_tsvector('polisocial_it', concat_ws(' ', label, year, theme_it)),
        to_tsvector('polisocial_en', concat_ws(' ', label, year, theme_en))
    FROM awards_competition
    WHERE published_from <= %(now)s AND coalesce(published_until > %(now)s, true)
    UNION ALL
    SELECT 'site', slug, name, name, description_it, description_en, 0, NULL,
        to_tsvector('polisocial_it', concat_ws(' ', name, district, coordinator,
            themes_it, description_it)),
        to_tsvector('polisocial_en', concat_ws(' ', name, district, coordinator,
            themes_en, description_en))
    FROM offcampus_site
    WHERE published_from <= %(now)s AND coalesce(published_until > %(now)s, true)
    UNION ALL
    SELECT 'lab', slug, lab.name_it, lab.name_en, description_it, description_en, 0,
        NULL,
        to_tsvector('polisocial_it',
            concat_ws(' ', lab.name_it, theme.name_it, description_it)),
        to_tsvector('polisocial_en',
            concat_ws(' ', lab.name_en, theme.name_en, description_en))
    FROM cantieri_lab lab JOIN cantieri_theme theme ON theme.id = theme_id
    WHERE published_from <= %(now)s AND coalesce(published_until > %(now)s, true)
    UNION ALL
    SELECT 'partner', slug, name, name, '', '', 0, NULL, search, search
    FROM directory_organisation
    WHERE search @@ (SELECT it FROM word ORDER BY n LIMIT 1)
        AND published_from <= %(now)s AND coalesce(published_until > %(now)s, true)
    UNION ALL
    SELECT 'department', code, name_it, name_en, '', '', 0, NULL,
        to_tsvector('polisocial_it', concat_ws(' ', code, name_it)),
        to_tsvector('polisocial_en', concat_ws(' ', code, name_en))
    FROM directory_department
    UNION ALL
    SELECT 'person', '', name, name, '', '', 0,
        array_agg(DISTINCT ARRAY[acronym, slug]::text[]), search, search
    FROM awards_teammember JOIN awards_project project ON project.id = project_id
    WHERE search @@ (SELECT it FROM word ORDER BY n LIMIT 1)
        AND published_from <= %(now)s AND coalesce(published_until > %(now)s, true)
    GROUP BY name, search
    UNION ALL
    SELECT 'news', key, title_it, title_en, text_it, text_en,
        -rpad(replace(date, '-', ''), 8, '0')::integer, NULL,
        to_tsvector('polisocial_it', concat_ws(' ', title_it, text_it)),
        to_tsvector('polisocial_en', concat_ws(' ', title_en, text_en))
    FROM polisocial_news
    WHERE published_from <= %(now)s AND coalesce(published_until > %(now)s, true)
), ranked AS (
    SELECT *, count(*) OVER (PARTITION BY kind),
        row_number() OVER (PARTITION BY kind ORDER BY position, name_it) AS place
    FROM text
    WHERE NOT EXISTS (
        SELECT FROM word WHERE NOT (words_it @@ it OR words_en @@ en)
    )
)
SELECT kind, key, name_it, name_en, text_it, text_en, projects, count
FROM ranked WHERE place <= %(shown)s ORDER BY kind, place
"""


@dataclass
class Thing:
    """Something found: its name and text, in both languages.

    A person has no page: `projects` are the acronyms and slugs of what they work at.
    """

    key: str
    name_it: str
    name_en: str
    text_it: str
    text_en: str
    projects: list[list[str]] | None

    name = Bilingual()
    text = Bilingual()


def find(words):
    """The first things of each kind with all the words, and how many there are."""
    found, counts = defaultdict(list), {}
    if words:
        given = {"now": timezone.now(), "shown": SHOWN}
        with connection.cursor() as cursor:
            cursor.execute(WORD + TEXT, as_parameters(words) | given)
            for kind, *columns, count in cursor.fetchall():
                found[kind].append(Thing(*columns))
                counts[kind] = count
    return found, counts
