"""NewsML-G2: news items, packages of items, and messages that hold several of both."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from standpoint.formats import blocks, nitf, wire
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import Announced, FileRule, Item, Note, Rejected
from standpoint.formats.xmlfile import find, first, flat, items, load, local, moment, said

ITEMS = ("newsItem", "packageItem")
SECONDARY = ("sub", "secondary", "short", "kicker", "overline", "alternative")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """The articles of a NewsML-G2 file; a package says how many it holds, and which of them are not in the file."""
    found, broken = items(load(path, encoding), ITEMS)
    there = {item.get("guid") for item in found}
    news = [item for item in found if local(item) == "newsItem"]
    for package in found:
        if local(package) == "packageItem":
            yield from _package(package, there, alone=not news)
    for position, item in enumerate(news, 1):
        yield from _item(item, wire.numbered(len(news), position))
    if broken:
        yield wire.broken_off(broken, f"item {len(news) + 1}" if found else "")
    elif not found:
        yield Rejected("", "is NewsML-G2 without any news item (concepts or planning only).", "leave it out.")


def _package(package: etree._Element, there: set[str | None], *, alone: bool) -> Iterator[Item]:
    refs = {ref.get("residref") or ref.get("href") or "": ref for ref in find(package, "//itemRef")}
    named = [
        name
        for name, ref in refs.items()
        if name in there or not wire.NOT_TEXT.search(first(ref, "itemClass@qcode") or ref.get("contenttype") or "")
    ]
    shown = f"{len(named)} item{'' if len(named) == 1 else 's'}"
    guid = (package.get("guid") or "")[:80]
    if alone:
        problem = f"is a package: it names {shown} and holds none of them."
        yield Rejected("", problem, "put the items that it names beside it.")
    elif named:
        yield Announced(len(named), f"package {guid}".strip() + f": {shown}")
        for ref in [ref for ref in named if ref not in there]:
            yield Note(f"package {guid}".strip(), f"names the item {ref[:80]}, which is not in the file.", "unresolved")


def _item(item: etree._Element, place: str) -> Iterator[Item]:
    meta, content = (next(find(item, name), None) for name in ("itemMeta", "contentMeta"))
    inline, body = _body(item)
    provider = wire.names(
        first(meta, "provider@literal"),
        first(meta, "provider/name"),
        wire.last_word(first(meta, "provider@qcode")),
        first(content, "creditline"),
        first(item, "rightsInfo/copyrightHolder/name", "rightsInfo/copyrightHolder@literal"),
        _site(first(meta, "provider@uri")),
    )
    title = _headline(content) or body.get("title") or first(meta, "title") or first(content, "slugline") or None
    text = [p for p in body["paragraphs"] if flat(p) != title]
    fields: dict[str, Any] = {
        "title": title,
        "byline": wire.byline(first(content, "by")) or body.get("byline") or _writers(content),
        "published": moment(
            first(meta, "versionCreated")
            or first(content, "contentModified", "contentCreated")
            or first(meta, "firstCreated")
            or first(_header(item), "sent")
        ),
        "language": first(content, "language@tag") or item.get(LANGUAGE) or inline,
        "url": _address(meta, item),
        "provider": provider,
        "origin": _origin(content),
        "guid": item.get("guid"),
        "version": wire.number(item.get("version")),
        "embargoed": first(meta, "embargoed"),
        "elsewhere": first(item, "contentSet/remoteContent@href")[:80],
    }
    kind = "" if body["paragraphs"] and not first(meta, "itemClass@qcode") else first(meta, "itemClass@qcode")
    yield from wire.item(place, text, fields, first(meta, "pubStatus@qcode"), kind)


def _body(item: etree._Element) -> tuple[str | None, dict[str, Any]]:
    """The language of the item's content and its fields: told by what is in it, not by its content type."""
    for name in ("contentSet/inlineXML", "contentSet/inlineData"):
        for inline in find(item, name):
            inner = next(inline.iterchildren("*"), None)
            if inner is None:
                found: dict[str, Any] = {"paragraphs": blocks.of_text("".join(inline.itertext()))}
            elif local(inner) == "nitf":
                found = nitf.article(inner)
            else:
                found = {"paragraphs": blocks.paragraphs(inline), "title": first(inner, "//h1")}
            if found["paragraphs"]:
                found["paragraphs"] = blocks.without_signature(found["paragraphs"])
                return inline.get(LANGUAGE), found
    return None, {"paragraphs": []}


def _headline(content: etree._Element | None) -> str:
    """The main headline: not the one under or above it."""
    found = [(wire.last_word(h.get("role") or "").lower(), said(h)) for h in find(content, "headline")]
    main = [text for role, text in found if text and not any(word in role for word in SECONDARY)]
    return next(iter(main), "")


def _writers(content: etree._Element | None) -> str | None:
    """Who created the item, where it is people: "Max Muster", not "dw" or "Reuters"."""
    people = []
    for creator in find(content, "creator"):
        name = first(creator, "name") or creator.get("literal") or ""
        role = wire.last_word(creator.get("role") or "").lower()
        if " " in name and role not in ("source", "origprov") and "organisation" not in (creator.get("type") or ""):
            people.append(name)
    return ", ".join(dict.fromkeys(people)) or None


def _origin(content: etree._Element | None) -> tuple[str, ...]:
    """Whose copy it is: the information source, then the credit line."""
    sources = [
        name
        for source in find(content, "infoSource")
        for name in (source.get("literal"), first(source, "name"), wire.last_word(source.get("qcode") or ""))
    ]
    return wire.names(*sources, first(content, "creditline"), *first(content, "creditline").split("/"))


def _address(meta: etree._Element | None, item: etree._Element) -> str | None:
    for link in find(meta, "link"):
        if wire.last_word(link.get("rel") or "").lower() in ("webpage", "canonical", "permalink", "haswebversion"):
            return link.get("href")
    guid = item.get("guid") or ""
    return guid if guid.startswith(("http://", "https://")) else None


def _site(uri: str) -> str:
    """The domain of an address: "acme.example" of "http://www.acme.example/about"."""
    return uri.partition("://")[2].partition("/")[0].removeprefix("www.")


def _header(item: etree._Element) -> etree._Element | None:
    message = next((a for a in item.iterancestors() if local(a) == "newsMessage"), None)
    return next(find(message, "header"), None)
