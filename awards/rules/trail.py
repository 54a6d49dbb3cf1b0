"""What of the trail, and of the log that the admin keeps, somebody may read."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast

from awards.rules.conflict import hidden_from, way_to_proposal


def log_seen_by(user):
    """The entries of the admin's log, but those about what is hidden from a person."""
    hidden = list(hidden_from(user).values_list("pk", flat=True))
    about_hidden = Q(pk__in=[])
    for model in admin.site._registry if hidden else ():
        if way := way_to_proposal(model):
            rows = model._base_manager.filter(**{f"{way}__in": hidden}).order_by()
            about_hidden |= Q(
                content_type=ContentType.objects.get_for_model(model),
                object_id__in=rows.values_list(Cast("pk", CharField()), flat=True),
            )
    return LogEntry.objects.exclude(about_hidden)
