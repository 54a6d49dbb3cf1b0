from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.role_groups import RoleGroup
from awards.models.competition import Competition
from content.bilingual import Bilingual
from content.history import ContentHistory
from directory.models import OrganisationKind

HUNDRED = Decimal(100)


class CoFunding(models.TextChoices):
    """Whether money of others goes with what is asked."""

    NONE = "none", _("not foreseen")
    OPTIONAL = "optional", _("allowed")
    REQUIRED = "required", _("required")


def known(field, choices):
    """Condition: a list holds only values of these choices."""
    return Q(**{f"{field}__contained_by": choices.values})


class CallQuerySet(models.QuerySet):
    def public(self, at=None):
        """The calls of the competitions that a visitor may read at an instant."""
        return self.filter(competition__in=Competition.objects.public(at))

    def for_pages(self):
        """With all that the pages about calls print, the latest competition first.

        `changed_at` is when something in a call, its dates or its form last changed.
        """
        stages = self.model._meta.get_field("stages").related_model
        changes = [
            kind.history.model.objects.filter(**{key: OuterRef("pk")}).order_by(
                "-history_date"
            )
            for kind, key in ((self.model, "id"), (stages, "call_id"))
        ]
        return (
            self.select_related("competition")
            .prefetch_related("stages__versions")
            .annotate(
                changed_at=Greatest(
                    "competition__updated_at",
                    *(Subquery(rows.values("history_date")[:1]) for rows in changes),
                    Subquery(
                        stages.objects.filter(call=OuterRef("pk"))
                        .order_by(F("versions__at").desc(nulls_last=True))
                        .values("versions__at")[:1]
                    ),
                )
            )
            .order_by("-competition__ordinal")
        )


