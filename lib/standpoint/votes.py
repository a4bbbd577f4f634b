"""The learned reader's votes: whether a speaker's words take sides for or against an actor whom they name.

What was chosen on data is here alone; `lib/benchmarks/votes.py` shows how other choices fare.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from math import log, log1p
from typing import NamedTuple, Protocol

from standpoint.actors import Mention
from standpoint.statements import Statement
from standpoint.text import Span, containing
from standpoint.towards import Towards

# weights beside the pair's: of the tone towards the target, of the article's other votes, and of those on the speaker
TONE, ELSEWHERE, MUTUAL = 0.5, 1.2, 0.8
PEOPLE, OTHERS = 1.0, 3.0  # scores from which a vote counts: of a person on a person, and where a body or state is one
FLOOR = 0.02  # keeps the logarithm of the odds within bounds
MOST_ACTORS = 12  # in one sentence; a list of more says little of any two


class Pairs(Protocol):
    """What the learned reader offers on spans of one text."""

    def position(self, holder: Span, target: Span) -> tuple[float, float, float] | None:
        """Probabilities of none, support and oppose; None where it cannot see both spans."""

    def feeling(self, start: int, end: int) -> tuple[float, float]:
        """Probabilities that the sentence's tone towards what stands at a span is negative, and positive."""


class Candidate(NamedTuple):
    """A speaker and an actor in the speaker's words, with the scores of support and of opposition."""

    holder: str
    target: Mention
    sentence: Span
    support: float
    oppose: float


def read_between_actors(
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    pairs: Pairs,
    people: Collection[str],
) -> Iterator[Towards]:
    """What the learned reader sees speakers take for or against actors in their own words, where it is sure enough."""
    for c in candidates(sentences, mentions, statements, pairs):
        sure, sign = max((c.support, 1), (c.oppose, -1))
        both = all(i in people or i.startswith("person:") for i in (c.holder, c.target.actor_id))
        if sure >= (PEOPLE if both else OTHERS):
            because = f"read as {'for' if sign > 0 else 'against'} them by the learned reader"
            span = (c.target.start, c.target.end)
            yield Towards(c.holder, span, c.target.actor_id, span, c.sentence, sign, "learned", because, 0.5)


def candidates(
    sentences: Sequence[Span], mentions: Sequence[Mention], statements: Sequence[Statement], pairs: Pairs
) -> list[Candidate]:
    """One a sentence, speaker and actor in what is said there.

    A score adds up the odds of the pair's position, of the tone, and how far the reader sees the same speaker for or
    against the same actor elsewhere in the article. Of several mentions in a sentence the surest pair speaks.
    """
    found: dict[tuple[Span, str, str], list] = {}
    for s in statements:
        if s.speaker_id is None or s.kind == "act":
            continue
        for low, high in s.content:
            for m in mentions[bisect_left(mentions, (low,)) : bisect_left(mentions, (high,))]:
                at = containing(sentences, m.start)
                if m.actor_id == s.speaker_id or at < 0:
                    continue
                sentence = sentences[at]
                inside = mentions[bisect_left(mentions, (sentence[0],)) : bisect_left(mentions, (sentence[1],))]
                if len({x.actor_id for x in inside}) > MOST_ACTORS:
                    continue
                names = [(x.start, x.end) for x in inside if x.actor_id == s.speaker_id]
                kept = found.setdefault((sentence, s.speaker_id, m.actor_id), [0.0, 0.0, [], m])
                kept[2].append(pairs.feeling(m.start, m.end))
                for span in {*names, *(s.source[:1])}:
                    scores = pairs.position(span, (m.start, m.end))
                    if scores:
                        kept[0], kept[1] = max(kept[0], scores[1]), max(kept[1], scores[2])
    whole: dict[tuple[str, str], list[float]] = {}
    for (_, holder, target), (support, oppose, _, _) in found.items():
        total = whole.setdefault((holder, target), [0.0, 0.0])
        total[0] += support
        total[1] += oppose
    out = []
    for (sentence, holder, target), (support, oppose, tones, mention) in found.items():
        negative, positive = (sum(t[i] for t in tones) / len(tones) for i in (0, 1))
        others = [log1p(max(w - own, 0)) for w, own in zip(whole[holder, target], (support, oppose), strict=True)]
        back = [log1p(w) for w in whole.get((target, holder), (0.0, 0.0))]  # who is attacked hits back
        lean = ELSEWHERE * (others[0] - others[1]) + MUTUAL * (back[0] - back[1])
        out.append(
            Candidate(
                holder, mention, sentence,
                _odds(support) + TONE * _odds(positive) + lean, _odds(oppose) + TONE * _odds(negative) - lean,
            )
        )  # fmt: skip
    return out


def _odds(p: float) -> float:
    return log((p + FLOOR) / (1 + FLOOR - p))
