"""What a visitor may have meant by words that are found nowhere."""

import re
from difflib import SequenceMatcher

from django.contrib.postgres.search import TrigramWordDistance
from django.db.models import F, Value
from django.db.models.functions import Concat

from awards.models import Project, TeamMember
from awards.models.project_search import TITLES
from content.words import plain
from directory.models import Organisation, Place

ALIKE = 0.7
MARKS = ".,;:!?()«»“”\"'"


def sources():
    """The texts whose words may have been meant."""
    projects = Project.objects.public()
    return (
        (projects, TITLES),
        (TeamMember.objects.filter(project__in=projects), F("name")),
        (Organisation.objects.public(), F("name")),
        (Place.objects.all(), Concat("name_it", Value(" "), "locality_it")),
    )


def nearest_texts(words):
    """A few texts with something like each word, by trigrams."""
    for n, word in enumerate(words):
        for rows, text in sources():
            far = TrigramWordDistance(word.text, text)
            yield rows.order_by(far).values_list(Value(n), text)[:3]


def likeness(one, other):
    return SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio()


def closest(words):
    """For each word found nowhere, the one of our texts most like it, or ""."""
    first, *others = nearest_texts(words)
    known = {n: {""} for n in range(len(words))}
    for n, text in first.union(*others, all=True):
        known[n] |= {piece.strip(MARKS) for piece in text.split()}
        known[n] |= set(re.findall(r"\w+", text))
    for n, word in enumerate(words):
        like, best = max((likeness(word.text, piece), piece) for piece in known[n])
        yield best if like >= ALIKE else ""


def did_you_mean(words, found):
    """The words again, with the closest we have for those found nowhere, or "".

    `found` says how many things have each word; None for one that says nothing.
    """
    known = [number != 0 for number in found]
    if all(known):
        return ""
    meant = closest(
        [word for word, is_known in zip(words, known, strict=True) if not is_known]
    )
    said = [
        word.text if is_known else next(meant)
        for word, is_known in zip(words, known, strict=True)
    ]
    return " ".join(said) if all(said) else ""
