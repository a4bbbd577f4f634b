"""Factiva downloads as plain text or RTF with codes: a code alone on a line, its value below or in the next cell."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from standpoint.errors import InputError
from standpoint.formats import factiva
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Item, Record, Rejected, unix_lines

CODE_LINE = re.compile(rf"[ \t\xa0]*({'|'.join(factiva.CODES)})[ \t\xa0]*$", re.M)
OPENING = {"HD", "SE", "CLM"}
TEXT = {"LP", "TD"}
BROKEN = range(50, 100)  # the longest line of text that was broken to fit a page
ORDER = {code: i for i, code in enumerate(factiva.CODES)}
BEHIND = {"LP", "TD", "CT", "RF", "ART", "CX", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN"} - TEXT


def looks(opening: str) -> bool:
    """Are there lines of codes in it: a headline's, and two more that every article has?"""
    codes = {match[1] for match in CODE_LINE.finditer(opening)}
    return "HD" in codes and len(codes & {"WC", "PD", "SN", "SC", "LA", "LP", "AN"}) >= 3


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """Every article of a text file with codes."""
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        yield from items(unix_lines(handle.read()))


def items(text: str) -> Iterator[Item]:
    """Every article of a text with codes."""
    number = 0
    for number, article in enumerate(_articles(text.split("\n")), 1):
        place = f"item {number}"
        try:
            yield Record(place, factiva.fields({code: _paragraphs(lines) for code, lines in article.items()}))
        except InputError as error:
            yield Rejected(place, error.problem, error.remedy)
    if not number:
        yield Rejected("", "has codes of Factiva, but no article behind them.", "download it again.")


def _articles(lines: Sequence[str]) -> Iterator[dict[str, list[str]]]:
    """The paragraphs of each code of each article."""
    coded: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = CODE_LINE.fullmatch(line)
        if match and _may_follow(match[1], code, coded):
            if match[1] in OPENING and ("AN" in coded or match[1] in coded or "LP" in coded or "HD" in coded):
                yield coded
                coded = {}
            code = match[1]
            coded.setdefault(code, [])
        elif code and line.strip():
            if code == "AN" and coded["AN"]:
                continue  # behind the accession number only page ends follow
            coded[code].append(" ".join(line.split()))
        elif code in TEXT and coded[code]:
            coded[code].append("")
    if "HD" in coded or "LP" in coded:
        yield coded


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """One a line, unless the lines were broken to fit a page: then blank lines part them."""
    parts = " \n".join(lines).split("\n \n") if "" in lines else []
    if len(parts) > 1 and max(map(len, lines)) in BROKEN:
        return [" ".join(part.split()) for part in parts]
    return [line for line in lines if line]


def _may_follow(code: str, before: str, coded: dict[str, list[str]]) -> bool:
    """May this code stand here? Not right below a code without its value, not twice in an article.

    A source's own code (LBA, TASS) or a line of capitals in the text is none: behind the text only what Factiva prints
    there may come.
    """
    if not before:
        return code in OPENING
    if not any(coded[before]):
        return False
    if code in OPENING:
        return before in BEHIND or ("LP" not in coded and code not in coded and before in OPENING)
    return code not in coded and (before not in TEXT or ORDER[code] > ORDER["LP"])
