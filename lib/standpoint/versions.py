"""Versions of one article: what an outlet sent or put online again, updated or corrected, told from a piece of its own.

Two articles of one outlet are versions where the sender gives them one id; where they stand at one address and share
words; or where their headlines are alike, their words mostly the same, and they are of one day or marked as updates.
What the sender withdraws is the last version: it takes back those before it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np

from standpoint.articles import digest
from standpoint.places import SEEDS
from standpoint.shingles import hashed
from standpoint.yamlfile import read_yaml

WORDS = {"type": "array", "items": {"type": "string", "minLength": 2}, "minItems": 1}
MARKS = {"type": "object", "properties": {"headline": WORDS, "text": WORDS}, "required": ["headline", "text"]}
KEPT = 64  # smallest shingle hashes of an article: a bottom-k sketch (Broder 1997), exact for texts of fewer
BANDS = 4  # of these the smallest, by which articles with other headlines are found
HELD = 8  # latest articles looked at for each of these: what many articles share costs no more
BATCH = 256
EDGE = 400  # characters at either end of a text in which a mark may stand
SAME_PAGE = 0.3  # share of the shorter text in the other, for one address
SAME_TEXT = 0.8  # for one headline on one day
MARKED = 0.5  # for a text that says it is an update
CARRIED = 0.5  # of the longer text in the shorter, where no mark says that words were added
ALIKE, MARKED_ALIKE = 0.75, 0.6  # difflib's ratio of two headlines
DAY, WEEK = timedelta(days=1), timedelta(days=7)
TRACKING = re.compile(r"utm_|fbclid|gclid|mc_|at_|cmpid|xtor|ref$", re.I)
LONGEST = 300  # characters of a headline that are compared
NOTHING = np.empty(0, np.uint32)


class Mark(NamedTuple):
    """What marks an article as another version: `number` is the update's (1 where it gives none), 0 without a mark."""

    headline: str
    number: int


class Taken(NamedTuple):
    """An article that its sender took back: where it stands, and where and when (null: not told) it was withdrawn."""

    id: str
    source_file: str
    place: str
    by: str
    published: datetime | None


class _Item(NamedTuple):
    id: str
    source_file: str
    place: str
    outlet: str
    guid: bytes
    version: int
    page: bytes
    headline: str
    slug: str
    published: datetime | None
    mark: int
    size: int
    sketch: np.ndarray
    withdrawal: bool = False


