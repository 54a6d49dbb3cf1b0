"""What a first visit costs, over the wire."""

import pytest

from tests.browser.kinds import EVERY, address
from tests.browser.weighing import weigh

KB = 1024


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_first_visit_is_light_and_stays_here(portal, tab, kind, language):
    weight = weigh(tab, portal, address(kind, language))
    assert weight.foreign == []
    assert weight.requests <= 5
    assert weight.bytes <= 40 * KB
    assert weight.html <= 16 * KB
    assert weight.css <= 10 * KB
    assert tab.context.cookies() == []
