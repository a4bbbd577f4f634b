"""A page as a server sent it → the fields of its article, through the reader of saved pages."""

import codecs
import re
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from standpoint.errors import InputError
from standpoint.feeds import Listed
from standpoint.fetch import Answer
from standpoint.formats.recognise import recognise
from standpoint.formats.record import FileRule, Rejected

KINDS = ("text/html", "application/xhtml+xml", "")
# Only these names reach Python's codecs: some of its others do more than decode.
CHARSET = re.compile(
    r"charset\s*=[\s\"']*(utf-8|windows-\d+|iso-8859-\d+|koi8-[ru]|gb\w+|big5|shift_jis|euc-\w+)", re.I
)


def article(answer: Answer, listed: Listed, outlet: str, language: str) -> dict[str, Any]:
    """The fields of the article on a page, as the readers of files give them.

    What the page does not say is taken from the feed that lists it; `outlet` counts before the page's own, and the
    host's name is the last resort. Raises InputError where it is no page or holds no article.
    """
    stated = answer.headers.get("Content-Type", "")
    kind = stated.partition(";")[0].strip().lower()
    if kind not in KINDS:
        raise InputError(f"is {kind[:60]!r}, not a web page.", remedy="list pages that hold an article.")
    fields = _read(_utf8(answer.body, stated), language)
    return {
        **{key: _whole(value) for key, value in fields.items()},
        "title": _whole(fields.get("title") or listed.title),
        "published": _published(fields.get("published"), listed.published),
        "byline": _whole(fields.get("byline") or listed.byline),
        "url": _address(fields.get("url"), answer.url),
        "outlet": outlet or _whole(fields.get("outlet")) or _host(answer.url),
    }


def _read(body: bytes, language: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="standpoint-") as folder:
        path = Path(folder, "page.html")
        path.write_bytes(body)
        name, records, _ = recognise(path, FileRule(), language)
        record = next(iter(records), None) if name == "html" else None
    if record is None or isinstance(record, Rejected):
        raise InputError("is no web page.", remedy="list pages that hold an article.")
    return dict(record.fields)


def _utf8(body: bytes, stated: str) -> bytes:
    """The page as UTF-8 where its Content-Type names an encoding that its bytes fit; else as it came."""
    match = CHARSET.search(stated)
    try:
        return body.decode(codecs.lookup(match[1]).name).encode() if match else body
    except (LookupError, UnicodeError):
        return body


def _published(page: str | None, feed: str) -> str | None:
    """The page's own date; the feed's where that is missing, or where only the feed has the hour."""
    return page if page and (":" in page or not feed) else feed or None


def _address(stated: str | None, fetched: str) -> str:
    """The page's own address of itself, where it is one of the same host; else the one that it was fetched from."""
    return stated if stated and _host(stated) == _host(fetched) else fetched


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _whole(value: Any) -> Any:
    """Text without halves of characters, which JSON in UTF-8 cannot hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value or None
