"""Europresse (Eureka) downloads as HTML, of the old print page (tables) and of the newer one (<article>)."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from standpoint.errors import InputError
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Item, Record, Rejected, unix_lines
from standpoint.written_dates import find_iso

IDENTITY = re.compile(r"(?:news|web|tv|radio|blog|biz|social)[·.][\w]+[·.][\w]+[·.][\w.·-]+")
RIGHTS = re.compile(
    r"\s*(?:©|\(c\)|copyright\b|tous droits réservés|numéro de document|document number|número de documento)", re.I
)
ISSUE = re.compile(r",\s*(?:no\.?|n[°ºo]\.?|nr\.?|numéro|vol\.?)\s*\d.*$", re.I)
NAME = "contains(translate(@class, 'T', 't'), 'titreArticleVisu')"
BREAK, PARAGRAPH = "\ue000", "\ue001"  # private characters for <br> and <p>, so that line ends in the source are not


def looks(opening: str) -> bool:
    """Does the page hold the names of outlets as Europresse marks them?"""
    return (
        opening.startswith("<")
        and "DocPublicationName" in opening
        and bool(re.search("DocHeader|titreArticleVisu", opening, re.I))
    )


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """Every article of the page. Raises InputError where it holds none."""
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        page = unix_lines(handle.read()).replace("\0", "")
    tree = lxml_html.fromstring(page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    for node in tree.xpath("//style | //script"):
        node.drop_tree()
    names = tree.xpath("//span[contains(@class, 'DocPublicationName')]")
    if not names:
        raise InputError("is a page of Europresse without an article.", remedy="download the documents themselves.")
    for number, name in enumerate(names, 1):
        place = f"item {number}"
        fields = _fields(name)
        if fields.get("text"):
            yield Record(place, fields)
        else:
            yield Rejected(place, "holds no text.", "download the document with its text.")


def _fields(name: Any) -> dict[str, Any]:
    """The fields of the article to which the name of its outlet belongs: the box around it is the article."""
    box = next((a for a in name.iterancestors("article")), None)
    newer = box is not None
    if box is None:
        box = next((a for a in name.iterancestors("td", "body")), name.getparent())
    headers = [_line(h) for h in box.xpath(".//span[contains(@class, 'DocHeader')]")]
    titles = box.xpath(f".//*[{NAME}]")
    identity = IDENTITY.search(" ".join(part.strip() for part in box.itertext()))
    written = " ".join(headers)
    author, paragraphs = _newer(box, titles) if newer else _older(box, titles, name)
    found = {
        "article_id": identity[0].rstrip(".") if identity else None,
        "outlet": ISSUE.sub("", _line(name)),
        "published": find_iso(written, "fr") or find_iso(written) or written,
        "title": _line(titles[0]) if titles else None,
        "byline": author,
        "text": "\n\n".join(paragraphs),
    }
    return {key: value for key, value in found.items() if value}


def _newer(article: Any, titles: Sequence[Any]) -> tuple[str, list[str]]:
    """Author and paragraphs of an <article>: the author's line follows the headline, the text is in <section>."""
    after = article.xpath("./header/div[contains(@class, 'titreArticle')]/following-sibling::div")
    named = [*article.xpath(".//*[contains(@class, 'docAuthors')]"), *after]
    author = next((line for node in named if (line := _line(node))), "")
    texts = article.xpath("./section") or article.xpath(".//*[contains(@class, 'DocText')]")
    return author, [p for node in texts for p in _flat([node])]


def _older(box: Any, titles: Sequence[Any], name: Any) -> tuple[str, list[str]]:
    """Author and paragraphs of a table's cell: what stands between headline and copyright."""
    start = titles[0] if titles else box.xpath(".//span[contains(@class, 'DocHeader')]")[-1:] or name
    start = start[0] if isinstance(start, list) else start
    pieces = [start.tail or ""]
    for node in start.itersiblings():
        if node.tag == "table":
            break
        pieces += [_marked(node), node.tail or ""]
    text = "".join(pieces).lstrip(f"{BREAK}{PARAGRAPH} \n\t")
    author = re.match(rf"([^{BREAK}{PARAGRAPH}]{{3,100}}){BREAK}\s*{PARAGRAPH}", text)
    if author:
        text = text[author.end() :]
    return " ".join(author[1].split()) if author else "", _paragraphs(text)


def _flat(nodes: Sequence[Any]) -> list[str]:
    return _paragraphs("".join(_marked(node) for node in nodes))


def _marked(node: Any) -> str:
    """The text of an element, with private characters for what parts lines and paragraphs."""
    if not isinstance(node.tag, str):
        return ""
    if node.tag == "br":
        return BREAK
    inner = (node.text or "") + "".join(_marked(child) + (child.tail or "") for child in node)
    return PARAGRAPH + inner + PARAGRAPH if node.tag in ("p", "div", "section", "li", "h1", "h2", "h3", "tr") else inner


def _paragraphs(text: str) -> list[str]:
    """The paragraphs up to the copyright or the document's number."""
    text = re.sub(rf"{BREAK}\s*{BREAK}", PARAGRAPH, text)
    found = []
    for part in text.split(PARAGRAPH):
        lines = [line for piece in part.split(BREAK) if (line := " ".join(piece.split()))]
        if lines and RIGHTS.match(lines[0]):
            break
        if lines:
            found.append("\n".join(lines))
    return found


def _line(node: Any) -> str:
    return " ".join(node.text_content().split())
