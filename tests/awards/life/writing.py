"""What the team of a proposal writes in it."""

from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from awards.actions.working_copy import Change, save, settle
from tests.awards.life.scene import Model, Written, file_value, one

writer = one(Model.writers)
TEXTS = {
    "q.need": ["Sete.", "Fame.", "", "parola " * 7, "parola " * 11],
    "title": ["Acqua", "Fuoco", ""],
    "cost": ["500", "900", "2000", "tanto", ""],
    "q.plan": [file_value, ""],
}
typed = st.sampled_from([(key, text) for key, each in TEXTS.items() for text in each])


class Writing:
    """Words, sums and files: two at once, repeated, chosen between."""

    def write_at_first(self):
        self.pages = {}
        first = {"title": "Acqua", "duration": "12", "q.need": "Sete.", "cost": "500"}
        for key, text in first.items():
            self.send("anna", key, text, base=0)
        change = Change("unit.1", "DASTU", 0)
        self.send_all("anna", [change])

    def send_all(self, name, changes):
        page = self.pages.setdefault(name, [uuid4(), 0])
        page[1] += 1
        sent = {"by": self.users[name], "client": page[0], "number": page[1]}
        sent |= {"changes": changes, "at": self.model.now}
        assert not save(self.proposal, **sent).repeated
        assert save(self.proposal, **sent).repeated
        return page[0]

    def send(self, name, key, text, base):
        client = self.send_all(name, [Change(self.key(key), text, base)])
        stored = self.model.written.get(key)
        if stored is None:
            if text:
                self.model.written[key] = Written(text, client)
        elif stored.value != text:
            is_unread = base != stored.revision and stored.client != client
            if is_unread or (key, client) in self.model.others:  # until one is chosen
                self.model.others[key, client] = text
                return
            stored.value, stored.client = text, client
            stored.revision += 1
        self.model.others.pop((key, client), None)

    @precondition(lambda self: self.model.writers())
    @rule(who=writer, what=typed, is_stale=st.booleans(), is_new_page=st.booleans())
    def type(self, who, what, is_stale, is_new_page):
        if is_new_page:
            self.pages.pop(who, None)
        key, text = what
        stored = self.model.written.get(key)
        base = stored.revision if stored and not is_stale else 0
        self.send(who, key, text(len(who)) if callable(text) else text, base)

    @precondition(lambda self: self.model.writers() and self.model.others)
    @rule(who=writer, takes=st.booleans())
    def choose(self, who, takes):
        for other in self.proposal.other_texts.filter(settled_at=None):
            key = "cost" if other.key.startswith("cost") else other.key
            client, stored = uuid4(), self.model.written[key]
            said = {"by": self.users[who], "client": client, "at": self.model.now}
            settle(self.proposal, other, take=takes, base=stored.revision, **said)
            if takes:
                stored.value, stored.client = other.value, client
                stored.revision += 1
        self.model.others = {}
