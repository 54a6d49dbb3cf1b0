"""What is wrong in the files is said, all of it, and nothing is written.

`faults.txt` has the cases: what is changed in the real content, and under it the
lines that must come of it.
"""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directory.models import Department
from polisocial.exchange.checks import Folder
from polisocial.models import LoadedRecord
from tests.polisocial.folders import ABSENT, change, copy_of_data, read, write

CASES = Path(__file__).with_name("faults.txt").read_text().strip().split("\n\n")


@pytest.fixture
def folder(tmp_path):
    return copy_of_data(tmp_path)


def make_fault(folder, order):
    """Do what the first line of a case says, as `projects.json TEEN award = 5`."""
    path, to = order.split(" = ", 1)
    file, *path = [int(s) if s.isdigit() else s for s in path.split(" ")]
    to = ABSENT if to == "absent" else json.loads(to)
    if path:
        change(folder, file, *path, to=to)
    else:
        write(folder, file, to)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.splitlines()[0])
def test_fault_is_said_in_a_sentence(folder, case):
    order, *wanted = case.splitlines()
    make_fault(folder, order)
    assert Folder(folder).faults == wanted


def test_real_content_has_no_fault(folder):
    assert Folder(folder).faults == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[", "This is not JSON (line 1, column 2). Correct it there."),
        (b"", "This is not JSON (line 1, column 1). Correct it there."),
        (b'["Citt\xe0"]', "It is not in UTF-8. Save it as UTF-8."),
        (b"[" * 9999, "Too many brackets in each other. Write it flat."),
        (b"[" + b"9" * 9999 + b"]", "A number has too many digits. Write it shorter."),
        (
            b"[1e99999999999999999999]",
            "A number has too many digits. Write it shorter.",
        ),
        (b'[{"a": 1, "a": 2}]', 'The key "a" is written twice. Keep one.'),
        (b"[-Infinity]", "-Infinity is not a number. Write null when it is not known."),
    ],
)
def test_file_that_is_not_json_is_named(folder, content, sentence):
    (folder / "news.json").write_bytes(content)
    assert Folder(folder).faults == [f"news.json: {sentence}"]


def test_missing_files_are_named(folder):
    (folder / "departments.json").unlink()
    (folder / "news.json").unlink()
    (folder / "cantieri.json").unlink()
    (folder / "cantieri.json").mkdir()
    hint = f"Put it in {folder}."
    assert Folder(folder).faults == [
        f"departments.json: The file is missing. {hint}",
        "cantieri.json: It cannot be read (Is a directory). Check the folder.",
    ]


def test_missing_folder_is_all_files_missing(tmp_path):
    assert len(Folder(tmp_path / "nowhere").faults) == 7


@pytest.mark.django_db
def test_faults_of_all_files_come_together_and_nothing_is_written(folder):
    make_fault(folder, 'departments.json 0 website = "dabc"')
    make_fault(folder, 'projects.json TEEN lead_department = "DXYZ"')
    make_fault(folder, "news.json 4 link = true")
    with pytest.raises(CommandError) as error:
        call_command("load_content", folder)
    slug = read(folder, "news.json")[4]["slug"]
    assert str(error.value).splitlines() == [
        "Nothing was loaded. Correct these first:",
        'departments.json: DABC: website: "dabc" is not a web address. '
        "Write it whole, beginning with http:// or https://.",
        f"news.json: {slug}: link: true is not a text. Write it between quotes.",
        'projects.json: TEEN (2017): lead_department: "DXYZ" is not in '
        "departments.json. Correct it, or add it there.",
    ]
    assert not Department.objects.exists()
    assert not LoadedRecord.objects.exists()
