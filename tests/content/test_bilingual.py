import pytest
from django.utils.translation import override

from awards.models import Competition, Project


@pytest.mark.parametrize(
    ("wanted", "italian", "english", "said", "lang", "is_fallback"),
    [
        ("it", "Tema", "Theme", "Tema", "it", False),
        ("en", "Tema", "Theme", "Theme", "en", False),
        ("en", "Tema", "", "Tema", "it", True),
        ("it", "", "Theme", "Theme", "en", True),
    ],
)
def test_the_other_language_stands_in_and_says_so(
    wanted, italian, english, said, lang, is_fallback
):
    competition = Competition(theme_it=italian, theme_en=english)
    with override(wanted):
        theme = competition.theme
    assert (theme, theme.lang, theme.is_fallback) == (said, lang, is_fallback)


def test_missing_in_both_languages_is_empty():
    assert Competition().theme == ""


def test_without_a_language_it_reads_italian():
    with override(None):
        assert Competition(theme_it="Tema", theme_en="Theme").theme == "Tema"


def test_lists_are_read_in_the_same_way():
    project = Project(keywords_it=["casa"], keywords_en=[])
    with override("en"):
        keywords = project.keywords
    assert (keywords, keywords.lang, keywords.is_fallback) == (["casa"], "it", True)
