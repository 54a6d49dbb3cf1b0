from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models.call import PartOfCall
from awards.models.stage import Stage
from content.bilingual import Bilingual
from content.history import ContentHistory


class Section(PartOfCall):
    """A page of the form of a stage: a group of questions."""

    stage = models.ForeignKey(
        Stage, models.CASCADE, related_name="sections", verbose_name=_("stage")
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    history = ContentHistory()

    class Meta(PartOfCall.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "name_it"], name="section_once_a_stage"
            )
        ]


class QuestionKind(models.TextChoices):
    SHORT_TEXT = "short_text", _("short text")
    LONG_TEXT = "long_text", _("long text")
    NUMBER = "number", pgettext_lazy("kind of question", "number")
    ONE = "one", _("one of several choices")
    SEVERAL = "several", _("any of several choices")
    FILE = "file", pgettext_lazy("kind of question", "file")


class Question(models.Model):
    """One thing the form asks. Its `key` is what tells an answer from another.

    The same key in a later competition is the same question: its answer can be
    copied there.
    """

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="questions", verbose_name=_("section")
    )
    key = models.SlugField(
        _("key"),
        max_length=40,
        help_text=_("The same in the next call means the same question."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=QuestionKind)
    label_it = models.CharField(_("question (Italian)"), max_length=300)
    label_en = models.CharField(_("question (English)"), max_length=300, blank=True)
    label = Bilingual()
    help_it = models.TextField(_("help (Italian)"), blank=True)
    help_en = models.TextField(_("help (English)"), blank=True)
    help = Bilingual()
    is_required = models.BooleanField(_("required"), default=True)
    word_limit = models.PositiveIntegerField(_("most words"), null=True, blank=True)
    least = models.DecimalField(
        _("least"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    most = models.DecimalField(
        _("most"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    only_pdf = models.BooleanField(_("PDF only"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    history = ContentHistory()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["section", "key"], name="question_once_a_section"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values), name="question_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(word_limit__isnull=True)
                | Q(kind=QuestionKind.LONG_TEXT, word_limit__gt=0),
                name="question_words_of_a_long_text",
                violation_error_message=_("Only a long text has a limit of words."),
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True, most__isnull=True)
                | Q(kind=QuestionKind.NUMBER),
                name="question_bounds_of_a_number",
                violation_error_message=_("Only a number has a least and a most."),
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True)
                | Q(most__isnull=True)
                | Q(least__lte=F("most")),
                name="question_bounds_in_order",
                violation_error_message=_("The least is above the most."),
            ),
        ]

    def __str__(self):
        return self.label_it


class Choice(models.Model):
    """One of the answers that a question offers."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="choices", verbose_name=_("question")
    )
    key = models.SlugField(_("key"), max_length=40)
    label_it = models.CharField(_("answer (Italian)"), max_length=200)
    label_en = models.CharField(_("answer (English)"), max_length=200, blank=True)
    label = Bilingual()
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = ContentHistory()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "key"], name="choice_once_a_question"
            )
        ]

    def __str__(self):
        return self.label_it


class FormVersion(models.Model):
    """The form of a stage as it was frozen, with the rules it is judged by.

    A submission answers one of them. The first is made before the stage opens; a
    later one carries the reason, which those who are writing read. Never changed.
    """

    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="versions", verbose_name=_("stage")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.TextField(_("content"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    reason_it = models.TextField(_("reason (Italian)"), blank=True)
    reason_en = models.TextField(_("reason (English)"), blank=True)
    reason = Bilingual()
    at = models.DateTimeField(_("frozen at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("frozen by"),
    )

    class Meta:
        ordering = ["stage", "-number"]
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "number"], name="form_version_once_a_stage"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason_it=""),
                name="form_version_later_with_a_reason",
                violation_error_message=_("Say why the form changes."),
            ),
        ]

    def __str__(self):
        return f"{self.stage}, {self.number}"
