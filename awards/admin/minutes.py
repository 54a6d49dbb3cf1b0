from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.actions import minutes as actions
from awards.admin.around import page_of
from awards.models import Minutes, Submission
from awards.rules.committee import sees_results
from awards.rules.conflict import closed_to


@admin.register(Minutes)
class MinutesAdmin(admin.ModelAdmin):
    """Minutes that committees made: read whole, published in their redacted form.

    They name all that a stage judged: who must not see some of it finds none of them.
    """

    change_form_template = "admin/awards/minutes.html"
    list_display = ["__str__", "at", "by", "published"]
    list_filter = ["stage__call__competition"]
    list_select_related = ["stage__call__competition", "by", "publication"]
    fields = readonly_fields = ["stage", "number", "at", "by", "reason", "sha256"]

    def get_queryset(self, request):
        closed = Submission.objects.filter(proposal__in=closed_to(request.user))
        rows = super().get_queryset(request)
        return rows.exclude(stage__in=closed.values("form__stage"))

    @admin.display(description=gettext_lazy("public since"))
    def published(self, minutes):
        publication = getattr(minutes, "publication", None)
        return publication and publication.at

    def has_add_permission(self, request):
        return False  # a committee makes them

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def may_publish(self, request):
        return request.user.has_perm("awards.change_minutes")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        ours = [
            path(
                "<path:object_id>/<str:form>.pdf",
                wrap(self.paper_view),
                name="awards_minutes_paper",
            ),
            path(
                "<path:object_id>/make-public/",
                wrap(self.make_public_view),
                name="awards_minutes_make_public",
            ),
        ]
        return [*ours, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["published"] = self.published(obj)
        context["may_publish"] = self.may_publish(request)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def paper_view(self, request, object_id, form):
        """The minutes as a PDF: whole, or in their public form."""
        minutes = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, minutes):
            raise PermissionDenied
        if minutes is None or form not in ("whole", "public"):
            raise Http404
        if not sees_results(request.user, minutes.stage):
            raise PermissionDenied
        body = actions.paper(minutes, is_public=form == "public")
        year = minutes.stage.call.competition.year
        name = f"{year}-{minutes.stage.number}-{minutes.number}-{form}.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return HttpResponse(body, content_type="application/pdf", headers=headers)

    def make_public_view(self, request, object_id):
        """Let everybody read the redacted form: sent by a button, never opened."""
        if request.method != "POST":
            raise Http404
        minutes = self.get_object(request, unquote(object_id))
        if not self.may_publish(request):
            raise PermissionDenied
        if minutes is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        try:
            actions.publish(minutes, by=request.user, at=timezone.now())
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        else:
            self.message_user(request, _("The minutes are public, redacted."))
        return redirect(page_of(minutes))
