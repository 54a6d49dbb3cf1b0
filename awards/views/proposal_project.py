"""The page of a funded project, as its team completes it before staff publish it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.actions.project import complete
from awards.forms.project import CompleteForm
from awards.rules.answer import project_of
from awards.rules.proposal import can_complete
from awards.views import kept
from awards.views.proposal_pages import of_the_team, render_desk
from content.admin.preview import as_public, passing
from content.bilingual import LANGUAGES
from directory.models import Place

PUBLIC = gettext_lazy("Not saved: the project is public already.")


def project_or_404(desk):
    """What this proposal became, for who may write of it."""
    project = project_of(desk.proposal)
    if project is None or not can_complete(desk.member):
        raise Http404
    return project


@of_the_team
def show(request, desk):
    """Its text in both languages; a POST stores it, unless somebody changed it."""
    project = project_or_404(desk)
    waiting = kept.kept_for(request)
    if request.method == "POST":
        return _store(request, desk, project, waiting)
    form = CompleteForm(instance=project)
    kept.fill(form, waiting)
    typed = waiting.typed if waiting else {}
    more = {"ticked": typed.get("places", []) if typed else None}
    return _render(request, desk, project, form, more)


def _store(request, desk, project, waiting):
    form = CompleteForm(request.POST, instance=project)
    if project.published_from:
        kept.refuse(request, PUBLIC)
        return redirect(request.path)
    if not form.is_valid():
        return _render(request, desk, project, form)
    try:
        _complete(form, project, by=request.user)
    except PermissionDenied:  # published in this very instant
        kept.refuse(request, PUBLIC)
    except ValidationError as error:
        is_stale = getattr(error, "code", None) == "stale"
        stored = form.stored_otherwise() if is_stale else []
        form.add_error(None, error.messages)
        return _render(request, desk, project, form, {"stored": stored}, 409)
    else:
        if waiting:
            waiting.delete()
        messages.success(request, _("Saved."))
    return redirect(request.path)


def _complete(form, project, *, by):
    project.updated_at = form.cleaned_data["seen"]
    places = form.places(places_of(project))
    complete(project, by=by, places=places, new_place=form.new_place)


def places_of(project):
    return [row.place for row in project.project_places.select_related("place")]


def _render(request, desk, project, form, more=(), status=200):
    stored = type(project).objects.get(pk=project.pk)
    more = dict(more)
    ticked = more.pop("ticked", None)
    if form.is_bound:  # whoever has read what is stored now may store over it
        form.data = form.data.copy()
        form.data["seen"] = stored.updated_at.isoformat()
        ticked = form.data.getlist("places")
    context = {
        "project": stored,
        "form": form,
        "places": [
            (place, ticked is None or str(place.pk) in ticked)
            for place in places_of(project)
        ],
        "known": Place.objects.values_list("name_it", flat=True).order_by("name_it"),
        "languages": LANGUAGES,
        **more,
    }
    title = _("The page of the project")
    return render_desk(
        request, "awards/proposal/project.html", desk, title, context, status
    )


@of_the_team
def preview(request, desk, language):
    """What everybody will read, of what is stored, in one of the languages."""
    project = project_or_404(desk)
    if language not in LANGUAGES:
        raise Http404
    with passing():
        return as_public(request, project, project.get_absolute_url, language)
