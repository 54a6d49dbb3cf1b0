import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from awards.models import Beneficiary, Competition, Receipt
from awards.models.five_per_thousand import Deadlines
from awards.views.flow import draw
from tests.awards.reading import graph_of, read, text_of
from tests.factories import make_competition, make_financial_year, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def make_receipt(year, *editions, certainty="stated", **fields):
    receipt = Receipt.objects.create(financial_year=year, **fields)
    for edition in editions:
        receipt.allotments.create(competition=edition, certainty=certainty)
    return receipt


def make_beneficiary():
    return Beneficiary.objects.create(
        pk=1,
        name="Politecnico di Milano",
        tax_code="80057930150",
        box_it="Finanziamento della ricerca",
        box_en="Funding of research",
    )


# All the years


def test_heading_adds_up_what_is_known(client):
    make_financial_year(year=2019, amount="662844.10")
    make_financial_year(year=2020, amount="985530.00")
    make_financial_year(year=2021, amount=None)

    text = read(client, "five-per-thousand")

    assert "€1,648,374.10 in the 2 years we can document." in text
    assert "One year is not known." in text


def test_heading_says_about_when_one_amount_is(client):
    make_financial_year(amount="500000.00", amount_is_approximate=True)
    assert "about €500,000 in the one year we can document." in read(
        client, "five-per-thousand"
    )


def test_page_without_years_still_stands(client):
    text = read(client, "five-per-thousand")
    assert "No year of the five per thousand is documented yet" in text


def test_how_to_give_is_there(client):
    make_beneficiary()
    text = read(client, "five-per-thousand")
    assert "Tax code to write 80057930150 Box to sign Funding of research" in text


def test_unknown_year_is_hatched_and_said(client):
    make_financial_year(year=2019, amount="100.00")
    year = make_financial_year(year=2020, amount=None, notes_en="Only in the press.")
    year.sources.create(address="https://www.example.org/a")

    response = client.get(reverse("five-per-thousand"))

    assert '<span class="bar--unk"></span>' in response.content.decode()
    assert "2020 not known Only in the press. example.org" in text_of(response)


def test_figures_that_stand_out(client):
    make_financial_year(year=2019, amount="662844", choices=8012, rank_universities=2)
    make_financial_year(year=2020, amount="985530", choices=7921, rank_universities=1)
    text = read(client, "five-per-thousand")
    assert "highest known amount, year 2020 €985,530" in text
    assert "chose the university in 2019, the highest known number 8,012" in text
    assert "among the universities in 2020, the best known rank 1st" in text


def test_flow_draws_what_is_stated_disputed_and_unknown(client):
    first, second = make_financial_year(year=2011), make_financial_year(year=2012)
    make_receipt(first, make_competition(funded_count=2))
    make_receipt(second, make_competition(), certainty="disputed")
    make_competition()

    html = client.get(reverse("five-per-thousand")).content.decode()

    assert html.count('<path class="sure"') == 1
    assert html.count('<path class="doubt"') == 1
    assert html.count('<path class="gap"') == 1
    assert html.count('<circle class="pr-gap"') == 2


def test_flow_and_table_lead_to_the_same_pages(client):
    year = make_financial_year(year=2011)
    project = make_project(competition=make_competition(funded_count=1))
    make_receipt(year, project.competition)

    html = client.get(reverse("five-per-thousand")).content.decode()

    drawing = re.search(r"<svg class=\"flow\".*?</svg>", html, re.S)[0]
    table = html.split("The same data")[1].split("</table>")[0]
    for thing in (year, project, project.competition):
        assert f'href="{thing.get_absolute_url()}"' in drawing
        assert f'href="{thing.get_absolute_url()}"' in table


def test_flow_keeps_the_dots_of_a_large_edition_in_rows_of_eight():
    make_competition(funded_count=20)
    make_competition(funded_count=1)
    editions = list(Competition.objects.with_pages())

    flow = draw([], editions, [])

    spots = max((mark.spots for mark in flow.editions), key=len)
    rows = [{spot.y for spot in spots[at : at + 8]} for at in (0, 8, 16)]
    assert [len(row) for row in rows] == [1, 1, 1]
    assert len(set.union(*rows)) == 3
    assert all(0 < spot.y < flow.height and spot.x < flow.width for spot in spots)
    alone = next(mark for mark in flow.editions if len(mark.spots) == 1)
    assert alone.spots[0].y not in set.union(*rows)


def test_flow_hides_unpublished_editions(client):
    year = make_financial_year(year=2011)
    make_competition(label="Shown")
    hidden = make_competition(label="Secret", published_from=None)
    make_receipt(year, hidden)

    html = client.get(reverse("five-per-thousand")).content.decode()

    assert "Secret" not in html
    assert hidden.get_absolute_url() not in html


def test_what_is_left_is_said_only_when_all_is_known(client):
    make_financial_year(year=2019, amount="900000.00")
    edition = make_competition(budget="500000.00")
    assert "€400,000" in read(client, "five-per-thousand")

    edition.budget = None
    edition.save()

    text = read(client, "five-per-thousand")
    assert "Left to give not known It cannot be worked out" in text
    assert "€400,000" not in text


def test_accounts_give_their_terms_once_the_day_is_known(client):
    year = make_financial_year(year=2019)
    make_receipt(year, make_competition(), amount="662844.00", received="2021-06-04")
    text = read(client, "five-per-thousand")
    assert (
        "drawn up by 4 June 2022, sent by 4 July 2022, published by 3 August 2022"
        in text
    )


