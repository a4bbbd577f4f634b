"""Agency text as it came over the wire: IPTC 7901 and ANPA 1312, one message or many."""

import re
from collections.abc import Iterator
from pathlib import Path

from standpoint.errors import InputError
from standpoint.formats import blocks, wire
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Item, Rejected, unix_lines

LARGEST = 50_000_000
SOH, STX, ETX, EOT = "\x01", "\x02", "\x03", "\x04"
IPTC = re.compile(
    r"\s*\x01?(?P<service>[a-z]{2,4})(?P<number>\d{2,5}) +(?P<priority>[1-9]) +(?P<category>[a-z]{1,5}) +"
    r"(?P<words>\d+) +(?P<rest>[^\n]*?\d{2,4})[ \r]*(?:\n|$)"
)
ANPA = re.compile(r"[\s\x16]*\x01(?P<number>[A-Za-z]{1,2}\d{4})(?P<sender>[A-Za-z]*)\x1f")
LABEL = re.compile(
    r"(?:\d+(?:ST|ND|RD|TH)\s)?(?:LEAD|NET|TAKE|REFILE|EXTRA|URGENT|ALERT|FLASH|CORRECTION|CORRECTED|UPDATE|WRAP|ROUNDUP|"
    r"PREVIEW|FEATURE|ANALYSIS|INTERVIEW|BACKGROUND|EMBARGO\w*|EILMELDUNG|ZUSAMMENFASSUNG|BERICHTIGUNG)S?(?:\s\d+)?"
    r"|\(\w+\)|\d+(?:ST|ND|RD|TH)\s\w+"
)
BY = re.compile(r"(?:By|Von|Par|Por|Di|Da)\s+(?P<name>\S.*)")
TAIL = re.compile(r"(?:#+\s|\*\s\*\s\*|-{10,}|={10,}$|Notizblock\b|Notebook\b)")
SIGNATURE = re.compile(r"[a-z]{2,4}(?: [a-z0-9]{2,4}){1,7}")
IMPRINT = re.compile(r"impressum|imprint|copyright by", re.I)
MONTHS = {
    m: n for n, ms in enumerate(
        ("jan gen ene", "feb fév fev", "mar mär mrz", "apr avr abr", "may mai mag", "jun juin giu", "jul juil lug",
         "aug aoû ago", "sep set", "oct okt ott", "nov", "dec dez déc dic"), 1,
    ) for m in ms.split()
}  # fmt: skip
HOURS = {"GMT": "Z", "UTC": "Z", "Z": "Z", "CET": "+01:00", "MEZ": "+01:00", "CEST": "+02:00", "MESZ": "+02:00"}
IPTC_TIME = re.compile(r"(\d\d)(\d\d)(\d\d)\s+([A-Z]{1,4})\s+([^\W\d_]{3,4})[a-zé]*\.?\s+(\d\d(?:\d\d)?)\b")
ANPA_TIME = re.compile(r"([A-Z]{2,6})-[A-Z]{2,3}-(\d\d)-(\d\d)-(\d\d)\s+(\d\d)(\d\d)([A-Z]{3,4})")
LATE_TIME = re.compile(r"([A-Z]{2,5})-(\d\d):(\d\d)-(\d\d)-(\d\d)-(\d\d)")  # Kyodo: hour, day, month, year
EDITORIAL = re.compile(
    r"(?:Eds?:|AP Photos?|With AP|Editors?:|Photos?\b|Video\b|For use|\(?(?:Adds|Updates|Corrects|Recasts)\b)", re.I
)
UPDATED = re.compile(r"\b(?:Adds|Updates|Corrects|Recasts)\b", re.I)


def is_agency_text(opening: str) -> bool:
    """Does a file begin with the header of a wire message?"""
    return bool(IPTC.match(opening) or ANPA.match(opening))


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """The messages of a file, each without its framing and what is not for publication."""
    if path.stat().st_size > LARGEST:
        raise InputError(f"is wire text of more than {LARGEST:,} bytes.", remedy="split it into several files.")
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        text = unix_lines(handle.read())
    messages = [m for m in re.split(r"\x04|(?=\x01)", text) if re.search(r"[^\W_]", m)]
    for position, message in enumerate(messages, 1):
        place = wire.numbered(len(messages), position, "message")
        if header := IPTC.match(message):
            yield from _iptc(header, message[header.end() :], place)
        elif header := ANPA.match(message):
            yield from _anpa(header, message[header.end() :], place)
        else:
            yield Rejected(place, "has no header of a wire message.", "leave it out.")


def _clean(text: str) -> str:
    return re.sub(r"[\0-\x08\x0b-\x1f\x7f]", "", text)


