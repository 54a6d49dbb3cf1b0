import pytest

from content.readability import gulpease, level

PLAIN = "Il progetto porta un orto nella scuola. I bambini lo curano ogni giorno."


@pytest.mark.parametrize(
    ("text", "index"),
    [
        # 13 words, 2 sentences, 57 letters
        (PLAIN, 91),
        ("Sì.", 100),
        ("", None),
        (" … ", None),
        ("Precipitevolissimevolmente", 100),
        ("internazionalizzazione " * 10, 0),
        ("È l'acqua", 100),
    ],
)
def test_gulpease_counts_letters_words_and_sentences(text, index):
    assert gulpease(text) == index


def test_number_and_its_marks_do_not_end_a_sentence():
    whole = "Spesi 1.250,50 euro in sei mesi di lavoro comune nelle periferie milanesi"
    assert gulpease(whole) == gulpease(whole.replace("1.250,50", "1 250 50"))


def test_mark_before_a_closing_quote_ends_a_sentence():
    assert gulpease("«Venite presto qui.» Disse così alla gente") == gulpease(
        "Venite presto qui. Disse così alla gente"
    )


def test_accents_count_the_same_however_they_are_written():
    assert gulpease("Perche\u0301 la citta\u0300 cresce sempre") == gulpease(
        "Perché la città cresce sempre"
    )


@pytest.mark.parametrize(
    ("index", "least"), [(100, 80), (80, 80), (79, 60), (60, 60), (59, 40), (39, 0)]
)
def test_level_changes_at_the_thresholds_of_the_authors(index, least):
    assert level(index) == level(least)
    assert least == 0 or level(index) != level(least - 1)