def test_json_ld_dataset_says_what_the_heading_says(client):
    make_financial_year(year=2019, amount="100.00")
    make_financial_year(year=2021, amount=None)

    response = client.get(reverse("five-per-thousand"))

    dataset = graph_of(response)["Dataset"]
    assert dataset["description"] in text_of(response)
    assert dataset["temporalCoverage"] == "2019/2021"


@pytest.mark.parametrize("size", [1, 50])
def test_page_costs_the_same_whatever_its_size(client, size, django_assert_num_queries):
    make_beneficiary()
    for n in range(size):
        year = make_financial_year(year=2010 + n)
        year.sources.create(address="https://example.org/")
        make_receipt(year, make_project().competition)
    with django_assert_num_queries(8):
        client.get(reverse("five-per-thousand"))


# One year


@pytest.mark.parametrize(
    ("fields", "heading"),
    [
        (
            {"amount": "985530.00", "choices": 7921},
            "2020: €985,530 from 7,921 taxpayers",
        ),
        ({"amount": "985530.00"}, "2020: €985,530 of five per thousand"),
        (
            {"amount": "500000.00", "amount_is_approximate": True},
            "2020: about €500,000 of five per thousand",
        ),
        (
            {"amount": None, "choices": 1},
            "2020: one taxpayer chose the university, the amount is not known",
        ),
        ({"amount": None}, "2020: the amount is not known"),
    ],
)
def test_year_heading_is_its_answer(client, fields, heading):
    make_financial_year(year=2020, **fields)
    html = client.get(reverse("financial-year", args=[2020])).content.decode()
    assert f"<h1>{heading}</h1>" in html


def test_year_says_the_average_only_when_both_are_known(client):
    year = make_financial_year(year=2020, amount="985530.00", choices=7921)
    assert "for each choice, on average €124.42" in read(client, "financial-year", 2020)

    year.choices = None
    year.save()
    text = read(client, "financial-year", 2020)
    assert "for each choice, on average not known" in text


def test_year_without_figures_asks_for_help(client):
    make_financial_year(year=2021, amount=None)
    html = client.get(reverse("financial-year", args=[2021])).content.decode()
    assert "No page we read gives the amount, the choices or the rank of 2021." in html
    assert f'href="{reverse("report")}?page=/en/five-per-thousand/2021/"' in html


def test_year_says_what_it_paid_for(client):
    year = make_financial_year(year=2018)
    make_receipt(year, make_competition(label="Award 2020"), certainty="disputed")
    text = read(client, "financial-year", 2018)
    assert "Award 2020 (sources disagree)" in text


def test_year_says_when_nobody_knows_what_it_paid_for(client):
    make_financial_year(year=2018)
    text = read(client, "financial-year", 2018)
    assert "no page we read says which edition of the Award this money paid for" in text


def test_year_ranks(client):
    make_financial_year(year=2018, rank_universities=2, rank_overall=64)
    text = read(client, "financial-year", 2018)
    assert (
        "Among universities 2nd Among research bodies not known "
        "Among all who receive it 64th" in text
    )


def test_year_leads_to_its_neighbours(client):
    for year in (2018, 2019, 2022):
        make_financial_year(year=year)
    html = client.get(reverse("financial-year", args=[2019])).content.decode()
    assert f'href="{reverse("financial-year", args=[2018])}" rel="prev"' in html
    assert f'href="{reverse("financial-year", args=[2022])}" rel="next"' in html


def test_year_we_do_not_follow_is_not_found(client):
    assert client.get(reverse("financial-year", args=[1999])).status_code == 404


@pytest.mark.parametrize("size", [1, 50])
def test_year_costs_the_same_whatever_its_size(client, size, django_assert_num_queries):
    year = make_financial_year(year=2019)
    make_receipt(year, *(make_competition() for _ in range(size)))
    for n in range(size):
        year.sources.create(address=f"https://example.org/{n}")
    with django_assert_num_queries(5):
        client.get(reverse("financial-year", args=[2019]))


# Receipts


def test_remainder_is_what_nobody_was_given():
    receipt = Receipt.objects.create(
        financial_year=make_financial_year(), amount="1000.00"
    )
    for amount in ("300.00", "200.50"):
        receipt.allotments.create(competition=make_competition(), amount=amount)
    assert Receipt.objects.for_ledger().get().remainder() == Decimal("499.50")


def test_remainder_is_unknown_when_one_sum_is():
    receipt = Receipt.objects.create(
        financial_year=make_financial_year(), amount="1000.00"
    )
    receipt.allotments.create(competition=make_competition(), amount=None)
    assert Receipt.objects.for_ledger().get().remainder() is None


@pytest.mark.parametrize(
    ("received", "amount", "due"),
    [
        ("2024-02-29", "50000.00", True),
        ("2024-02-29", None, True),
        ("2024-02-29", "19999.99", False),
        ("2024-02", "50000.00", False),
        (None, "50000.00", False),
    ],
)
def test_account_is_due_for_large_sums_received_on_a_known_day(received, amount, due):
    Receipt.objects.create(
        financial_year=make_financial_year(), received=received, amount=amount
    )
    assert bool(Receipt.objects.get().deadlines()) is due


def test_terms_run_from_the_day_of_receipt():
    due = Deadlines(date(2024, 2, 29))
    assert (due.drawn_up, due.sent, due.published, due.told) == (
        date(2025, 2, 28),
        date(2025, 3, 30),
        date(2025, 4, 29),
        date(2025, 5, 6),
    )
