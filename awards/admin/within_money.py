"""Money that is awarded is not taken away: the database refuses, the admin says so."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from content.admin.base import ContentAdmin
from content.bring_back import SENTENCES

NAME = "awards_within_money"  # in migration 0016
TOLD = _("More than that is awarded already: nothing was changed.")
SENTENCES[NAME] = TOLD


class WithinMoneyAdmin(ContentAdmin):
    """What holds money that may be awarded: it may grow, or shrink to what is not."""

    def changeform_view(self, request, *args, **kwargs):
        return self.refusable(super().changeform_view, request, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        return self.refusable(super().delete_view, request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        return self.refusable(super().changelist_view, request, *args, **kwargs)

    def refusable(self, view, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except IntegrityError as error:
            if error.__cause__.diag.constraint_name != NAME:
                raise
            messages.error(request, TOLD)
            return redirect(request.path)
