"""Searches of generated projects against the plain and slow way of finding them."""

import random
import re

import pytest
from django.core.management import call_command
from django.db import connection

from awards.facets import current_index
from awards.models import Project
from awards.models.project_search import having_all, having_each
from content.words import typed

pytestmark = pytest.mark.django_db
SIZE, QUESTIONS, SEED = 80, 60, 7
SAYING = """
SELECT DISTINCT pk FROM unnest(%(pks)s, %(languages)s, %(texts)s) said (pk, lang, text)
WHERE to_tsvector(('polisocial_' || lang)::regconfig, text)
    @@ CASE WHEN %(beginning)s = ''
        THEN websearch_to_tsquery(('polisocial_' || lang)::regconfig, %(word)s)
        ELSE to_tsquery(('polisocial_' || lang)::regconfig, %(beginning)s) END
"""


@pytest.fixture
def texts(capsys):
    """All that a project can be found by: its key, a language, a text."""
    call_command("generate_projects", count=SIZE, seed=SEED, verbosity=0)
    return [row for project in Project.objects.public() for row in told(project)]


def told(project):
    pk, marks = project.pk, re.compile(r"[\W_]+")
    spellings = [marks.sub(instead, project.acronym) for instead in ("", " ")]
    own = [project.acronym, *spellings]
    yield from ((pk, "it", text) for text in [*own, project.title_it])
    yield from ((pk, "en", text) for text in [*own, project.title_en])
    yield pk, "it", "\n".join(project.keywords_it)
    yield pk, "en", "\n".join(project.keywords_en)
    yield pk, "it", project.summary_it
    yield pk, "en", project.summary_en
    for member in project.team.all():
        yield pk, "it", member.name
    for organisation in project.partners.public():
        yield pk, "it", organisation.name
    for place in project.places.all():
        yield pk, "it", f"{place.name_it} {place.locality_it}"
        yield pk, "en", f"{place.name_en} {place.locality_en}"
    for department in project.departments.all():
        yield pk, "it", f"{department.code} {department.name_it}"
        yield pk, "en", f"{department.code} {department.name_en}"
    if project.competition.is_public():
        yield pk, "it", f"{project.competition.year} {project.competition.theme_it}"
        yield pk, "en", f"{project.competition.year} {project.competition.theme_en}"


def naively(word, texts):
    """The projects of which some text says a word, or that are in its country."""
    pks, languages, said = map(list, zip(*texts, strict=True))
    asked = {"pks": pks, "languages": languages, "texts": said}
    asked |= {"word": word.text, "beginning": word.beginning}
    with connection.cursor() as cursor:
        cursor.execute(SAYING, asked)
        found = {pk for (pk,) in cursor}
    there = Project.objects.filter(places__country__in=word.countries.split())
    return found | set(there.values_list("pk", flat=True))


def questions(texts):
    """A few words at a time, of those that some project is told with."""
    chance = random.Random(SEED)  # noqa: S311
    known = sorted(
        {word for *_rest, text in texts for word in re.findall(r"\w+", text)}
    )
    for _n in range(QUESTIONS):
        words = chance.sample(known, chance.choice((1, 1, 2, 3)))
        yield " ".join(words) + chance.choice(("", " "))


def test_words_find_what_a_plain_search_finds(texts):
    some = 0
    for question in questions(texts):
        words = typed(question)
        counts = having_each(words)
        telling = [w for w, n in zip(words, counts, strict=True) if n is not None]
        if not telling:
            continue
        plain = set.intersection(*(naively(word, texts) for word in telling))
        found = [pk for pks in having_all(words) for pk in pks]
        assert len(found) == len(set(found))
        assert (question, set(found)) == (question, plain)
        some += bool(plain)
    assert some > QUESTIONS / 3


def test_facets_count_what_a_plain_search_counts(texts):
    index = current_index()
    for project in Project.objects.public().with_life():
        mine = {
            "competition": [str(project.competition.year)],
            "department": [row.code for row in project.departments.all()],
            "place": [row.locality_it for row in project.places.all()],
            "country": [row.country.code for row in project.places.all()],
            "partner": [row.slug for row in project.partners.public()],
            "status": [project.life],
        }
        bit = index.set_of([project.pk])
        for facet, values in mine.items():
            has = {
                v for v, option in index.options[facet].items() if option.projects & bit
            }
            known = set(filter(None, values))
            assert (facet, has - {"unknown"}) == (facet, known)
