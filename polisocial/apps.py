from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from polisocial import checks


class PolisocialConfig(AppConfig):
    name = "polisocial"
    verbose_name = _("Portal")
    default = True

    def ready(self):
        register(checks.hosts_are_named, Tags.security, deploy=True)
        register(checks.accessibility_statement_is_reviewed, deploy=True)


class PortalAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "polisocial.admin_site.PortalAdminSite"
