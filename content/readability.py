"""How hard an Italian text is to read: the Gulpease index.

Lucisano P., Piemontese M.E., "GULPEASE: una formula per la predizione della
difficoltà dei testi in lingua italiana", Scuola e città 3 (1988), pages 110-124:

    89 + (300 × sentences - 10 × letters) / words, from 0 (hardest) to 100 (easiest)

By the same authors: a text below 80 is hard for whoever has primary schooling only,
below 60 for whoever has lower-secondary schooling, below 40 for whoever has
upper-secondary schooling. It is a hint and refuses nothing.

`static/js/gulpease.js` counts in the same way while people type; a test compares them.
"""

import re
from unicodedata import normalize

from django.utils.translation import gettext_lazy as _

WORD = re.compile(r"[^\W_]+")
# A sentence ends with a mark before a blank, or with the line. "1.250,5" goes on.
END = re.compile(r"""[.!?…]+["'»”’)\]]*(?=\s|$)|\n""")

# The least index at which each is true, the easiest first.
LEVELS = (
    (80, _("easy, also with primary schooling only")),
    (60, _("hard with primary schooling only")),
    (40, _("hard with lower-secondary schooling; shorter sentences and words help")),
    (0, _("hard with upper-secondary schooling too; shorter sentences and words help")),
)


def gulpease(text):
    """The index of a text, a whole number; None where it has no word."""
    text = normalize("NFC", text)
    words = WORD.findall(text)
    if not words:
        return None
    sentences = sum(bool(WORD.search(part)) for part in END.split(text))
    letters = sum(map(len, words))
    # Half up, as the browser rounds.
    index = 89 + (300 * sentences - 10 * letters) / len(words)
    return min(100, max(0, int(index + 0.5)))


def level(index):
    """Who finds a text of this index hard, in words."""
    return next(words for least, words in LEVELS if index >= least)
