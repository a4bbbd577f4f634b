"""What the sentences of somebody show of an issue, taken together: how likely a position at all, and which side.

What was chosen and fitted on data is here alone; `lib/training/sights.py` fits it anew.
"""

from collections.abc import Mapping, Sequence
from math import exp, log, tanh
from typing import NamedTuple

from standpoint.asked import Candidate

NAMED = 0.65  # what a sentence counts in which he is only named
FELT, ROUNDS = 1.0, 3  # weight of friends' and foes' sides; how often they are passed on
TOLD = 0.3  # likelihood of a side from which a sentence is evidence of it
LEAST = 1e-3  # keeps a likelihood of nothing from deciding alone
MOST, FARTHEST = 4.0, 8.0  # of the likelihoods of all his sentences, and of the log odds of a side, no more counts
# log odds that coders find a position: at least; for its likelihood in the likeliest sentence, and in all together; for
# the logarithm of how many holders and issues were looked at, each a chance to be wrong
RELEVANT = (-2.47, 3.71, 0.69, -0.33)
SIDED = (0.44, 0.39)  # and that it is on this side: at least, and for the log odds that his sentences show


class Sight(NamedTuple):
    """A holder on an issue: which side (1 support, 2 oppose), how likely any position is and, if so, this side, and
    the sentences that show it."""

    side: int
    relevance: float
    direction: float
    evidence: Sequence[tuple[Candidate, Sequence[float]]]


class Told(NamedTuple):
    """What tells whether a holder takes a position on an issue (`signs`), and on which side (`lean`, the log odds of
    support); his sentences, the likeliest first."""

    signs: tuple[float, ...]
    lean: float
    rows: Sequence[tuple[Candidate, Sequence[float]]]


Ties = Mapping[tuple[str, str], float]  # two actors → how far they are for each other (above 0) or against
Rows = Sequence[tuple[Candidate, Sequence[float]]]  # sentences, with the likelihoods of none, support, oppose


def sights(seen: Rows, ties: Ties) -> dict[tuple[str, int], Sight]:
    """What sentences that were read show of each holder and issue: (holder, number of the issue) → sight.

    Likelihoods are of what coders found in whole articles, where among many sentences that show nothing one is read
    wrongly sooner or later (logistic regressions on the network's: Platt 1999, "Probabilistic outputs for support
    vector machines").
    """
    out = {}
    for pair, (signs, lean, rows) in told(seen, ties).items():
        side, shown = 1 if lean > 0 else 2, (1.0, min(FARTHEST, abs(lean)))
        out[pair] = Sight(side, likely(RELEVANT, signs), likely(SIDED, shown), _evidence(rows, side))
    return out


def told(seen: Rows, ties: Ties) -> dict[tuple[str, int], Told]:
    """What sentences that were read tell of each holder and issue."""
    pairs: dict[tuple[str, int], list[tuple[Candidate, Sequence[float]]]] = {}
    for c, row in seen:
        pairs.setdefault((c.holder, c.issue), []).append((c, row))
    for rows in pairs.values():
        rows.sort(key=lambda r: -_counts(r[0]) * (1 - r[1][0]))
    signs = {pair: _signs(rows, len(pairs)) for pair, rows in pairs.items()}
    relevances = {pair: likely(RELEVANT, own) for pair, own in signs.items()}
    leans = among({pair: _lean(rows) for pair, rows in pairs.items()}, relevances, ties)
    return {pair: Told(signs[pair], leans[pair], rows) for pair, rows in pairs.items()}


def likely(weights: Sequence[float], shown: Sequence[float]) -> float:
    """A likelihood from weighed signs."""
    return 1 / (1 + exp(-sum(w * x for w, x in zip(weights, shown, strict=True))))


def _signs(rows: Rows, pairs: int) -> tuple[float, ...]:
    """What RELEVANT weighs, of sentences, the likeliest first, among so many holders and issues."""
    return 1.0, 1 - rows[0][1][0], min(MOST, sum(1 - row[0] for _, row in rows)), log(pairs)


def _lean(rows: Rows) -> float:
    """The log odds of support."""
    return sum(_counts(c) * log((row[1] + LEAST) / (row[2] + LEAST)) for c, row in rows)


def _evidence(rows: Rows, side: int) -> Rows:
    """The sentences that show this side; the one that shows it most, where none shows it by itself. Where he says it
    himself, sentences in which he is only named are no evidence."""
    plain = [(c, row) for c, row in rows if row[side] >= TOLD]
    own = [(c, row) for c, row in plain if c.own]
    return own or plain or [max(rows, key=lambda r: r[1][side])]


def among(
    leans: Mapping[tuple[str, int], float], relevances: Mapping[tuple[str, int], float], ties: Ties
) -> dict[tuple[str, int], float]:
    """The log odds of support of each (holder, issue), with the sides that his friends and foes take on the issue.

    A few rounds of mean field, each weighed by how surely he takes a side at all (after Sridhar et al. 2015, "Joint
    models of disagreement and stance in online debate").
    """
    holders: dict[int, list[str]] = {}
    for holder, issue in leans:
        holders.setdefault(issue, []).append(holder)
    found = dict(leans)
    for _ in range(ROUNDS):
        felt = {pair: relevances[pair] * tanh(lean / 2) for pair, lean in found.items()}
        found = {
            (holder, issue): lean
            + FELT * sum(ties.get((holder, other), 0.0) * felt[other, issue] for other in holders[issue])
            for (holder, issue), lean in leans.items()
        }
    return found


def _counts(c: Candidate) -> float:
    return 1.0 if c.own else NAMED
