"""One plain function for each model: sensible defaults, no surprises, no randomness.

What has a public page is public, since 1 January 2020.
"""

from datetime import UTC, datetime
from itertools import count

from accounts.models import User
from awards.models import (
    Call,
    Competition,
    FinancialYear,
    Letter,
    Member,
    MemberState,
    Project,
    ProjectPlace,
    Proposal,
    Question,
    Section,
    Stage,
)
from cantieri.models import Lab, Theme
from content.dates import PartialDate
from directory.models import Department, Organisation, Place, Programme
from offcampus.models import Site, SiteAddress
from polisocial.models import News

number = count(1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def make_user(**fields):
    password = fields.pop("password", "a long and boring passphrase")
    defaults = {"email": f"user{next(number)}@example.org"}
    return User.objects.create_user(password=password, **defaults | fields)


def make_department(**fields):
    n = next(number)
    defaults = {
        "code": f"DEP{n}",
        "name_it": f"Dipartimento {n}",
        "name_en": f"Department {n}",
    }
    return Department.objects.create(**defaults | fields)


def make_organisation(**fields):
    n = next(number)
    defaults = {"name": f"Ente {n}", "slug": f"ente-{n}", "published_from": LONG_AGO}
    return Organisation.objects.create(**defaults | fields)


def make_place(**fields):
    n = next(number)
    defaults = {
        "name_it": f"Luogo {n}",
        "name_en": f"Place {n}",
        "locality_it": "Milano",
        "locality_en": "Milan",
        "latitude": "45.47800",
        "longitude": "9.22700",
        "precision": "area",
    }
    return Place.objects.create(**defaults | fields)


def make_programme(**fields):
    defaults = {
        "key": "off-campus",
        "name_it": "Programma",
        "name_en": "Programme",
        "description_it": "Descrizione del programma.",
        "description_en": "Description of the programme.",
    }
    return Programme.objects.create(**defaults | fields)


def make_competition(**fields):
    n = 100 + next(number) % 10_000  # years are small numbers
    defaults = {
        "ordinal": n,
        "year": 2000 + n,
        "label": f"Polisocial Award {2000 + n}",
        "theme_it": f"Tema {n}",
        "theme_en": f"Theme {n}",
        "published_from": LONG_AGO,
    }
    return Competition.objects.create(**defaults | fields)


def make_project(place=None, **fields):
    """A project, at one place when it is given."""
    n = next(number)
    defaults = {
        "slug": f"project-{n}",
        "acronym": f"PROJECT{n}",
        "title_it": f"Progetto {n}",
        "title_en": f"Project {n}",
        "summary_it": f"Che cosa fa il progetto {n}.",
        "summary_en": f"What project {n} does.",
        "published_from": LONG_AGO,
    }
    fields["competition"] = fields.get("competition") or make_competition()
    project = Project.objects.create(**defaults | fields)
    if place:
        ProjectPlace.objects.create(project=project, place=place)
    return project


def make_financial_year(**fields):
    defaults = {"year": 2006 + next(number) % 90, "amount": "500000.00"}
    return FinancialYear.objects.create(**defaults | fields)


def make_site(**fields):
    """A site in its district, open since 2020 at that very place."""
    n = next(number)
    defaults = {
        "slug": f"site-{n}",
        "name": f"Off Campus {n}",
        "district": f"Quartiere {n}",
        "opened": PartialDate("2020"),
        "status": "active",
        "description_it": f"Che cosa si fa nella sede {n}.",
        "description_en": f"What happens in site {n}.",
        "published_from": LONG_AGO,
    }
    fields["place"] = fields.get("place") or make_place()
    site = Site.objects.create(**defaults | fields)
    SiteAddress.objects.create(site=site, place=site.place, valid_from=site.opened)
    return site


def make_theme(**fields):
    n = next(number)
    defaults = {"name_it": f"Tema {n}", "name_en": f"Theme {n}", "position": n}
    return Theme.objects.create(**defaults | fields)


def make_lab(**fields):
    n = next(number)
    defaults = {
        "slug": f"lab-{n}",
        "name_it": f"Cantiere {n}",
        "name_en": f"Lab {n}",
        "description_it": f"Che cosa fa il Cantiere {n}.",
        "description_en": f"What lab {n} does.",
        "published_from": LONG_AGO,
    }
    fields["theme"] = fields.get("theme") or make_theme()
    return Lab.objects.create(**defaults | fields)


def make_news(**fields):
    n = next(number)
    defaults = {
        "key": f"news-{n}",
        "date": PartialDate("2025-10-27"),
        "title_it": f"Notizia {n}",
        "title_en": f"News {n}",
        "text_it": f"Che cosa è successo {n}.",
        "text_en": f"What happened {n}.",
        "published_from": LONG_AGO,
    }
    return News.objects.create(**defaults | fields)


def make_call(**fields):
    if "competition" not in fields:
        fields["competition"] = make_competition()
    return Call.objects.create(**fields)


def make_stage(**fields):
    if "call" not in fields:
        fields["call"] = make_call()
    defaults = {
        "opens_at": datetime(2027, 2, 1, 8, tzinfo=UTC),
        "closes_at": datetime(2027, 3, 31, 10, tzinfo=UTC),
    }
    return Stage.objects.create(**defaults | fields)


def make_section(**fields):
    n = next(number)
    if "stage" not in fields:
        fields["stage"] = make_stage()
    defaults = {"name_it": f"Sezione {n}", "name_en": f"Section {n}"}
    return Section.objects.create(**defaults | fields)


def make_question(**fields):
    n = next(number)
    if "section" not in fields:
        fields["section"] = make_section()
    defaults = {
        "key": f"question-{n}",
        "kind": "long_text",
        "label_it": f"Domanda {n}",
        "label_en": f"Question {n}",
    }
    return Question.objects.create(**defaults | fields)


def make_proposal(**fields):
    """A draft of somebody's at a stage; `coordinator` is who started it."""
    coordinator = fields.pop("coordinator", None) or make_user()
    if "stage" not in fields:
        fields["stage"] = make_stage()
    proposal = Proposal.objects.create(**{"started_at": LONG_AGO} | fields)
    make_member(proposal=proposal, user=coordinator, role="coordinator")
    return proposal


def make_member(**fields):
    user = fields.get("user")
    defaults = {
        "name": str(user or f"Persona {next(number)}"),
        "email": user.email if user else f"member{next(number)}@example.org",
        "role": "editor",
        "state": MemberState.ACCEPTED if user else MemberState.INVITED,
        "invited_at": LONG_AGO,
        "consented_at": LONG_AGO if user else None,
    }
    return Member.objects.create(**defaults | fields)


def make_partner(proposal, **fields):
    """An organisation that a proposal names, confirmed by who answers for it."""
    said = {"proposed_name": "Comune", "proposed_kind": "public_body"}
    about = {"contact_name": "Dora", "contact_email": "dora@example.org"}
    about |= {"contribution": "none", "role": "Apre le porte"}
    return proposal.partners.create(
        asked_at=LONG_AGO, confirmed_at=LONG_AGO, **said | about | fields
    )


def make_letter(**fields):
    """A letter that waits for somebody to release it."""
    n, now = next(number), datetime.now(UTC)
    given = {
        "key": f"letter:{n}",
        "email": f"reader{n}@example.org",
        "subject": f"Lettera {n}",
        "body": "Gentile lettore.",
        "language": "it",
        "state": "held",
        "created_at": now,
        "due_at": now,
    }
    return Letter.objects.create(**given | fields)
