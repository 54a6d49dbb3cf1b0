"""Which projects share something with one, in one statement."""

from itertools import islice

from django.db import connection
from django.utils import timezone

from awards.models.competition import Competition
from awards.models.project import Project
from awards.models.project_search import shown

# How many projects that share something with one are ranked at most.
CANDIDATES = 60

READ = {
    Project: (
        *("id", "slug", "acronym", "title_it", "title_en", "title_is_acronym"),
        *("keywords_it", "keywords_en", "started", "updated_at"),
        *("follows", "follows_is_stated", "competition"),
    ),
    Competition: ("id", "ordinal", "year", "selected"),
}
FIELDS = {  # in the order that from_db wants
    model: [field for field in model._meta.concrete_fields if field.name in names]
    for model, names in READ.items()
}
COLUMNS = ", ".join(
    f"{model._meta.model_name}.{field.column}"
    for model, fields in FIELDS.items()
    for field in fields
)

# One index for each reason. Written through the ORM, it took 4 ms to write.
SHARING = f"""
SELECT {COLUMNS},
    ARRAY(
        SELECT code FROM awards_projectdepartment at_work
            JOIN directory_department department ON department.id = department_id
        WHERE project_id = project.id
        ORDER BY is_lead DESC, position, at_work.id
    ) AS codes,
    ARRAY(
        SELECT place_id FROM awards_projectplace
        WHERE project_id = project.id AND place_id = ANY(%(places)s)
        ORDER BY position, id
    ) AS shared_places,
    ARRAY(
        SELECT organisation_id FROM awards_partnership
        WHERE project_id = project.id AND organisation_id = ANY(%(partners)s)
        ORDER BY position, id
    ) AS shared_partners,
    EXISTS(
        SELECT FROM awards_teammember
        WHERE project_id = project.id AND role = 'coordinator'
            AND name = ANY(%(coordinators)s)
    ) AS same_coordinator
FROM awards_project project
    JOIN awards_competition competition ON competition.id = competition_id
WHERE {shown("project")} AND project.id <> %(id)s AND project.id IN (
    SELECT id FROM awards_project WHERE id = %(follows)s OR follows_id = %(id)s
    UNION SELECT id FROM awards_project
    WHERE string_to_array(keywords_it, E'\\n') && %(keywords_it)s::text[]
    UNION SELECT id FROM awards_project
    WHERE string_to_array(keywords_en, E'\\n') && %(keywords_en)s::text[]
    UNION SELECT project_id FROM awards_projectplace WHERE place_id = ANY(%(places)s)
    UNION SELECT project_id FROM awards_partnership
    WHERE organisation_id = ANY(%(partners)s)
    UNION SELECT project_id FROM awards_teammember
    WHERE role = 'coordinator' AND name = ANY(%(coordinators)s)
)
ORDER BY coalesce(follows_id = %(id)s OR project.id = %(follows)s, false) DESC,
    ordinal DESC, acronym
LIMIT {CANDIDATES}
"""  # noqa: S608
REASONS = "codes", "shared_places", "shared_partners", "same_coordinator"


def sharing(project, *, places, partners, coordinators):
    """Public projects with something of one, newest first, each with what it shares.

    First what follows the project and what it follows.
    """
    asked = {
        "id": project.pk,
        "follows": project.follows_id,
        "now": timezone.now(),
        "keywords_it": project.keywords_it,
        "keywords_en": project.keywords_en,
        "places": places,
        "partners": partners,
        "coordinators": coordinators,
    }
    with connection.cursor() as cursor:
        cursor.execute(SHARING, asked)
        return [project_of(*row) for row in cursor]


def project_of(*values):
    """A project and its competition, each with what was read of it alone."""
    values = iter(values)
    project = read(Project, values)
    project.competition = read(Competition, values)
    for name, value in zip(REASONS, values, strict=True):
        setattr(project, name, value)
    return project


def read(model, values):
    fields = FIELDS[model]
    own = islice(values, len(fields))
    return model.from_db(
        connection.alias,
        [field.attname for field in fields],
        [field.to_python(value) for field, value in zip(fields, own, strict=True)],
    )
