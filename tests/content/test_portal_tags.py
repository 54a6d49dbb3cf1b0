from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import timezone, translation

from content.bilingual import Lines, Text
from content.dates import PartialDate
from content.pages import Crumb, Page, render_page
from directory.milan import MilanMap, on_map, pin_at


def rendered(source, **context):
    return Template(source).render(Context(context))


def component(name, **context):
    html = render_to_string(f"components/{name}.html", context)
    return " ".join(html.split()).replace("> <", "><")


def test_marked_names_the_language_of_a_stand_in():
    italian = Text("Firma & dono", "it", "en")
    with translation.override("en"):
        html = rendered("{{ text|marked }}", text=italian)
    assert html == '<span lang="it">Firma &amp; dono</span>'


def test_marked_leaves_the_language_of_the_page_alone():
    with translation.override("it"):
        assert rendered("{{ text|marked }}", text=Text("Firma", "it", "it")) == "Firma"
        assert rendered("{{ text|marked }}", text="<b>") == "&lt;b&gt;"
        assert rendered("{{ text|marked }}", text="") == ""


def test_marked_joins_short_texts():
    lines = Lines(["orti", "cibo"], "it", "en")
    with translation.override("en"):
        html = rendered("{{ lines|marked }}", lines=lines)
    assert html == '<span lang="it">orti, cibo</span>'


def test_prose_parts_paragraphs_and_escapes():
    text = Text("Uno <b>\r\ndue\r\n\r\n\r\ntre", "it", "en")
    with translation.override("en"):
        html = rendered("{{ text|prose }}", text=text)
    assert html == '<p lang="it">Uno &lt;b&gt;<br>due</p>\n<p lang="it">tre</p>'


def test_bar_is_in_proportion_whatever_the_language():
    with translation.override("it"):
        assert 'width="70.2"' in rendered("{% bar 692215 985530 %}")
        assert 'y="29.8" width="1" height="70.2"' in rendered(
            "{% column 692215 985530 %}"
        )


@pytest.mark.parametrize("highest", [0, None])
def test_bar_of_nothing_is_empty(highest):
    assert 'width="0"' in rendered("{% bar 0 highest %}", highest=highest)


def test_bar_of_what_nobody_knows_is_hatched():
    assert rendered("{% bar None 10 %}") == '<span class="bar--unk"></span>'
    assert 'class="none"' in rendered("{% column None 10 %}")


def test_dots_are_as_many_as_counted():
    html = rendered("{% dots 2 1 %}")
    assert html.count("<i></i>") == 2
    assert html.count('<i class="empty"></i>') == 1


def test_json_ld_cannot_be_broken_out_of():
    html = rendered("{{ graph|json_ld }}", graph={"name": "</script><b>&"})
    assert html == (
        '<script type="application/ld+json">'
        '{"name": "\\u003C/script\\u003E\\u003Cb\\u003E\\u0026"}</script>'
    )


def test_qr_code_is_drawn_without_colour_names_of_its_own():
    html = rendered('{% qr_code "https://example.org/it/progetti/sospesa-2021/" %}')
    assert html.startswith('<svg viewBox="0 0 ')
    assert 'class="qr"' in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "http://testserver/it/"),
        ("?page=1", "http://testserver/it/"),
        ("?page=3&utm_source=x", "http://testserver/it/?page=3"),
        ("?page=10", "http://testserver/it/?page=10"),
        ("?page=%22%3E", "http://testserver/it/"),
        ("?page=" + "9" * 3000, "http://testserver/it/"),
    ],
)
def test_canonical_keeps_only_the_number_of_a_further_page(rf, query, expected):
    request = rf.get(f"/it/{query}")
    here = request.build_absolute_uri(request.path)
    html = rendered("{% canonical %}", request=request, here=here)
    assert html == expected


def test_untranslated_speaks_only_of_stand_ins():
    with translation.override("en"):
        notice = component("untranslated", text=Text("Firma", "it", "en"))
        assert "This text is in Italian: it has not been translated yet." in notice
        assert "<p" not in component("untranslated", text=Text("Sign", "en", "en"))
        assert "<p" not in component("untranslated", text="")


def test_figure_says_what_is_not_known():
    with translation.override("en"):
        html = component("figure", value=None, label="award", as_of=None, gender="")
        assert '<dd><i class="unk">not known</i></dd>' in html


def test_figure_carries_its_date_and_unit():
    with translation.override("en"):
        html = component(
            "figure", value=2, unit="t", label="food", as_of=PartialDate("2023-11")
        )
    time = '<time datetime="2023-11">November 2023</time>'
    assert f"<dt>food, {time}</dt><dd>2 t</dd>" in html


