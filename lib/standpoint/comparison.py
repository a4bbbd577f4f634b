"""A corpus's newest run beside the one before: what its page, the screen and a mail say changed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from standpoint import changes, changes_told, run_record
from standpoint.export import safe_for_sheets
from standpoint.files import write_text
from standpoint.highlight import safe
from standpoint.ledger import Entry
from standpoint.preparation import Prepared

TABLE = "changes.csv"
# A record of another version of the program, or a damaged one, that lacks one of these is passed over.
NEEDED = {*run_record.SAME, "when", "version", "figures", "briefing", "articles", "counts", "recent"}
FIRST = "First run: nothing to compare with."


def compare(
    ready: Prepared,
    filters: Mapping[str, str],
    notebooks: Mapping[str, str],
    entries: Mapping[str, Entry],
    folder: Path,
) -> tuple[dict[str, Any], run_record.Record | None]:
    """What changed in a corpus since its last run, for people, and the record to keep (None where nothing changed).

    `state` is first, same, still (something changed, and no finding moved) or moved. Where it is same, the findings and
    alarms are those of the last change: they hold until something else happens. Writes changes.csv into the folder.
    """
    kept = [record for record in run_record.kept(folder) if record.keys() >= NEEDED]
    inputs = run_record.inputs(ready, filters, notebooks, entries)
    if kept and run_record.is_same(kept[0], inputs):
        new, old, record = kept[0], kept[1] if len(kept) > 1 else None, None
    else:
        old = kept[0] if kept else None
        new = record = inputs | run_record.found(ready, filters, entries, folder, old or {})
    alarms = changes.alarms(old, new, ready.alarms, grows=ready.grows)
    about = {"state": "first", "since": "", "headline": FIRST, "why": [], "moved": [], "briefing": [], "last": ""}
    if old:
        about |= _between(old, new, folder, ready)
    if record is None:
        about |= {"last": about["headline"] if old else "", "state": "same"}
        about["headline"] = f"Nothing changed since the run of {changes_told.moment(new['when'])}."
    about["alarms"] = [_line(changes_told.alarm_told(*row)) for row in alarms.itertuples(index=False)]
    return about, record


def _between(old: run_record.Record, new: run_record.Record, folder: Path, ready: Prepared) -> dict[str, Any]:
    moved = changes.moved_findings(old, new)
    lines = [run_record.codebook_lines(folder, old), run_record.lines_of(ready.codebook)]
    why = changes.reasons(old, new, *lines)
    write_text(folder / TABLE, safe_for_sheets(moved).to_csv(index=False))
    return {
        "state": "moved" if len(moved) else "still",
        "since": old["when"],
        "headline": changes_told.headline(len(moved), int(moved["outside"].eq(True).sum()), old["when"]),
        "why": [_line(reason) for reason in changes_told.why_told(why)],
        "moved": _shown(moved, old, new, folder),
        "briefing": _sentences(old, new),
    }


def _shown(moved: pd.DataFrame, old: run_record.Record, new: run_record.Record, folder: Path) -> list[dict[str, Any]]:
    notebooks = {f["key"]: f["notebook"] for record in (old, new) for f in record["figures"]}
    out = []
    for row in moved.astype(object).where(moved.notna(), None).to_dict("records"):
        out.append(
            {
                "finding": _line(row["finding"]),
                "chart": row["chart"].replace("-", " "),
                "old": changes_told.value_told(row["old"], row["measure"]),
                "new": changes_told.value_told(row["new"], row["measure"]),
                "difference": changes_told.difference_told(row["old"], row["new"], row["measure"], row["among"]),
                "unit": f"{row['measure']} of {row['unit']}" if row["measure"] == "share" else row["unit"],
                "outside": bool(row["outside"]),
                "thin": row["thin"],
                "old_link": _link(row["old_key"], notebooks, folder),
                "new_link": _link(row["new_key"], notebooks, folder),
                "told": _line(changes_told.finding_told(row)),
            }
        )
    return out


def _line(text: str) -> str:
    """One line for a terminal, a log or a mail: names come from articles."""
    return safe(" ".join(text.split()))


def _link(key: str | None, notebooks: Mapping[str, str], folder: Path) -> str:
    """The way to a key's sentences; "" where there is no such row, or its run was cleared away."""
    if not key:
        return ""
    run, chart, row = key.partition("@")[2].split("/")
    page = f"{notebooks[key]}/{run}/{chart}.evidence.html"
    return f"{page}#row-{row}" if (folder / page).is_file() else ""


def _sentences(old: run_record.Record, new: run_record.Record) -> list[dict[str, str]]:
    """The sentences of the briefing that read otherwise now."""
    pairs = zip(old["briefing"], new["briefing"], strict=False)
    return [{"old": a["text"], "new": b["text"]} for a, b in pairs if a["text"] != b["text"]]


def told(name: str, about: Mapping[str, Any], most: int = 3) -> list[str]:
    """The lines for a terminal or a mail: what changed, why, and a few findings, those beyond their interval first."""
    if about["state"] == "same":
        return [f"{name}: {about['headline']}"]
    why = "" if not about["why"] else f" {'. '.join(about['why'])}."
    first = sorted(about["moved"], key=lambda row: not row.get("outside"))
    lines = [f"{name}: {about['headline']}{why}", *(f"  {row['told']}" for row in first[:most])]
    more = len(first) - most
    return lines + ([f"  and {more:,} more"] if more > 0 else [])
