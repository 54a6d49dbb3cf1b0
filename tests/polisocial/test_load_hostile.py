"""Anything at all in place of a value: either it is loaded or it is refused whole."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from polisocial.exchange.checks import Folder
from polisocial.models import LoadedRecord
from tests.polisocial.folders import DATA, copy_of_data, read

FILES = sorted(path.name for path in DATA.glob("*.json"))
CONTENT = {file: read(DATA, file) for file in FILES}


def paths(content, path=()):
    """Every place in a content, the whole of it first."""
    yield path
    if isinstance(content, dict | list):
        keys = content if isinstance(content, dict) else range(len(content))
        for key in keys:
            yield from paths(content[key], (*path, key))


PLACES = [(file, path) for file in FILES for path in paths(CONTENT[file])]


def value_at(place):
    file, path = place
    value = CONTENT[file]
    for key in path:
        value = value[key]
    return value


def replaced(content, path, value):
    if not path:
        return value
    key, *rest = path
    copied = content.copy()
    copied[key] = replaced(content[key], rest, value)
    return copied


places = st.sampled_from(PLACES)
# Halves of characters too: JSON can write them, a database cannot.
texts = st.text(st.characters(exclude_categories=()), max_size=30)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), texts, st.dates().map(str)
)
strange = st.recursive(
    scalars,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(texts | st.sampled_from(["it", "en"]), inside, max_size=3)
    ),
    max_leaves=6,
)
elsewhere = places.map(value_at)


def changed_folder(tmp_path_factory, place, value):
    """A copy of the real content with another value at one place."""
    folder = copy_of_data(tmp_path_factory.mktemp("hostile"))
    file, path = place
    content = replaced(CONTENT[file], path, value)
    (folder / file).write_text(json.dumps(content))
    return folder


def load(folder):
    """What the command says, or why it refuses."""
    out = StringIO()
    try:
        call_command("load_content", folder, stdout=out)
    except CommandError as error:
        return str(error)
    return out.getvalue()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(place=places, value=strange | elsewhere)
def test_any_value_is_right_or_blamed_in_its_record(tmp_path_factory, place, value):
    faults = Folder(changed_folder(tmp_path_factory, place, value)).faults
    assert all(fault.split(":")[0] in FILES for fault in faults)


def names(folder):
    return {(entry.file, entry.name) for entry in Folder(folder).entries}


def in_any_order(content):
    """The records of a file, sorted: a changed date may move one."""
    if isinstance(content, dict):
        return {key: in_any_order(value) for key, value in content.items()}
    if isinstance(content, list):
        return sorted(json.dumps(item, sort_keys=True) for item in content)
    return content


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=places, value=scalars | elsewhere)
def test_any_value_follows_the_file_or_nothing_is(tmp_path_factory, place, value):
    if not LoadedRecord.objects.exists():
        load(DATA)
    folder = changed_folder(tmp_path_factory, place, value)
    assume(names(folder) == names(DATA))
    with transaction.atomic():
        said = load(folder)
        call_command("dump_content", folder / "dumped", stdout=StringIO())
        refused = said.startswith("Nothing was loaded. ")
        for file in FILES:
            wanted = CONTENT[file] if refused else read(folder, file)
            dumped = read(folder / "dumped", file)
            assert in_any_order(dumped) == in_any_order(wanted)
        again = load(folder).splitlines()
        assert refused or [line for line in again if " 0 written, " not in line] == []
        transaction.set_rollback(True)


@settings(deadline=None)
@given(content=st.binary(max_size=200) | strange.map(json.dumps).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("bytes")
    for file in FILES:
        (folder / file).write_bytes(content)
    with pytest.raises(CommandError):
        call_command("load_content", folder, check=True)
