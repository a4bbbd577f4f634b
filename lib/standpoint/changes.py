"""What changed since the previous run: which findings moved and by how much, why, and what somebody should look at.

Pure functions of two records as run_record makes them; limits of alarms as corpus.yaml may set them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from standpoint.export import percent, shares_in

MOVED = (
    "chart", "finding", "measure", "old", "new", "difference", "outside", "thin", "unit", "old_key", "new_key"
)  # fmt: skip
REASONS = ("reason", "what", "added", "removed", "edited")
ALARMS = ("alarm", "what", "old", "new")
LIMITS = {"halving": 0.5, "least": 10, "outlet": 3}  # see docs/running.md
LEAST_MOVE = {"share": 0.01, "index": 0.1, "count": 1.0}  # smaller ones are what any new article does to all others
SECTIONS = {
    "issues": "issue", "actors": "actor", "outlets": "outlet", "office_titles": "office", "no_actors": "no actors:",
    "cues": "cues of",
}  # fmt: skip
SHOWN = 5

Record = Mapping[str, Any]


def moved_findings(old: Record, new: Record) -> pd.DataFrame:
    """The findings that moved, columns MOVED: those outside their earlier interval first, those on thin data last.

    `measure` is share (0 to 1), index (-1 to 1) or count; `old` or `new` is missing where the finding is new in its
    chart, or no longer there. `outside`: does the new value lie outside the earlier 95% interval (missing where there
    was none)? A chart that only one of the runs has is not compared. A share whose count is the same has not moved,
    unless it left its earlier interval: what grew is the rest.
    """
    before, after = (_by_place(record["figures"]) for record in (old, new))
    charts = {chart for chart, _ in before} & {chart for chart, _ in after}
    rows = []
    for place in dict.fromkeys([*after, *before]):
        was, now = before.get(place), after.get(place)
        if place[0] in charts and _moved(was, now):
            rows.append(_row(was, now))
    order = {chart: i for i, chart in enumerate(dict.fromkeys(f["chart"] for f in new["figures"]))}
    rows.sort(key=lambda r: (r["thin"], not r["outside"], order.get(r["chart"], 0), -abs(r["difference"] or 0)))
    return pd.DataFrame(rows, columns=list(MOVED)).convert_dtypes()


def _by_place(figures: Sequence[Record]) -> dict[tuple[str, tuple], Record]:
    return {(f["chart"], tuple(f["row"])): f for f in figures}


def kind_of(measure: str) -> str:
    """share, index or count: how the values of a column are told."""
    return "share" if shares_in([measure]) else "index" if measure == "index" else "count"


def _moved(was: Record | None, now: Record | None) -> bool:
    a, b = (f["value"] if f else None for f in (was, now))
    if a is None or b is None:
        return (a is None) != (b is None)
    kind = kind_of(now["measure"])
    if round(abs(b - a), 9) < LEAST_MOVE[kind]:
        return False
    return kind != "share" or (percent(a) != percent(b) and (_other_count(was, now) or _outside(was, b) is True))


def _other_count(was: Record, now: Record) -> bool:
    counts = was.get("count"), now.get("count")
    return None in counts or counts[0] != counts[1]  # records of earlier versions keep no count


def _outside(was: Record, value: float) -> bool | None:
    """Does a value lie outside the interval that a finding had? None where it had none."""
    low, high = was["low"], was["high"]
    return None if low is None or high is None else not low <= value <= high


def _row(was: Record | None, now: Record | None) -> dict[str, Any]:
    one = now or was
    a, b = (f["value"] if f else None for f in (was, now))
    both = a is not None and b is not None
    return {
        "chart": one["chart"],
        "finding": one["label"],
        "measure": kind_of(one["measure"]),
        "old": a,
        "new": b,
        "difference": round(b - a, 9) if both else None,
        "outside": _outside(was, b) if both else None,
        "thin": any(f["thin"] for f in (was, now) if f),
        "unit": one["unit"] or one["measure"],
        "old_key": was and was["key"],
        "new_key": now and now["key"],
    }


def reasons(
    old: Record, new: Record, old_lines: Sequence[str] | None = None, new_lines: Sequence[str] | None = None
) -> pd.DataFrame:
    """Why findings may have moved, as counts, columns REASONS: what was `added`, `removed` and `edited`.

    `reason` is articles (`what`: the outlet), codebook (`what`: the entry; the counts are its lines), or program,
    reader, notebook or selection (`what`: from what to what). `old_lines` and `new_lines` are the codebooks' lines.
    """
    rows = []
    for outlet in sorted({*old["articles"], *new["articles"]}):
        was, now = (record["articles"].get(outlet, {}) for record in (old, new))
        edited = sum(was[i] != now[i] for i in was.keys() & now.keys())
        rows.append(("articles", outlet, len(now.keys() - was.keys()), len(was.keys() - now.keys()), edited))
    if old["codebook"] != new["codebook"]:
        rows += _edits(old_lines, new_lines)
    if old["program"] != new["program"]:
        same = old["version"] == new["version"]
        what = f"{new['version']}, changed" if same else f"{old['version']} → {new['version']}"
        rows.append(("program", what, 0, 0, 1))
    if old["reader"] != new["reader"]:
        rows.append(("reader", f"{old['reader']} → {new['reader']}", 0, 0, 1))
    if old["filters"] != new["filters"]:
        rows.append(("selection", f"{_days(old['filters'])} → {_days(new['filters'])}", 0, 0, 1))
    edited = [n for n, content in new["notebooks"].items() if old["notebooks"].get(n, content) != content]
    rows += [("notebook", name, 0, 0, 1) for name in edited]
    return pd.DataFrame([row for row in rows if _counts(row)], columns=list(REASONS))


def _counts(row: tuple) -> int:
    return sum(row[2:])


def _edits(old: Sequence[str] | None, new: Sequence[str] | None) -> list[tuple]:
    if old is None or new is None:
        return [("codebook", "lines are no longer known", 0, 0, 1)]
    was, now = Counter(old), Counter(new)
    added, removed = (Counter(_entry(line) for line in lines.elements()) for lines in (now - was, was - now))
    return [("codebook", entry, added[entry], removed[entry], 0) for entry in dict.fromkeys([*added, *removed])]


def _entry(line: str) -> str:
    section, name, _ = line.split("\t", 2)
    return f"{SECTIONS[section]} {name}"


def _days(filters: Mapping[str, str]) -> str:
    since, until = filters.get("since"), filters.get("until")
    return " ".join([*([f"from {since}"] if since else []), *([f"up to {until}"] if until else [])]) or "all days"


def alarms(
    old: Record | None, new: Record, limits: Mapping[str, float] | None = None, *, grows: bool = False
) -> pd.DataFrame:
    """What somebody should look at, columns ALARMS; `old` and `new` are counts.

    `alarm` is empty (no article at all), vanished (an outlet that had `outlet` articles has none), halved (articles,
    statements or stances, or an outlet's articles, that were at least `least`, fell to the share `halving` or less),
    silent (a collected outlet published nothing in a week, and `least` a week before that). Where the days asked for
    changed, runs are not compared. `grows`: are articles collected into this corpus?
    """
    limits = LIMITS | dict(limits or {})
    found: list[tuple] = []
    if not new["counts"]["articles"]:
        return pd.DataFrame([("empty", "articles", old["counts"]["articles"] if old else 0, 0)], columns=list(ALARMS))
    if old and old["filters"] == new["filters"]:
        was, now = ({o: len(ids) for o, ids in r["articles"].items()} for r in (old, new))
        gone = [o for o, n in was.items() if n >= limits["outlet"] and not now.get(o)]
        found += [("vanished", o, was[o], 0) for o in gone]
        pairs = [(name, n, new["counts"].get(name, 0)) for name, n in old["counts"].items()]
        pairs += [(o, n, now[o]) for o, n in was.items() if o in now]
        found += [("halved", what, a, b) for what, a, b in pairs if a >= limits["least"] and b <= a * limits["halving"]]
    if grows:
        weeks = new["recent"].items()
        found += [("silent", o, usual, n) for o, (n, usual) in weeks if not n and usual >= limits["least"]]
    return pd.DataFrame(found, columns=list(ALARMS))


# In words


def headline(moved: int, since: str) -> str:
    """How many findings moved since when."""
    when = f"since the run of {moment(since)}."
    return f"{moved:,} finding{'s' if moved > 1 else ''} moved {when}" if moved else f"No finding moved {when}"


def why_told(why: pd.DataFrame) -> list[str]:
    """The reasons, a phrase for each kind."""
    if why.empty:
        return ["Articles, codebook and program are the same"]
    out = []
    articles = why[why["reason"] == "articles"]
    for how in ("added", "removed", "edited"):
        if n := int(articles[how].sum()):
            by = articles[articles[how] > 0].sort_values([how, "what"], ascending=[False, True])
            out.append(f"{n:,} article{'s' if n > 1 else ''} {how}: {_some(by['what'].map(_outlet), by[how])}")
    book = why[why["reason"] == "codebook"]
    if len(book):
        n = int(book["added"].sum())
        lines = f"{n:,} line{'s' if n != 1 else ''} added, {book['removed'].sum():,} removed"
        entries = _some(book["what"], ["" for _ in book["what"]])
        out.append(f"The codebook was edited ({lines if not book['edited'].any() else 'how is not known'}): {entries}")
    for name, words in (("program", "Program"), ("reader", "Reader"), ("selection", "Days asked for")):
        out += [f"{words}: {what}" for what in why.loc[why["reason"] == name, "what"]]
    if len(edited := why[why["reason"] == "notebook"]):
        out.append(f"Notebooks edited: {', '.join(edited['what'])}")
    return out


def _outlet(name: str) -> str:
    return name or "no outlet"


def _some(names: Sequence[str], counts: Sequence[Any]) -> str:
    told = [f"{name} {n}".strip() for name, n in zip(names, counts, strict=True)]
    return ", ".join(told[:SHOWN]) + (f" and {len(told) - SHOWN:,} more" if len(told) > SHOWN else "")


def alarm_told(alarm: str, what: str, old: float, new: float) -> str:
    """An alarm as a sentence."""
    match alarm:
        case "empty":
            return (
                f"There is no article at all; the run before had {old:,.0f}." if old else "There is no article at all."
            )
        case "vanished":
            return f"{_outlet(what)} has vanished: {old:,.0f} articles in the run before, none now."
        case "silent":
            return f"{_outlet(what)} has fallen silent: {old:,.0f} articles a week before, none in the last one."
        case _:
            name = what if what in ("articles", "statements", "stances") else f"articles of {_outlet(what)}"
            return f"{name[0].upper()}{name[1:]} fell from {old:,.0f} to {new:,.0f}."


def value_told(value: float | None, measure: str) -> str:
    """10% · +0.33 · 12; an em dash where there is no value."""
    if value is None or pd.isna(value):
        return "–"
    return percent(value) if measure == "share" else f"{value:+.2f}" if measure == "index" else f"{value:,.4g}"


def difference_told(old: float | None, new: float | None, measure: str) -> str:
    """+4 points · -0.50 · +3 · new · gone."""
    if old is None or pd.isna(old):
        return "new"
    if new is None or pd.isna(new):
        return "gone"
    if measure == "share":
        points = round((new - old) * 100)
        return f"{points:+d} point{'s' if abs(points) != 1 else ''}".replace("-", "−")
    return (f"{new - old:+.2f}" if measure == "index" else f"{new - old:+,.4g}").replace("-", "−")


def finding_told(row: Mapping[str, Any]) -> str:
    """A moved finding in one line, for a terminal or a mail."""
    old, new = (value_told(row[k], row["measure"]) for k in ("old", "new"))
    change = difference_told(row["old"], row["new"], row["measure"])
    values = (
        f"{old} → {new} ({change})"
        if change not in ("new", "gone")
        else f"{new if change == 'new' else old} ({change})"
    )
    return f"{row['finding']}, {row['chart'].replace('-', ' ')}: {values}"


def moment(iso: str) -> str:
    """A time of a record for people, in UTC."""
    at = datetime.fromisoformat(iso)
    return f"{at.day} {at:%b %Y, %H:%M} UTC"
