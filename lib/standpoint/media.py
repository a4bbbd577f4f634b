"""Which media a text names, and the part each plays in its sentence: who reports, who is cited, who was told."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from standpoint.actors import Mention
from standpoint.codebook import Outlet
from standpoint.statements import Statement
from standpoint.text import Span, containing, quotations


class Medium(NamedTuple):
    """A medium as a sentence names it, and the part it plays there: reporter, cited, quoter or told."""

    start: int
    end: int
    name: str
    part: str = ""


KIND = (
    r"(?:agency|news\s(?:agency|wire|website|site|portal|outlet|channel|magazine)|newspaper|newswire|daily|weekly|tabloid|broadcaster|"
    r"magazine|television|television\schannel|TV\schannel|TV|radio|radio\sstation|portal|website)"
)
NAME = r"[^\W\d_a-z][\w’'.-]*(?:\s[^\W\d_a-z][\w’'-]*){0,3}"
INTRODUCED = re.compile(
    rf"\b(?:news\s(?:agency|website|site|portal|outlet|magazine)|newspaper|broadcaster|tabloid|(?:the|The)\s(?:\w+\s)?(?:daily|weekly))"
    rf"\s(?P<name>{NAME})|(?P<before>{NAME})\s(?:news\s(?:agency|website|site|portal)|newspaper)\b"
)
INTRODUCING = re.compile(r"news|broadcaster|tabloid|daily|weekly")  # no medium is introduced without one of them
AGAIN = re.compile(
    r"\b[Tt]he\s(?:newspaper|paper|news\sagency|newswire|daily|tabloid|broadcaster|magazine|news\sportal)(?!\s[A-Z]|\w)"
)

MODIFIER = r"(?:(?:the|a|an|its|their)\s)?(?:(?:[^\s.,;:“”\"]+\s){0,3}?" + KIND + r"\s)?"
SPOKEN_TO = (
    r"\b(?:told|tells|telling|informed|assured|speaking\s(?:to|with)|spoke\s(?:to|with)|speaks\s(?:to|with)|talking\sto"
    r"|talked\sto|said\sto)\s"
)
TOLD = re.compile(
    r"(?:" + SPOKEN_TO +
    r"|\b(?:interview|conversation|comments?|remarks?|statement|email|letter)\s(?:\w+\s){0,2}?(?:with|to|for|by|in|on)\s"
    r"|\b(?:said|says|argued|added|appearing|appeared|speaking|warned|insisted|claimed)\s(?:[^\s.,;:“”\"]+\s){0,4}?on\s)"
    + MODIFIER + r"$"
)  # fmt: skip
QUOTER = re.compile(r"\bquoted(?:\sas\ssaying)?\s(?:by|in)\s" + MODIFIER + "$")
REVERSED = re.compile(r",\s(?:according\sto|as\sreported\sby|as\s\w+\sby)\s" + MODIFIER + "$")
CITED = re.compile(
    r"(?:\b(?:citing|cited|cites|quoting|quoted|quotes|according\sto|reference\sto|referring\sto|refers\sto|refer\sto|credited|per)\s"
    r"|\b(?:reported|published|revealed|broadcast|disclosed|obtained|carried|noted|described|seen|confirmed)\s(?:\w+\s)?by\s"
    r"|\b(?:reports?|dispatch|article|story|account|analysis|investigation|interview)\s(?:\w+\s)?(?:by|from|in|of|on)\s)"
    + MODIFIER + r"$", re.I
)  # fmt: skip
INVERTED = re.compile(
    r"(?:\b|[”\"],?\s)(?:reports|reported|writes|wrote|informs|informed|quotes|notes|adds)\s" + MODIFIER + "$"
)
VERB = (
    r"(?:reports?|reported|writes|wrote|informs|informed|said|says|quoted|quotes|cited|cites|noted|notes|revealed|reveals|"
    r"claimed|claims|disclosed|estimates|estimated|found|quoting|citing|carried|published|observed|described|adds|added|"
    r"confirmed|pointed\sout|points\sout)\b(?!\s(?:in\sa\sstatement|it\s(?:would|will|had|has|was|is)|its|their)\b)"
)
VERBS = re.compile(r"(?:(?:also|has|have|had|first|later|earlier|recently|previously)\s)*" + VERB)
# What follows the name of a medium that reports.
REPORTS = re.compile(
    r"(?:[’']s\s[A-Z]\w+(?:\s[A-Z]\w+)?|\s\([A-Z]{2,6}\))?(?:\s(?:"
    + KIND
    + r"|also|has|have|had|first|later|earlier|previously|separately|on\s\w+day|\w+day|"
    r"correspondent|reporter|repeatedly)){0,4}?,?\s" + VERB
)
REPORT = re.compile(r"(?:[’']s?)?\s(?:report|dispatch|article|story|account|analysis|investigation|poll|interview)\b")
MEMORY = 1500  # code points for which "the newspaper" stands for the medium named last
OF_REPORT = re.compile(r"\b(?:to|by|in|per|an?|the|citing)\s(?:\w+\s)?$")
CLAUSE = re.compile(r";|,?\s(?:while|whereas|but|although|though)\s")
COORDINATED = re.compile(r"(?:,?\s(?:and|or|&)|,)\s(?:(?:the|by)\s)?$")


class MediaReader:
    """The media of one article, sentence by sentence."""

    def __init__(
        self, text: str, sentences: Sequence[Span], mentions: Sequence[Mention], statements: Sequence[Statement]
    ):
        self.text, self.sentences, self.mentions, self.statements = text, sentences, mentions, statements
        self.names: set[str] = set()
        self._cues = sorted((s.cue[0][0], i) for i, s in enumerate(statements) if s.cue)
        self._quotations: list[Span] | None = None

    def by_sentence(
        self, outlets: Mapping[str, Outlet], skip: Sequence[Span]
    ) -> Iterator[tuple[int, int, list[Medium]]]:
        """(start, end, media with a part) for each sentence that attributes something to a medium."""
        sentences: dict[int, list[Medium]] = {}
        for medium in self._named(outlets):
            if any(a <= medium.start < b for a, b in skip):
                continue
            at = containing(self.sentences, medium.start)
            if at >= 0:
                sentences.setdefault(at, []).append(medium)
        for at, media in sentences.items():
            low, high = self.sentences[at]
            parts = self._parts(low, high, media)
            while parts:
                n, end = self._clause(parts, high)
                yield low, end, parts[:n]
                low, parts = end, parts[n:]

    def _clause(self, media: Sequence[Medium], high: int) -> tuple[int, int]:
        """How many of the media stand in the first clause, and its end: "… told CNN, while Fox News reported …"."""
        for n in range(1, len(media)):
            if cut := CLAUSE.search(self.text, media[n - 1].end, media[n].start):
                return n, cut.start()
        return len(media), high

    def statements_in(self, low: int, high: int) -> list[tuple[int, Statement]]:
        """The statements whose cue stands between two offsets, with their index."""
        first, last = bisect_left(self._cues, (low,)), bisect_left(self._cues, (high,))
        return [(i, self.statements[i]) for _, i in self._cues[first:last]]

    # -- which media are named ----------------------------------------------------------------------
    def _named(self, outlets: Mapping[str, Outlet]) -> list[Medium]:
        known = [Medium(m.start, m.end, outlets[m.actor_id].name) for m in self.mentions if m.actor_id in outlets]
        first = sorted([*known, *self._introduced(known)])
        if not first:
            return []
        self.names = {m.name for m in first}
        again = []
        for match in AGAIN.finditer(self.text, first[0].end):
            before = first[bisect_left(first, (match.start(),)) - 1]
            if 0 <= match.start() - before.end < MEMORY:
                again.append(Medium(*match.span(), before.name))
        return sorted({*first, *again, *self._short(known)})

    def _introduced(self, known: Sequence[Medium]) -> Iterator[Medium]:
        """Media that no codebook lists and the text presents: "the news agency North Coast Wire"."""
        if not INTRODUCING.search(self.text):
            return
        listed = [m for m in self.mentions if not m.actor_id.startswith("organization:")]
        for match in INTRODUCED.finditer(self.text):
            a, b = match.span("name" if match["name"] else "before")
            if self.text[b - 1] == ".":
                b -= 1
            name = self.text[a:b].removeprefix("The ")
            if name != "The" and not overlaps(known, a, b) and not overlaps(listed, a, b):
                yield Medium(a, b, name)

    def _short(self, known: Sequence[Medium]) -> Iterator[Medium]:
        """ "the Times" after "The New York Times": the last word of a name of several words, named in full before."""
        first: dict[str, Medium] = {}
        for medium in known:
            words = self.text[medium.start : medium.end].split()
            if len(words) > 1 and words[-1] not in ("News", "Press", "Agency", "Today"):
                first.setdefault(words[-1], medium)
        for word, medium in first.items():
            for match in re.compile(rf"\b[Tt]he\s{re.escape(word)}\b(?!\s[A-Z])").finditer(self.text, medium.end):
                if not overlaps(known, *match.span()):
                    yield Medium(*match.span(), medium.name)

    # -- what part they play --------------------------------------------------------------------------
    def _parts(self, low: int, high: int, media: Sequence[Medium]) -> list[Medium]:
        out: list[Medium] = []
        for medium in media:
            part = self._part(low, high, medium)
            if not part and out and COORDINATED.search(self.text[out[-1].end : medium.start]):
                part = out[-1].part
            if part and not self._quoted(medium.start):
                out.append(medium._replace(part=part))
            elif not part and (later := self._coordinated_part(low, high, medium, media)):
                out.append(medium._replace(part=later))
        return out

    def _coordinated_part(self, low: int, high: int, medium: Medium, media: Sequence[Medium]) -> str:
        """CNN in "CNN and NBC reported": the part of the medium it is joined to."""
        for other in media:
            if other.start > medium.end and COORDINATED.fullmatch(self.text[medium.end : other.start]):
                return self._part(low, high, other)
        return ""

    def _part(self, low: int, high: int, medium: Medium) -> str:
        left = self.text[max(low, medium.start - 90) : medium.start]
        right = self.text[medium.end : min(high, medium.end + 90)]
        if TOLD.search(left):
            return "told"
        if QUOTER.search(left):
            return "quoter"
        if REVERSED.search(left) and not REPORT.match(right):
            return "quoter"
        if CITED.search(left):
            return "cited"
        if REPORTS.match(right) or INVERTED.search(left):
            return "reporter"
        if self._says(low, high, medium):
            return "reporter"
        if REPORT.match(right) and OF_REPORT.search(left):
            return "cited"
        return ""

    def _says(self, low: int, high: int, medium: Medium) -> bool:
        """Does a statement whose source opens with the medium's name report something?"""
        near = range(medium.start - 4, medium.start + 1)
        return any(
            VERBS.match(self.text, s.cue[0][0]) and any(a in near for a, _ in s.source)
            for _, s in self.statements_in(low, high)
        )

    def _quoted(self, at: int) -> bool:
        if self._quotations is None:
            self._quotations = quotations(self.text)
        return containing(self._quotations, at) >= 0


def overlaps(spans: Sequence[Medium] | Sequence[Mention], start: int, end: int) -> bool:
    """Does one of these, sorted and not overlapping, share a character with start to end?"""
    i = bisect_left(spans, (end,)) - 1
    return i >= 0 and spans[i].end > start
