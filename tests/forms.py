"""A form of the admin as a browser would send it back."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """The values of the fields in a page, by name."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.area, self.choice = {}, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, kind = attrs.get("name"), attrs.get("type")
        if tag == "select":
            self.choice = name
        elif tag == "option" and self.choice and "selected" in attrs:
            self.sent[self.choice] = attrs.get("value", "")
        elif tag == "textarea":
            self.area, self.sent[name] = name, ""
        elif tag == "input" and name and is_sent(kind, attrs):
            self.sent[name] = attrs.get("value", "")

    def handle_data(self, text):
        if self.area:
            self.sent[self.area] += text

    def handle_endtag(self, tag):
        if tag == "textarea":
            # The first line break after the tag is not a part of the value.
            self.sent[self.area] = self.sent[self.area].removeprefix("\n").strip("\r")
            self.area = None
        elif tag == "select":
            self.choice = None


def is_sent(kind, attrs):
    return kind not in ("submit", "button") and (
        kind != "checkbox" or "checked" in attrs
    )


def typed(client, address, **changes):
    """What a form would send, with some fields changed."""
    sent = Form(client.get(address).content.decode()).sent
    rows = {name for name in sent if "__prefix__" in name}
    return {name: sent[name] for name in sent if name not in rows} | changes
