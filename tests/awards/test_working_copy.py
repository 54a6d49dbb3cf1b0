"""Two people, many pages, one proposal: nothing typed is lost or applied twice."""

from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection
from django.utils import timezone

from awards.actions.working_copy import Change, be_here, news, save, settle
from awards.models import Answer, OtherText
from tests.factories import make_member, make_proposal, make_user

NOW = timezone.now()
HERE, THERE = uuid4(), uuid4()


@pytest.fixture
def proposal(db):
    return make_proposal()


@pytest.fixture
def anna(proposal):
    return make_member(proposal=proposal, user=make_user(), role="manager").user


@pytest.fixture
def bruno(proposal):
    return make_member(proposal=proposal, user=make_user()).user


def type_in(proposal, by, client, number, base=0, at=NOW, **texts):
    changes = [Change(key, text, base) for key, text in texts.items()]
    return save(proposal, by=by, client=client, number=number, changes=changes, at=at)


def choose(other, by, base=1, *, take):
    chosen = {"take": take, "base": base, "by": by, "client": uuid4(), "at": NOW}
    settle(other.proposal, other, **chosen)


def written(proposal):
    return {answer.key: answer.value for answer in proposal.answers.all()}


def test_what_is_typed_is_stored_with_who_and_when(proposal, anna):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    answer = proposal.answers.get(key="title")
    assert (answer.value, answer.by, answer.at) == ("Acqua", anna, NOW)
    assert answer.revision == 1


def test_fields_of_two_people_are_both_kept(proposal, anna, bruno):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    saved = type_in(proposal, bruno, THERE, 1, need="Sete")
    assert written(proposal) == {"title": "Acqua", "need": "Sete"}
    assert not saved.clashes


def test_same_field_keeps_both_texts_and_overwrites_neither(proposal, anna, bruno):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    saved = type_in(proposal, bruno, THERE, 1, title="Fuoco")
    assert written(proposal) == {"title": "Acqua"}
    [other] = saved.clashes
    assert (other.key, other.value, other.by) == ("title", "Fuoco", bruno)


def test_who_goes_on_typing_in_a_clash_changes_the_other_text(proposal, anna, bruno):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    type_in(proposal, bruno, THERE, 1, title="Fuoco")
    [other] = type_in(proposal, bruno, THERE, 2, title="Fuoco e aria").clashes
    assert other.value == "Fuoco e aria"
    assert written(proposal) == {"title": "Acqua"}


def test_second_text_never_takes_the_place_of_the_first(proposal, anna, bruno):
    """Whatever a page says that it read: it has not shown the other text."""
    type_in(proposal, anna, HERE, 1, title="Acqua")
    type_in(proposal, bruno, THERE, 1, title="Fuoco")
    [other] = type_in(proposal, bruno, THERE, 2, base=1, title="Fuoco!").clashes
    assert (other.value, written(proposal)) == ("Fuoco!", {"title": "Acqua"})


def test_save_tells_only_of_fields_that_hold_what_was_sent(proposal, anna, bruno):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    for _again in range(2):
        saved = type_in(proposal, bruno, THERE, 1, title="Fuoco", need="Sete")
        assert list(saved.answers) == ["need"]


def test_clash_ends_when_both_have_written_the_same(proposal, anna, bruno):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    type_in(proposal, bruno, THERE, 1, title="Fuoco")
    assert not type_in(proposal, bruno, THERE, 2, title="Acqua").clashes


def test_who_read_the_last_revision_may_change_it(proposal, anna, bruno):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    saved = type_in(proposal, bruno, THERE, 1, base=1, title="Fuoco")
    assert written(proposal) == {"title": "Fuoco"}
    assert saved.answers["title"].revision == 2
    assert not saved.clashes


def test_same_text_from_two_people_is_no_clash(proposal, anna, bruno):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    saved = type_in(proposal, bruno, THERE, 1, title="Acqua")
    assert not saved.clashes
    assert saved.answers["title"].revision == 1


def test_page_goes_on_from_its_own_text_without_an_answer(proposal, anna):
    """The answer to the first save was lost: the page still has base 0."""
    type_in(proposal, anna, HERE, 1, title="Acq")
    saved = type_in(proposal, anna, HERE, 2, title="Acqua")
    assert written(proposal) == {"title": "Acqua"}
    assert not saved.clashes


def test_save_sent_twice_changes_nothing_twice(proposal, anna, bruno):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    type_in(proposal, bruno, THERE, 1, base=1, title="Fuoco")
    saved = type_in(proposal, anna, HERE, 1, title="Acqua")
    assert saved.repeated
    assert written(proposal) == {"title": "Fuoco"}
    assert not OtherText.objects.exists()


def test_save_that_arrives_out_of_order_is_left_out(proposal, anna):
    type_in(proposal, anna, HERE, 2, title="Acqua")
    assert type_in(proposal, anna, HERE, 1, title="Acq").repeated
    assert written(proposal) == {"title": "Acqua"}


