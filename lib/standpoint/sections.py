"""One notebook of a report as a section: its question, and its charts in the order and under the headings it has."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from standpoint import decided
from standpoint.export import MANIFEST
from standpoint.files import read_json
from standpoint.folding import folded
from standpoint.rendering import OUTLINE, TABLE
from standpoint.svg import led_from
from standpoint.units import in_units

BRIEFING = "00-briefing"
DRAFT = {"question": "", "lead": [], "setup": [], "parts": []}


def section(folder: Path, entry: dict[str, Any], corpus: dict[str, str]) -> dict[str, Any]:
    """One notebook's section: its page, its question, and its charts in the order and under the headings it has.

    `folder` is the corpus's, `entry` the ledger's last word on the notebook, `corpus` has the corpus's name and title.
    """
    stem, run = entry["notebook"], entry["run"]
    here = folder / stem / run
    outline = {**DRAFT, **(read_json(here / OUTLINE) or {"question": stem})}
    manifest = read_json(here / MANIFEST) if entry["state"] == "done" else {}
    page = "index.html" if stem == BRIEFING else f"{stem}.html"
    facts = {k: manifest.get(k, "") for k in ("contents", "reader", "version")}
    facts["positions"] = decided.kept(manifest)
    cited = {**corpus, "page": page, "period": facts["contents"].rpartition(", ")[2], "day": day_of(entry["when"])}
    cited["program"] = f"Standpoint {facts['version']}"
    charts = [_chart(here, f"{stem}/{run}", stem, name, cited) for name in manifest.get("charts", ())]
    parts, left = [], {c["title"]: c for c in charts}
    for part in outline["parts"]:
        mine = [left.pop(title) for shown in part["charts"] if (title := _title_in(shown, left))]
        shown = part["html"] if manifest else []
        passages = [Markup(html) for html in shown if not html.startswith(TABLE)]
        tables = [Markup(html) for html in shown if html.startswith(TABLE)]
        if mine or shown:
            code = part.get("code", [])
            silent = mine and all(chart["too_little"] for chart in mine)
            reading = [] if silent else part["reading"]  # how to read a chart that is not there
            parts.append({**part, "reading": reading, "charts": mine, "html": passages, "tables": tables, "code": code})
    if left:
        parts.append(
            {"heading": "", "reading": [], "charts": list(left.values()), "html": [], "tables": [], "code": []}
        )
    executed = f"{stem}/{run}/notebook.html" if run and (here / "notebook.html").is_file() else ""
    findings = manifest.get("findings", [])
    rest = {"stem": stem, "page": page, "parts": parts, "executed": executed, "findings": findings}
    return {**entry, **outline, **facts, **rest}


def day_of(when: str) -> str:
    """ "2026-11-25T21:40:00+00:00" → "25 Nov 2026"; "" for no time."""
    try:
        time = datetime.fromisoformat(when)
    except ValueError:
        return ""
    return f"{time.day} {time:%b %Y}"


def _title_in(shown: str, charts: dict[str, Any]) -> str:
    """The title of the chart that a cell shows: its text reads "<title> (n = …)"."""
    return next((title for title in charts if shown.startswith(f"{title} (n = ")), "")


def _chart(here: Path, folder: str, stem: str, name: str, cited: dict[str, str]) -> dict[str, Any]:
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
    links = [f"{folder}/{name}.evidence.html#row-{i}" if n else "" for i, n in enumerate(about["sentences"])]
    rows = [
        {
            "link": "" if number is None else links[number],
            "cells": [{"text": row[i], "number": column["number"]} for i, column in columns],
        }
        for number, row in folded(about["columns"], about["numbers"], about["rows"])
    ]
    anchor = f"{stem}-{name}"
    return {
        **about,
        "anchor": anchor,
        "page": cited["page"],
        "cite": _citation(about, cited),
        "address": f"{cited['name']}/{cited['page']}#{anchor}",
        "folder": folder,
        "svg": Markup(svg),
        "linked": "#row-" in svg,
        "columns": [column for _, column in columns],
        "links": links,
        "rows": rows,
    }


def _citation(about: dict[str, Any], cited: dict[str, str]) -> str:
    """What a citation says before its address: title, corpus, days, n, program, run and its day."""
    title = about["title"] if about["title"].endswith((".", "!", "?", "”")) else f"{about['title']}."
    days = f", articles of {cited['period']}" if cited["period"] else ""
    run = f"run {about['run']}" + (f" of {cited['day']}" if cited["day"] else "")
    return f"{title} {cited['title']}{days}, n = {in_units(about['n'], about['unit'])}. {cited['program']}, {run}."
