"""A feed (RSS or Atom): bytes → the articles that it lists."""

import io
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

from standpoint.errors import InputError

MOST_ENTRIES = 1000


@dataclass(frozen=True)
class Listed:
    """One article as a feed lists it. `updated` is the feed's word on when it last changed, "" without."""

    url: str
    title: str = ""
    published: str = ""
    byline: str = ""
    updated: str = ""


def listed(body: bytes, url: str) -> list[Listed]:
    """The articles of a feed, each address once, in the feed's order. Raises InputError where it is no feed.

    `url` is where the feed lies: relative addresses are taken from there. Times are UTC.
    """
    import feedparser  # a tenth of a second, and only collecting needs it

    # A stream, never the bytes themselves: those feedparser would take for the name of a file and open it.
    try:
        feed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # a hostile feed may break the parser anywhere; the next one must still be read
        raise InputError(f"cannot be read as a feed ({type(error).__name__}).", remedy="check its address.") from None
    if not feed.get("version") and not feed.entries:
        raise InputError("is no feed (RSS or Atom).", remedy="check its address.")
    found: dict[str, Listed] = {}
    for entry in feed.entries[:MOST_ENTRIES]:
        link = str(entry.get("link") or "").strip()
        if not link:
            continue
        try:
            address = urljoin(url, link).partition("#")[0]
        except ValueError:
            continue
        found.setdefault(
            address,
            Listed(
                address,
                " ".join(str(entry.get("title") or "").split()),
                _moment(entry.get("published_parsed")),
                " ".join(str(entry.get("author") or "").split()),
                str(dict.get(entry, "updated") or "")[:80],
            ),
        )
    return list(found.values())


def _moment(parsed: object) -> str:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else ""  # type: ignore[arg-type]
    except (ValueError, OverflowError, OSError, TypeError):
        return ""
