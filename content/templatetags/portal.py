"""What the portal's templates can say that Django's own cannot.

Loaded everywhere (a builtin of the template engine). Nothing here makes a query.
"""

import json
import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import segno
from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import normalize_newlines

from content import covers, formats

register = template.Library()

register.filter(formats.day)
register.filter(formats.day_text)
register.filter(formats.instant_text)
register.filter(formats.rome)
register.filter(formats.rome_text)
register.filter(formats.euro)
register.filter(formats.euro_text)
register.filter(formats.count)
register.filter(formats.count_text)
register.filter(formats.ordinal)
register.filter(formats.points)
register.simple_tag(formats.unknown)
register.simple_tag(covers.cover)

LANGUAGE_NAMES = {"it": "Italiano", "en": "English"}

FURTHER_PAGE = re.compile("[2-9]|[1-9][0-9]{1,5}")
BLANK_LINE = re.compile(r"\n\s*\n")

# So that no text can close the script it stands in.
IN_SCRIPT = {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"}


# Texts in two languages


def language_mark(text):
    """The `lang` attribute of a text that is not in the language of the page."""
    lang = getattr(text, "lang", "")
    if not lang or lang == formats.page_language():
        return ""
    return format_html(' lang="{}"', lang)


@register.filter
def marked(text):
    """A text or a list of short texts, with its language where it is another one."""
    mark = language_mark(text)
    if isinstance(text, list):
        text = ", ".join(text)
    if not mark:
        return conditional_escape(text or "")
    return format_html("<span{}>{}</span>", mark, text)


@register.filter
def prose(text):
    """The paragraphs of a text; a blank line parts them."""
    mark = language_mark(text)
    paragraphs = BLANK_LINE.split(normalize_newlines(text or "").strip())
    return format_html_join(
        "\n",
        "<p{}>{}</p>",
        ((mark, linebreaksbr(paragraph)) for paragraph in paragraphs if paragraph),
    )


# Small drawings: lengths are attributes, so the page needs no inline style


def percent(value, highest):
    return f"{float(value) / float(highest) * 100:.1f}" if highest else "0"


@register.simple_tag
def bar(value, highest):
    """A horizontal bar beside a figure; hatched when the figure is not known."""
    if value is None:
        return mark_safe('<span class="bar--unk"></span>')
    return format_html(
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" '
        'aria-hidden="true"><rect width="{}" height="1"/></svg>',
        percent(value, highest),
    )


@register.simple_tag
def column(value, highest):
    """A column of the years; hatched when the figure is not known."""
    start = '<svg viewBox="0 0 1 100" preserveAspectRatio="none" aria-hidden="true"'
    if value is None:
        return mark_safe(f'{start} class="none"></svg>')  # noqa: S308
    height = percent(value, highest)
    return format_html(
        '{}><rect y="{}" width="1" height="{}"/></svg>',
        *(mark_safe(start), f"{100 - float(height):.1f}", height),  # noqa: S308
    )


@register.simple_tag
def dots(full, hollow=0):
    """One dot for each thing counted; hollow for those with no page here yet."""
    drawn = "<i></i>" * (full or 0) + '<i class="empty"></i>' * max(hollow or 0, 0)
    return mark_safe(f'<span class="dots" aria-hidden="true">{drawn}</span>')  # noqa: S308


@register.inclusion_tag("components/dot_field.html")
def dot_field():
    """One thousand dots, five of them lit and joined."""
    return {}


# What base.html needs


@register.filter
def json_ld(graph):
    """The schema.org graph of a page, as a block that is data and never runs."""
    text = json.dumps(graph, cls=DjangoJSONEncoder, ensure_ascii=False)
    for sign, harmless in IN_SCRIPT.items():
        text = text.replace(sign, harmless)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308
    )


@register.simple_tag(takes_context=True)
def canonical(context):
    """The page's own address: of a query, only the number of a further page counts."""
    number = context["request"].GET.get("page", "")
    further = FURTHER_PAGE.fullmatch(number)
    return f"{context['here']}?page={number}" if further else context["here"]


@register.simple_tag(takes_context=True)
def absolute(context, address):
    """An address as other sites must write it."""
    return context["request"].build_absolute_uri(address)


@register.simple_tag(takes_context=True)
def languages(context):
    """Both languages, with where each has the same page.

    An error page has no twin: from there the switch leads home.
    """
    query = context["request"].META.get("QUERY_STRING")
    choices = []
    for code, address in context["alternates"].items():
        if not context.get("page"):
            with translation.override(code):
                address = reverse("home")
        elif query:
            address = f"{address}?{query}"
        choices.append((code, LANGUAGE_NAMES[code], address))
    return choices


@lru_cache(maxsize=1)
def texts_changed_at():
    """When the newest of the templates reached this machine: the last deploy."""
    folders = (Path(folder) for folder in settings.TEMPLATES[0]["DIRS"])
    times = [p.stat().st_mtime for folder in folders for p in folder.rglob("*.html")]
    return datetime.fromtimestamp(max(times), tz=timezone.get_default_timezone())


@register.simple_tag
def updated_on(page):
    """The day a page last changed: its content, or the portal itself."""
    changed_at = getattr(page, "updated_at", None) or texts_changed_at()
    return formats.day(changed_at)


@register.simple_tag
@lru_cache(maxsize=512)
def qr_code(address):
    """The address of a page, for the camera of who holds its printout.

    A fixed mask spares the search for the best one, most of the work.
    """
    code = segno.make(address, error="l", boost_error=False, micro=False, mask=2)
    return mark_safe(  # noqa: S308
        code.svg_inline(border=0, svgclass="qr", lineclass=None, omitsize=True)
    )


@register.filter
def page_numbers(page):
    """The numbers of a list's pages, with gaps; `page` is one of a Paginator."""
    paginator = page.paginator
    return paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
