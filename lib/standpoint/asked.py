"""Who is asked about which claim, by which sentence: all who speak or are named there, with the claims near to it."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from standpoint.actors import Mention
from standpoint.leanings import left_open
from standpoint.media import SPOKEN_TO
from standpoint.nearness import Words, nearness
from standpoint.reader import Reading
from standpoint.stance_rules import Article, Stance, StanceRules
from standpoint.text import Span, containing

NEAR = 0.4  # nearness of a passage to a claim from which it is read
TO = rf"(?:{SPOKEN_TO}|\binterview\s(?:\w+\s)?(?:with|by)\s)"
ASKING = r"(?:anchor|columnist|correspondent|host|interviewer|journalist|moderator|presenter|reporter)"
# in front of the one who asks: "told the Courier’s | Ines Aro", "in an interview with Channel 9 host | Odo Venn"
ASKS = re.compile(TO + rf"(?:[^.,;:“”\"]{{2,40}}?(?:[’']s?|\s{ASKING})|{ASKING})\s$")
HEARS = re.compile(TO + r"(?:the\s)?$")  # in front of a medium, behind which he is named
ASKED_BY = re.compile(rf"[’']s?\s(?:[A-Z]|(?:\w+\s)?{ASKING})|\s{ASKING}")


class Candidate(NamedTuple):
    """Somebody in a sentence, with an issue that it may be about; the statement that he makes there, if any."""

    near: float
    sentence: int
    holder: str
    issue: int
    statement: int | None

    @property
    def own(self) -> bool:
        """Is it in his own words, not a sentence in which he is only named?"""
        return self.statement is not None or self.holder == "article"


def candidates(
    article: Article, rules: StanceRules, reading: Reading, words: Words, seen: Mapping[int, Reading],
    speakers: Sequence[Collection[str]], *, opinion: bool, lone: bool,
) -> list[Candidate]:  # fmt: skip
    """Everybody in every sentence with every claim that it is near to, the nearest first."""
    starts = reading.starts
    pieces = [slice(bisect_left(starts, a), bisect_left(starts, b)) for a, b in article.sentences]
    near = nearness(words, reading.pieces, pieces, [c.pieces for c in seen.values()])
    issues = list(seen)
    about = [[(float(row[i]), issues[i]) for i in np.flatnonzero(row >= NEAR)] for row in near]
    made = [
        Candidate(nearest, sentence, holder, issue, number)
        for (sentence, holder), number in sorted(_there(article, rules, speakers, opinion=opinion, lone=lone).items())
        for nearest, issue in about[sentence]
    ]
    return sorted(made, key=lambda c: -c.near)


def told_of(article: Article, stance: Stance, issue: int) -> Iterator[Candidate]:
    """The sentences of a position on the issue of this number that rules have found, whether or not they are near."""
    said = stance.statement if stance.statement is not None and stance.statement < len(article.statements) else None
    for sentence in _sentences_of(article, (stance.start, stance.end)):
        yield Candidate(1.0, sentence, stance.holder_id, issue, said)


def _there(
    article: Article, rules: StanceRules, speakers: Sequence[Collection[str]], *, opinion: bool, lone: bool
) -> dict[tuple[int, str], int | None]:
    """(sentence, id) of all who speak or are named there, with the number of what they say; media pass words on."""
    out: dict[tuple[int, str], int | None] = {}
    nothing: set[tuple[int, str]] = set()  # who only asks there, or does not say
    for number, (statement, holders) in enumerate(zip(article.statements, speakers, strict=True)):
        there = {i for span in statement.content for i in _sentences_of(article, span)}
        told = {(sentence, h) for sentence in there for h in holders - rules.media}
        if left_open(article.text, statement, rules.issues):
            nothing |= told
        else:
            out.update(dict.fromkeys(told, number))
    for m in article.mentions:
        sentence = containing(article.sentences, m.start)
        if sentence < 0 or m.actor_id in rules.media or (sentence, m.actor_id) in nothing:
            continue
        if not interviews(article.text, article.sentences[sentence][0], m, rules.is_person(m.actor_id)):
            out.setdefault((sentence, m.actor_id), None)
    if opinion or (lone and not article.mentions and not article.statements):
        for sentence in range(len(article.sentences)):
            out.setdefault((sentence, "article"), None)
    return out


def interviews(text: str, start: int, m: Mention, person: bool) -> bool:
    """Is somebody named in a sentence that starts there as the one who asks, or as his medium: "told the Courier’s Ines
    Aro", "told reporter Ines Aro"? Not whoever is just told something: "told Ines Aro that …"."""
    if person:
        return bool(ASKS.search(text, start, m.start))
    return bool(HEARS.search(text, start, m.start) and ASKED_BY.match(text, m.end))


def _sentences_of(article: Article, span: Span) -> Iterator[int]:
    first = max(0, bisect_left(article.sentences, (span[0],)) - 1)
    for i in range(first, len(article.sentences)):
        low, high = article.sentences[i]
        if low >= span[1]:
            return
        if span[0] < high:
            yield i
