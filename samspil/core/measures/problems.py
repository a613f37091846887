"""What is wrong with input, said so that it can be mended: place, found, wanted, next step."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong; `row` is the line of a CSV file (the heading is line 1) or 0 for the whole."""

    place: str
    row: int
    column: str
    found: str
    wanted: str

    def __str__(self) -> str:
        where = self.place
        where += f", row {self.row}" if self.row else ""
        where += f", column {self.column}" if self.column else ""
        return f"{where}: found {self.found}; wanted {self.wanted}"

    def as_dict(self) -> dict[str, object]:
        """The problem as plain values, for JSON."""
        return asdict(self)


class InputError(Exception):
    """Input that cannot be used, with every problem found in it at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?` for the known word nearest to this one, or nothing."""
    close = get_close_matches(str(word), list(known), n=1, cutoff=0.5)
    return f'; did you mean "{close[0]}"?' if close else ""
