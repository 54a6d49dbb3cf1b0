"""Keys of a record that are texts in two languages, or lists of texts."""

from itertools import zip_longest

from polisocial.exchange.values import (
    LONGEST_LIST,
    LONGEST_TEXT,
    Field,
    get,
    object_faults,
    put,
    show,
    text_faults,
)

NAMES = {"it": "Italian", "en": "English"}
LONGEST_LINE = 500


def missing(language):
    return f"There is no text in {NAMES[language]}. Write it."


class Pair(Field):
    """A text in both languages: {"it": …, "en": …} in `<path>_it` and `<path>_en`.

    With `hollow`, an unknown one is {"it": null, "en": null}.
    """

    def bind(self, model):
        path = self.paths[0]
        self.columns = [f"{path}_{language}" for language in NAMES]
        name = self.columns[0].rpartition(".")[2]
        column = (self.of or model)._meta.get_field(name)
        self.limit = column.max_length or LONGEST_TEXT
        self.lines = not column.max_length

    def wrong(self, value):
        if not isinstance(value, dict):
            keys = '{"it": …, "en": …}'
            yield "", f"{show(value)} is not a text in two languages. Write {keys}."
        elif not (self.extra.get("hollow") and value == self.shown(("", ""))):
            yield from self.pair_faults(value)

    def pair_faults(self, value):
        for key in value:
            if key not in NAMES:
                yield f".{key}", "This language is not ours. Write it and en."
        for key in NAMES:
            if value.get(key) is None:
                yield f".{key}", missing(key)
            else:
                for where, sentence in text_faults(value[key], self.limit, self.lines):
                    yield f".{key}{where}", sentence

    def shown(self, stored):
        italian, english = (text or None for text in stored)
        if italian or english or self.extra.get("hollow"):
            return {"it": italian, "en": english}
        return None

    def stored(self, value):
        value = value or {}
        return value.get("it") or "", value.get("en") or ""

    def read(self, row):
        return self.shown([get(row, column) or "" for column in self.columns])

    def write(self, row, value, rows):
        for column, text in zip(self.columns, self.stored(value), strict=True):
            put(row, column, text)


class Note(Pair):
    """A text in both languages, in Italian alone ("en": null), or an English string."""

    plain = "en"

    def wrong(self, value):
        if isinstance(value, str):
            yield from text_faults(value, self.limit, self.lines)
        elif isinstance(value, dict) and value.get("en", 0) is None:
            yield from self.pair_faults({**value, "en": value.get("it")})
        else:
            yield from super().wrong(value)

    def shown(self, stored):
        italian, english = stored
        return english if english and not italian else super().shown(stored)

    def stored(self, value):
        return ("", value) if isinstance(value, str) else super().stored(value)


class Name(Pair):
    """A proper name: one string, stored as Italian, or one for each language."""

    def wrong(self, value):
        if isinstance(value, str):
            yield from text_faults(value, self.limit, self.lines)
        else:
            yield from super().wrong(value)

    def shown(self, stored):
        italian, english = stored
        return italian if italian and not english else super().shown(stored)

    def stored(self, value):
        return (value, "") if isinstance(value, str) else super().stored(value)


def list_faults(value, item_faults, identity=lambda item: item):
    """What is wrong with a list, each item of which is judged by `item_faults`.

    No two items have the same `identity`.
    """
    if not isinstance(value, list):
        yield "", f"{show(value)} is not a list. Write one between square brackets."
        return
    if len(value) > LONGEST_LIST:
        yield "", f"The list is too long. Write at most {LONGEST_LIST} items."
        return
    seen = []
    for number, item in enumerate(value, 1):
        faults = list(item_faults(item))
        if not faults:
            if identity(item) in seen:
                faults = [("", "This item is there twice. Keep one.")]
            seen.append(identity(item))
        for where, sentence in faults:
            yield f" {number}{where}", sentence


class Lines(Field):
    """A list of short texts as published, in one column."""

    def __init__(self, *paths, **options):
        super().__init__(*paths, required=True, **options)
        self.empty = []

    def wrong(self, value):
        yield from list_faults(value, lambda item: text_faults(item, LONGEST_LINE))

    def shown(self, stored):
        return list(stored or [])

    def stored(self, value):
        return value


class PairOfLists(Pair):
    """As many short texts in Italian as in English, in the same order."""

    def __init__(self, *paths, longest=LONGEST_LINE, **options):
        super().__init__(*paths, required=True, **options)
        self.longest = longest

    def pair_faults(self, value):
        yield from object_faults(dict.fromkeys(NAMES, Texts(self.longest)), value)
        lengths = {len(item) for item in value.values() if isinstance(item, list)}
        if len(lengths) > 1:
            yield "", "The two lists differ in length. Write each item in both."

    def shown(self, stored):
        return {"it": list(stored[0] or []), "en": list(stored[1] or [])}

    def stored(self, value):
        return value["it"], value["en"]


class Texts(Field):
    """A list of texts inside another value."""

    def __init__(self, longest=LONGEST_LINE):
        super().__init__(required=True)
        self.longest = longest

    def wrong(self, value):
        yield from list_faults(value, lambda item: text_faults(item, self.longest))


class Notes(Pair):
    """A list of notes: all in both languages, or all plain English strings."""

    def __init__(self, *paths, **options):
        super().__init__(*paths, required=True, **options)
        self.empty = []

    def wrong(self, value):
        note = Note(required=True)
        note.limit, note.lines = LONGEST_LINE, False
        faults = list(list_faults(value, note.faults))
        if not faults and self.shown(self.stored(value)) != value:
            hint = "Write all of them in both, or all as plain English texts."
            faults = [("", f"Some items are in two languages and some not. {hint}")]
        yield from faults

    def shown(self, stored):
        italian, english = (list(lines or []) for lines in stored)
        if not italian:
            return english
        pairs = zip_longest(italian, english)
        return [{"it": one, "en": other} for one, other in pairs]

    def stored(self, value):
        italian = [item["it"] for item in value if isinstance(item, dict)]
        english = [item["en"] if isinstance(item, dict) else item for item in value]
        return italian, [text for text in english if text]
