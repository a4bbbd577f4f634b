"""Plain text: the first line is the headline, a line "By NAME" below it the byline, the rest is the text."""

import re
from collections.abc import Iterator
from pathlib import Path

from standpoint.errors import InputError
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Record, Rejected, unix_lines

LONGEST_HEADLINE = 300
LARGEST = 50_000_000
WORD = r"(?:(?:al-|el-)?[^\W\d_a-z][\w.’'-]*)"
AUTHOR = rf"{WORD}(?: (?:(?:de|da|del|della|di|du|la|le|van|von|der|den|ter|bin|al|el) )*{WORD}){{1,4}}"
BYLINE = re.compile(rf"(?:By|BY|by) (?P<names>{AUTHOR}(?:(?:, (?:and )?| and | & ){AUTHOR}){{0,4}})")  # and no more
NEAR_TOP = 2  # lines below the headline, one of which may be a standfirst


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Record | Rejected]:
    """The one article of a text file. A first line of more than 300 characters, or an only line, is text.

    Raises InputError where the file is too large to be one article.
    """
    if path.stat().st_size > LARGEST:
        problem = f"is a text of more than {LARGEST:,} bytes: more than one article."
        raise InputError(problem, remedy="save each article as a file of its own.")
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        text = unix_lines(handle.read()).strip()
    title, _, rest = text.partition("\n")
    if rest.strip() and len(title) <= LONGEST_HEADLINE:
        byline, rest = _byline(rest)
        yield Record("", {"title": title.strip(), **byline, "text": _drop_blank_lines(rest)})
    else:
        yield Record("", {"text": text})


def _byline(rest: str) -> tuple[dict[str, str], str]:
    """The byline of what stands below the headline ({} without one), and the rest without it, if any of it is left."""
    lines = rest.split("\n", 20)
    filled = [i for i, line in enumerate(lines) if line.strip()]
    for i in filled[:NEAR_TOP]:
        found = BYLINE.fullmatch(" ".join(lines[i].split()))
        if found and i != filled[-1]:
            return {"byline": found["names"]}, "\n".join(lines[:i] + lines[i + 1 :])
    return {}, rest


def _drop_blank_lines(text: str) -> str:
    """The text from its first line with anything on it."""
    start = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, start) + 1 :]
