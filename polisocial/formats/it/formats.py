"""Dates as the admin's lists have room for; pages write theirs in full."""

DATE_FORMAT = "j b Y"
DATETIME_FORMAT = "j b Y, H:i"
