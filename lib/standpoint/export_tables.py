"""The charts' numbers, and the sentences behind them, as tables: CSV, one Excel workbook, Parquet."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from standpoint.export import FORMULA, safe_for_sheets
from standpoint.publication import Edition, Published, clean, with_n

EVIDENCE = (
    "evidence_key",
    "ref",
    "article_id",
    "outlet",
    "published",
    "title",
    "url",
    "field",
    "start",
    "sentence",
    "note",
)
LARGEST_CELL = 32_767  # characters that a cell of Excel holds
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
WIDEST = 60


def csv(edition: Edition, folder: Path) -> None:
    """Write CHART.csv for every chart, sentences.csv, and contents.csv: what each file holds. UTF-8 that Excel knows.

    What a spreadsheet would take for a formula has an apostrophe before it.
    """
    for name, table in {**_charts(edition), "sentences": sentences(edition), "contents": contents(edition)}.items():
        safe_for_sheets(table).to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")


def parquet(edition: Edition, folder: Path) -> None:
    """Write CHART.parquet for every chart, with its types, sentences.parquet and contents.parquet."""
    for chart in edition.charts:
        (folder / f"{chart.name}.parquet").write_bytes(chart.file("parquet").read_bytes())
    for name, table in {"sentences": sentences(edition), "contents": contents(edition)}.items():
        pq.write_table(pa.Table.from_pandas(table, preserve_index=False), folder / f"{name}.parquet")


def xlsx(edition: Edition, path: Path) -> None:
    """Write a workbook: `contents`, a sheet for every chart, and `sentences`; the header stays in view.

    Texts are texts, whatever they start with; days are days (UTC, as Excel knows no zones).
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = clean(edition.title), f"Standpoint {edition.version}"
    taken: set[str] = set()
    for name, table in {"contents": contents(edition), **_charts(edition), "sentences": sentences(edition)}.items():
        _sheet(book, _sheet_name(name, taken), table)
    book.save(path)


def contents(edition: Edition) -> pd.DataFrame:
    """One row a chart: table, title, n, unit, source note, alt text, notebook and run."""
    rows = [
        {
            "table": c.name,
            "title": c.title,
            "n": c.n,
            "unit": c.unit,
            "source": with_n(c),
            "alt_text": c.alt,
            "notebook": c.notebook,
            "run": c.run,
        }
        for c in edition.charts
    ]
    return pd.DataFrame(rows)


def sentences(edition: Edition) -> pd.DataFrame:
    """One row a sentence that was kept for a number: its key, where it stands, and its words."""
    rows = [
        {"evidence_key": chart.keys[row], **{k: s[k] for k in EVIDENCE[1:]}}
        for chart in edition.charts
        for row, found in sorted(chart.evidence.items())
        for s in found
    ]
    table = pd.DataFrame(rows, columns=list(EVIDENCE))
    return table.assign(published=pd.to_datetime(table["published"], utc=True))


def _charts(edition: Edition) -> dict[str, pd.DataFrame]:
    return {chart.name: _flat(chart) for chart in edition.charts}


def _flat(chart: Published) -> pd.DataFrame:
    """The numbers with lists joined to texts."""
    table = chart.data()
    for column in table.columns:
        if pa.types.is_list(table[column].dtype.pyarrow_dtype):
            table[column] = ["; ".join(map(str, v)) if v is not None else None for v in table[column]]
    return table


def _sheet(book: Any, name: str, table: pd.DataFrame) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    cells = [[_value(value) for value in row] for row in table.itertuples(index=False, name=None)]
    for i, column in enumerate(table.columns):
        longest = max([len(str(column)), *(len(str(row[i])) for row in cells[:500] if row[i] is not None)])
        sheet.column_dimensions[_letter(i)].width = min(max(longest + 2, 8), WIDEST)
    sheet.auto_filter.ref = f"A1:{_letter(len(table.columns) - 1)}{len(cells) + 1}"
    header = []
    for column in table.columns:
        cell = WriteOnlyCell(sheet, value=_value(str(column)))
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top")
        header.append(cell)
    sheet.append(header)
    for row in cells:
        sheet.append([_styled(sheet, value) for value in row])


def _styled(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str) and not hasattr(value, "strftime"):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text, even where it opens like a formula
        cell.quotePrefix = value.startswith(FORMULA)
    else:
        cell.number_format = "yyyy-mm-dd hh:mm" if (value.hour or value.minute) else "yyyy-mm-dd"
    return cell


def _value(value: Any) -> Any:
    """A value as a cell can hold it; None where there is none."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return value.tz_convert("UTC").tz_localize(None).to_pydatetime() if value.tzinfo else value.to_pydatetime()
    if hasattr(value, "item"):
        return value.item()
    if isinstance(value, str):
        text = clean(value)
        return text if len(text) <= LARGEST_CELL else f"{text[: LARGEST_CELL - 1]}…"
    return value


def _sheet_name(name: str, taken: set[str]) -> str:
    short = FORBIDDEN.sub("-", name)[:31]
    i = 2
    while short in taken:
        short, i = f"{name[:28]}-{i}", i + 1
    taken.add(short)
    return short


def _letter(i: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(i + 1)
