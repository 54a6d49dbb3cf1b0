"""Two people who press at the same instant: one thing is made, one person is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from awards.actions.copy_call import copy
from awards.actions.form import freeze
from awards.models import Call
from tests.factories import make_call, make_competition, make_question, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act):
    """What each of two people gets: "done", or the code of what they are told."""
    ready = Barrier(2)

    def press(_person):
        try:
            ready.wait(timeout=10)
            act()
            return "done"
        except ValidationError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        return sorted(people.map(press, range(2)))


def test_one_version_is_frozen():
    stage, user = make_question().section.stage, make_user()
    assert at_once(lambda: freeze(stage, by=user)) == ["done", "unchanged"]
    assert stage.versions.count() == 1


def test_one_call_is_copied():
    source, target, user = make_call(), make_competition(), make_user()
    done = at_once(lambda: copy(source, target, by=user))
    assert done == ["done", "has_a_call"]
    assert Call.objects.count() == 2
