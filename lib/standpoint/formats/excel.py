"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods): one article a row, below a row of column names, on every sheet."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from standpoint.errors import InputError
from standpoint.formats.record import FileRule, Item, Note, Record, Rejected, map_columns, unix_lines

OLE = b"\xd0\xcf\x11\xe0"
PARTS = {"xl/workbook.xml", "xl/workbook.bin"}
LARGEST = 1_000_000_000  # bytes, unpacked
CELL = 32_767  # characters: Excel keeps no more in a cell
HEADER_WITHIN = 20  # rows
ERRORS = {"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!"}


def looks(path: Path) -> bool:
    """Is the file a workbook, or an old Office document, which may be one?"""
    with path.open("rb") as handle:
        if handle.read(4) == OLE:
            return True
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            ods = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
            return bool(PARTS & names) or (ods and b"opendocument.spreadsheet" in archive.read("mimetype"))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return False


def read(path: Path, rule: FileRule) -> Iterator[Item]:
    """The articles of every sheet that has a column for the text; other sheets are told.

    Raises InputError where the file is no workbook, or no sheet has one.
    """
    book = _opened(path)
    told: list[Note] = []
    first: InputError | None = None
    found = False
    for name in book.sheet_names:
        try:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except Exception as error:  # a broken sheet must not lose the others
            yield Rejected(f"sheet {name!r}", f"cannot be read ({error}).", "save the workbook again.")
            continue
        filled = any(cell != "" for row in rows[:HEADER_WITHIN] for cell in row)
        if not filled:
            continue
        try:
            at, columns = _header(rows, rule)
        except InputError as error:
            first = first or error
            told.append(Note(f"sheet {name!r}", f"passed over: {error.problem}", f"sheet {name}"))
            continue
        found = True
        yield from _articles(rows, at, columns, name if len(book.sheet_names) > 1 else "")
    if not found:
        raise first or InputError("is a workbook without a filled cell.", remedy="save it again with its articles.")
    yield from told


def _opened(path: Path) -> Any:
    # Imported when first needed: most corpora hold no workbooks.
    from python_calamine import CalamineWorkbook

    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if sum(part.file_size for part in archive.infolist()) > LARGEST:
                    raise InputError(f"holds more than {LARGEST:,} bytes when unpacked.", remedy="split it.")
        return CalamineWorkbook.from_path(path)
    except InputError:
        raise
    except Exception as error:  # calamine has an error for each format
        problem = f"is an Office document that cannot be read as a workbook ({str(error)[:120]})."
        raise InputError(problem, remedy="save it as .xlsx, or a text as .txt.") from None


def _header(rows: Sequence[Sequence[Any]], rule: FileRule) -> tuple[int, dict[str, int]]:
    """The row of column names, and where each field's column is: the first of the top rows that names the text's.

    Raises InputError where none does, naming the columns of the first filled row.
    """
    first: InputError | None = None
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        names = [" ".join(str(cell).split()) for cell in row]
        if not any(names):
            continue
        try:
            return at, {field: names.index(name) for field, name in map_columns(names, rule).items()}
        except InputError as error:
            first = first or error
    assert first is not None
    raise first


def _articles(
    rows: Sequence[Sequence[Any]], at: int, columns: dict[str, int], sheet: str
) -> Iterator[Record | Rejected | Note]:
    for number, row in enumerate(rows[at + 1 :], at + 2):
        values = {field: _plain(row[i]) for field, i in columns.items() if i < len(row) and row[i] != ""}
        if not any(cell != "" for cell in row):
            continue
        place = f"sheet {sheet!r}, row {number}" if sheet else f"row {number}"
        text = values.get("text")
        if isinstance(text, str) and text in ERRORS:
            yield Rejected(place, f"its text is an error of the workbook ({text}).", "give the text itself.")
            continue
        if isinstance(text, str) and len(text) >= CELL:
            cut = f"its text fills the {CELL:,} characters of a cell: Excel has cut it off. The article is kept."
            yield Note(place, cut, "cell full")
        yield Record(place, values)


def _plain(value: Any) -> Any:
    """Whole numbers without a point, days without a time, line ends as line feeds."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, datetime | date):
        return value
    return unix_lines(value.replace("_x000D_", "\r")) if isinstance(value, str) else value
