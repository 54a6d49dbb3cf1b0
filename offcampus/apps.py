from django.apps import AppConfig


class OffCampusConfig(AppConfig):
    name = "offcampus"
    verbose_name = "Off Campus"
