"""The learned reader's votes: whether a sentence shows one actor for or against another.

What was chosen on data is here alone; `lib/benchmarks/votes.py` shows how other choices fare.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from math import exp, log, log1p
from typing import NamedTuple, Protocol

import numpy as np

from standpoint.actors import Mention
from standpoint.claim_reader import Marks, marked
from standpoint.reader import Reading
from standpoint.relation_reader import Pair, Sentence, peopled
from standpoint.statements import Statement
from standpoint.text import Span
from standpoint.towards import Towards

# likelihood of any position, by the encoder's own heads, from which the network reads a pair: of persons, and others,
ASKED, ASKED_OTHERS = 0.25, 0.5  # whose votes seldom reach their higher score
ELSEWHERE, MUTUAL = 2.0, 1.2  # weights: of the article's other votes on the target, and of the target's on the holder
LEAST = 0.1  # likelihood of a side below which a sentence is no evidence of it, whatever the others say
# scores from which a vote counts: of a person on a person, where a body is one of the two, and where a state is
PEOPLE, BODIES, STATES = 0.0, 1.5, 1.5
SUREST = 0.59  # below every rule's
FLOOR = 0.02  # keeps the logarithm of the odds within bounds
MOST_ACTORS = 12  # in one sentence; a list of more says little of any two


class Relations(Protocol):
    """Reads pairs of actors in sentences."""

    def judge(self, reading: Reading, marks: Marks, pairs: Sequence[Pair], statements: int) -> np.ndarray: ...


class Candidate(NamedTuple):
    """Two actors in a sentence, and how likely it shows the one for the other, and against."""

    holder: str
    target: Mention
    sentence: Span
    support: float
    oppose: float


def between_actors(
    found: Sequence[Candidate], is_person: Callable[[str], bool], states: Collection[str]
) -> Iterator[Towards]:
    """Who is for or against whom where the learned reader is sure enough."""
    for c, sign, sure in scored(found):
        two = (c.holder, c.target.actor_id)
        both = all(map(is_person, two))
        if sure >= (PEOPLE if both else STATES if any(i in states for i in two) else BODIES):
            because = f"read as {'for' if sign > 0 else 'against'} them by the learned reader"
            span = (c.target.start, c.target.end)
            likely = min(SUREST, 1 / (1 + exp(-sure)))
            yield Towards(c.holder, span, c.target.actor_id, span, c.sentence, sign, "learned", because, likely)


def candidates(
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    reading: Reading,
    relations: Relations,
    is_person: Callable[[str], bool],
) -> list[Candidate]:
    """Pairs of actors in sentences whose positions are worth asking about, read."""
    marks, pairs, asked = marked(reading, mentions, statements), [], []
    for sentence in peopled(sentences, mentions, statements):
        if len(sentence.named.keys() | sentence.speakers.keys()) > MOST_ACTORS:
            continue
        pieces = marks.at(*sentence.span)
        if pieces.stop == pieces.start:
            continue
        for holder, target in _worth_asking(sentence, statements, reading, is_person):
            says = (sentence.speakers.get(actor, ()) for actor in (holder, target))
            pairs.append(Pair(pieces, holder, target, *says))
            asked.append((sentence, holder, target))
    out = []
    for (sentence, holder, target), (_, support, oppose) in zip(
        asked, relations.judge(reading, marks, pairs, len(statements)).tolist(), strict=True
    ):
        out.append(Candidate(holder, sentence.named[target][0], sentence.span, support, oppose))
    return out


def _worth_asking(
    sentence: Sentence, statements: Sequence[Statement], reading: Reading, is_person: Callable[[str], bool]
) -> Iterator[tuple[str, str]]:
    """The pairs of which the encoder's own heads leave it open that the first takes a side on the second, by any of
    their names or as a source. A place takes none, and nobody sides with one.
    """
    named = {actor: [(m.start, m.end) for m in own] for actor, own in sentence.named.items()}
    sources = {actor: [s for n in own for s in statements[n].source[:1]] for actor, own in sentence.speakers.items()}
    pairs = [two for two in sentence.pairs() if not any(actor.startswith("place:") for actor in two)]
    spans = list(dict.fromkeys(span for of in (named, sources) for own in of.values() for span in own)) if pairs else []
    place = {span: i for i, span in enumerate(spans)}
    likely = reading.siding(spans) if spans else np.zeros((0, 0))
    for holder, target in pairs:
        by, to = (*named.get(holder, ()), *sources.get(holder, ())), named[target]
        least = ASKED if is_person(holder) and is_person(target) else ASKED_OTHERS
        if any(likely[place[a], place[b]] >= least for a in by for b in to):
            yield holder, target


def ties(found: Sequence[Candidate]) -> dict[tuple[str, str], float]:
    """Two actors, either way round → how far an article shows the one for (above 0) or against the other."""
    whole: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for c in found:
        for two in ((c.holder, c.target.actor_id), (c.target.actor_id, c.holder)):
            whole[two][0] += c.support
            whole[two][1] += c.oppose
    return {two: log1p(support) - log1p(oppose) for two, (support, oppose) in whole.items()}


def scored(found: Sequence[Candidate]) -> Iterator[tuple[Candidate, int, float]]:
    """Candidates with the likelier side (1 for, -1 against) and how sure it is, where the sentence shows any of it.

    That adds up the odds of this side, how far the reader sees the same holder on it elsewhere in the article, and the
    target on it towards the holder: who is attacked hits back.
    """
    whole: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for c in found:
        total = whole[c.holder, c.target.actor_id]
        total[0] += c.support
        total[1] += c.oppose
    for c in found:
        own, back = whole[c.holder, c.target.actor_id], whole.get((c.target.actor_id, c.holder), (0.0, 0.0))
        others = [log1p(max(w - p, 0)) for w, p in zip(own, (c.support, c.oppose), strict=True)]
        lean = ELSEWHERE * (others[0] - others[1]) + MUTUAL * (log1p(back[0]) - log1p(back[1]))
        support, oppose = _odds(c.support) + lean, _odds(c.oppose) - lean
        sign, sure, own = (1, support, c.support) if support > oppose else (-1, oppose, c.oppose)
        if own >= LEAST:
            yield c, sign, sure


def _odds(p: float) -> float:
    return log((p + FLOOR) / (1 + FLOOR - p))
