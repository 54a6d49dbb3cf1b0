"""Generated projects in the database: are there any, write them, take them out."""

from collections import defaultdict

from django.db import connection, transaction

from awards.models import Competition, Project
from content.history import forget, unrecorded
from directory.models import Department, Organisation, Place
from offcampus.models import Site, SiteAddress
from polisocial.generated import projects, things
from polisocial.generated.things import CODE, MARK, PREFIX


def generated():
    """Everything generated, in the order in which nothing refers to what is gone."""
    return (
        Project.objects.filter(slug__startswith=PREFIX, notes_it=MARK),
        Site.objects.filter(slug__startswith=PREFIX, notes_it=MARK),
        Competition.objects.filter(theme_note_it=MARK),
        Organisation.objects.filter(slug__startswith=PREFIX),
        Place.objects.filter(position_note_it=MARK),
        Department.objects.filter(code__startswith=CODE, notes_it=MARK),
    )


def real_projects():
    ours, *_others = generated()
    return Project.objects.exclude(pk__in=ours.values("pk"))


def is_anything_generated():
    return any(rows.exists() for rows in generated())


@transaction.atomic
def store(count, seed):
    """Make and write projects with all they are tied to; how many rows of each."""
    world = stored_world(count, seed)
    rows = defaultdict(list)
    for n in range(count):
        for row in projects.make(world, n):
            rows[type(row)].append(row)
    return {model: write(made) for model, made in rows.items()}


def stored_world(count, seed):
    places = list(things.places(seed, things.places_among(count)))
    organisations = things.organisations(seed, things.organisations_among(count))
    world = projects.World(
        seed=seed,
        competitions=list(things.competitions(seed)),
        departments=list(things.departments()),
        places=places,
        organisations=list(organisations),
        people=list(things.people(seed, things.people_among(count))),
    )
    for made in (world.competitions, world.departments, places, world.organisations):
        write(made)
    sites = list(things.sites(places))
    write(sites)
    write([SiteAddress(site=s, place=s.place, valid_from=s.opened) for s in sites])
    return world


def write(rows):
    """Store rows of one model, and tell the database's planner how many they are."""
    model = type(rows[0])
    model.objects.bulk_create(rows, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
    return len(rows)


@transaction.atomic
@unrecorded()
def remove():
    """Delete what was generated, and nothing else; how many rows of each.

    No record of it stays in the history either: it never was content.
    Raises ProtectedError, and then nothing is deleted, where something real refers
    to it.
    """
    removed = defaultdict(int)
    for rows in generated():
        forget(rows)
        _number, counts = rows.delete()
        for label, number in counts.items():
            removed[label] += number
    return removed
