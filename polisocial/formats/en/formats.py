"""Dates as the admin's lists have room for; pages write theirs in full."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
