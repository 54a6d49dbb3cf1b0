"""A call and its form on paper: what the PDF and the text file hold, and the text.

Data of texts only, each with its language; what the page says, in the same words.
"""

import re
from textwrap import fill

from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _

from awards.views import call_words as words
from content.bilingual import Text
from content.formats import (
    UNKNOWN,
    count_text,
    day_text,
    euro_text,
    page_language,
    rome_text,
)

WIDTH = 76
PARAGRAPHS = re.compile(r"\n\s*\n")


def paper(call, rounds, rules, address):
    """What is on the paper; `rules` are those in force, `address` that of the call."""
    edition = call.competition
    asked = [each for each in rounds if each.form]
    untranslated = next(filter(None, (each.untranslated for each in asked)), "")
    lead = _("To prepare the answers offline. Proposals are handed in at %(address)s.")
    return {
        "language": page_language(),
        "title": _("%(label)s: the call and its form") % {"label": edition.label},
        "subtitle": said(edition.theme),
        "lead": [
            said(lead % {"address": address}),
            *(said(version_text(each)) for each in asked),
            *paragraphs(untranslated),
            *paragraphs(call.about),
        ],
        "parts": [
            timetable_part(rounds),
            *rule_parts(rules),
            *(part for each in asked for part in round_parts(each)),
        ],
    }


def version_text(each):
    """Which form this is: a later version may be on the page by now."""
    name = _("Form")
    return _("%(form)s: version %(number)s, %(day)s") % {
        "form": f"{name} ({each.name.lower()})" if each.name else name,
        "number": each.version.number,
        "day": day_text(each.version.at),
    }


def said(text):
    """A text with its language: the page's, unless it stands in for a missing one."""
    lang = text.lang if isinstance(text, Text) else page_language()
    return {"text": str(text), "lang": lang}


def paragraphs(text):
    parted = PARAGRAPHS.split(normalize_newlines(text or "").strip())
    lang = said(text)["lang"]
    return [{"text": each, "lang": lang} for each in parted if each]


def part(title, facts=(), questions=(), notes=()):
    """A headed part: notes, then labels with what is said of each, then questions."""
    return {
        "title": said(title),
        "notes": list(notes),
        "facts": [
            {"label": said(label), "value": value, "notes": paragraphs(note)}
            for label, value, note in facts
        ],
        "questions": list(questions),
    }


def timetable_part(rounds):
    facts = []
    for each in rounds:
        stage, before = each.stage, f"{each.name}: " if each.name else ""
        opens, closes, promised = (
            stage.opens_at,
            stage.closes_at,
            stage.answer_expected_on,
        )
        facts += [
            (before + _("Opening"), rome_text(opens) if opens else UNKNOWN["f"]),
            (before + _("Deadline"), rome_text(closes) if closes else UNKNOWN["f"]),
            (
                before + _("Answer expected"),
                day_text(promised) if promised else UNKNOWN[""],
            ),
        ]
    return part(_("Timetable"), [(label, str(value), "") for label, value in facts])


def rule_parts(rules):
    """The parts about who, what and how much; those that say nothing are left out."""
    form = rules["form"]
    categories = [(each.name, length, "") for each, length in rules["categories"]]
    prizes = [
        (each.name, euro_text(each.amount) if each.amount else "", each.note)
        for each in form.prizes
    ]
    caps = [(each.name, cap, each.note) for each, cap in rules["caps"]]
    subjects = (
        (_("Who may take part"), [(*fact, "") for fact in rules["team_rules"]]),
        (_("Dimensions"), [(each.name, "", each.note) for each in form.dimensions]),
        (_("Categories"), categories),
        (_("Special prizes"), prizes),
        (_("Money and length"), [(*fact, "") for fact in rules["money_rules"]]),
        (_("What a project may pay for"), caps),
    )
    for title, facts in subjects:
        if facts:
            yield part(title, facts)


def round_parts(each):
    """The criteria of a stage, then each section of its form."""
    before = f"{each.name}: " if each.name else ""
    if each.form.criteria:
        criteria = [(c.name, criterion_text(c), c.note) for c in each.form.criteria]
        yield part(before + _("Criteria"), criteria)
    for number, (section, questions) in enumerate(each.sections, start=1):
        title = f"{before}{number}. {section.name}"
        yield part(
            Text(title, section.name.lang, page_language()),
            questions=[
                question(f"{number}.{place}", asked, limits)
                for place, (asked, limits) in enumerate(questions, start=1)
            ],
            notes=paragraphs(section.note),
        )


def criterion_text(criterion):
    told = [
        words.share_text(criterion.weight),
        _("scores up to %(most)s") % {"most": count_text(criterion.most)},
    ]
    if criterion.threshold is not None:
        least = count_text(criterion.threshold)
        told.append(_("at least %(least)s to pass") % {"least": least})
    return ", ".join(told)


def question(number, asked, limits):
    return {
        "number": number,
        "label": said(asked.label),
        "limits": limits,
        "notes": paragraphs(asked.help),
        "choices": [said(each.label) for each in asked.choices],
    }


# As plain text


def plain_text(sheet):
    """The paper as lines of text, with room after each question to answer it."""
    blocks = [underlined(sheet["title"], "="), sheet["subtitle"]["text"]]
    blocks += [filled(each["text"]) for each in sheet["lead"]]
    for each in sheet["parts"]:
        blocks.append("\n" + underlined(each["title"]["text"], "-"))
        blocks += [filled(note["text"]) for note in each["notes"]]
        blocks += [fact_lines(fact) for fact in each["facts"]]
        blocks += [question_lines(asked) for asked in each["questions"]]
    return "\n\n".join(filter(None, blocks)) + "\n"


def underlined(title, sign):
    title = filled(title)
    return f"{title}\n{sign * max(map(len, title.splitlines()))}"


def filled(text, indent=""):
    """Lines of 76 letters at most; an address is never cut."""
    return "\n".join(
        fill(
            row,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for row in text.split("\n")
    )


def fact_lines(fact):
    label, value = fact["label"]["text"], fact["value"]
    lines = [filled(f"{label}: {value}" if value else label)]
    lines += [filled(note["text"], "  ") for note in fact["notes"]]
    return "\n".join(lines)


def question_lines(asked):
    lines = [
        filled(f"{asked['number']} {asked['label']['text']}"),
        filled(f"({asked['limits']})"),
        *(filled(note["text"]) for note in asked["notes"]),
        *(filled(f"[ ] {each['text']}") for each in asked["choices"]),
    ]
    return "\n".join([*lines, "", _("Answer:"), ""])
