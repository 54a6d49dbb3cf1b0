"""The money of a competition, looked at under a lock before it is awarded or told."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from awards.models import Competition
from awards.rules.money import awarded_in, may_be_awarded, purse_of
from awards.rules.told import work_in
from content.formats import euro_text


def check_award(decision):
    """No award above what was asked, and no more than there is, under a lock."""
    if decision.amount is None:
        return
    asked = Decimal(work_in(decision.submission)["budget"]["asked"])
    if asked and decision.amount > asked:
        raise ValidationError(
            _("The team asked for %(asked)s: no more can be awarded."),
            params={"asked": euro_text(asked)},
            code="asked",
        )
    competition = _locked(decision.stage)
    there = may_be_awarded(competition)
    if there is None:
        raise ValidationError(
            _("No money is allotted to this competition yet: write it down first."),
            code="no_money",
        )
    awarded = awarded_in(competition)
    if awarded + decision.amount > there:
        if purse_of(competition, decision.decided_by).is_partial:
            # The sums would tell what is decided of what they must not see.
            raise ValidationError(_("That is more than is left."), code="too_much")
        raise ValidationError(
            _("%(there)s may be awarded; %(awarded)s is already: %(left)s is left."),
            params={
                "there": euro_text(there),
                "awarded": euro_text(awarded),
                "left": euro_text(there - awarded),
            },
            code="too_much",
        )


def _locked(stage):
    """The competition of a stage: whoever awards of its money waits for the others."""
    return Competition.objects.select_for_update().get(pk=stage.call.competition_id)


def check_covered(stage):
    """The database keeps it so: what is told to everybody is looked at once more."""
    competition = _locked(stage)
    if awarded_in(competition) > (may_be_awarded(competition) or 0):
        raise ValidationError(
            _("More is awarded than there is: nothing was published."), code="too_much"
        )
