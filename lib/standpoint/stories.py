"""Stories: near-identical articles — agency copy and its reprints — grouped around their original.

Two articles are near-identical when one holds a good part of the other's five-word shingles: containment, so that a
reprint cut to its first paragraphs is found (Broder 1997, "On the resemblance and containment of documents").
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from standpoint import tables
from standpoint.overlap import Overlap, Texts, near_identical, within

WINDOW = pd.Timedelta(days=10)
LAGS = 12  # articles before it that an article is held against, of those which share a sampled shingle
CANDIDATES = 4  # earlier articles compared word by word
FETCH = 256  # articles whose texts are held at a time
SHARED = 0.1  # of the smaller signature, for two articles to be compared at all
EXEMPLAR = 0.8  # a reprint that keeps this share may itself bring later reprints into the story
JOINED = 1 << 20  # sampled shingles joined at a time
HALF = np.uint64(32)


def group(
    articles: pd.DataFrame,
    signatures: Mapping[str, np.ndarray],
    fetch: Callable[[list[str]], Mapping[str, str]],
    *,
    window: pd.Timedelta = WINDOW,
) -> pd.DataFrame:
    """Table stories: every article in one story, with its original and the share of the original's words it keeps.

    `articles` has article_id, outlet, published and n_words, and may have agency. `fetch` is called once, with the
    articles that are to be compared; the texts that it gives are asked for a few hundred at a time, so that they need
    not all be in memory. The original is the earliest; of several, agency copy, then the longest, then the least id. A
    story's reprints lie within `window` of an article that they reprint; undated ones may belong to any. Shingles that
    many articles of one outlet share (its boilerplate) count for nothing. The result does not depend on the order of
    `articles`.
    """
    order = _ordered(articles)
    held = [signatures[i] for i in order.ids]
    boilerplate = _boilerplate(order.outlets, held)
    candidates = _candidates(held, order.days, boilerplate, window / pd.Timedelta(days=1))
    compared = sorted({*candidates, *(m for near in candidates.values() for m in near)})
    texts = Texts(fetch([order.ids[n] for n in compared]), boilerplate)
    original, kept = _settle(order.ids, candidates, texts)
    at = np.argsort(order.rows)
    ids = pa.array(order.ids, pa.string())
    columns = [ids.take(pa.array(at)), ids.take(pa.array(original[at])), original[at] == at, kept[at]]
    return tables.to_pandas(pa.table(columns, schema=tables.SCHEMAS["stories"]))


class _Ordered(NamedTuple):
    """Articles in the order in which they may be originals of those behind them."""

    rows: np.ndarray  # of the frame
    ids: list[str]
    outlets: np.ndarray  # numbered; -1 for none
    days: np.ndarray  # since 1970; NaN where an article has no date


def _ordered(articles: pd.DataFrame) -> _Ordered:
    ids = pa.array(articles["article_id"].tolist(), pa.string())
    times = pd.to_datetime(articles["published"], utc=True).astype("datetime64[us, UTC]")
    undated = times.isna().to_numpy(bool)
    times = times.astype("int64").to_numpy()
    others = articles["agency"].isna().to_numpy(bool) if "agency" in articles else np.ones(len(ids), bool)
    length = articles["n_words"].to_numpy(np.int64)
    rows = np.lexsort((pc.rank(ids).to_numpy(), -length, others, times, undated))
    days = np.where(undated, np.nan, times / 86_400e6)
    return _Ordered(rows, ids.take(pa.array(rows)).to_pylist(), pd.factorize(articles["outlet"])[0][rows], days[rows])


def _boilerplate(outlets: np.ndarray, held: Sequence[np.ndarray]) -> np.ndarray:
    """Sampled shingles that more than four articles of an outlet share, and more than two in a hundred of them."""
    found = []
    by_outlet = np.argsort(outlets, kind="stable")
    cuts = np.flatnonzero(np.diff(outlets[by_outlet])) + 1
    for of in np.split(by_outlet, cuts):
        if len(of) > 4 and outlets[of[0]] >= 0:
            hashes = np.concatenate([held[n] for n in of.tolist()])
            hashes.sort()
            starts = _starts(hashes)
            counts = np.diff(starts, append=len(hashes))
            found.append(hashes[starts[counts > max(4, len(of) // 50)]])
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.uint32)


def _starts(of: np.ndarray) -> np.ndarray:
    """Where each value of a sorted array first stands."""
    return np.flatnonzero(np.concatenate([np.ones(min(1, len(of)), bool), of[1:] != of[:-1]]))


def _candidates(
    held: Sequence[np.ndarray], days: np.ndarray, boilerplate: np.ndarray, window: float
) -> dict[int, list[int]]:
    """For each article the earlier ones that share most of its sampled shingles: a sparse join of the signatures.

    Each shingle joins an article to the first that has it and to the last few before it, however many have it: so the
    work grows with the articles, not with their square.
    """
    sizes = np.zeros(len(held), np.int64)
    pairs, shared = np.empty(0, np.uint64), np.empty(0, np.int64)
    waiting: list[tuple[np.ndarray, np.ndarray]] = []
    for keys in _by_hash(held):
        keys = keys[~within((keys >> HALF).astype(np.uint32), boilerplate)]
        sizes += np.bincount(keys.astype(np.uint32), minlength=len(held))
        waiting.append(_joined(keys, days, window))
        if sum(len(found) for found, _ in waiting) > max(JOINED, len(pairs)):
            pairs, shared = _added([(pairs, shared), *waiting])
            waiting = []
    pairs, shared = _added([(pairs, shared), *waiting])
    later, earlier = (pairs >> HALF).astype(np.int64), pairs.astype(np.uint32).astype(np.int64)
    few = (shared == 1) & (sizes[later] == 1) & (sizes[earlier] == 1)  # texts of a few words
    near = few | (shared >= np.maximum(2, SHARED * np.minimum(sizes[later], sizes[earlier])))
    later, earlier, shared = later[near], earlier[near], shared[near]
    ranked = np.lexsort((earlier, -shared, later))
    out: dict[int, list[int]] = {}
    for n, m in zip(later[ranked].tolist(), earlier[ranked].tolist(), strict=True):
        best = out.setdefault(n, [])
        if len(best) < CANDIDATES:
            best.append(m)
    return out


def _by_hash(held: Sequence[np.ndarray]) -> Iterator[np.ndarray]:
    """All sampled shingles with their articles behind them, sorted, about `JOINED` at a time; none is divided."""
    if not held:
        return
    keys = np.concatenate(held, dtype=np.uint64)
    keys <<= HALF
    keys |= np.repeat(np.arange(len(held), dtype=np.uint32), [len(of) for of in held])
    keys.sort()
    after = (keys[JOINED - 1 :: JOINED] | np.uint64(0xFFFFFFFF)).tolist()
    cuts = [0, *(int(keys.searchsorted(np.uint64(key), "right")) for key in after), len(keys)]
    yield from (keys[low:high] for low, high in pairwise(cuts) if low < high)


def _joined(keys: np.ndarray, days: np.ndarray, window: float) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of articles (later and earlier in one number) within `window` days; how many shingles they share."""
    hashes = keys >> HALF
    starts = _starts(hashes)
    sizes = np.diff(starts, append=len(keys))
    owners = keys.astype(np.uint32)
    place = np.arange(len(keys)) - np.repeat(starts, sizes)
    pairs = []
    at = np.arange(len(keys))
    for lag in range(1, LAGS + 1):
        at = at[place[at] >= lag]
        pairs.append(_near(owners[at], owners[at - lag], days, window))
    at = at[place[at] > LAGS]
    pairs.append(_near(owners[at], owners[at - place[at]], days, window))
    found = np.concatenate(pairs)
    found.sort()
    starts = _starts(found)
    return found[starts], np.diff(starts, append=len(found))


