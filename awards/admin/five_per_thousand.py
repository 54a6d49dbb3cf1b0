from django.contrib import admin

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
from content.admin.preview import PreviewAdmin
from content.admin.publication import PublicationAdmin


class BeneficiarySourceInline(admin.TabularInline):
    model = BeneficiarySource
    extra = 0


class FinancialYearSourceInline(admin.TabularInline):
    model = FinancialYearSource
    extra = 0


class ProgrammeFigureSourceInline(admin.TabularInline):
    model = ProgrammeFigureSource
    extra = 0


@admin.register(Beneficiary)
class BeneficiaryAdmin(PreviewAdmin, PublicationAdmin):
    preview_page = "five-per-thousand"
    list_display = ["name", "tax_code"]
    inlines = [BeneficiarySourceInline]


@admin.register(FinancialYear)
class FinancialYearAdmin(PreviewAdmin, PublicationAdmin):
    list_display = ["year", "amount", "choices"]
    search_fields = ["year"]
    inlines = [FinancialYearSourceInline]


@admin.register(Receipt)
class ReceiptAdmin(PreviewAdmin, PublicationAdmin):
    preview_page = "five-per-thousand"
    list_display = ["financial_year", "amount", "received"]
    list_select_related = ["financial_year"]
    search_fields = ["financial_year__year"]
    autocomplete_fields = ["financial_year"]


@admin.register(Allotment)
class AllotmentAdmin(PreviewAdmin, PublicationAdmin):
    preview_page = "five-per-thousand"
    list_display = ["receipt", "competition", "amount", "certainty"]
    list_select_related = ["receipt__financial_year", "competition"]
    autocomplete_fields = ["receipt", "competition"]


@admin.register(ProgrammeFigure)
class ProgrammeFigureAdmin(PreviewAdmin, PublicationAdmin):
    preview_page = "award"
    list_display = ["as_of", "period_it", "projects_funded", "amount"]
    inlines = [ProgrammeFigureSourceInline]
