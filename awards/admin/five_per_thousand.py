from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from awards.admin.within_money import WithinMoneyAdmin
from awards.models import (
    Allotment,
    Beneficiary,
    BeneficiarySource,
    FinancialYear,
    FinancialYearSource,
    ProgrammeFigure,
    ProgrammeFigureSource,
    Receipt,
)
from content.admin.base import ContentAdmin, ContentInline, pair
from content.admin.filters import SourcesFilter, TranslationFilter
from content.admin.sources import sources_of


class ReceiptInline(ContentInline):
    model = Receipt
    show_change_link = True


class AllotmentInline(ContentInline):
    model = Allotment


@admin.register(Beneficiary)
class BeneficiaryAdmin(ContentAdmin):
    preview_page = "five-per-thousand"
    list_display = ["name", "tax_code", "sources_known"]
    list_filter = [TranslationFilter]
    search_fields = ["name", "tax_code"]
    fieldsets = [
        (None, {"fields": ["name", "tax_code"]}),
        (_("In the tax form"), {"fields": [pair("box")]}),
        (_("Notes"), {"fields": [pair("notes")]}),
    ]
    inlines = sources_of(BeneficiarySource, "tax_code", "box_it")


@admin.register(FinancialYear)
class FinancialYearAdmin(ContentAdmin):
    list_display = ["year", "amount", "choices", "english_to_write", "sources_known"]
    list_filter = [
        TranslationFilter,
        SourcesFilter,
        ("amount", admin.EmptyFieldListFilter),
    ]
    search_fields = ["year"]
    fieldsets = [
        (None, {"fields": ["year"]}),
        (
            _("Amount and choices"),
            {
                "fields": [("amount", "amount_is_approximate"), "choices"],
                "description": _("Leave an unknown figure empty, not zero."),
            },
        ),
        (
            _("Ranks"),
            {"fields": [("rank_universities", "rank_research", "rank_overall")]},
        ),
        (
            _("Notes"),
            {
                "fields": [pair("notes")],
                "description": _("Where a figure is not known, say here why."),
            },
        ),
    ]
    inlines = [
        ReceiptInline,
        *sources_of(
            FinancialYearSource,
            "amount",
            "choices",
            "rank_universities",
            "rank_research",
            "rank_overall",
        ),
    ]


@admin.register(Receipt)
class ReceiptAdmin(WithinMoneyAdmin):
    preview_page = "five-per-thousand"
    list_display = ["financial_year", "amount", "received"]
    list_filter = [("amount", admin.EmptyFieldListFilter)]
    list_select_related = ["financial_year"]
    search_fields = ["financial_year__year"]
    fields = ["financial_year", ("amount", "received")]
    inlines = [AllotmentInline]


@admin.register(Allotment)
class AllotmentAdmin(WithinMoneyAdmin):
    preview_page = "five-per-thousand"
    list_display = ["receipt", "competition", "amount", "certainty"]
    list_filter = ["certainty", ("amount", admin.EmptyFieldListFilter)]
    list_select_related = ["receipt__financial_year", "competition"]
    search_fields = ["receipt__financial_year__year", "competition__label"]
    fields = [("receipt", "competition"), ("amount", "certainty")]


@admin.register(ProgrammeFigure)
class ProgrammeFigureAdmin(ContentAdmin):
    preview_page = "award"
    list_display = [
        "as_of",
        "period_it",
        "projects_funded",
        "amount",
        "english_to_write",
        "sources_known",
    ]
    list_filter = [TranslationFilter, SourcesFilter, "is_derived"]
    search_fields = ["text_it", "text_en", "period_it", "period_en"]
    fieldsets = [
        (None, {"fields": [("as_of", "is_derived"), pair("period"), pair("text")]}),
        (
            _("Figures"),
            {
                "fields": [
                    ("projects_funded", "proposals_submitted"),
                    ("researchers", "department_count"),
                    "amount",
                    pair("amount_note"),
                ],
                "description": _("Leave an unknown figure empty, not zero."),
            },
        ),
        (_("Notes"), {"fields": [pair("notes"), "position"]}),
    ]
    inlines = sources_of(
        ProgrammeFigureSource,
        "projects_funded",
        "proposals_submitted",
        "researchers",
        "department_count",
        "amount",
    )
