"""Who "he" and "she" is: outside quotation marks somebody named outside them; inside them never the one who speaks."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Protocol

from standpoint.introduced import Row
from standpoint.text import Span, containing

Place = tuple[int, str]  # where somebody is named, and the id

# the letter first of all, for re looks for it much faster than for the start of a word
PRONOUN = re.compile(r"[HhSs](?<!\w.)(?:(?<=[Hh])(?:e|is|er|im)|(?<=[Ss])he)\b")
SPEAKS = ("he", "she")
GENDER = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
BACK, SPOKEN = 2, 3  # sentences before its own in which somebody is sought, and in the words of who speaks
ALONE, AMONG = 0.7, 0.5  # confidence: nobody else fits; others do
LATEST = 20  # pieces of a speaker's words that are looked at
MOST = 100  # names of a sentence that are looked at
FREE = 12  # sentences of a quotation that may lie between
UNKNOWN = "?"  # in front of a gender: a man or woman who speaks and is not named
BESIDE = re.compile(r"[\s,.;—–-]*")
# in front of a name: what makes it no subject
OBLIQUE = re.compile(
    r"\b(?:with|of|from|for|by|to|on|against|about|at|like|than)[ \u00a0](?:(?:the|former|then)[ \u00a0])?"
    r"(?:[A-Z][\w.’'-]*[ \u00a0]){0,4}$"
)
# behind a cue: whom the words are about
ABOUT = re.compile(r",?[ \u00a0](?:of|about|referring to|speaking (?:of|about))[ \u00a0](?:(?:the|former)[ \u00a0])?")
TITLES = re.compile(r"(?:[A-Z][\w.’'-]*[ \u00a0]){0,3}")


class Told(Protocol):
    """What is asked of a statement: who speaks, in which words, where the cue stands, and what is said."""

    @property
    def speaker_id(self) -> str | None: ...

    @property
    def source(self) -> tuple[Span, ...]: ...

    @property
    def cue(self) -> tuple[Span, ...]: ...

    @property
    def content(self) -> tuple[Span, ...]: ...


def outside_quotations(
    text: str,
    named: Sequence[tuple[int, int, str]],
    sentences: Sequence[Span],
    quotations: Sequence[Span],
    genders: Mapping[str, str],
) -> list[Row]:
    """He and she outside quotations: the first fitting person of the sentence, else of the nearest of two before it.

    Of a sentence before, a person whom its last words introduce by name comes first, then its subject (after Grosz,
    Joshi and Weinstein 1995, "Centering"); sentences that are nothing but a quotation are passed over. Of who speaks
    right behind a quotation, the sentences before tell first: in front of him stands what he says. Who is named inside
    quotations counts where nobody else is, but not beside that quotation or in its line: “Ines Aro lied,” he said.
    Whoever alone can be meant is a man or a woman from there on. `named` are persons' starts, ends and ids, in order.
    """
    if not named:
        return []
    genders = dict(genders)
    full: set[str] = set()
    introduced: dict[int, str] = {}
    plain: list[Place] = []
    quoted: list[Place] = []
    for start, end, actor in named:
        if actor not in full and " " in text[start:end]:
            full.add(actor)
            introduced[end] = actor
        (quoted if containing(quotations, start) >= 0 else plain).append((start, actor))
    out: list[Row] = []
    for match in PRONOUN.finditer(text):
        at, word = match.start(), match.group().lower()
        if containing(quotations, at) >= 0:
            continue
        gender = GENDER[word]
        begins = _beside(text, quotations, at)
        speaks = begins >= 0 and word in SPEAKS
        spans = _sought(text, sentences, quotations, at, begins, speaks=speaks)
        tried = ((high, _fitting(quoted if q else plain, low, high, gender, genders)) for q, low, high in spans)
        found = next((x for x in tried if x[1]), None)
        if not found:
            if speaks:
                genders[UNKNOWN + gender] = gender
                insort(plain, (at, UNKNOWN + gender))
            continue
        high, inside = found
        actor = inside[0][1]
        if high < at:
            last = introduced.get(high) or introduced.get(high - 1)
            subject = next((a for i, a in inside if not _oblique(text, i)), actor)
            actor = last if begins < 0 and last in {a for _, a in inside} else subject
        insort(plain, (at, actor))
        if actor.startswith(UNKNOWN):
            continue
        alone = len({a for _, a in inside}) == 1
        if alone:
            genders[actor] = gender
        out.append((at, match.end(), actor, "pronoun", ALONE if alone else AMONG))
    return out


def _sought(
    text: str, sentences: Sequence[Span], quotations: Sequence[Span], at: int, begins: int, *, speaks: bool
) -> Iterator[tuple[bool, int, int]]:
    """Where somebody is sought, in this order: inside quotations or outside them, from where, up to where."""
    near = _plain(sentences, quotations, at)
    if speaks:
        here, *earlier = near
        near = chain(earlier, (here,))
    yield from ((False, low, high) for low, high in near)
    until = at if begins < 0 else min(begins, text.rfind("\n", 0, at) + 1)
    yield from ((True, low, min(high, until)) for low, high in _before(sentences, at, BACK))


def _before(sentences: Sequence[Span], at: int, back: int) -> Iterator[Span]:
    """The sentence of an offset, up to it, and so many before."""
    here = containing(sentences, at)
    for i in range(here, max(here - back, 0) - 1, -1):
        yield sentences[i][0], min(sentences[i][1], at)


def _plain(sentences: Sequence[Span], quotations: Sequence[Span], at: int) -> Iterator[Span]:
    """The sentence of an offset, up to it, and the nearest two before that are more than a part of a quotation."""
    left = BACK
    for low, high in _before(sentences, at, BACK + FREE):
        around = containing(quotations, low)
        if high < at and around >= 0 and quotations[around][1] >= high:
            continue
        yield low, high
        if high < at:
            left -= 1
            if not left:
                return


def _beside(text: str, quotations: Sequence[Span], at: int) -> int:
    """Where the quotation begins that ends right in front of an offset, and those that run on into it; -1 for none."""
    begins = -1
    i = bisect_left(quotations, (at,)) - 1
    while i >= 0 and BESIDE.fullmatch(text, quotations[i][1], at):
        begins = at = quotations[i][0]
        i -= 1
    return begins


def _fitting(
    people: Sequence[Place], low: int, high: int, gender: str, genders: Mapping[str, str], besides: str | None = None
) -> list[Place]:
    first = bisect_left(people, (low,))
    inside = people[first : min(bisect_left(people, (high,)), first + MOST)]
    return [(at, actor) for at, actor in inside if actor != besides and genders.get(actor, gender) == gender]


def _oblique(text: str, at: int) -> bool:
    return bool(OBLIQUE.search(text, max(0, at - 60), at))


def in_quotations(
    text: str,
    named: Sequence[tuple[int, int, str]],
    sentences: Sequence[Span],
    quotations: Sequence[Span],
    statements: Sequence[Told],
    genders: Mapping[str, str],
) -> list[Row]:
    """He and she inside quotations of a known speaker: somebody else, whom the speaker's words name, else the text.

    That is the first fitting person of the nearest sentence in which the speaker's words name one. Where they name
    none, it is whom the cue is about (“He lied,” she said of Odo Venn), else the only person whom the nearest sentence
    names; where that names two, nobody.
    """
    said: dict[str, list[Span]] = {}
    for s in statements:
        if s.speaker_id:
            said.setdefault(s.speaker_id, []).extend(s.content)
    for spans in said.values():
        spans.sort()
    people = [(start, actor) for start, _, actor in named]
    out: list[Row] = []
    for at, end, told in _told(text, quotations, statements):
        of = (GENDER[text[at:end].lower()], genders, told.speaker_id)
        words = said[told.speaker_id or ""]
        words = words[: bisect_left(words, (at,))][-LATEST:]
        near = [_fitting(people, *span, *of) for span in _before(sentences, at, SPOKEN)]
        spoken = (next((p for p in found if any(a <= p[0] < b for a, b in words)), None) for found in near)
        meant = [p for p in spoken if p][:1]
        meant = meant or [
            p
            for low in _about(text, told)
            for p in _fitting(people, low, low + 40, *of)[:1]
            if TITLES.fullmatch(text, low, p[0])
        ]
        meant = meant or next((found for found in near[: BACK + 1] if found), [])
        if len({actor for _, actor in meant}) == 1:
            out.append((at, end, meant[0][1], "pronoun", AMONG))
            insort(people, (at, meant[0][1]))
    return out


def _told(text: str, quotations: Sequence[Span], statements: Sequence[Told]) -> Iterator[tuple[int, int, Told]]:
    """Pronouns inside quotations, in order, with the statement that holds them most closely; a cue that is itself
    quoted makes none: “Odo Venn says he will come,” she said.
    """
    contents = sorted(
        (b - a, a, b, n)
        for n, s in enumerate(statements)
        if s.speaker_id and not (s.cue and containing(quotations, s.cue[0][0]) >= 0)
        for a, b in s.content
    )
    found: dict[Span, int] = {}
    for _, a, b, n in contents:
        for match in PRONOUN.finditer(text, a, b):
            found.setdefault(match.span(), n)
    for (at, end), n in sorted(found.items()):
        if containing(quotations, at) >= 0:
            yield at, end, statements[n]


def _about(text: str, told: Told) -> list[int]:
    """Where the words begin that tell whom a statement is about."""
    return [about.end() for _, end in (*told.cue, *told.source) if (about := ABOUT.match(text, end))]
