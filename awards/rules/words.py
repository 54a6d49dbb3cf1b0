"""Counting words in one way: `static/js/words.js` does the same in the browser."""

import re

SPACES = re.compile(
    "[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+"
)
SIGNS = re.compile(r"""[-–—•·*/.,;:!?()\[\]{}"'“”‘’«»…&+=<>|_#@%§°~^`\\]+""")


def count_words(text):
    """How many words: what stands between spaces and is more than signs."""
    return sum(bool(SIGNS.sub("", piece)) for piece in SPACES.split(text))
