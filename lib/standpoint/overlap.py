"""What two articles have in common, word by word: the exact comparison behind stories."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from standpoint.shingles import SHINGLE, Batch, batches
from standpoint.text import quotations

CONTAINED = 0.5  # of one article's words in the other: near-identical ...
LEAST = 0.1  # ... if at least these of the other's words are in the one: a round-up does not swallow its parts
FEWEST = 15  # words in common
REACH = 20  # shingles on either side of a sampled boilerplate shingle that count as boilerplate too
HELD = 1024  # articles kept at hand, beside those that are just compared
HALF, LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


class Overlap(NamedTuple):
    """What an article shares with another: shares of its own words, of the other's, and the fewer of the shared words.

    Words that either puts in quotation marks are left out, for two reporters may quote alike; `kept` has them too.
    """

    one: float
    other: float
    words: int
    kept: float


def near_identical(overlap: Overlap) -> bool:
    """Do two articles tell one story in the same words?"""
    if overlap.words < FEWEST:
        return min(overlap.one, overlap.other) > 0.9
    return max(overlap.one, overlap.other) >= CONTAINED and min(overlap.one, overlap.other) >= LEAST


def within(hashes: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Which hashes are among others that are sorted."""
    if not len(of):
        return np.zeros(len(hashes), bool)
    return of[np.minimum(of.searchsorted(hashes), len(of) - 1)] == hashes


class _Held(NamedTuple):
    """An article being compared: its shingles, each once and sorted, and at each of its words which of them starts."""

    shingles: np.ndarray
    which: np.ndarray
    quoted: np.ndarray | None  # of the shingles, those that the article puts in quotation marks; None where none is
    counting: np.ndarray  # words that are no boilerplate
    counted: int


class Texts:
    """Shingles of the articles being compared, few at a time; boilerplate is masked out."""

    def __init__(self, texts: Mapping[str, str], boilerplate: np.ndarray):
        self._texts, self._boilerplate = texts, boilerplate
        self._held: dict[str, _Held] = {}

    def prepare(self, ids: Sequence[str]) -> None:
        """Hold these articles, and of those asked for before the last few hundred."""
        held = {i: self._held.pop(i) for i in ids if i in self._held}
        missing = [i for i in ids if i not in held]
        texts = [self._texts[i] for i in missing]
        made = chain.from_iterable(self._masked(batch) for batch in batches(texts))
        before = list(self._held.items())[-HELD:]
        self._held = dict(before) | held | dict(zip(missing, made, strict=True))

    def _masked(self, batch: Batch) -> Iterator[_Held]:
        firsts, sizes = batch.words.tolist(), batch.sizes.tolist()
        places = np.arange(len(batch.shingles), dtype=np.uint64)
        keys = (batch.shingles & ~LOW) | places  # 32 bits tell the words of two texts apart
        for first, size in zip(firsts, sizes, strict=False):
            keys[first : first + size].sort()
        hashes = (keys >> HALF).astype(np.uint32)
        new = np.ones(len(hashes), bool)
        np.not_equal(hashes[1:], hashes[:-1], out=new[1:])
        new[batch.words[:-1][batch.sizes > 0]] = True
        ranks = new.cumsum()
        which = np.empty(len(hashes), np.int64)
        which[keys & LOW] = ranks
        counting = self._counting(batch)
        for i, (text, first, size) in enumerate(zip(batch.texts, firsts, sizes, strict=False)):
            own = slice(first, first + size)
            shingles, quoted = hashes[own][new[own]], None
            here = which[own] - ranks[first] if size else which[own]
            if spans := quotations(text):
                quoted = np.zeros(len(shingles), bool)
                for low, high in batch.points(i).searchsorted(np.array(spans)).tolist():
                    quoted[here[low : max(0, high - SHINGLE + 1)]] = True
            words = counting[first : firsts[i + 1]].copy()
            yield _Held(shingles, here, quoted, words, int(np.count_nonzero(words)))

    def _counting(self, batch: Batch) -> np.ndarray:
        """Which words of a batch are no boilerplate."""
        counting = np.ones(len(batch.shingles), bool)
        at, owners = batch.sampled()
        found = within((batch.shingles[at] >> HALF).astype(np.uint32), self._boilerplate)
        for place, text in zip(at[found].tolist(), owners[found].tolist(), strict=True):
            first, last = batch.words[text : text + 2]
            counting[max(first, place - REACH) : min(last, place + SHINGLE + REACH)] = False
        return counting

    def overlap(self, one: str, other: str) -> Overlap:
        """What two articles share."""
        a, b = self._held[one], self._held[other]
        in_a, in_b = _common(a.shingles, b.shingles)
        quoted_a, quoted_b = a.quoted, b.quoted
        if quoted_a is not None or quoted_b is not None:
            quoted_a, quoted_b = (np.zeros(len(of.shingles), bool) if of.quoted is None else of.quoted for of in (a, b))
            either = quoted_a[in_a] | quoted_b[in_b]
            quoted_a, quoted_b = quoted_a.copy(), quoted_b.copy()
            quoted_a[in_a] = quoted_b[in_b] = either
        own, of_own = _outside(a, quoted_a)
        others, of_others = _outside(b, quoted_b)
        in_one, in_other = _covered(a, _marked(a, in_a)), _covered(b, _marked(b, in_b))
        words = np.count_nonzero(in_one & own), np.count_nonzero(in_other & others)
        kept = words[1] if others is b.counting else np.count_nonzero(in_other & b.counting)
        return Overlap(words[0] / max(1, of_own), words[1] / max(1, of_others), min(words), kept / max(1, b.counted))


def _common(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the values that two sorted arrays share stand in each."""
    if not len(b):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    at = b.searchsorted(a)
    in_a = np.flatnonzero(b.take(at, mode="clip") == a)
    return in_a, at.take(in_a)


def _marked(held: _Held, shingles: np.ndarray) -> np.ndarray:
    marked = np.zeros(len(held.shingles), bool)
    marked[shingles] = True
    return marked


def _covered(held: _Held, shingles: np.ndarray) -> np.ndarray:
    """Which words of an article stand in one of the marked shingles."""
    marked = shingles.take(held.which)
    covered = np.zeros(len(held.counting), bool)
    for k in range(len(covered) - len(marked) + 1):
        covered[k : k + len(marked)] |= marked
    return covered


def _outside(held: _Held, quoted: np.ndarray | None) -> tuple[np.ndarray, int]:
    """Which words of an article count and are not quoted, and how many; all that count where it is mostly quotation."""
    if quoted is None:
        return held.counting, held.counted
    outside = held.counting & ~_covered(held, quoted)
    count = int(np.count_nonzero(outside))
    return (outside, count) if count >= FEWEST else (held.counting, held.counted)
