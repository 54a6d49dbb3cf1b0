from itertools import count

import pytest

from content.kept import kept
from tests.factories import make_place


@pytest.fixture
def current():
    """Something kept; a new number says that it was worked out again."""
    numbers = count()
    return kept(lambda: next(numbers))


@pytest.mark.django_db(transaction=True)
def test_kept_is_not_worked_out_again_while_nothing_is_written(current):
    # Whoever else writes to the same server changes its snapshots too.
    assert len({current() for _n in range(100)}) < 100


@pytest.mark.django_db(transaction=True)
def test_kept_is_worked_out_again_when_something_is_written(current):
    before = current()
    make_place()
    assert current() > before


@pytest.mark.django_db(transaction=True)
def test_kept_lasts_a_minute(current, time_machine):
    time_machine.move_to("2026-01-01 12:00", tick=False)
    before = current()
    time_machine.shift(61)
    assert current() > before


@pytest.mark.django_db
def test_kept_is_not_kept_inside_a_transaction(current):
    assert (current(), current()) == (0, 1)
