"""An open call to try the portal with, on a developer's machine and nowhere else.

Its sections are those that the call of 2019 named; limits, sums and dates are made up,
and its pages say so.
"""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from awards.actions.form import freeze
from awards.models import Call, Competition, QuestionKind, Stage

LABEL = "Demo"
OPEN_FOR = timedelta(days=30)
ABOUT = {
    "about_it": "Questo bando è una dimostrazione: serve a provare il portale su "
    "questo computer. Date, limiti e importi sono inventati.",
    "about_en": "This call is a demonstration: it is here to try the portal on this "
    "computer. Dates, limits and sums are made up.",
}
SECTIONS = (
    (
        ("Obiettivo", "Objective"),
        (
            "Quale problema affrontate, dove e con chi",
            "Which problem, where, with whom",
        ),
    ),
    (
        ("Processo", "Process"),
        (
            "Come lavorate: ricerca e azioni pilota",
            "How you work: research and pilot actions",
        ),
    ),
    (
        ("Risultato atteso", "Expected outcome"),
        ("Che cosa resta alla fine", "What is left at the end"),
    ),
    (
        ("Replicabilità", "Replicability"),
        ("Come altri possono riusarlo", "How others can reuse it"),
    ),
    (
        ("Seguito", "Follow-up"),
        ("Chi e che cosa lo porta avanti", "Who and what takes it further"),
    ),
)
TIMELINE = {
    "kind": QuestionKind.FILE,
    "label_it": "Cronoprogramma",
    "label_en": "Timeline",
    "is_required": False,
}
HEADINGS = (("Personale", "Staff"), ("Beni e servizi", "Goods and services"))
WORDS = 150


class Command(BaseCommand):
    help = "Make the demonstration call, or keep it open for a month more."

    def add_arguments(self, parser):
        parser.add_argument("office", help="e-mail of whose account freezes its form")

    @transaction.atomic
    def handle(self, *, office, **options):
        if not settings.DEVELOPMENT:
            raise CommandError("A demonstration has no place in production.")
        stage = Stage.objects.filter(call__about_en=ABOUT["about_en"]).first()
        if stage is None:
            stage = make_call(by=User.objects.get(email=office))
        stage.closes_at = closing(timezone.now())
        stage.save()


def closing(now):
    """A month from now, at an hour that people know from calls."""
    day = timezone.localtime(now + OPEN_FOR)
    return day.replace(hour=17, minute=0, second=0, microsecond=0)


def make_call(by):
    """A competition after the last one, its call and its only stage, open from now."""
    now = timezone.now()
    last = Competition.objects.order_by("ordinal").last()
    competition = Competition.objects.create(
        ordinal=last.ordinal + 1 if last else 1,
        year=max(last.year if last else 0, now.year) + 1,
        label=LABEL,
        theme_it="Un bando di prova",
        theme_en="A call to try",
        published_from=now,
    )
    call = Call.objects.create(
        competition=competition, project_cap=Decimal(100_000), **ABOUT
    )
    for position, (name_it, name_en) in enumerate(HEADINGS):
        call.cost_headings.create(name_it=name_it, name_en=name_en, position=position)
    stage = call.stages.create(opens_at=now, closes_at=closing(now))
    for position, texts in enumerate(SECTIONS):
        section = ask(stage, position, *texts)
    section.questions.create(key="timeline", position=1, **TIMELINE)
    freeze(stage, by=by, at=now - timedelta(minutes=1))
    return stage


def ask(stage, position, name, question):
    """A section that asks for a text; texts are pairs, Italian and English."""
    section = stage.sections.create(name_it=name[0], name_en=name[1], position=position)
    section.questions.create(
        key=f"section-{position + 1}",
        kind=QuestionKind.LONG_TEXT,
        label_it=question[0],
        label_en=question[1],
        word_limit=WORDS,
    )
    return section
