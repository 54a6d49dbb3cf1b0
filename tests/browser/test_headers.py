"""What the server says along with every page."""

import pytest

from tests.browser.kinds import EVERY, address, get

SAID = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_page_is_guarded(portal, kind, language):
    answer, _ = get(portal, address(kind, language))
    assert answer.status == 200
    assert {name: answer.getheader(name) for name in SAID} == SAID
    policy = answer.getheader("Content-Security-Policy")
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "camera=()" in answer.getheader("Permissions-Policy")
    assert answer.getheader("Content-Language") == language
