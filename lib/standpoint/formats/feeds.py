"""RSS and Atom feeds saved to disk (feedparser), and news sitemaps, which list articles without texts."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from standpoint.formats import blocks, wire
from standpoint.formats.encoding import Encoding
from standpoint.formats.jsonitems import TEASER
from standpoint.formats.record import FileRule, Item, Listed, Note, Record, Rejected
from standpoint.formats.xmlfile import first, flat, items, load

# A feed that names its encoding wrongly is decoded before feedparser sees it.
AS_UTF8 = "<?xml version='1.0' encoding='utf-8'?>"
OPENS = re.compile(r"<!\[CDATA\[|<!--")
LEADS_ON = re.compile(r"(?:continue reading|read more|weiterlesen|lire la suite|read the full\b.{0,40})\W*", re.I)
WHOLE = 1.2  # a full content is longer than its summary by this


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """The entries of a feed that have a text; a summary alone is an article with a note that it is a teaser."""
    # Imported when first needed: most corpora hold no feeds.
    import feedparser

    markup = load(path, encoding)
    feed = feedparser.parse((AS_UTF8 + markup.lstrip()).encode("utf-8", "replace"), resolve_relative_uris=False)
    outlet = flat(_plain(feed.feed.get("title", "")))
    bare = _mark_up(markup)
    # Every element that opens an entry is one item; one that is never closed was cut off.
    opened, closed = (
        len(re.findall(tag, bare)) for tag in (r"<(?:\w+:)?(?:item|entry)[\s>]", r"</(?:\w+:)?(?:item|entry)>")
    )
    whole = feed.entries[:-1] if feed.entries and len(feed.entries) == opened > closed else feed.entries
    lost = max(opened - len(whole), 0)
    for position, entry in enumerate(whole, 1):
        yield from _entry(entry, f"entry {position}", outlet, feed.feed)
    if lost:
        problem = f"could not be read: the feed is broken ({str(feed.get('bozo_exception', 'no reason given'))[:120]})."
        yield Rejected(f"{lost} entries", problem, "save the feed again.", lost)
    elif not feed.entries:
        yield Rejected("", "is a feed without any entry.", "leave it out.")


def _mark_up(markup: str) -> str:
    """A feed without what only looks like mark-up: CDATA sections and comments."""
    kept, at = [], 0
    while opening := OPENS.search(markup, at):
        end = markup.find("]]>" if opening[0] == "<![CDATA[" else "-->", opening.end())
        if end < 0:
            break
        kept.append(markup[at : opening.start()])
        at = end + 3
    return "".join(kept) + markup[at:]


def _entry(entry: Any, place: str, outlet: str, feed: Any) -> Iterator[Item]:
    summary = _paragraphs(entry.get("summary"))
    contents = [_paragraphs(c.get("value")) for c in entry.get("content", ()) if "src" not in c or c.get("value")]
    content = max(contents, key=lambda found: sum(map(len, found)), default=[])
    text = content if sum(map(len, content)) >= sum(map(len, summary)) else summary
    if not any(text):
        yield Rejected(place, "has no text, only what leads to it.", "save the page that it points to.")
        return
    address = entry.get("link") or (entry.get("id") if str(entry.get("id", "")).startswith("http") else None)
    base = (entry.get("title_detail") or entry.get("summary_detail") or {}).get("base") or feed.get("link")
    if address and not re.match(r"[a-z]+:", address, re.I) and base:
        address = urljoin(base, address)
    address = address if address and re.match("https?:", address, re.I) else None
    authors = [a.get("name") for a in entry.get("authors", ()) if a.get("name")] or [entry.get("author")]
    fields = {
        "title": flat(_plain(entry.get("title", ""))),
        "text": "\n\n".join(text),
        "byline": ", ".join(dict.fromkeys(filter(None, map(flat, authors)))),
        "published": _when(entry),
        "language": _language(entry, feed),
        "url": address,
        "provider": wire.names(flat(entry.get("source", {}).get("title")), outlet, _site(address)),
    }
    yield Record(place, {name: value for name, value in fields.items() if value})
    if sum(map(len, text)) < WHOLE * sum(map(len, summary)) or not content:
        yield Note(place, TEASER, "teaser")


def _paragraphs(value: str | None) -> list[str]:
    found = blocks.of_text(value) if value and value.strip() else []
    return found[:-1] if len(found) > 1 and LEADS_ON.fullmatch(found[-1]) else found


def _site(address: str | None) -> str:
    return urlsplit(address or "").netloc.removeprefix("www.")


def _plain(value: str) -> str:
    """A title without its mark-up."""
    return " ".join(blocks.of_markup(value)) if re.search(r"<\w|&\w+;", value or "") else value or ""


def _when(entry: Any) -> str | None:
    """The date as it is written where that is ISO (its zone may be the outlet's), else as feedparser reads it."""
    for name in ("published", "updated", "created"):
        if written := entry.get(name):
            read_as = entry.get(f"{name}_parsed")
            if re.match(r"\d{4}-\d\d-\d\d", written.strip()) or not read_as:
                return flat(written)
            return time.strftime("%Y-%m-%dT%H:%M:%SZ", read_as)
    return None


def _language(entry: Any, feed: Any) -> str | None:
    details = (entry.get("title_detail") or {}, entry.get("summary_detail") or {})
    return next((d["language"] for d in details if d.get("language")), None) or feed.get("language")


def sitemap(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """A news sitemap lists articles without their texts; an address without a headline is rejected."""
    found, broken = items(load(path, encoding), ("url", "sitemap"))
    for position, url in enumerate(found, 1):
        place, title, address = f"address {position}", first(url, "news/title"), first(url, "loc")
        if not title:
            problem = f"is an address without headline or text ({address[:120]!r}): a sitemap holds no more."
            yield Rejected(place, problem, "save the page that it names.")
            continue
        fields = {
            "title": title,
            "published": first(url, "news/publication_date") or first(url, "lastmod"),
            "language": first(url, "news/publication/language"),
            "url": address,
            "provider": wire.names(first(url, "news/publication/name"), _site(address)),
        }
        yield Listed(place, {name: value for name, value in fields.items() if value})
    if broken:
        yield Rejected("", f"breaks off: it {broken}", "save it again.")
    elif not found:
        yield Rejected("", "is a sitemap without any address.", "leave it out.")
