"""What a proposal says, as pages show it: the same to its team and to who judges it."""

from dataclasses import dataclass

from awards.rules.told import Told


@dataclass(frozen=True)
class Line:
    """Something told, with the address where who reads it has its file, if any."""

    told: Told
    address: str


@dataclass(frozen=True)
class ReadablePart:
    """Some of what a proposal says, under one title."""

    title: str
    lines: list


def readable(parts, address):
    """The parts as a page shows them; `address` is where a file is handed over."""
    return [
        ReadablePart(
            part.title,
            [Line(told, address(told.file) if told.file else "") for told in part.told],
        )
        for part in parts
    ]
