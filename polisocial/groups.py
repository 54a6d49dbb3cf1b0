"""Which models each group of staff may view and change: here and nowhere else.

A new model goes into one of these lists, and a migration runs `make_groups` again.
Accounts and groups are for superusers only.
"""

from django.apps import apps as present
from django.contrib.auth.management import create_permissions

from accounts.groups import AUDITORS, AWARD_OFFICE, EDITORS, READERS

CONTENT = (
    "awards.Category",
    "awards.Competition",
    "awards.CompetitionSource",
    "awards.Output",
    "awards.Partnership",
    "awards.Project",
    "awards.ProjectDepartment",
    "awards.ProjectPlace",
    "awards.ProjectSource",
    "awards.TeamMember",
    "cantieri.Lab",
    "cantieri.LabPartnership",
    "cantieri.LabSource",
    "cantieri.Theme",
    "directory.Department",
    "directory.DepartmentSource",
    "directory.Organisation",
    "directory.Place",
    "directory.Programme",
    "directory.ProgrammeSource",
    "offcampus.Activity",
    "offcampus.Site",
    "offcampus.SiteAddress",
    "offcampus.SiteDepartment",
    "offcampus.SitePartnership",
    "offcampus.SiteSource",
    "polisocial.News",
    "polisocial.NewsSource",
)
MONEY = (
    "awards.Allotment",
    "awards.Beneficiary",
    "awards.BeneficiarySource",
    "awards.FinancialYear",
    "awards.FinancialYearSource",
    "awards.ProgrammeFigure",
    "awards.ProgrammeFigureSource",
    "awards.Receipt",
)
CALLS = (
    "awards.Call",
    "awards.CallDocument",
    "awards.Choice",
    "awards.CostHeading",
    "awards.Criterion",
    "awards.Dimension",
    "awards.Question",
    "awards.Section",
    "awards.SpecialPrize",
    "awards.Stage",
)
REPORTS = ("polisocial.ErrorReport",)  # readers write them, staff handle them
RECORDS = (  # read, never written
    "awards.FormVersion",  # forms as they were frozen
    "polisocial.LoadedRecord",  # what the files said
)
# What applicants write: the award office reads it, by rules of its own; nobody else.
PROPOSALS = (
    "awards.Answer",
    "awards.EditWindow",
    "awards.Extension",
    "awards.KeptText",
    "awards.LateAttempt",
    "awards.Letter",
    "awards.Member",
    "awards.OtherText",
    "awards.Paper",
    "awards.Proposal",
    "awards.ProposalPartner",
    "awards.ProposalStep",
    "awards.Rehearsal",
    "awards.Submission",
    "awards.Writer",
)

# What judging makes: the award office reads it and acts on it, by rules of its own.
EVALUATION = (
    "awards.Announcement",
    "awards.Appointment",
    "awards.Assignment",
    "awards.CheckedRule",
    "awards.Decision",
    "awards.Declaration",
    "awards.Inspection",
    "awards.Minutes",
    "awards.MinutesPublication",
    "awards.Offence",
    "awards.Ranking",
    "awards.Remark",
    "awards.Review",
    "awards.ReviewAnswer",
    "awards.ReviewOtherText",
    "awards.ReviewStep",
    "awards.ReviewVersion",
    "awards.ReviewWriter",
)
TRAIL = ("awards.Act",)  # who did what, when and why: the office and auditors read it

# What of these the award office acts on: grants are its own, the rest it handles.
GRANTS = ("awards.EditWindow", "awards.Extension")
HANDLED = (
    "awards.Announcement",
    "awards.Appointment",
    "awards.Assignment",
    "awards.Decision",
    "awards.Declaration",
    "awards.LateAttempt",
    "awards.Letter",
    "awards.Minutes",
    "awards.Proposal",
    "awards.ProposalPartner",
    "awards.Ranking",
)

FOR_ALL_STAFF = (*CONTENT, *MONEY, *CALLS, *REPORTS, *RECORDS)
EVERYTHING = (*FOR_ALL_STAFF, *PROPOSALS, *EVALUATION, *TRAIL)
SEES_TOO = {AWARD_OFFICE: (*PROPOSALS, *EVALUATION, *TRAIL), AUDITORS: TRAIL}
MAY_CHANGE = {
    EDITORS: CONTENT,
    AWARD_OFFICE: (*CONTENT, *MONEY, *CALLS, *GRANTS),
    READERS: (),
    AUDITORS: (),
}
# What Django's admin writes of each change made in it.
LOG = {AUDITORS: {"admin.view_logentry"}}
ROOMS = ("awards", "cantieri", "directory", "offcampus", "polisocial")
MAY_HANDLE_REPORTS = {EDITORS, AWARD_OFFICE}


def permissions(group):
    """What a group may do, as Django writes it: `awards.change_project`."""
    sees = (*FOR_ALL_STAFF, *SEES_TOO.get(group, ()))
    may = [("view", label) for label in sees]
    may += [(do, m) for m in MAY_CHANGE[group] for do in ("add", "change", "delete")]
    if group in MAY_HANDLE_REPORTS:
        may += [(do, m) for m in REPORTS for do in ("change", "delete")]
    if group == AWARD_OFFICE:
        may += [("change", m) for m in HANDLED]
        may += [("add", "awards.Appointment")]
    named = {"{0}.{2}_{1}".format(*m.lower().split("."), do) for do, m in may}
    return named | LOG.get(group, set())


def arrange(Group, Permission):
    """Make the groups, each with what is written here."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name in MAY_CHANGE:
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(known[key] for key in permissions(name) if key in known)


def make_groups(apps, schema_editor):
    """Step of a migration: the groups as they are written here, and their rights.

    Django makes permissions after the last migration: the groups need them now.
    """
    for room in (*ROOMS, "admin"):
        using = schema_editor.connection.alias
        create_permissions(present.get_app_config(room), verbosity=0, using=using)
    arrange(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))
