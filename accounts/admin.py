from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.forms import Script
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.groups import shown_name
from accounts.models import User

admin.site.unregister([EmailAddress, Authenticator, UserSession, Group])
admin.site.unregister([SocialAccount, SocialApp, SocialToken])

MAY = {
    "view": _("see"),
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
}


class GroupFilter(admin.RelatedFieldListFilter):
    def field_choices(self, field, request, model_admin):
        choices = super().field_choices(field, request, model_admin)
        return [(key, shown_name(name)) for key, name in choices]


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    """To choose one and to see what it may do: what it may do is written in code."""

    list_display = ["label"]
    search_fields = ["name"]
    ordering = ["name"]
    fields = readonly_fields = ["label", "may"]

    @admin.display(description=_("name"), ordering="name")
    def label(self, group):
        return shown_name(group.name)

    @admin.display(description=pgettext_lazy("a group", "may"))
    def may(self, group):
        """A line for each kind of thing: what the group may do to it."""
        kinds = {}
        for row in group.permissions.select_related("content_type"):
            does = row.codename.partition("_")[0]
            kinds.setdefault(row.content_type, []).append(does)
        lines = {
            (capfirst(kind.name), ", ".join(str(MAY[do]) for do in MAY if do in does))
            for kind, does in kinds.items()
        }
        return format_html_join("", "{}: {}<br>", sorted(lines))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ["email", "first_name", "last_name", "is_staff"]
    list_filter = ["is_staff", "is_superuser", "is_active", ("groups", GroupFilter)]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["email"]
    autocomplete_fields = ["groups"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined", "erased_at"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (
            _("Person"),
            {
                "fields": [
                    ("first_name", "last_name"),
                    "language",
                    "role_group",
                    ("department_code", "organisation_name"),
                    "orcid",
                ]
            },
        ),
        (
            _("Permissions"),
            {
                "fields": [("is_active", "is_staff", "is_superuser"), "groups"],
                "description": _("What somebody may do comes from their groups."),
            },
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined", "erased_at"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "usable_password", "password1", "password2"]})
    ]

    class Media:
        js = [Script("js/autocomplete-names.js", type="module")]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label_from_instance = lambda group: shown_name(group.name)
            field.help_text = ""
        return field

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change or "email" in form.changed_data:
            obj.verify_email()


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin):
    """Second factors: for whoever lost theirs, delete it, and they set up another.

    The secret stays out of sight: who sees it can sign in as somebody else.
    """

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    fields = readonly_fields = ["user", "type", "created_at", "last_used_at"]

    def has_add_permission(self, request):
        return False