def _near(later: np.ndarray, earlier: np.ndarray, days: np.ndarray, window: float) -> np.ndarray:
    near = ~(np.abs(days[later] - days[earlier]) > window)
    return (later[near].astype(np.uint64) << HALF) | earlier[near]


def _added(parts: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Each pair once, with the sum of its counts."""
    pairs, counts = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(pairs)
    pairs = pairs[order]
    starts = _starts(pairs)
    return pairs[starts], np.add.reduceat(counts[order], starts) if len(starts) else counts


def _settle(ids: Sequence[str], candidates: Mapping[int, Sequence[int]], texts: Texts) -> tuple[np.ndarray, np.ndarray]:
    """Original and kept share of every article, earliest first, each compared word by word with its candidates."""
    original, kept = np.arange(len(ids)), np.ones(len(ids))
    waiting = sorted(candidates)
    for start in range(0, len(waiting), FETCH):
        batch = waiting[start : start + FETCH]
        needed = [n for article in batch for n in (article, *candidates[article])]
        needed += original[needed].tolist()
        texts.prepare([ids[n] for n in dict.fromkeys(needed)])
        for n in batch:
            original[n], kept[n] = _story_of(n, candidates[n], original, kept, ids, texts)
    return original, kept


def _story_of(
    article: int, candidates: Sequence[int], original: np.ndarray, kept: np.ndarray, ids: Sequence[str], texts: Texts
) -> tuple[int, float]:
    best: tuple[float, int, float] | None = None
    compared: dict[int, Overlap] = {}
    for candidate in candidates:
        first = int(original[candidate])
        if first not in compared:
            compared[first] = texts.overlap(ids[article], ids[first])
        found = compared[first]
        alike = near_identical(found)
        if not alike and candidate != first and kept[candidate] >= EXEMPLAR:
            alike = near_identical(texts.overlap(ids[article], ids[candidate]))
        closeness = max(found.one, found.other)
        if alike and (best is None or closeness > best[0]):
            best = (closeness, first, found.kept)
    return (best[1], best[2]) if best else (article, 1.0)
