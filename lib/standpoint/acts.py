"""What actors do to an issue ("vetoed the package") and how they turn on one another ("accused Washington")."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from standpoint.actors import Mention
from standpoint.cues import inflected
from standpoint.statements import Statement
from standpoint.text import Span, containing

MODALS = frozenset("would could can may might must should will shall cannot to if".split())
NEGATIONS = frozenset("not never n't hardly barely".split())
PROMISES = frozenset(("promised", "pledged", "committed", "agreed to"))
OBJECT = re.compile(
    r"[ \u00a0](?:the |an? |its |his |her |their |US |former |then-|President |Prime Minister |M(?:r|s|rs)\.? "
    r"|[a-z]+ly )*"
)
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


class Towards(NamedTuple):
    """An actor speaks or acts for or against another."""

    holder: str
    cue: Span
    target_id: str
    target: Span
    sentence: Span
    sign: int


class _Verbs:
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
def _verbs(up: tuple[str, ...], down: tuple[str, ...]) -> _Verbs:
    return _Verbs(dict.fromkeys(up, 1) | dict.fromkeys(down, -1))


@lru_cache(maxsize=8)
def _towards(support: tuple[str, ...], oppose: tuple[str, ...], irregular: tuple) -> _Verbs:
    known = {k: list(v) for k, v in irregular}
    return _verbs(
        tuple(f for lemma in support for f in (lemma, *inflected(lemma, known))),
        tuple(f for lemma in oppose for f in (lemma, *inflected(lemma, known))),
    )


def find_acts(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    verbs: Mapping[str, Sequence[str]],
    helpers: frozenset[str],
) -> Iterator[Act]:
    """Acts in order: a named actor right in front of a verb of doing (`verbs` "up") or undoing ("down")."""
    for start, end, sign in _verbs(tuple(verbs["up"]), tuple(verbs["down"])).find(text):
        subject = _subject(text, mentions, start, helpers)
        if subject is None:
            continue
        at = containing(sentences, start)
        if at < 0 or mentions[subject[0]].start < sentences[at][0]:
            continue
        if ASIDE.search(text, max(sentences[at][0], mentions[subject[0]].start - 20), mentions[subject[0]].start):
            continue
        mention, between = mentions[subject[0]], subject[1]
        once = "had" in between and text[start:end] in PROMISES  # "had promised": what came of it?
        if between & NEGATIONS:
            sign = -sign
        source = (mention.start, mention.end)
        yield Act(mention.actor_id, source, (start, end), sentences[at], sign, bool(between & MODALS) or once)


def find_towards(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    verbs: Mapping[str, Any],
    irregular: Mapping[str, list[str]],
    helpers: frozenset[str],
    statements: Sequence[Statement],
) -> Iterator[Towards]:
    """One actor for or against another: the verb's subject, and the actor that stands right behind it.

    "X was criticised by Y" is Y against X. Negated and merely possible ones are left out.
    """
    speakers = {cue[1]: s.speaker_id for s in statements for cue in s.cue}
    finder = _towards(
        tuple(verbs["support"]), tuple(verbs["oppose"]), tuple((k, tuple(v)) for k, v in irregular.items())
    )
    for start, end, sign in finder.find(text):
        at = containing(sentences, start)
        if at < 0:
            continue
        sentence = sentences[at]
        subject = _subject(text, mentions, start, helpers)
        if subject and mentions[subject[0]].start < sentence[0]:
            subject = None
        between = subject[1] if subject else frozenset()
        if between & MODALS or between & NEGATIONS:
            continue
        passive = bool(between & {"was", "were", "been", "being", "is", "are"}) and not text[start:end].endswith("ing")
        if passive:
            if text[end : end + 4] == " by " and (agent := _object(text, mentions, end + 3)):
                target = mentions[subject[0]]
                yield Towards(agent.actor_id, (start, end), target.actor_id, (target.start, target.end), sentence, sign)
            continue
        holder = speakers.get(end) or (mentions[subject[0]].actor_id if subject else None)
        target = _object(text, mentions, end)
        if holder and target and target.end <= sentence[1] and target.actor_id != holder:
            yield Towards(holder, (start, end), target.actor_id, (target.start, target.end), sentence, sign)


def _subject(
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


VICTORY = re.compile(
    r"[ \u00a0](?:the |an? )?(?:[a-z]+ )?(?:victory|win|advance|return|rise|success|triumph|dominance) (?:of|by|for) "
)


def _object(text: str, mentions: Sequence[Mention], end: int) -> Mention | None:
    """The mention right behind a verb: behind nothing but articles and titles, or as the winner of what is named."""
    gap = VICTORY.match(text, end) or OBJECT.match(text, end)
    if not gap:
        return None
    i = bisect_left(mentions, (gap.end(),))
    if i < len(mentions) and mentions[i].start == gap.end() and mentions[i].form not in ("demonym",):
        follows = text[mentions[i].end : mentions[i].end + 2]
        if follows not in ("'s", "’s"):
            return mentions[i]
    return None
