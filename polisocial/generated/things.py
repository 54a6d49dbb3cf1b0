"""Generated things as rows that are not stored yet.

What is generated says so wherever people may read it, and by `MARK` or `PREFIX`, which
nothing real has, it is found again.
"""

from datetime import UTC, datetime
from decimal import Decimal

from django.utils.text import slugify

from awards.models import Competition
from content.dates import PartialDate
from directory.models import Department, Organisation, Place
from offcampus.models import Site
from polisocial.generated import vocabulary
from polisocial.generated.draw import Draw

MARK = "Generato per misurare il portale: non esiste."
MARK_EN = "Generated to measure the portal: it does not exist."
PREFIX = "generated-"
CODE = "GEN-"
# Long after any real edition.
FIRST_YEAR = 2901
FIRST_ORDINAL = 1001
EDITIONS = 12
SITES = 5
PUBLISHED = datetime(2020, 1, 1, tzinfo=UTC)


def grown(first, factor, power, number):
    """How many there are of what grows slower than the projects do."""
    return first + int(factor * number**power)


def organisations_among(projects):
    return grown(20, 3, 0.75, projects)


def places_among(projects):
    return grown(12, 2, 0.6, projects)


def people_among(projects):
    return grown(30, 2, 0.8, projects)


def competitions(seed):
    for n in range(EDITIONS):
        draw = Draw(seed, "competition", n)
        (theme_it, theme_en), other = draw.common(vocabulary.THEMES, 2)
        year = FIRST_YEAR + n
        yield Competition(
            ordinal=FIRST_ORDINAL + n,
            year=year,
            label=f"Polisocial Award {year} (generato)",
            theme_it=f"{theme_it} e {other[0]}".capitalize(),
            theme_en=f"{theme_en} and {other[1]}".capitalize(),
            theme_note_it=MARK,
            theme_note_en=MARK_EN,
            budget=Decimal(500_000),
            published_from=PUBLISHED,
        )


def departments():
    for code, name_it, name_en in vocabulary.DEPARTMENTS:
        yield Department(
            code=CODE + code,
            name_it=f"Dipartimento generato di {name_it}",
            name_en=f"Generated Department of {name_en}",
            notes_it=MARK,
            notes_en=MARK_EN,
        )


def places(seed, number):
    for n in range(number):
        draw = Draw(seed, "place", n)
        ((town, town_en, country, latitude, longitude),) = draw.common(
            vocabulary.TOWNS, 1
        )
        corner, corner_en = draw.choice(vocabulary.CORNERS)
        where = draw.choice(vocabulary.NEIGHBOURHOODS)
        is_known = draw.happens(0.9)
        yield Place(
            name_it=f"{corner} {where}",
            name_en=f"{where} {corner_en}",
            locality_it=town,
            locality_en=town_en,
            country=country,
            latitude=near(draw, latitude) if is_known else None,
            longitude=near(draw, longitude) if is_known else None,
            precision="area" if is_known else "",
            position_note_it=MARK,
            position_note_en=MARK_EN,
        )


def near(draw, degrees):
    return Decimal(degrees) + Decimal(draw.randrange(-4000, 4000)) / 100_000


def organisations(seed, number):
    names = set()
    for n in range(number):
        draw = Draw(seed, "organisation", n)
        kind = draw.choice(list(vocabulary.BODIES))
        what = draw.choice(vocabulary.BODIES[kind])
        where = draw.choice(vocabulary.NEIGHBOURHOODS)
        ((town, *_rest),) = draw.common(vocabulary.TOWNS, 1)
        name = f"{what} {where} {town} (ente generato)"
        if name in names:
            name = f"{what} {where} {town} {n} (ente generato)"
        names.add(name)
        yield Organisation(
            slug=f"{PREFIX}{n}-{slugify(f'{what} {where}')}",
            name=name,
            kind=kind,
            website="https://example.org/" if draw.happens(0.5) else "",
            published_from=PUBLISHED,
        )


def people(seed, number):
    """Names; two people may share one."""
    for n in range(number):
        draw = Draw(seed, "person", n)
        first = draw.choice(vocabulary.FIRST_NAMES)
        yield f"{first} {draw.choice(vocabulary.LAST_NAMES)}"


def sites(places):
    """One at each of the first places."""
    for n, place in enumerate(places[:SITES]):
        district = vocabulary.NEIGHBOURHOODS[n]
        yield Site(
            slug=f"{PREFIX}{slugify(district)}",
            name=f"Off Campus {district} (generato)",
            district=district,
            place=place,
            opened=PartialDate("2019"),
            status="active",
            description_it=MARK,
            description_en=MARK_EN,
            notes_it=MARK,
            notes_en=MARK_EN,
            published_from=PUBLISHED,
        )
