"""The days of a demonstration from the call to the answers of its first stage."""

from awards.actions import submission as submissions
from awards.actions.trail import note
from awards.models import Deed, Extension, LateAttempt
from content.formats import instant_text
from polisocial.demonstration import answers, call, judging, taking_part
from polisocial.demonstration.play import Day
from polisocial.demonstration.texts import INELIGIBLE

CLOSES, ANSWERS, SECOND_OPENS, SECOND_CLOSES, LAST_ANSWERS = 40, 75, 80, 110, 127
AT_EACH_START, STARTS = 10, (2, 7, 12, 17, 22, 27)

# What becomes of some proposals, by their number.
NEVER_HANDED_IN = {10, 27, 44}
LATE_ADMITTED, LATE_REFUSED, EXTENDED = 21, 38, 15
WITHDRAWN = 34
AGAIN = {2, 8, 16, 23, 30, 36}  # handed in twice
PARTNER_DECLINES = 7
OUT = dict(zip((12, 26, 41), INELIGIBLE, strict=True))
CONFLICTS = (  # evaluator, proposal, grounds
    (3, 5, "Ho lavorato con chi coordina la proposta fino all'anno scorso."),
    (7, 18, "Sono nel consiglio dell'ente che è partner."),
    (1, 29, "Un familiare è nel gruppo."),
    (3, 50, "Ho aiutato il gruppo a scrivere il bilancio."),
)
OF_THE_CHAIR = 8
BATCHES = 5


def _prepare(play):
    play.call = call.make(
        play.label,
        [
            (play.at(9, day=0), play.at(12, day=CLOSES), play.date(ANSWERS)),
            (
                play.at(9, day=SECOND_OPENS),
                play.at(12, day=SECOND_CLOSES),
                play.date(LAST_ANSWERS),
            ),
        ],
        by=play.people.office,
        at=play.at(9),
    )


def _freeze(play):
    call.freeze_forms(play.call, by=play.people.office, at=play.at(15))


def _begin(play):
    taking_part.begin(play, AT_EACH_START)


def _latest(play):
    """Those begun last."""
    return play.entries[-AT_EACH_START:]


def _invite(play):
    taking_part.invite(play, _latest(play))


def _consent(play):
    entries = _latest(play)
    taking_part.consent(play, entries, declining={PARTNER_DECLINES})
    for entry in entries:
        if entry.number == PARTNER_DECLINES:
            taking_part.replace_partner(play, entry)


def _complete(play):
    entries = [each for each in _latest(play) if each.number not in NEVER_HANDED_IN]
    taking_part.complete(play, entries)


def _in_time(play):
    others = NEVER_HANDED_IN | {LATE_ADMITTED, LATE_REFUSED, EXTENDED}
    return [each for each in play.entries if each.number not in others]


def _hand_in_half(play):
    taking_part.hand_in(play, _in_time(play)[::2])


def _hand_in_again(play):
    for entry in play.entries:
        if entry.number in AGAIN:
            more = {"q.result": f"{entry.idea.result} Lo misuriamo dopo un anno."}
            taking_part.write(play, entry, more, play.at(10))
            taking_part.hand_in(play, [entry])


def _withdraw(play):
    entry, reason = play.entries[WITHDRAWN], "Il gruppo ha trovato altri fondi."
    submissions.withdraw(
        entry.proposal, by=entry.coordinator, reason=reason, at=play.at(9)
    )


def _extend(play):
    entry, office = play.entries[EXTENDED], play.people.office
    extension = Extension(
        stage=play.stage(1),
        person=entry.coordinator,
        until=play.at(18, day=CLOSES + 1),
        reason="Il dipartimento è chiuso per un guasto.",
        by=office,
        at=play.at(16),
    )
    extension.full_clean()
    extension.save()
    note(
        Deed.EXTENDED,
        by=office,
        at=extension.at,
        stage=extension.stage,
        about=f"{extension.person}: {instant_text(extension.until)}",
        why=extension.reason,
    )


def _deadline(play):
    """The other half by noon; two come after it."""
    _hand_in_rest(play)
    late = [play.entries[LATE_ADMITTED], play.entries[LATE_REFUSED]]
    taking_part.hand_in(play, late, hour=12)


def _hand_in_rest(play):
    taking_part.hand_in(play, _in_time(play)[1::2], hour=11)


def _hand_in_extended(play):
    taking_part.hand_in(play, [play.entries[EXTENDED]])


