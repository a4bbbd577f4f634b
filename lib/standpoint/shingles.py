"""Runs of five words as numbers, for many texts at once: what stories are found by.

Words are hashed straight from the bytes, eight at a time, all texts of a batch in a few array operations; the hash of a
shingle is a sum over its words (Karp and Rabin 1987).
"""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SHINGLE = 5  # words
SAMPLE = 8  # one shingle in eight is kept in a signature (Broder's "mod m" sample)
SMALL = 128  # shingles; articles of fewer keep them all
BATCH = 32  # texts hashed together: their arrays stay in the processor's cache
COMPARED = 200_000  # characters of a text that are hashed: longer than articles are
LONG = 32  # bytes; longer words are hashed one by one

STEP = 0xD6E8FEB86659FD93
BASE = np.uint64(0x9E3779B97F4A7C15)
HALF = np.uint64(32)
MIX = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))

IN_WORD = bytes(b >= 128 or chr(b).isalnum() or b == ord("_") for b in range(256))
# Lead bytes of punctuation outside ASCII, the byte that must follow (0: any), and the length of the sequence.
PUNCTUATION = ((0xC2, 0, 2), (0xE2, 0x80, 3), (0xE3, 0x80, 3))
FIRST_BYTES = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)  # masks for the first n of eight bytes


def _mix(numbers: np.ndarray) -> np.ndarray:
    """splitmix64 (Steele, Lea and Flood 2014), in place: spreads what sums leave regular."""
    shifted = np.empty_like(numbers)  # one array for all: to ask for memory takes longer than to reckon
    for shift, factor in MIX:
        numbers ^= np.right_shift(numbers, shift, out=shifted)
        numbers *= factor
    numbers ^= np.right_shift(numbers, np.uint64(31), out=shifted)
    return numbers


class Batch(NamedTuple):
    """Texts hashed together, their words numbered through."""

    texts: Sequence[str]
    shingles: np.ndarray  # one for each word (uint64); those that cross from one text to the next are to be left out
    words: np.ndarray  # word at which each text starts; the last is their number
    starts: np.ndarray  # byte at which each word starts
    data: np.ndarray
    offsets: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        """Shingles of each text: one, of the whole, where it has fewer than five words."""
        counts = np.diff(self.words)
        return np.maximum(counts - SHINGLE + 1, np.minimum(counts, 1))

    def sampled(self) -> tuple[np.ndarray, np.ndarray]:
        """The shingles that the texts' signatures keep, and the text of each."""
        sizes = self.sizes
        kept = (self.shingles & np.uint64(SAMPLE - 1)) == 0
        for i in np.flatnonzero(sizes < SMALL).tolist():
            kept[self.words[i] : self.words[i + 1]] = True
        at = np.flatnonzero(kept)
        owners = np.searchsorted(self.words, at, "right") - 1
        own = at < (self.words[:-1] + sizes)[owners]
        return at[own], owners[own]

    def points(self, text: int) -> np.ndarray:
        """The code points of a text at which its words start."""
        start, end = self.offsets[text : text + 2].tolist()
        data, at = self.data[start:end], self.starts[self.words[text] : self.words[text + 1]] - start
        return at if data.max(initial=0) < 0x80 else np.cumsum((data & 0xC0) != 0x80, dtype=np.int32)[at] - 1


def batches(texts: Sequence[str]) -> Iterator[Batch]:
    """Texts (the first `COMPARED` characters of each) hashed a few at a time.

    Case and punctuation aside, runs of five words are equal if their shingles are.
    """
    for low in range(0, len(texts), BATCH):
        yield _hashed([text[:COMPARED] for text in texts[low : low + BATCH]])


def _hashed(texts: Sequence[str]) -> Batch:
    raw = [t.encode() for t in texts]
    joined = b"\n".join([*raw, b"\n" * 8])  # so that eight bytes can be read from anywhere
    offsets = np.cumsum([0, *(len(r) + 1 for r in raw)], dtype=np.int64)
    offsets[-1] = len(joined)
    whole = pa.LargeStringArray.from_buffers(len(raw), pa.py_buffer(offsets), pa.py_buffer(joined))
    _, offsets, lower = pc.utf8_lower(whole).buffers()
    offsets = np.frombuffer(offsets, np.int64, len(raw) + 1)
    data = np.frombuffer(lower, np.uint8, offsets[-1])
    spaced = bytearray(data)
    blank = np.frombuffer(spaced, np.uint8)
    for lead, second, length in PUNCTUATION:
        at = np.flatnonzero(data == lead)
        at = at[data[at + 1] == second] if second else at
        for k in range(length):
            blank[at + k] = 0x20
    inside = np.frombuffer(spaced.translate(IN_WORD), bool)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if inside[0]:
        edges = np.concatenate([[0], edges])
    starts, ends = edges[::2], edges[1::2]
    first = np.searchsorted(starts, offsets)
    return Batch(texts, _summed(_words(data, starts, ends - starts), first), first, starts, data, offsets)


def _words(data: np.ndarray, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """A hash of each word."""
    eight = np.ndarray(len(data) - 7, "<u8", data, 0, (1,))
    words = eight[starts]
    words &= FIRST_BYTES.take(lengths, mode="clip")
    words *= BASE
    longer = np.flatnonzero(lengths > 8)
    for at in range(8, LONG, 8):
        more = eight[starts[longer] + at] & FIRST_BYTES.take(lengths[longer] - at, mode="clip")
        words[longer] = _mix(words[longer]) + more * BASE
        longer = longer[lengths[longer] > at + 8]
    for i in np.flatnonzero(lengths > LONG).tolist():
        whole = data[starts[i] : starts[i] + lengths[i]].tobytes()
        words[i] = int.from_bytes(blake2b(whole, digest_size=8).digest(), "little")
    words ^= words >> HALF
    return words


def _summed(words: np.ndarray, first: np.ndarray) -> np.ndarray:
    """The shingle that starts at each word; that of a text of fewer words ends with it."""
    sums = words.copy()
    for k in range(1, min(SHINGLE, len(words))):
        sums *= np.uint64(STEP)
        sums[:-k] += words[k:]
    counts = np.diff(first)
    for i in np.flatnonzero((counts > 0) & (counts < SHINGLE)).tolist():
        own = 0
        for word in words[first[i] : first[i + 1]].tolist():
            own = (own * STEP + word) % 2**64
        sums[first[i]] = own
    return _mix(sums)


def hashed(texts: Sequence[str]) -> Iterator[np.ndarray]:
    """The shingles of each text, in order (uint64)."""
    for batch in batches(texts):
        for first, size in zip(batch.words.tolist(), batch.sizes.tolist(), strict=False):
            yield batch.shingles[first : first + size]


def distinct(numbers: np.ndarray) -> np.ndarray:
    """The numbers, sorted, each once (np.unique hashes them first, which takes longer)."""
    numbers.sort()
    return numbers[np.concatenate([[True], numbers[1:] != numbers[:-1]])] if len(numbers) else numbers


def signatures(texts: Sequence[str]) -> list[np.ndarray]:
    """A sample of each text's shingles, sorted, as 32-bit hashes: about half a byte a word (uint32)."""
    out: list[np.ndarray] = []
    for batch in batches(texts):
        at, owners = batch.sampled()
        keys = distinct((batch.shingles[at] >> HALF) | (owners.astype(np.uint64) << HALF))
        cuts = np.searchsorted(keys, np.arange(1, len(batch.sizes), dtype=np.uint64) << HALF)
        out += np.split(keys.astype(np.uint32), cuts)
    return out
