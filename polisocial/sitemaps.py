"""The addresses of every public page, in both languages, with their last change."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from awards.models import Call, Competition, FinancialYear, Project
from cantieri.models import Lab
from directory.models import Department, Organisation
from offcampus.models import Site
from polisocial.models import News

FIXED = (
    "home",
    "projects",
    "award",
    "five-per-thousand",
    "off-campus",
    "cantieri",
    "partners",
    "departments",
    "apply",
    "about",
    "accessibility",
    "privacy",
    "legal",
    "sitemap",
)
LISTED = {
    "home": (Project, News, Site),
    "projects": (Project,),
    "award": (Competition,),
    "five-per-thousand": (FinancialYear,),
    "off-campus": (Site,),
    "cantieri": (Lab,),
    "partners": (Organisation,),
    "departments": (Department,),
}


class Bilingual(Sitemap):
    i18n = True
    alternates = True
    protocol = None


class Rows(Bilingual):
    """One page for each row of a queryset."""

    def __init__(self, queryset):
        self.queryset = queryset

    def items(self):
        return self.queryset()

    def lastmod(self, row):
        return row.updated_at


class Calls(Bilingual):
    """A page for each call; its dates and its form change it too."""

    def items(self):
        return Call.objects.public().for_pages().prefetch_related(None)

    def lastmod(self, call):
        return call.changed_at


class Fixed(Bilingual):
    """Pages that are always there; lists change with what they list."""

    def items(self):
        newest = {
            model: model.objects.aggregate(at=Max("updated_at"))["at"]
            for models in LISTED.values()
            for model in models
        }
        self.changed = {
            name: max((newest[m] for m in models if newest[m]), default=None)
            for name, models in LISTED.items()
        }
        return FIXED

    def location(self, name):
        return reverse(name)

    def lastmod(self, name):
        return self.changed.get(name)


SITEMAPS = {
    "fixed": Fixed,
    "projects": Rows(lambda: Project.objects.public().only("slug", "updated_at")),
    "competitions": Rows(lambda: Competition.objects.public()),
    "calls": Calls(),
    "years": Rows(FinancialYear.objects.all),
    "sites": Rows(lambda: Site.objects.public()),
    "labs": Rows(lambda: Lab.objects.public()),
    "partners": Rows(lambda: Organisation.objects.public().only("slug", "updated_at")),
    "departments": Rows(Department.objects.all),
}
