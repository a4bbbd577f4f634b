"""Bodies whose names many states have: "Paraguay's Senate" and "the Texas Senate" are not the codebook's Senate."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from standpoint.gazetteer import Hit
from standpoint.introduced import Article, Row
from standpoint.reader import Named
from standpoint.text import straight

OF = re.compile(r"[ \u00a0]of (?:the )?(?=[^\W\d_a-z])")
POSSESSIVE = re.compile(r"['’]s?[ \u00a0]")
THE = re.compile(r"[Tt]he[ \u00a0]")
MARKED, BARE = 0.8, 0.7  # confidence of "Paraguay's Senate", and of "the Senate" behind it


class Place(NamedTuple):
    """Where a body is, a state by its id or else a place by its name; and the span of its name."""

    place: str
    start: int
    end: int


def bodies_elsewhere(
    article: Article, text: str, hits: Sequence[Hit], named: Iterable[Named]
) -> tuple[list[Hit], list[Row]]:
    """The hits that stay the codebook's, and rows of bodies elsewhere that the others name.

    A state stands beside the name, or a place that the learned reader sees there (`named`). The common name alone means
    such a body too, where the article names none other of that name.
    """
    shared = [hit for hit in hits if _is_shared(article, text, hit)]
    if not shared:
        return list(hits), []
    country = {hit: article.finder.codebook.actors[hit.entry.actor_id].country for hit in shared}
    beside = {hit: _state_beside(article, text, hits, hit) or _place_beside(text, hits, hit, named) for hit in shared}
    own = {*article.found} | {hit.entry.actor_id for hit in hits if hit not in beside}
    own |= {hit.entry.actor_id for hit, found in beside.items() if found and found.place == country[hit]}
    rows: list[Row] = []
    for hit, found in beside.items():
        actor, name = hit.entry.actor_id, straight(text[hit.start : hit.end])
        if found and found.place == country[hit]:
            rows.append((found.start, found.end, article.listed(actor), "alias", MARKED))
        elif found:
            rows.append((found.start, found.end, article.elsewhere(actor, found.place, name), "name", MARKED))
    for hit, found in beside.items():
        actor, name = hit.entry.actor_id, straight(text[hit.start : hit.end])
        if not found and actor not in own and (body := article.only_elsewhere(actor, name, own)):
            rows.append((hit.start, hit.end, body, "alias", BARE))
    return [hit for hit in hits if not any(row[0] <= hit.start and hit.end <= row[1] for row in rows)], rows


def _is_shared(article: Article, text: str, hit: Hit) -> bool:
    """Is it a body of some state, by a name that other states' bodies have too?"""
    actor = article.finder.codebook.actors.get(hit.entry.actor_id)
    return bool(actor and actor.country) and straight(text[hit.start : hit.end]) in article.finder.shared_names


def _state_beside(article: Article, text: str, hits: Sequence[Hit], hit: Hit) -> Place | None:
    """The state that stands beside a body's name: "Paraguay's Senate", "the Nigerian Senate", "Senate of Canada"."""
    actors, at = article.finder.codebook.actors, hits.index(hit)

    def is_state(other: Hit) -> bool:
        actor = actors.get(other.entry.actor_id)
        return bool(actor and actor.type == "state") and other.entry.form != "metonym"

    if at and is_state(before := hits[at - 1]):
        between = text[before.end : hit.start]
        if POSSESSIVE.fullmatch(between) or (before.entry.form == "demonym" and between in (" ", "\u00a0")):
            return Place(before.entry.actor_id, hit.start, hit.end)
    behind = OF.match(text, hit.end)
    after = hits[at + 1] if at + 1 < len(hits) else None
    if behind and after and after.start == behind.end() and is_state(after):
        return Place(after.entry.actor_id, hit.start, after.end)
    return None


def _place_beside(text: str, hits: Sequence[Hit], hit: Hit, named: Iterable[Named]) -> Place | None:
    """The place, in no codebook, that the learned reader sees beside a body's name: "Texas Senate", "Texas' Senate",
    "Senate of Texas".
    """
    of = OF.match(text, hit.end)
    for name in (n for n in named if n.kind != "person"):
        start = the.end() if (the := THE.match(text, name.start)) else name.start
        if start < hit.start and name.end == hit.end:
            found = Place(text[start : hit.start].rstrip("\u00a0 "), start, hit.end)
        elif name.kind == "place" and POSSESSIVE.fullmatch(text, name.end, hit.start):
            found = Place(text[start : name.end], hit.start, hit.end)
        elif of and start in (hit.start, of.end()) and name.end > of.end():
            found = Place(text[of.end() : name.end], hit.start, name.end)
        else:
            continue
        low = min(start, found.start)
        if not any(low < other.end and other.start < found.end for other in hits if other != hit):
            return found
    return None
