"""The minutes of a committee: what they hold, whole, and in their public form."""

import json
from collections import Counter
from decimal import Decimal

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from awards.models import (
    Appointment,
    Assignment,
    CheckedRule,
    CommitteeRole,
    Decision,
    Declaration,
    Finding,
    Outcome,
)
from awards.rules.check import labels_of
from awards.rules.frozen import Category
from awards.rules.judged import form_of, judged
from awards.rules.ranking import Money
from awards.rules.ranking_table import MONEY_WORDS
from awards.rules.told import work_in
from content.formats import (
    count_text,
    euro_text,
    instant_text,
    page_language,
    points,
)


def content_of(stage):
    """All that the minutes of a stage are made of, as plain data."""
    submissions = list(judged(stage))
    titles = {
        each.proposal.code: work_in(each)["answers"].get("title", "").strip()
        for each in submissions
    }
    ranking, form = stage.rankings.first(), form_of(stage)
    return {
        "stage": stage.number,
        "competition": stage.call.competition.year,
        "closes_at": _iso(stage.closes_at),
        "titles": titles,
        "ranking_is_public": bool(form and form.evaluation.publishes_ranking),
        "people": [_person(each) for each in _people(stage)],
        "overruled": [_rule(each) for each in _overruled(stage)],
        "conflicts": [_conflict(each) for each in _conflicts(stage)],
        "judges": _judges(stage),
        **_closed(ranking),
        "decisions": [_decision(each) for each in _decisions(stage)],
    }


def _closed(ranking):
    """The ranking as it was closed, with the money that each category had."""
    said = json.loads(ranking.content) if ranking else {}
    return {
        "ranking": said.get("rows", []),
        "categories": said.get("categories", []),
        "pots": said.get("pots", {}),
    }


def _iso(at):
    return at.isoformat() if at else None


def _people(stage):
    return Appointment.objects.filter(stage=stage).select_related("department")


def _person(appointment):
    department = appointment.department
    return {
        "name": appointment.name,
        "role": appointment.role,
        "department": department.code if department else None,
        "state": appointment.state,
        "confidential_at": _iso(appointment.confidential_at),
        "reason": appointment.reason,
    }


def _overruled(stage):
    rows = CheckedRule.objects.filter(submission__form__stage=stage)
    return rows.exclude(reason="").select_related("submission__proposal", "by")


def _rule(row):
    return {
        "proposal": row.submission.proposal.code,
        "rule": row.rule,
        "evidence": row.evidence,
        "is_met": row.is_met,
        "otherwise": row.finding != Finding.UNKNOWN,
        "reason": row.reason,
        "by": _name(row.by),
    }


def _conflicts(stage):
    """Those of the people of this stage, about what it judges."""
    return (
        Declaration.objects.filter(
            has_conflict=True,
            proposal__in=judged(stage).values("proposal"),
            person__in=Appointment.objects.filter(stage=stage).values("user"),
        )
        .select_related("person", "proposal", "substitute")
        .order_by("proposal", "pk")
    )


def _conflict(declaration):
    stood = declaration.substitute
    return {
        "name": _name(declaration.person),
        "proposal": declaration.proposal.code,
        "grounds": declaration.grounds,
        "substitute": stood.name if stood else None,
    }


def _judges(stage):
    rows = Assignment.objects.open().filter(appointment__stage=stage)
    found = {}
    for each in rows.select_related("appointment", "proposal"):
        found.setdefault(each.proposal.code, []).append(each.appointment.name)
    return {code: sorted(names) for code, names in sorted(found.items())}


def _decisions(stage):
    return (
        Decision.objects.in_force()
        .filter(stage=stage)
        .select_related("proposal", "decided_by", "approved_by")
        .order_by("proposal__code")
    )


def _decision(decision):
    approver = decision.approved_by
    return {
        "proposal": decision.proposal.code,
        "outcome": decision.outcome,
        "amount": decision.amount,
        "reason": decision.reason,
        "decided_by": _name(decision.decided_by),
        "approved_by": _name(approver) if approver else None,
    }


def _name(user):
    return user.get_full_name() or user.email


def said(minutes, *, is_public):
    """The words of the minutes on paper, in the language in force.

    In public: who served, how many, what is funded, and the ranking where the call
    says so; never who judged what, who had a conflict with what, or a reason.
    """
    content = json.loads(minutes.content)
    rules = {} if is_public else labels_of(minutes.stage)
    parts = _public_parts(content) if is_public else _whole_parts(content, rules)
    kind = _("Minutes, public form") if is_public else _("Minutes")
    facts = [
        (_("Stage"), str(minutes.stage)),
        (_("Made"), instant_text(minutes.at)),
        (_("SHA-256"), minutes.sha256),
    ]
    if minutes.reason and not is_public:
        facts.append((_("Made again because"), minutes.reason))
    return {
        "language": page_language(),
        "kind": kind,
        "title": str(minutes.stage),
        "number": str(minutes.number),
        "facts": [{"label": label, "text": text} for label, text in facts],
        "parts": [part for part in parts if part["told"] or part["rows"]],
    }


