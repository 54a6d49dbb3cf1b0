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
LONGEST = 500_000  # characters, in all the fields of a page
SALT = "who-types"
OURS = {"csrfmiddlewaretoken", "who"}


def who_types(user):
    """A hidden field that says whose page this is, even when no session does."""
    return signing.dumps(user.pk, salt=SALT)


def typist(request):
    """The number of the person whose page was sent; None where it does not say."""
    try:
        token = request.POST.get("who", "")
        return signing.loads(token, salt=SALT, max_age=timedelta(days=7))
    except signing.BadSignature:
        return None


def keep(request):
    """Keep what was sent for the person whose page it was; say whether it is kept."""
    user_id = typist(request)
    typed = {key: request.POST.getlist(key) for key in request.POST if key not in OURS}
    if user_id is None or len(str(typed)) > LONGEST:
        return False
    now = timezone.now()
    KeptText.objects.filter(at__lt=now - KEPT_FOR).delete()
    KeptText.objects.update_or_create(
        user_id=user_id, path=request.path, defaults={"typed": typed, "at": now}
    )
    return True


def kept_for(request):
    """What waits for whoever opens this page, if anything still does."""
    since = timezone.now() - KEPT_FOR
    mine = KeptText.objects.filter(user=request.user, path=request.path, at__gt=since)
    return mine.first()


def sign_in_again(request):
    """The door, and then this page again with what was typed in it."""
    if request.method == "POST" and keep(request):
        messages.info(
            request,
            _("What you typed is kept: sign in, and you will find it in its page."),
        )
    return redirect_to_login(request.path)


def csrf_failure(request, reason=""):
    """A page that was open too long: what was typed in it is kept, and said so."""
    context = {"is_kept": keep(request), "path": request.path}
    return render(request, "403_csrf.html", context, status=403)
