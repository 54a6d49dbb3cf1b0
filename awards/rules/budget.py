"""The budget of a proposal: what it asks, by heading and by unit, and who adds what.

It is written in fields like everything else: `unit.2` is the name of the second
department or lab, `cost.7.2` what it asks under the heading 7, `fund.1.who`,
`fund.1.kind` and `fund.1.sum` the first source of co-funding.
"""

from dataclasses import dataclass
from decimal import Decimal

from awards.rules.numbers import typed_number

ROWS = 12
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Cell:
    """A sum as it was typed: `value` is None where it is no sum."""

    key: str
    typed: str

    @property
    def value(self):
        if not self.typed.strip():
            return Decimal(0)
        number = typed_number(self.typed)
        return number if number is not None and number >= 0 else None


@dataclass(frozen=True)
class Unit:
    """A department or lab, and what it asks under each heading, in their order."""

    number: int
    name: str
    cells: tuple[Cell, ...]

    @property
    def total(self):
        return total(self.cells)


@dataclass(frozen=True)
class Fund:
    """Money, or something worth it, that somebody adds."""

    number: int
    who: str
    kind: str
    cell: Cell


@dataclass(frozen=True)
class Budget:
    headings: tuple
    units: tuple[Unit, ...]
    funds: tuple[Fund, ...]

    @property
    def asked(self):
        return sum((unit.total for unit in self.units), Decimal(0))

    @property
    def added(self):
        return total(fund.cell for fund in self.funds)

    @property
    def cost(self):
        """What the whole project costs."""
        return self.asked + self.added

    def by_heading(self):
        """Each heading with what all units ask under it."""
        for n, heading in enumerate(self.headings):
            yield heading, total(unit.cells[n] for unit in self.units)

    def wrong(self):
        """The cells that hold no sum."""
        cells = [cell for unit in self.units for cell in unit.cells]
        cells += [fund.cell for fund in self.funds]
        return [cell for cell in cells if cell.value is None]


def total(cells):
    return sum((cell.value or Decimal(0) for cell in cells), Decimal(0))


def keys_of(form):
    """Every field that the budget may have."""
    for n in range(1, ROWS + 1):
        yield f"unit.{n}"
        yield from (f"cost.{heading.id}.{n}" for heading in form.cost_headings)
        yield from (f"fund.{n}.{part}" for part in ("who", "kind", "sum"))


def budget_of(form, answers):
    """The budget as it is written now; rows nobody wrote in are left out."""
    units, funds = [], []
    for n in range(1, ROWS + 1):
        keys = [f"cost.{heading.id}.{n}" for heading in form.cost_headings]
        cells = tuple(Cell(key, answers.get(key, "")) for key in keys)
        name = answers.get(f"unit.{n}", "").strip()
        if name or any(cell.typed.strip() for cell in cells):
            units.append(Unit(n, name, cells))
        who, kind, typed = (
            answers.get(f"fund.{n}.{part}", "") for part in ("who", "kind", "sum")
        )
        if who.strip() or typed.strip():
            funds.append(Fund(n, who.strip(), kind, Cell(f"fund.{n}.sum", typed)))
    return Budget(form.cost_headings, tuple(units), tuple(funds))
