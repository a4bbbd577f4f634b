"""Lists of stories from Media Cloud, CSV or JSON: headline, address, date and outlet of each, mostly no text."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from standpoint.errors import InputError
from standpoint.formats.delimited import LONGEST_CELL, each_row, header_names, named_rows
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Item, Listed, Note, Rejected, unix_lines

# Our field, and the columns that hold it, over the years; read by name, as columns came and went.
COLUMNS = {
    "article_id": ("stories_id", "id"),
    "title": ("title",),
    "outlet": ("media_name", "media_url"),
    "published": ("publish_date",),
    "language": ("language",),
    "url": ("url", "article_url"),
    "text": ("text", "story_text"),
}
LARGEST = 100_000_000  # bytes of JSON
NO_TEXT = "is a list without texts: its articles are kept with headline, date and outlet, and their text is empty."
NO_STORY = "is not an object."


def looks(opening: str) -> bool:
    """Does it begin with the columns of a story list, or with a story as JSON?"""
    if opening.startswith(("{", "[")):
        keys = set(re.findall(r'"(\w+)"\s*:', opening))
        return {"stories_id", "media_id"} <= keys or {"media_name", "media_url", "publish_date"} <= keys
    names = header_names(opening, ",")
    return {"media_name", "media_url", "publish_date", "title"} <= names and bool({"url", "article_url"} & names)


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """Every story of the list, as an article that may have no text. Raises InputError where it cannot be read."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        start = handle.read(1)
        handle.seek(0)
        if start in "{[" and path.stat().st_size > LARGEST:
            raise InputError(f"is a list of more than {LARGEST:,} bytes.", remedy="download it as CSV, or in parts.")
        stories = _of_json(handle.read()) if start in "{[" else _of_csv(handle)
        without = False
        for place, story in stories:
            if isinstance(story, str):
                yield Rejected(place, story, "download the list again.")
                continue
            found = _fields(story)
            without = without or not found.get("text")
            yield Listed(place, found)
    if without:
        yield Note("", NO_TEXT, "no texts")


def _of_csv(handle: Any) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    rows = named_rows(handle, ",")
    for row in each_row(rows):
        place = f"line {rows.line_num}"
        if isinstance(row, csv.Error):
            yield place, f"cannot be read ({row})."
        else:
            yield place, "has more cells than the header." if None in row else row


def _of_json(text: str) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    """One story, a list of them, or one a line."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        yield from _of_lines(text)
        return
    items = [("", data)] if isinstance(data, dict) else [(f"item {i}", d) for i, d in enumerate(data, 1)]
    for place, item in items:
        yield place, item if isinstance(item, dict) else NO_STORY


def _of_lines(text: str) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    for number, line in enumerate(filter(str.strip, text.split("\n")), 1):
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            if number == 1:
                raise InputError(f"is not JSON ({error}).", remedy="download it again.") from None
            yield f"line {number}", f"is not JSON ({error})."
            continue
        yield f"line {number}", item if isinstance(item, dict) else NO_STORY


def _fields(story: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for field, names in COLUMNS.items():
        value = next((story[name] for name in names if story.get(name) not in (None, "")), None)
        if isinstance(value, str):
            value = unix_lines(value).strip()
        if value is not None:
            found[field] = value
    if isinstance(found.get("published"), str):
        found["published"] = found["published"].removesuffix(" 00:00:00")
    return found
