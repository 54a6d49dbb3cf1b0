"""Sentences for settings that Django would take without a word."""

from datetime import date

from django.conf import settings
from django.core.checks import Warning
from django.utils import timezone


def hosts_are_named(app_configs, **kwargs):
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Warning(
            "ALLOWED_HOSTS accepts any name.",
            hint="Write the portal's host names, with commas between them.",
            id="polisocial.W001",
        )
    ]


def accessibility_statement_is_reviewed(app_configs, **kwargs):
    """The law wants the declaration looked at again by 23 September each year."""
    written = settings.ACCESSIBILITY_REVIEWED_ON
    if not settings.ACCESSIBILITY_STATEMENT_URL and not written:
        return []
    try:
        reviewed = date.fromisoformat(written)
    except ValueError:
        return [
            Warning(
                "ACCESSIBILITY_REVIEWED_ON is not a date.",
                hint="Write the day of the last review, as in 2026-09-23.",
                id="polisocial.W002",
            )
        ]
    due = last_review_due(timezone.localdate())
    if reviewed >= due:
        return []
    return [
        Warning(
            f"The accessibility declaration was last reviewed on {reviewed}; "
            f"it was due by {due}.",
            hint="Review it on AgID's form, then set ACCESSIBILITY_REVIEWED_ON.",
            id="polisocial.W003",
        )
    ]


def last_review_due(today):
    """The last 23 September, today included."""
    due = today.replace(month=9, day=23)
    return due if due <= today else due.replace(year=today.year - 1)
