"""Runs of five words as numbers, for many texts at once: what stories are found by.

Words are hashed straight from the bytes, all texts of a batch in a few array operations: the hash of a word is a
difference of prefix sums of its bytes (Karp and Rabin 1987), that of a shingle a sum over its words.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SHINGLE = 5  # words
SAMPLE = 8  # one shingle in eight is kept in a signature (Broder's "mod m" sample)
SMALL = 128  # shingles; articles of fewer keep them all
BATCH = 48  # texts hashed together: their arrays stay in the processor's cache

BASE, STEP = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
INVERSE = pow(BASE, -1, 1 << 64)


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """splitmix64 (Steele, Lea and Flood 2014): spreads what sums leave regular."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


OF_BYTE = _mixed(np.arange(1, 257, dtype=np.uint64) * np.uint64(BASE))
IN_WORD = np.array([b >= 128 or chr(b).isalnum() or b == ord("_") for b in range(256)])
# Lead bytes of punctuation outside ASCII, the byte that must follow (0: any), and the length of the sequence.
PUNCTUATION = ((0xC2, 0, 2), (0xE2, 0x80, 3), (0xE3, 0x80, 3))


class Text(NamedTuple):
    """The shingles of one text in order (uint64), and where its words start (code points)."""

    shingles: np.ndarray
    starts: np.ndarray


class _Powers:
    """Powers of BASE and of its inverse, modulo 2**64, as far as any batch needed them."""

    def __init__(self) -> None:
        self.up = self.down = np.ones(1, np.uint64)

    def reach(self, n: int) -> None:
        if len(self.up) < n:
            for name, factor in (("up", BASE), ("down", INVERSE)):
                row = np.full(2 * n, factor, np.uint64)
                row[0] = 1
                setattr(self, name, np.cumprod(row))


_powers = _Powers()


class _Batch(NamedTuple):
    shingles: np.ndarray  # of the whole batch; those that cross from one text to the next are to be left out
    words: np.ndarray  # word at which each text starts; the last is their number
    starts: np.ndarray  # byte at which each word starts
    data: np.ndarray
    offsets: np.ndarray


def _hashed(texts: Sequence[str]) -> _Batch:
    lower = pc.utf8_lower(pa.array([f"{t}\n" for t in texts], pa.large_string()))
    _, offsets, data = lower.buffers()
    offsets = np.frombuffer(offsets, np.int64, len(texts) + 1)
    data = np.frombuffer(data, np.uint8)[: offsets[-1]]
    inside = IN_WORD[data]
    for lead, second, length in PUNCTUATION:
        at = np.flatnonzero(data == lead)
        at = at[data[at + 1] == second] if second else at
        for k in range(length):
            inside[at + k] = False
    edges = np.flatnonzero(np.diff(inside.view(np.int8), prepend=np.int8(0)))
    starts, ends = edges[::2], edges[1::2]
    _powers.reach(len(data))
    sums = np.zeros(len(data) + 1, np.uint64)
    np.cumsum(OF_BYTE[data] * _powers.up[: len(data)], out=sums[1:])
    words = (sums[ends] - sums[starts]) * _powers.down[starts]
    shingles = np.zeros(len(words), np.uint64)
    for k in range(min(SHINGLE, len(words))):
        shingles[: len(words) - k] = shingles[: len(words) - k] * np.uint64(STEP) + words[k:]
    return _Batch(_mixed(shingles), np.searchsorted(starts, offsets), starts, data, offsets)


def _span(batch: _Batch, i: int) -> tuple[int, int]:
    """Where the shingles of text `i` stand in the batch: a text of fewer than five words has one, of the whole."""
    first, last = int(batch.words[i]), int(batch.words[i + 1])
    return first, max(last - SHINGLE + 1, min(first + 1, last))


def hashed(texts: Sequence[str]) -> Iterator[Text]:
    """The shingles of each text, in order: case and punctuation aside, runs of five words are equal if these are."""
    for low in range(0, len(texts), BATCH):
        batch = _hashed(texts[low : low + BATCH])
        points = np.cumsum((batch.data & 0xC0) != 0x80)
        for i in range(len(batch.words) - 1):
            first, last = _span(batch, i)
            starts = points[batch.starts[first : batch.words[i + 1]]] - 1
            yield Text(_whole(batch, i, first, last), starts - (points[batch.offsets[i] - 1] if i else 0))


def _whole(batch: _Batch, i: int, first: int, last: int) -> np.ndarray:
    """The shingles of one text; a sum that ran on into the next text is made anew from its own words."""
    if 0 < batch.words[i + 1] - first < SHINGLE:
        own = batch.data[batch.offsets[i] : batch.offsets[i + 1]].tobytes()
        return _hashed([own.decode()]).shingles[:1]
    return batch.shingles[first:last]


def in_signature(whole: np.ndarray) -> np.ndarray:
    """Which shingles of one text its signature keeps."""
    return np.full(len(whole), True) if len(whole) < SMALL else (whole & np.uint64(SAMPLE - 1)) == 0


def signatures(texts: Sequence[str]) -> list[np.ndarray]:
    """A sample of each text's shingles, sorted, as 32-bit hashes: about half a byte a word (uint32)."""
    out: list[np.ndarray] = []
    for low in range(0, len(texts), BATCH):
        batch = _hashed(texts[low : low + BATCH])
        keys = []
        for i in range(len(batch.words) - 1):
            whole = _whole(batch, i, *_span(batch, i))
            kept = whole[in_signature(whole)]
            keys.append((kept >> np.uint64(32)) | np.uint64(i << 32))
        sorted_keys = np.unique(np.concatenate(keys))
        cuts = np.searchsorted(sorted_keys, np.arange(1, len(keys), dtype=np.uint64) << np.uint64(32))
        out += np.split(sorted_keys.astype(np.uint32), cuts)
    return out
