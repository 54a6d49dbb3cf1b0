from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models.proposal import Proposal

SECRET = "the-secret-of-this-link"  # noqa: S105  what a letter has in its place


class LetterState(models.TextChoices):
    HELD = "held", pgettext_lazy("letter", "to be released")
    READY = "ready", pgettext_lazy("letter", "about to leave")
    SENDING = "sending", pgettext_lazy("letter", "leaving")
    SENT = "sent", pgettext_lazy("letter", "sent")
    FAILED = "failed", pgettext_lazy("letter", "not delivered")
    DISCARDED = "discarded", pgettext_lazy("letter", "discarded")
    REHEARSED = "rehearsed", pgettext_lazy("letter", "rehearsed: never sent")


# Failures on top, then what waits for a person, then what is on its way.
ORDER = (
    LetterState.FAILED,
    LetterState.HELD,
    LetterState.SENDING,
    LetterState.READY,
    LetterState.SENT,
    LetterState.DISCARDED,
    LetterState.REHEARSED,
)


def by_need():
    """The order of a list in which what wants attention comes first."""
    places = [When(state=state, then=Value(n)) for n, state in enumerate(ORDER)]
    return [Case(*places), "-created_at", "-pk"]


class Letter(models.Model):
    """A letter of the portal to one person, written with the change it tells of.

    It leaves after that change is stored, once: `key` says what it is about, and the
    same letter cannot be written twice. A held one waits for somebody to release it.
    The secret of its link is kept only until it has left.
    """

    key = models.CharField(max_length=120, unique=True, editable=False)
    kind = models.CharField(max_length=30, editable=False)
    name = models.CharField(_("to"), max_length=200, blank=True, editable=False)
    email = models.EmailField(_("e-mail"), editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="letters",
        verbose_name=_("account"),
        null=True,
        editable=False,
    )
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, editable=False
    )
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    secret = models.CharField(max_length=64, blank=True, editable=False)
    proposal = models.ForeignKey(
        Proposal,
        models.CASCADE,
        related_name="letters",
        verbose_name=_("proposal"),
        null=True,
        editable=False,
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=LetterState,
        default=LetterState.READY,
        editable=False,
    )
    created_at = models.DateTimeField(_("written"), editable=False)
    due_at = models.DateTimeField(_("leaves from"), editable=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    trouble = models.TextField(_("what went wrong"), blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("released or discarded by"),
        null=True,
        editable=False,
    )
    handled_at = models.DateTimeField(
        _("released or discarded"), null=True, editable=False
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state=LetterState.READY),
                name="letter_next_to_leave",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=LetterState.values), name="letter_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=LetterState.SENT, sent_at__isnull=False, secret="")
                | Q(~Q(state=LetterState.SENT), sent_at__isnull=True),
                name="letter_sent_at_an_instant",
            ),
        ]

    def __str__(self):
        return self.subject
