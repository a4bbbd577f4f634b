"""Whose text an article carries: agency credits in datelines, bylines and closing lines.

The shapes are here; the names that fill them are the codebook's. An agency that the text merely cites or writes about
is not a credit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from standpoint.codebook import Outlet
from standpoint.text import Span


class Credit(NamedTuple):
    """The agency whose text an article carries (None: no agency copy), where that stands in the text, and how it shows.

    `basis` is dateline, closing, byline or lead ("…, TASR writes"), "" without an agency; a byline that is not in the
    text has no `spans`.
    """

    agency: str | None
    spans: tuple[Span, ...] = ()
    basis: str = ""


NO_CREDIT = Credit(None)
LEAD_PARAGRAPHS = 2
CLOSING_PARAGRAPHS = 4
CLOSING_LENGTH = 2000  # code points at the end of a paragraph

PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
DASH = r"(?:\.?-{1,2}|[–—_])"
# A place and a date as datelines write them: "SAITAMA, Japan, Dec. 9", "Bratislava 14. októbra", "12.12.2018, Warsaw".
WORD = (
    r"(?>[^\W\d_a-z][\w.’'-]*|\d[\d.]*\w{0,2}(?:\s[^\W\d_A-Z]+\b)?|d[aeiou]s?\b|l[aeo]s?\b|of|the|and|am|an|sur|upon)"
)
PLACE = rf"{WORD}(?:(?:,\s?|\s?/\s?|\s){WORD}){{0,9}}[.,]?"
BRACKETED = re.compile(rf"(?P<place>{PLACE}\s?)?[(\[](?P<credit>[^()\[\]\n]{{2,40}})[)\]]\s?(?P<dash>{DASH})?")
SLASHED = re.compile(rf"{PLACE}\s?/(?P<credit>[^/\n]{{2,60}})/")
BARE = re.compile(rf"{PLACE}\s(?P<credit>[^\W\d_]+)\s{DASH}\s")
# What may stand before the dateline: a byline, a note on a correction.
BYLINE = re.compile(r"(?:By|Von)\s[^.]{2,100}$")
PREAMBLE = re.compile(r"(?:By\s[^.]{2,100}|\([^()]{5,300}\)|(?:EDITOR|Editor|CORRECTION|UPDATE)[^\n]{0,300})$")
JOINT = re.compile(r"\s*(?:[/,;+&|·]|\s[-–—]\s|\band\b|\bund\b|\bwith\b|\bfor\b)\s*")
STAFF = r"(?:[A-Za-z]+\s){0,3}?(?:writers?|correspondents?|reporters?|staff|editors?|team|photographers?|newsroom)"
TRAILING = re.compile(r"[(\[]([^()\[\]\n]{2,60})[)\]]\.?\s*$")
# What stands behind the end of wire copy and names nobody: "(END)", "ends", "(Schluss) abc/xyz", initials "hh/ph/ts".
INITIALS = r"\(?[a-z]{2,5}(?:/[a-z]{2,5}){1,5}/?\)?\.?"
END = re.compile(
    rf"(?:(?:^|(?<=\s))(?:\((?:END|End|Schluss)\)|\(?Enditem\)?/?)|^\s*(?:ends|ENDS|-30-|[#+*]+))(?:\s+{INITIALS})?\s*$"
    rf"|^\s*{INITIALS}\s*$"
)
SIGNED_OFF = re.compile(rf"\s*{INITIALS}\s*")
MAIL = r"[\w.+-]+@(?:[\w-]+\.)*"
# Where a monitoring service had the text from: "Source: TASS news agency, Moscow, in English 0836 gmt 29 Feb 00".
MONITORED = r"source:\s(?P<credit>{})\b[^\n]{{0,80}}\bin\s[\w-]+\s\d{{4}}\sgmt\b"
SENTENCE_END = tuple(".!?…”“\"»’'")


class CreditReader:
    """Reads credits with the agencies of one codebook; compiled once."""

    def __init__(self, outlets: Mapping[str, Outlet]):
        self.agencies: dict[str, Outlet] = {}
        lines: list[tuple[str, str]] = []
        for outlet in outlets.values():
            if not outlet.is_agency:
                continue
            for credit in (outlet.name, outlet.full_name, *outlet.aliases, *outlet.credits):
                if "…" in credit:
                    parts = [re.escape(p.strip()) for p in credit.split("…")]
                    lines.append((r"[^\n]{1,600}?".join(parts).replace(r"\ ", r"\s"), outlet.name))
                elif credit:
                    self.agencies.setdefault(credit.casefold(), outlet)
        self._of_domain = {d.casefold(): o.name for o in outlets.values() if o.is_agency for d in o.domains}
        names = [name for o in self.agencies.values() for name in (o.name, o.full_name, *o.aliases) if name]
        small = [credit for o in self.agencies.values() for credit in o.credits if credit.islower()]
        known, domains = _any_of(self.agencies), _any_of(self._of_domain)
        self._mail = re.compile(rf"\W*{MAIL}(?P<domain>{domains})\W*", re.I)
        self._header = re.compile(rf"(?P<credit>{known})(?:[\s,|–-]+\d+[.:/-]\d[\d.:/-]*)+\s*$", re.I)
        self._monitored = re.compile(MONITORED.format(known), re.I)
        self._initialled = re.compile(rf"(?P<credit>{_any_of(small)})(?:\s[a-z]{{2,3}}){{1,5}}\s*$")
        self._told = re.compile(rf"\b(?:told|tells|informed)\s(?:the\s)?(?P<credit>{_any_of(names)})\b")
        self._lines = [(re.compile(rf"\(?\b{pattern}[^\n]*$", re.I), name) for pattern, name in lines]
        self._byline = re.compile(rf"(?:the\s)?(?P<credit>{known})(?:\s{STAFF})?", re.I)
        self._rights = re.compile(
            rf"(?:©|\(c\)|copyright|source:|zdroj:|quelle:|źródło:|==)[^\n]{{0,90}}?(?<!\w)(?P<credit>{known})(?!\w)",
            re.I,
        )
        self._rights_behind = re.compile(
            rf"(?<=[.!?”\"]\s)(?:©|\(c\)|copyright)[^\n.]{{0,60}}?(?<!\w)(?P<credit>{known})(?!\w)[^\n]{{0,60}}$", re.I
        )
        self._signed = re.compile(
            rf"(?:(?:^|(?<=[.!?”\"]))\s*{DASH}{DASH}?\s*|^)(?:the\s)?(?P<credit>{known})\.?\s*$", re.I
        )
        self._writers = re.compile(
            rf"^\W*(?:the\s)?(?P<credit>{known})\s{STAFF}\s[^\n]*\b(?:contributed|reported)\b", re.I
        )
        self._inform = re.compile(
            rf"(?:,|[”\"],?)\s(?:as\s)?(?:the\s)?(?P<credit>{known})\s(?:writes|reports|informs)(?:\s(?:today|on\s\w+day))?"
            r"(?=[.,;]|\s(?:according\sto|citing|quoting|with\sreference|referring))",
            re.I,
        )

    def read(self, title: str | None, byline: str | None, text: str) -> Credit:
        """See `read_credit`."""
        paragraphs = [m.span() for m in PARAGRAPH.finditer(text)]
        return (
            self._opening(title or "", text, paragraphs)
            or self._closing(text, paragraphs)
            or self._from_byline(byline or "")
            or self._lead(title or "", text, paragraphs)
            or NO_CREDIT
        )

    def named(self, credit: str) -> Outlet | None:
        """The first agency of a credit that may join several: "dpa/lno", "HVN and Coral Reach Courier", "ats afp"."""
        if whole := self.agencies.get(credit.strip().casefold()):
            return whole
        for part in JOINT.split(credit):
            if found := self.agencies.get(part.strip(" \\").casefold()):
                return found
        words = [self.agencies.get(w.casefold()) for w in credit.split()]
        return words[0] if words and all(words) else None

    def _opening(self, title: str, text: str, paragraphs: list[Span]) -> Credit | None:
        """A dateline at the start of one of the first paragraphs."""
        for start, end in body(title, text, paragraphs):
            at = start + len(text[start:end]) - len(text[start:end].lstrip())
            if (match := self._header.match(text, at, end) or self._monitored.match(text, at, end)) and (
                agency := self.named(match["credit"])
            ):
                return Credit(agency.name, (match.span(),), "dateline")
            if BYLINE.match(text, at, end) and (credit := self._from_byline(text[at:end])):
                return credit._replace(spans=((at, end),))
            for shape in (BRACKETED, SLASHED, BARE):
                match = shape.match(text, at, min(end, at + 160))
                agency = match and self._dateline(shape, match, text)
                if agency:
                    return Credit(agency.name, (match.span(),), "dateline")
        return None

    def _dateline(self, shape: re.Pattern[str], match: re.Match[str], text: str) -> Outlet | None:
        credit = match["credit"]
        if shape is BRACKETED:
            following = text[match.end() : match.end() + 1]
            lone = not match["place"] or not following or following.islower()
            return None if lone and not match["dash"] else self.named(credit)
        if shape is BARE:
            agency = self.named(credit)
            return agency if agency and agency.dateline == "bare" else None
        agency = self.named(credit) or next(filter(None, map(self.named, credit.split())), None)
        return agency if agency and agency.dateline == "slashes" else None

    def _closing(self, text: str, paragraphs: list[Span]) -> Credit | None:
        """A credit at the end of one of the last paragraphs; what stands behind the end of the copy is passed over."""
        paragraphs, signed_off = self._without_end(text, paragraphs)
        for back, (start, end) in enumerate(reversed(paragraphs[-CLOSING_PARAGRAPHS:])):
            start = max(start, end - CLOSING_LENGTH)
            paragraph = text[start:end]
            if (match := self._mail.fullmatch(paragraph)) and len(paragraphs) > 1:
                return Credit(self._of_domain[match["domain"].casefold()], ((start, end),), "closing")
            for shape, name in self._lines:
                if match := shape.search(paragraph):
                    return Credit(name, ((start + match.start(), start + match.end()),), "closing")
            match = TRAILING.search(paragraph) if back < 2 else None
            if match and not self._is_signature(paragraph, match, last=back == 0):
                match = None
            match = match or self._rights.match(paragraph) or self._writers.match(paragraph)
            if not match and back < 2:
                match = self._signed.search(paragraph) or self._initialled.match(paragraph)
                match = match or self._rights_behind.search(paragraph)
            alone = back == len(paragraphs) - 1 and match is not None and match.start() == 0
            if match and not alone and (agency := self.named(match[1])):
                return Credit(agency.name, ((start + match.start(), start + match.end()),), "closing")
        told = {self.agencies[m["credit"].casefold()].name for m in self._told.finditer(text)} if signed_off else set()
        return Credit(told.pop(), signed_off, "closing") if len(told) == 1 else None

    def _without_end(self, text: str, paragraphs: list[Span]) -> tuple[list[Span], tuple[Span, ...]]:
        """The paragraphs without the marks behind the end of wire copy, and where initials stand among these."""
        left, initials = list(paragraphs), ()
        while len(left) > 1 and (match := END.search(text[slice(*left[-1])][-200:])):
            start, end = left[-1]
            if SIGNED_OFF.fullmatch(text, start, end):
                if self.named(text[start:end].strip(" .()")):
                    break  # "(afp/dpa)" is a credit
                initials = ((start, end),)
            left.pop()
            end -= len(match.group().lstrip())
            if text[start:end].strip():
                left.append((start, end))
        return left, initials

    def _is_signature(self, paragraph: str, match: re.Match[str], *, last: bool) -> bool:
        """Does a bracket that ends a paragraph stand behind a finished sentence, or end the text without a full stop?

        "the Palestinian Authority (PA)." explains an abbreviation: it signs nothing.
        """
        before = paragraph[: match.start()].rstrip()
        if not before or before.endswith(SENTENCE_END):
            return True
        initials = "".join(w[0] for w in before.split()[-len(match[1]) :]).upper()
        return last and not match.group().rstrip().endswith(".") and not initials.endswith(match[1].upper())

    def _from_byline(self, byline: str) -> Credit | None:
        for part in JOINT.split(re.sub(r"[()\[\]=]", " / ", byline)):
            part = re.sub(r"^(?:by|von|from|source:)\s", "", part.strip(), flags=re.I)
            if match := self._byline.fullmatch(part):
                return Credit(self.agencies[match["credit"].casefold()].name, (), "byline")
        return None

    def _lead(self, title: str, text: str, paragraphs: list[Span]) -> Credit | None:
        """ "…, TASR writes": the agency reports what the page's lead says."""
        for start, end in body(title, text, paragraphs):
            if match := self._inform.search(text, start, end):
                return Credit(self.agencies[match["credit"].casefold()].name, (match.span("credit"),), "lead")
        return None


