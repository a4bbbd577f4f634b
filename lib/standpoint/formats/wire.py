"""What all wire formats share: a wire item as a record, what makes it none, and what a package says it holds."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from standpoint.formats.record import Item, Note, Record, Rejected, Withdrawn

NOT_TEXT = re.compile(r"pictur|photo|image|graphic|video|audio|animation|icon|foto", re.I)
STOPPED = re.compile(r"cancel|kill|delet|withdr[ae]w|retract", re.I)
INITIALS = re.compile(r"[a-z]{1,4}(?:[/-][a-z]{1,4})*|[A-Z]{1,4}(?:/[A-Z]{1,4})*")


def item(
    place: str, paragraphs: Iterable[str], fields: dict[str, Any], status: str = "", kind: str = ""
) -> Iterator[Item]:
    """The record of one wire item, or why it is none; notes on what was withheld or is under embargo.

    `fields` may hold, beside the fields of an article, `provider` and `origin` (names for who sent the copy and whose
    it is, best first), `guid` and `version` (the same item's later versions have higher ones), `slug` and `label` (what
    a message calls its story, and itself: "2ND LEAD") and `embargoed`.
    """
    if NOT_TEXT.search(kind):
        yield Rejected(place, f"is no text but of the kind {last_word(kind)!r}.", "leave it out.")
        return
    if STOPPED.search(status):
        yield Withdrawn(place, status, fields)
        return
    text = "\n\n".join(paragraphs)
    if not text.strip():
        problem = (
            f"has no text, only the address {fields['elsewhere']!r}." if fields.get("elsewhere") else "has no text."
        )
        yield Rejected(place, problem, "get the item with its text, or leave it out.")
        return
    yield Record(place, {name: value for name, value in fields.items() if value} | {"text": text})
    if re.search("withh[eo]ld|embargo", status, re.I):
        yield Note(place, f"its sender marks it as not to be published (status {status!r}); it is kept.", "withheld")
    if fields.get("embargoed"):
        yield Note(place, f"is under an embargo until {fields['embargoed'][:40]}; it is kept.", "embargoed")


def last_word(code: str) -> str:
    """The value of a qualified code: "picture" of "ninat:picture"."""
    return code.rpartition(":")[2]


def names(*found: str | None) -> tuple[str, ...]:
    """Names for one organisation, best first, without doubles; of an internet domain also its first word."""
    out: dict[str, None] = {}
    for name in filter(None, found):
        out[name.strip(" -–—.")] = None
        if match := re.fullmatch(r"(?:www\.)?([\w-]+)(?:\.[a-z]{2,})+", name.strip().lower()):
            out[match[1]] = None
    out.pop("", None)
    return tuple(out)


def byline(value: str) -> str | None:
    """A byline where it names somebody: not a desk's initials ("gr/bp"), not a sentence (ANSA's second headline)."""
    value = value.strip(" =;,")
    plain = [word for word in re.findall(r"[^\W\d_]+", value) if word.islower()]
    sentence = len(plain) > 3 and 2 * len(plain) > len(value.split())
    return None if not value or sentence or INITIALS.fullmatch(value) else value


def number(version: str | None) -> int:
    """A version as a number: "978556838", "4", "1N"; 0 where there is none."""
    match = re.search(r"\d+", version or "")
    return int(match[0][:18]) if match else 0


def numbered(count: int, position: int, name: str = "item") -> str:
    """Where in a file of `count` items: "" for its only one."""
    return f"{name} {position}" if count > 1 else ""


def broken_off(problem: str, place: str) -> Rejected:
    """For XML that breaks off in the middle: what stands behind the break, as one item."""
    return Rejected(place, f"from here on nothing could be read: the file {problem}", "export or copy it again.")
