"""What keeps a proposal from being handed in, rule by rule, on the real tables."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from awards.actions.form import freeze
from awards.actions.working_copy import Change, save
from awards.models import Category, Choice, CostHeading, Dimension
from awards.rules.requirements import faults
from awards.rules.work import work_of
from tests.factories import (
    make_department,
    make_member,
    make_organisation,
    make_proposal,
    make_question,
    make_section,
    make_stage,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def stage():
    stage = make_stage()
    make_question(section=make_section(stage=stage), key="need")
    return stage


def begun(stage, **answers):
    """A proposal to the stage as it is now, with all that any form asks besides."""
    freeze(stage, by=make_user())
    proposal = make_proposal(stage=stage)
    answers = {"title": "Acqua", "duration": "12", "q.need": "Sete."} | answers
    changes = [Change(key, value, 0) for key, value in answers.items()]
    by = proposal.members.get().user
    save(proposal, by=by, client=uuid4(), number=1, changes=changes, at=NOW)
    return proposal


def told(proposal):
    return [(fault.place, fault.text) for fault in faults(work_of(proposal))]


def rule(stage, **rules):
    for name, value in rules.items():
        setattr(stage.call, name, value)
    stage.call.save()


def test_call_without_rules_asks_for_nothing_more(stage):
    assert told(begun(stage)) == []


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        ({"kind": "short_text"}, "a" * 301, "«Q» supera i 300 caratteri."),
        ({"kind": "number"}, "dodici", "«Q» vuole un numero, in cifre."),
        ({"kind": "number", "least": 2}, "1,5", "«Q» è almeno 2."),
        ({"kind": "number", "most": 2000}, "2.000,01", "«Q» è al massimo 2.000."),
        ({"is_required": True}, " \n", "«Q» non ha ancora risposta."),
    ],
)
def test_answers_are_held_to_their_limits(stage, question, answer, sentence):
    section = stage.sections.get()
    given = {"is_required": False} | question
    make_question(section=section, key="q", label_it="Q", **given)
    assert told(begun(stage, **{"q.q": answer})) == [("q.q", sentence)]


@pytest.mark.parametrize(
    ("kind", "answer", "wrong"),
    [
        ("one", "yes", False),
        ("one", "perhaps", True),
        ("several", ["yes", "no"], False),
        ("several", ["yes", "perhaps"], True),
        ("several", [], False),
    ],
)
def test_choices_are_those_offered(stage, kind, answer, wrong):
    question = make_question(
        section=stage.sections.get(), key="q", kind=kind, is_required=False
    )
    for key in ("yes", "no"):
        Choice.objects.create(question=question, key=key, label_it=key)
    assert bool(told(begun(stage, **{"q.q": answer}))) == wrong


def test_category_dimensions_and_length_are_those_of_the_call(stage):
    rule(stage, durations=[12, 18])
    Category.objects.create(competition=stage.call.competition, name_it="Attivazione")
    Dimension.objects.create(call=stage.call, name_it="Sport")
    assert told(begun(stage, duration="15")) == [
        ("category", "«Categoria» non ha ancora risposta."),
        ("dimensions", "«Dimensioni del tema» non ha ancora risposta."),
        (
            "duration",
            "«Durata del progetto, in mesi» ha una risposta che il modulo non offre "
            "più.",
        ),
    ]


def test_coordinator_is_of_a_group_that_may(stage):
    rule(stage, coordinators=["tenured", "fixed_term"])
    proposal = begun(stage)
    assert told(proposal) == [
        (
            "team",
            "Chi coordina deve essere di uno di questi gruppi: professoressa, "
            "professore o ricercatore di ruolo o ricercatrice o ricercatore a tempo "
            "determinato.",
        )
    ]
    proposal.members.update(role_group="tenured")
    assert told(proposal) == []


def test_project_manager_is_there_when_asked(stage):
    rule(stage, needs_project_manager=True)
    proposal = begun(stage)
    assert told(proposal) == [
        ("team", "Il bando vuole un project manager: nel gruppo non c’è.")
    ]
    make_member(proposal=proposal, user=make_user(), role="manager")
    assert told(proposal) == []


def test_who_was_named_has_to_agree(stage):
    proposal = begun(stage)
    member = make_member(proposal=proposal, name="Bruno")
    assert told(proposal) == [
        (
            "team",
            "Bruno non ha ancora accettato di comparire: manda di nuovo l’invito, o "
            "togli il nome dal gruppo.",
        )
    ]
    proposal.members.filter(pk=member.pk).update(state="declined")
    assert told(proposal) == []


@pytest.mark.parametrize(
    ("count", "sentences"),
    [
        (1, ["Il gruppo ha bisogno di persone di almeno 2 dipartimenti: ne ha 1."]),
        (2, []),
        (3, []),
        (4, ["Il gruppo può avere persone di 3 dipartimenti al massimo: ne ha 4."]),
    ],
)
def test_departments_are_as_many_as_the_call_wants(stage, count, sentences):
    rule(stage, departments_least=2, departments_most=3)
    proposal = begun(stage)
    for _n in range(count):
        department = make_department()
        for _m in range(2):
            make_member(proposal=proposal, user=make_user(), department=department)
    assert told(proposal) == [("team", sentence) for sentence in sentences]


def partner(proposal, **fields):
    defaults = {
        "role": "Apre la sede",
        "contact_name": "Carla",
        "contact_email": "c@example.org",
        "confirmed_at": NOW,
    }
    if "proposed_name" not in fields:
        defaults["organisation"] = make_organisation(kind=fields.pop("kind", ""))
    return proposal.partners.create(**defaults | fields)


def test_partners_are_of_the_kinds_that_count(stage):
    rule(stage, partners_least=1, partner_kinds=["association", "foundation"])
    proposal = begun(stage)
    partner(proposal, kind="enterprise")
    assert told(proposal) == [
        (
            "partners",
            "Partner necessari di questi tipi (associazione o fondazione): almeno 1. "
            "Ce ne sono 0.",
        )
    ]
    partner(proposal, proposed_name="Nuova", proposed_kind="association")
    assert told(proposal) == []


def test_partners_have_to_confirm(stage):
    proposal = begun(stage)
    one = partner(proposal, proposed_name="Nuova", confirmed_at=None)
    assert "Nuova non ha ancora confermato" in told(proposal)[0][1]
    proposal.partners.filter(pk=one.pk).update(declined_at=NOW)
    assert told(proposal) == [("partners", "Nuova ha rifiutato: toglilo dai partner.")]


@pytest.fixture
def costs(stage):
    """Two headings: staff, and travel that is at most 100 euro and a tenth of all."""
    staff = CostHeading.objects.create(call=stage.call, name_it="Persone")
    travel = CostHeading.objects.create(
        call=stage.call,
        name_it="Viaggi",
        position=1,
        cap=Decimal(100),
        cap_share=Decimal(10),
    )
    return staff.pk, travel.pk


def table(costs, *rows):
    """Fields of a budget: the name of a unit and its two sums, row by row."""
    answers = {}
    for n, (name, *sums) in enumerate(rows, 1):
        answers[f"unit.{n}"] = name
        for heading, typed in zip(costs, sums, strict=True):
            answers[f"cost.{heading}.{n}"] = typed
    return answers


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("DASTU", "900", "100")], []),
        ([("DASTU", "1.000,50", ""), ("DEIB", "", "99,99")], []),
        ([], [("budget", "Il piano dei costi non chiede ancora nulla.")]),
        (
            [("", "900", "")],
            [("unit.1", "Una riga del piano dei costi non dice di chi sono i costi.")],
        ),
        (
            [("DASTU", "novecento", "1"), ("DEIB", "-3", "")],
            [
                "«novecento» nel piano dei costi non è una somma: scrivila come "
                "1.234,50.",
                "«-3» nel piano dei costi non è una somma: scrivila come 1.234,50.",
                "«Viaggi» chiede 1\u00a0€: al massimo il 10% di quanto si chiede in "
                "tutto.",
            ],
        ),
        (
            [("DASTU", "2000", "60"), ("DEIB", "", "40,01")],
            ["«Viaggi» chiede 100,01\u00a0€: si può chiedere al massimo 100\u00a0€."],
        ),
        (
            [("DASTU", "899,99", "100")],
            [
                "«Viaggi» chiede 100\u00a0€: al massimo il 10% di quanto si chiede in "
                "tutto."
            ],
        ),
        (
            [("DASTU", "5000", "0,01")],
            [
                "Il piano dei costi chiede 5.000,01\u00a0€: si può chiedere al massimo "
                "5.000\u00a0€."
            ],
        ),
    ],
)
def test_budget_keeps_to_its_caps(stage, costs, rows, expected):
    rule(stage, project_cap=Decimal(5000))
    found = told(begun(stage, **table(costs, *rows)))
    texts = [text for _place, text in found]
    assert expected in (found, texts)


@pytest.mark.parametrize(
    ("rules", "given", "sentence"),
    [
        ({"co_funding": "none"}, "10", "non prevede cofinanziamento"),
        ({"co_funding": "required"}, "", "chiede un cofinanziamento"),
        ({"co_funding": "optional"}, "", None),
        (
            {"co_funding": "required", "co_funding_least": Decimal(20)},
            "249,99",
            "almeno il 20% del costo intero, che è 1.249,99\u00a0€",
        ),
        (
            {"co_funding": "required", "co_funding_least": Decimal(20)},
            "250",
            None,
        ),
    ],
)
def test_co_funding_is_as_the_call_wants(stage, costs, rules, given, sentence):
    rule(stage, **rules)
    fund = {"fund.1.who": "Comune", "fund.1.kind": "money", "fund.1.sum": given}
    answers = table(costs, ("DASTU", "1000", ""))
    found = told(begun(stage, **answers, **(fund if given else {})))
    assert [sentence in text for _place, text in found] == ([True] if sentence else [])


def test_co_funding_says_whose_it_is(stage, costs):
    answers = table(costs, ("DASTU", "1000", "")) | {"fund.3.sum": "12"}
    [(place, _text)] = told(begun(stage, **answers))
    assert place == "fund.3.who"
