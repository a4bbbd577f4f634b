"""Labels of sequences: the likeliest path of labels and how sure each label is, for several labelings at once.

Linear chains (Lafferty, McCallum and Pereira 2001, "Conditional Random Fields"): a path's score is the sum of the
scores of its labels and of the steps between them. What the paths through a label come to is what leads to it from the
front joined with what leads to it from the back: the best of them where the greater is picked (Viterbi 1967), their sum
where likelihoods are added up (Rabiner 1989). All sequences and labelings, both ways, take each step together.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

NEVER = -1e4  # the score of what cannot be
SCALED_EVERY = 8  # places; so many likelihoods multiply to no number too small for a double


class Algebra(NamedTuple):
    """How two parts of a path are joined, of many paths one number is made, and a joined part is taken off again."""

    join: np.ufunc
    pick: np.ufunc
    part: np.ufunc


BEST = Algebra(np.add, np.maximum, np.subtract)  # on scores
ALL = Algebra(np.multiply, np.add, np.divide)  # on likelihoods


class Labeling(NamedTuple):
    """Scores of sequences (each places × labels), of steps (before × after) and of a sequence's first label."""

    scores: Sequence[np.ndarray]
    steps: np.ndarray
    starts: np.ndarray


def best_paths(labelings: Sequence[Labeling]) -> list[list[list[int]]]:
    """Labeling → sequence → its likeliest labels."""
    return [[rows.argmax(1).tolist() for rows in found] for found in _through(labelings, BEST)]


def marginals(labelings: Sequence[Labeling]) -> list[list[np.ndarray]]:
    """Labeling → sequence → how likely each label is at each of its places (rows sum to 1)."""
    return [[rows / rows.sum(1, keepdims=True) for rows in found] for found in _through(labelings, ALL)]


def _through(labelings: Sequence[Labeling], algebra: Algebra) -> list[list[np.ndarray]]:
    """Labeling → sequence → what the paths through each label come to, place by place."""
    lengths = [len(rows) for rows in labelings[0].scores]
    labels, several = max(len(own.starts) for own in labelings), len(lengths)
    columns = several * len(labelings)  # those from the front; as many from the back follow
    scores = np.zeros((max(lengths, default=0), labels, 2 * columns))
    steps = np.full((labels, labels, 2 * columns), NEVER)
    for n, own in enumerate(labelings):
        known, first = len(own.starts), n * several
        for begin, moves in ((first, own.steps), (columns + first, own.steps.T)):
            scores[0, known:, begin : begin + several] = NEVER  # labels that it lacks are never met
            steps[:known, :known, begin : begin + several] = moves[..., None]
        for at, rows in enumerate(own.scores, first):
            level = rows - rows.max(1, keepdims=True)
            scores[: len(rows), :known, columns + at] = level[::-1]
            scores[: len(rows), :known, at] = level
            scores[0, :known, at] += own.starts
    if algebra is ALL:
        scores, steps = np.exp(scores), np.exp(steps)
    reached = _reached(scores, steps, algebra)
    front = algebra.join(reached[..., :columns], scores[..., :columns])
    back = reached[..., columns:]
    return [
        [
            algebra.join(front[:length, : len(own.starts), at], back[:length, : len(own.starts), at][::-1])
            for at, length in enumerate(lengths, n * several)
        ]
        for n, own in enumerate(labelings)
    ]


def _reached(scores: np.ndarray, steps: np.ndarray, algebra: Algebra) -> np.ndarray:
    """What all paths up to each label come to, its own score left out; up to a factor that all labels share."""
    join, pick, part = algebra
    reached = np.full_like(scores, join.identity)
    here, moves = np.empty_like(steps[:, :1]), np.empty_like(steps)
    flat = here[:, 0]
    for t in range(1, len(scores)):
        join(reached[t - 1], scores[t - 1], out=flat)
        if t % SCALED_EVERY == 0:
            part(flat, pick.reduce(flat, 0), out=flat)
        join(here, steps, out=moves)
        pick.reduce(moves, 0, out=reached[t])
    return reached
