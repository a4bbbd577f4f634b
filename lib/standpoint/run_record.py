"""What a run found, kept beside its report so that the next run can be compared with it.

One file a run in `<corpus>/runs`, numbered: which run is the newest does not depend on the clock.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq

from standpoint import __version__, store
from standpoint.changes import SECTIONS, kind_of
from standpoint.codebook import Codebook
from standpoint.export import MANIFEST, month, monthly
from standpoint.files import read_json, whole, write_text
from standpoint.ledger import Entry
from standpoint.preparation import Prepared
from standpoint.program import program_hash

FOLDER, KEEP = "runs", 5
SAME = ("content", "filters", "codebook", "program", "reader", "notebooks", "runs")  # what makes two runs the same
# Not compared: what an article map shows is one article; a place on the map of agreement is no number of its own;
# distinctive words and reprinted stories trade places with every article; how much was published when is a reason.
PASSED_OVER = ("agreement-map", "article-map", "distinctive-words", "same-story", "volume")
WEEK = timedelta(days=7)
USUAL_WEEKS = 4

Record = dict[str, Any]


def inputs(
    ready: Prepared, filters: Mapping[str, str], notebooks: Mapping[str, str], entries: Mapping[str, Entry]
) -> Record:
    """What a run was made from, as plain data. `notebooks` is notebook → a hash of its file."""
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "content": ready.content,
        "filters": dict(filters),
        "codebook": ready.codebook.fingerprint,
        "version": __version__,
        "program": program_hash(),
        "reader": store.state(ready.folder).get("reader", ""),
        "notebooks": dict(notebooks),
        "runs": {stem: e.run for stem, e in entries.items() if e.state == "done"},
    }


def found(
    ready: Prepared, filters: Mapping[str, str], entries: Mapping[str, Entry], folder: Path, before: Record
) -> Record:
    """What a run found in a corpus, as plain data. `folder` holds the results that the entries name.

    `articles` is outlet → article_id → a hash of its content; `counts` how many articles, statements and stances;
    `recent` outlet → [articles of the last week, articles a week in the four before], counted back from the newest
    article that is not of the future. `figures` has a row for each row of each chart; those of a notebook that failed
    are what the record `before` had.
    """
    runs = {stem: e.run for stem, e in entries.items() if e.state == "done"}
    figures = list(_figures(folder, runs))
    known = {f["chart"] for f in figures}
    failed = [stem for stem in entries if stem not in runs]
    figures += [f for f in before.get("figures", ()) if f["notebook"] in failed and f["chart"] not in known]
    briefing = _briefing(folder, runs) or before.get("briefing", [])
    return {"briefing": briefing, "figures": figures, **_contents(ready.folder, filters)}


def is_same(one: Record, other: Record) -> bool:
    """Had two runs the same articles, codebook, program and results?"""
    return all(one.get(name) == other.get(name) for name in SAME)


def _contents(folder: Path, filters: Mapping[str, str]) -> Record:
    """The articles of a tagged folder within the days asked for, and how much was found in them.

    Of an article's versions the newest alone counts, as in store.load, which would hold every table at a time.
    """
    low, high = _day(filters["since"]), _day(filters["until"])
    asked = {"low": low, "high": high and high + timedelta(days=1), "articles": str(folder / "articles.parquet")}
    with duckdb.connect() as db:
        db.execute("set threads to 1")
        db.execute(
            """create temp table counted as
               select outlet, article_id, stamp, content from (
                   select coalesce(outlet, '') as outlet, article_id, epoch_us(published) as stamp, version_of,
                          left(md5(concat_ws(chr(31), title, text, epoch_us(published))), 8) as content
                   from read_parquet($articles)
                   where ($low is null or published >= $low) and ($high is null or published < $high)
               ) qualify row_number() over (
                   partition by coalesce(version_of, article_id)
                   order by version_of is null desc, stamp desc nulls first, article_id desc
               ) = 1""",
            asked,
        )
        rows = db.execute("select * from counted order by outlet, article_id").fetchall()
        counts = {"articles": len(rows)}
        for name in ("statements", "stances"):
            query = "select count(*) from read_parquet(?) semi join counted using (article_id)"
            counts[name] = db.execute(query, [str(folder / f"{name}.parquet")]).fetchone()[0]
    articles: dict[str, dict[str, str]] = {}
    for outlet, article_id, _, content in rows:
        articles.setdefault(outlet, {})[article_id] = content
    return {"articles": articles, "counts": counts, "recent": _recent([(outlet, at) for outlet, _, at, _ in rows])}


def _day(day: str) -> datetime | None:
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None


def _recent(published: list[tuple[str, int | None]]) -> dict[str, list[float]]:
    now, week = int(datetime.now(UTC).timestamp() * 1e6), int(WEEK.total_seconds() * 1e6)
    dated = [(outlet, at) for outlet, at in published if at is not None and at <= now]
    newest = max((at for _, at in dated), default=0)
    found: dict[str, list[float]] = {}
    for outlet, at in dated:
        age = (newest - at) // week
        if age <= USUAL_WEEKS:
            found.setdefault(outlet, [0, 0.0])[min(age, 1)] += 1
    return {outlet: [n, usual / USUAL_WEEKS] for outlet, (n, usual) in found.items()}


def _briefing(folder: Path, runs: Mapping[str, str]) -> list[Record]:
    for stem, run in runs.items():
        if found := read_json(folder / stem / run / MANIFEST).get("findings"):
            return found
    return []


def _figures(folder: Path, runs: Mapping[str, str]) -> Iterator[Record]:
    """A row for each row of each chart, which counts where it is first: what it is about, its value and interval."""
    seen = set(PASSED_OVER)
    for stem, run in runs.items():
        here = folder / stem / run
        for name in read_json(here / MANIFEST).get("charts", ()):
            if name not in seen:
                seen.add(name)
                yield from _rows(pq.read_table(here / f"{name}.parquet").to_pandas(), name, stem)


def _rows(table: pd.DataFrame, chart: str, notebook: str) -> Iterator[Record]:
    numbers = [c for c in table if pd.api.types.is_numeric_dtype(table[c]) and not pd.api.types.is_bool_dtype(table[c])]
    measure = _measure(numbers)
    flags = [c for c in table if pd.api.types.is_bool_dtype(table[c])]  # they say something of a row, not which it is
    left_out = {*numbers, *flags, "unit", "thin", "evidence_key"}
    about = [c for c in table if c not in left_out and not c.endswith("_type")]
    names = [c for c in about if not c.endswith("_id") and f"{c}_name" not in about]
    names.sort(key=lambda c: pd.api.types.is_datetime64_any_dtype(table[c]))  # "Russia, 24 Feb 2025"
    called = {c for c in names if f"{c}_id" in about or (c.removesuffix("_name") in about and c.endswith("_name"))}
    called |= {"claim"} if "issue_id" in about else set()
    ids = [c for c in about if c not in called]
    if not measure or "evidence_key" not in table:
        return
    in_months = {c for c in names if pd.api.types.is_datetime64_any_dtype(table[c]) and monthly(table[c])}
    rows = table.to_dict("records")
    # a row of nobody ("unnamed sources") is known by what it is called
    keys = [[_plain(row[c]) or _plain(row.get(c.removesuffix("_id"))) for c in ids] for row in rows]
    if len({str(key) for key in keys}) < len(keys):
        return  # its rows cannot be told apart
    for key, row in zip(keys, rows, strict=True):
        yield {
            "chart": chart,
            "notebook": notebook,
            "row": key,
            "label": ", ".join(t for c in names if (t := month(row[c]) if c in in_months else _plain(row[c]))),
            "measure": measure,
            "value": _number(row[measure]),
            "count": _count(row, measure),
            "low": _number(row.get("low")),
            "high": _number(row.get("high")),
            "unit": str(row.get("unit", "")),
            "thin": bool(row.get("thin", False)),
            "key": row["evidence_key"],
        }


def _measure(numbers: list[str]) -> str:
    """The column a chart is drawn from: a share, else an index, else its first number."""
    return min(numbers, key=lambda c: ("share", "index", "count").index(kind_of(c)), default="")


def _count(row: Mapping[str, Any], measure: str) -> int | None:
    """Of how many a share is, out of its row's n; None for what is no share, or has no n."""
    value, n = _number(row[measure]), _number(row.get("n"))
    return round(value * n) if kind_of(measure) == "share" and value is not None and n is not None else None


