import pytest

from awards.models import ProjectSource


@pytest.mark.parametrize(
    ("address", "host", "dated"),
    [
        ("https://www.polimi.it/x", "polimi.it", None),
        (
            "https://alumni.polimi.it/2022/04/19/titolo/",
            "alumni.polimi.it",
            "2022-04-19",
        ),
        ("https://example.org/2022/13/45/x", "example.org", None),
        ("https://issuu.com./docs", "issuu.com", None),
    ],
)
def test_source_is_named_as_people_name_it(address, host, dated):
    source = ProjectSource(address=address)
    assert (source.host, source.dated) == (host, dated)


def test_noted_date_counts_more_than_the_address():
    source = ProjectSource(address="https://example.org/2022/04/19/", as_of="2021")
    assert source.dated == "2021"
