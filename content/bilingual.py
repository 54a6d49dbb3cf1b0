"""Texts in two columns, Italian and English, read through one attribute."""

from django.utils.translation import get_language

LANGUAGES = ("it", "en")


class Text(str):
    """A text that knows its language and whether it stands in for a missing one."""

    lang: str
    is_fallback: bool

    def __new__(cls, text, lang, wanted):
        self = super().__new__(cls, text)
        self.lang = lang
        self.is_fallback = lang != wanted
        return self


class Lines(list):
    """Short texts in one language, with the same marks as `Text`."""

    def __init__(self, lines, lang, wanted):
        super().__init__(lines)
        self.lang = lang
        self.is_fallback = lang != wanted


class Bilingual:
    """Reads `<name>_it` or `<name>_en`, whichever the visitor wants and there is.

    Italian stands in where English is missing and the other way round; the value
    says so, and pages mark it. Gives "" when neither is written.
    """

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        wanted = (get_language() or "it")[:2]
        for code in (wanted, *LANGUAGES):
            if value := getattr(instance, f"{self.name}_{code}", ""):
                kind = Lines if isinstance(value, list) else Text
                return kind(value, code, wanted)
        return ""


def bilingual_names(model):
    """The names of the texts that a model keeps in two columns, as declared."""
    return [
        name
        for base in reversed(model.__mro__)
        for name, value in vars(base).items()
        if isinstance(value, Bilingual)
    ]
