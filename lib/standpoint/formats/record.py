"""What every format reader yields: a record (one article's fields as found), or what must be told about the file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from standpoint.errors import InputError

FIELDS = ("article_id", "text", "title", "outlet", "published", "language", "url", "byline")

# Other names that exports give these fields; used where no `columns` rule says otherwise. Matched in lower case.
ALIASES = {
    "article_id": ("id",),
    "text": ("body", "content", "story", "article", "full text", "full_text", "fulltext", "articlebody", "maintext"),
    "title": ("headline", "heading"),
    "outlet": ("source", "publication", "publisher", "newspaper", "source_name", "source_domain"),
    "published": (
        *("date", "published_at", "publishedat", "publication date", "publication_date", "publish_date", "pubdate"),
        *("date_publish", "date_published", "datepublished"),
    ),
    "language": ("lang",),
    "url": ("link", "weblink"),
    "byline": ("author", "authors", "writer"),
}


class Record(NamedTuple):
    """One article as found. `place` says where in the file ("line 12"), "" for a file of one article."""

    place: str
    fields: Mapping[str, Any]


class Listed(NamedTuple):
    """One article of a list of articles, which may hold no texts."""

    place: str
    fields: Mapping[str, Any]


class Rejected(NamedTuple):
    """What could not be read, why, and what to do. `count` is how many items it stands for."""

    place: str
    problem: str
    remedy: str
    count: int = 1


class Withdrawn(NamedTuple):
    """What a sender withdraws: rejected itself, it takes back what it is a version of."""

    place: str
    status: str  # in the sender's word
    fields: Mapping[str, Any]


class Announced(NamedTuple):
    """How many articles the file itself says that it holds, and the words in which it says so.

    A reader yields it where it meets it; several in one file (an archive) add up.
    """

    count: int
    words: str


class Note(NamedTuple):
    """What was read but needs a look. Notes of one `kind` in one file are told once, with their number."""

    place: str
    problem: str
    kind: str = ""


Item = Record | Listed | Rejected | Withdrawn | Announced | Note


@dataclass(frozen=True, slots=True)
class FileRule:
    """How to read the files that match a glob: their outlet, the columns that hold our fields, the order of dates."""

    match: str = "**"
    outlet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: str = ""


def map_columns(found: Iterable[str], rule: FileRule) -> dict[str, str]:
    """For each of FIELDS that is there, the column that holds it: as the rule says, else by name.

    Raises InputError where a column that the rule names is not there, or none holds the text.
    """
    found = [str(name) for name in found]
    by_lower = {name.strip().lower(): name for name in reversed(found)}
    there = ", ".join(repr(name) for name in found[:30]) or "none"
    columns = {}
    for name in FIELDS:
        if name in rule.columns:
            if rule.columns[name] not in found:
                raise InputError(
                    f"there is no column {rule.columns[name]!r}, which corpus.yaml names for {name}; there: {there}.",
                    remedy=f"correct `columns: {{{name}: …}}` under `files` in corpus.yaml.",
                )
            columns[name] = rule.columns[name]
        else:
            match = next((by_lower[n] for n in (name, *ALIASES[name]) if n in by_lower), None)
            if match is not None and match not in rule.columns.values():
                columns[name] = match
    if "text" not in columns:
        raise InputError(
            f"no column holds the text; there: {there}.",
            remedy="name the column `text`, or say which it is in corpus.yaml: "
            "`files: [{match: PATH, columns: {text: COLUMN}}]`.",
        )
    return columns


def unix_lines(text: str) -> str:
    """The text with every line end as a line feed: readers of files do this once, before offsets exist."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
