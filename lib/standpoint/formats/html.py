"""HTML pages: the article without the page around it (trafilatura), its title, date, author, address and outlet."""

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from standpoint.errors import InputError
from standpoint.formats.encoding import SAMPLE, Encoding, guess
from standpoint.formats.record import FileRule, Record, Rejected, unix_lines

LARGEST = 20_000_000
# Extraction takes quadratic time in them: this many take some ten seconds.
MOST_TAGS = 100_000
# Only these names reach Python's codecs: some of its others do more than decode.
CHARSET = re.compile(rb"charset\s*=[\s\"']*(windows-\d+|iso-8859-\d+|koi8-[ru]|gb\w+|big5|shift_jis|euc-\w+)", re.I)
DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//article//time/@datetime",
)
# Where nothing above is there: what is printed by the headline, then this, which is often the last change.
LAST_DATES = ("//meta[@name='date' or @name='dc.date' or @name='DC.date.issued']/@content",)
SHORTEST_HEADING = 12
PRINTED = re.compile(r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?:,?\s+\d{1,2}:\d\d)?")
BY = re.compile(r"(?:by|von|par|por|di|door|auteurs?|authors?|autor(?:es|en)?)\b\s*:?\s+(?=\w)", re.I)
NOBODY = {"noauthor", "unknown", "admin", "editor", "none"}
HOUSE_RULES = re.compile(r"(?:our standards:\s*)?the thomson reuters trust principles\W*", re.I)


def declared(path: Path) -> str:
    """The first 8-bit encoding that the page declares and that its bytes fit; "" where there is none."""
    raw = path.read_bytes()
    return _fitting(raw, raw[:8192])


def decoded(raw: bytes, content_type: str, language: str) -> str:
    """A page from an archive as text: UTF-8 where it is valid, else as its answer or the page itself declares."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = _fitting(raw, content_type.encode("ascii", "replace") + b"\n" + raw[:8192])
        found = Encoding(name, "strict", "") if name else guess(raw[:SAMPLE], error.start, language)
        return raw.decode(found.name, found.errors)


def checked(page: str) -> str:
    """The page, where it is small enough to be one article; raises InputError where it is not."""
    if page.count("<") > MOST_TAGS:
        problem = f"is a page of more than {MOST_TAGS:,} tags: more than one article."
        raise InputError(problem, remedy="save each article alone, or its text as .txt.")
    return page


def _fitting(raw: bytes, said: bytes) -> str:
    for name in CHARSET.findall(said):
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
    page = unix_lines(path.read_text(encoding=encoding.name, errors=encoding.errors).replace("\0", ""))
    yield Record("", extract(checked(page)))


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
    found, stated = document.as_dict(), _stated(tree)
    title = _title(found.get("title"), found.get("sitename"), tree)
    lines = [line for line in document.text.splitlines() if line.strip() and not HOUSE_RULES.fullmatch(line.strip())]
    if not lines:
        raise InputError("holds no article text.", remedy="save the page with its article, or leave the file out.")
    # The headline is a field of its own, also where the page has it inside the article.
    repeated = len(lines) > 1 and lines[0].strip() in (title, _first(tree, "//h1"))
    return {
        "text": "\n\n".join(lines[1:] if repeated else lines),
        "title": title,
        "published": stated.get("published")
        or _first(tree, *DATES)
        or _printed(tree)
        or _first(tree, *LAST_DATES)
        or found.get("date"),
        "byline": _byline(found, stated.get("byline"), _first(tree, "//meta[@name='author']/@content")),
        "url": found.get("url"),
        "outlet": found.get("sitename"),
        "language": _first(tree, "/html/@lang"),
    }


def _first(tree: Any, *paths: str) -> str | None:
    for path in paths:
        for node in tree.xpath(path):
            text = " ".join((node if isinstance(node, str) else node.text_content()).split())
            if text:
                return text
    return None


def _title(title: str | None, site: str | None, tree: Any) -> str | None:
    """The headline as printed: the heading that the page's title contains, else that title without the site's name."""
    headings = [" ".join(node.text_content().split()) for node in tree.xpath("//h1")]
    if not title:
        return next(filter(None, headings), None) or _first(tree, "//title")
    named = f"{title}\n{_first(tree, '//title') or ''}"
    inside = [heading for heading in headings if len(heading) >= SHORTEST_HEADING and heading in named]
    # A heading may hold a kicker too: then its parts are looked at.
    parts = [" ".join(node.text_content().split()) for node in tree.xpath("//h1//span")]
    inside = inside or [part for part in parts if len(part) >= SHORTEST_HEADING and part in named]
    if inside:
        return max(inside, key=len)
    head, _, tail = re.sub(r" [|–—-] (?=[^|–—]*$)", "\0", title).rpartition("\0")
    short, long = sorted((_squeezed(site), _squeezed(tail)), key=len)
    return head if head and short and long.startswith(short) else title


def _byline(found: dict[str, Any], *stated: str | None) -> str | None:
    """Who wrote it. The outlet's own name says nothing: then the next place that names somebody counts."""
    outlet = _squeezed(found.get("sitename"))
    names = [BY.sub("", name.strip(), count=1) for name in (*stated, found.get("author")) if name]
    return next((n for n in names if n and _squeezed(n) not in outlet and _squeezed(n) not in NOBODY), None)


def _printed(tree: Any) -> str | None:
    """The date printed right behind the headline."""
    for heading in tree.xpath("//h1")[:1]:
        behind = " ".join(" ".join(heading.xpath("./following::text()[position() < 40]")).split())[:200]
        if match := PRINTED.search(behind):
            return match[0]
    return None


def _squeezed(name: str | None) -> str:
    return re.sub(r"\W|_", "", name or "").lower()


def _stated(tree: Any) -> dict[str, str]:
    """When and by whom, as the page tells machines (schema.org in JSON-LD): with the hour, which readers often miss."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            for item in _objects(json.loads(script, strict=False)):
                if isinstance(item.get("datePublished"), str) and item["datePublished"].strip():
                    return {"published": item["datePublished"].strip(), "byline": _names(item.get("author"))}
        except (ValueError, RecursionError):
            continue
    return {}


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object in `data`, the outer ones first."""
    if isinstance(data, dict):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _objects(inner)


def _names(author: Any) -> str:
    """The author's name or names as one byline."""
    names = [a.get("name") if isinstance(a, dict) else a for a in (author if isinstance(author, list) else [author])]
    return ", ".join(name.strip() for name in names if isinstance(name, str) and name.strip())
