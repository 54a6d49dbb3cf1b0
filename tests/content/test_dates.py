import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction

from awards.models import Competition
from content.dates import PartialDate, PartialDateField
from tests.factories import make_competition, make_project


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2013", "2013-01-01", "2013-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2013-05-16", "2013-05-16", "2013-05-16"),
    ],
)
def test_date_covers_all_it_may_mean(text, first, last):
    date = PartialDate(text)
    assert (str(date.first_day), str(date.last_day)) == (first, last)
    assert date == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "13",
        "2013-5",
        "2013-13",
        "2013-02-30",
        "2013-05-16T00:00",
        "x",
        "２０１３",
        1.5,
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        PartialDate(text)


def test_dates_sort_as_people_expect():
    dates = [PartialDate(d) for d in ("2014", "2013-05-16", "2013", "2013-05")]
    assert sorted(dates) == ["2013", "2013-05", "2013-05-16", "2014"]


def test_field_keeps_the_precision_and_tells_of_a_bad_date():
    field = PartialDateField()
    assert field.clean("2013-05", None).month == 5
    assert field.clean("", None) is None
    with pytest.raises(ValidationError, match="2013-05-16"):
        field.clean("2013-02-30", None)


@pytest.mark.django_db
def test_precision_survives_the_database():
    make_competition(ordinal=1, year=2013, selected="2013-05-16", ceremony="2013")
    competition = Competition.objects.get(ordinal=1)
    assert competition.selected.day == 16
    assert (competition.ceremony, competition.ceremony.month) == ("2013", None)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["2013-5", "5/2013", "2013-13", "2013-05-32", "soon"])
def test_database_refuses_what_is_no_date(text):
    competition = make_competition()
    with (
        pytest.raises((IntegrityError, DataError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE awards_competition SET selected = %s WHERE id = %s",
            [text, competition.pk],
        )


ORDERS = [
    ("2020-03", "2020", True),
    ("2020", "2020-03", True),
    ("2020-03-02", "2020-03-01", False),
    ("2020-03", "2020-02-28", False),
    ("2021", "2020", False),
    ("2020", None, True),
    (None, "2020", True),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("started", "ended", "fits"), ORDERS)
def test_end_is_not_before_start_as_far_as_known(started, ended, fits):
    project = make_project()
    project.started, project.ended = started, ended
    if fits:
        project.validate_constraints()
        project.save()
    else:
        with pytest.raises(ValidationError, match="after it begins|dopo"):
            project.validate_constraints()
        with pytest.raises(IntegrityError), transaction.atomic():
            project.save()
