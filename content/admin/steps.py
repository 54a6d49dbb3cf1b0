"""Publish, schedule, withdraw: the words of each, and what it will do to a thing."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content import publishing, readiness
from content.formats import instant_text
from content.publication import Publication


class AtForm(forms.Form):
    """An instant, as clocks in Italy show it."""

    at = forms.DateTimeField(
        label=gettext_lazy("When"),
        help_text=gettext_lazy("Day and time in Italy."),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )

    def __init__(self, *args, required, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].required = required
        if not required:
            self.fields["at"].help_text = _(
                "Day and time in Italy; leave it blank to withdraw at once."
            )


@dataclass(frozen=True)
class Step:
    """`outlook` says what will happen to a thing, or gives None when nothing will."""

    name: str
    label: str
    chosen: str
    act: Callable
    outlook: Callable
    warnings: Callable
    done: Callable
    starts_from: tuple[Publication, ...]
    takes_instant: bool = False
    needs_instant: bool = False

    def form(self, data=None):
        if self.takes_instant:
            return AtForm(data, required=self.needs_instant)
        return None


def of_publish(thing, state):
    if state == Publication.DRAFT:
        return _("Everyone will read it at once.")
    if state == Publication.SCHEDULED:
        told = _("It is scheduled for %(instant)s: everyone will read it at once.")
        return told % {"instant": instant_text(thing.published_from)}
    if state == Publication.ENDED:
        told = _("It was withdrawn on %(instant)s: everyone will read it again.")
        return told % {"instant": instant_text(thing.published_until)}
    if thing.published_until:
        told = _("It stays public: its withdrawal of %(instant)s is cancelled.")
        return told % {"instant": instant_text(thing.published_until)}
    return None


def of_schedule(thing, state):
    if state == Publication.DRAFT:
        return _("Everyone will read it from the instant that you give.")
    if state == Publication.SCHEDULED:
        told = _("It is scheduled for %(instant)s: the instant changes.")
        return told % {"instant": instant_text(thing.published_from)}
    return None


def of_withdraw(thing, state):
    if state == Publication.SCHEDULED:
        told = _("It will not be published on %(instant)s: it is a draft again.")
        return told % {"instant": instant_text(thing.published_from)}
    if state == Publication.PUBLIC:
        if hasattr(thing, "get_absolute_url"):
            return _("Its address will answer that the page was withdrawn (410).")
        return _("Nobody will read it any more.")
    return None


def published(count, name):
    words = ngettext("“%(name)s” is public.", "%(count)s are public now.", count)
    return words % {"count": count, "name": name}


def scheduled(count, name):
    words = ngettext("“%(name)s” is scheduled.", "%(count)s are scheduled.", count)
    return words % {"count": count, "name": name}


def withdrawn(count, name):
    words = ngettext(
        "The withdrawal of “%(name)s” is set.",
        "The withdrawal of %(count)s is set.",
        count,
    )
    return words % {"count": count, "name": name}


STEPS = {
    step.name: step
    for step in (
        Step(
            name="publish",
            label=gettext_lazy("Publish"),
            chosen=gettext_lazy("Publish what is chosen"),
            act=publishing.publish,
            outlook=of_publish,
            warnings=readiness.before_publishing,
            done=published,
            starts_from=(Publication.DRAFT, Publication.SCHEDULED, Publication.ENDED),
        ),
        Step(
            name="schedule",
            label=gettext_lazy("Schedule"),
            chosen=gettext_lazy("Schedule what is chosen"),
            act=publishing.schedule,
            outlook=of_schedule,
            warnings=readiness.before_publishing,
            done=scheduled,
            starts_from=(Publication.DRAFT, Publication.SCHEDULED),
            takes_instant=True,
            needs_instant=True,
        ),
        Step(
            name="withdraw",
            label=gettext_lazy("Withdraw"),
            chosen=gettext_lazy("Withdraw what is chosen"),
            act=publishing.withdraw,
            outlook=of_withdraw,
            warnings=readiness.before_withdrawing,
            done=withdrawn,
            starts_from=(Publication.SCHEDULED, Publication.PUBLIC),
            takes_instant=True,
        ),
    )
}


def where_it_stands(thing):
    """Who reads it now and until when, in a sentence."""
    state = thing.publication()
    if state == Publication.DRAFT:
        return _("Draft: only the staff reads it.")
    if state == Publication.ENDED:
        told = _("Withdrawn on %(end)s.")
    elif state == Publication.SCHEDULED:
        told = _("Scheduled: everyone will read it from %(start)s.")
        if thing.published_until:
            told = _("Scheduled: everyone will read it from %(start)s until %(end)s.")
    else:
        told = _("Public since %(start)s.")
        if thing.published_until:
            told = _("Public since %(start)s, until %(end)s.")
    end = thing.published_until and instant_text(thing.published_until)
    return told % {"start": instant_text(thing.published_from), "end": end}
