"""How a claim reached the page: page ← agency ← cited outlet ← speaker, each link with its place in the text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from standpoint.actors import Mention
from standpoint.codebook import Outlet
from standpoint.credits import Credit
from standpoint.statements import Statement
from standpoint.text import Span, containing, quotations


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


class Medium(NamedTuple):
    """A medium as a sentence names it, and the part it plays there: reporter, cited, quoter or told."""

    start: int
    end: int
    name: str
    part: str = ""


class Hop(NamedTuple):
    """A link before its chain is numbered."""

    relation: str
    to_name: str
    statement: int | None
    span: Span


KIND = (
    r"(?:agency|news\s(?:agency|wire|website|site|portal|outlet|channel|magazine)|newspaper|newswire|daily|weekly|tabloid|broadcaster|"
    r"magazine|television|television\schannel|TV\schannel|TV|radio|radio\sstation|portal|website)"
)
NAME = r"[^\W\d_a-z][\w’'.-]*(?:\s[^\W\d_a-z][\w’'-]*){0,3}"
INTRODUCED = re.compile(
    rf"\b(?:news\s(?:agency|website|site|portal|outlet|magazine)|newspaper|broadcaster|tabloid|(?:the|The)\s(?:\w+\s)?(?:daily|weekly))"
    rf"\s(?P<name>{NAME})|(?P<before>{NAME})\s(?:news\s(?:agency|website|site|portal)|newspaper)\b"
)
AGAIN = re.compile(
    r"\b[Tt]he\s(?:newspaper|paper|news\sagency|newswire|daily|tabloid|broadcaster|magazine|news\sportal)(?!\s[A-Z]|\w)"
)

MODIFIER = r"(?:(?:the|a|an|its|their)\s)?(?:(?:[^\s.,;:“”\"]+\s){0,3}?" + KIND + r"\s)?"
TOLD = re.compile(
    r"(?:\b(?:told|tells|telling|informed|assured|speaking\s(?:to|with)|spoke\s(?:to|with)|speaks\s(?:to|with)|talking\sto|talked\sto|said\sto)\s"
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
    r"(?:[’']s\s[A-Z]\w+(?:\s[A-Z]\w+)?)?(?:\s(?:"
    + KIND
    + r"|also|has|have|had|first|later|earlier|previously|separately|on\s\w+day|\w+day|"
    r"correspondent|reporter|repeatedly)){0,4}?,?\s" + VERB
)
REPORT = re.compile(r"(?:[’']s?)?\s(?:report|dispatch|article|story|account|analysis|investigation|poll|interview)\b")
CITING = re.compile(
    r"\b(?:citing|cited|cites|quoting|quoted|quotes|(?:with\s)?reference\sto|referring\sto|according\sto)\s(?P<who>[^,.;:“”\"\n]{2,120}?)"
    r"(?=[,.;:]|\s(?:as|that|who|which|on\s\w+day|in\san?)\b|$|\s?[“\"])"
)
OPENING = re.compile(r"(?:Citing|Quoting)\s(?P<who>[^,.;:“”\"\n]{2,120}),\s")
ARTICLE = re.compile(r"^(?:the|an?)\s", re.I)
CLAUSE = re.compile(r";|,?\s(?:while|whereas|but|although|though)\s")
PRONOUN = re.compile(r"(?:he|she|it|they|we|i|who)$", re.I)
COORDINATED = re.compile(r"(?:,?\s(?:and|or|&)|,)\s(?:(?:the|by)\s)?$")


def find_chains(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    credit: Credit,
    outlets: Mapping[str, Outlet],
    *,
    page: str = "page",
    names: Mapping[str, str] | None = None,
) -> list[Link]:
    """The chains of one article, each chain once, numbered from 0; `names` maps actor ids to full names.

    The page republishes the agency of its credit; a medium cites another; a medium quotes somebody. Where the credit
    covers the whole article, what it cites is the agency's citation; where only the lead is the agency's ("…, TASR
    writes"), other citations are the page's own.
    """
    root = page
    start: list[Hop] = []
    if credit.agency and credit.agency != page:
        start = [Hop("republishes", credit.agency, None, credit.spans[0] if credit.spans else (0, 0))]
    reader = _Reader(text, sentences, mentions, statements, names or {})
    chains: dict[tuple, list[Hop]] = {}
    for low, high, media in reader.by_sentence(outlets, skip=credit.spans if credit.basis != "lead" else ()):
        covered = credit.basis != "lead" or any(low <= a < high for a, _ in credit.spans)
        own = any(m.name == page for m in media)  # "told the Courier" in the Courier: its own addition
        prefix = start if covered and not own else []
        holder = credit.agency if prefix else root
        for tail in reader.tails(low, high, media, holder):
            hops = [*prefix, *tail]
            chains.setdefault(tuple((h.relation, h.to_name) for h in hops), hops)
    if start and not any(hops[: len(start)] == start for hops in chains.values()):
        chains = {("republishes",): start, **chains}
    links = []
    for number, hops in enumerate(chains.values()):
        source = root
        for i, hop in enumerate(hops, 1):
            links.append(Link(number, i, source, hop.relation, hop.to_name, hop.statement, *hop.span))
            source = hop.to_name
    return links


class _Reader:
    """One article while its chains are read."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        mentions: Sequence[Mention],
        statements: Sequence[Statement],
        names: Mapping[str, str],
    ):
        self.text, self.sentences, self.mentions, self.statements = text, sentences, mentions, statements
        self.names = names
        self.media_names: set[str] = set()
        self._quotations: list[Span] | None = None

    def by_sentence(self, outlets: Mapping[str, Outlet], skip: Sequence[Span]):
        """(start, end, media with a part) for each sentence that attributes something to a medium."""
        sentences: dict[int, list[Medium]] = {}
        for medium in self._media(outlets):
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

    # -- which media are named ----------------------------------------------------------------------
    def _media(self, outlets: Mapping[str, Outlet]) -> list[Medium]:
        known = [Medium(m.start, m.end, outlets[m.actor_id].name) for m in self.mentions if m.actor_id in outlets]
        taken = [(m.start, m.end) for m in known]
        others = []
        for match in INTRODUCED.finditer(self.text):
            group = "name" if match["name"] else "before"
            a, b = match.span(group)
            if self.text[b - 1] == ".":
                b -= 1
            name = self.text[a:b].removeprefix("The ")
            if name == "The" or any(x < b and a < y for x, y in taken) or self._is_listed(a, b):
                continue
            others.append(Medium(a, b, name))
        media = sorted([*known, *others])
        if not media:
            return []
        self.media_names = {m.name for m in media}
        for match in AGAIN.finditer(self.text, media[0].end):
            before = media[bisect_left(media, (match.start(),)) - 1]
            if match.start() >= before.end and match.start() - before.end < 1500:
                media.append(Medium(*match.span(), before.name))
        media.extend(self._short(known))
        return sorted(set(media))

    def _is_listed(self, start: int, end: int) -> bool:
        i = bisect_right(self.mentions, (end,)) - 1
        m = self.mentions[i] if i >= 0 else None
        return bool(m and m.start < end and m.end > start and not m.actor_id.startswith("organization:"))

    def _short(self, known: Sequence[Medium]) -> list[Medium]:
        """ "the Times" after "The New York Times": the last word of a name of several words, named in full before."""
        out = []
        first: dict[str, Medium] = {}
        for medium in known:
            words = self.text[medium.start : medium.end].split()
            if len(words) > 1 and words[-1] not in ("News", "Press", "Agency", "Today"):
                first.setdefault(words[-1], medium)
        for word, medium in first.items():
            for match in re.finditer(rf"\b(?:[Tt]he\s)?{re.escape(word)}\b(?!\s[A-Z])", self.text[medium.end :]):
                a, b = match.start() + medium.end, match.end() + medium.end
                if (
                    match.group()[0] in "Tt"
                    and " " in match.group()
                    and not any(m.start < b and a < m.end for m in known)
                ):
                    out.append(Medium(a, b, medium.name))
        return out

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
        if any(s.cue and VERBS.match(self.text, s.cue[0][0]) for s in self._said_by(low, high, medium)):
            return "reporter"
        if REPORT.match(right) and re.search(r"\b(?:to|by|in|per|an?|the|citing)\s(?:\w+\s)?$", left):
            return "cited"
        return ""

    def _quoted(self, at: int) -> bool:
        if self._quotations is None:
            self._quotations = quotations(self.text)
        return containing(self._quotations, at) >= 0

    # -- chains ---------------------------------------------------------------------------------------
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
            if medium.name != at:
                hops.append(
                    Hop("cites", medium.name, self._statement_of(medium, low, high), (medium.start, medium.end))
                )
                at = medium.name
        ends = self._speakers(low, high, path, at)
        if not ends:
            return [hops] if hops else []
        return [[*hops, end] for end in ends]

    def _said_by(self, low: int, high: int, medium: Medium) -> list[Statement]:
        """The statements of a sentence whose source opens with a medium's name."""
        near = range(medium.start - 4, medium.start + 1)
        return [
            s for s in self.statements if s.cue and low <= s.cue[0][0] < high and any(a in near for a, _ in s.source)
        ]

    def _statement_of(self, medium: Medium, low: int, high: int) -> int | None:
        for i, s in enumerate(self.statements):
            if s.cue and low <= s.cue[0][0] < high and any(a <= medium.start < b for a, b in s.source):
                return i
        return None

    def _speakers(self, low: int, high: int, path: Sequence[Medium], medium: str) -> list[Hop]:
        """Whose words the last medium gives: the speakers of the sentence's statements, else whom it cites."""
        last = path[-1]
        inside = [(i, s) for i, s in enumerate(self.statements) if s.cue and low <= s.cue[0][0] < high]
        if last.part == "told":
            near = [(i, s) for i, s in inside if s.cue[0][0] < last.start]
            if near and not self._name(near[-1][1]) and (unnamed := self._unnamed(*near[-1])):
                return [unnamed]
            inside = [n for n in near if self._name(n[1])][-1:] or inside
        out: dict[str, Hop] = {}
        for i, s in inside:
            name = self._name(s)
            if not name or name in self.media_names or self._under_speaker(s):
                continue
            out.setdefault(name, Hop("quotes", name, i, s.source[0] if s.source else s.cue[0]))
        if not out:
            found = self._cited(low, high, last) or (
                self._before(low, last) if last.part in ("told", "quoter") else None
            )
            return [found] if found else []
        return list(out.values())

    def _under_speaker(self, s: Statement) -> bool:
        """Is the statement told within the words of somebody who is no medium?"""
        parent = self.statements[s.parent] if s.parent is not None else None
        return bool(parent and parent.speaker_id and self.names.get(parent.speaker_id) not in self.media_names)

    def _name(self, s: Statement) -> str | None:
        if s.speaker_id:
            return self.names.get(s.speaker_id, s.speaker_text)
        return None

    def _unnamed(self, i: int, s: Statement) -> Hop | None:
        """A speaker whom the text describes and does not name: "a spokesman for the ministry told AFP"."""
        if not s.source or PRONOUN.match(s.speaker_text):
            return None
        return Hop("quotes", ARTICLE.sub("", s.speaker_text.split(",")[0]), i, s.source[0])

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
                return None if name in self.media_names else Hop("quotes", name, None, (m.start, m.end))
        who = ARTICLE.sub("", self.text[a:b].strip())
        return Hop("quotes", who, None, (a, b)) if who not in self.media_names else None

    def _before(self, low: int, medium: Medium) -> Hop | None:
        """The actor named right before "told Reuters" or "was quoted by TASS", where no statement was found."""
        i = bisect_left(self.mentions, (medium.start,)) - 1
        while i >= 0 and self.mentions[i].start >= low:
            m = self.mentions[i]
            name = self.names.get(m.actor_id, self.text[m.start : m.end])
            if m.form != "demonym" and name not in self.media_names:
                return Hop("quotes", name, None, (m.start, m.end))
            i -= 1
        return None
