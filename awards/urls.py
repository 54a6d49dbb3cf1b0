from django.urls import path
from django.utils.translation import gettext_lazy as _

from awards.views import (
    call,
    call_files,
    competition,
    five_per_thousand,
    partners,
    project,
    project_page,
    proposal,
    proposal_files,
    proposal_writing,
    receipt,
    team,
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
    path(
        _("apply/<int:year>/documents/<int:number>/"),
        call_files.document,
        name="call-document",
    ),
    path(_("apply/<int:year>/start/"), proposal.start, name="start-proposal"),
    path(_("my/proposals/"), proposal.mine, name="my-proposals"),
    path(_("my/proposals/<slug:code>/"), proposal.show, name="proposal"),
    path(_("my/proposals/<slug:code>/check/"), proposal.check, name="proposal-check"),
    path(
        _("my/proposals/<slug:code>/office/"),
        proposal.office_reads,
        name="proposal-office-reads",
    ),
    path(
        _("my/proposals/<slug:code>/preview/"),
        proposal.preview,
        name="proposal-preview",
    ),
    path(
        _("my/proposals/<slug:code>/versions/<int:number>/receipt.pdf"),
        proposal.paper,
        {"kind": "receipt"},
        name="proposal-receipt-pdf",
    ),
    path(
        _("my/proposals/<slug:code>/versions/<int:number>/proposal.pdf"),
        proposal.paper,
        {"kind": "proposal"},
        name="proposal-pdf",
    ),
    path(
        _("my/proposals/<slug:code>/withdraw/"),
        proposal.leave,
        name="proposal-withdraw",
    ),
    path(
        _("my/proposals/<slug:code>/revive/"),
        proposal.come_back,
        name="proposal-revive",
    ),
    path(
        _("my/proposals/<slug:code>/versions/<int:number>/"),
        proposal.version,
        name="proposal-version",
    ),
    path(
        _("my/proposals/<slug:code>/versions/<int:number>/file/"),
        proposal.version_file,
        name="proposal-file",
    ),
    path(
        _("my/proposals/<slug:code>/versions/<int:number>/files/<str:sha256>/"),
        proposal_files.version_file,
        name="proposal-version-file",
    ),
    path(_("receipts/"), receipt.verify, name="receipts"),
    path(_("receipts/keys/"), receipt.keys, name="receipt-keys"),
    # Two of the pages of a proposal are not fields: they come before the others.
    path(_("my/proposals/<slug:code>/write/team/"), team.show, name="proposal-team"),
    path(
        _("my/proposals/<slug:code>/write/team/<int:number>/"),
        team.one,
        name="proposal-member",
    ),
    path(
        _("my/proposals/<slug:code>/write/partners/"),
        partners.show,
        name="proposal-partners",
    ),
    path(
        _("my/proposals/<slug:code>/write/partners/<int:number>/"),
        partners.one,
        name="proposal-partner",
    ),
    path(
        _("my/proposals/<slug:code>/write/partners/<int:number>/letter/"),
        proposal_files.partner_letter,
        name="proposal-letter",
    ),
    path(_("invitations/<str:token>/"), team.answer, name="invitation"),
    path(_("partners-of/<str:token>/"), partners.answer, name="partner-answer"),
    path(
        _("my/proposals/<slug:code>/write/<slug:page>/"),
        proposal_writing.write,
        name="proposal-page",
    ),
    path(
        _("my/proposals/<slug:code>/write/<slug:page>/file/<str:key>/"),
        proposal_files.field_file,
        name="proposal-field-file",
    ),
    path(
        _("my/proposals/<slug:code>/write/<slug:page>/save/"),
        proposal_writing.save_by_itself,
        name="proposal-save",
    ),
    path(
        _("my/proposals/<slug:code>/write/<slug:page>/choose/<int:other>/"),
        proposal_writing.choose,
        name="proposal-choose",
    ),
]