class Versions:
    """The articles read so far, and which of them are versions of one: `older()` says so once all are read."""

    def __init__(self) -> None:
        self._items: list[_Item] = []
        self._waiting: list[tuple[Mapping[str, Any], Mapping[str, Any], str]] = []
        self._of_id: dict[str, int] = {}
        self._group: list[int] = []
        self._by_guid: dict[bytes, int] = {}
        self._near: dict[bytes, list[int]] = defaultdict(list)

    def add(self, row: Mapping[str, Any], fields: Mapping[str, Any], place: str) -> None:
        """Take in an article: its row, and what its file says beside that (guid, version, label, slug, again)."""
        self._waiting.append((row, fields, place))
        if len(self._waiting) == BATCH:
            self._take_in()

    def add_other(
        self,
        source_file: str,
        place: str,
        outlet: str | None,
        published: datetime | None,
        fields: Mapping[str, Any],
        *,
        withdrawal: bool,
    ) -> None:
        """Take in what is no article of its own: a withdrawal, or what was sent again unchanged (after one, perhaps).

        Without an id (`guid`) it cannot be known of what.
        """
        if not fields.get("guid"):
            return
        self._take_in()
        guid, version = digest(outlet or "", "guid", fields["guid"]), fields.get("version") or 0
        at = len(self._items)
        self._items.append(
            _Item(
                "", source_file, place, outlet or "", guid, version, b"", "", "", published, 0, 0, NOTHING, withdrawal
            )
        )
        self._group.append(at)
        self._join(at, self._by_guid.setdefault(guid, at))

    def same_article(self, article_id: str, row: Mapping[str, Any]) -> bool:
        """Is the row a version of the article that has this id: of the same outlet, with much the same words?"""
        self._take_in()
        known, [item] = self._items[self._of_id[article_id]], _made([(row, {}, "")])
        return known.outlet == item.outlet and _overlap(known, item)[0] >= SAME_TEXT

    def older(self) -> list[tuple[str, str, str]]:
        """Each version that is not the newest: its file, its article_id, and the article_id of the newest."""
        out = []
        for versions in self._in_order():
            *before, newest = [item for item in versions if item.id] or [None]
            if newest and not versions[-1].withdrawal:
                out += [(item.source_file, item.id, newest.id) for item in before]
        return out

    def taken_back(self) -> list[Taken]:
        """Each article whose newest version is its withdrawal."""
        return [
            Taken(item.id, item.source_file, item.place, _where(newest), newest.published)
            for *before, newest in self._in_order()
            if newest.withdrawal
            for item in before
            if item.id
        ]

    def _in_order(self) -> Iterator[list[_Item]]:
        """The versions of each article, the newest last."""
        self._take_in()
        groups: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self._items)):
            groups[self._root(i)].append(i)
        for members in groups.values():
            last = max(self._items[i].version for i in members)
            yield [self._items[i] for i in sorted(members, key=lambda i: _rank(self._items[i], i, last))]

    def _take_in(self) -> None:
        waiting, self._waiting = self._waiting, []
        for item, (_, fields, _) in zip(_made(waiting), waiting, strict=True):
            at = len(self._items)
            self._items.append(item)
            self._group.append(at)
            self._of_id[item.id] = at
            if again := fields.get("again"):
                self._join(at, self._of_id[again])
            if item.guid:
                self._join(at, self._by_guid.setdefault(item.guid, at))
            for other in self._candidates(item, at):
                if self._root(other) != self._root(at) and are_versions(self._items[other], item):
                    self._join(at, other)

    def _candidates(self, item: _Item, at: int) -> list[int]:
        """Earlier articles of the outlet with the address, the headline, or one of the smallest shingles."""
        keys = [digest(item.outlet, "headline", item.headline or item.slug)]
        keys += [digest(item.outlet, "shingle", str(shingle)) for shingle in item.sketch[:BANDS].tolist()]
        keys += [item.page] if item.page else []
        found: dict[int, None] = {}
        for key in keys:
            held = self._near[key]
            found |= dict.fromkeys(held)
            held.append(at)
            del held[:-HELD]
        return list(found)

    def _root(self, i: int) -> int:
        while self._group[i] != i:
            self._group[i] = i = self._group[self._group[i]]
        return i

    def _join(self, a: int, b: int) -> None:
        low, high = sorted((self._root(a), self._root(b)))
        self._group[high] = low


def are_versions(a: _Item, b: _Item) -> bool:
    """Are two articles of one outlet versions of one, by their address, or by headline, words and time?"""
    least, most = _overlap(a, b)
    if a.page and a.page == b.page:
        return least >= SAME_PAGE
    if not a.outlet or (a.guid and b.guid):
        return False
    if a.mark or b.mark:
        return least >= MARKED and _apart(a, b) <= WEEK and _alike(a, b, MARKED_ALIKE)
    if a.page and b.page:
        return False
    return least >= SAME_TEXT and most >= CARRIED and _same_day(a, b) and _alike(a, b, ALIKE)


def mark_of(title: str, text: str, label: str = "") -> Mark:
    """The headline without what marks it as an update, in lower case, and the number of the update.

    `label` is what an agency's message says of itself ("2ND LEAD", "Eds: Adds quotes").
    """
    before, behind, phrases = _marks()
    headline, found = " ".join(title[:LONGEST].casefold().split()), []
    while match := before.match(headline) or behind.search(headline):
        found.append(match[0])
        headline = headline[: match.start()] + headline[match.end() :]
    # A label is held against the same words as a headline: "2ND LEAD" is "2ND LEAD-".
    found += [match[0] for line in label.casefold().split("\n") if (match := before.match(f"{line.strip()}-"))]
    edges = f"{text[:EDGE]}\n{text[-EDGE:]}\n{label}".casefold()
    if not found and not any(phrase in edges for phrase in phrases):
        return Mark(headline, 0)
    return Mark(headline, max([1, *(int(n) for words in found for n in re.findall(r"\b\d{1,2}(?!\d)", words))]))


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...]]:
    data, _ = read_yaml(SEEDS / "versions.yaml", MARKS)
    words = "|".join(sorted(map(re.escape, data["headline"]), key=len, reverse=True))
    one = rf"(?:\d{{1,2}}\W?(?:st|nd|rd|th|e|er|º)?\s*)?(?:{words})(?:\s*\(official\))?(?:\s*\d{{1,2}})?"
    before = re.compile(
        rf"[(\[]{one}\b[^()\[\]]{{0,80}}[)\]]\W*(?=\w)|{one}(?:\s*[-–—:/|]+\s*|\s+(?={one}\s*[-–—:/|]))"
    )
    behind = re.compile(rf"\s*(?:[(\[]{one}\b[^()\[\]]{{0,80}}[)\]]|[-–—|]\s*{one})\s*$")
    return before, behind, tuple(phrase.casefold() for phrase in data["text"])


