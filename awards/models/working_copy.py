from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models.proposal import Proposal

HERE_FOR = timedelta(seconds=45)  # a browser tells that it is there every 15


class WrittenField(models.Model):
    """What is written now in one field of something, as it was typed.

    Its revision grows by one at each change: whoever changes a field says which
    revision they had read.
    """

    key = models.CharField(max_length=80)
    value = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    client = models.UUIDField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["key"]

    def __str__(self):
        return self.key


class Answer(WrittenField):
    """A field of a proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="answers")

    class Meta(WrittenField.Meta):
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "key"], name="answer_once_a_field"
            )
        ]


class SecondText(models.Model):
    """What somebody typed where somebody else had just typed something different.

    Neither is lost: both are shown until one of those who write chooses.
    """

    key = models.CharField(max_length=80)
    value = models.JSONField()
    client = models.UUIDField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self):
        return self.key


class OtherText(SecondText):
    """A second text for a field of a proposal, until one of the team chooses."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="other_texts")

    class Meta(SecondText.Meta):
        verbose_name = _("other text")
        verbose_name_plural = _("other texts")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "key", "client"],
                condition=Q(settled_at__isnull=True),
                name="other_text_one_open_a_writer",
            )
        ]


class WriterQuerySet(models.QuerySet):
    def here(self, at):
        """Those whose browser told a moment ago that it is there."""
        return self.filter(seen_at__gt=at - HERE_FOR)


class OpenPage(models.Model):
    """One open page of one person, where they write: a browser's tab.

    `number` is that of its last save: an older or a repeated one changes nothing.
    """

    client = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=80, blank=True)
    seen_at = models.DateTimeField()

    objects = WriterQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-seen_at"]

    def __str__(self):
        return str(self.user)


class Writer(OpenPage):
    """An open page of a proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="writers")

    class Meta(OpenPage.Meta):
        verbose_name = _("writer")
        verbose_name_plural = _("writers")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "client", "user"], name="writer_once_a_page"
            )
        ]


class KeptText(models.Model):
    """What somebody sent from a page after their session had ended, or its token.

    It waits a day for them to sign in and read it in the same page again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    typed = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("kept text")
        verbose_name_plural = _("kept texts")
        constraints = [
            models.UniqueConstraint(fields=["user", "path"], name="kept_text_once")
        ]

    def __str__(self):
        return self.path
