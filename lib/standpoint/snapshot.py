"""An evidence key → the sentences that a report kept for it, read from that run's own folder."""

import difflib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from standpoint.errors import InputError
from standpoint.highlight import plain, safe
from standpoint.places import REPORTS

KEY = re.compile(r"(?P<corpus>[a-z0-9][a-z0-9-]*)@(?P<run>[0-9a-f]+)/(?P<chart>[a-z0-9][a-z0-9-]*)/(?P<row>\d{1,9})")


@dataclass(frozen=True)
class Found:
    """What a key stands for: the chart's title, the row in words, and its sentences (of `total` there are)."""

    key: str
    title: str
    label: str
    total: int
    sentences: list[dict]


def find(key: str, *, reports: Path | None = None) -> Found:
    """What a key stands for. Raises InputError, naming keys that are near, where it resolves to nothing."""
    elsewhere = "" if reports else "; for a report made with --out DIR give --reports DIR"
    reports = reports or REPORTS
    match = KEY.fullmatch(key.strip())
    if not match:
        raise InputError(
            f"{safe(key)!r} is not an evidence key.",
            remedy="copy one from a CSV file or an evidence page of the report; it reads CORPUS@RUN/CHART/ROW.",
        )
    corpus, run, chart, row = match["corpus"], match["run"], match["chart"], int(match["row"])
    if not (reports / corpus).is_dir():
        _unknown(f"no report of a corpus {corpus!r}", corpus, _folders(reports), reports, elsewhere=elsewhere)
    runs = {p.name: p for p in sorted((reports / corpus).glob("*/*")) if p.is_dir() and not p.name.startswith(".")}
    if run not in runs:
        charts = [f.parent.name for f in sorted((reports / corpus).glob(f"*/*/{chart}.json"))]
        hint = "only the last runs are kept; "
        _unknown(f"no run {run!r} of {corpus}", run, charts or list(runs), reports, hint, elsewhere)
    here = runs[run]
    charts = [p.name.removesuffix(".evidence.parquet") for p in sorted(here.glob("*.evidence.parquet"))]
    if chart not in charts:
        _unknown(f"no chart {chart!r} in run {run}", chart, charts, reports)
    about = json.loads((here / f"{chart}.json").read_text(encoding="utf-8"))
    if row >= len(about["keys"]):
        _unknown(f"no row {row} in {chart}", str(row), [f"0 to {len(about['keys']) - 1}"], reports)
    rows = pq.read_table(here / f"{chart}.evidence.parquet", filters=[("row", "=", row)]).to_pylist()
    return Found(key.strip(), about["title"], about["labels"][row], about["sentences"][row], rows)


def told(found: Found) -> str:
    """The sentences as text for a terminal: numbered, with outlet, date and headline; what counted in brackets."""
    lines = [safe(found.title), safe(found.label), ""]
    if found.total > len(found.sentences):
        shown = f"{len(found.sentences):,} of {found.total:,} sentences are shown, spread evenly over them"
        lines += [f"{shown}; the tables that `standpoint tag` writes hold all.", ""]
    if not found.sentences:
        lines.append("No sentence: this number counts nothing (zero), or nothing was kept for it.")
    for i, row in enumerate(found.sentences, 1):
        day = f"{row['published']:%Y-%m-%d}" if row["published"] else "no date"
        where = [plain(row["outlet"] or "outlet unknown"), day, plain(row["title"] or "no headline")]
        lines.append(f"{i}. {' · '.join(where)}")
        lines.append(f"   {plain(row['sentence'], row['highlights'])}")
        lines += [f"   ({plain(row['note'])})"] if row["note"] else []
    return "\n".join(lines)


def _folders(reports: Path) -> list[str]:
    return sorted(p.name for p in reports.iterdir() if p.is_dir()) if reports.is_dir() else []


def _unknown(problem: str, wanted: str, known: list[str], reports: Path, hint: str = "", elsewhere: str = "") -> None:
    near = difflib.get_close_matches(wanted, known, n=5, cutoff=0.3) or known[-5:]
    remedy = f"there is {', '.join(dict.fromkeys(near))}" if near else "run `standpoint report` first"
    raise InputError(f"there is {problem} in {reports}.", remedy=f"{hint}{remedy}{elsewhere}.")
