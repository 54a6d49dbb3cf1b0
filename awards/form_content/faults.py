"""What keeps a stage from opening: each fault a sentence, and the row it is about."""

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from awards.form_content.content import read_whole
from awards.models import Answer, FormVersion, QuestionKind
from awards.models.call import HUNDRED
from awards.rules.fields import is_alike
from awards.rules.frozen import read
from awards.rules.money import may_be_awarded
from content.bilingual import bilingual_names
from content.formats import count_text, euro_text

OFFERS_CHOICES = {QuestionKind.ONE, QuestionKind.SEVERAL}
# Without one of these a row says nothing; other texts may be missing.
ALWAYS = {"name", "label"}


class Fault(str):
    """A sentence that tells a fault; `about` is the row where it is mended."""

    def __new__(cls, sentence, about):
        self = super().__new__(cls, sentence)
        self.about = about
        return self


def faults(stage, at=None):
    """Sentences about what keeps a stage from opening; none where it may open."""
    read_whole(stage)
    sections = list(stage.sections.all())
    return [
        *_of_times(stage, at or timezone.now()),
        *_of_the_other_stage(stage),
        *_of_money(stage.call),
        *_of_budgets(stage.call),
        *_of_criteria(stage),
        *_of_sections(stage, sections),
        *_of_keys(sections),
        *_of_kinds(stage.call, sections),
        *_of_texts(stage, sections),
    ]


def _of_times(stage, at):
    opens, closes, answer = stage.opens_at, stage.closes_at, stage.answer_expected_on
    if opens is None:
        yield Fault(_("The stage has no opening."), stage)
    if closes is None:
        yield Fault(_("The stage has no deadline."), stage)
    if opens and closes and closes <= opens:
        yield Fault(_("The deadline comes before the opening."), stage)
    if stage.has_opened(at) and not stage.versions.exists():
        told = _("The opening has passed: move it, so that the form is frozen before.")
        yield Fault(told, stage)
    if closes and answer and answer < timezone.localdate(closes):
        yield Fault(_("The answer is expected before the deadline."), stage)


def _of_the_other_stage(stage):
    if stage.number == 1:
        return
    first = next((each for each in stage.call.stages.all() if each.number == 1), None)
    if first is None:
        yield Fault(_("There is a second stage and no first one."), stage)
    elif first.closes_at and stage.opens_at and stage.opens_at < first.closes_at:
        yield Fault(_("The second stage opens before the first one closes."), stage)


def _of_money(call):
    cap, told = call.project_cap, call.competition.project_cap
    if cap and told and cap != told:
        sentence = _("A project may ask %(call)s here, %(competition)s in the edition.")
        sums = {"call": euro_text(cap), "competition": euro_text(told)}
        yield Fault(sentence % sums, call)
    for heading in call.cost_headings.all():
        if cap and heading.cap and heading.cap > cap:
            sentence = _("“%(heading)s” may cost more than a whole project may ask.")
            yield Fault(sentence % {"heading": heading}, heading)


def _of_budgets(call):
    """The money set apart for categories, against what there is where it is known."""
    budgets = [each.budget for each in call.competition.categories.all()]
    known = [each for each in budgets if each is not None]
    if known and len(known) < len(budgets):
        yield Fault(_("Some categories have a budget and others have none."), call)
    there = may_be_awarded(call.competition) if known else None
    if there is not None and sum(known) > there:
        sentence = _("Categories have %(sum)s in all, and there is %(there)s.")
        sums = {"sum": euro_text(sum(known)), "there": euro_text(there)}
        yield Fault(sentence % sums, call)


def _of_criteria(stage):
    weights = [each.weight for each in stage.criteria.all()]
    if weights and sum(weights) != HUNDRED:
        sentence = _("The weights of the criteria add up to %(total)s, not to 100.")
        yield Fault(sentence % {"total": count_text(sum(weights))}, stage)


def _of_sections(stage, sections):
    if not sections:
        yield Fault(_("The form has no section."), stage)
    questions = []
    for section in sections:
        asked = section.questions.all()
        questions += asked
        if not asked:
            sentence = _("The section “%(name)s” asks nothing.")
            yield Fault(sentence % {"name": section}, section)
    for question in questions:
        yield from _of_choices(question)
    if questions and not any(each.is_required for each in questions):
        sentence = _("No question is required: an empty proposal could be handed in.")
        yield Fault(sentence, stage)


def _of_choices(question):
    offered = len(question.choices.all())
    if question.kind in OFFERS_CHOICES and offered < 2:
        sentence = _("“%(question)s” needs at least two answers to choose from.")
        yield Fault(sentence % {"question": question}, question)
    elif question.kind not in OFFERS_CHOICES and offered:
        sentence = _("“%(question)s” has answers to choose from: its kind has none.")
        yield Fault(sentence % {"question": question}, question)


def _of_keys(sections):
    known = {}
    for section in sections:
        for question in section.questions.all():
            if first := known.get(question.key):
                sentence = _("“%(one)s” and “%(other)s” have the same key.")
                told = sentence % {"one": first, "other": question}
                yield Fault(told, question)
            known.setdefault(question.key, question)


def _of_kinds(call, sections):
    """Questions that were answered already, when they were of another kind."""
    versions = FormVersion.objects.filter(stage__call=call).order_by("number")
    last = {version.stage_id: read(version.content) for version in versions}
    changed = {
        f"q.{question.key}": question
        for section in sections
        for question in section.questions.all()
        for form in last.values()
        if (before := form.question(question.key))
        and not is_alike(before.kind, question.kind)
    }
    if not changed:
        return
    answers = Answer.objects.filter(proposal__stage__call=call, key__in=changed)
    real = answers.filter(proposal__rehearsal=None)
    for key in sorted(set(real.values_list("key", flat=True))):
        sentence = _("“%(question)s” has answers of another kind: give it another key.")
        yield Fault(sentence % {"question": changed[key]}, changed[key])


def _of_texts(stage, sections):
    """Italian texts that are missing: always those that name a row, and the others
    where there is an English one."""
    for number, row in _rows(stage, sections):
        for name in bilingual_names(type(row)):
            italian, english = (
                getattr(row, f"{name}_{code}").strip() for code in ("it", "en")
            )
            if not italian and (english or name in ALWAYS):
                label = row._meta.get_field(f"{name}_it").verbose_name
                told = _("%(row)s: “%(text)s” is missing.")
                yield Fault(told % {"row": _named(number, row), "text": label}, row)


def _rows(stage, sections):
    """Every row with texts that applicants read, and its place where it has sisters."""
    call = stage.call
    yield None, call
    for rows in (
        call.dimensions.all(),
        call.prizes.all(),
        call.competition.categories.all(),
        call.cost_headings.all(),
        stage.criteria.all(),
    ):
        yield from enumerate(rows, start=1)
    for place, section in enumerate(sections, start=1):
        yield place, section
        for number, question in enumerate(section.questions.all(), start=1):
            yield number, question
            yield from enumerate(question.choices.all(), start=1)


def _named(number, row):
    """“Section “Objectives””, or “Section 2” where it has no name at all."""
    if number is None:
        return capfirst(str(row._meta.verbose_name))
    known = ("name_it", "label_it", "name_en", "label_en", "key")
    names = [getattr(row, name, "").strip() for name in known]
    told = {"kind": capfirst(str(row._meta.verbose_name)), "number": number}
    if name := next(filter(None, names), None):
        return _("%(kind)s “%(name)s”") % {**told, "name": name}
    return _("%(kind)s %(number)d") % told
