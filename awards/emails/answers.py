"""The letters that tell a team what was decided: always read by somebody first."""

from awards.emails.outbox import Addressee, put
from awards.models import Decision, Letter, LetterState, MemberState
from awards.rules.answer import feedback_of
from awards.rules.call import named
from awards.rules.judged import form_of
from awards.rules.proposal import title_of

KIND = "decision"


def answer(decision):
    """Held until the decision is published: one to each member, with the reasons."""
    proposal = decision.proposal
    members = proposal.members.filter(state=MemberState.ACCEPTED)
    members = members.exclude(user__is_active=False).select_related("user")
    said = {
        "decision": decision,
        "following": decision.stage.call.stages.filter(
            number=decision.stage.number + 1
        ).first(),
        "stage": named(decision.stage),
        "title": title_of(proposal),
        "feedback": feedback_of(decision.submission, form_of(decision.stage)),
        "is_held": True,
    }
    for member in members:
        to = Addressee.of_member(member)
        path = ("proposal", proposal.code)
        put(KIND, decision.pk, to, path=path, proposal=proposal, **said)


def letters_of(decisions):
    """The letters that tell of these decisions."""
    keys = [f"{KIND}:{each.pk}:" for each in decisions]
    told_of = [each.proposal_id for each in decisions]
    letters = Letter.objects.filter(kind=KIND, proposal__in=told_of)
    letters = letters.select_related("proposal").order_by("pk")
    return [each for each in letters if each.key.startswith(tuple(keys))]


def waits_for_publication(letter):
    """Whether it tells of a decision that nobody may hear of yet."""
    if letter.kind != KIND:
        return False
    published = Decision.objects.published()
    return not published.filter(pk=decision_of(letter)).exists()


def decision_of(letter):
    """The number of the decision that such a letter tells of."""
    return int(letter.key.split(":")[1])


def who_joined(proposal):
    """Who comes into a team before its answer is public is written to like the others.

    The letter is read before it is released: with the others, or after them where
    these were released already.
    """
    decision = proposal.decision
    if decision and decision.approved_at and not decision.published_at:
        answer(decision)


def is_released(letter):
    """Whether it waits for an instant, as somebody has read and released it."""
    return letter.state == LetterState.HELD and letter.handled_at is not None


def lock_held(decisions):
    """The letters that would leave, which nobody else changes meanwhile."""
    held = [x.pk for x in letters_of(decisions) if x.state == LetterState.HELD]
    rows = Letter.objects.select_for_update(of=("self",)).order_by("pk")
    return list(rows.filter(pk__in=held, state=LetterState.HELD))


def release(letters, *, by, at):
    """They leave when their decisions are published, and change no more."""
    _keep(letters, handled_by=by, handled_at=at)


def take_back(decisions):
    """They may be read and changed again: the publication was called off."""
    held = [x for x in letters_of(decisions) if is_released(x)]
    _keep(held, handled_by=None, handled_at=None)


def _keep(letters, **said):
    Letter.objects.filter(pk__in=[each.pk for each in letters]).update(**said)


def discard(decision, *, by, at):
    """A decision that another takes the place of is not told."""
    for letter in letters_of([decision]):
        if letter.state == LetterState.HELD:
            letter.state = LetterState.DISCARDED
            letter.handled_by, letter.handled_at = by, at
            letter.save(update_fields=["state", "handled_by", "handled_at"])


def let_go(decisions, *, at):
    """Let what was released with these decisions leave."""
    released = [x for x in letters_of(decisions) if is_released(x)]
    _keep(released, state=LetterState.READY, due_at=at)
