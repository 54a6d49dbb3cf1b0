"""The preliminary check (istruttoria): each rule of the call, with its evidence."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.role_groups import RoleGroup
from awards.models import CoFunding, Finding, MemberRole
from awards.rules.budget import HUNDRED
from awards.rules.fields import all_fields
from awards.rules.frozen import read
from awards.rules.requirements import of_field
from awards.rules.told import work_in
from content.formats import count_text, euro_text
from directory.models import OrganisationKind


@dataclass(frozen=True)
class Found:
    """What the portal finds of one rule in what was handed in."""

    rule: str
    label: str
    finding: str
    evidence: str


def findings(submission):
    """Each rule that the call has, looked at in a submission as it was frozen.

    Rules are those of the form that it answered. What a text alone can tell is for a
    person to say.
    """
    work, form = work_in(submission), read(submission.form.content)
    return [
        _deadline(submission),
        _answers(form, work),
        *_team(form.rules, work),
        *_partners(form.rules, work),
        *_money(form, work),
        _theme(form, work),
    ]


@dataclass(frozen=True)
class Standing:
    """How far the preliminary check of one submission is, and what came of it."""

    rules: int
    checked: int
    not_met: int  # of those checked
    alarms: int  # what the portal found not met, whatever a person said

    @property
    def state(self):
        if self.not_met:
            return "not_met"
        if not self.checked:
            return "nothing"
        return "all_met" if self.checked == self.rules else "partly"


def standing_of(submission, rows):
    """`rows` are the rules checked of a submission so far."""
    found = findings(submission)
    return Standing(
        rules=len(found),
        checked=len(rows),
        not_met=sum(not each.is_met for each in rows),
        alarms=sum(each.finding == Finding.NOT_MET for each in found),
    )


def _found(rule, label, is_met, evidence):
    finding = Finding.MET if is_met else Finding.NOT_MET
    return Found(rule, str(label), finding, evidence)


def _deadline(submission):
    late = submission.seconds_late
    if not late:
        told = _("in time, or within an extension that was granted")
        return _found("deadline", _("Handed in by the deadline"), True, told)
    told = _("%(seconds)s seconds late; admitted by the award office")
    evidence = told % {"seconds": count_text(late)}
    return Found("deadline", _("Handed in by the deadline"), Finding.UNKNOWN, evidence)


def _answers(form, work):
    """Every question with the limits it has; lengths in words included."""
    wrong = [
        said
        for field in all_fields(form).values()
        if field.kind != "file" or field.is_required
        for said in of_field(field, work["answers"].get(field.key))
    ]
    told = " ".join(wrong) or _("every required answer is there, within its limits")
    return _found("answers", _("Questions answered"), not wrong, told)


def _team(rules, work):
    team = work["team"]
    coordinator = next((m for m in team if m["role"] == MemberRole.COORDINATOR), None)
    if rules.coordinators:
        may = [str(RoleGroup(each).label) for each in rules.coordinators]
        group = coordinator["role_group"] if coordinator else ""
        told = _("%(name)s: %(group)s; may coordinate: %(may)s") % {
            "name": coordinator["name"] if coordinator else "—",
            "group": RoleGroup(group).label if group else _("not said"),
            "may": get_text_list(may, _("or")),
        }
        yield _found(
            "coordinator", _("Who coordinates"), group in rules.coordinators, told
        )
    if rules.needs_project_manager:
        manager = next((m for m in team if m["role"] == MemberRole.MANAGER), None)
        told = manager["name"] if manager else _("none")
        yield _found("manager", _("Project manager"), bool(manager), told)
    yield from _departments(rules, team)


def _departments(rules, team):
    least, most = rules.departments_least, rules.departments_most
    if least is None and most is None:
        return
    codes = sorted({each["department"] for each in team if each["department"]})
    is_met = (least or 0) <= len(codes) <= (most or len(codes))
    told = _("%(count)d: %(codes)s; asked: from %(least)s to %(most)s") % {
        "count": len(codes),
        "codes": ", ".join(codes) or "—",
        "least": least or 0,
        "most": most or "∞",
    }
    yield _found("departments", _("Departments of the team"), is_met, told)


def _partners(rules, work):
    if not rules.partners_least:
        return
    kinds = set(rules.partner_kinds)
    counted = [each for each in work["partners"] if not kinds or each["kind"] in kinds]
    named = [str(OrganisationKind(each).label) for each in rules.partner_kinds]
    told = _("%(count)d counted of %(all)d (%(kinds)s); asked: %(least)d") % {
        "count": len(counted),
        "all": len(work["partners"]),
        "kinds": ", ".join(named) or _("of any kind"),
        "least": rules.partners_least,
    }
    is_met = len(counted) >= rules.partners_least
    yield _found("partners", _("Outside partners"), is_met, told)


def _money(form, work):
    if not form.cost_headings:
        return
    rules, budget = form.rules, work["budget"]
    asked, added = Decimal(budget["asked"]), Decimal(budget["added"])
    if rules.project_cap:
        told = _("%(asked)s asked, at most %(cap)s") % {
            "asked": euro_text(asked),
            "cap": euro_text(rules.project_cap),
        }
        yield _found("cap", _("Sum asked"), asked <= rules.project_cap, told)
    for heading in form.cost_headings:
        yield from _heading(heading, budget, asked)
    if rules.co_funding == CoFunding.REQUIRED:
        yield _co_funding(rules, asked, added)


def _heading(heading, budget, asked):
    if heading.cap is None and heading.cap_share is None:
        return
    sums = [unit["asked"].get(str(heading.id)) for unit in budget["units"]]
    total = sum((Decimal(each) for each in sums if each is not None), Decimal(0))
    limits = []
    if heading.cap is not None:
        limits.append(heading.cap)
    if heading.cap_share is not None:
        limits.append(asked * heading.cap_share / HUNDRED)
    told = _("%(asked)s asked, at most %(cap)s") % {
        "asked": euro_text(total),
        "cap": euro_text(min(limits)),
    }
    label = _("Costs: %(heading)s") % {"heading": heading.name}
    yield _found(f"heading.{heading.id}", label, total <= min(limits), told)


def _co_funding(rules, asked, added):
    least = rules.co_funding_least or Decimal(0)
    is_met = added > 0 and added * HUNDRED >= least * (asked + added)
    told = _("%(added)s beside %(asked)s asked; asked for: %(least)s%%") % {
        "added": euro_text(added),
        "asked": euro_text(asked),
        "least": count_text(least),
    }
    return _found("co_funding", _("Co-funding"), is_met, told)


def _theme(form, work):
    """Whether it keeps to the theme is for somebody to read."""
    title = work["answers"].get("title", "")
    return Found("theme", _("Keeps to the theme of the call"), Finding.UNKNOWN, title)
