"""What came of the storm, found in what is stored and in what arrived by post."""

import json
from collections import Counter
from dataclasses import dataclass
from statistics import median, quantiles

from awards.models import LateAttempt, Letter, LetterState, Submission
from awards.rules.invariants import offences
from content.canonical import digest
from content.signing import Signature, is_genuine


@dataclass
class Verdict:
    """Figures of the storm; all but those acknowledged and kept must be 0.

    `late` are submissions that began after the deadline and its grace, late attempts
    that began before, and whatever is stored with an instant that is not between the
    press and its answer.
    """

    acknowledged: int
    kept_late: int
    unacknowledged: int
    lost: int
    duplicated: int
    late: int
    letters_twice: int
    letters_missing: int
    offences: list

    @property
    def is_good(self):
        return not any(
            (
                self.unacknowledged,
                self.lost,
                self.duplicated,
                self.late,
                self.letters_twice,
                self.letters_missing,
                self.offences,
            )
        )

    def line(self):
        return (
            f"storm: acknowledged {self.acknowledged}, lost {self.lost}, "
            f"duplicated {self.duplicated}, late {self.late}, "
            f"letters twice {self.letters_twice}"
        )


def judge(applicants, letters, limit):
    """Compare what people were told with what there is; `limit` is the last instant."""
    told = {each for one in applicants for each in one.acknowledged}
    submissions = list(Submission.objects.select_related("proposal"))
    attempts = list(LateAttempt.objects.select_related("proposal"))
    stored = {str(each): each for each in submissions}
    stored |= {(each.proposal.code, need_of(each.work)): each for each in attempts}
    works = Counter((s.proposal_id, s.work_sha256) for s in (*submissions, *attempts))
    # Who comes late with two texts has two letters of one subject: their words differ.
    arrived = Counter((x["To"], x["Subject"], x.get_content()) for x in letters)
    return Verdict(
        acknowledged=len({each.receipt for each in told if each.receipt}),
        kept_late=len(attempts),
        unacknowledged=sum(not one.acknowledged for one in applicants),
        lost=sum(not is_there(each, thing_of(each, stored)) for each in told),
        duplicated=sum(count - 1 for count in works.values()),
        late=sum(each.submitted_at > limit for each in submissions)
        + sum(each.began_at <= limit for each in attempts)
        + sum(not is_in_between(each, thing_of(each, stored)) for each in told),
        letters_twice=sum(count - 1 for count in arrived.values()),
        letters_missing=missing_letters(submissions),
        offences=[f"{each.row}: {each.text}" for each in offences()],
    )


def thing_of(told, stored):
    """What was acknowledged: a submission by its receipt, or else what came late."""
    return stored.get(told.receipt or (told.code, told.need))


def need_of(work):
    return json.loads(work)["answers"]["q.need"]


def is_in_between(told, thing):
    """Whether the instant that counts is between the first press and the answer."""
    if thing is None:
        return True  # lost, which is worse
    late = isinstance(thing, LateAttempt)
    at = thing.began_at if late else thing.submitted_at
    return told.pressed <= at <= told.answered


def is_there(told, thing):
    """Whether what was acknowledged is stored, whole, and is what had been sent."""
    if thing is None:
        return False
    if isinstance(thing, LateAttempt):
        work = json.loads(thing.work)
        is_whole = digest(thing.work.encode()) == thing.work_sha256
    else:
        content = thing.content.encode()
        work = json.loads(content)["work"]
        signature = Signature(thing.key_id, thing.signature)
        is_whole = digest(content) == thing.sha256 and is_genuine(content, signature)
    answers = work["answers"]
    return (
        is_whole
        and answers["q.need"] == told.need
        and answers["q.plan"]["sha256"] == told.file
    )


def missing_letters(submissions):
    """Members of a submission to whom no letter of it left, nor waits for a person."""
    gone = Letter.objects.filter(
        kind="submitted", state__in=(LetterState.SENT, LetterState.FAILED)
    ).count()
    wanted = sum(each.proposal.members.count() for each in submissions)
    return wanted - gone


def figures(applicants, seconds):
    """The pace, the waiting, the errors people saw."""
    times = [each for one in applicants for each in one.seconds]
    browsers = [b for one in applicants for b in (one.browser, one.colleague)]
    errors = Counter(str(error) for browser in browsers for error in browser.errors)
    slowest = quantiles(times, n=20)[-1] if len(times) > 1 else 0
    yield f"handed in: {len(times) / seconds:.1f} a second"
    half = median(times or [0])
    yield f"answered: half within {half:.2f} s, 95 of 100 within {slowest:.2f} s"
    yield f"errors shown: {sum(errors.values())} {dict(errors)}"
