"""How to make one thing of each kind that the admin shows."""

import json
from datetime import UTC, datetime, timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType

from awards.actions.decision import decide
from awards.actions.form import freeze
from awards.actions.minutes import make as make_minutes
from awards.models import (
    Act,
    Allotment,
    Appointment,
    Beneficiary,
    Category,
    Declaration,
    EditWindow,
    Extension,
    FinancialYear,
    LateAttempt,
    ProgrammeFigure,
    ProposalPartner,
    Receipt,
)
from polisocial.models import ErrorReport, LoadedRecord
from tests.awards.judging import LATER, make_judged_stage
from tests.factories import (
    make_call,
    make_competition,
    make_department,
    make_financial_year,
    make_lab,
    make_letter,
    make_news,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_proposal,
    make_question,
    make_section,
    make_site,
    make_stage,
    make_theme,
    make_user,
    number,
)
from tests.signing_in import make_second_factor


def make_receipt():
    year = FinancialYear.objects.first() or make_financial_year(year=2100)
    return Receipt.objects.create(financial_year=year)


def make_allotment():
    return Allotment.objects.create(
        receipt=make_receipt(), competition=make_competition()
    )


def make_category():
    return Category.objects.create(competition=make_competition(), name_it="Famiglia")


def make_beneficiary():
    return Beneficiary.objects.create(pk=1, name="Politecnico", tax_code="8" * 11)


def make_figure():
    return ProgrammeFigure.objects.create(is_derived=True)


def make_address():
    return make_site().addresses.get()


def make_report():
    return ErrorReport.objects.create(kind="content", text="Qui manca una data.")


def make_record():
    return LoadedRecord.objects.create(
        file="projects.json", key="a", object_id=1, values={}
    )


def make_proposal_with_a_form():
    stage = make_stage()
    make_question(section=make_section(stage=stage))
    freeze(stage, by=make_user())
    return make_proposal(stage=stage)


def make_late_attempt():
    proposal, now = make_proposal_with_a_form(), datetime.now(UTC)
    work = {"answers": {}, "team": [], "partners": []}
    work["budget"] = {"units": [], "funds": [], "asked": "0", "added": "0"}
    return LateAttempt.objects.create(
        proposal=proposal,
        form=proposal.form(),
        work=json.dumps(work),
        work_sha256="0" * 64,
        began_at=now,
        seconds_late=60,
        by=make_user(),
    )


def granted():
    now = datetime.now(UTC)
    until = now + timedelta(days=1)
    return {"by": make_user(), "at": now, "until": until, "reason": "Malattia."}


def make_extension():
    fields = {"stage": make_stage(), "person": make_user()}
    return Extension.objects.create(**fields | granted())


def make_edit_window():
    fields = {"proposal": make_proposal_with_a_form(), "sections": ["project"]}
    return EditWindow.objects.create(**fields | granted())


def make_proposed_partner():
    return ProposalPartner.objects.create(
        proposal=make_proposal_with_a_form(),
        proposed_name=f"Casa {next(number)}",
        role="Ospita",
        contact_name="Carla",
        contact_email="carla@example.org",
    )


def make_called_to_serve():
    return Appointment.objects.create(
        stage=make_stage(),
        role="evaluator",
        name="Ada",
        email="ada@example.org",
        by=make_user(),
        invited_at=datetime.now(UTC),
    )


def make_declared():
    return Declaration.objects.create(
        person=make_user(),
        proposal=make_proposal_with_a_form(),
        has_conflict=True,
        grounds="Un parente.",
        at=datetime.now(UTC),
    )


def make_group():
    return Group.objects.create(name=f"Group {next(number)}")


def make_decision():
    proposal = make_judged_stage(proposals=1, allotted=None).proposals.get()
    said = {"outcome": "not_selected", "reason": "Non convince."}
    return decide(proposal, by=make_user(), at=LATER, **said)


def make_act():
    decision = make_decision()
    return Act.objects.get(deed="decided", proposal=decision.proposal)


def make_entry():
    project = make_project()
    return LogEntry.objects.create(
        user=make_user(),
        content_type=ContentType.objects.get_for_model(project),
        object_id=project.pk,
        object_repr=str(project),
        action_flag=CHANGE,
    )


MAKE = {
    "admin.logentry": make_entry,
    "accounts.user": make_user,
    "auth.group": make_group,
    "awards.act": make_act,
    "awards.allotment": make_allotment,
    "awards.beneficiary": make_beneficiary,
    "awards.appointment": make_called_to_serve,
    "awards.call": make_call,
    "awards.category": make_category,
    "awards.competition": make_competition,
    "awards.decision": make_decision,
    "awards.declaration": make_declared,
    "awards.editwindow": make_edit_window,
    "awards.extension": make_extension,
    "awards.financialyear": lambda: make_financial_year(year=2006),
    "awards.lateattempt": make_late_attempt,
    "awards.letter": make_letter,
    "awards.minutes": lambda: make_minutes(
        make_judged_stage(proposals=1, allotted=None), by=make_user(), at=LATER
    ),
    "awards.programmefigure": make_figure,
    "awards.project": make_project,
    "awards.proposal": make_proposal_with_a_form,
    "awards.proposalpartner": make_proposed_partner,
    "awards.question": make_question,
    "awards.receipt": make_receipt,
    "awards.section": make_section,
    "awards.stage": make_stage,
    "cantieri.lab": make_lab,
    "cantieri.theme": make_theme,
    "directory.department": make_department,
    "directory.organisation": make_organisation,
    "directory.place": make_place,
    "directory.programme": make_programme,
    "mfa.authenticator": lambda: make_second_factor(make_user()),
    "offcampus.site": make_site,
    "offcampus.siteaddress": make_address,
    "polisocial.errorreport": make_report,
    "polisocial.loadedrecord": make_record,
    "polisocial.news": make_news,
}
