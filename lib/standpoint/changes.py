"""What changed since the previous run: which findings moved and by how much, why, and what somebody should look at.

Pure functions of two records as run_record makes them; limits of alarms as corpus.yaml may set them. changes_told has
the words.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from standpoint.export import percent, shares_in

MOVED = (
    "chart", "finding", "measure", "old", "new", "difference", "outside", "thin", "unit", "old_key", "new_key", "among"
)  # fmt: skip
UNDIRECTED = ("co-appearances", "agreement")  # whose rows begin with the two of a pair, in any order
# Charts that show those named or heard most and no others → where in a row they stand; None: the row itself is ranked.
RANKED = {"actors-in-news": 0, "share-of-voice": 0, "quoted-by": 1, "actors-over-time": 1, "co-appearances": None}
REASONS = ("reason", "what", "added", "removed", "edited")
ALARMS = ("alarm", "what", "old", "new")
LIMITS = {"halving": 0.5, "least": 10, "outlet": 3}  # see docs/running.md
LEAST_MOVE = {"share": 0.01, "index": 0.1, "count": 1.0}  # smaller ones are what any new article does to all others
SECTIONS = {
    "issues": "issue", "actors": "actor", "outlets": "outlet", "office_titles": "office", "no_actors": "no actors:",
    "cues": "cues of",
}  # fmt: skip

Record = Mapping[str, Any]
Place = tuple[str, tuple[str, ...]]  # a chart, and what the row of it is about


def moved_findings(old: Record, new: Record) -> pd.DataFrame:
    """The findings that moved, columns MOVED: those outside their earlier interval first, those on thin data last.

    `measure` is share (0 to 1), index (-1 to 1) or count; `old` or `new` is missing where the finding is new in its
    chart, or no longer there. `outside`: does the new value lie outside the earlier 95% interval (missing where there
    was none)? `among`: how many its chart shows now, where it only came among those or left them. A chart that only
    one of the runs has is not compared, nor is an actor over time that only one of them draws. A share whose count is
    the same has not moved, unless it left its earlier interval: what grew is the rest.
    """
    before, after = (_by_place(record["figures"]) for record in (old, new))
    charts = {chart for chart, _ in before} & {chart for chart, _ in after}
    shown_before, shown_after = _ranked(before), _ranked(after)
    rows = []
    for place in dict.fromkeys([*after, *before]):
        was, now = before.get(place), after.get(place)
        if place[0] not in charts or not _moved(was, now):
            continue
        passed = (not was and _beyond(place, shown_before)) or (not now and _beyond(place, shown_after))
        if not passed:
            rows.append(_row(was, now, None))
        elif place[0] != "actors-over-time":  # which would tell it for each month
            rows.append(_row(was, now, len(shown_after[place[0]])))
    order = {chart: i for i, chart in enumerate(dict.fromkeys(f["chart"] for f in new["figures"]))}
    rows.sort(key=lambda r: (r["thin"], not r["outside"], order.get(r["chart"], 0), -abs(r["difference"] or 0)))
    return pd.DataFrame(rows, columns=list(MOVED)).convert_dtypes()


def _by_place(figures: Sequence[Record]) -> dict[Place, Record]:
    return {(f["chart"], _row_key(f)): f for f in figures}


def _row_key(figure: Record) -> tuple[str, ...]:
    row = figure["row"]
    return tuple(sorted(row[:2])) if figure["chart"] in UNDIRECTED else tuple(row)


def _ranked(figures: Mapping[Place, Record]) -> dict[str, set[Any]]:
    """Whom each chart of those named or heard most shows; those without a name are nobody."""
    found: dict[str, set[Any]] = {chart: set() for chart in RANKED}
    for chart, row in figures:
        if chart in RANKED and (who := _who(chart, row)):
            found[chart].add(who)
    return found


def _who(chart: str, row: tuple[str, ...]) -> Any:
    at = RANKED[chart]
    return row if at is None else row[at] if at < len(row) else ""


def _beyond(place: Place, shown: Mapping[str, set[Any]]) -> bool:
    """Is a row about one whom its chart does not show? Nobody is beyond a chart that shows all."""
    chart, row = place
    return chart in RANKED and bool(who := _who(chart, row)) and who not in shown[chart]


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


def _row(was: Record | None, now: Record | None, among: int | None) -> dict[str, Any]:
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
        "among": among,
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
