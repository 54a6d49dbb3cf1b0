from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ContentConfig(AppConfig):
    name = "content"

    def ready(self):
        autodiscover_modules("kept_files")
