"""NewsML 1.x: news items whose components nest, with what is said about them at any depth."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from standpoint.formats import blocks, nitf, wire
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Item, Rejected
from standpoint.formats.xmlfile import find, first, flat, items, load, local, moment

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NOT_BODY = ("title", "headline", "caption", "picture", "photo", "preview", "thumbnail", "slug", "dateline", "keywords")


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """The articles of a NewsML 1 file: one for each component that has a headline and a text of its own."""
    found, broken = items(load(path, encoding), ("NewsItem",))
    articles = [(news, component) for news in found for component in _articles(news)]
    for position, (news, component) in enumerate(articles, 1):
        yield from _item(news, component, wire.numbered(len(articles), position))
    if broken:
        yield wire.broken_off(broken, f"item {len(articles) + 1}" if found else "")
    elif not found:
        yield Rejected("", "is NewsML without any news item.", "leave it out.")


def _articles(news: etree._Element) -> list[etree._Element]:
    """The components of an item that are articles: the innermost ones with a headline and a text of their own."""
    own = [c for c in find(news, "//NewsComponent") if first(c, "NewsLines/HeadLine") and _paragraphs(c)]
    inner = [c for c in own if not any(other is not c and c in other.iterancestors() for other in own)]
    return inner if len(inner) > 1 else [news]


def _item(news: etree._Element, component: etree._Element, place: str) -> Iterator[Item]:
    ident = next(find(news, "Identification/NewsIdentifier"), None)
    management = next(find(news, "NewsManagement"), None)
    inside = next(find(component, "//nitf"), None)
    body = nitf.article(inside) if inside is not None else {}
    paragraphs = _paragraphs(component)
    title = _near(component, "NewsLines/HeadLine") or body.get("title")
    title = title or first(news, "Identification/NameLabel") or _near(component, "NewsLines/SlugLine") or None
    language = _near(component, "DescriptiveMetadata/Language@FormalName", "DescriptiveMetada/Language@FormalName")
    party = [
        _near(component, f"AdministrativeMetadata/{who}/Party@FormalName", f"AdministrativeMetadata/{who}/Party")
        for who in ("Provider", "Source")
    ]
    credit = _near(component, "NewsLines/CreditLine")
    guid = [first(ident, name) for name in ("ProviderId", "DateId", "NewsItemId")]
    tongue = language or _tongue(component)
    fields: dict[str, Any] = {
        "title": title,
        "byline": wire.byline(_near(component, "NewsLines/ByLine")) or body.get("byline"),
        "published": moment(
            first(management, "ThisRevisionCreated", "FirstCreated")
            or body.get("published")
            or first(next(find(news.getparent(), "NewsEnvelope"), None), "DateAndTime")
        ),
        "language": tongue,
        "provider": wire.names(*party, credit, first(ident, "ProviderId"), *body.get("provider", ())),
        "origin": wire.names(party[1], credit),
        "guid": ":".join([*guid, tongue or ""]) if guid[2] else None,
        "version": wire.number(first(ident, "RevisionId")),
    }
    text = [p for p in paragraphs if flat(p) != title]
    kinds = {kind.get("FormalName") or "" for kind in find(component, "//ContentItem/MediaType")}
    kind = "" if paragraphs or len(kinds) != 1 else kinds.pop()
    yield from wire.item(place, text, fields, first(management, "Status@FormalName"), kind)


def _paragraphs(component: etree._Element) -> list[str]:
    """The text of a component and those in it; of equivalent versions of the same content the first."""
    if component.get("EquivalentsList") == "yes":
        return next(filter(None, map(_of_part, component.iterchildren("*"))), [])
    return blocks.without_signature([p for part in component.iterchildren("*") for p in _of_part(part)])


def _of_part(part: etree._Element) -> list[str]:
    if local(part) == "NewsComponent":
        role = first(part, "Role@FormalName").lower()
        return [] if any(word in role for word in NOT_BODY) else _paragraphs(part)
    if local(part) != "ContentItem" or wire.NOT_TEXT.search(first(part, "MediaType@FormalName")):
        return []
    return [p for content in find(part, "DataContent") for p in _content(content)]


def _content(content: etree._Element) -> list[str]:
    inner = next(content.iterchildren("*"), None)
    if inner is None:
        return blocks.of_text("".join(content.itertext()))
    return nitf.text(next(find(inner, "body"), inner)) if local(inner) == "nitf" else blocks.paragraphs(content)


def _near(component: etree._Element, *paths: str) -> str:
    """What is said about a component: by itself, by one in it, else by the ones around it."""
    around = [component, *find(component, "//NewsComponent")]
    around += [a for a in component.iterancestors() if local(a) == "NewsComponent"]
    return next(filter(None, (first(c, *paths) for c in around)), "")


def _tongue(component: etree._Element) -> str | None:
    around = [component, *find(component, "//NewsComponent"), *component.iterancestors()]
    return next((value for c in around if (value := c.get(LANGUAGE)) and value != "x-default"), None)
