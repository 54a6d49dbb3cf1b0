"""The words a visitor types, as full-text questions in Italian and in English."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import override
from django_countries import countries

from content.bilingual import LANGUAGES

AT_MOST = 8
PIECES = re.compile(r'"[^"]+"|[^\s"]+')
MAY_GO_ON = re.compile(r"\w{3}\W?$")

# `word`: the words typed, numbered, as questions in both languages. Those that say
# nothing by themselves in one of them ("il", "of") are left out if there are others.
WORD = """
WITH asked AS (
    SELECT n, countries,
        CASE WHEN beginning = '' THEN websearch_to_tsquery('polisocial_it', text)
            ELSE to_tsquery('polisocial_it', beginning) END AS it,
        CASE WHEN beginning = '' THEN websearch_to_tsquery('polisocial_en', text)
            ELSE to_tsquery('polisocial_en', beginning) END AS en
    FROM unnest(%(texts)s, %(beginnings)s, %(countries)s)
        WITH ORDINALITY AS typed (text, beginning, countries, n)
), telling AS (
    SELECT * FROM asked WHERE numnode(it) > 0 AND numnode(en) > 0
), word AS MATERIALIZED (
    SELECT * FROM telling
    UNION ALL
    SELECT * FROM asked WHERE NOT EXISTS (SELECT FROM telling)
)
"""


def plain(text):
    """Without accents and capitals: to compare, and to sort as people do."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=1)
def country_names():
    """The words in the name of each country, in both languages."""
    words = {}
    for language in LANGUAGES:
        with override(language):
            for code, name in countries:
                words.setdefault(code, set()).update(plain(name).split())
    return words


@dataclass(frozen=True)
class Word:
    """A word, or several between quotation marks; the last one may be unfinished."""

    text: str
    may_go_on: bool = False

    @property
    def beginning(self):
        """What finds the words that begin so; "" when the word is whole."""
        text = re.sub(r"['\\]", " ", self.text)
        return f"'{text}':*" if self.may_go_on else ""

    @property
    def countries(self):
        """The codes of the countries whose name has it, one after the other."""
        mine = plain(self.text)
        same = str.startswith if self.may_go_on else str.__eq__
        return " ".join(
            code
            for code, words in country_names().items()
            if any(same(word, mine) for word in words)
        )


def typed(text):
    """The words in what was typed; the last one may go on."""
    pieces = PIECES.findall(text.replace("\x00", ""))[:AT_MOST]
    last = len(pieces) - 1
    return [
        Word(piece, n == last and bool(MAY_GO_ON.search(piece)))
        for n, piece in enumerate(pieces)
    ]


def as_parameters(words):
    """What WORD needs."""
    return {
        "texts": [word.text for word in words],
        "beginnings": [word.beginning for word in words],
        "countries": [word.countries for word in words],
    }