class Call(models.Model):
    """What a competition publishes for who wants to propose: its rules, as data.

    The portal has no rule of its own: a call begins empty, and NULL or an empty list
    says that it does not limit the thing.
    """

    competition = models.OneToOneField(
        Competition,
        models.PROTECT,
        related_name="call",
        verbose_name=_("competition"),
    )
    about_it = models.TextField(_("what it is for (Italian)"), blank=True)
    about_en = models.TextField(_("what it is for (English)"), blank=True)
    about = Bilingual()
    is_anonymous = models.BooleanField(
        _("evaluators do not learn who proposes"), default=False
    )

    coordinators = ArrayField(
        models.CharField(max_length=12, choices=RoleGroup),
        verbose_name=_("who may coordinate"),
        default=list,
        blank=True,
        help_text=_("Nobody ticked: anybody may."),
    )
    needs_project_manager = models.BooleanField(
        _("a project manager is required"), default=False
    )
    proposals_per_coordinator = models.PositiveSmallIntegerField(
        _("most proposals of one coordinator"), null=True, blank=True
    )
    departments_least = models.PositiveSmallIntegerField(
        _("least departments"), null=True, blank=True
    )
    departments_most = models.PositiveSmallIntegerField(
        _("most departments"), null=True, blank=True
    )
    partners_least = models.PositiveSmallIntegerField(
        _("least outside partners"), null=True, blank=True
    )
    partner_kinds = ArrayField(
        models.CharField(max_length=12, choices=OrganisationKind),
        verbose_name=_("kinds of partner that count"),
        default=list,
        blank=True,
        help_text=_("None ticked: partners of every kind count."),
    )
    durations = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("lengths allowed (months)"),
        default=list,
        blank=True,
        help_text=_("With commas between them, such as 12, 18. Empty: any length."),
    )

    project_cap = models.DecimalField(
        _("most that one project may ask (EUR)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )
    co_funding = models.CharField(
        _("co-funding"), max_length=8, choices=CoFunding, default=CoFunding.OPTIONAL
    )
    co_funding_least = models.DecimalField(
        _("least co-funding (% of the whole cost)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )

    other_sources = models.DecimalField(
        _("money from other sources (EUR)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("What may be awarded besides the five per thousand allotted."),
    )

    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = CallQuerySet.as_manager()

    history = ContentHistory()

    class Meta:
        ordering = ["-competition__ordinal"]
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            models.CheckConstraint(
                condition=known("coordinators", RoleGroup),
                name="call_coordinators_known",
                violation_error_message=_("Choose among the groups of people."),
            ),
            models.CheckConstraint(
                condition=known("partner_kinds", OrganisationKind),
                name="call_partner_kinds_known",
                violation_error_message=_("Choose among the kinds of partner."),
            ),
            models.CheckConstraint(
                condition=~Q(durations__contains=[0]),
                name="call_durations_positive",
                violation_error_message=_("A length is at least one month."),
            ),
            models.CheckConstraint(
                condition=Q(project_cap__isnull=True) | Q(project_cap__gt=0),
                name="call_project_cap_positive",
                violation_error_message=_("Leave out a limit that there is not."),
            ),
            models.CheckConstraint(
                condition=Q(other_sources__isnull=True) | Q(other_sources__gt=0),
                name="call_other_sources_positive",
                violation_error_message=_("Leave an unknown sum empty, not zero."),
            ),
            models.CheckConstraint(
                condition=Q(departments_least__isnull=True)
                | Q(departments_most__isnull=True)
                | Q(departments_least__lte=F("departments_most")),
                name="call_departments_in_order",
                violation_error_message=_(
                    "The least number of departments is above the most."
                ),
            ),
            models.CheckConstraint(
                condition=Q(proposals_per_coordinator__isnull=True)
                | Q(proposals_per_coordinator__gt=0),
                name="call_lets_coordinators_propose",
                violation_error_message=_("A coordinator has at least one proposal."),
            ),
            models.CheckConstraint(
                condition=Q(co_funding__in=CoFunding.values),
                name="call_co_funding_known",
            ),
            models.CheckConstraint(
                condition=Q(co_funding_least__isnull=True)
                | Q(
                    co_funding=CoFunding.REQUIRED,
                    co_funding_least__gt=0,
                    co_funding_least__lt=HUNDRED,
                ),
                name="call_co_funding_least_is_a_share",
                violation_error_message=_(
                    "A least co-funding is a share above 0 and below 100, "
                    "of a call that requires it."
                ),
            ),
        ]

    def __str__(self):
        return str(self.competition)

    def get_absolute_url(self):
        return reverse("call", args=[self.competition.year])


class PartOfCall(models.Model):
    """Something a call has several of, in an order, with a name in two languages."""

    name_it = models.CharField(_("name (Italian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = Bilingual()
    note_it = models.TextField(_("note (Italian)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Bilingual()
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name_it


class Dimension(PartOfCall):
    """A side of the theme that a proposal may say it covers: one or more of them."""

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="dimensions", verbose_name=_("call")
    )

    history = ContentHistory()

    class Meta(PartOfCall.Meta):
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "name_it"], name="dimension_once_a_call"
            )
        ]


class CostHeading(PartOfCall):
    """A kind of cost that a project may have, with its limit: a sum or a share."""

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="cost_headings", verbose_name=_("call")
    )
    cap = models.DecimalField(
        _("most (EUR)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    cap_share = models.DecimalField(
        _("most (% of what is asked)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )

    history = ContentHistory()

    class Meta(PartOfCall.Meta):
        verbose_name = _("cost heading")
        verbose_name_plural = _("cost headings")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "name_it"], name="cost_heading_once_a_call"
            ),
            models.CheckConstraint(
                condition=Q(cap__isnull=True) | Q(cap__gt=0),
                name="cost_heading_cap_positive",
                violation_error_message=_("Leave out a limit that there is not."),
            ),
            models.CheckConstraint(
                condition=Q(cap_share__isnull=True)
                | Q(cap_share__gt=0, cap_share__lte=HUNDRED),
                name="cost_heading_cap_share_is_a_share",
                violation_error_message=_("A share is above 0 and at most 100."),
            ),
        ]


class SpecialPrize(PartOfCall):
    """A prize of a call beside the projects it funds, which a proposal may run for."""

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="prizes", verbose_name=_("call")
    )
    amount = models.DecimalField(
        _("amount (EUR)"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    history = ContentHistory()

    class Meta(PartOfCall.Meta):
        verbose_name = _("special prize")
        verbose_name_plural = _("special prizes")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "name_it"], name="special_prize_once_a_call"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="special_prize_amount_positive",
                violation_error_message=_("Leave an unknown amount empty, not zero."),
            ),
        ]


class CallDocument(PartOfCall):
    """A file of a call that anybody may download, kept by the hash of its content."""

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="documents", verbose_name=_("call")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("size (bytes)"), editable=False)
    mime = models.CharField(_("kind of file"), max_length=100, editable=False)
    original_name = models.CharField(_("name of the file"), max_length=255)

    history = ContentHistory()

    class Meta(PartOfCall.Meta):
        verbose_name = _("document to download")
        verbose_name_plural = _("documents to download")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "name_it"], name="call_document_once_a_call"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="call_document_has_a_hash",
                violation_error_message=_("A file is known by its SHA-256."),
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="call_document_not_empty",
                violation_error_message=_("The file is empty."),
            ),
        ]
