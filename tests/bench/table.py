"""The rows a measure gives, and how people read them."""

from dataclasses import astuple, dataclass

HEADINGS = ("what", "measured", "bound", "kept")


@dataclass(frozen=True)
class Row:
    """One thing measured, beside its bound."""

    what: str
    measured: str
    bound: str
    kept: bool

    def cells(self):
        *texts, kept = astuple(self)
        return (*texts, "yes" if kept else "NO")


def at_most(what, value, bound, unit=""):
    return Row(what, _with(value, unit), f"≤ {_with(bound, unit)}", value <= bound)


def at_least(what, value, bound, unit=""):
    return Row(what, _with(value, unit), f"≥ {_with(bound, unit)}", value >= bound)


def exactly(what, value, bound, unit=""):
    return Row(what, _with(value, unit), _with(bound, unit), value == bound)


def _with(value, unit):
    """The number with three figures, which is more than a measure knows."""
    number = f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return f"{number} {unit}".rstrip()


def as_text(rows):
    """The table in columns, for a terminal."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def as_markdown(rows):
    lines = [HEADINGS, ("---",) * len(HEADINGS), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def exit_code(rows):
    """A bound that is broken fails the run; so does having measured nothing."""
    return 0 if rows and all(row.kept for row in rows) else 1
