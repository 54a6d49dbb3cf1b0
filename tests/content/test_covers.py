"""Covers are a promise: a project keeps the picture it was first seen with."""

import hashlib

import pytest

from content.covers import cover

# One slug for each way of joining the five, with the start of its drawing's SHA-256.
FIRST_DRAWN = {
    "art-link-2024": "eb076bef2f80be29",
    "bioloop-factory-2024": "a5caae6638a5a9ea",
    "echoes-nosedo-2024": "ad6064ba289aadb7",
    "in-biblio-con-chiara-2024": "839deea58deb22fc",
    "methexis-20-2024": "836290a5e9431404",
    "siveq-2017": "1a22b25963ecad06",
    "obigame-2013": "60057415f512c008",
}


@pytest.mark.parametrize(("slug", "digest"), FIRST_DRAWN.items())
def test_cover_is_the_one_first_drawn(slug, digest):
    assert hashlib.sha256(cover(slug).encode()).hexdigest()[:16] == digest


def test_cover_is_written_out_in_full():
    assert cover("equi-06-2021", "EQUI_06 <b>") == (
        '<svg class="cover k-sand" viewBox="0 0 300 200" role="img">'
        "<title>EQUI_06 &lt;b&gt;</title>"
        '<rect class="cg" width="300" height="200"/>'
        '<path class="cr" d="M0 10h300M0 30h300M0 50h300M0 70h300M0 90h300M0 110h300'
        'M0 130h300M0 150h300M0 170h300M0 190h300"/>'
        '<path class="cl" d="M30 200V130M90 200V70M150 200V50M210 200V70M270 200V130"/>'
        '<circle class="ca" cx="90" cy="70" r="20"/>'
        '<circle class="cd" cx="150" cy="50" r="6.2"/>'
        '<circle class="cd" cx="30" cy="130" r="5"/>'
        '<circle class="cd" cx="210" cy="70" r="5"/>'
        '<circle class="cd" cx="270" cy="130" r="5"/></svg>'
    )


def test_cover_without_a_name_is_decoration():
    assert 'aria-hidden="true"' in cover("sospesa-2021")
    assert "<title>" not in cover("sospesa-2021")


def test_cover_never_prints_the_slug():
    assert "script" not in cover("<script>")
