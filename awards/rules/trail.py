"""What of the trail, and of the log that the admin keeps, somebody may read."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast

from awards.models import Proposal
from awards.rules.conflict import about, closed_to


def log_seen_by(user):
    """The entries of the admin's log, but those about what is closed to a person."""
    keys = list(closed_to(user).values_list("pk", flat=True))
    closed = Proposal.everything.filter(pk__in=keys)
    about_closed = Q(pk__in=[])
    for model in admin.site._registry if keys else ():
        if (theirs := about(model, closed)) is not None:
            rows = model._base_manager.filter(theirs).order_by()
            about_closed |= Q(
                content_type=ContentType.objects.get_for_model(model),
                object_id__in=rows.values_list(Cast("pk", CharField()), flat=True),
            )
    return LogEntry.objects.exclude(about_closed)
