"""Charts → files: pictures, tables, and a snapshot of the sentences behind every row, each under a key."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from standpoint import __version__, decided, evidence, pictures, svg
from standpoint.files import whole, write_text
from standpoint.places import REPORTS
from standpoint.program import program_hash

if TYPE_CHECKING:
    from standpoint.charts import Chart
    from standpoint.store import Tagged

MANIFEST = "export.json"
MOST = 200  # sentences kept for a row; how many there are in all is told
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
SIDES = (("support", "oppose"), ("agree", "disagree"))  # counts that are told together
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SUFFIXES = (
    "svg",
    "png",
    "bare.png",
    "pdf",
    "csv",
    "parquet",
    "json",
    "evidence.parquet",
)  # what a chart is published as
SNAPSHOT = pa.schema([("row", pa.int64()), *evidence.SCHEMA])


@dataclass(frozen=True)
class Finding:
    """A sentence of the briefing, computed from the data, and the chart (and its row) that it rests on."""

    text: str
    chart: str = ""
    row: int | None = None


def publish(
    charts: Sequence["Chart"],
    tagged: "Tagged",
    out: str | Path = "",
    *,
    notebook: str,
    findings: Sequence[Finding] = (),
) -> list[Path]:
    """Write every chart as NAME.<suffix>, one for each of SUFFIXES; return their paths.

    `out` is the folder; left empty it is data/reports/<corpus>/<notebook>/<run>. The run is a hash of the articles, the
    codebook, the program and the charts' data: equal input gives equal keys on any machine. Files are written under a
    temporary name and renamed; export.json, which lists them, comes last. Raises ValueError for a name that is no
    slug or stands twice.
    """
    names = [chart.name for chart in charts]
    if bad := [n for n in (*names, notebook) if not NAME.fullmatch(n)]:
        raise ValueError(f"{bad[0]!r} cannot name files: use lower-case letters, digits and hyphens")
    if len(set(names)) < len(names):
        raise ValueError(f"two charts of one notebook have the same name: {sorted(names)}")
    run = run_of(charts, tagged, notebook)
    folder = Path(out) if out else REPORTS / tagged.corpus.name / notebook / run
    folder.mkdir(parents=True, exist_ok=True)
    written = [path for chart in charts for path in _write_chart(chart, tagged, folder, run, notebook)]
    manifest = {
        "corpus": tagged.corpus.name,
        "notebook": notebook,
        "run": run,
        "version": __version__,
        "reader": tagged.reader,
        "contents": repr(tagged),
        "positions": decided.told(tagged),
        "charts": names,
        "findings": [asdict(f) for f in findings],
    }
    return [*written, write_text(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))]


def run_of(charts: Sequence["Chart"], tagged: "Tagged", notebook: str) -> str:
    """Ten hexadecimal digits that stand for all that the charts' numbers and sentences come from."""
    digest = hashlib.sha256(
        f"{tagged.corpus.name}\0{notebook}\0{tagged.codebook.fingerprint}\0{program_hash()}".encode()
    )
    columns = ["article_id", "outlet", "published", "title", "text"]
    for row in tagged.articles[columns].itertuples(index=False):
        digest.update(repr(tuple(str(value) for value in row)).encode())
    for chart in charts:
        digest.update(f"{chart.name}\0{chart.title}\0".encode())
        digest.update(chart.data.to_json(orient="split", default_handler=str).encode())
    return digest.hexdigest()[:10]


def key_of(corpus: str, run: str, chart: str, row: int) -> str:
    """The evidence key of a row: "<corpus>@<run>/<chart>/<row>"."""
    return f"{corpus}@{run}/{chart}/{row}"


def _write_chart(chart: "Chart", tagged: "Tagged", folder: Path, run: str, notebook: str) -> list[Path]:
    data = chart.data.reset_index(drop=True)
    refs = (
        [list(r) if r is not None else [] for r in data["evidence"]]
        if "evidence" in data
        else [[] for _ in range(len(data))]
    )
    table = data.drop(columns="evidence", errors="ignore")
    keys = [key_of(tagged.corpus.name, run, chart.name, i) for i in range(len(table))]
    shares = shares_in(table.columns)
    read = dict.fromkeys(shares, percent) | {c: month for c in table if c == "period" and monthly(table[c])}
    rows = [
        {column: read.get(column, shown)(value) for column, value in row.items()} for row in table.to_dict("records")
    ]
    labels = [label(row) for row in rows]
    about = {
        **{k: getattr(chart, k) for k in ("name", "title", "alt", "n", "unit", "source", "too_little")},
        "corpus": tagged.corpus.name,
        "notebook": notebook,
        "run": run,
        "columns": list(table.columns),
        "numbers": [c for c in table.columns if pd.api.types.is_numeric_dtype(table[c]) and table[c].dtype != bool],
        "rows": [list(row.values()) for row in rows],
        "labels": labels,
        "keys": keys,
        "sentences": [len(set(r)) for r in refs],
    }
    with whole(folder / f"{chart.name}.bare.png") as path:
        pictures.bare(chart.figure, path)
    with pictures.settled(chart.figure):
        drawn = svg.render(
            chart.figure, f"{chart.name}-{notebook}", chart.title, chart.alt, labels, f"{chart.name}.evidence.html"
        )
        with whole(folder / f"{chart.name}.png") as path:
            pictures.png(chart.figure, path, {"Title": latin(chart.title), "Description": latin(chart.alt)})
        with whole(folder / f"{chart.name}.pdf") as path:
            pictures.pdf(chart.figure, path, svg.NOT_XML.sub("", chart.title), svg.NOT_XML.sub("", chart.alt))
    with whole(folder / f"{chart.name}.csv") as path:
        safe_for_sheets(table.assign(evidence_key=keys)).to_csv(path, index=False, encoding="utf-8-sig")
    with whole(folder / f"{chart.name}.parquet") as path:
        pq.write_table(pa.Table.from_pandas(table.assign(evidence_key=keys), preserve_index=False), path)
    with whole(folder / f"{chart.name}.evidence.parquet") as path:
        pq.write_table(snapshot(refs, tagged), path, compression="zstd")
    write_text(folder / f"{chart.name}.svg", drawn)
    write_text(folder / f"{chart.name}.json", json.dumps(about, ensure_ascii=False, default=str))
    return [folder / f"{chart.name}.{suffix}" for suffix in SUFFIXES]


