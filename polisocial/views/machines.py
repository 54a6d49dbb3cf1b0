"""What machines ask for: health, robots, site map, security contact."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import never_cache

PLAIN = "text/plain; charset=utf-8"


def robots(request):
    """Everything may be read; where the list of addresses is."""
    sitemap = request.build_absolute_uri(reverse("sitemap-xml"))
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type=PLAIN)


def security(request):
    """Whom to tell of a weakness (RFC 9116). Expires, as the RFC asks, in a year."""
    with override("en"):
        contact = request.build_absolute_uri(reverse("report"))
    if settings.CONTACT_EMAIL:
        contact = f"mailto:{settings.CONTACT_EMAIL}"
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {(midnight + timedelta(days=365)).isoformat()}",
        "Preferred-Languages: it, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type=PLAIN)


@never_cache
def live(request):
    """The process answers."""
    return JsonResponse({"status": "live"})


@never_cache
def ready(request):
    """The process answers and its database too; 503 while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ready"})
