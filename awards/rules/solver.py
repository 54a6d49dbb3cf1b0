"""A linear programme, and the solver that is asked for its best solution.

The solver is loaded only when asked: few processes ever need its 20 MiB.
"""

from dataclasses import dataclass, field


@dataclass
class Programme:
    """Columns, each with its cost, at least 0 or 1 and at most 1; rows tie them."""

    cost: list = field(default_factory=list)
    least: list = field(default_factory=list)
    rows: list = field(default_factory=list)

    def column(self, cost, least=0):
        self.cost.append(cost)
        self.least.append(int(least))
        return len(self.cost) - 1

    def row(self, least, most, plus, minus=()):
        """`least` ≤ the sum of some columns less the sum of others ≤ `most`."""
        terms = [*((each, 1) for each in plus), *((each, -1) for each in minus)]
        self.rows.append((least, most, terms))

    def solved(self):
        """The value of each column where all together cost least."""
        if not self.cost:
            return []
        from highspy import Highs, HighsModelStatus  # noqa: PLC0415

        highs = Highs()
        options = {"output_flag": False, "threads": 1, "solver": "simplex"}
        for name, value in options.items():
            highs.setOptionValue(name, value)
        highs.passModel(self._model())
        highs.run()
        if highs.getModelStatus() != HighsModelStatus.kOptimal:
            raise RuntimeError(highs.modelStatusToString(highs.getModelStatus()))
        return list(highs.getSolution().col_value)

    def _model(self):
        from highspy import HighsLp, MatrixFormat  # noqa: PLC0415

        model = HighsLp()
        model.num_col_, model.num_row_ = len(self.cost), len(self.rows)
        model.col_cost_, model.col_lower_ = self.cost, self.least
        model.col_upper_ = [1] * len(self.cost)
        model.row_lower_ = [least for least, _most, _terms in self.rows]
        model.row_upper_ = [most for _least, most, _terms in self.rows]
        start, terms = [0], []
        for *_bounds, row in self.rows:
            terms += row
            start.append(len(terms))
        matrix = model.a_matrix_
        matrix.format_, matrix.start_ = MatrixFormat.kRowwise, start
        matrix.index_ = [column for column, _sign in terms]
        matrix.value_ = [sign for _column, sign in terms]
        return model
