"""How near in meaning a passage is to a claim, by vectors of word pieces: where the claim's own words are never used.

Each word piece has one vector, what the base encoder makes of the piece alone (Tulkens and van Dongen 2024,
"Model2Vec"), and a weight that is small where it is frequent (Arora et al. 2017, "A simple but tough-to-beat
baseline for sentence embeddings"). A claim is as near to a sentence as
its word pieces, weighed, are to their nearest ones there.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

NEIGHBOUR = 0.9  # what a sentence beside a near one keeps of its nearness


class Words(NamedTuple):
    """Vectors of word pieces, 8 bits a number, of length 127 or so, and their weights from 0 to 1."""

    vectors: np.ndarray
    weights: np.ndarray


@cache
def load_words(path: Path) -> Words:
    """The vectors of this process."""
    with np.load(path) as kept:
        return Words(kept["vectors"], kept["weights"].astype(np.float32))


def alike(words: Words, pieces: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Cosines of word pieces with others: an array pieces × others."""
    left, right = (words.vectors[ids].astype(np.float32) / 127 for ids in (pieces, others))
    return left @ right.T


def nearness(words: Words, pieces: np.ndarray, sentences: Sequence[slice], claims: Sequence[np.ndarray]) -> np.ndarray:
    """How near each sentence (a slice of the word pieces), or a neighbour of it, is to each claim (its word pieces).

    An array sentences × claims of numbers that hardly ever leave 0 to 1.
    """
    found = np.zeros((len(sentences), len(claims)), np.float32)
    if not len(pieces) or not claims:
        return found
    known, numbers = np.unique(pieces, return_inverse=True)  # a long text has many pieces, but few that differ
    cosines = alike(words, known, np.concatenate(claims))
    weights = np.concatenate([words.weights[c] / words.weights[c].sum() for c in claims])
    starts = np.cumsum([0, *(len(c) for c in claims[:-1])])
    for i, sentence in enumerate(sentences):
        if sentence.stop > sentence.start:
            found[i] = np.add.reduceat(cosines[numbers[sentence]].max(0) * weights, starts)
    nothing = np.zeros((1, len(claims)), np.float32)
    beside = np.maximum(np.vstack([found[1:], nothing]), np.vstack([nothing, found[:-1]]))
    return np.maximum(found, NEIGHBOUR * beside)
