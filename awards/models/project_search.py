"""How projects are found by words and brought to a list."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models import F, Func, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone

from content.publication import PublishedQuerySet
from content.words import WORD, as_parameters, plain


def respelled(marks, instead):
    """The acronym with something else, or nothing, instead of its marks."""
    signs = (Value(sign) for sign in (marks, instead, "g"))
    text = models.CharField()
    return Func(F("acronym"), *signs, function="regexp_replace", output_field=text)


# "M.O.S.T." is found as it is written, as "MOST" and as "M O S T".
SPELLINGS = Concat(
    "acronym",
    Value(" "),
    respelled(r"[^[:alnum:]\s]+", ""),
    Value(" "),
    respelled(r"[^[:alnum:]]+", " "),
)
TITLES = Concat("acronym", Value(" "), "title_it", Value(" "), "title_en")


def shown(table):
    """`PublishedQuerySet.public` in SQL: a word that is not public finds nothing."""
    return (
        f"({table}.published_from <= %(now)s"
        f" AND coalesce({table}.published_until > %(now)s, true))"
    )


# Which project has which word, and how much its own text is about it. A word may be
# in what the project is linked to: that finds it, and says nothing of its rank.
HIT = f"""
{WORD}, hit (n, id, rank) AS (
    SELECT n, project.id, ts_rank(search_it, it)
        + CASE WHEN lower(unaccent(acronym)) = %(name)s THEN 10 ELSE 0 END
    FROM word JOIN awards_project project ON search_it @@ it
    UNION ALL
    SELECT n, project.id, ts_rank(search_en, en)
    FROM word JOIN awards_project project ON search_en @@ en
    UNION ALL
    SELECT n, project_id, 0
    FROM word JOIN awards_teammember ON search @@ it
    UNION ALL
    SELECT n, project_id, 0
    FROM word
        JOIN directory_organisation organisation ON search @@ it
            AND {shown("organisation")}
        JOIN awards_partnership ON organisation_id = organisation.id
    UNION ALL
    SELECT n, project_id, 0
    FROM word
        JOIN directory_place place ON search_it @@ it OR search_en @@ en
            OR country = ANY(string_to_array(countries, ' '))
        JOIN awards_projectplace ON place_id = place.id
    UNION ALL
    SELECT n, project_id, 0
    FROM word
        JOIN directory_department department
            ON to_tsvector('polisocial_it', code || ' ' || name_it) @@ it
            OR to_tsvector('polisocial_en', code || ' ' || name_en) @@ en
        JOIN awards_projectdepartment ON department_id = department.id
    UNION ALL
    SELECT n, project.id, 0
    FROM word
        JOIN awards_competition competition
            ON {shown("competition")} AND (
                to_tsvector('polisocial_it', year || ' ' || theme_it) @@ it
                OR to_tsvector('polisocial_en', year || ' ' || theme_en) @@ en
            )
        JOIN awards_project project ON competition_id = competition.id
)
"""  # noqa: S608
# A word in both languages counts once, as the better of the two; the projects of one
# rank are one row, for they are many and the ranks are few.
FOUND = f"""
{HIT}
SELECT rank, array_agg(id) FROM (
    SELECT id, sum(rank) AS rank FROM (
        SELECT n, id, max(rank) AS rank FROM hit GROUP BY n, id
    ) best
    GROUP BY id HAVING count(*) = (SELECT count(*) FROM word)
) found
GROUP BY rank ORDER BY rank DESC
"""  # noqa: S608
COUNTED = f"""
{HIT}
SELECT asked.n, count(DISTINCT id), word.n IS NULL
FROM asked LEFT JOIN word USING (n) LEFT JOIN (
    SELECT hit.n, hit.id FROM hit JOIN awards_project project USING (id)
    WHERE {shown("project")}
) found USING (n)
GROUP BY asked.n, word.n ORDER BY asked.n
"""  # noqa: S608


def asked(sql, words):
    name = plain(" ".join(word.text for word in words))
    with connection.cursor() as cursor:
        cursor.execute(
            sql, as_parameters(words) | {"name": name, "now": timezone.now()}
        )
        return cursor.fetchall()


def having_all(words):
    """The projects with all the words, public or not, by rank: the highest first."""
    return [pks for _rank, pks in asked(FOUND, words)] if words else []


def having_each(words):
    """How many projects have each word; None for a word that says nothing."""
    return [None if idle else count for _n, count, idle in asked(COUNTED, words)]


class SearchableQuerySet(PublishedQuerySet):
    def rows_of(self, relation):
        """The rows that point at a project by one relation, unfiltered."""
        related = self.model._meta.get_field(relation).related_model
        return related._base_manager.all()

    def for_cards(self, *more):
        """What a card prints, and `codes` of its departments, the leading one first."""
        at_work = self.rows_of("project_departments").filter(project=OuterRef("pk"))
        return (
            self.select_related("competition")
            .annotate(codes=ArraySubquery(at_work.values("department__code")))
            .only(
                *("slug", "former_slugs", "acronym", "title_is_acronym"),
                *("title_it", "title_en", "summary_it", "summary_en"),
                *("competition__year", "competition__ordinal"),
                *("updated_at", *more),
            )
        )

    def for_table(self):
        """What a row prints: what a card does, and `coordinator`, places, award."""
        leaders = self.rows_of("team").filter(
            project=OuterRef("pk"), role="coordinator"
        )
        return (
            self.for_cards("award")
            .annotate(coordinator=Subquery(leaders.values("name")))
            .prefetch_related("project_places__place")
        )
