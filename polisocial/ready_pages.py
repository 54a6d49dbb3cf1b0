"""Public pages as the bytes that go out, kept while the content stays the same.

The server's way in: who is not signed in and asks again for a page of content is
answered before Django begins. Never kept: what is not the same for everyone.
"""

import gzip
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from threading import Lock

import brotli
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponseNotModified
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_cache_control, patch_vary_headers

from content import revision

COMPRESS = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
WEIGHT_OF_HEADERS = 4096  # bytes, with room for Python's own
# What a kept answer may depend on besides its address: visitors with a session's
# cookie never get one, and each encoding has its own.
MAY_VARY = {"cookie", "accept-encoding"}
SAID_AGAIN = ("Cache-Control", "Content-Language", "ETag", "Vary")


@lru_cache(maxsize=256)
def encoding_for(accepted):
    """The best encoding a browser takes: br, gzip or "" for none."""
    takes = {}
    for part in accepted.lower().split(","):
        name, _semicolon, quality = part.partition(";")
        takes[name.strip()] = quality.replace(" ", "") not in ("q=0", "q=0.0")
    return next((name for name in COMPRESS if takes.get(name)), "")


def address(environ):
    """What a kept page is found by; None where only Django may answer."""
    cookies = environ.get("HTTP_COOKIE", "")
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or settings.DEBUG
        or settings.SESSION_COOKIE_NAME in cookies
        or "messages" in cookies
        or "HTTP_AUTHORIZATION" in environ
    ):
        return None
    return (
        encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")),
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
        environ.get("HTTP_HOST", ""),
        environ.get("SCRIPT_NAME", ""),
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
    )


@dataclass
class ReadyPage:
    """One page in one encoding, as it goes out."""

    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    asked_again: bool = False

    def answer(self, environ, start_response):
        if self.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", self.headers_of_304())
            return [b""]
        start_response("200 OK", self.headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else self.body]

    def headers_of_304(self):
        return [header for header in self.headers if header[0] in SAID_AGAIN]


class ReadyPages:
    """The pages of one revision; those nobody asked for again go when room ends.

    Who looks for one takes no lock: the threads of a busy worker would queue for it.
    """

    def __init__(self, room):
        self.room = room  # bytes
        self._lock = Lock()
        self._pages = {}
        self._revision = None
        self.weight = 0

    def find(self, now, key):
        if now is not self._revision:
            self._begin(now)
        if page := self._pages.get(key):
            page.asked_again = True
        return page

    def _begin(self, now):
        with self._lock:
            # In this order: who sees the new revision never finds an older page.
            self._pages = {}
            self._revision = now
            self.weight = 0

    def keep(self, of, key, page):
        """Keep a page, if the content is still what it was made of."""
        with self._lock:
            if of is not self._revision or key in self._pages:
                return
            self._pages[key] = page
            self.weight += weigh(key, page)
            while self.weight > self.room:
                self._let_go()

    def _let_go(self):
        """Of the oldest page, unless it was asked for since it was last the oldest."""
        key = next(iter(self._pages))
        page = self._pages.pop(key)
        if page.asked_again:
            page.asked_again = False
            self._pages[key] = page
        else:
            self.weight -= weigh(key, page)

    def __len__(self):
        return len(self._pages)


def weigh(key, page):
    return len(page.body) + sum(map(len, key)) + WEIGHT_OF_HEADERS


class Portal(WSGIHandler):
    """The WSGI application: ready pages first, Django for everything else."""

    def __init__(self):
        super().__init__()
        self.pages = ReadyPages(settings.READY_PAGES_ROOM)
        self.compress_the_rest = GZipMiddleware(lambda request: None)

    def __call__(self, environ, start_response):
        if key := address(environ):
            now = revision.current()
            if now and (page := self.pages.find(now, key)):
                return page.answer(environ, start_response)
            environ["polisocial.ready_page"] = now, key
        return super().__call__(environ, start_response)

    def get_response(self, request):
        response = super().get_response(request)
        if not getattr(response, "is_of_content", False) or response.streaming:
            return self.compress_the_rest.process_response(request, response)
        patch_cache_control(response, no_cache=True)  # kept by browsers, always checked
        patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
        now, key = request.environ.get("polisocial.ready_page", (None, None))
        if not key or not is_for_everyone(response):
            return self.compress_the_rest.process_response(request, response)
        encode(response, key[0])
        page = ReadyPage(list(response.items()), response.content, response["ETag"])
        if now:
            self.pages.keep(now, key, page)
        if page.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            return HttpResponseNotModified(headers=dict(page.headers_of_304()))
        return response


def is_for_everyone(response):
    varies = {name.strip().lower() for name in response["Vary"].split(",")}
    return response.status_code == 200 and not response.cookies and varies <= MAY_VARY


def encode(response, encoding):
    digest = blake2b(response.content, digest_size=12).hexdigest()
    response["ETag"] = f'W/"{digest}"'
    if encoding:
        response.content = COMPRESS[encoding](response.content)
        response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(response.content))
