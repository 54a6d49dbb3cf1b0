from django.urls import translate_url
from django.utils.translation import get_language

from content.bilingual import LANGUAGES
from polisocial import card_subjects


def site(request):
    """What base.html prints on every page besides what the page says of itself."""
    here = request.build_absolute_uri(request.path)
    alternates = {code: translate_url(here, code) for code in LANGUAGES}
    return {
        "here": here,
        "alternates": alternates,
        "other_language": "en" if get_language() == "it" else "it",
        "card": card_subjects.address(request.resolver_match, get_language()),
    }
