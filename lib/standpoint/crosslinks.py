"""Evidence pages and articles' pages of a report, linked both ways: a sentence to its place in the article, and back.

Which articles have a page is known only when the library is made, and changes when it is made anew: so links are set
after a run, from the anchors that the pages hold, for every run that is kept. What is up to date is left alone.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from standpoint import library, rendering
from standpoint.export import MANIFEST
from standpoint.files import read_json, write_text
from standpoint.templating import page

LINKED = "linked.json"  # beside a run's charts, and in the library: what its links were made from
ANCHOR = re.compile(r' id="(s\d+|headline)"')
BACK = ("<!-- counted in -->", "<!-- end -->")  # what stands between is set here: escaped text holds no comment
MOST = 60  # rows of charts that an article's page names


def link(folder: Path, shown: Sequence[tuple[str, str]]) -> None:
    """Link the evidence pages of a corpus's folder with the pages of its articles, and those with the runs `shown`.

    `shown` are notebooks with their runs. Pages of earlier runs lead to the articles, which do not lead back to them.
    """
    key = str(library.record(folder).get("key", ""))
    runs = [manifest.parent for manifest in sorted(folder.glob(f"*/*/{MANIFEST}"))]
    old = [run for run in runs if run.name[0] != "." and read_json(run / LINKED).get("key") != key]
    anchors = _anchors(folder / library.FOLDER) if old else {}
    for run in old:
        counted = rendering.evidence_pages(run, partial(_place, anchors))
        write_text(run / LINKED, json.dumps({"key": key, "counted": counted}, ensure_ascii=False))
    if key:
        _back(folder, [(stem, run, read_json(folder / stem / run / LINKED).get("counted", [])) for stem, run in shown])


def _anchors(articles: Path) -> dict[str, set[str]]:
    """Name of an article's page → the anchors in it."""
    pages = (path for path in articles.glob("*.html") if path.name != "index.html")
    return {path.name: set(ANCHOR.findall(path.read_text(encoding="utf-8"))) for path in pages}


def _place(anchors: Mapping[str, set[str]], sentence: Mapping[str, Any]) -> str:
    """The page of a sentence's article and the nearest anchor before it, as a link within the library; "" for none."""
    file = library.file_of(sentence["article_id"])
    if file not in anchors:
        return ""
    if sentence["field"] == "title":
        at = "headline"
    else:
        before = [int(a[1:]) for a in anchors[file] if a[0] == "s" and int(a[1:]) <= sentence["start"]]
        at = f"s{max(before)}" if before else "headline"
    return f"{file}#{at}" if at in anchors[file] else file


def _back(folder: Path, runs: Sequence[tuple[str, str, list[dict[str, Any]]]]) -> None:
    """Name in each article's page the rows of charts that count it; a chart of two notebooks is named once."""
    stamp = hashlib.sha256(json.dumps([run[:2] for run in runs]).encode()).hexdigest()[:16]
    if read_json(folder / library.FOLDER / LINKED).get("runs") == stamp:
        return
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for stem, run, charts in sorted(runs, reverse=True):  # the questions before the briefing, which repeats them
        for chart in charts:
            for row in chart["rows"]:
                for file in row["files"]:
                    mine = found.setdefault(file, {})
                    one = mine.setdefault(chart["name"], {"title": chart["title"], "stem": stem, "rows": []})
                    if one["stem"] == stem:
                        href = f"../{stem}/{run}/{chart['name']}.evidence.html#row-{row['row']}"
                        one["rows"].append({"href": href, "label": row["label"]})
    for path in (folder / library.FOLDER).glob("*.html"):
        text = path.read_text(encoding="utf-8")
        head, opening, rest = text.partition(BACK[0])
        _, closing, tail = rest.partition(BACK[1])
        if closing:
            charts, left = _first(sorted(found.get(path.name, {}).values(), key=lambda c: c["stem"]))
            part = page("counted", charts=charts, left=left) if charts else ""
            fresh = f"{head}{opening}{part}{closing}{tail}"
            if fresh != text:
                write_text(path, fresh)
    write_text(folder / library.FOLDER / LINKED, json.dumps({"runs": stamp}))


def _first(charts: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """The charts with MOST rows between them, and how many rows are left out."""
    shown, room = [], MOST
    for chart in charts:
        if chart["rows"][:room]:
            shown.append({**chart, "rows": chart["rows"][:room]})
        room -= min(room, len(chart["rows"]))
    total = sum(len(chart["rows"]) for chart in charts)
    return shown, total - sum(len(chart["rows"]) for chart in shown)
