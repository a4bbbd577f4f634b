"""CSV and TSV: a header line, then one article a row; the delimiter is read off the header."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from standpoint.errors import InputError
from standpoint.formats.encoding import Encoding
from standpoint.formats.lines import whole
from standpoint.formats.record import ALIASES, FileRule, Record, Rejected, map_columns, unix_lines

DELIMITERS = ",;\t|"
LONGEST_CELL = 100_000_000  # a quotation mark that is never closed makes a cell of all that follows
KNOWN = {name for field, others in ALIASES.items() for name in (field, *others)}


def delimiter(header: str, rule: FileRule) -> str:
    """The delimiter that splits the header line into most columns we know, then into most columns."""
    wanted = KNOWN | {name.lower() for name in rule.columns.values()}

    def fit(mark: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=mark), [])
        return sum(cell.strip().lower() in wanted for cell in cells), len(cells)

    return max(DELIMITERS, key=fit)


def header_names(opening: str, mark: str) -> set[str]:
    """The column names on the first line of a text, {} where it is no header."""
    try:
        return set(next(csv.reader(unix_lines(opening).split("\n", 1)[:1], delimiter=mark), []))
    except csv.Error:
        return set()


def named_rows(handle: TextIO, mark: str) -> csv.DictReader:
    """The rows of a delimited file by their column names, which are on its first line that is not empty."""
    rows = csv.DictReader(whole(handle), delimiter=mark)
    header = next((row for row in rows.reader if any(cell.strip() for cell in row)), [])
    rows.fieldnames = [name.strip() for name in header]
    return rows


def looks_delimited(header: str, rule: FileRule) -> bool:
    """Is this line a header: two or more columns, among them the text and one more that we know?"""
    try:
        cells = next(csv.reader([header], delimiter=delimiter(header, rule)), [])
        return len(map_columns(cells, rule)) >= 2
    except (InputError, csv.Error):
        return False


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Record | Rejected]:
    """The articles of a delimited file, and each bad row with its line; the others go on.

    Raises InputError where the file has no header or lacks a column.
    """
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        header = next((line for line in whole(handle) if line.strip()), "")
        mark = delimiter(header, rule)
        handle.seek(0)
        rows = csv.reader(whole(handle), delimiter=mark, strict=True)
        try:
            names = next((row for row in rows if any(cell.strip() for cell in row)), [])
        except csv.Error as error:
            raise InputError(f"its header cannot be read ({error}).", remedy="check its quotation marks.") from None
        names = [name.strip() for name in names]
        columns = {field: names.index(name) for field, name in map_columns(names, rule).items()}
        last = rows.line_num
        for row in each_row(rows):
            first, last = last + 1, rows.line_num
            if isinstance(row, csv.Error):
                yield _broken(row, first, last)
                continue
            if not any(cell.strip() for cell in row):
                continue
            place = f"line {first}"
            if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
                yield Rejected(
                    place,
                    f"has {len(row)} cells, but the header has {len(names)}.",
                    "put quotation marks around cells that hold the delimiter or a line end.",
                )
                continue
            row += [""] * (len(names) - len(row))
            yield Record(place, {field: unix_lines(row[i]) for field, i in columns.items() if row[i].strip()})


def each_row(rows: Iterator[Any]) -> Iterator[Any]:
    """Each row of a reader of the csv module, and a csv.Error in the place of one that cannot be read."""
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield error
            continue
        if row is None:
            return
        yield row


def _broken(error: csv.Error, first: int, last: int) -> Rejected:
    if "end of data" in str(error):
        return Rejected(
            f"lines {first} to {last}" if last > first else f"line {first}",
            "a quotation mark opens here and is never closed; nothing after it could be read.",
            "close it, or write it twice where it belongs to the text.",
        )
    return Rejected(f"line {first}", f"cannot be read ({error}).", "double the quotation marks inside a quoted cell.")
