"""When a thing can be read by everyone: two instants, nothing else."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Publication(models.TextChoices):
    """What the two instants amount to at a given moment."""

    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLIC = "public", pgettext_lazy("publication", "public")
    ENDED = "ended", _("no longer public")


class PublishedQuerySet(models.QuerySet):
    def public(self, at=None):
        """What a visitor may read at an instant (now, unless told)."""
        at = at or timezone.now()
        still = Q(published_until__isnull=True) | Q(published_until__gt=at)
        return self.filter(still, published_from__lte=at)

    def in_publication(self, state, at=None):
        """The things whose `publication` is this one at an instant."""
        at = at or timezone.now()
        if state == Publication.PUBLIC:
            return self.public(at)
        return self.filter(
            **{
                Publication.DRAFT: {"published_from__isnull": True},
                Publication.SCHEDULED: {"published_from__gt": at},
                Publication.ENDED: {"published_until__lte": at},
            }[state]
        )


class PublishedModel(models.Model):
    """Something with a public page, from one instant until another."""

    published_from = models.DateTimeField(_("public from"), null=True, blank=True)
    published_until = models.DateTimeField(_("public until"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    # When time alone changes what the public reads (content.revision).
    moments = ("published_from", "published_until")

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(published_until__isnull=True)
                | Q(
                    published_from__isnull=False,
                    published_until__gt=F("published_from"),
                ),
                name="%(class)s_withdrawn_after_publication",
                violation_error_message=_("It must end after it begins."),
            )
        ]

    def is_public(self, at=None):
        at = at or timezone.now()
        begun = self.published_from is not None and self.published_from <= at
        return begun and (self.published_until is None or at < self.published_until)

    def is_withdrawn(self, at=None):
        """It was public once and is no more: its address answers 410."""
        ended = self.published_until is not None
        return ended and self.published_until <= (at or timezone.now())

    def publication(self, at=None):
        """Draft, scheduled, public or ended: where it stands at an instant."""
        at = at or timezone.now()
        if self.published_from is None:
            return Publication.DRAFT
        if self.is_withdrawn(at):
            return Publication.ENDED
        return Publication.PUBLIC if self.is_public(at) else Publication.SCHEDULED
