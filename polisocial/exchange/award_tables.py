"""Which keys the records of the Award and of the five per thousand have."""

import re

from django.utils.text import slugify

from awards.models import (
    Beneficiary,
    Competition,
    FinancialYear,
    ProgrammeFigure,
    Project,
)
from awards.models.team import TeamRole
from polisocial.exchange import people
from polisocial.exchange.kinds import Kind
from polisocial.exchange.links import (
    Categories,
    LeadDepartment,
    OtherDepartments,
    Outputs,
    Partners,
    Sources,
)
from polisocial.exchange.places import Location, OffCampusSite
from polisocial.exchange.texts import Lines, Note, Notes, Pair, PairOfLists
from polisocial.exchange.values import (
    Date,
    Flag,
    Money,
    Number,
    Pattern,
    Text,
    Url,
    Whole,
    comes_before,
)


def competition_faults(record):
    submitted, funded = record.get("submissions"), record.get("funded")
    if submitted is not None and funded is not None and funded > submitted:
        yield ".funded", f"{funded} is more than the submissions. Correct one of them."


COMPETITION = Kind(
    model=Competition,
    name="edition {ordinal}",
    unique=("year",),
    checks=competition_faults,
    stored=lambda: Competition.objects.order_by("ordinal").prefetch_related(
        "sources", "categories", "allotments__receipt__financial_year"
    ),
    start=lambda record: Competition(),
    fields={
        "ordinal": Whole("ordinal", required=True, low=1),
        "year": Whole("year", required=True, low=2000, high=2100),
        "label": Text("label", required=True),
        "theme": Pair("theme", required=True, hollow=True),
        "theme_note": Note("theme_note"),
        "call_opened": Date("call_opened"),
        "call_closed": Date("call_closed"),
        "selection_date": Date("selected"),
        "ceremony_date": Date("ceremony"),
        "projects_start": Date("projects_start"),
        "submissions": Whole("submitted_count"),
        "shortlisted": Whole("shortlisted_count"),
        "funded": Whole("funded_count"),
        "total_budget_eur": Money("budget"),
        "total_budget_is_approximate": Flag("budget_is_approximate"),
        "cap_per_project_eur": Money("project_cap"),
        "duration_months": Whole("duration_months", low=1),
        "stages": Whole("stage_count", low=1, high=2),
        "stages_note": Note("stages_note"),
        "categories": Categories(),
        "evaluators": Note("evaluators"),
        "funding_source_note": Note("funding_note"),
        "conflicts": Notes("conflicts"),
        "sources": Sources(),
        "duration_note": Note("duration_note"),
        "projects_in_this_dataset": people.ProjectCount(),
        "funded_by_years": people.FundedByYears(),
    },
)


def project_slug(record):
    """SOSpesa+ of 2024 is at sospesa-plus-2024."""
    acronym = record["acronym"].replace("+", "-plus").replace("_", "-")
    return f"{slugify(acronym)[:75].strip('-')}-{record['edition_year']}"


def project_faults(record):
    if comes_before(record.get("end_date"), record.get("start_date")):
        yield ".end_date", "It comes before start_date. Correct one of them."
    lead = record.get("lead_department")
    if lead and lead in record.get("other_departments", ()):
        yield ".other_departments", f'"{lead}" leads already. Take it out here.'
    role = record.get("coordinator_role_as_published")
    if role and record.get("scientific_coordinator", "") is None:
        hint = "Write scientific_coordinator, or null here."
        yield ".coordinator_role_as_published", f"Nobody has this role. {hint}"
    if "acronym" in record and not slugify(record["acronym"].replace("+", "plus")):
        hint = "Write one letter or digit at least."
        yield ".acronym", f'No address can be made of "{record["acronym"]}". {hint}'
    for number, output in enumerate(record.get("outputs", ()), 1):
        source = output["source"]
        if source and source not in record.get("sources", [source]):
            hint = "Add it to sources."
            yield f".outputs {number}.source", f"It is not one of the sources. {hint}"


