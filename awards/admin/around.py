"""What stands around a part of a call in the admin: where it is, and how it stands."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.form_content import content_of, faults, read_whole
from awards.models import FormVersion
from content.canonical import canonical, digest
from content.formats import instant_text
from content.references import owner

VERSIONS = Prefetch("versions", FormVersion.objects.defer("content"))


@dataclass
class Around:
    """`trail` leads up, `parts` lead down: (words, address, note) each."""

    trail: list = field(default_factory=list)
    standings: list = field(default_factory=list)
    parts_title: str = ""
    parts: list = field(default_factory=list)
    told: list = field(default_factory=list)


@dataclass
class Standing:
    """How a stage stands, in sentences, and what can be done about it."""

    title: str
    address: str
    when: str
    form: str
    faults: list
    is_ready: bool
    freeze_address: str
    versions_address: str
    rehearsal_address: str
    curve_address: str
    decisions_address: str
    before_deciding: list  # (words, address) of what the award office does then
    sections: list


def page_of(row, page="change"):
    """The address of a page of the admin about a row."""
    meta = row._meta
    name = f"admin:{meta.app_label}_{meta.model_name}_{page}"
    return reverse(name, args=[quote(row.pk)])


def where_to_mend(row):
    """The page of a row, or of what it belongs to where it has none."""
    while not admin.site.is_registered(type(row)):
        row = getattr(row, owner(type(row)))
    return page_of(row)


def stage_title(stage):
    return _("First stage") if stage.number == 1 else _("Second stage")


def standings_of(stages, *, may_freeze):
    """How some stages of one call stand, in the same number of queries for two."""
    if stages:
        read_whole(*stages)
        prefetch_related_objects(stages, VERSIONS)
    return [standing_of(stage, may_freeze=may_freeze) for stage in stages]


def standing_of(stage, *, may_freeze):
    last = next(iter(stage.versions.all()), None)
    has_changed = not last or last.sha256 != digest(canonical(content_of(stage)))
    found = faults(stage)
    is_ready = has_changed and not found
    return Standing(
        title=stage_title(stage),
        address=page_of(stage),
        when=when_text(stage, is_frozen=bool(last)),
        form=form_text(stage, last, has_changed),
        faults=[(fault, where_to_mend(fault.about)) for fault in found],
        is_ready=is_ready,
        freeze_address=page_of(stage, "freeze") if may_freeze and is_ready else "",
        versions_address=page_of(stage, "versions") if last else "",
        curve_address=page_of(stage, "curve") if last and may_freeze else "",
        decisions_address=page_of(stage, "decisions") if last and may_freeze else "",
        rehearsal_address=page_of(stage, "rehearsal") if last and may_freeze else "",
        before_deciding=before_deciding(stage) if last and may_freeze else [],
        sections=[
            (section, page_of(section), asked(section.questions.all()))
            for section in stage.sections.all()
        ],
    )


def before_deciding(stage):
    """The pages by which the award office gets a stage judged."""
    committee = reverse("admin:awards_appointment_changelist")
    return [
        (_("Committee"), f"{committee}?{urlencode({'stage__id__exact': stage.pk})}"),
        (_("Preliminary check"), page_of(stage, "checks")),
        (_("Assignments"), page_of(stage, "assignments")),
    ]


def asked(questions):
    count = len(questions)
    return ngettext("%(count)d question", "%(count)d questions", count) % {
        "count": count
    }


def when_text(stage, *, is_frozen):
    """Whether a stage is open, and what opens or closes it."""
    if stage.opens_at is None:
        return _("It has no opening yet.")
    if not stage.has_opened():
        told = _("It opens on %(instant)s, but only if its form is frozen before then.")
        if is_frozen:
            told = _("It opens on %(instant)s by itself.")
        return told % {"instant": instant_text(stage.opens_at)}
    if not is_frozen:
        told = _("The opening of %(instant)s has passed, but with no frozen form.")
        return told % {"instant": instant_text(stage.opens_at)}
    if stage.closes_at is None:
        return _("Open, without a deadline.")
    told = _("Open until %(instant)s.")
    if stage.has_closed():
        told = _("Closed since %(instant)s.")
    return told % {"instant": instant_text(stage.closes_at)}


def form_text(stage, last, has_changed):
    """Which version of the form counts, and whether it is what stands here."""
    if last is None:
        return _("No form is frozen yet.")
    if not has_changed:
        told = _("Version %(number)d is frozen, and nothing has changed since.")
        if stage.has_opened():
            told = reading()
    elif stage.has_opened():
        told = _(
            "Applicants read version %(number)d. Something has changed since: it "
            "counts only once the form is frozen again."
        )
    else:
        told = _(
            "Version %(number)d is frozen, and something has changed since: applicants "
            "will read version %(number)d unless the form is frozen again."
        )
    return told % {"number": last.number}


def reading():
    return _(
        "Applicants read version %(number)d; what you change counts only once the form "
        "is frozen again."
    )


def warning_of(stage):
    """A sentence for whoever edits a part of a frozen form; "" where none is."""
    last = stage.versions.defer("content").first()
    if last is None:
        return ""
    told = _(
        "Version %(number)d is frozen; what you change counts only once the form is "
        "frozen again."
    )
    if stage.has_opened():
        told = reading()
    return told % {"number": last.number}


def around_competition(competition, *, may_add):
    """Where the call of a competition is, or how it gets one."""
    if hasattr(competition, "call"):
        return Around(trail=[trail_of_call(competition.call)])
    if not may_add:
        return Around()
    ways = [
        (_("Write its call"), "add"),
        (_("Copy its call from an earlier competition"), "copy"),
    ]
    chosen = urlencode({"competition": competition.pk})
    return Around(
        trail=[
            (told, f"{reverse(f'admin:awards_call_{page}')}?{chosen}")
            for told, page in ways
        ]
    )


def around_call(call, *, may_freeze, sees_year=False):
    stages = list(call.stages.all())
    none = _("It has no stage yet: add the first one below, among the stages.")
    above = _("Competition: %(name)s") % {"name": call}
    trail = [(above, page_of(call.competition))]
    if sees_year:
        here = f"{reverse('admin:year')}#c{call.competition.year}"
        trail.append((_("The year at a glance"), here))
    return Around(
        trail=trail,
        standings=standings_of(stages, may_freeze=may_freeze),
        told=[] if stages else [none],
    )


def around_stage(stage, *, may_freeze):
    return Around(
        trail=[trail_of_call(stage.call)],
        standings=standings_of([stage], may_freeze=may_freeze),
    )


def around_section(section):
    return Around(
        trail=trail_of_stage(section.stage),
        parts_title=_("Questions, with the answers to choose from"),
        parts=[
            (question, page_of(question), question.get_kind_display())
            for question in section.questions.all()
        ],
        told=list(filter(None, [warning_of(section.stage)])),
    )


def around_question(question):
    section = question.section
    here = capfirst(_("%(kind)s “%(name)s”")) % {
        "kind": capfirst(section._meta.verbose_name),
        "name": section,
    }
    return Around(
        trail=[*trail_of_stage(section.stage), (here, page_of(section))],
        told=list(filter(None, [warning_of(section.stage)])),
    )


def trail_of_call(call):
    return _("Call: %(name)s") % {"name": call}, page_of(call)


def trail_of_stage(stage):
    return [trail_of_call(stage.call), (stage_title(stage), page_of(stage))]
