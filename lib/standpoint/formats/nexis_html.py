"""Nexis downloads as HTML, of the classic form: an anchor DOC_ID opens each item, comments hold its markup."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html as lxml_html

from standpoint.formats.encoding import Encoding
from standpoint.formats.nexis import Block
from standpoint.formats.nexis_text import MARK, announcement, record
from standpoint.formats.record import Announced, FileRule, Item, Rejected, unix_lines

OPENS = re.compile(r"<DOC NUMBER=\d+>", re.I)
CLOSED = re.compile(r"</DOCFULL>", re.I)
META = re.compile(r"<meta\s[^>]*\bdocuments\s*=\s*[\"']?(\d+)[^>]*>", re.I)
RULE = re.compile(r"\.(c\d+)\s*\{([^}]*)\}")
# Kept apart from the text by a private character, so that they can be told from line ends in the source.
BREAK = "\ue000"


def looks(opening: str) -> bool:
    """Does the page hold items of a Nexis download?"""
    return opening.startswith("<") and bool(OPENS.search(opening)) and "DOCFULL" in opening.upper()


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """Every item of the page; the number that its head gives is announced."""
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        page = unix_lines(handle.read()).replace("\0", "")
    centred = {name for name, style in RULE.findall(page) if re.search(r"text-align:\s*center", style)}
    opened = [m.start() for m in OPENS.finditer(page)]
    parts = [page[a:b] for a, b in zip(opened, [*opened[1:], len(page)], strict=True)]
    items = [list(_blocks(CLOSED.split(part)[0], centred)) for part in parts]
    marks = [next((m for b in item[:3] if (m := MARK.match(b.text))), None) for item in items]
    if announced := _announced(page, [(m[1] or m[3], m[2] or m[4], m[0].strip()) for m in marks if m]):
        yield announced
    for number, (item, mark) in enumerate(zip(items, marks, strict=True), 1):
        place = f"item {number}"
        kept = [b for b in item if not (mark and b.text == mark.string)]
        yield record(place, kept) if kept else Rejected(place, "is empty.", "download it again.")


def _announced(page: str, marks: list[tuple[str, str, str]]) -> Announced | None:
    if (match := META.search(page)) and int(match[1]):
        return Announced(int(match[1]), " ".join(match[0].split()))
    cover = re.sub(r"<br\s*/?>", "\n", OPENS.split(page)[0], flags=re.I)
    return announcement(re.sub(r"<[^>]*>", "", cover), marks)


def _blocks(part: str, centred: set[str]) -> Iterator[Block]:
    """The paragraphs of one item: what stands in a <P>, and what stands beside them."""
    # The item's opening comment is closed inside the part, its closing one is cut off.
    part = re.sub(r"^<DOC NUMBER=\d+>\s*<DOCFULL>\s*-->", "", part, flags=re.I).rpartition("<!--")[0] or part
    tree = lxml_html.fromstring(f"<div>{part}</div>", parser=lxml_html.HTMLParser(encoding="utf-8"))
    for node in tree.iter("style", "script"):
        node.drop_tree() if node.getparent() is not None else None
    for node in tree.iter("br"):
        node.tail = BREAK + (node.tail or "")
    for row in tree.iter("tr"):
        for cell in row:
            cell.tail = " " + (cell.tail or "")
    for node in tree.iter("p", "tr"):
        if node.tag == "p" and any(a.tag == "tr" for a in node.iterancestors()):
            continue
        text = "\n".join(line for line in _lines(node.text_content()))
        box = next((a.get("class", "") for a in node.iterancestors("div")), "")
        if text:
            yield Block(text, centred=(box in centred if node.get("align") is None else node.get("align") == "center"))


def _lines(text: str) -> Iterator[str]:
    for line in text.split(BREAK):
        if line := " ".join(line.split()):
            yield line
