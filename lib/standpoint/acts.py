"""What actors do to an issue ("vetoed the package"): a named subject right in front of a verb of doing or undoing."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from standpoint.actors import Mention
from standpoint.text import Span, containing

MODALS = frozenset("would could can may might must should will shall cannot to if".split())
NEGATIONS = frozenset("not never n't hardly barely".split())
PROMISES = frozenset(("promised", "pledged", "committed", "agreed to"))
WORD = re.compile(r"n['’]t\b|[\w-]+")
ASIDE = re.compile(
    r"\b(?:which|whom|whose|if|unless|until|whether|how|why|than|what|in|at|of|from|for|with|near|to|by|on|against|about)"
    r"\s+(?:the\s+)?$",
    re.I,
)


class Act(NamedTuple):
    """An actor does something, or undoes it (`sign` -1); `hedged` where it is only possible or once was."""

    holder: str
    source: Span
    cue: Span
    sentence: Span
    sign: int
    hedged: bool


class Verbs:
    """Verb forms with a sign, in one automaton."""

    def __init__(self, forms: Mapping[str, int]):
        self._signs = list(forms.values())
        self._automaton = AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        length = len(text)
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if not (start and (text[start - 1].isalnum() or text[start - 1] in "-'’")) and not (
                end < length and (text[end].isalnum() or text[end] in "-'’")
            ):
                yield start, end, self._signs[index]


@lru_cache(maxsize=8)
def verbs_of(up: tuple[str, ...], down: tuple[str, ...]) -> Verbs:
    return Verbs(dict.fromkeys(up, 1) | dict.fromkeys(down, -1))


def find_acts(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    verbs: Mapping[str, Sequence[str]],
    helpers: frozenset[str],
) -> Iterator[Act]:
    """Acts in order: a named actor right in front of a verb of doing (`verbs` "up") or undoing ("down")."""
    for start, end, sign in verbs_of(tuple(verbs["up"]), tuple(verbs["down"])).find(text):
        found = subject(text, mentions, start, helpers)
        if found is None:
            continue
        mention, between = mentions[found[0]], found[1]
        at = containing(sentences, start)
        if at < 0 or mention.start < sentences[at][0]:
            continue
        if ASIDE.search(text, max(sentences[at][0], mention.start - 20), mention.start):
            continue
        once = "had" in between and text[start:end] in PROMISES  # "had promised": what came of it?
        if between & NEGATIONS:
            sign = -sign
        source = (mention.start, mention.end)
        yield Act(mention.actor_id, source, (start, end), sentences[at], sign, bool(between & MODALS) or once)


def subject(
    text: str, mentions: Sequence[Mention], verb: int, helpers: frozenset[str]
) -> tuple[int, frozenset[str]] | None:
    """The mention in front of a verb, with nothing but auxiliaries and adverbs between; and those words."""
    i = bisect_left(mentions, (verb,)) - 1
    if i < 0 or verb - mentions[i].end > 40 or mentions[i].form == "demonym":
        return None
    gap = text[mentions[i].end : verb]
    if gap.startswith(("'", "’", ",", ";", ":", ".")) or "\n" in gap:
        return None
    words = [w.lower().replace("’", "'") for w in WORD.findall(gap)]
    if any(w not in helpers and not w.endswith("ly") and w not in NEGATIONS for w in words):
        return None
    return i, frozenset(words)
