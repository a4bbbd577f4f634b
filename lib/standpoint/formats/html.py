"""HTML pages: the article without the page around it (trafilatura), its title, date, author, address and outlet."""

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from standpoint.errors import InputError
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Record, Rejected, unix_lines

LARGEST = 20_000_000
# Only these names reach Python's codecs: some of its others do more than decode.
CHARSET = re.compile(rb"charset\s*=[\s\"']*(windows-\d+|iso-8859-\d+|koi8-[ru]|gb\w+|big5|shift_jis|euc-\w+)", re.I)
DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//article//time/@datetime",
)


def declared(path: Path) -> str:
    """The first 8-bit encoding that the page declares and that its bytes fit; "" where there is none."""
    raw = path.read_bytes()
    for name in CHARSET.findall(raw[:8192]):
        try:
            raw.decode(codecs.lookup(name.decode()).name)
            return codecs.lookup(name.decode()).name
        except (LookupError, UnicodeDecodeError):
            continue
    return ""


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Record | Rejected]:
    """The one article of a saved page. Raises InputError where the page is too large or holds no article."""
    if path.stat().st_size > LARGEST:
        raise InputError(f"is a page of more than {LARGEST:,} bytes.", remedy="save the article alone.")
    page = unix_lines(path.read_text(encoding=encoding.name, errors=encoding.errors).replace("\0", "\ufffd"))
    yield Record("", extract(page))


def extract(page: str) -> dict[str, Any]:
    """Text, title, published, byline, url, outlet and language of a page, null where not found.

    Raises InputError where the page holds no article.
    """
    # Imported when first needed: it takes a quarter of a second, and most corpora hold no pages.
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(page, with_metadata=True, include_comments=False, include_tables=False)
        tree = lxml_html.fromstring(page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except Exception as error:  # a hostile page may break the parser anywhere; the next page must still be read
        problem = f"cannot be read as a page ({type(error).__name__}: {error})."
        raise InputError(problem, remedy="save it again.") from None
    if document is None or not (document.text or "").strip():
        raise InputError("holds no article text.", remedy="save the page with its article, or leave the file out.")
    found = document.as_dict()
    return {
        "text": "\n\n".join(line for line in document.text.splitlines() if line.strip()),
        "title": found.get("title") or _first(tree, "//h1") or _first(tree, "//title"),
        "published": _published(tree) or found.get("date"),
        "byline": found.get("author"),
        "url": found.get("url"),
        "outlet": found.get("sitename"),
        "language": _first(tree, "/html/@lang"),
    }


def _first(tree: Any, path: str) -> str | None:
    for node in tree.xpath(path):
        text = " ".join((node if isinstance(node, str) else node.text_content()).split())
        if text:
            return text
    return None


def _published(tree: Any) -> str | None:
    """When the page says it was published, with its hour: agencies' copy and reprints differ by hours."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            found = _date_published(json.loads(script))
        except (ValueError, RecursionError):
            continue
        if found:
            return found
    return next((found for path in DATES if (found := _first(tree, path))), None)


def _date_published(data: Any) -> str | None:
    if isinstance(data, list):
        return next((found for item in data if (found := _date_published(item))), None)
    if not isinstance(data, dict):
        return None
    date = data.get("datePublished")
    return date.strip() if isinstance(date, str) and date.strip() else _date_published(data.get("@graph"))
