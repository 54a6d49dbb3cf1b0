from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.models.competition import Competition
from content.bilingual import Bilingual
from content.dates import PartialDateField
from content.history import ContentHistory
from content.sources import Source


class Beneficiary(models.Model):
    """Whom a taxpayer names to give the five per thousand, and in which box."""

    name = models.CharField(_("name"), max_length=120)
    tax_code = models.CharField(_("tax code"), max_length=11)
    box_it = models.CharField(_("box of the tax form (Italian)"), max_length=200)
    box_en = models.CharField(
        _("box of the tax form (English)"), max_length=200, blank=True
    )
    box = Bilingual()
    notes_it = models.TextField(_("notes (Italian)"), blank=True)
    notes_en = models.TextField(_("notes (English)"), blank=True)
    notes = Bilingual()
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    history = ContentHistory()

    class Meta:
        verbose_name = _("beneficiary")
        verbose_name_plural = _("beneficiary")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="beneficiary_only_one"),
            models.CheckConstraint(
                condition=Q(tax_code__regex=r"^[0-9]{11}$"),
                name="beneficiary_tax_code_11_digits",
                violation_error_message=_("The tax code of a body has 11 digits."),
            ),
        ]

    def __str__(self):
        return self.name


class BeneficiarySource(Source):
    """A page that says how to give."""

    beneficiary = models.ForeignKey(
        Beneficiary,
        models.CASCADE,
        related_name="sources",
        verbose_name=_("beneficiary"),
    )


class FinancialYearQuerySet(models.QuerySet):
    def for_ledger(self):
        """Every year with the pages that state its figures, the newest first."""
        return self.prefetch_related("sources").order_by("-year")


