"""Every address that a page of the portal leads to, followed once."""

import json
from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from tests.browser.kinds import get


class Reader(HTMLParser):
    """What the tests want to know of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.headings = [], [], []
        self.alternates, self.head, self.data, self.mains = {}, {}, [], 0
        self.lang = self.current = None
        self.inside, self.script = "", False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "html":
            self.lang = attrs["lang"]
        elif tag == "a" and "href" in attrs:
            self.links.append(attrs["href"])
        elif tag == "link" and attrs.get("rel") == "alternate" and "hreflang" in attrs:
            self.alternates[attrs["hreflang"]] = attrs["href"]
        elif tag == "link":
            self.head[attrs.get("rel")] = attrs["href"]
        elif tag == "meta":
            self.head[attrs.get("name") or attrs.get("property")] = attrs.get("content")
        elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append(int(tag[1]))
        elif tag == "main":
            self.mains += 1
        elif tag == "ol" and self.inside == "crumbs":
            self.current = False
        if attrs.get("aria-current") == "page" and self.current is False:
            self.current = True
        if tag == "nav" and "crumbs" in attrs.get("class", ""):
            self.inside = "crumbs"
        self.script = tag == "script" and attrs.get("type") == "application/ld+json"

    def handle_data(self, text):
        if self.script and text.strip():
            self.data.append(json.loads(text))

    def handle_endtag(self, tag):
        self.script = False
        if tag == "nav":
            self.inside = ""


@pytest.fixture(scope="module")
def pages(portal):
    """Every page reached from home by links, by its path."""
    seen, todo, found = {"/it/", "/en/"}, deque(["/it/", "/en/"]), {}
    while todo:
        path = todo.popleft()
        answer, body = get(portal, path)
        html = (answer.getheader("Content-Type") or "").startswith("text/html")
        reader = Reader(body.decode()) if html else None
        found[path] = (answer, reader)
        for href in reader.links if reader else []:
            parts = urlsplit(urljoin(portal + path, href))
            if parts.netloc != urlsplit(portal).netloc or parts.scheme != "http":
                continue
            # One filter leads to the next without end: lists are followed one step.
            if parts.query and urlsplit(path).query:
                continue
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return found


def test_no_link_is_dead(pages):
    assert {p: a.status for p, (a, _) in pages.items() if a.status != 200} == {}
    assert len(pages) > 300


def test_no_visitor_gets_a_cookie(pages):
    assert [p for p, (a, _) in pages.items() if a.getheader("Set-Cookie")] == []


def test_fragments_lead_somewhere(pages):
    for path, (_, page) in pages.items():
        for href in page.links if page else []:
            if href.startswith("#"):
                assert href[1:] in page.ids, (path, href)


def test_ids_are_used_once(pages):
    for path, (_, page) in pages.items():
        if page:
            twice = {i for i in page.ids if page.ids.count(i) > 1}
            assert not twice, (path, twice)


def test_each_page_has_one_first_heading_and_ordered_ones(pages):
    for path, (_, page) in pages.items():
        if page:
            assert page.headings.count(1) == 1, path
            assert page.mains == 1, path
            levels = [1, *page.headings[page.headings.index(1) + 1 :]]
            jumps = [b - a for a, b in zip(levels, levels[1:], strict=False)]
            assert max(jumps, default=0) <= 1, (path, levels)


def test_each_page_but_home_says_the_way_to_it(pages):
    for path, (_, page) in pages.items():
        if page and path not in {"/it/", "/en/"}:
            assert page.current, path


def test_languages_point_at_each_other(portal, pages):
    for path, (_, page) in pages.items():
        if not page or "?" in path:
            continue
        assert set(page.alternates) == {"it", "en", "x-default"}, path
        assert page.alternates[page.lang] == portal + path
        for code in ("it", "en"):
            other = urlsplit(page.alternates[code]).path
            assert pages[other][1].alternates == page.alternates, (path, other)
            assert pages[other][1].lang == code


def test_pages_describe_themselves(portal, pages):
    for path, (_, page) in pages.items():
        if not page:
            continue
        assert page.head["description"], path
        assert page.head["og:title"], path
        assert page.head["og:image"].startswith(portal), path
        assert page.head["canonical"].startswith(portal), path
        if "?" not in path:
            assert page.head["canonical"] == portal + path
        kinds = {node["@type"] for node in page.data[0]["@graph"]}
        assert {"WebPage"} <= kinds, path


def test_site_map_lists_what_the_crawl_found(portal, pages):
    _, body = get(portal, "/sitemap.xml")
    text = body.decode()
    for path, (_, page) in pages.items():
        if page and "?" not in path and not page.head.get("robots"):
            assert f"<loc>{portal}{path}</loc>" in text, path