def _judge_late(play):
    for number, decide, reason in (
        (LATE_ADMITTED, submissions.admit, "Il sistema di accesso era fermo."),
        (LATE_REFUSED, submissions.refuse, "Nessun impedimento risulta."),
    ):
        attempt = LateAttempt.objects.get(proposal=play.entries[number].proposal)
        decide(attempt, by=play.people.office, reason=reason, at=play.at(11))
    play.release("late_decided")


def _know_partners(play):
    answers.know_partners(play, play.stage(1))


def _appoint(play):
    judging.appoint(play, play.stage(1), play.people.evaluators)


def _accept(play):
    judging.accept(play, play.stage(1))


def _declare(play):
    evaluators = play.people.evaluators
    found = [(evaluators[who], number, why) for who, number, why in CONFLICTS]
    found.append((play.people.chair, OF_THE_CHAIR, "Dirigo lo stesso laboratorio."))
    judging.declare_conflicts(play, play.stage(1), found)


def _check(play):
    judging.check_rules(play, play.stage(1), OUT)
    answers.leave_out(play, OUT)


def _assign(play):
    judging.assign_evenly(play, play.stage(1))


def _change_hands(play):
    stage, evaluators = play.stage(1), play.people.evaluators
    judging.give_back(play, stage, evaluators[4])
    judging.take_back(play, stage, evaluators[6])
    judging.find_conflict(play, stage, evaluators[9])


def _review(batch):
    return lambda play: judging.review_some(play, play.stage(1), batch, BATCHES)


def _reopen(play):
    judging.reopen_some(play, play.stage(1), 2)


def _review_again(play):
    judging.hand_in_again(play, play.stage(1))


def _discuss(play):
    judging.discuss(play, play.stage(1), 6)


def _rank(play):
    judging.close(play, play.stage(1))


def _decide(play):
    answers.decide_first(play, play.stage(1))


def _approve(play):
    answers.approve_all(play, play.stage(1))


def _think_again(play):
    answers.think_again(play, play.stage(1))


def _announce(play):
    answers.announce(play, play.stage(1), play.at(10, day=ANSWERS))


def _minutes(play):
    answers.write_minutes(play, play.stage(1))


def _of_drafts():
    for day in STARTS:
        yield Day(day, "drafts", "proposals are begun", _begin)
        yield Day(day + 1, "drafts", "teams and partners are asked", _invite)
        yield Day(day + 2, "drafts", "teams and partners agree", _consent)
        yield Day(day + 3, "drafts", "their pages are written", _complete)


def _of_reviews():
    for batch in range(BATCHES):
        told = f"reviews come in, {batch + 1} of {BATCHES}"
        chapter = "reviews" if batch < BATCHES - 2 else "last reviews"
        yield Day(53 + 3 * batch, chapter, told, _review(batch))


DAYS = (
    Day(-20, "call", "the call is written and its money allotted", _prepare),
    Day(-6, "call", "the forms are frozen", _freeze),
    *_of_drafts(),
    Day(34, "handing in", "half of the proposals are handed in", _hand_in_half),
    Day(37, "handing in", "some are handed in again", _hand_in_again),
    Day(38, "handing in", "one is withdrawn", _withdraw),
    Day(39, "handing in", "a deadline is extended", _extend),
    Day(40, "handing in", "the deadline passes; two come late", _deadline),
    Day(41, "handing in", "the extended one comes in", _hand_in_extended),
    Day(43, "handing in", "what came late is decided", _judge_late),
    Day(44, "handing in", "partners enter the directory", _know_partners),
    Day(45, "committee", "the committee is appointed", _appoint),
    Day(46, "committee", "they accept to serve", _accept),
    Day(47, "committee", "conflicts of interest are declared", _declare),
    Day(49, "committee", "the rules of the call are checked", _check),
    Day(50, "committee", "proposals are assigned", _assign),
    Day(51, "committee", "some change hands", _change_hands),
    *_of_reviews(),
    Day(66, "last reviews", "the chair reopens two", _reopen),
    Day(67, "last reviews", "they come in again", _review_again),
    Day(68, "ranking", "the committee discusses", _discuss),
    Day(69, "ranking", "the ranking is closed", _rank),
    Day(70, "answers", "the office decides", _decide),
    Day(71, "answers", "the decisions are approved", _approve),
    Day(72, "answers", "one is decided again", _think_again),
    Day(73, "answers", "their publication is released", _announce),
    Day(ANSWERS, "answers", "the decisions are published", answers.carry_out),
    Day(76, "answers", "the minutes are published", _minutes),
)
