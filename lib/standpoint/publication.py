"""What notebooks published, read back as one edition: every chart with its words, numbers, keys and sentences.

Slides, documents, pages and tables are set from this record alone, so that all of them say the same.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow.parquet as pq

from standpoint import decided
from standpoint.export import MANIFEST, Finding
from standpoint.highlight import safe
from standpoint.svg import NOT_XML
from standpoint.units import in_units

if TYPE_CHECKING:
    from standpoint.store import Tagged

ABOUT, OUTLINE = "corpus.json", "outline.json"
Row = dict[str, Any]


@dataclass(frozen=True)
class Published:
    """A chart as it was published into `folder`. Row i of the table has labels[i], keys[i] and sentences[i] of them."""

    name: str
    title: str
    alt: str
    source: str
    n: int
    unit: str
    too_little: bool
    corpus: str
    notebook: str
    run: str
    columns: tuple[str, ...]
    numbers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    keys: tuple[str, ...]
    sentences: tuple[int, ...]
    folder: Path = field(repr=False)
    heading: str = ""
    reading: str = ""

    def file(self, suffix: str) -> Path:
        """The chart's file of that suffix (see export.SUFFIXES)."""
        return self.folder / f"{self.name}.{suffix}"

    def data(self) -> pd.DataFrame:
        """Its numbers with their types, and each row's `evidence_key`."""
        return pq.read_table(self.file("parquet")).to_pandas(types_mapper=pd.ArrowDtype)

    @cached_property
    def evidence(self) -> dict[int, list[Row]]:
        """Row → the sentences that were kept for it, as evidence.SCHEMA has them."""
        found: dict[int, list[Row]] = defaultdict(list)
        for row in pq.read_table(self.file("evidence.parquet")).to_pylist():
            found[row.pop("row")].append(row)
        return dict(found)

    def strongest(self, most: int) -> list[int]:
        """The first rows that have sentences: charts put first what counts most."""
        return [i for i, n in enumerate(self.sentences) if n][:most]


@dataclass(frozen=True)
class Section:
    """The charts of one notebook, under its question."""

    notebook: str
    question: str
    charts: tuple[Published, ...]


@dataclass(frozen=True)
class Edition:
    """All that one export is made from. `name` is a slug that names files; `tagged` loads the tagged corpus."""

    name: str
    corpus: str
    title: str
    contents: str
    reader: str
    version: str
    positions: str
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...] = ()
    description: str = ""
    licence: str = ""
    tagged: Callable[[], "Tagged"] | None = field(default=None, repr=False)

    @property
    def charts(self) -> list[Published]:
        """Every chart once, the briefing's first, in the notebooks' order."""
        return [chart for section in self.sections for chart in section.charts]

    def chart(self, name: str) -> Published | None:
        """The chart of that name, if there is one."""
        return next((chart for chart in self.charts if chart.name == name), None)

    def told(self, section: Section) -> list[Published]:
        """The charts of a section that say something."""
        return [chart for chart in section.charts if not chart.too_little]

    @property
    def silent(self) -> list[Published]:
        """The charts that say only that there is too little data."""
        return [chart for chart in self.charts if chart.too_little]


def of_report(folder: Path, tagged: Callable[[], "Tagged"] | None = None) -> Edition:
    """The edition of a corpus's folder in a report: its finished notebooks in order; a chart counts where it is first.

    Raises OSError or ValueError where the folder holds no report.
    """
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    done = [entry for entry in about["notebooks"] if entry["state"] == "done"]
    runs = [folder / entry["notebook"] / entry["run"] for entry in done]
    rest = {k: about.get(k, "") for k in ("description", "licence")}
    return _edition(about["name"], about["name"], about.get("title") or about["name"], runs, tagged=tagged, **rest)


def of_notebook(folder: Path, tagged: "Tagged") -> Edition:
    """The edition of what one notebook has published into a folder."""
    manifest = _manifest(folder)
    corpus = tagged.corpus
    name = f"{corpus.name}-{manifest['notebook']}"
    rest = {"description": corpus.description, "licence": corpus.licence}
    return _edition(name, corpus.name, corpus.title, [folder], tagged=lambda: tagged, **rest)


def _edition(name: str, corpus: str, title: str, runs: list[Path], **rest: Any) -> Edition:
    sections, seen, findings, first = [], set(), [], {}
    for run in runs:
        manifest = _manifest(run)
        first = first or manifest
        findings += [Finding(**finding) for finding in manifest["findings"]]
        names = [name for name in manifest["charts"] if name not in seen]
        seen |= set(names)
        outline = _outline(run)
        charts = tuple(_published(run, name, outline) for name in names)
        sections.append(Section(manifest["notebook"], outline.get("question") or manifest["notebook"], charts))
    facts = {k: first.get(k, "") for k in ("contents", "reader", "version")}
    facts["positions"] = decided.kept(first)
    return Edition(name, corpus, title, **facts, sections=tuple(sections), findings=tuple(findings), **rest)


def _published(folder: Path, name: str, outline: dict[str, Any]) -> Published:
    about = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    heading, reading = "", ""
    for part in outline.get("parts", ()):
        if any(shown.startswith(f"{about['title']} (n = ") for shown in part["charts"]):
            heading, reading = part["heading"], "" if about["too_little"] else " ".join(part["reading"])
            break
    about |= {k: tuple(about[k]) for k in ("columns", "numbers", "labels", "keys", "sentences")}
    about["rows"] = tuple(tuple(row) for row in about["rows"])
    return Published(**about, folder=folder, heading=heading, reading=reading)


def _manifest(run: Path) -> dict[str, Any]:
    return json.loads((run / MANIFEST).read_text(encoding="utf-8"))


def _outline(run: Path) -> dict[str, Any]:
    try:
        return json.loads((run / OUTLINE).read_text(encoding="utf-8"))
    except OSError:  # a notebook that is still at work has none yet
        return {}


def clean(text: str | None) -> str:
    """A text of any origin as XML can hold it: without control characters and marks that turn the direction."""
    return NOT_XML.sub("", safe(text or ""))


def place(sentence: Row) -> str:
    """Outlet, day and headline of a sentence: "Danubian Post, 11 Dec 2024: Orbán proposes a truce"."""
    published = sentence["published"]
    day = f"{published.day} {published:%b %Y}" if published else "no date"
    return clean(f"{sentence['outlet'] or 'outlet unknown'}, {day}: {sentence['title'] or 'no headline'}")


def with_n(chart: Published) -> str:
    """The source note; n and its unit come first where the note does not tell them."""
    told = f"n = {in_units(chart.n, chart.unit)}"
    return clean(chart.source if told in chart.source else f"{told}. {chart.source}")


def shown_columns(chart: Published) -> list[int]:
    """The columns that people read: ids, units and marks of thin data are left out where others remain."""
    named = {c.removesuffix("_name") for c in chart.columns if c.endswith("_name")}
    dull = {"unit", "thin", *named}
    kept = [i for i, c in enumerate(chart.columns) if c not in dull and not c.endswith("_id")]
    return kept if len(kept) > 1 else list(range(len(chart.columns)))
