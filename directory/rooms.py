"""What the rooms above hang on a row of the directory.

Awards, Off Campus and Cantieri do not know each other: one finds what another
keeps by the accessor of the place or organisation they share.
"""

from django.db import models

from directory.models import Organisation


def public_of(model, accessor):
    """The public things an accessor leads to: `public_of(Place, "projects")`."""
    return model._meta.get_field(accessor).related_model.objects.public()


class PartnershipQuerySet(models.QuerySet):
    """What organisations do in a project, a site or a lab."""

    def shown(self):
        """Those of public organisations, named."""
        public = Organisation.objects.public()
        return self.filter(organisation__in=public).select_related("organisation")
