"""A chart's rows as a table that fits a page: which of its columns, what stands in them, and how wide each is."""

from dataclasses import dataclass

from standpoint.publication import Published, clean, shown_columns

LONGEST = 140  # characters of a cell
LETTER = 0.6  # of its size a bold letter of Arial is wide, at most on average
WIDEST_WORD = 22  # letters; a longer one may break


@dataclass(frozen=True)
class Column:
    """A column of the table: its head, its cells as text, whether they are numbers, and its width."""

    head: str
    cells: tuple[str, ...]
    number: bool
    width: float = 0

    @property
    def least(self) -> float:
        """The letters that stand in one line at the least: the longest word, or number."""
        words = [word for text in (self.head, *self.cells) for word in text.split()]
        numbers = self.cells if self.number else ()
        return 0.5 + max([*(min(len(word), WIDEST_WORD) for word in words), *map(len, numbers)])  # an "m" is wide

    @property
    def most(self) -> float:
        """The letters of its longest text, which would take no second line; numbers never need more than the least."""
        return self.least if self.number else max(self.least, len(self.head), *map(len, self.cells))


def grid(chart: Published, rows: int, room: float, size: float, margins: float) -> list[Column]:
    """The columns of the chart's first rows that fit into `room` in letters of `size`, with `margins` in each cell.

    Both ends of an interval share a column, empty columns are left out, and what does not fit is, too: the last first,
    but for n. No word of a head is broken, no number either; texts share what is left by their length.
    """
    columns = _filled(chart, rows)
    letter = size * LETTER
    while len(columns) > 2 and sum(c.least * letter + margins for c in columns) > room:
        columns.pop(-2 if columns[-1].head == "n" else -1)
    least = [c.least * letter + margins for c in columns]
    rest = room - sum(least)
    if rest < 0:
        widths = [width * room / sum(least) for width in least]
    else:
        wanted = [c.most - c.least for c in columns]
        wanted = wanted if any(wanted) else [0 if c.number else 1 for c in columns]
        wanted = wanted if any(wanted) else [1 for _ in columns]
        widths = [width + rest * want / sum(wanted) for width, want in zip(least, wanted, strict=True)]
    return [Column(c.head, c.cells, c.number, width) for c, width in zip(columns, widths, strict=True)]


def _filled(chart: Published, rows: int) -> list[Column]:
    """The columns that people read, of the first rows; those without a cell that says something are left out."""
    found = []
    shown = [chart.columns[i] for i in shown_columns(chart)]
    for name in shown:
        low, high = f"{name.removesuffix('high')}low", f"{name.removesuffix('low')}high"
        if name.endswith("high") and low in shown:
            continue
        head, cells = name, _cells(chart, name, rows)
        if name.endswith("low") and high in shown:
            ends = zip(cells, _cells(chart, high, rows), strict=True)
            head, cells = f"{name} to high", tuple(f"{a} to {b}" if a and b else "" for a, b in ends)
        if any(cells):
            found.append(Column(head.replace("_", " "), cells, name in chart.numbers))
    return found


def _cells(chart: Published, name: str, rows: int) -> tuple[str, ...]:
    at = chart.columns.index(name)
    texts = (" ".join(clean(row[at]).split()) for row in chart.rows[:rows])
    return tuple(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…" for text in texts)
