"""Which projects share something with one, in one statement."""

from django.utils import timezone

from awards.models.competition import Competition
from awards.models.project import Project
from awards.models.project_search import shown

# How many projects that share something with one are ranked at most.
CANDIDATES = 60

# One index for each reason. Written through the ORM, it took 4 ms to write.
SHARING = f"""
SELECT project.id, project.slug, acronym, title_it, title_en, title_is_acronym,
    keywords_it, keywords_en, started, project.updated_at, follows_id,
    follows_is_stated, competition_id, ordinal, year, selected,
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
    found = list(Project.objects.raw(SHARING, asked))
    for other in found:
        other.competition = Competition(
            pk=other.competition_id,
            ordinal=other.ordinal,
            year=other.year,
            selected=other.selected,
        )
    return found
