from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.canonical import canonical, digest


def test_canonical_writes_keys_in_order_and_sums_as_texts():
    data = {"sum": Decimal("1000.50"), "a": [1, None, True], "città": "Milano"}
    assert canonical(data) == (
        '{"a":[1,null,true],"città":"Milano","sum":"1000.50"}'.encode()
    )


def test_canonical_takes_both_ways_to_write_an_accent_for_one():
    assert canonical({"e\u0301": "a\u0300"}) == canonical({"é": "à"})


@pytest.mark.parametrize("data", [1.5, {1: "a"}, {"a": object()}, {"a": {1, 2}}])
def test_canonical_refuses_what_can_be_written_in_two_ways(data):
    with pytest.raises(TypeError):
        canonical(data)


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_digest_does_not_depend_on_the_order_of_keys(data):
    turned = dict(reversed(data.items()))
    assert digest(canonical(data)) == digest(canonical(turned))


def test_digest_is_sha_256():
    assert digest(b"") == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
