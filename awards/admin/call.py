from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.actions.copy_call import copy
from awards.admin.around import around_call, page_of
from awards.admin.deadline import MovesDeadlines
from awards.admin.within_money import WithinMoneyAdmin
from awards.forms.call import CopyForm, DocumentForm
from awards.models import (
    Call,
    CallDocument,
    CostHeading,
    Dimension,
    SpecialPrize,
    Stage,
)
from content.admin.base import ContentInline, pair
from content.admin.filters import TranslationFilter

NAMED = ["name_it", "name_en", "note_it", "note_en"]


class DimensionInline(ContentInline):
    model = Dimension
    fields = [*NAMED, "position"]


class SpecialPrizeInline(ContentInline):
    model = SpecialPrize
    fields = [*NAMED, "amount", "position"]


class CostHeadingInline(ContentInline):
    model = CostHeading
    fields = [*NAMED, "cap", "cap_share", "position"]


class DocumentInline(ContentInline):
    model = CallDocument
    form = DocumentForm
    fields = ["name_it", "name_en", "file", "original_name", "position"]
    readonly_fields = ["original_name"]


class StageInline(ContentInline):
    model = Stage
    fields = ["number", "opens_at", "closes_at", "answer_expected_on"]
    show_change_link = True
    max_num = 2


def words_of(call, name):
    choices = dict(Call._meta.get_field(name).base_field.flatchoices)
    return ", ".join(str(choices[each]) for each in getattr(call, name))


@admin.register(Call)
class CallAdmin(MovesDeadlines, WithinMoneyAdmin):
    stages_by = "call"
    list_display = [
        "__str__",
        "project_cap",
        "co_funding",
        "is_anonymous",
        "english_to_write",
    ]
    list_filter = [TranslationFilter, "co_funding", "is_anonymous"]
    list_select_related = ["competition"]
    search_fields = ["competition__label", "competition__year"]
    fieldsets = [
        (None, {"fields": ["competition", pair("about"), "is_anonymous"]}),
        (
            gettext_lazy("Who may propose"),
            {
                "fields": [
                    "coordinators",
                    ("needs_project_manager", "proposals_per_coordinator"),
                    ("departments_least", "departments_most", "partners_least"),
                    "partner_kinds",
                ],
                "description": gettext_lazy("What is left empty is not limited."),
            },
        ),
        (
            gettext_lazy("Money and length"),
            {
                "fields": [
                    "other_sources",
                    ("project_cap", "durations"),
                    ("co_funding", "co_funding_least"),
                ],
                "description": gettext_lazy("What is left empty is not limited."),
            },
        ),
    ]
    inlines = [
        StageInline,
        CostHeadingInline,
        DimensionInline,
        SpecialPrizeInline,
        DocumentInline,
    ]

    class Media:
        css = {"all": ["css/admin-calls.css"]}

    def get_urls(self):
        view = self.admin_site.admin_view(self.copy_view)
        return [path("copy/", view, name="awards_call_copy"), *super().get_urls()]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        choices = isinstance(db_field, ArrayField) and db_field.base_field.choices
        if not choices:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.MultipleChoiceField(
            label=capfirst(db_field.verbose_name),
            choices=choices,
            required=False,
            help_text=db_field.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def get_fieldsets(self, request, obj=None):
        """Who may only look reads lists in words, not as they are stored."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        words = {name: f"{name}_words" for name in ("coordinators", "partner_kinds")}
        return [
            (title, {**told, "fields": [words.get(row, row) for row in told["fields"]]})
            for title, told in fieldsets
        ]

    @admin.display(
        description=Call._meta.get_field("coordinators").verbose_name,
        empty_value=gettext_lazy("anybody"),
    )
    def coordinators_words(self, call):
        return words_of(call, "coordinators")

    @admin.display(
        description=Call._meta.get_field("partner_kinds").verbose_name,
        empty_value=gettext_lazy("all"),
    )
    def partner_kinds_words(self, call):
        return words_of(call, "partner_kinds")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            may_freeze = self.has_change_permission(request, obj)
            context["around"] = around_call(
                obj,
                may_freeze=may_freeze,
                sees_year=request.user.has_perm("awards.view_proposal"),
            )
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def copy_view(self, request):
        """Choose a call to copy and a competition without one (GET), copy it (POST)."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else None
        form = CopyForm(given, initial={"competition": request.GET.get("competition")})
        if form.is_valid() and (made := self.copied(request, **form.cleaned_data)):
            return redirect(page_of(made))
        context = {
            "title": _("Copy from an earlier competition"),
            "form": form,
            "can_copy": form.fields["call"].queryset.exists(),
        }
        return self.show(request, "admin/awards/copy_call.html", None, None, context)

    def copied(self, request, call, competition):
        try:
            made = copy(call, competition, by=request.user)
        except ValidationError as error:
            for told in error.messages:
                messages.error(request, told)
            return None
        self.log_addition(request, made, [{"added": {}}])
        told = _(
            "The call of %(source)s was copied. Write the dates of its stages, and "
            "look for texts that name the year."
        )
        messages.success(request, told % {"source": call})
        return made
