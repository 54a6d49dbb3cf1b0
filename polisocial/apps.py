from django.apps import AppConfig
from django.core.checks import Tags, register

from polisocial import checks


class PolisocialConfig(AppConfig):
    name = "polisocial"

    def ready(self):
        register(checks.hosts_are_named, Tags.security, deploy=True)
        register(checks.accessibility_statement_is_reviewed, deploy=True)
