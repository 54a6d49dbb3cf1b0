"""What the portal's own decisions say of an edition: its numbers, with their source."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from awards.models import Competition, CompetitionSource, Decision, Outcome
from awards.rules.judged import judged
from content.dates import PartialDate
from content.history import one_change


def tell_numbers(stage, *, by, at):
    """Write how many proposals came, went on and were funded, as published by now."""
    competition = Competition.objects.select_for_update().get(
        pk=stage.call.competition_id
    )
    told = _told(stage, competition, at)
    with one_change(by=by):
        for name, value in told.items():
            setattr(competition, name, value)
        competition.full_clean()
        competition.save()
        for name in told:
            _say_source(competition, name, at)


def _told(stage, competition, at):
    published = Decision.objects.in_force().published().filter(stage=stage)
    is_last = not stage.call.stages.filter(number=stage.number + 1).exists()
    told = {}
    if stage.number == 1:
        told["submitted_count"] = judged(stage).count()
    if is_last:
        told["funded_count"] = published.filter(outcome=Outcome.FUNDED).count()
        if competition.selected is None:  # a reserve that follows is later
            told["selected"] = PartialDate(str(timezone.localdate(at)))
    else:
        told["shortlisted_count"] = published.filter(outcome=Outcome.NEXT_STAGE).count()
    return told


def _say_source(competition, name, at):
    """The page of the edition itself: the decisions are the portal's own."""
    with translation.override("it"):
        page = reverse("competition", args=[competition.year])
    address = settings.PORTAL_ORIGIN + page
    day = PartialDate(str(timezone.localdate(at)))
    source = competition.sources.filter(address=address, about=name).first()
    source = source or CompetitionSource(competition=competition, about=name)
    source.address, source.as_of = address, day
    source.note_it = "Esiti pubblicati da questo portale."
    source.note_en = "Decisions published by this portal."
    source.save()
