"""What a first visit costs, over the wire."""

import pytest

from tests.browser.kinds import EVERY, address

KB = 1024


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_first_visit_is_light_and_stays_here(portal, tab, kind, language):
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

    tab.goto(portal + address(kind, language), wait_until="networkidle")

    def weight(*wanted):
        return sum(weights.get(key, 0) for key in asked if kinds.get(key) in wanted)

    outside = [url for url in asked.values() if not url.startswith((portal, "data:"))]
    assert outside == []
    assert len(asked) <= 5
    assert sum(weights.values()) <= 40 * KB
    assert weight("Document") <= 16 * KB
    assert weight("Stylesheet") <= 10 * KB
    assert tab.context.cookies() == []
