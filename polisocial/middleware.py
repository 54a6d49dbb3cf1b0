from django.shortcuts import redirect, render
from django.utils import timezone

from content.slugs import Moved, Withdrawn


def instant_of_request(get_response):
    """Note when a request began: it is what is compared with a deadline.

    Nothing of the body is read yet, so a long upload counts from its beginning.
    """

    def middleware(request):
        request.began_at = timezone.now()
        return get_response(request)

    return middleware


def changed_addresses(get_response):
    """Answer for what is no longer at its address: 301 moved, 410 withdrawn."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if isinstance(exception, Moved):
            return redirect(exception.target, permanent=True)
        if isinstance(exception, Withdrawn):
            return render(request, "410.html", status=410)
        return None

    middleware.process_exception = process_exception
    return middleware
