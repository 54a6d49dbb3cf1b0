"""A page as people and machines read it."""

import json
import re
from html import unescape


def text_of(response):
    """The words a person reads: no tags, one space at most."""
    html = re.sub(r"<script\b.*?</script>", " ", response.content.decode(), flags=re.S)
    words = unescape(re.sub(r"<[^>]+>", " ", html)).replace("\N{NO-BREAK SPACE}", " ")
    words = re.sub(r"\s+", " ", words)
    return re.sub(r" (?=[.,:;)])|(?<=\() ", "", words).strip()


def nodes_of(response, kind):
    """What the page says to machines about things of one kind."""
    block = re.search(r'ld\+json">(.*?)</script>', response.content.decode(), re.S)
    return [node for node in json.loads(block[1])["@graph"] if node["@type"] == kind]
