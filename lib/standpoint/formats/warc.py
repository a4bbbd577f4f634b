"""Web archives (WARC, WET, ARC; warcio): every page in them goes through the reader of HTML pages."""

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from standpoint.errors import InputError
from standpoint.formats import gunzip, html
from standpoint.formats.record import FileRule, Item, Note, Record, Rejected, unix_lines

STARTS = (b"WARC/0.", b"WARC/1.", b"filedesc://")
NO_CONTENT = ("warcinfo", "request", "metadata")
# WET records name languages by three letters.
LANGUAGES = dict(
    pair.split(":")
    for pair in (
        "eng:en deu:de fra:fr spa:es ita:it por:pt nld:nl pol:pl ces:cs slk:sk rus:ru ukr:uk hun:hu ron:ro bul:bg "
        "srp:sr hrv:hr slv:sl ell:el tur:tr ara:ar heb:he fas:fa zho:zh jpn:ja kor:ko swe:sv nor:no dan:da fin:fi "
        "est:et lav:lv lit:lt cat:ca"
    ).split()
)
AGAIN = "copy or fetch the archive again."
UNPACKED = ("", "identity", "gzip", "x-gzip", "deflate")  # Brotli and Zstandard unpack without bounds


def is_warc(path: Path, head: bytes) -> bool:
    """Does the file begin with a record of a web archive, gzipped or not?"""
    if head.startswith(gunzip.MAGIC):
        with path.open("rb") as handle:
            head = gunzip.opening(handle, 64)
    return head.startswith(STARTS)


def read(path: Path, rule: FileRule, language: str = "en") -> Iterator[Item]:
    """The articles of a web archive; pages without an article and broken records are rejected with their address.

    Of an archive that breaks off, what came before is read. The date of an article is its page's, never the day on
    which it was fetched.
    """
    # Imported when first needed: most corpora hold no web archives.
    from warcio.archiveiterator import ArchiveIterator

    passed: Counter[str] = Counter()
    seen: set[str] = set()
    number = found = 0
    with path.open("rb") as file:
        packed = file.read(2) == gunzip.MAGIC
        file.seek(0)
        stream, raw = gunzip.opened(file) if packed else (io.BufferedReader(file), None)
        try:
            for record in ArchiveIterator(stream, arc2warc=True):
                number += 1
                for item in _safely(record, number, language, passed, seen):
                    found += isinstance(item, Record | Rejected)
                    yield item
        except Exception as error:  # a broken record may break warcio anywhere; what came before is kept
            problem = f"the archive is damaged here ({type(error).__name__}: {str(error).strip()[:120]})."
            found += 1
            yield Rejected(f"record {number + 1}", f"nothing more could be read: {problem}", AGAIN)
        else:
            if raw is not None and raw.broken:
                found += 1
                yield Rejected(f"behind record {number}", f"nothing more could be read: {raw.broken}.", AGAIN)
    if not found:
        yield Rejected("", "is a web archive without any page.", "leave it out.")
    if passed:
        shown = ", ".join(f"{what}: {count:,}" for what, count in passed.most_common(8))
        yield Note("", f"holds records that are no pages with an article, passed over: {shown}.", "passed over")


def _safely(record: Any, number: int, *more: Any) -> list[Item]:
    """The items of a record; one that breaks the libraries is rejected, and the next is read."""
    try:
        return list(_record(record, number, *more))
    except Exception as error:  # a hostile record may break them anywhere
        problem = f"cannot be read ({type(error).__name__}: {str(error).strip()[:120]})."
        return [Rejected(f"record {number}", problem, AGAIN)]


def _record(record: Any, number: int, language: str, passed: Counter[str], seen: set[str]) -> Iterator[Item]:
    headers = record.rec_headers
    kind = record.rec_type
    address = (headers.get_header("WARC-Target-URI") or "").strip("<> ")
    place = f"record {number}" + (f" ({address[:100]})" if address else "")
    digest = headers.get_header("WARC-Payload-Digest") or address
    if kind in NO_CONTENT:
        return
    if kind == "revisit":
        if digest in seen or address in seen:
            passed["pages again, unchanged"] += 1
        else:
            yield Rejected(place, "refers to a page that is not in this archive (revisit).", "add the archive with it.")
        return
    answer = record.http_headers
    media = (answer.get_header("content-type") if answer else record.content_type) or ""
    media = media.split(";")[0].strip().lower() or "without a type"
    status = answer.get_statuscode() if answer else "200"
    is_page = media in ("text/html", "application/xhtml+xml") or kind == "conversion"
    if kind not in ("response", "resource", "conversion") or not is_page or not address.startswith(("http:", "https:")):
        passed[media if kind in ("response", "resource") else kind] += 1
        return
    if status[:1] in "3":
        passed[f"answers with status {status}"] += 1
        return
    coding = ((answer.get_header("content-encoding") if answer else "") or "").strip().lower()
    body = b"" if coding not in UNPACKED else record.content_stream().read(html.LARGEST + 1)
    while record.raw_stream.read(1 << 16):
        pass
    if getattr(record.raw_stream, "limit", 0) > 0:
        yield Rejected(place, "breaks off: the archive ends in the middle of this record.", AGAIN)
        return
    if status[:1] != "2":
        passed[f"answers with status {status}"] += 1
        return
    seen.update((digest, address))
    if coding not in UNPACKED:
        yield Rejected(place, f"is packed as {coding[:20]!r}, which is not read.", "fetch the page anew, as gzip.")
        return
    if len(body) > html.LARGEST:
        yield Rejected(place, f"is a page of more than {html.LARGEST:,} bytes.", "save the article alone.")
        return
    told = (answer.get_header("content-type") if answer else record.content_type) or ""
    page = unix_lines(html.decoded(body, told, language).replace("\0", ""))
    try:
        fields = _plain(page, headers) if kind == "conversion" else html.extract(html.checked(page))
    except InputError as error:
        yield Rejected(place, error.problem, error.remedy)
        return
    yield Record(place, fields | {"url": fields.get("url") or address})
    if kind == "conversion":
        yield Note(place, "is a page's plain text with its menus: WET archives hold no more.", "wet")


def _plain(page: str, headers: Any) -> dict[str, Any]:
    """A WET record: the page's title on the first line, then its text."""
    title, _, text = page.strip().partition("\n")
    if not text.strip():
        raise InputError("holds no article text.", remedy="leave it out.")
    codes = (headers.get_header("WARC-Identified-Content-Language") or "").split(",")
    return {"title": title[:300], "text": text.strip(), "language": LANGUAGES.get(codes[0], codes[0]) or None}
