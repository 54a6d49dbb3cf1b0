"""dump_content: the files as they were, but for what changed since."""

import difflib
from io import StringIO

import pytest
from django.core.management import call_command

from awards.models import Project
from directory.models import Department, Organisation
from offcampus.models import Site
from polisocial.models import LoadedRecord
from tests.polisocial.folders import DATA, change, copy_of_data, read, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return copy_of_data(tmp_path)


def load(folder):
    call_command("load_content", folder, stdout=StringIO())


@pytest.fixture
def dump(tmp_path):
    """Dump to another folder; give back the folder."""

    def run():
        call_command("dump_content", tmp_path / "dumped", stdout=StringIO())
        return tmp_path / "dumped"

    return run


def files(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.json")}


def changed_lines(before, after):
    """Lines that differ between two folders, with their sign."""
    found = []
    for name, content in files(after).items():
        old = (before / name).read_text().splitlines()
        new = content.decode().splitlines()
        lines = difflib.unified_diff(old, new, lineterm="", n=0)
        found += [x for x in lines if x[0] in "+-" and x[:3] not in {"+++", "---"}]
    return [line[0] + line[1:].strip() for line in found]


def plainer(content, key=""):
    """The same content with notes as plain English and no optional key."""
    if isinstance(content, list):
        return [plainer(item, key) for item in content]
    if not isinstance(content, dict):
        return content
    both = {"title", "summary", "name", "description", "theme", "categories", "box"}
    if content.keys() == {"it", "en"}:
        plain = key not in both and isinstance(content["en"], str)
        return content[{"place": "it"}.get(key, "en")] if plain else content
    optional = {"locality", "outputs", "funded_by_years"}
    return {k: plainer(v, k) for k, v in content.items() if k not in optional}


def test_dump_is_what_was_loaded_byte_for_byte(dump):
    load(DATA)
    assert files(dump()) == files(DATA)


def test_rows_carry_everything_by_themselves(dump):
    load(DATA)
    LoadedRecord.objects.all().delete()
    assert files(dump()) == files(DATA)


def test_plain_texts_and_absent_keys_come_back_as_they_were(folder, dump):
    for path in folder.glob("*.json"):
        write(folder, path.name, plainer(read(folder, path.name)))
    (folder / "news.json").unlink()
    load(folder)
    assert files(dump()) == files(folder)
    project = Project.objects.get(acronym="KROG")
    assert project.notes_it == ""
    assert project.notes_en.startswith("The coordinator")
    assert project.places.get().name_en == ""


def test_numbers_keep_their_cents(folder, dump):
    text = (folder / "projects.json").read_text()
    text = text.replace('"funding_eur": 90000', '"funding_eur": 90000.50')
    (folder / "projects.json").write_text(text)
    load(folder)
    assert files(dump()) == files(folder)


def test_dump_shows_what_staff_changed_and_nothing_else(dump):
    load(DATA)
    project = Project.objects.get(acronym="TWIN")
    project.website, project.ended = "https://example.org/twin", "2021-12"
    project.save()
    project.partnerships.create(
        organisation=Organisation.objects.get(name="INAIL"), position=9
    )
    lines = changed_lines(DATA, dump())
    assert lines == [
        '-"Consorzio di solidarietà sociale Oscar Romero"',
        '+"Consorzio di solidarietà sociale Oscar Romero",',
        '+"INAIL"',
        '-"end_date": null,',
        '+"end_date": "2021-12",',
        '-"website": "https://www.twin.polimi.it",',
        '+"website": "https://example.org/twin",',
    ]


def test_optional_key_is_written_once_there_is_something_to_say(folder, dump):
    projects = read(folder, "projects.json")
    for project in projects:
        del project["outputs"]
    write(folder, "projects.json", projects)
    load(folder)
    Project.objects.get(acronym="TEEN").outputs.create(unit_it="scuole", value=3)
    lines = changed_lines(folder, dump())
    assert lines == [
        '-"title_is_acronym_only": false',
        '+"title_is_acronym_only": false,',
        '+"outputs": [',
        "+{",
        '+"value": 3,',
        '+"unit": {',
        '+"it": "scuole",',
        '+"en": null',
        "+},",
        '+"is_approximate": false,',
        '+"as_of": null,',
        '+"source": null',
        "+}",
        "+]",
    ]


def test_note_in_italian_alone_can_be_loaded_again(folder, dump):
    load(folder)
    site = Site.objects.get(slug="san-siro")
    site.notes_it, site.conflicts_en = "Solo in italiano.", []
    site.save()
    dumped = dump()
    assert changed_lines(folder, dumped)[-1] == "+},"
    for model in (LoadedRecord, Site.partners.through):
        model.objects.all().delete()
    load(dumped)
    assert files(dump()) == files(dumped)


def test_record_staff_made_is_written_in_its_place(dump):
    load(DATA)
    department = Department.objects.create(code="DBBB", name_it="Nuovo")
    department.sources.create(address="https://example.org/")
    lines = changed_lines(DATA, dump())
    assert '+"code": "DBBB",' in lines
    assert [line for line in lines if line.startswith("-")] == []


def test_dump_computes_what_follows_from_other_records(folder, dump):
    load(folder)
    project = Project.objects.get(acronym="ART-Link")
    project.project_places.filter(place__site__slug="san-vittore").delete()
    change(folder, "projects.json", "ART-Link", "off_campus_site", to=None)
    related = ["METHEXIS"]
    path = ("sites", "san-vittore", "related_projects")
    change(folder, "offcampus.json", *path, to=related)
    assert files(dump()) == files(folder)
