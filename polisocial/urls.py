"""Every address of the portal: `docs/architecture.md` says which room answers."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from awards.views import call_files
from polisocial.sitemaps import SITEMAPS
from polisocial.views import (
    cards,
    departments,
    home,
    institution,
    machines,
    partners,
    search,
)

urlpatterns = [
    path("admin/language/", set_language, name="language"),
    path("admin/", admin.site.urls),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap-xml"),
    path(".well-known/security.txt", machines.security, name="security"),
    path(
        "cards/<slug:language>/<slug:name>.png", cards.of_section, name="section-card"
    ),
    path(
        "cards/<slug:language>/<slug:kind>/<slug:key>.png",
        cards.of_thing,
        name="card",
    ),
    path("feeds/calls/<slug:language>.xml", call_files.feed, name="calls-feed"),
    path("health/live", machines.live, name="health-live"),
    path("health/ready", machines.ready, name="health-ready"),
    *i18n_patterns(
        path("", home.show, name="home"),
        path("", include("awards.urls")),
        path("", include("offcampus.urls")),
        path("", include("cantieri.urls")),
        path("account/", include("accounts.urls")),
        path(_("partners/"), partners.explore, name="partners"),
        path(_("partners/<slug:slug>/"), partners.show, name="partner"),
        path(_("departments/"), departments.explore, name="departments"),
        path(_("departments/<slug:code>/"), departments.show, name="department"),
        path(_("search/"), search.everything, name="search"),
        path(_("about/"), institution.about, name="about"),
        path(_("about/report/"), institution.report, name="report"),
        path(_("accessibility/"), institution.accessibility, name="accessibility"),
        path(_("privacy/"), institution.privacy, name="privacy"),
        path(_("legal/"), institution.legal, name="legal"),
        path(_("sitemap/"), institution.sitemap, name="sitemap"),
    ),
]
