"""The table of roles in the documents says of the staff what the code gives them."""

import re

import pytest

from polisocial import groups
from tests.tree import ROOT

ROLES = ROOT / "docs" / "roles.md"
TOLD = "by the right to view acts"


def rows():
    """The rows of the table of staff: (kind in the code, what each group may do)."""
    lines = ROLES.read_text().splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("| kind |"))
    heading = cells(lines[start])[1:]
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return
        kind, *said = cells(line)
        [name] = re.findall(r"`([\w.]+)`", kind)
        yield name, dict(zip(heading, said, strict=True))


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def models_of(name):
    return (name,) if "." in name else getattr(groups, name)


def as_written(label, group):
    """What the code gives a group of a model, in the words of the table."""
    room, model = label.lower().split(".")
    held = groups.permissions(group)
    does = ("view", "add", "change", "delete")
    return ", ".join(do for do in does if f"{room}.{do}_{model}" in held) or "—"


def width(row):
    return -len(models_of(row[0]))


def test_every_group_and_model_is_in_the_table():
    table = list(rows())
    assert all(set(said) == set(groups.MAY_CHANGE) for _name, said in table)
    known = {label for name, _said in table for label in models_of(name)}
    assert known == {*groups.EVERYTHING, "admin.LogEntry"}


@pytest.mark.parametrize("group", groups.MAY_CHANGE)
def test_the_table_says_what_a_group_may_do(group):
    told = {}
    for name, said in sorted(rows(), key=width):  # the narrower over the wider
        told |= dict.fromkeys(models_of(name), said[group])
    log = told.pop("admin.LogEntry")
    assert log.replace(TOLD, "—") == as_written("admin.LogEntry", group)
    assert told == {label: as_written(label, group) for label in told}
