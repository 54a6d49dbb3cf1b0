"""The groups of staff, by the names they are stored under and shown under."""

from django.utils.translation import gettext_lazy as _

EDITORS, AWARD_OFFICE, READERS = "Editors", "Award office", "Readers"
AUDITORS = "Auditors"

NAMES = {
    EDITORS: _("Editors"),
    AWARD_OFFICE: _("Award office"),
    READERS: _("Readers"),
    AUDITORS: _("Auditors"),
}


def shown_name(name):
    """A group's name for who reads it; its own where somebody else made it."""
    return NAMES.get(name, name)
