"""One address of every kind of page, for tests that look at all of them."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import override

from content.bilingual import LANGUAGES

# Name of the kind: name of the address, its arguments, its query.
KINDS = {
    "home": ("home", [], ""),
    "projects": ("projects", [], ""),
    "projects, filtered": ("projects", [], "competition=2024&department=DESIGN"),
    "projects, table": ("projects", [], "view=table"),
    "projects, page 2": ("projects", [], "page=2"),
    "projects, none found": ("projects", [], "q=perifferie&country=UG"),
    "project": ("project", ["sospesa-2021"], ""),
    "project abroad": ("project", ["charme-2022"], ""),
    "award": ("award", [], ""),
    "competition": ("competition", [2019], ""),
    "competition, little known": ("competition", [2016], ""),
    "five per thousand": ("five-per-thousand", [], ""),
    "year": ("financial-year", [2020], ""),
    "year not known": ("financial-year", [2013], ""),
    "off campus": ("off-campus", [], ""),
    "site": ("site", ["nolo"], ""),
    "cantieri": ("cantieri", [], ""),
    "lab": ("lab", ["industria-4-0"], ""),
    "partners": ("partners", [], ""),
    "partner": ("partner", ["comune-di-milano"], ""),
    "departments": ("departments", [], ""),
    "department": ("department", ["DASTU"], ""),
    "search": ("search", [], ""),
    "search, found": ("search", [], "q=milano"),
    "search, none found": ("search", [], "q=xyzzyx"),
    "apply": ("apply", [], ""),
    "about": ("about", [], ""),
    "report": ("report", [], "page=/it/progetti/"),
    "accessibility": ("accessibility", [], ""),
    "privacy": ("privacy", [], ""),
    "legal": ("legal", [], ""),
    "site map": ("sitemap", [], ""),
}

# For whoever has an account, or is about to: they set a cookie and no link leads there.
OF_ACCOUNTS = {
    "sign in": ("account_login", [], ""),
    "sign up": ("account_signup", [], ""),
    "closed account": ("account_inactive", [], ""),
    "e-mail to confirm": ("account_email_verification_sent", [], ""),
    "e-mail confirmed too late": ("account_confirm_email", ["none"], ""),
    "forgotten password": ("account_reset_password", [], ""),
    "link on its way": ("account_reset_password_done", [], ""),
    "link too old": ("account_reset_password_from_key", ["1", "none"], ""),
    "password chosen": ("account_reset_password_from_key_done", [], ""),
}


def address(kind, language):
    """The path of a page of this kind in a language."""
    name, args, query = (KINDS | OF_ACCOUNTS)[kind]
    with override(language):
        path = reverse(name, args=args)
    return f"{path}?{query}" if query else path


EVERY = [(kind, language) for kind in KINDS for language in LANGUAGES]
EVERY_OF_ACCOUNTS = [(kind, code) for kind in OF_ACCOUNTS for code in LANGUAGES]


def get(portal, path):
    """The answer to a request, and its body."""
    link = HTTPConnection(urlsplit(portal).netloc, timeout=30)
    try:
        link.request("GET", path, headers={"Accept-Language": "it"})
        answer = link.getresponse()
        return answer, answer.read()
    finally:
        link.close()
