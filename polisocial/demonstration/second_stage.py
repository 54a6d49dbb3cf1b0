"""The days of a demonstration from its second stage to the pages of its projects."""

from awards.models import Proposal
from polisocial.demonstration import answers, judging, taking_part
from polisocial.demonstration.first_stage import LAST_ANSWERS, SECOND_CLOSES
from polisocial.demonstration.play import Day

NOT_AGAIN = 2  # of those admitted, so many do not hand in again
EVALUATORS = 6
BATCHES = 2


def _admitted(play):
    """Those that go on, in the order in which they were begun."""
    there = Proposal.objects.filter(stage=play.stage(2)).values_list("pk", flat=True)
    return [each for each in play.entries if each.proposal.pk in set(there)]


def _write(play):
    taking_part.second_pages(play, _admitted(play))


def _hand_in(play):
    taking_part.hand_in(play, _admitted(play)[NOT_AGAIN:])


def _appoint(play):
    judging.appoint(play, play.stage(2), play.people.evaluators[:EVALUATORS])


def _accept(play):
    judging.accept(play, play.stage(2))


def _declare(play):
    """One more conflict; those declared at the first stage hold."""
    number = play.judged(play.stage(2))[0].number
    grounds = "Il mio gruppo ha iniziato un lavoro con questo partner."
    found = [(play.people.evaluators[2], number, grounds)]
    judging.declare_conflicts(play, play.stage(2), found)


def _assign(play):
    judging.assign_evenly(play, play.stage(2))


def _review(batch):
    return lambda play: judging.review_some(play, play.stage(2), batch, BATCHES)


def _discuss(play):
    judging.discuss(play, play.stage(2), 4)


def _rank(play):
    judging.close(play, play.stage(2))


def _decide(play):
    answers.decide_last(play, play.stage(2))


def _approve(play):
    answers.approve_all(play, play.stage(2))


def _announce(play):
    answers.announce(play, play.stage(2), play.at(10, day=LAST_ANSWERS))


def _minutes(play):
    answers.write_minutes(play, play.stage(2))


def _fund_reserve(play):
    answers.fund_reserve(play, play.stage(2))


def _minutes_again(play):
    reason = "Una proposta in riserva è stata finanziata."
    answers.write_minutes(play, play.stage(2), reason)


DAYS = (
    Day(95, "second stage", "more is written of those admitted", _write),
    Day(109, "second stage", "they are handed in again", _hand_in),
    Day(SECOND_CLOSES + 2, "second stage", "a committee is appointed", _appoint),
    Day(113, "second stage", "they accept to serve", _accept),
    Day(114, "second stage", "a conflict is declared", _declare),
    Day(115, "second stage", "proposals are assigned", _assign),
    Day(118, "second stage", "half of the reviews come in", _review(0)),
    Day(121, "second stage", "the others come in", _review(1)),
    Day(122, "second stage", "the committee discusses", _discuss),
    Day(123, "second stage", "the ranking is closed", _rank),
    Day(124, "second stage", "the office decides", _decide),
    Day(125, "second stage", "the decisions are approved", _approve),
    Day(126, "second stage", "their publication is released", _announce),
    Day(LAST_ANSWERS, "second stage", "they are published", answers.carry_out),
    Day(128, "second stage", "the minutes are published", _minutes),
    Day(140, "projects", "the first in reserve is funded", _fund_reserve),
    Day(141, "projects", "the minutes are made again", _minutes_again),
    Day(
        145,
        "projects",
        "coordinators write of their projects",
        answers.complete_projects,
    ),
    Day(148, "projects", "the projects are published", answers.publish_projects),
)
