"""How many public things stand behind a row of the directory."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce


def how_many(links, of, things):
    """Count of public things that `links` tie to the row, to annotate its queryset.

    `of` is the link's key to the row; the link's key to the thing is named after
    the thing's model: `how_many(Partnership.objects, "organisation", Project)`.
    """
    thing = things._meta.model_name
    tied = links.filter(**{of: OuterRef("pk"), f"{thing}__in": things.objects.public()})
    counted = tied.order_by().values(of).annotate(found=Count(thing, distinct=True))
    return Coalesce(Subquery(counted.values("found")), 0)
