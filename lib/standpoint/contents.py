"""The content of a statement: what its cue introduces, and the quotations that go on with it."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from standpoint.clauses import DAYS, Clause, Patterns, trimmed
from standpoint.cues import Cue
from standpoint.text import Span, containing

NAMED = re.compile(
    r"\s(?!for\b|on\b|off\b)\S[^,;:]{0,60}?\s(?:an?\s|the\s|[\"“‘]|''|as\s|\w+(?:ful|ble|ous|ic|ent|ant|ive|less)\b)"
)
INFINITIVE = re.compile(rf"(?:[ \u00a0](?:on|late on|early on)[ \u00a0](?:{DAYS}))?[ \u00a0](?=to )")
FULL_STOP = re.compile(r"[a-z]{3}[.!?]\s+[A-Z]")
COORDINATED = re.compile(r",?\s(?:and|but)\s(?:(?:he|she|it|they)\s)?(?:also\s|then\s|later\s|\w+ly\s)?$")


def content_after(p: Patterns, c: Clause, cue: Cue) -> Span | None:
    """What a cue introduces: a quotation, a clause, an infinitive, an object; by what the cue takes."""
    text, at = c.text, cue.end
    if gap := p.gap.match(text, at, min(c.high, at + 160)):
        i = bisect_left(c.quotations, (gap.end(), 0))
        if i < len(c.quotations) and c.quotations[i][0] == gap.end():
            q = c.quotations[i]
            end = end_of_content(p, c, q[1]) if q[1] < c.high else q[1]
            return (q[0], end) if end - q[1] > 3 and text[q[1] - 2] not in ".,!?" else q
    takes = cue.takes
    if takes & {"clause", "that", "address", "object_infinitive"} and (that := p.that.match(text, at, c.high)):
        return that.end(), end_of_content(p, c, that.end())
    rest = text[at : c.high]
    if "infinitive" in takes and (to := INFINITIVE.match(rest)):
        return at + to.end(), end_of_content(p, c, at)
    if "object_infinitive" in takes and (to := re.match(r"[ \u00a0](?:[^\s,;]+\s){1,9}?(?=to\s\w)", rest)):
        return at + to.end(), end_of_content(p, c, at)
    if "phrase" in takes and re.match(r"\s\w", rest):
        return at + 1, end_of_content(p, c, at)
    if "address" in takes and not takes & {"clause", "object"}:
        listener = re.match(
            r"\s(?:[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*)*|reporters|journalists|lawmakers|MPs|him|her|them|us|me|the\s\w+|a\s\w+)\s(?=\w)",
            rest,
        )
        if listener and not re.match(r"(?:to|of|in|on|at|about|for)\b", rest[listener.end() :]):
            return at + listener.end(), end_of_content(p, c, at + listener.end())
        return None
    if "clause" in takes and (
        bare := re.match(
            r"(?:[:,]?\s(?:(?:on|in|at|late|early|last)\s)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|today|yesterday))?[:,]?\s(?=[\w$€£‘'])",
            rest,
        )
    ):
        after = rest[bare.end() :]
        if (
            not p.adjunct.match(rest)
            or re.match(r"(?:in|on|at|after|before|as|if|when|while|during|by|this|last)\s[^,]{3,60},\s\w", after)
            or re.match(r"(?:this|last|the|a)\s(?:\w+\s){1,4}?(?:is|was|will|would|has|had|were|are)\b", after)
        ):
            return at + bare.end(), end_of_content(p, c, at + bare.end())
        return None
    if "naming" in takes and NAMED.match(rest):
        return at + 1, end_of_content(p, c, at + 1)
    if "object" in takes and re.match(
        r"\s(?!(?:in|on|at|by|from|to|that|as|with|for|of|and|but|or|when|while|after|before|,|;)\b)[\w$€£“\"‘']",
        rest,
    ):
        return at + 1, end_of_content(p, c, at + 1)
    return None


def end_of_content(p: Patterns, c: Clause, start: int) -> int:
    """Where the content that begins at `start` ends: the clause end outside quotations, without its full stop."""
    high = c.high
    for stop in p.clause_end.finditer(c.text, start, high):
        if containing(c.quotations, stop.start()) < 0:
            high = stop.start()
            break
    return trimmed(c.text, start, high)[1]


def continued(
    text: str, content: list[Span], quotations: Sequence[Span], taken: dict, index: int, cue: Span
) -> list[Span]:
    """The content with the quotations that go on behind the cue's sentence; none where another statement has it."""
    pieces = []
    for piece in content:
        i = containing(quotations, piece[1] - 1)
        if piece[0] >= piece[1] or (i >= 0 and i in taken):
            continue
        pieces.append(piece)
        if i >= 0:
            taken[i] = index
    if not pieces:
        return []
    first = containing(quotations, pieces[0][0])
    while first > 0 and first - 1 not in taken and runs_on(text, quotations[first - 1], quotations[first]):
        first -= 1
        pieces.insert(0, quotations[first])
        taken[first] = index
    last = containing(quotations, pieces[-1][1] - 1)
    at = max(pieces[-1][1], cue[1])
    while 0 <= last < len(quotations) - 1 and last + 1 not in taken:
        following = quotations[last + 1]
        if not (
            goes_on(text, at, following, interrupted=pieces[-1][1] <= cue[0])
            or runs_on(text, quotations[last], following)
        ):
            break
        last += 1
        pieces.append(following)
        taken[last] = index
        at = following[1]
    return pieces


def runs_on(text: str, before: Span, after: Span) -> bool:
    """Is `before` a quoted paragraph left open, which `after` goes on with in the next paragraph?"""
    return text[before[1] - 1] not in "”\"»’'" and not text[before[1] : after[0]].strip()


def goes_on(text: str, at: int, following: Span, *, interrupted: bool) -> bool:
    """Does a quotation go on with `following` and no cue of its own?

    “A,” he said. “B.” — or in a paragraph that is nothing but the quotation, right after the cue's paragraph.
    """
    between = text[at : following[0]]
    if "\n" not in between:
        if text[following[1] - 2] == ",":  # “C,” he added: it has a cue of its own
            return False
        return (
            interrupted
            and len(between) <= 260
            and bool(re.search(r"[.,:;]\s*$", between))
            and not FULL_STOP.search(between)
        )
    end_of_line = text.find("\n", following[1])
    rest = text[following[1] : end_of_line if end_of_line >= 0 else len(text)]
    return not rest.strip() and len(between) <= 120 and between.count(".") <= 1 and between.count("\n") <= 2


def kind_of(content: Sequence[Span], quotations: Sequence[Span]) -> str:
    """direct, indirect or mixed, by the share of the content that stands in quotation marks (PolNeAR's derivation)."""
    total = sum(b - a for a, b in content)
    quoted = 0
    for a, b in content:
        i = max(0, bisect_left(quotations, (a, 0)) - 1)
        while i < len(quotations) and quotations[i][0] < b:
            quoted += max(0, min(b, quotations[i][1]) - max(a, quotations[i][0]))
            i += 1
    return "direct" if quoted >= 0.95 * total else "mixed" if quoted else "indirect"


def without_coordinated(text: str, content: tuple[Span, ...], cue_start: int) -> tuple[Span, ...]:
    """Content cut where a second verb of its subject follows: "rejected the plan | and said"."""
    a, b = content[-1]
    if not a < cue_start < b:
        return content
    joint = COORDINATED.search(text, a - 2, cue_start)
    if not joint or joint.end() != cue_start:
        return content
    if joint.start() - a < 3:
        return content[:-1] if len(content) > 1 else content
    return (*content[:-1], trimmed(text, a, joint.start()))
