"""Nexis Uni / Lexis Advance downloads as Word documents: bookmarks, or "End of Document", part the items."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from standpoint.errors import InputError
from standpoint.formats import nexis
from standpoint.formats.nexis import Block
from standpoint.formats.nexis_text import record
from standpoint.formats.record import Announced, FileRule, Item, Record, Rejected
from standpoint.written_dates import find_iso

PART = "word/document.xml"
LARGEST = 300_000_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BOOKMARK = re.compile(r"Bookmark_\d+")
COUNT = re.compile(r"(?:documents?|dokumente?n?|documentos|documenti|documenten|文档|文件)\s*\((\d[\d.,]*)\)", re.I)
CONTENT = re.compile(r"contentItem(?::|%3A)([0-9A-Z]{4}(?:-[0-9A-Z]+)+)", re.I)
NUMBERED = re.compile(r"(\d+)\.\s*\S")
END = {"endofdocument", "endedesdokuments", "findudocument", "findeldocumento", "finedeldocumento",
       "eindevandocument", "eindevanhetdocument", "fimdodocumento", "文档结束"}  # fmt: skip
NOT_NEXIS = "is a Word document in which no article of a Nexis download was recognised."
REMEDY = "download it again as a Word document with full text, or save a single article as .txt."


class Line(NamedTuple):
    """A paragraph of a document: its text, its bookmarks, and the addresses that it links to."""

    text: str
    bookmarks: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def looks(path: Path) -> bool:
    """Is the file a Word document?"""
    try:
        with zipfile.ZipFile(path) as archive:
            return PART in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def read(path: Path, rule: FileRule) -> Iterator[Item]:
    """Every item of the download; the number that its cover gives is announced.

    Raises InputError where the document cannot be opened or holds no item.
    """
    yield from items(_lines(path), NOT_NEXIS)


def items(lines: Sequence[Line], nothing: str, remedy: str = REMEDY) -> Iterator[Item]:
    """Every item of a download of the newer form, Word or RTF. Raises InputError with `nothing` where there is none."""
    parts, cover = _parts(lines)
    if not parts:
        raise InputError(nothing, remedy=remedy)
    if count := next((match for line in cover if (match := COUNT.fullmatch(line.text.strip()))), None):
        yield Announced(int(re.sub(r"\D", "", count[1])), count[0])
    ids = _listed(cover)
    for number, part in enumerate(parts, 1):
        found = record(f"item {number}", [Block(line.text) for line in part])
        if isinstance(found, Rejected):
            yield found
            continue
        link = _content(part[:3]) or ids.get(number)
        yield Record(found.place, {"article_id": link, **found.fields} if link else found.fields)


def _lines(path: Path) -> list[Line]:
    # Imported when first needed: most corpora hold no Word documents.
    import docx
    from docx.table import Table

    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(PART).file_size > LARGEST:
                raise InputError(f"is larger than {LARGEST:,} bytes when unpacked.", remedy="download fewer articles.")
        document = docx.Document(str(path))
    except InputError:
        raise
    except Exception as error:  # whatever is broken in an archive, the next file must still be read
        problem = f"cannot be opened as a Word document ({type(error).__name__}: {str(error)[:120]})."
        raise InputError(problem, remedy="download it again.") from None
    found = []
    for element in document.iter_inner_content():
        if isinstance(element, Table):
            rows = [" ".join(" ".join(cell.text.split()) for cell in row.cells) for row in element.rows]
            found.append(Line("\n".join(rows)))
            continue
        marks = tuple(mark.get(f"{W}name", "") for mark in element._p.iter(f"{W}bookmarkStart"))
        found.append(Line(element.text, marks, tuple(link.address or "" for link in element.hyperlinks)))
    return found


def _parts(lines: Sequence[Line]) -> tuple[list[Sequence[Line]], Sequence[Line]]:
    """The items and the cover. Bookmarks part them best; where there are none, the lines that end a document."""
    starts, seen = [], set()
    for i, line in enumerate(lines):
        fresh = {name for name in line.bookmarks if BOOKMARK.fullmatch(name)} - seen
        if fresh:
            starts.append(i)
            seen |= fresh
    ends = [i for i, line in enumerate(lines) if nexis.squeezed(line.text) in END]
    if len(starts) >= len(ends) and starts:
        return [_item(lines[a:b]) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)], lines[: starts[0]]
    parts, begin, cover = [], 0, lines[:0]
    for end in [*ends, len(lines)]:
        part = lines[begin:end]
        begin = end + 1
        if not any(nexis.label(line.text) or line.text.strip() == "Body" for line in part):
            continue
        if not parts:
            first = _first(part)
            cover, part = part[:first], part[first:]
        parts.append(_item(part))
    return parts, cover


def _item(lines: Sequence[Line]) -> Sequence[Line]:
    end = next((i for i, line in enumerate(lines) if nexis.squeezed(line.text) in END), len(lines))
    return [line for line in lines[:end] if line.text.strip()]


def _first(lines: Sequence[Line]) -> int:
    """Where the first item begins behind the cover: two paragraphs before the date that its labels follow."""
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    for at, i in enumerate(filled):
        follows = [lines[j].text for j in filled[at + 1 : at + 6]]
        if find_iso(lines[i].text) and len(lines[i].text) < 90 and any(
            (named := nexis.label(text)) and named[0] in ("length", "section", "byline") for text in follows
        ):  # fmt: skip
            return filled[max(0, at - 2)]
    return 0


def _content(lines: Sequence[Line]) -> str | None:
    """The database's own id of an item, from the address that its headline links to."""
    return next((match[1].upper() for line in lines for link in line.links if (match := CONTENT.search(link))), None)


def _listed(cover: Sequence[Line]) -> dict[int, str]:
    """The same from the cover's list of items."""
    found = {}
    for line in cover:
        if (number := NUMBERED.match(line.text.strip())) and (content := _content([line])):
            found.setdefault(int(number[1]), content)
    return found
