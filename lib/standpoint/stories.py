"""Stories: near-identical articles — agency copy and its reprints — grouped around their original.

Two articles are near-identical when one holds a good part of the other's five-word shingles: containment, so that a
reprint cut to its first paragraphs is found (Broder 1997, "On the resemblance and containment of documents").
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from standpoint import tables
from standpoint.shingles import SHINGLE, Text, hashed, in_signature
from standpoint.text import quotations

WINDOW = pd.Timedelta(days=10)
LAGS = 12  # articles before it that an article is held against, of those which share a sampled shingle
CANDIDATES = 4  # earlier articles compared word by word
FETCH = 256  # articles whose texts are held at a time
SHARED = 0.1  # of the smaller signature, for two articles to be compared at all
CONTAINED = 0.5  # of one article's words in the other: near-identical ...
LEAST = 0.1  # ... if at least these of the other's words are in the one: a round-up does not swallow its parts
EXEMPLAR = 0.8  # a reprint that keeps this share may itself bring later reprints into the story
FEWEST = 15  # words in common
REACH = 20  # shingles on either side of a sampled boilerplate shingle that count as boilerplate too


def group(
    articles: pd.DataFrame,
    signatures: Mapping[str, np.ndarray],
    fetch: Callable[[list[str]], Mapping[str, str]],
    *,
    window: pd.Timedelta = WINDOW,
) -> pd.DataFrame:
    """Table stories: every article in one story, with its original and the share of the original's words it keeps.

    `articles` has article_id, outlet and published, and may have agency; `fetch` gives the texts of some articles.
    The original is the earliest; of several, agency copy, then the longest, then the least id. A story's reprints lie
    within `window` of an article that they reprint; undated ones may belong to any. Shingles that many articles of one
    outlet share (its boilerplate) count for nothing. The result does not depend on the order of `articles`.
    """
    order = _order(articles, signatures)
    boilerplate = _boilerplate(order, signatures)
    candidates = _candidates(order, signatures, boilerplate, window)
    story = _settle(order, candidates, boilerplate, fetch)
    rows = [
        {"article_id": i, "story_id": story[i][0], "is_original": story[i][0] == i, "kept": story[i][1]}
        for i in articles["article_id"]
    ]
    return tables.frame("stories", rows)


class _Article(NamedTuple):
    id: str
    outlet: str | None
    published: pd.Timestamp | None


def _order(articles: pd.DataFrame, signatures: Mapping[str, np.ndarray]) -> list[_Article]:
    """Articles in the order in which they may be originals of those behind them."""
    agency = articles["agency"] if "agency" in articles else [None] * len(articles)
    rows = []
    for i, outlet, published, of in zip(
        articles["article_id"], articles["outlet"], articles["published"], agency, strict=True
    ):
        day = None if pd.isna(published) else published
        key = (day is None, day if day is not None else 0, bool(pd.isna(of)), -len(signatures[i]), i)
        rows.append((key, _Article(i, None if pd.isna(outlet) else outlet, day)))
    return [article for _, article in sorted(rows, key=lambda row: row[0])]


def _boilerplate(order: Sequence[_Article], signatures: Mapping[str, np.ndarray]) -> np.ndarray:
    """Sampled shingles that more than four articles of an outlet share, and more than two in a hundred of them."""
    of: dict[str, list[np.ndarray]] = defaultdict(list)
    for article in order:
        if article.outlet is not None:
            of[article.outlet].append(signatures[article.id])
    found = []
    for held in of.values():
        if len(held) > 4:
            hashes, counts = np.unique(np.concatenate(held), return_counts=True)
            found.append(hashes[counts > max(4, len(held) // 50)])
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.uint32)


def _candidates(
    order: Sequence[_Article], signatures: Mapping[str, np.ndarray], boilerplate: np.ndarray, window: pd.Timedelta
) -> dict[str, list[str]]:
    """For each article the earlier ones that share most of its sampled shingles: a sparse join of the signatures.

    Each shingle joins an article to the first that has it and to the last few before it, however many have it: so the
    work grows with the articles, not with their square.
    """
    if not order:
        return {}
    held = [signatures[a.id] for a in order]
    sizes = np.fromiter(map(len, held), np.int64, len(held))
    owners = np.repeat(np.arange(len(held), dtype=np.uint64), sizes)
    hashes = np.concatenate([*held, np.empty(0, np.uint32)])
    telling = ~within(hashes, boilerplate)
    hashes, owners = hashes[telling], owners[telling]
    sizes = np.bincount(owners.astype(np.int64), minlength=len(held))
    keys = (hashes.astype(np.uint64) << np.uint64(32)) | owners
    del hashes, owners
    keys.sort()
    same = np.diff(keys >> np.uint64(32)) == 0
    kept = np.zeros(len(keys), bool)
    kept[1:] |= same
    kept[:-1] |= same
    keys = keys[kept]  # a shingle of one article joins nothing
    later, earlier, shared = _joined(keys, _days(order), window / pd.Timedelta(days=1))
    least = np.minimum(sizes[later], sizes[earlier])
    few = (shared == 1) & (sizes[later] == 1) & (sizes[earlier] == 1)  # texts of a few words
    near = few | (shared >= np.maximum(2, SHARED * least))
    later, earlier, shared = later[near], earlier[near], shared[near]
    ranked = np.lexsort((earlier, -shared, later))
    out: dict[str, list[str]] = {}
    for n, m in zip(later[ranked].tolist(), earlier[ranked].tolist(), strict=True):
        best = out.setdefault(order[n].id, [])
        if len(best) < CANDIDATES:
            best.append(order[m].id)
    return out


def within(hashes: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Which hashes are among others that are sorted."""
    if not len(of):
        return np.zeros(len(hashes), bool)
    return of[np.minimum(of.searchsorted(hashes), len(of) - 1)] == hashes