def _any_of(forms: Iterable[str]) -> str:
    """A pattern for any of these texts, the longest first."""
    return "|".join(re.escape(form) for form in sorted(set(forms), key=len, reverse=True)) or r"(?!)"


def body(title: str, text: str, paragraphs: list[Span]) -> Iterator[Span]:
    """The first paragraphs, not counting the headline, a byline and notes on corrections."""
    left = LEAD_PARAGRAPHS
    for i, (start, end) in enumerate(paragraphs[:8]):
        paragraph = text[start:end].strip()
        yield start, end
        if not ((i == 0 and title and paragraph.rstrip(".") == title.strip().rstrip(".")) or PREAMBLE.match(paragraph)):
            left -= 1
        if not left:
            return


_compiled: tuple[Mapping[str, Outlet], CreditReader] | None = None


def read_credit(title: str | None, byline: str | None, text: str, outlets: Mapping[str, Outlet]) -> Credit:
    """The agency whose text the article carries, and the spans that say so; `Credit(None)` if it is not agency copy.

    A dateline counts only at the start of the body, a closing credit only at its end; of several agencies in one
    credit the first is named.
    """
    global _compiled
    if _compiled is None or _compiled[0] is not outlets:
        _compiled = (outlets, CreditReader(outlets))
    return _compiled[1].read(title, byline, text)
