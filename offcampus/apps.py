from django.apps import AppConfig


class OffCampusConfig(AppConfig):
    name = "offcampus"
