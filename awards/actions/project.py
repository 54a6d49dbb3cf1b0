"""The project that a funded proposal becomes: a draft, completed by its team."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _

from awards.models import (
    Category,
    MemberRole,
    Partnership,
    Project,
    ProjectDepartment,
    ProjectPlace,
    ProposalPartner,
    QuestionKind,
    TeamMember,
)
from awards.models.team import TeamRole
from awards.rules.frozen import read
from awards.rules.numbers import typed_number
from awards.rules.told import work_in
from content.history import one_change
from directory.models import Department, Organisation, Place

ROLES = {
    MemberRole.COORDINATOR: TeamRole.COORDINATOR,
    MemberRole.MANAGER: TeamRole.MANAGER,
}
SLUG, ACRONYM = 60, 80  # characters


@transaction.atomic
def open_project(decision, *, by, at):
    """Make the draft of a public page from what was handed in, and nothing else.

    Its team, departments, partners, length and co-funding are those of the submission,
    its award that of the decision; the text is the first long answer, for the
    coordinator to rewrite. Where it happens and when it begins no form asks: they are
    not known until the coordinator says them.
    """
    work = work_in(decision.submission)
    form = read(decision.submission.form.content)
    title = work["answers"]["title"].strip()
    competition = decision.stage.call.competition
    category = work["answers"].get("category")
    with one_change(by=by, reason=_("Funded: %(code)s") % {"code": decision.proposal}):
        project = Project(
            competition=competition,
            category=Category.objects.filter(
                competition=competition, pk=category or None
            ).first(),
            acronym=_acronym(competition, title, decision.proposal.code),
            slug=_slug(title, decision.proposal.code),
            title_it=Truncator(title).chars(300),
            summary_it=_summary(form, work) or title,
            award=Decimal(decision.amount),
            co_funding=Decimal(work["budget"]["added"]) or None,
            duration_months=_months(work),
        )
        project.full_clean(exclude=["category"])
        project.save()
        _add_people(project, work)
        _add_partners(project, decision, work)
    return project


def _acronym(competition, title, code):
    """What it is called in short: its title, until the team says an acronym."""
    short = Truncator(title).chars(ACRONYM)
    if competition.projects.filter(acronym=short).exists():
        return Truncator(title).chars(ACRONYM - len(code) - 1) + f" {code}"
    return short


def _slug(title, code):
    slug = slugify(title)[:SLUG].strip("-") or code
    taken = Project.objects.filter(slug=slug).exists()
    taken = taken or Project.objects.filter(former_slugs__contains=[slug]).exists()
    return f"{slug}-{code}" if taken else slug


def _summary(form, work):
    asked = (q for q in form.questions if q.kind == QuestionKind.LONG_TEXT)
    texts = (work["answers"].get(f"q.{each.key}", "").strip() for each in asked)
    return next(filter(None, texts), "")


def _months(work):
    """How long it lasts; a form that allows any length takes half months too."""
    length = typed_number(work["answers"].get("duration", ""))
    return int(length) if length and length == int(length) else None


def _add_people(project, work):
    codes = {each["department"] for each in work["team"] if each["department"]}
    departments = {d.code: d for d in Department.objects.filter(code__in=codes)}
    lead = next((m["department"] for m in work["team"] if m["role"] in ROLES), None)
    for position, code in enumerate(sorted(departments)):
        ProjectDepartment.objects.create(
            project=project,
            department=departments[code],
            is_lead=code == lead,
            position=position,
        )
    for position, each in enumerate(work["team"]):
        TeamMember.objects.create(
            project=project,
            name=each["name"][:120],
            role=ROLES.get(each["role"], TeamRole.MEMBER),
            department=departments.get(each["department"]),
            position=position,
        )


def _add_partners(project, decision, work):
    """Those of the directory; a new one that nobody merged comes in as a draft."""
    rows = ProposalPartner.objects.filter(proposal=decision.proposal_id)
    merged = {each.proposed_name: each.merged_into for each in rows}
    for position, each in enumerate(work["partners"]):
        organisation = (
            Organisation.objects.filter(slug=each["slug"]).first()
            or merged.get(each["name"])
            or _organisation(each)
        )
        Partnership.objects.get_or_create(
            project=project,
            organisation=organisation,
            defaults={"role_it": each["role"][:160], "position": position},
        )


def _organisation(said):
    if known := Organisation.objects.filter(name__iexact=said["name"]).first():
        return known
    slug = slugify(said["name"])[:SLUG] or "partner"
    if Organisation.objects.filter(slug=slug).exists():
        slug = f"{slug}-{Organisation.objects.count()}"
    return Organisation.objects.create(name=said["name"], slug=slug, kind=said["kind"])


@transaction.atomic
def complete(project, *, by, places, new_place=""):
    """Store what the coordinator wrote of a project that is not public yet.

    `places` take the place of those it had; `new_place` is one that the directory has
    not, by its name.
    """
    stored = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if stored.published_from:
        raise PermissionDenied
    if stored.updated_at != project.updated_at:
        raise ValidationError(
            _("Somebody changed it first: load the page again."), code="stale"
        )
    with one_change(by=by):
        project.full_clean()
        project.save()
        if new_place:
            places = [*places, Place.objects.create(name_it=new_place)]
        kept = {place.pk for place in places}
        for row in project.project_places.all():
            if row.place_id not in kept:
                row.delete()
        there = set(project.project_places.values_list("place", flat=True))
        for position, place in enumerate(places):
            if place.pk not in there:
                ProjectPlace.objects.create(
                    project=project, place=place, position=position
                )
    return project
