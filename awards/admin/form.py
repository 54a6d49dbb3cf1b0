from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from awards.admin.around import around_question, around_section
from awards.forms.call import QuestionRowForm
from awards.models import Choice, Question, Section
from content.admin.base import ContentAdmin, ContentInline, pair
from content.admin.filters import TranslationFilter


class QuestionInline(ContentInline):
    model = Question
    form = QuestionRowForm
    fields = ["label_it", "label_en", "key", "kind", "is_required", "position"]
    prepopulated_fields = {"key": ["label_it"]}
    show_change_link = True


class ChoiceInline(ContentInline):
    model = Choice
    fields = ["label_it", "label_en", "key", "position"]
    prepopulated_fields = {"key": ["label_it"]}


@admin.register(Section)
class SectionAdmin(ContentAdmin):
    list_display = ["name_it", "stage", "position", "english_to_write"]
    list_filter = [TranslationFilter]
    list_select_related = ["stage__call__competition"]
    search_fields = ["name_it", "name_en", "stage__call__competition__label"]
    fields = [("stage", "position"), pair("name"), pair("note")]
    inlines = [QuestionInline]

    class Media:
        css = {"all": ["css/admin-calls.css"]}

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("stage__call__competition")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["around"] = around_section(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


@admin.register(Question)
class QuestionAdmin(ContentAdmin):
    list_display = ["label_it", "kind", "section", "key", "english_to_write"]
    list_filter = [TranslationFilter, "kind", "is_required"]
    list_select_related = ["section__stage__call__competition"]
    search_fields = ["label_it", "label_en", "key"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("section", "position"),
                    pair("label"),
                    pair("help"),
                    ("kind", "key"),
                    "is_required",
                ]
            },
        ),
        (
            _("Limits"),
            {
                "fields": ["word_limit", ("least", "most"), "only_pdf"],
                "description": _(
                    "Words of a long text, bounds of a number, kind of a file: what is "
                    "left empty is not limited."
                ),
            },
        ),
    ]
    inlines = [ChoiceInline]

    class Media:
        css = {"all": ["css/admin-calls.css"]}

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("section__stage__call__competition")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["around"] = around_question(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
