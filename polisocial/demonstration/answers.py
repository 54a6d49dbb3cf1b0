"""What is decided in a demonstration, told, and becomes of it: minutes and projects."""

from awards.actions import decision as decisions
from awards.actions import minutes, partners
from awards.actions.project import complete
from awards.models import Decision, Outcome, Project, ProposalPartner
from awards.rules.judged import judged
from awards.rules.money import may_be_awarded
from awards.rules.ranking import Money
from awards.rules.results import results_of
from content.dates import PartialDate
from content.history import one_change
from content.publishing import publish
from directory.models import Organisation, Place
from polisocial.demonstration.texts import MARK_EN, MARK_IT, REASONS

ADMITTED, IN_RESERVE = 14, 2


def decide(play, entry, outcome, reason, hour=11, amount=None):
    """The office decides of one."""
    return decisions.decide(
        entry.proposal,
        by=play.people.office,
        outcome=outcome,
        reason=reason,
        amount=amount,
        at=play.at(hour, entry.number % 60),
    )


def leave_out(play, ineligible):
    """Of those that break a rule of the call: before anybody judges them."""
    for number, reason in ineligible.items():
        decide(play, play.entries[number], Outcome.INELIGIBLE, reason)


def decide_first(play, stage):
    """The first of the ranking go on. One more, after a second thought."""
    ranked = _ranked(play, stage)
    for place, (entry, row) in enumerate(ranked):
        goes_on = place < ADMITTED - 1 and row.money != Money.BELOW
        _decide_as(play, entry, Outcome.NEXT_STAGE if goes_on else Outcome.NOT_SELECTED)


def think_again(play, stage):
    """One that was approved as not selected is decided anew, before anybody is told."""
    entry, _row = _ranked(play, stage)[ADMITTED - 1]
    reason = "Riletta la discussione, la commissione la ammette: il divario è minimo."
    decision = decide(play, entry, Outcome.NEXT_STAGE, reason, hour=15)
    decisions.approve(decision, by=play.people.head, at=play.at(16))


def decide_last(play, stage):
    """Funded down to where the money ends; the next ones in reserve.

    Of those who share the place where it ends, what is left pays for the first begun.
    """
    left, waiting = may_be_awarded(play.call.competition), 0
    for entry, row in _ranked(play, stage):
        asked = row.candidate.asked
        if row.money in (Money.REACHED, Money.TIED) and asked <= left:
            left -= asked
            _decide_as(play, entry, Outcome.FUNDED, asked)
        elif row.money in (Money.TIED, Money.BEYOND) and waiting < IN_RESERVE:
            waiting += 1
            _decide_as(play, entry, Outcome.RESERVE)
        else:
            _decide_as(play, entry, Outcome.NOT_SELECTED)


def _decide_as(play, entry, outcome, amount=None):
    decide(play, entry, outcome, REASONS[outcome], amount=amount)


def _ranked(play, stage):
    """From the first place down, each with its row of the ranking."""
    rows = results_of(stage).ranking().rows
    by_key = {each.proposal.pk: each for each in play.entries}
    found = [(by_key[row.candidate.key], row) for row in rows]
    return sorted(found, key=lambda each: (each[1].place, each[0].number))


def approve_all(play, stage):
    """A second person agrees with each."""
    waiting = Decision.objects.in_force().filter(stage=stage, approved_at=None)
    for decision in waiting.order_by("pk"):
        decisions.approve(decision, by=play.people.head, at=play.at(10))


def announce(play, stage, instant):
    decisions.announce(stage, by=play.people.office, instant=instant, at=play.at(9))


def carry_out(play):
    """What the portal does by itself, every minute."""
    decisions.carry_out_due(play.at(10))


def write_minutes(play, stage, reason=""):
    """Made by the secretary, published by the office."""
    made = minutes.make(stage, by=play.people.secretary, at=play.at(11), reason=reason)
    minutes.publish(made, by=play.people.office, at=play.at(12))


def fund_reserve(play, stage):
    """More money came: the first in reserve is funded, with the reason."""
    reserve = Decision.objects.in_force().filter(stage=stage, outcome=Outcome.RESERVE)
    ranked = [entry for entry, _row in _ranked(play, stage)]
    waiting = {each.proposal_id for each in reserve}
    first = next(each for each in ranked if each.proposal.pk in waiting)
    with one_change(by=play.people.office, at=play.at(9)):
        play.call.other_sources += first.asked
        play.call.save()
    decision = decide(
        play,
        first,
        Outcome.FUNDED,
        "Una fondazione ha aggiunto fondi: la prima proposta in riserva è finanziata.",
        amount=first.asked,
    )
    decisions.approve(decision, by=play.people.head, at=play.at(12))
    decisions.announce(
        stage, by=play.people.office, instant=play.at(15), at=play.at(15)
    )


def know_partners(play, stage):
    """The office makes partners that teams proposed organisations of the directory."""
    proposals = judged(stage).values("proposal")
    rows = ProposalPartner.objects.filter(proposal__in=proposals, organisation=None)
    for partner in rows.filter(merged_into=None).order_by("pk"):
        partner.refresh_from_db()
        if partner.merged_into is None:
            partners.add_to_directory(partner, by=play.people.office, at=play.at(11))


def complete_projects(play):
    """Each coordinator writes the page of the project, in two languages."""
    for project in _projects(play):
        entry = play.entry(project.decision.proposal)
        _describe(project, entry, play)
        known = Place.objects.filter(name_it=entry.place).first()
        complete(
            project,
            by=entry.coordinator,
            places=[known] if known else [],
            new_place="" if known else entry.place,
        )


def _describe(project, entry, play):
    idea, begins = entry.idea, play.at(9, day=play.day + 30)
    project.title_it = entry.title
    project.title_en = f"{idea.title_en}: {entry.place}"
    project.summary_it = f"{idea.need} {idea.work} {idea.result}"
    project.summary_en = (
        f"“{idea.title_en}” is a project of the people who live in {entry.place}, with "
        "researchers of the university. Its text is in Italian."
    )
    project.keywords_it, project.keywords_en = ["quartiere"], ["neighbourhood"]
    project.started = PartialDate(f"{begins:%Y-%m}")
    project.notes_it, project.notes_en = MARK_IT, MARK_EN


def publish_projects(play):
    """Staff publish what the coordinators completed, and the partners named there."""
    for project in _projects(play):
        publish(project, by=play.people.office)
        for organisation in Organisation.objects.filter(projects=project):
            publish(organisation, by=play.people.office)


def _projects(play):
    """Those of this competition that are not public yet."""
    mine = Project.objects.filter(competition=play.call.competition)
    return list(mine.filter(published_from=None).order_by("pk"))
