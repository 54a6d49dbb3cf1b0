"""Taking part: the calls that are open, coming and closed, and each call by itself."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from awards.linked_data import without_blanks
from awards.models import Call, Competition, FormVersion, Stage
from awards.rules import frozen
from awards.rules.call import (
    Standing,
    entry,
    has_closed,
    is_answer_late,
    is_answered,
    is_open,
    stage_name,
    standing,
    version,
)
from awards.views import call_words as words
from awards.views.competition import scheme_node
from content.formats import day, day_text, rome
from content.pages import Crumb, Page, home_crumb, render_page
from content.revision import of_content
from content.slugs import Withdrawn

FAR = datetime.max.replace(tzinfo=UTC)

# All the calls


@of_content
def explore(request):
    """Where calls open: those open now, those coming, those closed."""
    calls = list(Call.objects.public().for_pages())
    groups = {
        each: [call for call in calls if standing(call) == each] for each in Standing
    }
    soonest = {Standing.OPEN: "closes_at", Standing.COMING: "opens_at"}
    for each, field in soonest.items():
        groups[each].sort(key=lambda call: when(call, field) or FAR)
    page = Page(
        title=heading(groups[Standing.OPEN], groups[Standing.COMING]),
        description=_("The calls of the Polisocial Award: open, coming and closed."),
        short=_("Take part"),
        section="apply",
        crumbs=(home_crumb(),),
        updated_at=max((each.changed_at for each in calls), default=None),
    )
    context = {
        "groups": [
            (title, each, [line(call) for call in groups[each]])
            for each, title in (
                (Standing.OPEN, pgettext("calls", "Open")),
                (Standing.COMING, pgettext("calls", "Coming")),
                (Standing.CLOSED, pgettext("calls", "Closed")),
            )
            if groups[each]
        ],
        "latest": None if calls else latest_edition(),
    }
    return render_page(request, "awards/apply.html", page, context)


def latest_edition():
    return Competition.objects.public().order_by("-ordinal").first()


def when(call, field):
    """An instant of the stage where proposals come in; None where it is not known."""
    return getattr(entry(call), field, None)


def heading(opened, coming):
    """The answer to whoever wants to take part: what is open, or what opens next."""
    if opened:
        closes = when(opened[0], "closes_at")
        if closes is None:
            return _("A call is open")
        return ngettext(
            "One call is open until %(day)s",
            "%(count)s calls are open; the first closes on %(day)s",
            len(opened),
        ) % {"count": len(opened), "day": day_text(closes)}
    expected = [at for call in coming if (at := when(call, "opens_at"))]
    future = [at for at in expected if at > timezone.now()]
    if not future:
        return _("No call is open now")
    return _("No call is open now; the next opens on %(day)s") % {
        "day": day_text(future[0])
    }


def line(call):
    """A call as a line of a list."""
    told = {
        Standing.OPEN: (_("Deadline: {at}"), "closes_at"),
        Standing.COMING: (_("Opening: {at}"), "opens_at"),
        Standing.CLOSED: (_("Closed: {at}"), "closes_at"),
    }
    text, field = told[standing(call)]
    return {
        "url": call.get_absolute_url(),
        "title": call.competition.theme or call.competition.label,
        "kick": call.competition.label,
        "text": format_html(text, at=rome(when(call, field), "f")),
    }


# One call


@dataclass(frozen=True)
class Round:
    """A stage of a call as its pages show it, with its latest frozen form."""

    stage: Stage
    version: FormVersion | None
    form: frozen.Form | None
    stages: list

    @property
    def name(self):
        return stage_name(self.stage, self.stages)

    @property
    def sections(self):
        """Each section with its questions, and what each of these takes."""
        return [
            (section, [(asked, words.limits(asked)) for asked in section.questions])
            for section in self.form.sections
        ]

    @property
    def changes(self):
        """The versions after the first, the latest first: each with its reason."""
        versions = sorted(self.stage.versions.all(), key=lambda each: -each.number)
        return [each for each in versions if each.number > 1]

    @property
    def untranslated(self):
        return words.untranslated(self.form)


def rounds_of(call):
    stages = list(call.stages.all())
    return [
        Round(
            stage=stage,
            version=(latest := version(stage)),
            form=frozen.read(latest.content) if latest else None,
            stages=stages,
        )
        for stage in stages
    ]


def in_force(rounds):
    """The round whose rules count for who begins or goes on now; None if none does."""
    known = [each for each in rounds if each.form]
    going_on = (each for each in known if not has_closed(each.stage))
    return next(going_on, known[-1] if known else None)


def public_call_or_404(year):
    """The call of a year; gone if its competition was withdrawn."""
    call = get_object_or_404(Call.objects.for_pages(), competition__year=year)
    if call.competition.is_withdrawn():
        raise Withdrawn
    if not call.competition.is_public():
        raise Http404
    for stage in call.stages.all():
        stage.call = call  # as it was read, with its competition
    return call


@of_content
def show(request, year):
    """One call: when, who, how much, by which criteria, and every question."""
    call = public_call_or_404(year)
    rounds = rounds_of(call)
    current = in_force(rounds)
    subject = call.competition.theme or call.competition.label
    page = Page(
        title=_("%(subject)s: %(result)s")
        % {"subject": subject, "result": result_of(call)},
        description=description_of(call),
        short=str(year),
        section="apply",
        part="award",
        crumbs=(home_crumb(), Crumb(_("Take part"), reverse("apply"))),
        updated_at=call.changed_at,
        linked_data=[call_node(request, call)],
    )
    context = {
        "call": call,
        "subject": subject,
        "result": result_of(call),
        "standing": standing(call),
        "is_answered": any(is_answered(each.stage) for each in rounds),
        "rounds": rounds,
        "timetables": [(each.name, timetable(each.stage)) for each in rounds],
        "has_dates": any(dates(each.stage) for each in rounds),
        "form": current and current.form,
        **(rules_of(current.form) if current else {}),
        "documents": call.documents.all(),
        "asked": [each for each in rounds if each.form],
        "changed": [each for each in rounds if each.changes],
    }
    return render_page(request, "awards/call.html", page, context)


def rules_of(form):
    """The rules in words, beside the form they come from."""
    return {
        "team_rules": words.team_rules(form.rules),
        "money_rules": words.money_rules(form.rules),
        "caps": [(each, words.cap_text(each)) for each in form.cost_headings],
        "categories": [(each, words.category_text(each)) for each in form.categories],
    }


def result_of(call):
    """`open until 31 March 2027`: where a call stands, as part of its heading."""
    state, stage = standing(call), entry(call)
    closes, opens = when(call, "closes_at"), when(call, "opens_at")
    if state == Standing.CLOSED:
        return _("closed on %(day)s") % {"day": day_text(closes)}
    if state == Standing.OPEN:
        until = _("open until %(day)s")
        return until % {"day": day_text(closes)} if closes else pgettext("call", "open")
    if opens is None:
        return _("the day of the opening is not known yet")
    if stage.has_opened():
        return _("not open yet")
    return _("opens on %(day)s") % {"day": day_text(opens)}


def description_of(call):
    text = _(
        "%(label)s: timetable, who may take part, money, criteria and every question "
        "of the form."
    )
    return Truncator(text % {"label": call.competition.label}).chars(160)


def dates(stage):
    return [
        at
        for at in (stage.opens_at, stage.closes_at, stage.answer_expected_on)
        if at is not None
    ]


def timetable(stage):
    """Opening, deadline and answer of a stage; a gap where a date is not known."""
    return [
        step(_("Opening"), rome(stage.opens_at) if stage.opens_at else ""),
        step(_("Deadline"), rome(stage.closes_at) if stage.closes_at else ""),
        answer_step(stage),
    ]


def step(title, note, gender="f", **more):
    said = {"title": title, "note": note, "known": bool(note), "gender": gender}
    return said | {"part": "award"} | more


def answer_step(stage):
    """When the answer is promised; that it is late, or where it is."""
    promised = stage.answer_expected_on
    note = day(promised) if promised else ""
    edition = stage.call.competition
    if is_answered(stage):
        note = format_html(_("published; it was expected on {}"), note) if note else ""
        note = note or _("published")
        return step(_("Answer"), note, "", url=edition.get_absolute_url())
    if is_answer_late(stage):
        late = _("{}: late, nothing has been published yet")
        return step(_("Answer expected"), format_html(late, note), "")
    return step(_("Answer expected"), note, "")


def call_node(request, call):
    """A call in schema.org's words: how one applies to an edition of the Award."""
    address = request.build_absolute_uri(call.get_absolute_url())
    stage = entry(call)
    opens, closes = when(call, "opens_at"), when(call, "closes_at")
    state = "ActiveActionStatus" if stage and is_open(stage) else None
    action = {
        "@type": "ApplyAction",
        "name": str(_("Start a proposal")),
        "target": address,
        "startTime": opens and opens.isoformat(),
        "endTime": closes and closes.isoformat(),
        "actionStatus": state and f"https://schema.org/{state}",
    }
    node = {
        "@type": "FundingScheme",
        "@id": f"{address}#call",
        "name": call.competition.label,
        "alternateName": str(call.competition.theme),
        "description": str(call.about),
        "url": address,
        "parentOrganization": scheme_node(request),
        "potentialAction": without_blanks(action) if opens else None,
    }
    return without_blanks(node)
