"""Pages as people and machines read them."""

import json
import re
from html import unescape

from django.urls import reverse


def text_of(response):
    """What a person reads of the main part of a page, in one line."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.S)[0]
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
    return re.sub(r" (?=[,.:;)])", "", words)


def read(client, name, *args):
    return text_of(client.get(reverse(name, args=args)))


def graph_of(response):
    """The schema.org nodes of a page, by type."""
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>',
        response.content.decode(),
        re.S,
    )
    return {node["@type"]: node for node in json.loads(found[1])["@graph"]}
