"""One generated project and the rows that belong to it, not stored yet."""

from dataclasses import dataclass, field

from awards.models import (
    Output,
    Partnership,
    Project,
    ProjectDepartment,
    ProjectPlace,
    ProjectSource,
    TeamMember,
)
from polisocial.generated import vocabulary
from polisocial.generated.draw import Draw
from polisocial.generated.things import (
    FIRST_YEAR,
    MARK,
    MARK_EN,
    PREFIX,
    PUBLISHED,
    organisations_among,
    people_among,
    places_among,
)


@dataclass
class World:
    """What projects are tied to, in the order of how often they are."""

    seed: int
    competitions: list
    departments: list
    places: list
    organisations: list
    people: list
    acronyms: set = field(default_factory=set)


def make(world, n):
    """The n-th project, then the rows of the things it is tied to."""
    draw = Draw(world.seed, "project", n)
    places = draw.ranks(places_among(n), draw.choice((1, 1, 1, 1, 2, 3)))
    at = [world.places[rank] for rank in places if draw.happens(0.95)]
    project = described(world, draw, n, at)
    yield project
    for place in at:
        yield ProjectPlace(project=project, place=place)
    yield from team(world, draw, n, project)
    yield from partners(world, draw, n, project)
    yield from results(draw, project)
    yield from sources(draw, n, project)


def described(world, draw, n, at):
    competition = draw.choice(world.competitions)
    begun, over = draw.span(2012 + competition.year - FIRST_YEAR)
    themes = draw.common(vocabulary.THEMES, draw.randint(4, 8))
    town = (at[0].locality_it, at[0].locality_en) if at else ("Milano", "Milan")
    aim, form = draw.choice(vocabulary.AIMS), draw.choice(vocabulary.TITLES)
    sentences = draw.sample(vocabulary.SENTENCES, draw.randint(2, 5))
    title_it, title_en = in_both(draw, [form], themes[:3], town, aim)
    summary_it, summary_en = in_both(draw, sentences, themes, town, aim)
    is_translated, is_untitled = draw.happens(0.8), draw.happens(0.05)
    acronym = acronym_for(world, draw, n, competition)
    keywords = draw.sample(themes, draw.randint(2, 4))
    return Project(
        competition=competition,
        slug=f"{PREFIX}{n}",
        acronym=acronym,
        title_it=acronym if is_untitled else title_it,
        title_en=title_en if is_translated and not is_untitled else "",
        title_is_acronym=is_untitled,
        summary_it=summary_it,
        summary_en=summary_en if is_translated else "",
        keywords_it=[it for it, _en in keywords],
        keywords_en=[en for _it, en in keywords],
        status="stopped" if draw.happens(0.02) else "",
        started=draw.known(begun),
        ended=draw.known(over),
        award=draw.sum_of_money() if draw.happens(0.7) else None,
        sdgs=sorted(draw.sample(range(1, 18), draw.choice((0, 0, 1, 3)))),
        website="https://example.org/" if draw.happens(0.4) else "",
        notes_it=MARK,
        notes_en=MARK_EN,
        published_from=PUBLISHED,
    )


def in_both(draw, forms, themes, town, aim):
    """Some sentences in Italian and in English, filled with themes."""
    texts = ([], [])
    for form in forms:
        a, b, c = draw.sample(themes, 3)
        for language, text in enumerate(texts):
            said = {"a": a, "b": b, "c": c, "aim": aim}
            said = {key: pair[language] for key, pair in said.items()}
            text.append(form[language].format(town=town[language] or town[0], **said))
    return [" ".join(text) for text in texts]


def acronym_for(world, draw, n, competition):
    """A name that can be said, unlike the others of its edition."""
    word = "".join(draw.choices(vocabulary.SYLLABLES, k=draw.randint(2, 4)))
    shapes = (word.upper(), word.upper(), word.capitalize(), f"{word.upper()}+")
    acronym = draw.choice((*shapes, ".".join(word[:4].upper()) + "."))
    if (competition.ordinal, acronym) in world.acronyms:
        acronym = f"{acronym} {n}"
    world.acronyms.add((competition.ordinal, acronym))
    return acronym


def team(world, draw, n, project):
    """Departments at work, the first one leading, and the people in them."""
    chosen = draw.common(world.departments, draw.choice((1, 1, 2, 2, 3, 4)))
    for position, department in enumerate(chosen):
        yield ProjectDepartment(
            project=project,
            department=department,
            is_lead=position == 0,
            position=position,
        )
    roles = ["coordinator"] * draw.happens(0.9) + ["manager"] * draw.happens(0.4)
    roles += ["member"] * draw.choice((0, 0, 1, 2, 4))
    ranks = draw.ranks(people_among(n), len(roles))
    for position, (role, rank) in enumerate(zip(roles, ranks, strict=False)):
        yield TeamMember(
            project=project,
            name=world.people[rank],
            role=role,
            department=draw.choice(chosen) if draw.happens(0.8) else None,
            position=position,
        )


def partners(world, draw, n, project):
    ranks = draw.ranks(organisations_among(n), draw.choice((0, 0, 1, 2, 3, 5, 8)))
    for position, rank in enumerate(ranks):
        role_it, role_en = draw.choice(vocabulary.ROLES)
        yield Partnership(
            project=project,
            organisation=world.organisations[rank],
            role_it=role_it,
            role_en=role_en,
            position=position,
        )


def results(draw, project):
    for position, unit in enumerate(draw.sample(vocabulary.UNITS, draw.randrange(3))):
        yield Output(
            project=project,
            value=draw.randrange(2, 900),
            is_approximate=draw.happens(0.3),
            unit_it=unit[0],
            unit_en=unit[1],
            position=position,
        )


def sources(draw, n, project):
    for position in range(draw.randint(1, 4)):
        is_of_award = position == 0 and project.award is not None
        seen = draw.known(draw.span(2020)[0])
        yield ProjectSource(
            project=project,
            address=f"https://example.org/{PREFIX}{n}/{position}",
            about="award" if is_of_award else "",
            as_of=seen if is_of_award else None,
            position=position,
        )
