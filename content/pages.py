"""What every page says about itself: base.html reads nothing else."""

from dataclasses import dataclass, field
from datetime import datetime

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from content.linked_data import document


@dataclass(frozen=True)
class Crumb:
    """One step of the path from home to the page."""

    title: str
    url: str


def home_crumb():
    return Crumb(_("Home"), reverse("home"))


@dataclass(frozen=True)
class Page:
    """A page as search engines, social cards, breadcrumbs and print see it.

    `title` is the answer the page gives, `short` its name in the breadcrumb.
    `section` names the entry of the navigation that is current; `part` is the
    accent (`award`, `off`, `cant`, `money`, `ink`); `crumbs` lead from home (which
    is the first) to the page, not included; `linked_data` are schema.org nodes besides
    the page and its path.
    """

    title: str
    description: str = ""
    short: str = ""
    section: str = ""
    part: str = "ink"
    crumbs: tuple[Crumb, ...] = ()
    updated_at: datetime | None = None
    linked_data: list[dict] = field(default_factory=list)
    robots: str = ""

    @property
    def name(self):
        return self.short or self.title


def render_page(request, template, page, context=None, status=200):
    """Render a template with what it says about itself, to people and machines."""
    said = {"page": page, "linked_data": document(request, page)}
    return render(request, template, {**(context or {}), **said}, status=status)
