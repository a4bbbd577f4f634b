"""Who speaks where the learned reader sees a cue, or a quotation alone, and nobody whose it is: by grammar."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from standpoint.clauses import Clause, Patterns
from standpoint.sources import NOT_THE_SUBJECT, behind_subject, subject
from standpoint.statements import Statement
from standpoint.text import Span

SUBJECTS = frozenset(("he", "she", "they", "it", "we", "i"))
OWNERS = frozenset(("his", "her", "their", "its", "our", "my"))
NO_SUBJECT = re.compile(r"\b(?:to|an?|the|of|no|for)[ \u00a0]$")
# cues that say nothing of who stands in front: "was sworn in", "seems", "| to talk about"
NOT_HIS = re.compile(
    r"to\b|.*\b(?:seem|appear|look)(?:s|ed)?\b|(?:also )?known as|[’']s \w+ed\b"
    r"|.*\b(?:is|are|was|were|be|been|being)[ \u00a0](?:\w+[ \u00a0])?\w+(?:ed|en|wn|rn|ght)\b"
)
NO_NAME = re.compile(
    r"$|\w+ing\b|(?:in|with|for|by|at|on|would|could|ask)\b|.*\b(?:is|are|was|were|has|have|had)\b|.*['’]s\s\w+ing\b",
    re.I,
)
OF_OTHERS = frozenset(("considered", "deemed", "regarded", "seen", "viewed"))  # "the person | considered a rival"
SAID = re.compile(r"[,?!”\"’'][”\"’',]*[ \u00a0]")  # "…,” | said Aro"
OPENING = re.compile(r"(?:(?:After|Before|By|In|While|When)[ \u00a0])?$")  # "While | claiming that …, Aro …"
MAIN_CLAUSE = re.compile(r"[”\"’']?,[”\"’']?[ \u00a0](?:the[ \u00a0])?")
BEHIND = re.compile(r"[ \u00a0](?:the[ \u00a0])?")
QUOTED = re.compile(r"[“”„\"]")


def source_of(p: Patterns, c: Clause, cue: Span, content: Sequence[Span]) -> Span | None:
    """The words that name who speaks by a cue: in front of it, behind an inverted one ("…, said Aro"), or the subject
    of the main clause behind a participle that opens its sentence ("Citing the cost, Aro …")."""
    text, (start, end) = c.text, cue
    if text[start : start + 2] in ("'s", "’s"):
        return _ending_at(c, start)
    front = behind_subject(p, text, c.low, start)
    owner = text[max(c.low, text.rfind(" ", c.low, front) + 1) : front]
    if owner.lower() in OWNERS:
        return front - len(owner), front
    if owner.endswith(("'s", "’s")):
        return _ending_at(c, front - 2)
    helpers, verb = text[front:start].strip(), text[start:end].lower().partition(" ")[0]
    if p.passive.search(helpers) or NOT_HIS.match(text, start, end) or NO_SUBJECT.search(text, c.low, front + 1):
        return None
    if verb.endswith("ing") and not helpers:
        return _behind(c, max(b for _, b in content), MAIN_CLAUSE) if OPENING.search(text, c.low, start) else None
    told = any(0 <= start - b < 3 and SAID.match(text, b - 1) for _, b in content)
    if told and p.lexicon.find(verb) and (inverted := _behind(c, end, BEHIND)):
        return inverted
    if owner.lower() in SUBJECTS:
        return front - len(owner), front
    named, found = _ending_at(c, front), subject(p, c, c.low, front)
    heads = found is not None and found[0] == c.low and verb.endswith("ed")  # "The director | chastised …"
    speech = verb not in p.lexicon.noun_like and p.lexicon.find(verb)
    if not named and (verb in OF_OTHERS or not (heads or speech)):
        return None
    words = text[slice(*found)] if found else ""
    nobody = words.endswith(",") and not named and not _within(c, *found)  # "However, | documented …"
    if nobody or NO_NAME.match(words) or QUOTED.search(words):
        found = named
    return None if found is None or NOT_THE_SUBJECT.search(text, max(c.low, found[0] - 12), found[0]) else found


def told_by(content: Sequence[Span], by_rules: Sequence[Statement]) -> Statement | None:
    """The rules' statement, with a source, of which this content is the greater part."""
    for s in by_rules:
        shared = sum(max(0, min(b, y) - max(a, x)) for a, b in content for x, y in s.content)
        if s.source and s.cue and 2 * shared > max(sum(b - a for a, b in spans) for spans in (content, s.content)):
            return s
    return None


def _ending_at(c: Clause, end: int) -> Span | None:
    """The mention that ends there."""
    while end > c.low and c.text[end - 1] in " \u00a0":
        end -= 1
    i = bisect_left(c.mentions, (end,)) - 1
    if i >= 0 and c.mentions[i].end == end and c.mentions[i].form != "demonym":
        return c.mentions[i].start, end
    return None


def _within(c: Clause, start: int, end: int) -> bool:
    """Does a mention stand in the span?"""
    i = bisect_left(c.mentions, (start,))
    return i < len(c.mentions) and c.mentions[i].end <= end


def _behind(c: Clause, at: int, gap: re.Pattern) -> Span | None:
    """The mention behind a gap."""
    if not (found := gap.match(c.text, at, c.high)):
        return None
    i = bisect_left(c.mentions, (found.end(),))
    if i < len(c.mentions) and c.mentions[i].start == found.end() and c.mentions[i].form != "demonym":
        return c.mentions[i].start, c.mentions[i].end
    return None
