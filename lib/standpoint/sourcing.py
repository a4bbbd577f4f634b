"""How a claim reached the page: page ← agency ← cited outlet ← speaker, each link with its place in the text."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from standpoint.actors import Mention
from standpoint.codebook import Outlet
from standpoint.credits import Credit
from standpoint.media import COORDINATED, QUOTER, MediaReader, Medium
from standpoint.statements import Statement
from standpoint.text import Span


class Link(NamedTuple):
    """One link of a chain: `from_name` republishes, cites or quotes `to_name`; hop 1 is nearest the page.

    `start` and `end` are the words in the text that say so; both 0 where a byline says it. `statement` indexes the
    statements given.
    """

    chain: int
    hop: int
    from_name: str
    relation: str
    to_name: str
    statement: int | None
    start: int
    end: int


class Hop(NamedTuple):
    """A link before its chain is numbered."""

    relation: str
    to_name: str
    statement: int | None
    span: Span


CITING = re.compile(
    r"\b(?:citing|cited|cites|quoting|quoted|quotes|(?:with\s)?reference\sto|referring\sto|according\sto)\s(?P<who>[^,.;:“”\"\n]{2,120}?)"
    r"(?=[,.;:]|\s(?:as|that|who|which|saying|on\s\w+day|in\san?)\b|$|\s?[“\"])"
)
OPENING = re.compile(r"(?:Citing|Quoting)\s(?P<who>[^,.;:“”\"\n]{2,120}),\s")
SPOKE = re.compile(r"(?:said|says?|told|added|warn|argue|insist|believe|express|claim|den(?:y|ied))", re.I)
ARTICLE = re.compile(r"^(?:the|an?)\s", re.I)
NO_SPEAKER = re.compile(r"(?:he|she|it|they|we|i|who)$|(?:on|in|at|by|for|to|with|from|of|but|and|as)\s", re.I)


def find_chains(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    credit: Credit,
    outlets: Mapping[str, Outlet],
    *,
    page: str = "page",
    known_as: str = "",
    names: Mapping[str, str] | None = None,
) -> list[Link]:
    """The chains of one article, each chain once, numbered from 0; `names` maps actor ids to full names, and `known_as`
    is the codebook's name of the page, where that differs: a page is no link of its own chains.

    The page republishes the agency of its credit; a medium cites another; a medium quotes somebody. Where the credit
    covers the whole article, what it cites is the agency's citation; where only the lead is the agency's ("…, TASR
    writes"), other citations are the page's own.
    """
    start: list[Hop] = []
    itself = known_as or page
    if credit.agency and credit.agency != itself:
        start = [Hop("republishes", credit.agency, None, credit.spans[0] if credit.spans else (0, 0))]
    media_of = MediaReader(text, sentences, mentions, statements)
    reader = _Chains(media_of, names or {}, itself)
    chains: dict[tuple, list[Hop]] = {}
    for low, high, media in media_of.by_sentence(outlets, skip=credit.spans if credit.basis != "lead" else ()):
        covered = credit.basis != "lead" or any(low <= a < high for a, _ in credit.spans)
        own = any(m.name == itself for m in media)  # "told the Courier" in the Courier: its own addition
        prefix = start if covered and not own else []
        holder = credit.agency if prefix else itself
        for tail in reader.tails(low, high, media, holder):
            hops = [*prefix, *tail]
            chains.setdefault(tuple((h.relation, h.to_name) for h in hops), hops)
    if start and not any(hops[: len(start)] == start for hops in chains.values()):
        chains = {("republishes",): start, **chains}
    links = []
    for number, hops in enumerate(chains.values()):
        source = page
        for i, hop in enumerate(hops, 1):
            links.append(Link(number, i, source, hop.relation, hop.to_name, hop.statement, *hop.span))
            source = hop.to_name
    return links


class _Chains:
    """What follows the page or its agency in the chains of one article."""

    def __init__(self, media: MediaReader, names: Mapping[str, str], itself: str):
        self.text, self.mentions, self.statements, self.media = media.text, media.mentions, media.statements, media
        self.names, self.itself = names, itself

    def tails(self, low: int, high: int, media: Sequence[Medium], holder: str) -> list[list[Hop]]:
        """What follows `holder` in the chains of one sentence."""
        order = {"quoter": 0, "reporter": 1, "cited": 1, "told": 2}
        rows: list[list[Medium]] = []
        for medium in sorted(media, key=lambda m: (order[m.part], m.start)):
            together = next((r for r in rows if self._joined(r[-1], medium)), None)
            if together:
                together.append(medium)
            else:
                rows.append([medium])
        trunk = [r[0] for r in rows[:-1]]
        return [t for last in rows[-1] for t in self._ended(low, high, [*trunk, last], holder)]

    def _joined(self, one: Medium, other: Medium) -> bool:
        between = self.text[one.end : other.start]
        return one.part == other.part and bool(COORDINATED.fullmatch(between))

    def _ended(self, low: int, high: int, path: Sequence[Medium], holder: str) -> list[list[Hop]]:
        hops: list[Hop] = []
        at = holder
        for medium in path:
            if medium.name not in (at, self.itself):
                hops.append(
                    Hop("cites", medium.name, self._statement_of(medium, low, high), (medium.start, medium.end))
                )
                at = medium.name
        ends = self._speakers(low, high, path[-1])
        if not ends:
            return [hops] if hops else []
        return [[*hops, end] for end in ends]

    def _statement_of(self, medium: Medium, low: int, high: int) -> int | None:
        inside = self.media.statements_in(low, high)
        return next((i for i, s in inside if any(a <= medium.start < b for a, b in s.source)), None)

    def _speakers(self, low: int, high: int, last: Medium) -> list[Hop]:
        """Whose words the last medium gives: the speakers of the sentence's statements, else whom it cites."""
        inside = self.media.statements_in(low, high)
        if last.part == "told":
            near = [(i, s) for i, s in inside if s.cue[0][0] < last.start]
            if near and not self._name(near[-1][1]) and (unnamed := self._unnamed(*near[-1])):
                return [unnamed]
            inside = [n for n in near if self._name(n[1])][-1:] or inside
        out: dict[str, Hop] = {}
        for i, s in inside:
            name = self._name(s)
            if not name or name in self.media.names or self._under_speaker(s):
                continue
            out.setdefault(name, Hop("quotes", name, i, s.source[0] if s.source else s.cue[0]))
        if not out:
            spoken_to = last.part == "told" or QUOTER.search(self.text, low, last.start)
            found = self._cited(low, high, last) or (
                self._before(low, last) if spoken_to else self._described(inside, last)
            )
            return [found] if found else []
        return list(out.values())

    def _under_speaker(self, s: Statement) -> bool:
        """Is the statement told within the words of somebody who is no medium?"""
        parent = self.statements[s.parent] if s.parent is not None else None
        return bool(parent and parent.speaker_id and self.names.get(parent.speaker_id) not in self.media.names)

    def _name(self, s: Statement) -> str | None:
        if s.speaker_id:
            return self.names.get(s.speaker_id, s.speaker_text)
        return None

    def _unnamed(self, i: int, s: Statement) -> Hop | None:
        """A speaker whom the text describes and does not name: "a spokesman for the ministry told AFP"."""
        if not s.source or NO_SPEAKER.match(s.speaker_text):
            return None
        return Hop("quotes", ARTICLE.sub("", s.speaker_text.split(",")[0]), i, s.source[0])

    def _described(self, inside: Sequence[tuple[int, Statement]], last: Medium) -> Hop | None:
        """The speaker without a name whose words a medium reports: "Reuters reported that a source … said"."""
        for i, s in inside:
            named = s.speaker_id or any(a < last.end and last.start < b for a, b in s.source)
            if (
                not named
                and SPOKE.match(self.text, s.cue[0][0])
                and not self._under_speaker(s)
                and (found := self._unnamed(i, s))
            ):
                return found
        return None

    def _cited(self, low: int, high: int, last: Medium) -> Hop | None:
        """ "citing two officials", "with reference to the ministry"."""
        match = CITING.search(self.text, last.end, min(high, last.end + 200))
        if not match or match.start() - last.end > 80:
            match = OPENING.match(self.text, low, last.start)
        if not match:
            return None
        a, b = match.span("who")
        i = bisect_left(self.mentions, (a,))
        if i < len(self.mentions) and self.mentions[i].end <= b:
            m = self.mentions[i]
            whole = m.end >= b and m.start - a < 5
            if m.form != "demonym" and (whole or m.end == b or re.match(r"[’'\s]*$", self.text[m.end : b])):
                name = self.names.get(m.actor_id, self.text[m.start : m.end])
                return None if name in self.media.names else Hop("quotes", name, None, (m.start, m.end))
        who = ARTICLE.sub("", self.text[a:b].strip())
        return Hop("quotes", who, None, (a, b)) if who not in self.media.names else None

    def _before(self, low: int, medium: Medium) -> Hop | None:
        """The actor named right before "told Reuters" or "was quoted by TASS", where no statement was found."""
        i = bisect_left(self.mentions, (medium.start,)) - 1
        while i >= 0 and self.mentions[i].start >= low:
            m = self.mentions[i]
            name = self.names.get(m.actor_id, self.text[m.start : m.end])
            if m.form != "demonym" and name not in self.media.names:
                return Hop("quotes", name, None, (m.start, m.end))
            i -= 1
        return None
