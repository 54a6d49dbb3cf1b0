"""What a first visit costs, counted by Chromium's own network log."""

from dataclasses import dataclass

IDLE = "new Promise(done => requestIdleCallback(() => setTimeout(done)))"
KINDS = {"html": "Document", "css": "Stylesheet", "js": "Script"}


@dataclass
class Weight:
    """The bytes over the wire of a visit, in all and by kind, and what was asked."""

    bytes: int
    html: int
    css: int
    js: int
    requests: int
    foreign: list[str]


def weigh(tab, portal, path):
    """Visit a page for the first time, in a tab that has nothing cached."""
    network = tab.context.new_cdp_session(tab)
    network.send("Network.enable")
    asked, weights, kinds = {}, {}, {}
    network.on(
        "Network.requestWillBeSent",
        lambda e: asked.update({e["requestId"]: e["request"]["url"]}),
    )
    network.on(
        "Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]})
    )
    network.on(
        "Network.loadingFinished",
        lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}),
    )
    answer = tab.goto(portal + path)
    assert answer.ok, f"{path}: {answer.status}"
    tab.evaluate(IDLE)
    by_kind = {
        name: sum(weights.get(key, 0) for key in asked if kinds.get(key) == kind)
        for name, kind in KINDS.items()
    }
    return Weight(
        bytes=sum(weights.values()),
        requests=len(asked),
        foreign=[u for u in asked.values() if not u.startswith((portal, "data:"))],
        **by_kind,
    )
