from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.form import FormVersion
from awards.models.proposal import Proposal


class Submission(models.Model):
    """A version of a proposal as it was handed in: numbered, hashed, signed.

    `content` is canonical JSON: with the form it answers, it is all that was handed
    in. `work_sha256` is the hash of the same without number and instant, so that the
    same work handed in twice is known. The database lets nobody change or delete it.
    """

    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        related_name="submissions",
        verbose_name=_("proposal"),
    )
    number = models.PositiveSmallIntegerField(_("version"))
    form = models.ForeignKey(
        FormVersion,
        models.PROTECT,
        related_name="submissions",
        verbose_name=_("form"),
    )
    content = models.TextField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    work_sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(_("handed in"))
    seconds_late = models.PositiveIntegerField(_("seconds late"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("handed in by"),
    )
    key_id = models.CharField(_("key"), max_length=16)
    signature = models.CharField(_("signature"), max_length=100)

    class Meta:
        ordering = ["proposal", "-number"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "number"], name="submission_once_a_version"
            )
        ]

    def __str__(self):
        return self.receipt_number

    @property
    def receipt_number(self):
        return f"{self.proposal.code}-{self.number}"
