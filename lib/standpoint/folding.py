"""A chart's table for people: runs of days, weeks or months in which nothing was counted stand in one row."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

PERIOD, LEAST = "period", 3  # fewer rows than LEAST are as short as the row that would stand for them
NOTHING = ("", "0", "0%")


def folded(
    columns: Sequence[str], numbers: Collection[str], rows: Sequence[Sequence[str]]
) -> list[tuple[int | None, list[str]]]:
    """The rows with their numbers; in place of each run of LEAST or more that count nothing, one without a number."""
    if PERIOD not in columns:
        return [(i, list(row)) for i, row in enumerate(rows)]
    counted = [i for i, column in enumerate(columns) if column in numbers]
    at = columns.index(PERIOD)

    def alike(i: int) -> object:
        """Equal for the rows of a run: those of one actor or issue, in which nothing was counted."""
        empty = all(rows[i][c] in NOTHING for c in counted)
        return [text for c, text in enumerate(rows[i]) if c != at] if empty else i

    return [row for _, run in groupby(range(len(rows)), key=alike) for row in _one_or_all(rows, list(run), at)]


def _one_or_all(rows: Sequence[Sequence[str]], run: list[int], at: int) -> Iterator[tuple[int | None, list[str]]]:
    if len(run) < LEAST:
        yield from ((i, list(rows[i])) for i in run)
        return
    first, last = rows[run[0]], rows[run[-1]]
    yield None, [*first[:at], f"{first[at]} to {last[at]}", *first[at + 1 :]]