def _made(rows: Sequence[tuple[Mapping[str, Any], Mapping[str, Any], str]]) -> Iterator[_Item]:
    for (row, fields, place), found in zip(rows, hashed([row["text"] for row, _, _ in rows]), strict=True):
        shingles = np.unique((found >> np.uint64(32)).astype(np.uint32))
        outlet, guid = row["outlet"] or "", fields.get("guid") or ""
        mark = mark_of(row["title"] or "", row["text"], fields.get("label") or "")
        yield _Item(
            id=row["article_id"],
            source_file=row["source_file"],
            place=place,
            outlet=outlet,
            guid=digest(outlet, "guid", guid) if guid else b"",
            version=fields.get("version") or 0,
            page=_page(row["url"], outlet),
            headline=mark.headline,
            slug=fields.get("slug") or "",
            published=row["published"],
            mark=mark.number,
            size=len(shingles),
            sketch=shingles[:KEPT].copy(),
        )


def _page(url: str | None, outlet: str) -> bytes:
    """A page's address without what does not tell pages apart; none for a front page."""
    if not url:
        return b""
    try:
        parts = urlsplit(url)
        query = urlencode([pair for pair in parse_qsl(parts.query) if not TRACKING.match(pair[0])])
    except ValueError:
        return digest(outlet, "page", url)
    path = parts.path.rstrip("/")
    return digest(outlet, "page", parts.netloc.lower().removeprefix("www."), path, query) if path or query else b""


def _overlap(a: _Item, b: _Item) -> tuple[float, float]:
    """Shares of the shorter text that are in the longer, and of the longer in the shorter, from their sketches."""
    union = np.union1d(a.sketch, b.sketch)[:KEPT]
    shared = np.isin(union, a.sketch) & np.isin(union, b.sketch)
    alike = np.count_nonzero(shared) / max(1, len(union))
    common = alike / (1 + alike) * (a.size + b.size)
    return min(1.0, common / max(1, min(a.size, b.size))), min(1.0, common / max(1, a.size, b.size))


def _apart(a: _Item, b: _Item) -> timedelta:
    """The time between two articles; without a date, more than any."""
    return abs(a.published - b.published) if a.published and b.published else timedelta.max


def _same_day(a: _Item, b: _Item) -> bool:
    """Of one day; where both have a time of day, less than 24 hours apart."""
    if _apart(a, b) >= DAY:
        return False
    timed = [item.published.time() != datetime.min.time() for item in (a, b)]  # type: ignore[union-attr]
    return all(timed) or a.published.date() == b.published.date()  # type: ignore[union-attr]


def _alike(a: _Item, b: _Item, least: float) -> bool:
    """Do two headlines say the same? Without a mark their numbers must be the same: "Day 12" is not "Day 13"."""
    if a.headline == b.headline or (a.slug and a.slug == b.slug):
        return True
    if not (a.mark or b.mark) and re.findall(r"\d+", a.headline) != re.findall(r"\d+", b.headline):
        return False
    return SequenceMatcher(None, a.headline, b.headline, autojunk=False).ratio() >= least


def _rank(item: _Item, at: int, last: int) -> tuple[int, datetime, bool, int, int]:
    """Newest last: by the sender's own number, the date, the number of the update, the order of reading.

    A withdrawal without a number has that of the `last` version; without a date, it comes after all.
    """
    undated = datetime.max if item.withdrawal else datetime.min
    version = item.version or (last if item.withdrawal else 0)
    return version, item.published or undated.replace(tzinfo=UTC), item.withdrawal, item.mark, at


def _where(item: _Item) -> str:
    return f"{item.source_file}{', ' if item.place else ''}{item.place}"
