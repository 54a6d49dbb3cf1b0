"""Text that arrives after a session ended: it waits for the person who typed it."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import KeptText

KEPT_FOR = timedelta(hours=24)
OPEN_FOR = timedelta(days=30)  # how long a page may have stood open
LONGEST = 500_000  # characters, in all the fields of a page
LONGEST_PATH = KeptText._meta.get_field("path").max_length
SALT = "who-types"
WHERE = "where-it-is"
OURS = {"csrfmiddlewaretoken", "who", "where"}


def who_types(user):
    """A hidden field that says whose page this is, even when no session does."""
    return signing.dumps(user.pk, salt=SALT)


def typist(request):
    """The number of the person whose page was sent; None where it does not say."""
    try:
        return signing.loads(request.POST.get("who", ""), salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None


def where_it_is(path):
    """A hidden field that says where a page is, some of whose buttons send it away."""
    return signing.dumps(path, salt=WHERE)


def page_of(request):
    """Where the page is that was sent, or is asked for."""
    try:
        return signing.loads(request.POST.get("where", ""), salt=WHERE)
    except signing.BadSignature:
        return request.path


def keep(request):
    """Keep what was sent for the person whose page it was; say whether it is kept."""
    user_id, path = typist(request), page_of(request)
    typed = {
        key: [text.replace("\0", "") for text in request.POST.getlist(key)]
        for key in request.POST
        if key not in OURS
    }
    is_fit = len(str(typed)) <= LONGEST and len(path) <= LONGEST_PATH
    if user_id is None or not is_fit:
        return False
    now = timezone.now()
    KeptText.objects.filter(at__lt=now - KEPT_FOR).delete()
    KeptText.objects.update_or_create(
        user_id=user_id, path=path, defaults={"typed": typed, "at": now}
    )
    return True


def kept_for(request):
    """What waits for whoever opens this page, if anything still does."""
    return waiting_at(request, [request.path]).get(request.path)


def waiting_at(request, paths):
    """What waits for them at some addresses, to which forms of one page are sent."""
    since = timezone.now() - KEPT_FOR
    mine = KeptText.objects.filter(user=request.user, at__gt=since, path__in=paths)
    return {each.path: each for each in mine}


def fill(form, waiting):
    """Begin the fields of a form with what waits, which its page then says."""
    form.waiting = waiting
    typed = waiting.typed if waiting else {}
    form.initial |= {name: typed[name][-1] for name in form.fields if typed.get(name)}
    return form


def forget(request):
    """What waited for this page is stored now, or was given up."""
    KeptText.objects.filter(user=request.user, path=page_of(request)).delete()


def refuse(request, why):
    """Say why nothing was stored, and keep what was typed."""
    messages.error(request, f"{why} {said_of(is_kept=keep(request))}")


def said_of(*, is_kept):
    if is_kept:
        return _("What you typed is kept for a day: you find it in its page.")
    return _("What you typed could not be kept: go back, and copy it from there.")


def sign_in_again(request):
    """The door, and then this page again with what was typed in it."""
    if request.method == "POST" and keep(request):
        messages.info(
            request,
            _("What you typed is kept: sign in, and you will find it in its page."),
        )
    elif typist(request):
        messages.error(request, said_of(is_kept=False))
    return redirect_to_login(page_of(request))


def of_another(request):
    """The answer to a page of somebody else's; None where it is one's own."""
    if request.method != "POST" or not request.user.is_authenticated:
        return None
    if typist(request) in (None, request.user.pk):
        return None
    context = {"is_kept": keep(request)}
    return render(request, "of_another.html", context, status=409)


def csrf_failure(request, reason=""):
    """A page that was open too long: what was typed in it is kept, and said so."""
    if answer := of_another(request):
        return answer
    context = {"is_kept": keep(request), "path": page_of(request)}
    return render(request, "403_csrf.html", context, status=403)
