from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.submission import Submission


class PaperKind(models.TextChoices):
    RECEIPT = "receipt", _("receipt")
    PROPOSAL = "proposal", _("the whole proposal")


class Paper(models.Model):
    """A submission on paper: a PDF made from it, kept by its hash.

    The hash is what proves, later, that a PDF somebody holds is the one made here.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=8, choices=PaperKind)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    sha256 = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("paper of a submission")
        verbose_name_plural = _("papers of submissions")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "kind", "language"], name="paper_once_a_language"
            )
        ]

    def __str__(self):
        return f"{self.submission}, {self.get_kind_display()}"