def _part(title, heading=(), rows=(), told=()):
    return {
        "title": title,
        "told": [{"label": label, "text": text} for label, text in told],
        "heading": list(heading),
        "rows": [[str(cell) for cell in row] for row in rows],
    }


def _public_parts(content):
    funded = [d for d in content["decisions"] if d["outcome"] == Outcome.FUNDED]
    yield _committee(content)
    yield _numbers(content)
    yield _part(
        _("Funded proposals"),
        (_("Proposal"), _("Title"), _award()),
        [
            (each["proposal"], _title(content, each["proposal"]), _euro(each["amount"]))
            for each in funded
        ],
    )
    if content["ranking_is_public"]:
        yield _ranking(content)


def _whole_parts(content, rules):
    yield _committee(content)
    yield _numbers(content)
    yield _part(
        _("Rules of the call said otherwise than found, or for a person to say"),
        (_("Proposal"), _("Rule"), _("Evidence"), _("Met"), _("Reason"), _("By")),
        [
            (
                r["proposal"],
                rules.get(r["rule"], r["rule"]),
                r["evidence"],
                _yes(r["is_met"]),
                r["reason"],
                r["by"],
            )
            for r in content["overruled"]
        ],
    )
    yield _part(
        _("Conflicts of interest"),
        (_("Who"), _("Proposal"), _("Grounds"), _("Replaced by")),
        [
            (c["name"], c["proposal"], c["grounds"], c["substitute"] or "—")
            for c in content["conflicts"]
        ],
    )
    yield _part(
        _("Who judged what"),
        (_("Proposal"), _("Title"), _("Evaluators")),
        [
            (code, _title(content, code), ", ".join(names))
            for code, names in content["judges"].items()
        ],
    )
    yield _whole_ranking(content)
    yield _whole_decisions(content)


def _whole_decisions(content):
    return _part(
        _("Decisions"),
        (_("Proposal"), _("Outcome"), _award(), _("Decided by"), _("Approved by")),
        [
            (
                d["proposal"],
                Outcome(d["outcome"]).label,
                _euro(d["amount"]),
                d["decided_by"],
                d["approved_by"] or "—",
            )
            for d in content["decisions"]
        ],
        [(d["proposal"], d["reason"]) for d in content["decisions"]],
    )


def _committee(content):
    rows = [
        (
            each["name"],
            CommitteeRole(each["role"]).label,
            (each["department"] or "—").upper(),
            _when(each["confidential_at"]),
        )
        for each in content["people"]
        if each["confidential_at"]
    ]
    return _part(
        _("The committee"),
        (_("Name"), _("Role"), _("Department"), _("Agreed to confidentiality")),
        rows,
    )


def _numbers(content):
    """How many, by outcome."""
    counted = Counter(each["outcome"] for each in content["decisions"])
    rows = [(_("Judged"), count_text(len(content["titles"])))]
    rows += [
        (str(outcome.label), count_text(counted[outcome.value]))
        for outcome in Outcome
        if counted[outcome.value]
    ]
    return _part(_("In numbers"), (_("Proposals"), _("How many")), rows)


def _ranking(content):
    rows = [_stood(row) for row in content["ranking"]]
    return _part(_("Ranking"), _places(), rows)


def _whole_ranking(content):
    """With how far the money went: of each category, where these have their own."""
    names = {
        each["id"]: Category(each["id"], each["name_it"], each["name_en"]).name
        for each in content.get("categories", ())
    }
    rows = [
        (
            *_stood(row),
            names.get(row["category"], "—"),
            MONEY_WORDS[Money(row["money"])],
        )
        for row in content["ranking"]
    ]
    money = [
        (names.get(int(key), key), _euro(sum_))
        for key, sum_ in content.get("pots", {}).items()
    ]
    return _part(_("Ranking"), (*_places(), _("Category"), _("Funds")), rows, money)


def _places():
    place = pgettext("in a ranking", "Place")
    return place, _("Proposal"), _("Title"), _("Result"), _("Asked")


def _stood(row):
    return (
        row["place"] or "—",
        row["proposal"],
        row["title"],
        _points(row["result"]),
        _euro(row["asked"]),
    )


def _award():
    return pgettext("sum of money", "Award")


def _title(content, code):
    return content["titles"].get(code, "")


def _euro(text):
    return "—" if text is None else euro_text(Decimal(text))


def _points(text):
    return points(None if text is None else Decimal(text))


def _when(text):
    return instant_text(parse_datetime(text)) if text else "—"


def _yes(value):
    return _("Yes") if value else _("No")
