"""Nexis downloads as plain text, of the classic form: "1 of 100 DOCUMENTS" opens each item."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from standpoint.errors import InputError
from standpoint.formats import nexis
from standpoint.formats.encoding import Encoding
from standpoint.formats.nexis import Block
from standpoint.formats.record import Announced, FileRule, Item, Record, Rejected, unix_lines

# In the languages of the interface.
OF = r"(?:of|von|de|sur|di|van|из)"
DOCUMENTS = r"(?:DOCUMENTS?|DOKUMENT(?:EN?)?|DOCUMENTOS?|DOCUMENTI|DOCUMENTEN|ДОКУМЕНТОВ)"
MARK = re.compile(rf"[ \t]*(?:(\d+) {OF} (\d+) {DOCUMENTS}|{DOCUMENTS} (\d+) {OF} (\d+))[ \t]*$", re.I | re.M)
SELECTED = re.compile(r"^[^\n:]{3,40}:\s*[^\n]*?(\d+)-(\d+)\s*$", re.M)
COVER = re.compile(r"^\s*(?:Download Request|Time Of Request|Print Request|Anforderungszeit|Date de la demande)\b.*:",
                   re.I | re.M)  # fmt: skip
CENTRED = re.compile(r" {8,}\S")
WIDEST = 82


def looks(opening: str) -> bool:
    """Is this the beginning of such a download: a mark of its first item, or its cover, before anything else?"""
    return bool(MARK.search(opening[:20_000]) and _labelled(opening)) or bool(
        COVER.search(opening[:3000]) and _labelled(opening)
    )


def _labelled(opening: str) -> bool:
    return any(nexis.label(line) for line in opening.splitlines())


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """Every item of the download; what the cover or the marks say how many there are is announced."""
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        text = unix_lines(handle.read())
    yield from items(text)


def items(text: str) -> Iterator[Item]:
    """Every item of the text of a download. A text without marks is one item."""
    marks = list(MARK.finditer(text))
    cover = text[: marks[0].start()] if marks else text[:3000]
    if announced := announcement(cover, [(m[1] or m[3], m[2] or m[4], m[0].strip()) for m in marks]):
        yield announced
    if not marks:
        yield record("", list(blocks(_behind_cover(text))))
        return
    ends = [m.start() for m in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        yield record(f"item {mark[1] or mark[3]}", list(blocks(text[mark.end() : end])))


def record(place: str, found: list[Block]) -> Record | Rejected:
    """The record of an item, or why there is none."""
    try:
        return Record(place, nexis.item(found))
    except InputError as error:
        return Rejected(place, error.problem, error.remedy)


def announcement(cover: str, marks: Iterable[tuple[str, str, str]]) -> Announced | None:
    """How many items a download says it holds: the range that its cover names, else what most of its marks say."""
    if COVER.search(cover) and (match := SELECTED.search(cover)) and int(match[2]) >= int(match[1]):
        return Announced(int(match[2]) - int(match[1]) + 1, match[0].strip())
    marks = list(marks)
    # Marks that do not begin with the first item are a part of a longer list: then they say nothing about this file.
    if not marks or int(marks[0][0]) != 1:
        return None
    total = Counter(total for _, total, _ in marks).most_common(1)[0][0]
    return Announced(int(total), next(words for _, t, words in marks if t == total))


def _behind_cover(text: str) -> str:
    """The text from its first centred line on that is none of the cover's, where a cover stands before it."""
    if not COVER.search(text[:3000]):
        return text
    lines = text.splitlines(keepends=True)
    centred = (i for i, line in enumerate(lines) if CENTRED.match(line) and not COVER.match(line))
    # Without one, what follows the lines of the cover that open the file.
    bare = (i for i, line in enumerate(lines) if line.strip() and not COVER.match(line))
    return "".join(lines[next(centred, next(bare, 0)) :])


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs: lines that were broken to fit the page are joined, others stay lines."""
    for part in re.split(r"\n[ \t]*\n", text):
        lines = [line.rstrip() for line in part.split("\n") if line.strip()]
        if not lines:
            continue
        if all(CENTRED.match(line) for line in lines):
            yield Block("\n".join(line.strip() for line in lines), centred=True)
        else:
            yield Block(_unwrapped(lines))


def _unwrapped(lines: list[str]) -> str:
    """A line goes on in the next where that one's first word would not have fitted on it."""
    out = lines[0]
    for before, line in pairwise(lines):
        first = re.match(r"\s*(\S+)", line)
        fitted = len(before) + 1 + len(first[1] if first else "") <= 72
        out += ("\n" if fitted and not line[:1].islower() else " ") + line.strip()
    return out
