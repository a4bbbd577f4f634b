"""Plain text: the first line is the headline, the rest is the text."""

from collections.abc import Iterator
from pathlib import Path

from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Record, Rejected, unix_lines

LONGEST_HEADLINE = 300


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Record | Rejected]:
    """The one article of a text file. A first line of more than 300 characters, or an only line, is text."""
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        text = unix_lines(handle.read()).strip()
    title, _, rest = text.partition("\n")
    if rest.strip() and len(title) <= LONGEST_HEADLINE:
        yield Record("", {"title": title.strip(), "text": _drop_blank_lines(rest)})
    else:
        yield Record("", {"text": text})


def _drop_blank_lines(text: str) -> str:
    """The text from its first line with anything on it."""
    start = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, start) + 1 :]