def _iptc(header: re.Match[str], message: str, place: str) -> Iterator[Item]:
    content, _, end = message.partition(ETX)
    top, framed, body = content.partition(STX)
    if not framed:  # the control characters were lost: the headline ends at its first blank line
        top, body = "", content.strip("\n")
    head, body = _head(_clean(body))
    lines = [line.strip() for line in head.rstrip().rstrip("=").split("\n")]
    lines = [line for line in lines if line and not re.fullmatch(r"/?(?:[\w .-]+/)+[\w .-]*", line)]
    bylines = [match["name"] for line in lines if (match := BY.match(line))]
    titles = [line for line in lines if not BY.match(line)]
    titles = [line for line in titles if not LABEL.fullmatch(line)] or titles
    agency = re.findall(r"[^\W\d_]{2,}", header["rest"])[-1:]
    if IMPRINT.search(_clean(top) + " ".join(titles)) or len(IMPRINT.findall(body)) > 1:
        yield Rejected(place, "is the agency's imprint, not an article.", "leave it out.")
        return
    fields = {
        "title": " ".join(titles),
        "label": "\n".join(line for line in lines if line not in titles and LABEL.fullmatch(line)),
        "byline": wire.byline(re.sub(r",\s*\w{2,4}$", "", ", ".join(bylines).rstrip(" ="))),
        "published": _iptc_time(end or body),
        "provider": wire.names(*agency),
        "origin": wire.names(*agency),
    }
    yield from wire.item(place, _public(body), fields)


def _head(text: str) -> tuple[str, str]:
    """Head and body of a message: the head ends at a line that ends in "=", else at the first blank line."""
    if match := re.search(r"=[ \t]*\n", text[:1500]):
        return text[: match.end()], text[match.end() :]
    head, _, body = text.lstrip("\n").partition("\n\n")
    return (head, body) if body.strip() and len(head) < 600 else ("", text)


def _public(body: str) -> list[str]:
    """The paragraphs of a message up to its notebook, without the desk's signature."""
    kept: list[str] = []
    for line in body.split("\n"):
        if TAIL.match(line.strip()) or IPTC_TIME.match(line.strip()):
            break
        kept.append(line)
    found = blocks.of_lines("\n".join(kept))
    while len(found) > 1 and SIGNATURE.fullmatch(found[-1]):
        found.pop()
    return blocks.without_signature(found)


def _iptc_time(end: str) -> str | None:
    """Day, hour and minute, zone, month and year: "131137 GMT Nov 13"."""
    for match in IPTC_TIME.finditer(end):
        day, hour, minute, zone, name, year = match.groups()
        month = MONTHS.get(name.lower()) or MONTHS.get(name.lower()[:3])
        if month:
            year = year if len(year) == 4 else f"20{year}"
            return f"{year}-{month:02}-{day}T{hour}:{minute}:00{HOURS.get(zone, '')}"
    return None


def _anpa(header: re.Match[str], message: str, place: str) -> Iterator[Item]:
    content, _, end = message.partition(ETX)
    top, _, body = content.partition(STX)
    slug = re.search(r"[\x11-\x14]\s*(\S+)", top)
    heads, lines, bylines, labels, keyword = [], [], [], [], ""
    for line in _clean(body).split("\n"):
        bare = line.strip()
        if not lines and (bare.startswith("^") or not line[:1].isspace()):
            if bare:
                heads.append(bare)
        elif bare.startswith("^"):
            if bare.strip("^<") != "END":
                lines += ["", bare.strip("^<"), ""]
        else:
            lines.append(re.sub(r"<\s*$", "", line))
    titles = []
    for head in (head.lstrip("^") for head in heads):
        text = head.rstrip("<=+ ")
        if match := BY.match(text) if head.rstrip().endswith("=") else None:
            bylines.append(match["name"])
        elif head.rstrip().endswith("="):
            bylines += [text] if bylines else []
        elif re.match(r"(?:BC|AP|US|EU|AS|LT|ML|AF)-", text):
            keyword, *rest = re.split(r",\s*", text)
            labels += rest
        elif EDITORIAL.match(text):
            labels += UPDATED.findall(text)
        elif text != (slug and slug[1]):
            titles.append(text)
    paragraphs = [_decoded(p) for p in blocks.of_lines("\n".join(lines))]
    opening = paragraphs[0] if paragraphs else ""
    published, sender = _anpa_time(end + top)
    fields = {
        # An alert has no headline: its first paragraph says it all.
        "title": _decoded(titles[0]) if titles else opening if len(opening) <= 300 else None,
        "slug": keyword,
        "label": "\n".join(labels),
        "byline": wire.byline(", ".join(bylines)),
        "published": published,
        "provider": wire.names(sender, header["sender"].capitalize()),
        "origin": wire.names(sender, header["sender"].capitalize()),
    }
    yield from wire.item(place, blocks.without_signature(paragraphs), fields)


def _decoded(text: str) -> str:
    """ANPA's seven bits write quotation marks as `` and '' and a dash as a low line."""
    text = re.sub(r"''", "”", text.replace("``", "“"))
    return re.sub(r"(?<=[ )])_(?= )", "—", text)


def _anpa_time(end: str) -> tuple[str | None, str | None]:
    """When a message was sent, and by whom: "AP-WF-02-20-16 0337GMT", "KWS-21:37-09-12-18"."""
    if match := ANPA_TIME.search(end):
        sender, month, day, year, hour, minute, zone = match.groups()
        return f"20{year}-{month}-{day}T{hour}:{minute}:00{HOURS.get(zone, '')}", sender
    if match := LATE_TIME.search(end):
        _, hour, minute, day, month, year = match.groups()
        return f"20{year}-{month}-{day}T{hour}:{minute}:00", None
    return None, None