class FinancialYear(models.Model):
    """A year of five per thousand: how many chose the university, for how much.

    NULL where no source read states a figure; the note says why.
    """

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    amount = models.DecimalField(
        _("amount (EUR)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    amount_is_approximate = models.BooleanField(
        _("the amount is approximate"), default=False
    )
    choices = models.PositiveIntegerField(
        _("taxpayers who chose the university"), null=True, blank=True
    )
    rank_universities = models.PositiveSmallIntegerField(
        _("rank among universities"), null=True, blank=True
    )
    rank_research = models.PositiveSmallIntegerField(
        _("rank among research bodies"), null=True, blank=True
    )
    rank_overall = models.PositiveSmallIntegerField(
        _("rank among all beneficiaries"), null=True, blank=True
    )
    notes_it = models.TextField(_("notes (Italian)"), blank=True)
    notes_en = models.TextField(_("notes (English)"), blank=True)
    notes = Bilingual()
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = FinancialYearQuerySet.as_manager()
    history = ContentHistory()

    class Meta:
        ordering = ["-year"]
        verbose_name = _("financial year")
        verbose_name_plural = _("financial years")
        constraints = [
            models.CheckConstraint(
                condition=Q(year__range=(2006, 2100)),
                name="financial_year_since_2006",
                violation_error_message=_("The five per thousand began in 2006."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="financial_year_amount_positive",
                violation_error_message=_("Leave an unknown amount empty, not zero."),
            ),
            models.CheckConstraint(
                condition=Q(choices__isnull=True) | Q(choices__gt=0),
                name="financial_year_choices_positive",
                violation_error_message=_("Leave an unknown number empty, not zero."),
            ),
            models.CheckConstraint(
                condition=(
                    (Q(rank_universities__isnull=True) | Q(rank_universities__gte=1))
                    & (Q(rank_research__isnull=True) | Q(rank_research__gte=1))
                    & (Q(rank_overall__isnull=True) | Q(rank_overall__gte=1))
                ),
                name="financial_year_ranks_from_first",
                violation_error_message=_("Ranks begin with the first."),
            ),
        ]

    def __str__(self):
        return str(self.year)

    def get_absolute_url(self):
        return reverse("financial-year", args=[self.year])

    def is_bare(self):
        """No source gives any figure of it."""
        figures = (self.amount, self.choices, self.rank_universities)
        others = (self.rank_research, self.rank_overall)
        return all(figure is None for figure in (*figures, *others))

    def average(self):
        """What one choice was worth; None unless both figures are known exactly."""
        if self.amount is None or self.choices is None or self.amount_is_approximate:
            return None
        return (self.amount / self.choices).quantize(Decimal("0.01"))


class FinancialYearSource(Source):
    """A page that states figures of a year."""

    financial_year = models.ForeignKey(
        FinancialYear,
        models.CASCADE,
        related_name="sources",
        verbose_name=_("financial year"),
    )


@dataclass(frozen=True)
class Deadlines:
    """By when the law asks a recipient to give account of money received on a day.

    DPCM of 23 July 2020, article 16, as secondary sources tell it.
    """

    received: date

    FROM = Decimal(20_000)

    @property
    def drawn_up(self):
        """One year later; the 28th where the year has no 29 February."""
        day = 28 if (self.received.month, self.received.day) == (2, 29) else None
        return self.received.replace(
            year=self.received.year + 1, day=day or self.received.day
        )

    @property
    def sent(self):
        return self.drawn_up + timedelta(days=30)

    @property
    def published(self):
        return self.sent + timedelta(days=30)

    @property
    def told(self):
        return self.published + timedelta(days=7)


class ReceiptQuerySet(models.QuerySet):
    def for_ledger(self):
        """Receipts with the public competitions their money went to, newest first.

        Adds `allotted`, the sum given to any competition, and `allotted_unknown`,
        how many were given a sum nobody knows.
        """
        public = Allotment.objects.filter(competition__in=Competition.objects.public())
        shown = public.select_related("competition").order_by("competition__ordinal")
        unknown = Q(allotments__isnull=False, allotments__amount__isnull=True)
        return (
            self.select_related("financial_year")
            .annotate(
                allotted=models.Sum("allotments__amount"),
                allotted_unknown=models.Count("allotments", filter=unknown),
            )
            .prefetch_related(models.Prefetch("allotments", shown))
            .order_by("-financial_year__year", "pk")
        )


class Receipt(models.Model):
    """Money of one financial year as it reached the university.

    Amount and day are NULL where no document is known: that a year's money came
    is known before how much and when.
    """

    financial_year = models.ForeignKey(
        FinancialYear,
        models.PROTECT,
        related_name="receipts",
        verbose_name=_("financial year"),
    )
    amount = models.DecimalField(
        _("amount received (EUR)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )
    received = PartialDateField(_("received"))
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = ReceiptQuerySet.as_manager()
    history = ContentHistory()

    class Meta:
        ordering = ["-financial_year__year", "pk"]
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="receipt_amount_positive",
                violation_error_message=_("Leave an unknown amount empty, not zero."),
            )
        ]

    def __str__(self):
        return str(self.financial_year)

    def remainder(self):
        """What no competition has been given; None unless every sum is known."""
        if self.amount is None or self.allotted_unknown:
            return None
        return self.amount - (self.allotted or 0)

    def deadlines(self):
        """By when its account is due; None without a day, or for small sums."""
        if self.received is None or self.received.day is None:
            return None
        if self.amount is not None and self.amount < Deadlines.FROM:
            return None
        return Deadlines(self.received.first_day)


class Certainty(models.TextChoices):
    STATED = "stated", _("a source states it")
    DISPUTED = "disputed", _("sources disagree")


class Allotment(models.Model):
    """Money of a receipt given to a competition, as far as sources tell."""

    receipt = models.ForeignKey(
        Receipt,
        models.PROTECT,
        related_name="allotments",
        verbose_name=_("receipt"),
    )
    competition = models.ForeignKey(
        Competition,
        models.PROTECT,
        related_name="allotments",
        verbose_name=_("competition"),
    )
    amount = models.DecimalField(
        _("amount (EUR)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    certainty = models.CharField(
        _("certainty"),
        max_length=8,
        choices=Certainty,
        default=Certainty.STATED,
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    history = ContentHistory()

    class Meta:
        ordering = ["receipt__financial_year__year", "pk"]
        verbose_name = _("allotment")
        verbose_name_plural = _("allotments")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="allotment_amount_positive",
                violation_error_message=_("Leave an unknown amount empty, not zero."),
            ),
            models.CheckConstraint(
                condition=Q(certainty__in=Certainty.values),
                name="allotment_certainty_known",
            ),
            models.UniqueConstraint(
                fields=["receipt", "competition"],
                name="allotment_once",
                violation_error_message=_("This receipt is already allotted there."),
            ),
        ]

    def __str__(self):
        return f"{self.receipt} → {self.competition}"


class ProgrammeFigure(models.Model):
    """A total of the whole programme, as published at a date for a period.

    What we worked out ourselves has no date and says so.
    """

    as_of = PartialDateField(_("date of the figure"))
    is_derived = models.BooleanField(_("worked out by us"), default=False)
    period_it = models.CharField(_("period (Italian)"), max_length=120, blank=True)
    period_en = models.CharField(_("period (English)"), max_length=120, blank=True)
    period = Bilingual()
    projects_funded = models.PositiveIntegerField(
        _("projects funded"), null=True, blank=True
    )
    proposals_submitted = models.PositiveIntegerField(
        _("proposals submitted"), null=True, blank=True
    )
    amount = models.DecimalField(
        _("amount (EUR)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    amount_note_it = models.TextField(_("note on the amount (Italian)"), blank=True)
    amount_note_en = models.TextField(_("note on the amount (English)"), blank=True)
    amount_note = Bilingual()
    researchers = models.PositiveIntegerField(_("researchers"), null=True, blank=True)
    department_count = models.PositiveSmallIntegerField(
        _("departments"), null=True, blank=True
    )
    text_it = models.TextField(_("in a sentence (Italian)"), blank=True)
    text_en = models.TextField(_("in a sentence (English)"), blank=True)
    text = Bilingual()
    notes_it = models.TextField(_("notes (Italian)"), blank=True)
    notes_en = models.TextField(_("notes (English)"), blank=True)
    notes = Bilingual()
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    history = ContentHistory()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("programme figure")
        verbose_name_plural = _("programme figures")
        constraints = [
            models.CheckConstraint(
                condition=Q(as_of__isnull=False) | Q(is_derived=True),
                name="programme_figure_dated_or_derived",
                violation_error_message=_("A published figure has a date."),
            )
        ]

    def __str__(self):
        return f"{self.as_of}: {self.text_it}"


class ProgrammeFigureSource(Source):
    """A page that states a programme figure."""

    programme_figure = models.ForeignKey(
        ProgrammeFigure,
        models.CASCADE,
        related_name="sources",
        verbose_name=_("programme figure"),
    )
