"""The admin, with one door: the portal's own sign-in and its second factor."""

from allauth.account.utils import get_next_redirect_url
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts import rules
from accounts.factor import lead, lead_to_factor
from accounts.groups import shown_name
from polisocial import attention
from polisocial.year import pages as year

# What the award office works with in the year of a call, in the order of its work.
OF_CALLS = (
    "Call",
    "Stage",
    "Section",
    "Question",
    "Proposal",
    "Appointment",
    "Declaration",
    "LateAttempt",
    "Extension",
    "EditWindow",
    "Letter",
    "ProposalPartner",
    "Decision",
    "Minutes",
    "Act",
)


class Choices(AutocompleteJsonView):
    def serialize_result(self, obj, to_field_name):
        told = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Group):
            told["text"] = str(shown_name(obj.name))
        return told


class PortalAdminSite(admin.AdminSite):
    site_header = site_title = "Polisocial"
    index_title = gettext_lazy("Content and money")

    def has_permission(self, request):
        return rules.can_work_as_staff(request)

    def get_urls(self):
        pages = [
            path("year/", self.admin_view(year.show), name="year"),
            path("year/check/", self.admin_view(year.invariants), name="invariants"),
            path(
                "year/check/now/",
                self.admin_view(year.check_invariants),
                name="check-invariants",
            ),
        ]
        return [*pages, *super().get_urls()]

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)

    def index(self, request, extra_context=None):
        """Say first what wants attention, then what there is."""
        known = {
            "attention": list(attention.items(request.user)),
            "recent": attention.recent(request.user),
            "sees_year": year.may_see(request.user),
        }
        return super().index(request, known | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """The calls first: they have the deadlines."""
        apps = super().get_app_list(request, app_label)
        awards = next((app for app in apps if app["app_label"] == "awards"), None)
        if awards is None or app_label:
            return apps
        models = {model["object_name"]: model for model in awards["models"]}
        calls = [models.pop(name) for name in OF_CALLS if name in models]
        awards["models"] = list(models.values())
        rest = [app for app in apps if app["models"]]
        return [awards | {"name": _("Calls and proposals"), "models": calls}, *rest]

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """Lead to what is still missing of a staff sign-in, then back here."""
        target = get_next_redirect_url(request) or reverse("admin:index")
        if self.has_permission(request):
            return redirect(target)
        if request.user.is_anonymous:
            return lead("account_login", target)
        if not request.user.is_staff:
            raise PermissionDenied
        return lead_to_factor(request, target)

    def logout(self, request, extra_context=None):
        return redirect("account_logout", preserve_request=True)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("account_change_password")
