"""What reviews come to, for a stage as it is stored: read for the ranking."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef

from awards.models import Review
from awards.rules.conflict import hidden_from, to_declare_on
from awards.rules.judged import eligible, form_of, judged
from awards.rules.money import may_be_awarded
from awards.rules.ranking import Candidate, Judgement, Terms, rank
from awards.rules.review import scores_in
from awards.rules.told import work_in


@dataclass(frozen=True)
class Results:
    """The candidates of a stage that a person may see, and what they are ranked by.

    `hidden` is how many they may not, and `to_declare` those that they serve to judge
    and have declared nothing on: the ranking is made as if these were not there, so
    that no place, sum or gap tells anything of them.
    """

    terms: Terms
    candidates: list
    submissions: dict
    categories: tuple
    hidden: int = 0
    to_declare: tuple = ()

    def ranking(self):
        return rank(self.terms, self.candidates)


def results_of(stage, user=None, pot=None, pots=None, *, is_whole=False):
    """The results of a stage for somebody; `pot` and `pots` if not what there is.

    What there is, is what the frozen form sets apart for each category, if it does.

    A whole one has those too that were found to break a rule: unscored, so last.
    """
    rows = judged(stage) if is_whole else eligible(stage)
    hidden, to_declare = 0, ()
    if user is not None:
        rows, to_declare, hidden = _parted(rows, user)
    submissions = {each.proposal_id: each for each in rows}
    form = form_of(stage)
    if pot is None and pots is None:
        pots = form.pots if form else None
    if pot is None:
        pot = may_be_awarded(stage.call.competition)
    return Results(
        terms=Terms(
            criteria=form.criteria if form else (),
            overall=form.evaluation.pass_mark if form else None,
            pot=pot,
            pots=pots,
            disagreement=stage.disagreement,
        ),
        candidates=_candidates(stage, submissions),
        submissions=submissions,
        categories=form.categories if form else (),
        hidden=hidden,
        to_declare=to_declare,
    )


def _parted(submissions, user):
    """What a person sees the results of, what they declare on first, how many never."""
    rows = submissions.annotate(
        is_hidden=Exists(hidden_from(user).filter(pk=OuterRef("proposal"))),
        is_waiting=Exists(to_declare_on(user).filter(pk=OuterRef("pk"))),
    )
    shown = [each for each in rows if not each.is_hidden]
    seen = [each for each in shown if not each.is_waiting]
    to_declare = tuple(each for each in shown if each.is_waiting)
    return seen, to_declare, len(rows) - len(shown)


def _candidates(stage, submissions):
    reviews = defaultdict(list)
    rows = (
        Review.objects.counting()
        .filter(assignment__appointment__stage=stage)
        .filter(assignment__proposal__in=submissions)
        .filter(assignment__proposal__in=eligible(stage).values("proposal"))
        .select_related("counts", "assignment")
    )
    for each in rows:
        judgement = Judgement(each.assignment.appointment_id, scores_in(each.counts))
        reviews[each.assignment.proposal_id].append(judgement)
    return [
        _candidate(submission, tuple(reviews[key]))
        for key, submission in submissions.items()
    ]


def _candidate(submission, reviews):
    work = work_in(submission)
    category = work["answers"].get("category")
    return Candidate(
        key=submission.proposal_id,
        label=submission.proposal.code,
        category=int(category) if category else None,
        asked=Decimal(work["budget"]["asked"]),
        reviews=reviews,
    )
