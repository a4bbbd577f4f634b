"""Files and articles that were rejected, in a line: how many, how many of them new, the first with their reasons."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from standpoint.highlight import safe

NAMED, LONGEST = 3, 200  # items that are named, and characters of each
ITEM = ("source_file", "place", "problem")

Row = Mapping[str, Any]


def marked(rejected: Iterable[Row], before: Iterable[Row]) -> list[dict[str, Any]]:
    """The rejected items, each with `new`: was it not rejected for the same reason in the run before?"""
    known = {_key(row) for row in before}
    return [{**row, "new": _key(row) not in known} for row in rejected]


def told(name: str, rejected: Sequence[Row]) -> str:
    """A line for a screen, a mail or the ledger, the new ones first; "" where nothing was rejected."""
    if not rejected:
        return ""
    new = sum(row.get("new", False) for row in rejected)
    count = f"{len(rejected):,} file{'' if len(rejected) == 1 else 's'} or article{'' if len(rejected) == 1 else 's'}"
    fresh = "none of them new" if not new else "all new" if new == len(rejected) else f"{new:,} of them new"
    first = [_item(row) for row in sorted(rejected, key=lambda row: not row.get("new", False))[:NAMED]]
    more = [f"and {len(rejected) - NAMED:,} more"] if len(rejected) > NAMED else []
    return f"{name}: {count} rejected ({fresh}): {'; '.join([*first, *more])}."


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(part) for part in ITEM)


def _item(row: Row) -> str:
    """One item on one line: the names of files are not ours."""
    place = f", {row['place']}" if row["place"] else ""
    line = safe(" ".join(f"{row['source_file']}{place}: {row['problem']}".split())).rstrip(".")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