def _days(order: Sequence[_Article]) -> np.ndarray:
    """Days since 1970, NaN where an article has no date."""
    return np.array([np.nan if a.published is None else a.published.timestamp() / 86_400 for a in order])


def _joined(keys: np.ndarray, days: np.ndarray, window: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of articles (by place in the order) within `window` days, with how many sampled shingles they share."""
    hashes, owners = keys >> np.uint64(32), (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    starts = np.flatnonzero(np.diff(hashes, prepend=hashes[:1] ^ np.uint64(1)))
    first = np.repeat(starts, np.diff(starts, append=len(keys)))
    place = np.arange(len(keys)) - first
    pairs = []
    for lag in range(LAGS + 1):
        at = np.flatnonzero(place >= lag) if lag else np.flatnonzero(place > LAGS)
        later, earlier = owners[at], owners[at - lag] if lag else owners[first[at]]
        near = ~(np.abs(days[later] - days[earlier]) > window)
        pairs.append((later[near].astype(np.uint64) << np.uint64(32)) | earlier[near].astype(np.uint64))
    found, shared = np.unique(np.concatenate(pairs), return_counts=True)
    return (found >> np.uint64(32)).astype(np.int64), (found & np.uint64(0xFFFFFFFF)).astype(np.int64), shared


class _Held(NamedTuple):
    """An article being compared: its shingles, in order and sorted, which are quoted, and which of its words count."""

    shingles: np.ndarray
    by_value: np.ndarray
    sorted: np.ndarray
    quoted: np.ndarray
    counting: np.ndarray


class Overlap(NamedTuple):
    """What an article shares with another: shares of its own words, of the other's, and the fewer of the shared words.

    Words that either puts in quotation marks are left out, for two reporters may quote alike; `kept` has them too.
    """

    one: float
    other: float
    words: int
    kept: float


class _Texts:
    """Shingles of the articles being compared, few at a time; boilerplate is masked out."""

    def __init__(self, fetch: Callable[[list[str]], Mapping[str, str]], boilerplate: np.ndarray):
        self._fetch, self._boilerplate = fetch, boilerplate
        self._held: dict[str, _Held] = {}

    def prepare(self, ids: Sequence[str]) -> None:
        """Hold these articles, and no others."""
        self._held = {i: self._held[i] for i in ids if i in self._held}
        if missing := [i for i in ids if i not in self._held]:
            texts = self._fetch(missing)
            hashes = hashed([texts[i] for i in missing])
            self._held |= {i: self._masked(texts[i], found) for i, found in zip(missing, hashes, strict=True)}

    def _masked(self, text: str, found: Text) -> _Held:
        whole, starts = found
        counting = np.ones(len(starts), bool)
        sampled = np.flatnonzero(in_signature(whole))
        for at in sampled[within((whole[sampled] >> np.uint64(32)).astype(np.uint32), self._boilerplate)].tolist():
            counting[max(0, at - REACH) : at + SHINGLE + REACH] = False
        quoted = np.zeros(len(whole), bool)
        for a, b in quotations(text):
            quoted[np.searchsorted(starts, a) : max(0, np.searchsorted(starts, b) - SHINGLE + 1)] = True
        by_value = np.argsort(whole)
        return _Held(whole, by_value, whole[by_value], quoted, counting)

    def overlap(self, one: str, other: str) -> Overlap:
        """What two articles share."""
        a, b = self._held[one], self._held[other]
        (same_a, quoted_a), (same_b, quoted_b) = _shared(a, b), _shared(b, a)
        in_one, in_other = _covered(a, same_a), _covered(b, same_b)
        own, others = _outside(a, quoted_a), _outside(b, quoted_b)
        return Overlap(
            _share(in_one, own),
            _share(in_other, others),
            min(np.count_nonzero(in_one & own), np.count_nonzero(in_other & others)),
            _share(in_other, b.counting),
        )


def _shared(a: _Held, b: _Held) -> tuple[np.ndarray, np.ndarray]:
    """Which shingles of `a` are in `b` too, and which of its own either puts in quotation marks."""
    same, quoted = np.zeros(len(a.shingles), bool), a.quoted.copy()
    if not len(b.sorted):
        return same, quoted
    at = np.minimum(b.sorted.searchsorted(a.sorted), len(b.sorted) - 1)
    equal = np.flatnonzero(b.sorted[at] == a.sorted)
    same[a.by_value[equal]] = True
    quoted[a.by_value[equal]] |= b.quoted[b.by_value[at[equal]]]
    return same, quoted


def _covered(held: _Held, shingles: np.ndarray) -> np.ndarray:
    """Which words of an article stand in one of the marked shingles."""
    covered = np.zeros(len(held.counting), bool)
    for k in range(len(covered) - len(shingles) + 1):
        covered[k : k + len(shingles)] |= shingles
    return covered


def _outside(held: _Held, quoted: np.ndarray) -> np.ndarray:
    """The words of an article that count and that are not quoted; all that count where it is little but quotation."""
    outside = held.counting & ~_covered(held, quoted)
    return outside if np.count_nonzero(outside) >= FEWEST else held.counting


def _share(covered: np.ndarray, counting: np.ndarray) -> float:
    return np.count_nonzero(covered & counting) / max(1, np.count_nonzero(counting))


def _settle(
    order: Sequence[_Article],
    candidates: Mapping[str, Sequence[str]],
    boilerplate: np.ndarray,
    fetch: Callable[[list[str]], Mapping[str, str]],
) -> dict[str, tuple[str, float]]:
    """Story and kept share of every article, earliest first, each compared word by word with its candidates."""
    story: dict[str, tuple[str, float]] = {a.id: (a.id, 1.0) for a in order if a.id not in candidates}
    texts = _Texts(fetch, boilerplate)
    waiting = [a.id for a in order if a.id in candidates]
    for start in range(0, len(waiting), FETCH):
        batch = waiting[start : start + FETCH]
        texts.prepare(_needed(batch, candidates, story))
        for article in batch:
            story[article] = _story_of(article, candidates[article], story, texts)
    return story


def _needed(
    batch: Sequence[str], candidates: Mapping[str, Sequence[str]], story: Mapping[str, tuple[str, float]]
) -> list[str]:
    """The articles of a batch, their candidates, and the originals that these may have."""
    ids: dict[str, None] = {}
    for article in batch:
        for i in (article, *candidates[article]):
            ids[i] = None
            if i in story:
                ids[story[i][0]] = None
    return list(ids)


def _story_of(
    article: str, candidates: Sequence[str], story: Mapping[str, tuple[str, float]], texts: _Texts
) -> tuple[str, float]:
    best: tuple[float, str, float] | None = None
    compared: dict[str, Overlap] = {}
    for candidate in candidates:
        original, kept = story[candidate]
        if original not in compared:
            compared[original] = texts.overlap(article, original)
        found = compared[original]
        alike = near_identical(found)
        if not alike and candidate != original and kept >= EXEMPLAR:
            alike = near_identical(texts.overlap(article, candidate))
        closeness = max(found.one, found.other)
        if alike and (best is None or closeness > best[0]):
            best = (closeness, original, found.kept)
    return (best[1], best[2]) if best else (article, 1.0)


def near_identical(overlap: Overlap) -> bool:
    """Do two articles tell one story in the same words?"""
    if overlap.words < FEWEST:
        return min(overlap.one, overlap.other) > 0.9
    return max(overlap.one, overlap.other) >= CONTAINED and min(overlap.one, overlap.other) >= LEAST
