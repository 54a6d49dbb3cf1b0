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
    """Figures of the storm; all but the first two must be 0."""

    acknowledged: int
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


def judge(applicants, letters):
    """Compare what people were told with what there is."""
    told = {each for one in applicants for each in one.acknowledged}
    stored = {str(each): each for each in Submission.objects.select_related("proposal")}
    works = Counter((s.proposal_id, s.work_sha256) for s in stored.values())
    arrived = Counter((letter["To"], letter["Subject"]) for letter in letters)
    return Verdict(
        acknowledged=len({each.receipt for each in told}),
        unacknowledged=sum(not one.acknowledged for one in applicants),
        lost=sum(not is_there(each, stored) for each in told),
        duplicated=sum(count - 1 for count in works.values()),
        late=LateAttempt.objects.count(),
        letters_twice=sum(count - 1 for count in arrived.values()),
        letters_missing=missing_letters(stored.values()),
        offences=[f"{each.row}: {each.text}" for each in offences()],
    )


def is_there(told, stored):
    """Whether what was acknowledged is stored, whole, and is what had been sent."""
    submission = stored.get(told.receipt)
    if submission is None:
        return False
    content = submission.content.encode()
    signature = Signature(submission.key_id, submission.signature)
    answers = json.loads(content)["work"]["answers"]
    return (
        digest(content) == submission.sha256
        and is_genuine(content, signature)
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
