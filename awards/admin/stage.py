import json

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.actions.form import freeze
from awards.admin.announcement import AnnounceAdmin
from awards.admin.around import around_stage, page_of, where_to_mend
from awards.admin.assignment import AssignmentsAdmin
from awards.admin.balance import BalanceAdmin
from awards.admin.check import ChecksAdmin
from awards.admin.curve import CurveAdmin
from awards.admin.deadline import MovesDeadlines
from awards.admin.decision import DecisionsAdmin
from awards.admin.rehearsal import RehearsalAdmin
from awards.form_content import content_of, faults, form_differences
from awards.forms.call import FreezeForm
from awards.models import Criterion, Section, Stage
from content.admin.base import ContentAdmin, ContentInline
from content.canonical import canonical, digest
from content.formats import instant_text


class CriterionInline(ContentInline):
    model = Criterion
    fields = [
        *("name_it", "name_en", "note_it", "note_en"),
        *("weight", "most", "threshold", "position"),
    ]


class SectionInline(ContentInline):
    model = Section
    fields = ["name_it", "name_en", "position"]
    show_change_link = True


@admin.register(Stage)
class StageAdmin(
    RehearsalAdmin,
    CurveAdmin,
    ChecksAdmin,
    AssignmentsAdmin,
    BalanceAdmin,
    DecisionsAdmin,
    AnnounceAdmin,
    MovesDeadlines,
    ContentAdmin,
):
    stages_by = "pk"
    list_display = ["__str__", "opens_at", "closes_at", "answer_expected_on"]
    list_filter = ["number"]
    list_select_related = ["call__competition"]
    search_fields = ["call__competition__label", "call__competition__year"]
    fieldsets = [
        (None, {"fields": [("call", "number")]}),
        (
            gettext_lazy("Timetable"),
            {
                "fields": [
                    ("opens_at", "closes_at"),
                    ("grace_minutes", "answer_expected_on"),
                ],
                "description": gettext_lazy(
                    "Day and time in Italy. A date may move without a new version of "
                    "the form."
                ),
            },
        ),
        (
            gettext_lazy("Evaluation"),
            {
                "fields": [
                    ("reviews_each", "pass_mark", "disagreement"),
                    ("tells_scores", "publishes_ranking"),
                ]
            },
        ),
    ]
    inlines = [SectionInline, CriterionInline]

    class Media:
        css = {"all": ["css/admin-calls.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("call__competition")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        ours = [
            path(
                f"<path:object_id>/{page}/",
                wrap(view),
                name=f"awards_stage_{page}",
            )
            for page, view in (
                ("freeze", self.freeze_view),
                ("versions", self.versions_view),
                ("rehearsal", self.rehearsal_view),
                ("curve", self.curve_view),
                ("checks", self.checks_view),
                ("assignments", self.assignments_view),
                ("balance", self.balance_view),
                ("decisions", self.decisions_view),
                ("announce", self.announce_view),
            )
        ]
        return [*ours, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            may_freeze = self.has_change_permission(request, obj)
            context["around"] = around_stage(obj, may_freeze=may_freeze)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def freeze_view(self, request, object_id):
        """Say what a new version of the form would be (GET), or make it (POST)."""
        stage = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, stage):
            raise PermissionDenied
        if stage is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        last = stage.versions.first()
        given = request.POST if request.method == "POST" else None
        form = FreezeForm(given, asks_reason=last is not None)
        if form.is_valid() and self.frozen(request, stage, form):
            return redirect(page_of(stage))
        plain = canonical(content_of(stage))
        content = json.loads(plain)
        context = {
            "title": _("Freeze the form"),
            "form": form,
            "seen": digest(plain),
            "faults": [(told, where_to_mend(told.about)) for told in faults(stage)],
            "has_changed": last is None or last.sha256 != digest(plain),
            "last": last,
            "counts": counts(content),
            "outlook": outlook(stage, last),
            "touched": form_differences(json.loads(last.content), content)
            if last
            else [],
        }
        page = "admin/awards/freeze.html"
        return self.show(request, page, stage, stage.pk, context)

    def frozen(self, request, stage, form):
        """Freeze the form; true where there is no more to ask."""
        seen = request.POST.get("seen", "")
        try:
            version = freeze(stage, by=request.user, seen=seen, **form.cleaned_data)
        except ValidationError as error:
            for told in error.messages:
                messages.error(request, told)
            return getattr(error, "code", "") == "unchanged"
        added = {"name": "version of a form", "object": str(version)}
        self.log_change(request, stage, [{"added": added}])
        told = _("Version %(number)d of the form is frozen.")
        messages.success(request, told % {"number": version.number})
        return True

    def versions_view(self, request, object_id):
        """The versions of the form, what each changed, and two of them compared."""
        stage = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, stage):
            raise PermissionDenied
        if stage is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        versions = list(stage.versions.select_related("by").order_by("number"))
        contents = {each.number: json.loads(each.content) for each in versions}
        context = {
            "title": _("Versions of the form"),
            "entries": [entry(each, contents) for each in reversed(versions)],
            "numbers": list(contents),
            "compared": compared(request.GET, contents),
        }
        page = "admin/awards/versions.html"
        return self.show(request, page, stage, stage.pk, context)


def counts(content):
    """How much there is in a form: (what, how many)."""
    sections = content["sections"]
    return [
        (_("Sections"), len(sections)),
        (_("Questions"), sum(len(each["questions"]) for each in sections)),
        (_("Criteria"), len(content["criteria"])),
        (_("Cost headings"), len(content["cost_headings"])),
        (_("Dimensions"), len(content["dimensions"])),
        (_("Special prizes"), len(content["prizes"])),
    ]


def outlook(stage, last):
    """What freezing the form will do, in sentences."""
    if last is None:
        yield _("This becomes version 1 of the form.")
    else:
        told = _("This becomes version %(new)d; version %(old)d stays readable.")
        yield told % {"new": last.number + 1, "old": last.number}
    if not stage.has_opened():
        if stage.opens_at:
            told = _("The stage opens with it on %(instant)s by itself.")
            yield told % {"instant": instant_text(stage.opens_at)}
    elif stage.has_closed():
        yield _("The deadline has passed: what was handed in keeps its version.")
    else:
        yield _(
            "The stage is open: from now on applicants answer this version. Those who "
            "are writing read the reason; what was handed in keeps its version."
        )
    yield _("A frozen version cannot be changed or deleted.")


def entry(version, contents):
    before = contents.get(version.number - 1)
    return {
        "version": version,
        "when": instant_text(version.at),
        "touched": before and form_differences(before, contents[version.number]),
    }


def compared(given, contents):
    """The differences between the two versions that an address names, if it does."""
    chosen = [given.get(name, "") for name in ("from", "to")]
    if not all(each.isdecimal() and int(each) in contents for each in chosen):
        return None
    old, new = map(int, chosen)
    return {
        "old": old,
        "new": new,
        "touched": form_differences(contents[old], contents[new]),
    }
