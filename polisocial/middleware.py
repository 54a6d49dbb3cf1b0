from django.shortcuts import redirect, render

from content.slugs import Moved, Withdrawn


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
