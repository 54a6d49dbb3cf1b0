"""The Italian catalogue, kept without gettext's tools.

Words are read from Python and from templates as Django reads them when it runs.
The catalogue is sorted and says nothing of lines, so that a change to it is short.
"""

import re
from io import BytesIO

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from polisocial.local.folders import ROOT
from polisocial.local.trouble import Trouble

CATALOGUE = ROOT / "locale" / "it" / "LC_MESSAGES" / "django.po"
HEADER = """msgid ""
msgstr ""
"Language: it\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
SINGLE, PLURAL = None, (1, 2)
CONTEXT, CONTEXT_PLURAL = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": SINGLE,
    "gettext": SINGLE,
    "gettext_lazy": SINGLE,
    "gettext_noop": SINGLE,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": CONTEXT_PLURAL,
    "npgettext_lazy": CONTEXT_PLURAL,
}
PLACEHOLDER = re.compile(r"%\(\w+\)[\d.]*\w|%[\d.]*[a-z]|\{\w*\}|<[\w:]+>")


def sources(root=ROOT):
    """The files whose words people read: of our packages, and the templates."""
    for package in sorted(root.glob("*/__init__.py")):
        if package.parent.name == "tests":
            continue
        for path in sorted(package.parent.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    for folder in sorted({root / "templates", *root.glob("*/templates")}):
        yield from sorted(path for path in folder.rglob("*.*") if path.is_file())


def python_of(path):
    """A file as Python: a template becomes the calls its tags will make."""
    text = path.read_text()
    if path.suffix != ".py":
        # Inside brackets the indentation that was the template's means nothing.
        text = f"({templatize(text, origin=str(path))}\n)"
    return BytesIO(text.encode())


def extracted(root=ROOT):
    """A catalogue of every message in the sources, none of them translated."""
    catalogue = Catalog(locale="it")
    for path in sources(root):
        found = extract("python", python_of(path), KEYWORDS, options={})
        for _line, message, _comments, context in found:
            catalogue.add(message, context=context)
    return catalogue


def stored(path=CATALOGUE):
    """The catalogue in git, or an empty one."""
    if not path.exists():
        return Catalog(locale="it")
    with path.open("rb") as file:
        return read_po(file, locale="it")


def update(root=ROOT, path=CATALOGUE):
    """Add the new messages, empty; drop those that are no longer there."""
    catalogue = stored(path)
    catalogue.update(extracted(root), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    write(catalogue, path)


def write(catalogue, path):
    text = BytesIO()
    write_po(
        text, catalogue, width=88, no_location=True, omit_header=True, sort_output=True
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + text.getvalue().decode().strip() + "\n")


def compile_catalogue(path=CATALOGUE):
    """Write what Django reads, when it is not there or older than its source."""
    compiled = path.with_suffix(".mo")
    if not path.exists():
        return
    if compiled.exists() and compiled.stat().st_mtime_ns > path.stat().st_mtime_ns:
        return
    unfinished = compiled.with_suffix(".new")
    with unfinished.open("wb") as file:
        write_mo(file, stored(path))
    unfinished.rename(compiled)


def complaints(root=ROOT, path=CATALOGUE):
    """What keeps the catalogue from being complete, message by message."""
    known = {_key(message): message for message in stored(path) if message.id}
    needed = {_key(message) for message in extracted(root) if message.id}
    for context, text in sorted(needed - set(known)):
        yield f"missing: {_shown(context, text)}"
    for context, text in sorted(set(known) - needed):
        yield f"no longer used: {_shown(context, text)}"
    for key in sorted(needed & set(known)):
        for wrong in _wrongs(known[key]):
            yield f"{wrong}: {_shown(*key)}"


def check(root=ROOT, path=CATALOGUE):
    if found := list(complaints(root, path)):
        listed = "\n".join(f"  {line}" for line in found)
        raise Trouble(f"{path.name} needs care (`make messages` updates it):\n{listed}")


def _wrongs(message):
    texts = _texts(message.string)
    if message.fuzzy:
        yield "fuzzy"
    if len(texts) < len(_texts(message.id)) or not all(texts):
        yield "untranslated"
        return
    # One thing may be said with its number or without it ("a project", "1 project").
    allowed = [_placeholders(text) for text in _texts(message.id)]
    last = len(texts) - 1
    for index, text in enumerate(texts):
        if _placeholders(text) not in (allowed if index < last else allowed[-1:]):
            yield "other placeholders"


def _texts(value):
    return value if isinstance(value, (tuple, list)) else (value,)


def _placeholders(text):
    return sorted(set(PLACEHOLDER.findall(text.replace("%%", ""))))


def _key(message):
    return message.context or "", _texts(message.id)[0]


def _shown(context, text):
    return f"{text!r} ({context})" if context else repr(text)
