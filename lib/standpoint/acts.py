"""What actors do to an issue: a named subject right in front of a verb of doing or undoing ("vetoed the package"), a
name behind its passive ("imposed by"), or a noun that leans behind a name ("Aro's push for", "Aro, a critic of")."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from standpoint.actors import Mention
from standpoint.text import Span, containing
from standpoint.wholewords import WholeWords

MODALS = frozenset("would could can may might must should will shall cannot to if".split())
NEGATIONS = frozenset("not never n't hardly barely".split())
PROMISES = frozenset(("promised", "pledged", "committed", "agreed to"))
WORD = re.compile(r"n['’]t\b|[\w-]+")
WHEN = re.compile(
    r"[ \u00a0](?:(?:this|last|earlier this|late last|earlier|late)[ \u00a0](?:week|month|year|\w+day)"
    r"|(?:on[ \u00a0])?[A-Z]\w+day"
    r"|today|yesterday|recently|in[ \u00a0]\d{4}|in[ \u00a0](?:January|February|March|April|May|June|July"
    r"|August|September|October|November|December))\b"
)
ASIDE = re.compile(
    r"\b(?:which|whom|whose|if|unless|until|whether|how|why|than|what|in|at|of|from|for|with|near|to|by|on|against|about)"
    r"\s+(?:the\s+)?$",
    re.I,
)


# "Aro's strong push for", "Aro, a fierce critic of"; the noun comes last
WORDS = r"(?:[\w-]+[ \u00a0])"
TO = r"(?=[ \u00a0](?:for|to|of|on|against|from|over|that)\b)"
BEHIND_NAME = re.compile(
    rf"(?:['’]s[ \u00a0]{WORDS}{{0,2}}?"
    rf"|,[ \u00a0](?:who[ \u00a0](?:is|was)[ \u00a0])?(?:an?|the)[ \u00a0]{WORDS}{{0,3}}?)([a-z]+){TO}"
)
OF_HIS = re.compile(rf"(?:[Hh]is|[Hh]er)[ \u00a0]{WORDS}{{0,2}}?([a-z]+){TO}")
BY = re.compile(r"\b([a-z]+)[ \u00a0]by[ \u00a0](?:the[ \u00a0])?$")
AND = re.compile(r"(?:,? and|,? but|,)[ \u00a0](?:was |is |were )?")  # "backed by A | and | opposed by B"
RESISTANCE = re.compile(  # "dropped | his opposition to sanctions"
    r"[ \u00a0](?:his|her|its|their)[ \u00a0](?:[\w-]+[ \u00a0])?(?:opposition|objections?|resistance|veto|criticism)\b"
)
SHORT = re.compile(r"[ \u00a0]short[ \u00a0]of\b")  # "stopped | short of backing sanctions"
DROPPING = r"(?:drop(?:s|ped|ping)?|abandon(?:s|ed|ing)?|withdr(?:aws?|ew|awn|awing)|end(?:s|ed|ing)?)"
DROPPED = re.compile(rf"\b{DROPPING}[ \u00a0]$")  # in front of "his opposition"
NO = re.compile(r"\b(?:no|not|never|without|former)\b|n['’]t\b", re.I)


class Act(NamedTuple):
    """An actor does something, or undoes it (`sign` -1); `hedged` where it is only possible or once was.

    `content` is where it is told what to.
    """

    holder: str
    source: Span
    cue: Span
    sentence: Span
    content: Span
    sign: int
    hedged: bool
    noun: bool = False


def find_acts(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    verbs: WholeWords[int],
    helpers: frozenset[str],
) -> Iterator[Act]:
    """Acts in order: a named actor right in front of a verb of doing or undoing."""
    for start, end, _, sign in verbs.find(text):
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
        if SHORT.match(text, end):
            continue
        if bool(between & NEGATIONS) != bool(RESISTANCE.match(text, end)):
            sign = -sign
        source = (mention.start, mention.end)
        content = (end + 1, sentences[at][1])
        yield Act(mention.actor_id, source, (start, end), sentences[at], content, sign, bool(between & MODALS) or once)


def find_leanings(
    text: str, sentences: Sequence[Span], mentions: Sequence[Mention], verbs: Mapping, nouns: Mapping[str, int]
) -> Iterator[Act]:
    """What is told of actors without a verb of theirs: leaning nouns behind a name, passives in front of one."""
    passives = dict.fromkeys(verbs["passive_up"], 1) | dict.fromkeys(verbs["passive_down"], -1)
    last, done_before = 0, (0, 0)  # where the agent of the passive before ends, and what it was done to
    for m in mentions:
        his = OF_HIS.match(text, m.start) if not DROPPED.search(text, max(0, m.start - 12), m.start) else None
        whose = m.form != "demonym" and (BEHIND_NAME.match(text, m.end) or his)
        at = containing(sentences, m.start) if whose or text.endswith(("by ", "by the "), 0, m.start) else -1
        if at < 0:
            continue
        low, high = sentences[at]
        if whose and whose[1].lower() in nouns and whose.end() + 1 < high and not NO.search(whose.group()):
            sign = nouns[whose[1].lower()]
            yield Act(
                m.actor_id, (m.start, m.end), whose.span(1), (low, high), (whose.end() + 1, high), sign, False, True
            )
        elif (
            (done := BY.search(text, low, m.start))
            and done.start() > low + 1
            and done[1] in passives
            and not NO.search(text, done.start() - 12, done.start())
        ):
            goes_on = low < last and AND.fullmatch(text, last, done.start())
            content = done_before if goes_on else (low, done.start() - 1)
            last, done_before = m.end, content
            yield Act(m.actor_id, (m.start, m.end), done.span(1), (low, high), content, passives[done[1]], False)


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
    words = [w.lower().replace("’", "'") for w in WORD.findall(WHEN.sub(" ", gap))]
    if any(w not in helpers and not w.endswith("ly") and w not in NEGATIONS for w in words):
        return None
    return i, frozenset(words)
