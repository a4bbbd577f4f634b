"""Plain text: the first line is the headline, the rest is the text."""

from collections.abc import Iterator
from pathlib import Path

from standpoint.errors import InputError
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Record, Rejected, unix_lines

LONGEST_HEADLINE = 300
LARGEST = 50_000_000


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
        yield Record("", {"title": title.strip(), "text": _drop_blank_lines(rest)})
    else:
        yield Record("", {"text": text})


def _drop_blank_lines(text: str) -> str:
    """The text from its first line with anything on it."""
    start = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, start) + 1 :]
