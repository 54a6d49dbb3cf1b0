from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.bilingual import Bilingual
from content.dates import PartialDateField
from content.history import ContentHistory
from content.lines import LinesField
from content.publication import PublishedModel, PublishedQuerySet
from content.sources import Source
from polisocial.exchange import notation


class News(PublishedModel):
    """Something that happened in the programme, told in a few lines."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    date = PartialDateField(_("date"))
    title_it = models.CharField(_("title (Italian)"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    title = Bilingual()
    text_it = models.TextField(_("text (Italian)"))
    text_en = models.TextField(_("text (English)"), blank=True)
    text = Bilingual()
    link = models.URLField(_("link"), blank=True)

    objects = PublishedQuerySet.as_manager()
    history = ContentHistory()

    class Meta(PublishedModel.Meta):
        ordering = ["-date", "-pk"]
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    def __str__(self):
        return self.title_it


class NewsSource(Source):
    """A page that reports a piece of news."""

    news = models.ForeignKey(
        News,
        models.CASCADE,
        related_name="sources",
        verbose_name=_("news item"),
    )


class ReportKind(models.TextChoices):
    CONTENT = "content", _("Something is wrong or missing")
    ACCESSIBILITY = "accessibility", _("I cannot read or use it")


class ErrorReport(models.Model):
    """What a reader found wrong, or could not use, in a page."""

    page = models.CharField(_("page"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=13, choices=ReportKind)
    text = models.TextField(_("what is wrong"), max_length=4000)
    email = models.EmailField(_("e-mail for the answer"), blank=True)
    at = models.DateTimeField(_("received at"), auto_now_add=True)
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ReportKind.values), name="error_report_kind_known"
            )
        ]

    def __str__(self):
        return self.page


class LoadedRecord(models.Model):
    """A record of the content files as it was when last loaded.

    What differs from it in the database was edited by staff since, and stays: the last
    load found these keys to differ from the files too, and `left` them.
    """

    file = models.CharField(_("file"), max_length=40)
    key = models.CharField(_("record"), max_length=160)
    object_id = models.BigIntegerField(_("row"))
    values = models.JSONField(
        _("values as loaded"), encoder=notation.Encoder, decoder=notation.Decoder
    )
    left = LinesField(_("left as the staff had edited it"))
    loaded_at = models.DateTimeField(_("loaded at"), auto_now=True)

    class Meta:
        ordering = ["file", "key"]
        verbose_name = _("loaded record")
        verbose_name_plural = _("loaded records")
        constraints = [
            models.UniqueConstraint(fields=["file", "key"], name="loaded_record_once")
        ]

    def __str__(self):
        return f"{self.file}: {self.key}"
