"""Factiva downloads as HTML: with two-letter codes in a table, or without codes, as a run of unlabelled lines."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from standpoint.errors import InputError
from standpoint.formats import factiva
from standpoint.formats.encoding import Encoding
from standpoint.formats.language_names import language_code
from standpoint.formats.record import FileRule, Item, Record, Rejected, unix_lines
from standpoint.written_dates import find_iso

SIGN = re.compile(r"<title>\s*(?:Dow Jones\s+)?Factiva|articleParagraph|_XFORMSESSSTATE|class=[\"']?factivalogo", re.I)
IS_ARTICLE = "contains(concat(' ', normalize-space(@class), ' '), ' article ')"
OUTERMOST = f"//div[{IS_ARTICLE} and not(ancestor::div[{IS_ARTICLE}])]"
PARAGRAPH = "contains(@class, 'articleParagraph')"
COUNTED = re.compile(r"\d[\d.,\s]*[^\W\d_]{1,12}\.?")
CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s*\S{1,5}){0,2}")
CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
RIGHTS = re.compile(r"\(c\)|©|copyright", re.I)


def looks(opening: str) -> bool:
    """Is the page a Factiva download? Its articles may begin far behind its style sheets."""
    return opening.startswith("<") and bool(SIGN.search(opening)) and "factiva" in opening.lower()


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """Every article of the page. Raises InputError where it holds none."""
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        page = unix_lines(handle.read()).replace("\0", "")
    tree = lxml_html.fromstring(page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    articles = tree.xpath(OUTERMOST)
    if not articles:
        raise InputError("is a page of Factiva without an article.", remedy="save the articles, not the list of them.")
    for number, article in enumerate(articles, 1):
        place = f"item {number}"
        try:
            yield Record(place, _coded(article) or _plain(article))
        except InputError as error:
            yield Rejected(place, error.problem, error.remedy)


def _coded(article: Any) -> dict[str, Any]:
    """The fields of an article whose codes stand in the first cell of a table's rows; {} where there are none."""
    coded: dict[str, list[str]] = {}
    for row in article.xpath(".//tr[td]"):
        code = _text(row[0])
        if len(row) < 2 or code not in factiva.CODES:
            continue
        paragraphs = [_text(p) for p in row[1].xpath(f".//p[{PARAGRAPH}]")] or [_text(row[1])]
        coded.setdefault(code, []).extend(paragraphs)
    return factiva.fields(coded) if coded else {}


def _plain(article: Any) -> dict[str, Any]:
    """The fields of an article without codes.

    Before its first paragraph stands a run of lines: [section] headline [author] words date [time] outlet code
    [edition] [page] language copyright. Their order is fixed, their presence is not: they are told by what is in them.
    """
    headline = next(iter(article.xpath(".//*[@id='hd'] | .//*[contains(@class, 'Headline')]")), None)
    author = next(iter(article.xpath(".//div[@class='author']")), None)
    paragraphs = article.xpath(f".//p[{PARAGRAPH}] | .//pre[{PARAGRAPH}]")
    first = paragraphs[0] if paragraphs else None
    lines = []
    for node in article.iter():
        if node is first:
            break
        if node.tag not in ("div", "p") and node is not headline:
            continue
        if headline is not None and (headline in node.iter() or headline in node.iterancestors()):
            lines = []  # what stands before the headline is the section
        elif node is not author and not node.xpath("./div") and (text := _text(node)) and node.get("id") != "hd":
            lines.append(text)
    title = _text(headline) if headline is not None else ""
    lines = [line for line in lines if line != title]
    found = _header(lines)
    found["title"] = title
    found["byline"] = factiva.byline(_text(author)) if author is not None else found.get("byline")
    identity = next((i for a in [article, *article.iterancestors(), *article.iterdescendants()]
                     if (i := a.get("id") or "").startswith("article-")), "")  # fmt: skip
    closing = [_text(p) for p in article.xpath(".//p")][-1:]
    found["article_id"] = factiva.accession(identity[8:] or (closing[0] if closing else ""))
    found["text"] = factiva.body([_text(p) for p in paragraphs], found.pop("rights", ""))
    if not found["text"]:
        raise InputError("holds no text.", remedy="download the full articles, not headlines.")
    return {name: value for name, value in found.items() if value}


def _header(lines: Sequence[str]) -> dict[str, Any]:
    """Date, outlet, language and copyright from the lines of the head, told by what is in them."""
    found: dict[str, Any] = {}
    dated = next((i for i, line in enumerate(lines) if find_iso(line)), None)
    if dated is None:
        counted = next((i for i, line in enumerate(lines) if COUNTED.fullmatch(line)), -1)
        dated = counted + 1 if 0 <= counted + 1 < len(lines) else None
        if dated is None:
            return found
    # An author line that is no box of its own stands before the number of words.
    before = [line for line in lines[:dated] if not COUNTED.fullmatch(line)]
    found["byline"] = factiva.byline(before[-1]) if before else None
    rest = list(lines[dated + 1 :])
    written = lines[dated]
    if rest and CLOCK.fullmatch(rest[0]):
        written += " " + rest.pop(0)
    found["published"] = find_iso(written) or written
    found["outlet"] = rest[0] if rest else None
    rights = next((i for i, line in enumerate(rest) if i and RIGHTS.search(line)), len(rest))
    found["rights"] = rest[rights] if rights < len(rest) else ""
    named = [code for line in rest[1 : rights + 1] if not CODE.fullmatch(line) and (code := language_code(line))]
    found["language"] = named[-1] if named else None
    return found


def _text(node: Any) -> str:
    return " ".join(node.text_content().split())
