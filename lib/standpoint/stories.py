"""Stories: near-identical articles — agency copy and its reprints — grouped around their original.

Two articles are near-identical when one holds a good part of the other's five-word shingles: containment, so that a
reprint cut to its first paragraphs is found (Broder 1997, "On the resemblance and containment of documents").
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd

from standpoint import tables
from standpoint.text import quotations

WORD = re.compile(r"\w+")
SHINGLE = 5  # words
SAMPLE = 4  # one shingle in four is kept in a signature (Broder's "mod m" sample)
SMALL = 48  # shingles; articles of fewer keep them all
WINDOW = pd.Timedelta(days=10)
POSTINGS = 12  # articles remembered for one sampled shingle
CANDIDATES = 4  # earlier articles compared word by word
FETCH = 256  # articles whose texts are held at a time
SHARED = 0.1  # of the smaller signature, for two articles to be compared at all
CONTAINED = 0.5  # of one article's words in the other: near-identical ...
LEAST = 0.1  # ... if at least these of the other's words are in the one: a round-up does not swallow its parts
EXEMPLAR = 0.8  # a reprint that keeps this share may itself bring later reprints into the story
FEWEST = 15  # words in common
REACH = 10  # shingles on either side of a sampled boilerplate shingle that count as boilerplate too


def words_of(text: str) -> np.ndarray:
    """Hashes of the text's words in order, case and punctuation aside (uint64)."""
    return np.fromiter((crc32(w.encode()) for w in WORD.findall(text.lower())), np.uint64)


def shingles(words: np.ndarray) -> np.ndarray:
    """64-bit hashes of all runs of five words, in order; of a shorter text, one of the whole (uint64)."""
    size = min(SHINGLE, len(words))
    if not size:
        return words
    out = np.zeros(len(words) - size + 1, np.uint64)
    for k in range(size):
        out = out * np.uint64(0x9E3779B97F4A7C15) + words[k : len(words) - size + 1 + k]
    # splitmix64 (Steele, Lea and Flood 2014) spreads what the sum leaves regular
    out = (out ^ (out >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    out = (out ^ (out >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return out ^ (out >> np.uint64(31))


def signature(text: str) -> np.ndarray:
    """A sample of the text's shingles, sorted, as 32-bit hashes: about one byte a word (uint32)."""
    whole = shingles(words_of(text))
    kept = whole if len(whole) < SMALL else whole[whole % SAMPLE == 0]
    return np.unique((kept >> np.uint64(32)).astype(np.uint32))


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
    """For each article the earlier ones that share most of its sampled shingles, through an inverted index."""
    if not order:
        return {}
    hashes, counts = np.unique(np.concatenate([signatures[a.id] for a in order]), return_counts=True)
    telling = np.setdiff1d(hashes[counts > 1], boilerplate, assume_unique=True)
    del hashes, counts
    postings = np.full((len(telling), POSTINGS), -1, np.int32)
    filled = np.zeros(len(telling), np.int8)
    sizes = np.zeros(len(order), np.int64)
    out: dict[str, list[str]] = {}
    for n, article in enumerate(order):
        own = signatures[article.id]
        sizes[n] = len(own) - np.isin(own, boilerplate, assume_unique=True).sum()
        at = np.searchsorted(telling, own)
        at = at[at < len(telling)]
        places = at[telling[at] == own[: len(at)]]
        held = postings[places]
        shared = dict(zip(*map(np.ndarray.tolist, np.unique(held[held >= 0], return_counts=True)), strict=True))
        full = places[filled[places] == POSTINGS]
        oldest = postings[full, 0]
        stale = [m for m in np.unique(oldest).tolist() if not _near(order[m], article, window)]
        left = full[np.isin(oldest, stale)]
        postings[left, :-1] = postings[left, 1:]
        filled[left] -= 1
        room = places[filled[places] < POSTINGS]
        postings[room, filled[room]] = n
        filled[room] += 1
        near = [
            (-count, m)
            for m, count in shared.items()
            if count >= max(2, SHARED * min(sizes[m], sizes[n])) and _near(order[m], article, window)
        ]
        near += [
            (-1, m) for m, count in shared.items() if count == 1 and sizes[m] == sizes[n] == 1
        ]  # texts of a few words
        if near:
            out[article.id] = [order[m].id for _, m in sorted(near)[:CANDIDATES]]
    return out


def _near(one: _Article, other: _Article, window: pd.Timedelta) -> bool:
    return one.published is None or other.published is None or abs(other.published - one.published) <= window


class _Held(NamedTuple):
    """An article being compared: its shingles, those within quotations, and which of its words count."""

    shingles: np.ndarray
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
            self._held |= {i: self._masked(text) for i, text in self._fetch(missing).items()}

    def _masked(self, text: str) -> _Held:
        whole = shingles(words_of(text))
        starts = np.fromiter((m.start() for m in WORD.finditer(text.lower())), np.int64)
        counting = np.ones(len(starts), bool)
        for at in np.flatnonzero(np.isin((whole >> np.uint64(32)).astype(np.uint32), self._boilerplate)).tolist():
            counting[max(0, at - REACH) : at + SHINGLE + REACH] = False
        quoted = np.zeros(len(whole), bool)
        for a, b in quotations(text):
            quoted[np.searchsorted(starts, a) : max(0, np.searchsorted(starts, b) - SHINGLE + 1)] = True
        return _Held(whole, whole[quoted], counting)

    def overlap(self, one: str, other: str) -> Overlap:
        """What two articles share."""
        a, b = self._held[one], self._held[other]
        in_one, in_other = _covered(a, b.shingles), _covered(b, a.shingles)
        quoted = np.concatenate([a.quoted, b.quoted])
        own, others = _outside(a, quoted), _outside(b, quoted)
        return Overlap(
            _share(in_one, own),
            _share(in_other, others),
            int(min((in_one & own).sum(), (in_other & others).sum())),
            _share(in_other, b.counting),
        )


def _covered(held: _Held, shingles: np.ndarray) -> np.ndarray:
    """Which words of an article stand in one of these shingles."""
    covered = np.zeros(len(held.counting), bool)
    same = np.flatnonzero(np.isin(held.shingles, shingles))
    for k in range(len(covered) - len(held.shingles) + 1):
        covered[same + k] = True
    return covered


def _outside(held: _Held, quoted: np.ndarray) -> np.ndarray:
    """The words of an article that count and that are not quoted; all that count where it is little but quotation."""
    outside = held.counting & ~_covered(held, quoted)
    return outside if outside.sum() >= FEWEST else held.counting


def _share(covered: np.ndarray, counting: np.ndarray) -> float:
    return float((covered & counting).sum() / max(1, counting.sum()))


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
    for candidate in candidates:
        original, kept = story[candidate]
        found = texts.overlap(article, original)
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
