"""What changed since the previous run, in words: for a page, the screen and a mail."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from standpoint.export import percent

SHOWN = 5
NONE = "–"


def headline(moved: int, outside: int, since: str) -> str:
    """How many findings moved since when, and how many of them beyond their earlier interval."""
    when = f"since the run of {moment(since)}"
    if not moved:
        return f"No finding moved {when}."
    findings, whose = ("finding", "its") if moved == 1 else ("findings", "their")
    return f"{moved:,} {findings} moved {when}; outside {whose} earlier 95 percent interval: {outside or 'none'}."


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
    """10% · +0.33 · 12; NONE where there is no value."""
    if value is None or pd.isna(value):
        return NONE
    return percent(value) if measure == "share" else f"{value:+.2f}" if measure == "index" else _number(value)


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


def difference_told(old: float | None, new: float | None, measure: str, among: int | None = None) -> str:
    """+4 points · -0.50 · +3 · new · gone · no longer among the 15 shown.

    It is the difference of the values as they are told: 82.6% and 87.4% read 83% and 87%, which are 4 points apart.
    """
    if old is None or pd.isna(old):
        return "new" if among is None or pd.isna(among) else f"now among the {among:,} shown"
    if new is None or pd.isna(new):
        return "gone" if among is None or pd.isna(among) else f"no longer among the {among:,} shown"
    if measure == "share":
        points = _points(new) - _points(old)
        return f"{points:+d} point{'s' if abs(points) != 1 else ''}".replace("-", "−")
    change = round(new, 2) - round(old, 2) if measure == "index" else new - old
    told = f"{change:+.2f}" if measure == "index" else f"{'+' if change > 0 else ''}{_number(change)}"
    return told.replace("-", "−")


def _points(share: float) -> int:
    return int(f"{share:.0%}".rstrip("%"))


def finding_told(row: Mapping[str, Any]) -> str:
    """A moved finding in one line, for a terminal or a mail."""
    old, new = (value_told(row[k], row["measure"]) for k in ("old", "new"))
    change = difference_told(row["old"], row["new"], row["measure"], row["among"])
    there = [told for told in (old, new) if told != NONE]
    return f"{row['finding']}, {row['chart'].replace('-', ' ')}: {' → '.join(there)} ({change})"


def moment(iso: str) -> str:
    """A time of a record for people, in UTC."""
    at = datetime.fromisoformat(iso)
    return f"{at.day} {at:%b %Y, %H:%M} UTC"