PROJECT = Kind(
    model=Project,
    name="{acronym} ({edition_year})",
    checks=project_faults,
    stored=lambda: Project.objects.select_related(
        "competition", "category", "follows__competition"
    ).prefetch_related(
        "sources",
        "outputs",
        "project_departments__department",
        "team__department",
        "project_places__place__site",
        "partnerships__organisation",
    ),
    start=lambda record: Project(slug=project_slug(record)),
    order=lambda record: (record["edition_ordinal"], record["acronym"].casefold()),
    fields={
        "edition_year": people.EditionYear(),
        "edition_ordinal": people.Edition(),
        "acronym": Text("acronym", required=True),
        "title": Pair("title", required=True),
        "title_published_in": people.Languages(),
        "summary": Pair("summary", required=True),
        "scientific_coordinator": people.Member(TeamRole.COORDINATOR),
        "coordinator_role_as_published": people.PublishedRole(),
        "project_manager": people.Manager(TeamRole.MANAGER),
        "lead_department": LeadDepartment(),
        "other_departments": OtherDepartments("project_departments"),
        "category": people.CategoryName("category.name_it"),
        "location": Location(),
        "tags_as_published": Lines("published_tags"),
        "keywords": PairOfLists("keywords"),
        "partners": Partners(),
        "funding_eur": Money("award"),
        "funding_note": Note("award_note"),
        "co_funding_eur": Money("co_funding", optional=True),
        "duration_months": Whole("duration_months", optional=True, low=1),
        "start_date": Date("started"),
        "end_date": Date("ended"),
        "off_campus_site": OffCampusSite(),
        "sdgs": people.Goals(),
        "website": Url("website"),
        "notes": Note("notes"),
        "sources": Sources(),
        "follows": people.Follows(),
        "title_is_acronym_only": Flag("title_is_acronym"),
        "outputs": Outputs(
            {
                "value": Number("value"),
                "unit": Pair("unit", required=True),
                "is_approximate": Flag("is_approximate"),
                "as_of": Date("as_of"),
                "source": Url("source"),
            }
        ),
    },
)

BENEFICIARY = Kind(
    model=Beneficiary,
    name="how_to_give",
    stored=lambda: Beneficiary.objects.prefetch_related("sources"),
    start=lambda record: Beneficiary(pk=1),
    fields={
        "beneficiary": Text("name", required=True),
        "tax_code": Pattern(
            "tax_code",
            required=True,
            pattern=re.compile(r"\d{11}", re.ASCII),
            hint="Write the 11 digits of a body's tax code.",
        ),
        "box": Pair("box", required=True),
        "notes": Note("notes"),
        "sources": Sources(),
    },
)

FINANCIAL_YEAR = Kind(
    model=FinancialYear,
    name="year {fiscal_year}",
    stored=lambda: FinancialYear.objects.order_by("year").prefetch_related("sources"),
    start=lambda record: FinancialYear(),
    fields={
        "fiscal_year": Whole("year", required=True, low=2006, high=2100),
        "amount_eur": Money("amount"),
        "amount_is_approximate": Flag("amount_is_approximate"),
        "choices": Whole("choices", low=1),
        "rank_among_universities": Whole("rank_universities", low=1),
        "rank_among_research_bodies": Whole("rank_research", low=1),
        "rank_overall": Whole("rank_overall", low=1),
        "notes": Note("notes"),
        "sources": Sources(),
    },
)


PROGRAMME_FIGURE = Kind(
    model=ProgrammeFigure,
    name="figure of {as_of}",
    stored=lambda: ProgrammeFigure.objects.filter(is_derived=False).prefetch_related(
        "sources"
    ),
    start=lambda record: ProgrammeFigure(),
    fields={
        "as_of": Date("as_of", required=True),
        "period": Note("period"),
        "projects_funded": Whole("projects_funded"),
        "proposals_submitted": Whole("proposals_submitted"),
        "amount_eur": Money("amount"),
        "amount_note": Note("amount_note"),
        "researchers": Whole("researchers"),
        "departments": Whole("department_count"),
        "it": Text("text_it", required=True),
        "en": Text("text_en", required=True),
        "notes": Note("notes"),
        "sources": Sources(),
        "position": Whole("position", hidden=True),
    },
)

DERIVED_FIGURE = Kind(
    model=ProgrammeFigure,
    name="derived",
    stored=lambda: ProgrammeFigure.objects.filter(is_derived=True).prefetch_related(
        "sources"
    ),
    start=lambda record: ProgrammeFigure(is_derived=True, position=1000),
    fields={
        "projects_known_by_edition_sum": Whole("projects_funded", required=True),
        "explanation": Note("notes"),
        "sources": Sources(),
    },
)
