"""The pages of a report, set from the files that its notebooks published: one a corpus, and one over all corpora."""

import json
from pathlib import Path
from typing import Any

from markupsafe import Markup

from standpoint.files import write_text
from standpoint.rendering import OUTLINE
from standpoint.svg import led_from
from standpoint.templating import page

ABOUT = "corpus.json"
BRIEFING = "00-briefing"


def write(out: Path) -> None:
    """Write index.html for every corpus that has a corpus.json below `out`, and `out`/index.html over them."""
    corpora = []
    for path in sorted(out.glob(f"*/{ABOUT}")):
        corpus = corpus_of(path.parent, json.loads(path.read_text(encoding="utf-8")))
        write_text(path.parent / "index.html", page("corpus", corpus=corpus))
        corpora.append(corpus)
    sections = sorted((s for corpus in corpora for s in corpus["sections"]), key=lambda s: s["question"] != s["stem"])
    notebooks = {s["stem"]: s["question"] for s in sections}  # a question that was read outranks a file's name
    write_text(out / "index.html", page("index", corpora=corpora, notebooks=dict(sorted(notebooks.items()))))


def corpus_of(folder: Path, about: dict[str, Any]) -> dict[str, Any]:
    """All that the page of a corpus shows: what corpus.json says, and a section for each notebook."""
    sections = [_section(folder, entry) for entry in about["notebooks"]]
    reading = about.get("reading", [])
    counts = ("expected", "read", "kept", "merged", "rejected")
    briefing = next((s for s in sections if s["stem"] == BRIEFING), None)
    findings = _findings(briefing, sections)
    done = next((s for s in sections if s["contents"]), {})
    defaults = {"title": about["name"], "description": "", "since": "", "until": "", "licence": ""}
    empty = {"sources": [], "reading": [], "rejected": [], "warnings": [], "changes": {}}
    return {
        **defaults,
        **empty,
        **about,
        "contents": done.get("contents", ""),
        "reader": done.get("reader", ""),
        "sections": sections,
        "by_stem": {s["stem"]: s for s in sections},
        "findings": findings,
        "findings_from_above": [f | {"link": _from_above(about["name"], f["link"])} for f in findings],
        "failed": [s for s in sections if s["state"] != "done"],
        "counts": {name: sum(file[name] for file in reading) for name in counts},
        "older": sum(file.get("older", 0) for file in reading),
    }


def _section(folder: Path, entry: dict[str, Any]) -> dict[str, Any]:
    """One notebook's section: its question, and its charts in the order and under the headings of the notebook."""
    stem, run = entry["notebook"], entry["run"]
    here = folder / stem / run
    outline = _read(here / OUTLINE) or {"question": stem, "lead": [], "parts": []}
    manifest = _read(here / "export.json") if entry["state"] == "done" else {}
    charts = [_chart(here, f"{stem}/{run}", stem, name) for name in manifest.get("charts", ())]
    parts, left = [], {c["title"]: c for c in charts}
    for part in outline["parts"]:
        mine = [left.pop(title) for shown in part["charts"] if (title := _title_in(shown, left))]
        passages = [Markup(shown) for shown in part["html"]] if manifest else []
        if mine or passages:
            parts.append({**part, "charts": mine, "html": passages})
    if left:
        parts.append({"heading": "", "reading": [], "charts": list(left.values()), "html": []})
    executed = f"{stem}/{run}/notebook.html" if run and (here / "notebook.html").is_file() else ""
    facts = {k: manifest.get(k, "") for k in ("contents", "reader")}
    findings = manifest.get("findings", [])
    return {**entry, **outline, **facts, "stem": stem, "parts": parts, "executed": executed, "findings": findings}


def _title_in(shown: str, charts: dict[str, Any]) -> str:
    """The title of the chart that a cell shows: its text reads "<title> (n = …)"."""
    return next((title for title in charts if shown.startswith(f"{title} (n = ")), "")


def _chart(here: Path, folder: str, stem: str, name: str) -> dict[str, Any]:
    about = json.loads((here / f"{name}.json").read_text(encoding="utf-8"))
    svg = led_from((here / f"{name}.svg").read_text(encoding="utf-8"), folder)
    drop = (
        {c for c in about["columns"] if c in ("unit", "thin") or c.endswith("_id")} if len(about["columns"]) > 2 else ()
    )
    columns = [
        (i, {"name": column.replace("_", " "), "number": column in about["numbers"]})
        for i, column in enumerate(about["columns"])
        if column not in drop
    ]
    rows = [
        {
            "link": f"{folder}/{name}.evidence.html#row-{number}" if about["sentences"][number] else "",
            "cells": [{"text": row[i], "number": column["number"]} for i, column in columns],
        }
        for number, row in enumerate(about["rows"])
    ]
    return {
        **about,
        "anchor": f"{stem}-{name}",
        "folder": folder,
        "svg": Markup(svg),
        "linked": "#row-" in svg,
        "columns": [column for _, column in columns],
        "rows": rows,
    }


def _findings(briefing: dict[str, Any] | None, sections: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The findings of the briefing, each with the way to what it rests on."""
    if briefing is None:
        return []
    ordered = [briefing, *(s for s in sections if s is not briefing)]
    charts = {c["name"]: c for s in reversed(ordered) for p in s["parts"] for c in p["charts"]}
    out = []
    for finding in briefing["findings"]:
        chart, row = charts.get(finding["chart"]), finding["row"]
        link, words = "", ""
        if chart and row is not None and row < len(chart["rows"]) and chart["rows"][row]["link"]:
            link, words = chart["rows"][row]["link"], "the sentences"
        elif chart:
            link, words = f"#{chart['anchor']}", "the chart"
        out.append({"text": finding["text"], "link": link, "link_text": words})
    return out


def _from_above(name: str, link: str) -> str:
    if not link:
        return ""
    return f"{name}/index.html{link}" if link.startswith("#") else f"{name}/{link}"


def _read(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
