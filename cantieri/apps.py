from django.apps import AppConfig


class CantieriConfig(AppConfig):
    name = "cantieri"
    verbose_name = "Cantieri"
