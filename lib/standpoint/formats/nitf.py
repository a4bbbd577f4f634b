"""NITF: one news article a file, or the body of an article in NewsML or ninjs."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from standpoint.formats import blocks, wire
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Item
from standpoint.formats.xmlfile import find, first, flat, items, load, moment, said


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """The article of an NITF file (or the articles, where a file wraps several)."""
    found, broken = items(load(path, encoding), ("nitf",))
    for position, nitf in enumerate(found, 1):
        fields = article(nitf)
        status = first(nitf, "head/docdata/@management-status")
        yield from wire.item(wire.numbered(len(found), position, "article"), fields.pop("paragraphs"), fields, status)
    if broken:
        yield wire.broken_off(broken, "" if not found else f"article {len(found) + 1}")


def article(nitf: etree._Element) -> dict:
    """The fields of an NITF document, its text as `paragraphs`."""
    head = next(find(nitf, "head"), None)
    body = next(find(nitf, "body"), nitf)
    title = first(body, "body.head/hedline/hl1") or first(head, "title") or None
    paragraphs = text(body)
    return {
        "paragraphs": paragraphs[1:] if len(paragraphs) > 1 and paragraphs[0] == title else paragraphs,
        "title": title,
        "byline": wire.byline(_byline(body)),
        "published": moment(
            first(head, "docdata/date.issue@norm", "docdata/date.release@norm", "pubdata@date.publication")
            or first(body, "body.head/dateline/story.date@norm", "body.head/dateline/story.date")
        ),
        "language": nitf.get("baselang") or nitf.get("{http://www.w3.org/XML/1998/namespace}lang"),
        "provider": wire.names(
            first(body, "body.head/distributor"),
            first(body, "body.head/rights/rights.owner"),
            first(head, "docdata/del-list/from-src@src-name"),
            first(head, "docdata/doc-id@regsrc"),
            first(head, "docdata/doc.rights@owner"),
            first(head, "docdata/doc.copyright@holder"),
            first(body, "body.head/rights/rights.agent"),
        ),
        "guid": first(head, "docdata/du-key@key") or first(head, "docdata/doc-id@id-string") or None,
        "version": wire.number(first(head, "docdata/du-key@version")),
    }


def text(body: etree._Element) -> list[str]:
    """The paragraphs of an NITF body's content and end."""
    content = [part for name in ("body.content", "body.end") for part in find(body, name)]
    return blocks.without_signature([p for part in content or [body] for p in blocks.paragraphs(part)])


def _byline(body: etree._Element) -> str:
    """The byline with the writer's title behind a comma."""
    for found in find(body, "body.head/byline"):
        parts = [flat("".join(node.itertext())) for node in find(found, "byttl")]
        name = said(found)
        for part in parts:
            name = flat(name.replace(part, "", 1)).rstrip(",") if part else name
        return ", ".join(filter(None, [name, *parts]))
    return ""
