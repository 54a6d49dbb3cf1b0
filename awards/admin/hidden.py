"""Who has a conflict of interest with a proposal finds nothing of it in the admin."""

from django.contrib import admin

from awards.rules.conflict import seen_by, way_to_proposal


class OfProposalAdmin(admin.ModelAdmin):
    """What is about a proposal: every such thing of the admin is registered by this.

    Lists, their searches and counts, pages, histories, tables and choices all begin
    from these rows.
    """

    def get_queryset(self, request):
        return seen_by(request.user, super().get_queryset(request))

    def is_hidden(self, request, obj):
        rows = self.model._base_manager.filter(pk=obj.pk)
        return not seen_by(request.user, rows).exists()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        model = db_field.remote_field.model
        if way_to_proposal(model):
            kwargs["queryset"] = seen_by(request.user, model._default_manager.all())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
