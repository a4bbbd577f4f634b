"""One article of a Factiva download, whatever file it came in: its coded fields → a record's fields."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from standpoint.errors import InputError
from standpoint.formats.language_names import language_code
from standpoint.written_dates import find_iso

# Field codes of "Full Article/Report plus Indexing", in the order in which Factiva prints them.
CODES = (
    "CLM SE HD BY CR WC PD ET SN SC ED PG VOL LA CY LP TD CT RF ART CX RN CO IN NS RE IPC IPD PUB AN NGC GC DJIC TSC "
    "HLP HL ATL PN AU MB"
).split()
COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright\b).{0,200}", re.I | re.S)
SIGNED = re.compile(r"(?:\(c\)|©|copyright).{0,60}(?:19|20)\d\d\.?\W*$", re.I)


def fields(coded: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The fields of one article from the paragraphs of each code.

    Text is the lead (LP) and the rest (TD), without the copyright line that ends either. Raises InputError where there
    is none.
    """
    rights = _one(coded, "CY")
    text = "\n\n".join(filter(None, (body(coded.get(code, ()), rights) for code in ("LP", "TD"))))
    if not text:
        raise InputError("holds no text (neither LP nor TD).", remedy="download the full articles, not headlines.")
    day, clock = _one(coded, "PD"), _one(coded, "ET")
    written = f"{day} {clock}".strip()
    found = {
        "article_id": accession(_one(coded, "AN")),
        "title": _one(coded, "HD"),
        "byline": byline(_one(coded, "BY")),
        "outlet": _one(coded, "SN"),
        "published": find_iso(written) or written,
        "language": language_code(_one(coded, "LA")),
        "text": text,
    }
    return {name: value for name, value in found.items() if value}


def body(paragraphs: Sequence[str], copyright_line: str = "") -> str:
    """The paragraphs of the text, without the copyright lines that repeat at the end of lead and rest."""
    own = _squeezed(copyright_line)
    kept = [text for p in paragraphs if (text := p.strip()) and not (own and _squeezed(text) == own)]
    while kept and (COPYRIGHT.fullmatch(kept[-1]) or (len(kept[-1]) < 160 and SIGNED.search(kept[-1]))):
        kept.pop()
    return "\n\n".join(kept)


def accession(text: str) -> str | None:
    """The whole accession number of "Document gmes000020010810dw47004yg", in capitals: files differ in that only."""
    words = text.split()
    return words[-1].upper() if words and re.fullmatch(r"[A-Za-z0-9-]{6,}", words[-1]) else None


def byline(text: str) -> str:
    """The author line without the word that introduces it."""
    return re.sub(r"^(?:by|von|par|por|di|door)\b:?\s+", "", " ".join(text.split()), flags=re.I)


def _one(coded: Mapping[str, Sequence[str]], code: str) -> str:
    return " ".join(" ".join(coded.get(code, ())).split())


def _squeezed(text: str) -> str:
    return re.sub(r"\W|_", "", text).lower()
