"""Factiva's old XML download (PPSResponse): one <article> each, with the parts of its text as elements."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from standpoint.errors import InputError
from standpoint.formats import factiva
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import Announced, FileRule, Item, Record, Rejected, unix_lines


def looks(opening: str) -> bool:
    """Is this XML in Factiva's namespace for articles?"""
    return opening.lstrip("\ufeff").startswith("<") and "global.factiva.com/pps" in opening[:5000]


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """Every article; the number that the result set gives is announced. Raises InputError where it is not sound XML."""
    try:
        root = ElementTree.parse(str(path)).getroot()
    except (ElementTree.ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise InputError(f"is not sound XML ({error}).", remedy="export it again.") from None
    for node in root.iter():
        node.tag = str(node.tag).rpartition("}")[2]
    if (result := root.find(".//ppsarticleResultSet")) is not None and (count := result.get("count", "")).isdigit():
        yield Announced(int(count), f'count="{count}"')
    number = 0
    for number, article in enumerate(root.iter("article"), 1):
        place = f"item {number}"
        paragraphs = [*_paragraphs(article, "leadParagraph"), *_paragraphs(article, "tailParagraphs")]
        when = article.find("publicationDate")
        found = {
            "article_id": factiva.accession(_line(article, "accessionNo")),
            "title": _line(article, "headline"),
            "byline": factiva.byline(_line(article, "byline")),
            "outlet": _line(article, "sourceName"),
            "published": " ".join("".join(when.itertext()).split()) if when is not None else "",
            "language": _line(article, "baseLanguage").lower(),
            "text": factiva.body(paragraphs, _line(article, "copyright")),
        }
        if found["text"]:
            yield Record(place, {name: value for name, value in found.items() if value})
        else:
            yield Rejected(place, "holds no text.", "export the full articles.")
    if not number:
        yield Rejected("", "is an answer of Factiva without an article.", "export the full articles.")


def _line(article: Any, name: str) -> str:
    node = article.find(name)
    return " ".join("".join(node.itertext()).split()) if node is not None else ""


def _paragraphs(article: Any, name: str) -> list[str]:
    """The paragraphs of a part: its <paragraph> elements; else its text, where blank or indented lines part them."""
    node = article.find(name)
    if node is None:
        return []
    inner = node.findall("paragraph")
    if inner:
        return [" ".join("".join(p.itertext()).split()) for p in inner]
    text = unix_lines("".join(node.itertext()))
    return [" ".join(part.split()) for part in re.split(r"\n[ \t]*\n|\n(?=[ \t]{2,}\S)", text)]
