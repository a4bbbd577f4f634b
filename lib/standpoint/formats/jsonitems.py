"""What one JSON object holds: an article of ours, a ninjs item, a JSON Feed, or the answer to a search with a list."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from standpoint.errors import InputError
from standpoint.formats import blocks, ninjs, wire
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import Announced, FileRule, Item, Note, Record, Rejected, map_columns

LARGEST = 100_000_000
DEEPEST = 3
LISTS = ("items", "item", "_items", "articles", "results", "stories", "docs", "hits", "data", "newsitems", "value")
TOTALS = ("total", "totalResults", "total_results", "numFound", "count")
TEASER = "the feed gives a teaser, perhaps not the whole text."
KINDS = {list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """The articles of a file that is one JSON document: an object or a list of objects.

    Raises InputError where it is too large or not whole JSON.
    """
    if path.stat().st_size > LARGEST:
        problem = f"is one JSON document of more than {LARGEST:,} bytes."
        raise InputError(problem, remedy="write one JSON object on each line (.jsonl).")
    try:
        data = json.loads(path.read_text(encoding=encoding.name, errors=encoding.errors))
    except json.JSONDecodeError as error:
        problem = f"is not whole JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        raise InputError(problem, remedy="export it again, or write one JSON object on each line.") from None
    except (ValueError, RecursionError) as error:
        problem = f"cannot be read as JSON ({error})."
        raise InputError(problem, remedy="write plain objects, one on each line.") from None
    listed = isinstance(data, list)
    for position, item in enumerate(data if listed else [data], 1):
        yield from records(item, f"item {position}" if listed and len(data) > 1 else "", rule)


def is_plain(item: Any, rule: FileRule) -> bool:
    """Is a JSON value an object with a text of its own: one article, not a container or another format's item?"""
    try:
        return isinstance(item, dict) and not ninjs.is_ninjs(item) and bool(map_columns(item, rule))
    except InputError:
        return False


def records(item: Any, place: str, rule: FileRule, depth: int = 0) -> Iterator[Item]:
    """What a JSON value holds, each bad item with its place."""
    try:
        yield from _records(item, place, rule, depth)
    except InputError as error:
        yield Rejected(place, error.problem, error.remedy)


def _records(item: Any, place: str, rule: FileRule, depth: int) -> Iterator[Item]:
    if not isinstance(item, dict):
        raise InputError(
            f"is {KINDS.get(type(item), 'null')}, not an object.", remedy='write {"text": "…"} on each line.'
        )
    if is_plain(item, rule):
        columns = map_columns(item, rule)
        yield Record(place, {name: item[column] for name, column in columns.items()})
    elif "jsonfeed.org" in str(item.get("version"))[:60]:
        yield from _feed(item, place)
    elif ninjs.is_ninjs(item):
        yield from ninjs.read(item, place)
    elif depth < DEEPEST and (inner := _list_in(item)) is not None:
        for name in TOTALS:
            if isinstance(item.get(name), int) and not isinstance(item.get(name), bool):
                yield Announced(item[name], f"{name}: {item[name]}")
                break
        for position, one in enumerate(inner, 1):
            where = f"item {position}"
            yield from records(one, f"{place}, {where}" if place else where, rule, depth + 1)
    else:
        map_columns(item, rule)  # raises: it names what is missing


def _list_in(item: Mapping[str, Any]) -> list[Any] | None:
    """The list of objects in an object that has no text of its own."""
    for name in LISTS:
        value = item.get(name)
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            return value
    return None


def _feed(feed: Mapping[str, Any], place: str) -> Iterator[Item]:
    entries = feed.get("items")
    for position, entry in enumerate(entries if isinstance(entries, list) else [], 1):
        where = f"{place}, item {position}" if place else f"item {position}"
        if not isinstance(entry, dict):
            yield Rejected(where, "is not an object.", "export the feed again.")
            continue
        paragraphs, whole = _content(entry)
        fields = {
            "title": entry.get("title"),
            "text": "\n\n".join(paragraphs),
            "byline": ", ".join(filter(None, map(_string, _authors(entry)))),
            "published": entry.get("date_published") or entry.get("date_modified"),
            "language": entry.get("language") or feed.get("language"),
            "url": entry.get("url") or entry.get("external_url"),
            "provider": wire.names(*(_string(name) for name in (feed.get("title"), *_authors(feed)))),
        }
        if not paragraphs:
            yield Rejected(where, "has no text, only what leads to it.", "save the page that it points to.")
            continue
        yield Record(where, {name: value for name, value in fields.items() if value})
        if not whole:
            yield Note(where, TEASER, "teaser")


def _authors(entry: Mapping[str, Any]) -> list[Any]:
    authors = entry.get("authors") or [entry.get("author")]
    return [a.get("name") for a in authors if isinstance(a, dict)] if isinstance(authors, list) else []


def _string(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _content(entry: Mapping[str, Any]) -> tuple[list[str], bool]:
    """The paragraphs of a feed's entry, and whether they are more than its summary."""
    summary = entry.get("summary") if isinstance(entry.get("summary"), str) else ""
    for name, reader in (("content_html", blocks.of_markup), ("content_text", blocks.of_lines)):
        if isinstance(entry.get(name), str) and (found := reader(entry[name])):
            return found, len(" ".join(found)) > len(summary) + 20
    return blocks.of_text(summary), False
