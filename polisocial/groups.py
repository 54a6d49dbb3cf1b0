"""Which models each group of staff may view and change: here and nowhere else.

A new model goes into one of these lists, and a migration calls `arrange` again.
Accounts and groups are for superusers only.
"""

from accounts.groups import AWARD_OFFICE, EDITORS, READERS

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
REPORTS = ("polisocial.ErrorReport",)  # readers write them, staff handle them
RECORDS = ("polisocial.LoadedRecord",)  # what the files said: read, never written

EVERYTHING = (*CONTENT, *MONEY, *REPORTS, *RECORDS)
MAY_CHANGE = {
    EDITORS: CONTENT,
    AWARD_OFFICE: (*CONTENT, *MONEY),
    READERS: (),
}
MAY_HANDLE_REPORTS = {EDITORS, AWARD_OFFICE}


def permissions(group):
    """What a group may do, as Django writes it: `awards.change_project`."""
    may = [("view", label) for label in EVERYTHING]
    may += [(do, m) for m in MAY_CHANGE[group] for do in ("add", "change", "delete")]
    if group in MAY_HANDLE_REPORTS:
        may += [(do, m) for m in REPORTS for do in ("change", "delete")]
    return {"{0}.{2}_{1}".format(*m.lower().split("."), do) for do, m in may}


def arrange(Group, Permission):
    """Make the groups, each with what is written here."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name in MAY_CHANGE:
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(known[key] for key in permissions(name) if key in known)
