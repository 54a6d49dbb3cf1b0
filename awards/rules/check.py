"""The preliminary check (istruttoria): each rule of the call, with its evidence."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.role_groups import RoleGroup
from awards.models import CoFunding, Finding, Member, MemberRole
from awards.rules.anonymity import given_away
from awards.rules.arrival import arrivals
from awards.rules.budget import HUNDRED
from awards.rules.fields import all_fields
from awards.rules.frozen import read
from awards.rules.judged import judged_anywhere
from awards.rules.requirements import category_in, of_field
from awards.rules.told import work_in
from content.formats import count_text, euro_text
from directory.models import OrganisationKind

LABELS = {
    "deadline": gettext_lazy("Handed in by the deadline"),
    "answers": gettext_lazy("Questions answered"),
    "length": gettext_lazy("Length of the project"),
    "coordinator": gettext_lazy("Who coordinates"),
    "coordinated": gettext_lazy("Proposals of who coordinates"),
    "manager": gettext_lazy("Project manager"),
    "departments": gettext_lazy("Departments of the team"),
    "partners": gettext_lazy("Outside partners"),
    "cap": gettext_lazy("Sum asked"),
    "co_funding": gettext_lazy("Co-funding"),
    "anonymity": gettext_lazy("No name of the team in the texts"),
    "theme": gettext_lazy("Keeps to the theme of the call"),
}


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
    return findings_of(submission.form.stage, [submission])[submission.pk]


def findings_of(stage, submissions):
    """The same for many submissions to a stage, in as many queries as for one."""
    arrived = arrivals(stage, submissions)
    coordinated = _coordinated(stage, submissions)
    return {
        each.pk: [
            Found("deadline", str(LABELS["deadline"]), *arrived[each.pk]),
            *_of_content(each, coordinated.get(each.proposal_id, 0)),
        ]
        for each in submissions
    }


def _of_content(submission, coordinated):
    work, form = work_in(submission), read(submission.form.content)
    yield _answers(form, work)
    yield from _length(form, work)
    yield from _team(form.rules, work, coordinated)
    yield from _partners(form.rules, work)
    yield from _money(form, work)
    yield from _anonymity(form, work)
    yield Found("theme", str(LABELS["theme"]), Finding.UNKNOWN, _title(work))


def labels_of(stage):
    """What each rule is called, of every form that a stage ever had."""
    found = {rule: str(label) for rule, label in LABELS.items()}
    for version in stage.versions.order_by("number"):
        for heading in read(version.content).cost_headings:
            found[_key_of(heading)] = _label_of(heading)
    return found


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


def standing_of(found, rows):
    """`found` is what the portal found of a submission; `rows` are those checked."""
    return Standing(
        rules=len(found),
        checked=len(rows),
        not_met=sum(not each.is_met for each in rows),
        alarms=sum(each.finding == Finding.NOT_MET for each in found),
    )


def _found(rule, is_met, evidence, label=""):
    finding = Finding.MET if is_met else Finding.NOT_MET
    return Found(rule, label or str(LABELS[rule]), finding, evidence)


def _title(work):
    """Whether it keeps to the theme is for somebody to read: it begins here."""
    return work["answers"].get("title", "")


def _coordinated(stage, submissions):
    """How many of the call's proposals who coordinates each has handed in.

    Those are counted that are judged at any of its stages: none that was withdrawn.
    """
    forms = {each.form_id: read(each.form.content) for each in submissions}
    if not any(form.rules.proposals_per_coordinator for form in forms.values()):
        return {}
    handed_in = judged_anywhere().filter(form__stage__call=stage.call_id)
    leads = dict(
        Member.objects.filter(
            role=MemberRole.COORDINATOR, proposal__in=handed_in.values("proposal")
        ).values_list("proposal", "user")
    )
    of_each = Counter(leads.values())
    return {proposal: of_each[user] for proposal, user in leads.items()}


def _answers(form, work):
    """Every question with the limits it has; lengths in words included."""
    wrong = [
        said
        for field in all_fields(form).values()
        if field.kind != "file" or field.is_required
        for said in of_field(field, work["answers"].get(field.key))
    ]
    told = " ".join(wrong) or _("every required answer is there, within its limits")
    return _found("answers", not wrong, told)


def _length(form, work):
    """The lengths of its category hold in place of those of the call."""
    category = category_in(work["answers"], form)
    allowed = (category and category.durations) or form.rules.durations
    if not allowed:
        return
    length = work["answers"].get("duration", "")
    told = _("%(length)s months; allowed: %(allowed)s") % {
        "length": length or "—",
        "allowed": get_text_list([str(each) for each in sorted(allowed)], _("or")),
    }
    if category:
        told = f"{category.name}: {told}"
    is_met = length.isdecimal() and int(length) in allowed
    yield _found("length", is_met, told)


def _team(rules, work, coordinated):
    team = work["team"]
    coordinator = next((m for m in team if m["role"] == MemberRole.COORDINATOR), None)
    name = coordinator["name"] if coordinator else "—"
    if rules.coordinators:
        may = [str(RoleGroup(each).label) for each in rules.coordinators]
        group = coordinator["role_group"] if coordinator else ""
        told = _("%(name)s: %(group)s; may coordinate: %(may)s") % {
            "name": name,
            "group": RoleGroup(group).label if group else _("not said"),
            "may": get_text_list(may, _("or")),
        }
        yield _found("coordinator", group in rules.coordinators, told)
    if most := rules.proposals_per_coordinator:
        told = _("%(name)s: %(count)d handed in to this call; at most %(most)d")
        words = {"name": name, "count": coordinated, "most": most}
        yield _found("coordinated", coordinated <= most, told % words)
    if rules.needs_project_manager:
        manager = next((m for m in team if m["role"] == MemberRole.MANAGER), None)
        told = manager["name"] if manager else _("none")
        yield _found("manager", bool(manager), told)
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
    yield _found("departments", is_met, told)


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
    yield _found("partners", is_met, told)


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
        yield _found("cap", asked <= rules.project_cap, told)
    for heading in form.cost_headings:
        yield from _heading(heading, budget, asked)
    if rules.co_funding != CoFunding.OPTIONAL:
        yield _co_funding(rules, asked, added)


def _key_of(heading):
    return f"heading.{heading.id}"


def _label_of(heading):
    return _("Costs: %(heading)s") % {"heading": heading.name}


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
    is_met = total <= min(limits)
    yield _found(_key_of(heading), is_met, told, _label_of(heading))


def _co_funding(rules, asked, added):
    """Whether there is none where there may be none, or as much as the call asks."""
    if rules.co_funding == CoFunding.NONE:
        told = _("%(added)s; this call has none") % {"added": euro_text(added)}
        return _found("co_funding", not added, told)
    least = rules.co_funding_least or Decimal(0)
    is_met = added > 0 and added * HUNDRED >= least * (asked + added)
    told = _("%(added)s beside %(asked)s asked; asked for: %(least)s%%") % {
        "added": euro_text(added),
        "asked": euro_text(asked),
        "least": count_text(least),
    }
    return _found("co_funding", is_met, told)


def _anonymity(form, work):
    """A name that is found may be a common word: then a person says."""
    if not form.rules.is_anonymous:
        return
    named = " ".join(given_away(form, work))
    finding = Finding.UNKNOWN if named else Finding.MET
    told = named or _("none is found in the answers; files are not read")
    yield Found("anonymity", str(LABELS["anonymity"]), finding, told)
