"""The pages of a report, set from the files that its notebooks published.

`out`/index.html is the index over corpora. In a corpus's folder index.html has the briefing, <notebook>.html one
question, articles/ its articles (library.py); beside each notebook's charts lie their sentences (rendering.py).
"""

import json
from pathlib import Path
from typing import Any

from standpoint import crosslinks, decided, library
from standpoint.changes_told import moment
from standpoint.files import write_text
from standpoint.ledger import Entry, Ledger
from standpoint.sections import BRIEFING, day_of, section
from standpoint.templating import page

ABOUT, LEDGER = "corpus.json", "ledger.jsonl"
STATES = {"ok": "Complete", "amber": "Look twice", "failed": "Failed in part", "unread": "Could not be read"}


def write(out: Path) -> None:
    """Write the pages of every corpus that has a corpus.json below `out`, and `out`/index.html over them."""
    ran = list(Ledger(out / LEDGER).last().values())
    corpora = []
    for path in sorted(out.glob(f"*/{ABOUT}")):
        corpus = corpus_of(path.parent, json.loads(path.read_text(encoding="utf-8")), ran)
        crosslinks.link(path.parent, [(s["stem"], s["run"]) for s in corpus["sections"] if s["state"] == "done"])
        _write_corpus(path.parent, corpus)
        corpora.append(corpus)
    sections = sorted((s for corpus in corpora for s in corpus["sections"]), key=lambda s: s["question"] != s["stem"])
    notebooks = {s["stem"]: s["question"] for s in sections}  # a question that was read outranks a file's name
    indexes = " ".join(f"{c['name']}/{library.FOLDER}/{library.INDEX}" for c in corpora if c["library"])
    write_text(
        out / "index.html",
        page("index", corpora=corpora, notebooks=dict(sorted(notebooks.items())), indexes=indexes),
    )


def _write_corpus(folder: Path, corpus: dict[str, Any]) -> None:
    """The pages of its questions, and last the page that leads to them; pages of questions no longer asked go."""
    asked = [s for s in corpus["sections"] if s["stem"] != BRIEFING]
    indexes = f"{library.FOLDER}/{library.INDEX}" if corpus["library"] else ""
    for i, one in enumerate(asked):
        before = asked[i - 1] if i else None
        after = asked[i + 1] if i + 1 < len(asked) else None
        text = page("question", corpus=corpus, s=one, before=before, after=after, indexes=indexes)
        write_text(folder / one["page"], text)
    write_text(folder / "index.html", page("corpus", corpus=corpus, asked=asked, indexes=indexes))
    for left in set(folder.glob("[0-9][0-9]-*.html")) - {folder / s["page"] for s in asked}:
        left.unlink()


def corpus_of(folder: Path, about: dict[str, Any], ran: list[Entry]) -> dict[str, Any]:
    """All that the pages of a corpus show: what corpus.json says, and a section for each notebook."""
    named = {"name": about["name"], "title": about.get("title") or about["name"]}
    sections = [section(folder, entry, named) for entry in about["notebooks"]]
    reading = about.get("reading", [])
    counts = ("expected", "read", "kept", "merged", "rejected")
    briefing = next((s for s in sections if s["stem"] == BRIEFING), None)
    findings = _findings(briefing, sections)
    done = next((s for s in sections if s["contents"]), {})
    defaults = {"title": about["name"], "description": "", "since": "", "until": "", "licence": ""}
    empty = {"sources": [], "reading": [], "rejected": [], "warnings": [], "changes": {}}
    failed = [s for s in sections if s["state"] != "done"]
    alarms = (about.get("changes") or {}).get("alarms")
    state = "unread" if about.get("problem") else "failed" if failed else "amber" if alarms else "ok"
    return {
        **defaults,
        **empty,
        **about,
        **named,
        "contents": done.get("contents", ""),
        "reader": done.get("reader", ""),
        "positions": decided.kept(done),
        "state": state,
        "state_in_words": STATES[state],
        "day": day_of(max((s["when"] for s in sections), default="")),
        "ran": _moment(max((s["when"] for s in sections), default="")),
        "unread": _moment(about.get("problem_when", "")),
        "sections": sections,
        "by_stem": {s["stem"]: s for s in sections},
        "briefing": briefing,
        "findings": findings,
        "failed": failed,
        "counts": {name: sum(file[name] for file in reading) for name in counts},
        "older": sum(file.get("older", 0) for file in reading),
        "library": library.record(folder),
        "earlier": earlier(folder, about["name"], ran, {s["stem"]: s["run"] for s in sections}),
    }


def _moment(when: str) -> str:
    return moment(when) if when else ""


def earlier(folder: Path, name: str, ran: list[Entry], current: dict[str, str]) -> list[dict[str, Any]]:
    """The runs whose results are still kept, a day each, the newest first: `time` (UTC), and `pages` by notebook."""
    days: dict[str, dict[str, Any]] = {}
    for entry in sorted(ran, key=lambda e: e.when):
        link = f"{entry.notebook}/{entry.run}/notebook.html"
        kept = entry.corpus == name and entry.state == "done" and entry.run != current.get(entry.notebook)
        if kept and (folder / link).is_file():
            day = days.setdefault(entry.when[:10], {"time": "", "pages": {}})
            day["time"] = f"{day_of(entry.when)}, {entry.when[11:16]}"
            day["pages"][entry.notebook] = link
    return [day for _, day in sorted(days.items(), reverse=True)]


def _findings(briefing: dict[str, Any] | None, sections: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The findings of the briefing, each with the way to what it rests on, from a page of the corpus."""
    if briefing is None:
        return []
    ordered = [briefing, *(s for s in sections if s is not briefing)]
    charts = {c["name"]: c for s in reversed(ordered) for p in s["parts"] for c in p["charts"]}
    out = []
    for finding in briefing["findings"]:
        chart, row = charts.get(finding["chart"]), finding["row"]
        link, words = "", ""
        if chart and row is not None and row < len(chart["links"]) and chart["links"][row]:
            link, words = chart["links"][row], "the sentences"
        elif chart:
            link, words = f"{chart['page']}#{chart['anchor']}", "the chart"
        out.append({"text": finding["text"], "link": link, "link_text": words})
    return out
