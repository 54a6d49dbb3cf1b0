"""A page asked again and again: the portal against nginx serving the same bytes."""

import re
import subprocess
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.bench.file_server import serving
from tests.bench.programs import ensure
from tests.bench.statistics import in_turns
from tests.bench.table import Row, at_least
from tests.browser.kinds import address

WORKERS, THREADS, ROUNDS, SECONDS = 2, 4, 5, 1
KINDS = ("home", "projects", "project")
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
BOUND = 0.6


def measure(stage):
    load = partial(requests_a_second, ensure("wrk"))
    with stage.server(stage.real, workers=WORKERS, threads=THREADS) as server:
        pages = [server.address + address(kind, "it") for kind in KINDS]
        answers = [answer(page) for page in pages]
        with serving([said[1:] for said in answers], WORKERS) as files:
            rows = []
            for kind, page, file, said in zip(
                KINDS, pages, files, answers, strict=True
            ):
                assert answer(file)[::2] == said[::2] == (HTTPStatus.OK, said[2]), page
                again = [tags(page), tags(file)]
                rows += [
                    row(f"repeated page ({kind})", load, page, file),
                    unchanged(f"… unchanged, 304 ({kind})", load, page, file, again),
                ]
    return rows


def answer(page, headers=BROWSER):
    """Status, headers and body of a page, as a browser gets them."""
    where = urlsplit(page)
    link = HTTPConnection(where.netloc, timeout=30)
    try:
        link.request("GET", where.path, headers=headers)
        said = link.getresponse()
        return said.status, said.headers, said.read()
    finally:
        link.close()


def tags(page):
    """The headers of somebody who has the page already; None where it has no tag."""
    _status, headers, _body = answer(page)
    return BROWSER | {"If-None-Match": headers["etag"]} if headers["etag"] else None


def unchanged(what, load, page, file, again):
    if not all(again):
        return Row(what, "no ETag", f"≥ {BOUND}", kept=False)
    for address_, headers in zip((page, file), again, strict=True):
        assert answer(address_, headers)[0] == HTTPStatus.NOT_MODIFIED, address_
    return row(what, load, page, file, *again)


def row(what, load, page, file, page_headers=BROWSER, file_headers=BROWSER):
    """The portal's share of what nginx does, with both taking turns."""
    found = in_turns(
        {
            "portal": partial(load, page, page_headers),
            "nginx": partial(load, file, file_headers),
        },
        ROUNDS,
    )
    portal, nginx = found["portal"], found["nginx"]
    told = f"{what}: {portal:,.0f} a second, nginx {nginx:,.0f}"
    return at_least(told, portal / nginx, BOUND, "×")


def requests_a_second(wrk, page, headers):
    command = [wrk, "-t1", "-c16", f"-d{SECONDS}s", page]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in told, told
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