def test_figure_shows_zero_as_zero():
    assert "<dd>0</dd>" in component("figure", value=0, label="projects")


def test_chain_draws_and_says_a_gap():
    step = SimpleNamespace(title="Quote", note="", part="award", known=False)
    with translation.override("en"):
        html = component("chain", steps=[step], row=True)
    assert '<li class="gap p-award">' in html
    assert '<i class="unk">not known</i>' in html


def test_years_reads_out_what_it_draws():
    years = [
        SimpleNamespace(year=2015, amount=564437),
        SimpleNamespace(year=2016, amount=None),
    ]
    with translation.override("en"):
        html = component("years", years=years, highest=564437)
    assert "2015: €564,437" in html
    assert "2016: amount not known" in html
    assert '<span class="century">’</span>15</span>' in html


def test_pages_marks_the_current_one_and_keeps_the_search():
    page = Paginator(range(240), 24).page(4)
    with translation.override("en"):
        html = component("pages", page=page, address="?q=a&page=")
    assert '<a href="?q=a&amp;page=3" rel="prev">' in html
    assert '<a href="?q=a&amp;page=4" aria-current="page">' in html
    assert "<span>…</span>" in html


def test_pages_is_nothing_for_one_page():
    assert "<nav" not in component("pages", page=Paginator([1], 24).page(1), address="")


def test_on_map_puts_the_centre_at_the_duomo():
    assert on_map(45.4642, 9.19) == (352, 318)
    assert on_map(45.4725, 9.1375) == (184, 280)


def test_milan_map_links_its_pins_and_leaves_out_the_far_ones():
    said = {"url": "/it/off-campus/nolo/", "kind": "site", "label": "Nolo"}
    near = pin_at(45.4935, 9.2197, title="Off Campus Nolo", **said)
    far = pin_at(-25.96, 32.58, title="Maputo", url="/x", kind="project")
    with translation.override("it"):
        html = component("milan_map", map=MilanMap("Milano", [near, far]), id="m")
    assert '<a href="/it/off-campus/nolo/" class="p-off">' in html
    assert f'transform="translate({near.x} {near.y})"' in html
    assert "Maputo" not in html


@pytest.fixture
def base_page(rf):
    """The whole of base.html for a page, in Italian unless told."""

    def show(page, path="/it/", language="it"):
        request = rf.get(path)
        request.resolver_match = resolve("/it/")
        with translation.override(language):
            return render_page(request, "base.html", page).content.decode()

    return show


def test_base_page_says_what_the_page_is(base_page):
    page = Page(
        "Sei progetti <2024>",
        description="Le «schede»",
        short="Progetti",
        section="projects",
        part="award",
        crumbs=(Crumb("Home", "/it/"),),
        updated_at=timezone.now(),
    )
    html = base_page(page)
    assert '<html lang="it">' in html
    assert "<title>Sei progetti &lt;2024&gt; – Polisocial</title>" in html
    assert '<link rel="canonical" href="http://testserver/it/">' in html
    assert 'hreflang="en" href="http://testserver/en/"' in html
    assert 'hreflang="x-default" href="http://testserver/it/"' in html
    assert (
        '<meta property="og:image" content="http://testserver/cards/it/home.png">'
        in html
    )
    assert '<li aria-current="page">Progetti</li>' in html
    assert '<main id="main" class="p-award"' in html


def test_base_page_marks_the_entry_it_belongs_to(base_page):
    home = Crumb("Home", "/it/")
    top = base_page(Page("x", section="projects", crumbs=(home,)))
    inside = base_page(Page("x", section="projects", crumbs=(home, home)))
    assert '<a href="/it/progetti/" aria-current="page">' in top
    assert '<a href="/it/progetti/" aria-current="true">' in inside


def test_base_page_prefills_the_report_of_an_error(base_page):
    assert "?page=/it/%22q%22/" in base_page(Page("x"), '/it/"q"/')


def test_base_page_has_no_breadcrumb_at_home(base_page):
    assert 'class="crumbs' not in base_page(Page("x"))


@pytest.mark.parametrize("template", ["404.html", "410.html"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_error_page_leads_home_in_both_languages(rf, template, language):
    with translation.override(language):
        html = render_to_string(template, request=rf.get(f"/{language}/nothing/"))
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical"' not in html
    assert '<a href="/it/" lang="it" hreflang="it"' in html
    assert '<a href="/en/" lang="en" hreflang="en"' in html


def test_server_error_page_needs_nothing():
    html = render_to_string("500.html")
    assert 'action="/it/cerca/"' in html
    assert 'action="/en/search/"' in html
