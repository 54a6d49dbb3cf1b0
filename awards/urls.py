from django.urls import path
from django.utils.translation import gettext_lazy as _

from awards.views import (
    call,
    call_files,
    competition,
    five_per_thousand,
    project,
    project_page,
)

urlpatterns = [
    path(_("projects/"), project.explore, name="projects"),
    path(_("projects/<slug:slug>/"), project_page.show, name="project"),
    path(_("award/"), competition.explain, name="award"),
    path(_("award/<int:year>/"), competition.show, name="competition"),
    path(_("five-per-thousand/"), five_per_thousand.explain, name="five-per-thousand"),
    path(
        _("five-per-thousand/<int:year>/"),
        five_per_thousand.show,
        name="financial-year",
    ),
    path(_("apply/"), call.explore, name="apply"),
    path(_("apply/<int:year>/"), call.show, name="call"),
    path(_("apply/<int:year>/form.pdf"), call_files.form_pdf, name="call-form-pdf"),
    path(_("apply/<int:year>/form.txt"), call_files.form_text, name="call-form-text"),
    path(_("apply/<int:year>/call.ics"), call_files.calendar, name="call-calendar"),
]
