"""ninjs 1 to 3 (news in JSON): told by its keys, for files seldom name their version."""

from collections.abc import Iterator, Mapping
from typing import Any

from standpoint.errors import InputError
from standpoint.formats import blocks, nitf, wire
from standpoint.formats.record import Item
from standpoint.formats.xmlfile import bare, flat, parsed

# dpa's digitalwires are the same in other words.
OTHER_NAMES = {
    "version_created": "versioncreated",
    "article_html": "body_html",
    "urn": "guid",
    "teaser": "description_text",
}
MARKS = {
    "versioncreated",
    "pubstatus",
    "bodies",
    "headlines",
    "description_text",
    "body_text",
    "body_html",
    "body_xhtml",
}
MARKUP_FIRST = ("xhtml", "html", "richtext", "nitf")
DEEPEST = 3


def is_ninjs(item: Mapping[str, Any]) -> bool:
    """Does an object have the keys of a ninjs item? One with a `text` of its own is one of ours."""
    keys = _lower(item).keys()
    marks = sum(key in MARKS or key.startswith(("body_", "headline_")) for key in keys)
    return "text" not in keys and (marks >= 2 or bool(marks and keys & {"uri", "guid"}))


def read(item: Mapping[str, Any], place: str, depth: int = 0) -> Iterator[Item]:
    """The article of a ninjs item, and those among its associations that have a body of their own.

    Raises InputError where a part has the wrong type.
    """
    low = _lower(item)
    provider = [_text(low, name) for name in ("source", "provider", "copyrightholder", "creditline")]
    sources = [s.get("name") or s.get("literal") for s in _list(low.get("infosources")) if isinstance(s, dict)]
    uri, link = _text(low, "uri"), _text(low, "url") or _link(low)
    body, more = _body(low)
    fields = {
        "title": flat(
            _text(low, "headline") or _main(low, "headlines") or _role(low, "headline") or _text(low, "title")
        )
        or more.get("title"),
        "byline": wire.byline(_text(low, "byline") or _text(low, "by") or "") or more.get("byline"),
        "published": _text(low, "versioncreated") or _text(low, "contentcreated") or _text(low, "firstcreated"),
        "language": _text(low, "language"),
        "url": link or (uri if uri and uri.startswith(("http://", "https://")) else None),
        "provider": wire.names(*provider, *map(_string, sources), *more.get("provider", ())),
        "origin": wire.names(*map(_string, sources), _text(low, "creditline"), _text(low, "source")),
        "guid": _text(low, "guid") or uri or None,
        "version": wire.number(_text(low, "version")),
        "embargoed": _text(low, "embargoed"),
    }
    body = [paragraph for paragraph in body if paragraph != fields["title"]] or body
    kind = _text(low, "type") or ""
    kind = "" if body and kind in ("text", "composite") else kind
    yield from wire.item(place, body, fields, _text(low, "pubstatus") or "", kind)
    for name, other in _linked(low):
        if other.get("type") in (None, "text") and depth < DEEPEST and _body(_lower(other))[0]:
            where = f"association {name[:40]}".strip()
            yield from read(other, f"{place}, {where}" if place else where, depth + 1)


def _linked(low: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The linked items with their names: in ninjs 1 an object, later a list."""
    linked = low.get("associations")
    pairs = linked.items() if isinstance(linked, dict) else (("", other) for other in _list(linked))
    return [(str(name or other.get("name") or ""), other) for name, other in pairs if isinstance(other, dict)]


def _body(low: Mapping[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """The paragraphs of the body, and what a body in NITF says beside them: mark-up before plain text."""
    found: dict[str, tuple[str, str]] = {}
    for body in _list(low.get("bodies")):
        if isinstance(body, dict) and (value := _text({k.lower(): v for k, v in body.items()}, "value")):
            kind = str(body.get("contenttype") or body.get("contentType") or "").lower()
            found.setdefault(str(body.get("role") or kind).lower(), (value, kind))
    for key in low:
        if key.startswith("body_") and (value := _text(low, key)):
            found.setdefault(key[5:], (value, key))

    def rank(role: str) -> tuple[bool, bool, bool]:
        marked = any(mark in role or mark in found[role][1] for mark in MARKUP_FIRST)
        return any(word in role for word in ("caption", "teaser", "summary", "slug")), not marked, role != "main"

    for role in sorted(found, key=rank):
        value, kind = found[role]
        if "nitf" in role or "nitf" in kind or "<nitf" in value[:1000]:
            try:
                inside = nitf.article(parsed(bare(value)))
            except InputError:
                continue
            if inside["paragraphs"]:
                return inside["paragraphs"], inside
        elif paragraphs := blocks.without_signature(blocks.of_text(value)):
            return paragraphs, {}
    return [], {}


def _main(low: Mapping[str, Any], name: str) -> str:
    """The value of the list's entry whose role is main, else of its first."""
    entries = [{str(k).lower(): v for k, v in e.items()} for e in _list(low.get(name)) if isinstance(e, dict)]
    main = [entry for entry in entries if str(entry.get("role")).lower() == "main"]
    return next((value for entry in [*main, *entries] if (value := _text(entry, "value"))), "")


def _role(low: Mapping[str, Any], name: str) -> str:
    """The same of 1.x, which writes the role into the key: headline_main, headline_short."""
    keys = sorted((key for key in low if key.startswith(f"{name}_")), key=lambda key: key != f"{name}_main")
    return next((value for key in keys if (value := _text(low, key))), "")


def _link(low: Mapping[str, Any]) -> str | None:
    """The address of the published page, from its renditions or alternatives."""
    for other in _list(low.get("altids")):
        if isinstance(other, dict) and _string(other.get("value")).startswith(("http://", "https://")):
            return other["value"]
    return None


def _lower(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item under the names of ninjs 1, in lower case."""
    low = {str(key).lower(): value for key, value in item.items()}
    return {OTHER_NAMES.get(key, key): value for key, value in low.items()}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _text(low: Mapping[str, Any], name: str) -> str | None:
    value = low.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{name} is {type(value).__name__}, not a text.", remedy=f'write "{name}": "…".')
    return value or None
