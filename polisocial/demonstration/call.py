"""The call of a demonstration: its edition, its money, its rules and its two forms."""

from decimal import Decimal

from accounts.role_groups import RoleGroup
from awards.actions.form import freeze
from awards.models import (
    Allotment,
    Call,
    Competition,
    FinancialYear,
    QuestionKind,
    Receipt,
)
from content.dates import PartialDate
from content.history import one_change
from polisocial.demonstration.texts import MARK_EN, MARK_IT

RECEIVED, ALLOTTED, OTHERS = Decimal(480_000), Decimal(450_000), Decimal(40_000)
CAP = Decimal(100_000)
HEADINGS = (
    ("Personale", "Staff", {}),
    ("Beni e attrezzature", "Goods and equipment", {"cap_share": Decimal(40)}),
    ("Incontri e comunicazione", "Meetings and communication", {"cap": Decimal(9000)}),
)
CATEGORIES = (("Sul campo", "In the field"), ("Da ripetere altrove", "To be repeated"))
CRITERIA = (
    ("Bisogno e impatto sociale", "Need and social impact", 40, 10),
    ("Metodo e azioni pilota", "Method and pilot actions", 35, 10),
    ("Gruppo e partner", "Team and partners", 25, 5),
)
FIRST_FORM = (  # key, section and question, each in Italian and in English
    (
        "need",
        ("Il bisogno", "The need"),
        ("Quale problema, dove e per chi", "Which problem, where, for whom"),
    ),
    ("work", ("Le azioni", "The actions"), ("Che cosa farete", "What you will do")),
    (
        "result",
        ("Il risultato", "The result"),
        ("Che cosa resta alla fine", "What is left at the end"),
    ),
)
SECOND_FORM = (
    *FIRST_FORM,
    (
        "method",
        ("Il metodo", "The method"),
        ("Come lavorerete, passo per passo", "How you will work, step by step"),
    ),
    (
        "follow-up",
        ("Il seguito", "What follows"),
        ("Chi porta avanti il lavoro", "Who takes the work further"),
    ),
    (
        "risks",
        ("I rischi", "The risks"),
        ("Che cosa può andare storto", "What may go wrong"),
    ),
)
WORDS = 250


def make(label, timetable, *, by, at):
    """An edition after the last one, public as a demonstration, with its call.

    `timetable` are opening, deadline and day of the answer of each stage.
    """
    with one_change(by=by, at=at):
        competition = _competition(label, timetable, at)
        for position, (it, en) in enumerate(CATEGORIES):
            competition.categories.create(name_it=it, name_en=en, position=position)
        call = _call(competition)
        for number, dates in enumerate(timetable, start=1):
            _stage(call, number, *dates)
        _allot(competition)
    return call


def _competition(label, timetable, at):
    """The first year that no edition has, from that of its opening."""
    opens, closes, _answer = timetable[0]
    year, taken = opens.year, set(Competition.objects.values_list("year", flat=True))
    while year in taken:
        year += 1
    last = Competition.objects.order_by("ordinal").last()
    competition = Competition(
        ordinal=last.ordinal + 1 if last else 1,
        year=year,
        label=label,
        theme_it="Vicino a casa",
        theme_en="Close to home",
        theme_note_it=MARK_IT,
        theme_note_en=MARK_EN,
        call_opened=PartialDate(str(opens.date())),
        call_closed=PartialDate(str(closes.date())),
        stage_count=2,
        project_cap=CAP,
        published_from=at,
    )
    competition.full_clean()
    competition.save()
    return competition


def _call(competition):
    call = Call(
        competition=competition,
        about_it=f"{MARK_IT} Il bando cerca progetti che cambiano qualcosa nel "
        "quartiere in cui nascono.",
        about_en=f"{MARK_EN} The call looks for projects that change something in the "
        "neighbourhood where they begin.",
        coordinators=[RoleGroup.TENURED, RoleGroup.FIXED_TERM],
        proposals_per_coordinator=1,
        departments_least=1,
        departments_most=4,
        partners_least=1,
        durations=[12, 18, 24],
        project_cap=CAP,
        other_sources=OTHERS,
    )
    call.full_clean()
    call.save()
    for position, (it, en, limits) in enumerate(HEADINGS):
        call.cost_headings.create(name_it=it, name_en=en, position=position, **limits)
    return call


def _stage(call, number, opens_at, closes_at, answer_on):
    is_last = number == 2
    stage = call.stages.create(
        number=number,
        opens_at=opens_at,
        closes_at=closes_at,
        grace_minutes=2,
        answer_expected_on=answer_on,
        reviews_each=3,
        pass_mark=60,
        disagreement=25,
        tells_scores=is_last,
        publishes_ranking=is_last,
    )
    for position, (it, en, weight, most) in enumerate(CRITERIA):
        stage.criteria.create(
            name_it=it, name_en=en, weight=weight, most=most, position=position
        )
    for position, asked in enumerate(SECOND_FORM if is_last else FIRST_FORM):
        _ask(stage, position, *asked)


def _ask(stage, position, key, name, label):
    section = stage.sections.create(name_it=name[0], name_en=name[1], position=position)
    section.questions.create(
        key=key,
        kind=QuestionKind.LONG_TEXT,
        label_it=label[0],
        label_en=label[1],
        word_limit=WORDS,
    )


def _allot(competition):
    """Money of a year of five per thousand that nobody gave.

    The year itself has no amount: the home page shows the latest that has one.
    """
    year = competition.year
    taken = set(FinancialYear.objects.values_list("year", flat=True))
    while year in taken:
        year += 1
    given = FinancialYear.objects.create(year=year, notes_it=MARK_IT, notes_en=MARK_EN)
    receipt = Receipt.objects.create(financial_year=given, amount=RECEIVED)
    Allotment.objects.create(receipt=receipt, competition=competition, amount=ALLOTTED)


def freeze_forms(call, *, by, at):
    for stage in call.stages.all():
        freeze(stage, by=by, at=at)