def test_number_of_one_page_says_nothing_of_another(proposal, anna):
    type_in(proposal, anna, HERE, 5, title="Acqua")
    type_in(proposal, anna, THERE, 1, need="Sete")
    assert written(proposal) == {"title": "Acqua", "need": "Sete"}


def test_somebody_elses_page_number_cannot_be_used_up(proposal, anna, bruno):
    type_in(proposal, bruno, HERE, 1000, title="Fuoco")
    assert not type_in(proposal, anna, HERE, 1, need="Sete").repeated


def test_emptied_field_is_a_change(proposal, anna):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    type_in(proposal, anna, HERE, 2, base=1, title="")
    assert written(proposal) == {"title": ""}


def test_field_left_empty_leaves_no_answer(proposal, anna):
    type_in(proposal, anna, HERE, 1, title="")
    assert written(proposal) == {}


def test_lines_end_in_one_way_only(proposal, anna):
    type_in(proposal, anna, HERE, 1, need="uno\r\ndue\rtre\x00")
    assert written(proposal) == {"need": "uno\ndue\ntre"}


@pytest.mark.parametrize("key", ["", "Title", "a b", "x" * 81, "a;drop"])
def test_unknown_kind_of_key_is_refused(proposal, anna, key):
    with pytest.raises(ValidationError, match="Questo campo non esiste"):
        save(proposal, by=anna, client=HERE, number=1, at=NOW,
             changes=[Change(key, "x", 0)])  # fmt: skip
    assert written(proposal) == {}


def test_text_without_end_is_refused_whole(proposal, anna):
    with pytest.raises(ValidationError, match="troppo lungo"):
        type_in(proposal, anna, HERE, 1, title="Acqua", need="x" * 100_001)
    assert written(proposal) == {}


@pytest.mark.parametrize(("take", "left"), [(True, "Fuoco"), (False, "Acqua")])
def test_clash_is_settled_by_choosing(proposal, anna, bruno, take, left):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    [other] = type_in(proposal, bruno, THERE, 1, title="Fuoco").clashes
    choose(other, anna, take=take)
    assert written(proposal) == {"title": left}
    assert not type_in(proposal, anna, HERE, 2).clashes


def test_clash_is_settled_once(proposal, anna, bruno):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    [other] = type_in(proposal, bruno, THERE, 1, title="Fuoco").clashes
    choose(other, anna, take=False)
    choose(other, bruno, take=True)
    assert written(proposal) == {"title": "Acqua"}


def test_choice_never_overwrites_a_text_that_was_not_shown(proposal, anna, bruno):
    type_in(proposal, anna, HERE, 1, title="Acqua")
    [other] = type_in(proposal, bruno, THERE, 1, title="Fuoco").clashes
    type_in(proposal, anna, HERE, 2, base=1, title="Terra")
    with pytest.raises(ValidationError, match="guarda i testi"):
        choose(other, bruno, take=True)
    assert written(proposal) == {"title": "Terra"}
    other.refresh_from_db()
    assert other.settled_at is None
    choose(other, bruno, base=2, take=True)
    assert written(proposal) == {"title": "Fuoco"}


def test_news_are_what_others_changed(proposal, anna, bruno):
    type_in(proposal, anna, HERE, 1, title="Acqua", need="Sete")
    type_in(proposal, bruno, THERE, 1, base=1, title="Fuoco")
    changed = news(proposal, {"title": 1, "need": 1, "other": 0})
    assert [answer.value for answer in changed] == ["Fuoco"]


def test_presence_tells_of_others_and_for_a_while(proposal, anna, bruno):
    be_here(proposal, user=bruno, client=THERE, page="budget", at=NOW)
    be_here(proposal, user=bruno, client=uuid4(), page="need", at=NOW)
    [writer] = be_here(proposal, user=anna, client=HERE, page="need", at=NOW)
    assert writer.user == bruno
    later = NOW + timedelta(minutes=1)
    assert be_here(proposal, user=anna, client=HERE, page="need", at=later) == []


@pytest.mark.django_db(transaction=True)
def test_many_saves_at_the_same_time_lose_nothing():
    proposal = make_proposal()
    people = [make_member(proposal=proposal, user=make_user()).user for _n in range(6)]

    def write(n, person):
        try:
            client = uuid4()
            for number in range(1, 6):
                type_in(proposal, person, client, number, **{f"own{n}": str(number)})
                type_in(proposal, person, uuid4(), 1, shared=f"{n}.{number}")
        finally:
            connection.close()

    threads = [Thread(target=write, args=each) for each in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    own = {f"own{n}": "5" for n in range(6)}
    stored = written(proposal)
    first = stored.pop("shared")
    assert stored == own
    others = set(OtherText.objects.values_list("value", flat=True))
    assert others | {first} == {f"{n}.{k}" for n in range(6) for k in range(1, 6)}
    assert Answer.objects.get(key="shared").revision == 1
