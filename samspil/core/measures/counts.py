"""Members counted: how many rows, and which weight, stand in each group and role."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import fsum

import polars as pl

from samspil.core.measures.roles import BASE, COUNTED

MEMBER_COLUMNS = ["subject", "row", "group", "role", "weight"]


@dataclass(frozen=True)
class Cell:
    """Rows of one group and role; weights are summed exactly, in the order of the rows."""

    rows: int = 0
    weight: float = 0.0
    squares: float = 0.0


@dataclass(frozen=True)
class Counts:
    """Cells by (group, role)."""

    cells: Mapping[tuple[str, str], Cell]

    @classmethod
    def of(cls, members: pl.DataFrame, weighted: bool) -> "Counts":
        """Count sorted members (subject, row, group, role, weight).

        Engines only count: without weights the sum is the number of rows, with weights it is
        taken in Python, because grouped float sums differ from run to run.
        """
        keys = ["group", "role"]
        if not weighted:
            table = members.group_by(keys).agg(pl.len())
            return cls(
                {
                    (group, role): Cell(rows, float(rows), float(rows))
                    for group, role, rows in table.iter_rows()
                }
            )
        cells = {}
        for (group, role), part in members.group_by(keys):
            weights = part["weight"].to_list()
            cells[str(group), str(role)] = Cell(len(weights), fsum(weights), fsum(w * w for w in weights))
        return cls(cells)

    def _sum(self, keep: Callable[[str, str], bool]) -> Cell:
        kept = [cell for (group, role), cell in sorted(self.cells.items()) if keep(group, role)]
        return Cell(
            sum(cell.rows for cell in kept),
            fsum(cell.weight for cell in kept),
            fsum(cell.squares for cell in kept),
        )

    def counted(self, group: str | None = None) -> Cell:
        """The numerator, of one group or of all."""
        return self._sum(lambda g, role: role == COUNTED and group in (None, g))

    def denominator(self, group: str | None = None) -> Cell:
        """Numerator and base, of one group or of all."""
        return self._sum(lambda g, role: role in (COUNTED, BASE) and group in (None, g))

    @property
    def groups(self) -> list[str]:
        """Groups that have anybody in the denominator."""
        return sorted({group for group, role in self.cells if role in (COUNTED, BASE)})

    @property
    def excluded(self) -> dict[str, int]:
        """How many rows were excluded, by reason."""
        total: dict[str, int] = {}
        for (_, role), cell in sorted(self.cells.items()):
            if role not in (COUNTED, BASE):
                reason = role.removeprefix("excluded:")
                total[reason] = total.get(reason, 0) + cell.rows
        return dict(sorted(total.items()))