def snapshot(refs: Sequence[Sequence[str]], tagged: "Tagged") -> pa.Table:
    """The sentences of every row, at most MOST a row, spread evenly over those there are."""
    kept = [_spread(list(dict.fromkeys(r))) for r in refs]
    found = evidence.find_sentences([ref for row in kept for ref in row], tagged)
    table = pa.Table.from_pandas(found, schema=evidence.SCHEMA, preserve_index=False)
    place = {ref: i for i, ref in enumerate(table["ref"].to_pylist())}
    at = [(row, place[ref]) for row, row_refs in enumerate(kept) for ref in row_refs]
    columns = table.take(pa.array([i for _, i in at], type=pa.int64()))
    return columns.add_column(0, "row", pa.array([row for row, _ in at], type=pa.int64())).cast(SNAPSHOT)


def _spread(refs: list[str]) -> list[str]:
    return refs if len(refs) <= MOST else [refs[i * len(refs) // MOST] for i in range(MOST)]


def safe_for_sheets(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before each text (or column name) that a spreadsheet would take for a formula.

    Lists become text joined by "; ". Numbers, negative ones too, stay numbers.
    """
    out = table.copy()
    for column in out.columns:
        if not pd.api.types.is_numeric_dtype(out[column]) and not pd.api.types.is_datetime64_any_dtype(out[column]):
            out[column] = [_cell(value) for value in out[column]]
    return out.rename(columns=lambda name: _cell(str(name)))


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def shown(value: Any) -> str:
    """A value as people read it: 1,234 · 0.25 · 13 Jan 2025 · "" where there is none."""
    if isinstance(value, list | tuple):
        return ", ".join(shown(v) for v in value)
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if isinstance(value, pd.Timestamp) or hasattr(value, "strftime"):
        return f"{value.day} {value:%b %Y}" + (f" {value:%H:%M}" if getattr(value, "hour", 0) else "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() and abs(value) >= 1 else f"{value:,.2f}"
    return str(value)


def month(value: pd.Timestamp) -> str:
    """November 2024."""
    return f"{value:%B %Y}"


def monthly(times: pd.Series) -> bool:
    """Are these the first days of months? Of weeks they are not: those begin on Mondays."""
    days = times.dropna().drop_duplicates()
    return len(days) > 1 and bool(days.dt.day.eq(1).all()) and not days.dt.dayofweek.eq(0).all()


def shares_in(columns: Sequence[str]) -> set[str]:
    """The columns that hold shares from 0 to 1, which people read as percentages; an index runs from -1 to 1."""
    found = {c for c in columns if c.split("_")[0] in ("share", "kept") or c.endswith("_share")}
    return found | ({"low", "high"} & set(columns) if found and "index" not in columns else set())


def percent(value: Any) -> str:
    """0.124 → "12%"; more than nothing but less than half a percent → "<1%"; "" where there is no value."""
    if value is None or value is pd.NA or value != value:
        return ""
    return "<1%" if 0 < value < 0.005 else f"{value:.0%}"


def label(row: Mapping[str, str]) -> str:
    """A row in a few words: its texts, then its first number, or both sides of it where they count something.

    Ids and units are left out.
    """
    words, number = [], _sides(row)
    for column, value in row.items():
        if not value or column in ("unit", "thin", "strange") or column.endswith("_id") or f"{column}_name" in row:
            continue
        if not value.replace(",", "").replace(".", "").lstrip("-<").removesuffix("%").isdigit():
            words.append(value.rstrip(".") if len(value) <= 80 else f"{value[:79]}…")
        elif not number:
            number = f"{column.replace('_', ' ')} {value}"
    return ", ".join([*words[:4], *([number] if number else [])])


def _sides(row: Mapping[str, str]) -> str:
    """ "support 2, oppose 1" · "oppose 1" · "" of a row that does not count sides."""
    return ", ".join(f"{side} {row[side]}" for pair in SIDES for side in pair if row.get(side, "0") not in ("", "0"))


def latin(text: str) -> str:
    """The text as PNG's description can hold it: Latin-1, other characters as "?"."""
    return text.encode("latin-1", "replace").decode("latin-1").replace("\0", "")