def _plain(value: Any) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value.day} {value:%b %Y}"
    return "" if value is None or value is pd.NA or value != value else str(value).rstrip(".")


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def lines_of(codebook: Codebook) -> list[str]:
    """The codebook as lines, "section<TAB>entry<TAB>place: value", one for each single value."""
    out: list[str] = []
    for section in SECTIONS:
        for name, entry in getattr(codebook, section).items():
            plain = asdict(entry) if is_dataclass(entry) else entry
            out += (f"{section}\t{name}\t{line}" for line in _leaves(plain))
    return out


def _leaves(value: Any, place: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(part, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _leaves(part, place)
    elif value not in (None, ""):
        yield f"{place}: {value}".replace("\n", " ")


def kept(folder: Path) -> list[Record]:
    """The records of a corpus's folder in a report, the newest first; each with its number as `run`."""
    return [{**found, "run": int(path.stem)} for path in reversed(_numbered(folder)) if (found := read_json(path))]


def keep(folder: Path, record: Record, codebook: Codebook) -> None:
    """Write a record as the newest, with the lines of its codebook; the oldest are cleared away."""
    runs = folder / FOLDER
    runs.mkdir(exist_ok=True)
    lines = runs / f"{record['codebook']}.codebook.gz"
    if not lines.exists():
        with whole(lines) as unfinished:
            unfinished.write_bytes(gzip.compress("\n".join(lines_of(codebook)).encode(), mtime=0))
    number = max((int(p.stem) for p in _numbered(folder)), default=0) + 1
    write_text(runs / f"{number:06}.json", json.dumps(record, ensure_ascii=False))
    for old in _numbered(folder)[:-KEEP]:
        old.unlink(missing_ok=True)
    named = {r["codebook"] for r in kept(folder)}
    for path in runs.glob("*.codebook.gz"):
        if path.name.partition(".")[0] not in named:
            path.unlink(missing_ok=True)


def codebook_lines(folder: Path, record: Record) -> list[str] | None:
    """The lines of a record's codebook; None where they are no longer there."""
    try:
        path = folder / FOLDER / f"{record['codebook']}.codebook.gz"
        return gzip.decompress(path.read_bytes()).decode().split("\n")
    except (OSError, EOFError, ValueError):
        return None


def _numbered(folder: Path) -> list[Path]:
    return sorted(p for p in (folder / FOLDER).glob("*.json") if p.stem.isdigit())
