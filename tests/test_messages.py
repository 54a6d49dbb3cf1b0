"""The catalogue tool reads, from code and templates, what Django looks up."""

import gettext
import re

import pytest
from django.template import Context, Engine
from django.utils import translation

from polisocial.local import messages
from polisocial.local.trouble import Trouble

PAGE = """{% load i18n %}
    {# Translators: indentation and 'quotes' of the page mean nothing #}
    <p title="{% translate "A title" %}">{% translate "It's plain" as x %}{{ x }}</p>
  {% translate "known" context "feminine" %} {{ _("in brackets")|upper }}
{% blocktranslate trimmed with name=who %}
    Two lines of
    {{ name }}, at 100%
{% endblocktranslate %}
      {% blocktranslate count number=n trimmed %}
        One project
      {% plural %}
        {{ number }} projects
      {% endblocktranslate %}
{% blocktranslate context "verb" %}Open {{ who }}{% endblocktranslate %}
{% comment %}{% translate "never shown" %}{% endcomment %}
{% blocktranslate asvar later %}Kept for later{% endblocktranslate %}{{ later }}
{% if who == _("in a condition") %}{% endif %}{{ who|default:_("by default") }}
"""
CODE = '''
from django.utils.translation import gettext as _, pgettext_lazy, ngettext

def words(n):
    """Not _("this")."""
    return [
        _("one " "sentence"), pgettext_lazy("noun", "Open"),
        ngettext("%(n)d year", "%(n)d years", n), _('accented: perché'),
    ]
'''


@pytest.fixture
def root(tmp_path):
    """A small project with one page and one module."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text(CODE)
    return tmp_path


@pytest.fixture
def path(root):
    return root / "locale" / "it" / "LC_MESSAGES" / "django.po"


def translate_all(path, mark="«{}»"):
    """Give every message a translation that shows where it came from."""
    catalogue = messages.stored(path)
    for message in catalogue:
        if message.id and message.pluralizable:
            message.string = tuple(mark.format(text) for text in message.id)
        elif message.id:
            message.string = mark.format(message.id)
    messages.write(catalogue, path)


def test_every_word_of_a_page_is_the_one_django_looks_up(root, path, settings):
    messages.update(root, path)
    translate_all(path)
    messages.check(root, path)
    messages.compile_catalogue(path)
    settings.LOCALE_PATHS = [root / "locale"]
    page = Engine(libraries={"i18n": "django.templatetags.i18n"}).from_string(PAGE)
    with translation.override("it"):
        one, two = (page.render(Context({"who": "Ada", "n": n})) for n in (1, 2))
    assert " ".join(one.split()) == (
        '<p title="«A title»">«It\'s plain»</p> «known» «IN BRACKETS» '
        "«Two lines of Ada, at 100%» «One project» «Open Ada» «Kept for later» Ada"
    )
    assert "«2 projects»" in two


def test_words_of_code_are_found_once_each_and_sorted(root, path):
    messages.update(root, path)
    found = [(message.context, message.id) for message in messages.stored(path)]
    assert ("noun", "Open") in found
    assert ("verb", "Open %(who)s") in found
    assert (None, ("%(n)d year", "%(n)d years")) in found
    assert (None, "one sentence") in found
    assert (None, "accented: perché") in found
    assert (None, "this") not in found
    assert (None, "never shown") not in found
    texts = [text if isinstance(text, str) else text[0] for _context, text in found]
    assert texts == sorted(texts)


def test_update_keeps_what_is_translated_and_drops_what_is_gone(root, path):
    messages.update(root, path)
    translate_all(path)
    before = path.read_text()
    messages.update(root, path)
    assert path.read_text() == before
    (root / "app" / "__init__.py").write_text("_('new')")
    messages.update(root, path)
    assert 'msgid "one sentence"' not in path.read_text()
    assert 'msgid "new"\nmsgstr ""\n' in path.read_text()
    assert not re.search("^#[:~ ]", path.read_text(), re.MULTILINE)


def complaints(root, path, code, entry):
    """What is said of this entry of the catalogue, when the code is this."""
    (root / "templates" / "page.html").unlink()
    (root / "app" / "__init__.py").write_text(code)
    path.parent.mkdir(parents=True)
    path.write_text(f"{messages.HEADER}{entry}\n")
    return list(messages.complaints(root, path))


@pytest.mark.parametrize(
    ("code", "entry", "said"),
    [
        ("_('a')", 'msgid "a"\nmsgstr "b"', []),
        ("_('a')", "", ["missing: 'a'"]),
        ("", 'msgid "a"\nmsgstr "b"', ["no longer used: 'a'"]),
        ("_('a')", 'msgid "a"\nmsgstr ""', ["untranslated: 'a'"]),
        ("_('a')", '#, fuzzy\nmsgid "a"\nmsgstr "b"', ["fuzzy: 'a'"]),
        (
            "_('%(n)s a')",
            'msgid "%(n)s a"\nmsgstr "%(m)s b"',
            ["other placeholders: '%(n)s a'"],
        ),
        ("_('<int:year>/')", 'msgid "<int:year>/"\nmsgstr "<int:year>/"', []),
        (
            "_('a/<int:year>/')",
            'msgid "a/<int:year>/"\nmsgstr "b/<int:anno>/"',
            ["other placeholders: 'a/<int:year>/'"],
        ),
        (
            "ngettext('one', '%(n)s many', n)",
            'msgid "one"\nmsgid_plural "%(n)s many"\n'
            'msgstr[0] "%(n)s uno"\nmsgstr[1] "%(n)s molti"',
            [],
        ),
        (
            "ngettext('one', '%(n)s many', n)",
            'msgid "one"\nmsgid_plural "%(n)s many"\n'
            'msgstr[0] "uno"\nmsgstr[1] "molti"',
            ["other placeholders: 'one'"],
        ),
        (
            "ngettext('one', 'many', n)",
            'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "uno"\nmsgstr[1] ""',
            ["untranslated: 'one'"],
        ),
        (
            "pgettext('x', 'a')",
            'msgid "a"\nmsgstr "b"',
            ["missing: 'a' (x)", "no longer used: 'a'"],
        ),
    ],
)
def test_check_says_what_is_wrong(root, path, code, entry, said):
    assert complaints(root, path, code, entry) == said


def test_check_lists_all_in_one_refusal(root, path):
    messages.update(root, path)
    with pytest.raises(Trouble, match="untranslated: 'A title'"):
        messages.check(root, path)


def test_compiling_again_follows_the_source(root, path):
    messages.update(root, path)
    for mark in ("«{}»", "<{}>"):
        translate_all(path, mark)
        messages.compile_catalogue(path)
        with path.with_suffix(".mo").open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
        assert catalogue.gettext("one sentence") == mark.format("one sentence")
