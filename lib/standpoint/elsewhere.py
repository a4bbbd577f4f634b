"""Bodies whose names many states have: "Paraguay's Senate" and "the Texas Senate" are not the codebook's Senate."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from standpoint.gazetteer import Hit
from standpoint.introduced import Article, Row
from standpoint.reader import Named
from standpoint.text import straight

OF = re.compile(r"[ \u00a0]of (?:the )?(?=[^\W\d_a-z])")
POSSESSIVE = re.compile(r"['’]s?[ \u00a0]")
THE = re.compile(r"[Tt]he[ \u00a0]")
GOES_ON = re.compile(r"[ \u00a0-](?!\w+day\b)[^\W\d_a-z]")
CAPITAL = re.compile(r"(?<!\w)(?!The\b)[^\W\d_a-z][\w’']*[ \u00a0]$")
MARKED, BARE = 0.8, 0.7  # confidence of "Paraguay's Senate", and of "the Senate" behind it


class Place(NamedTuple):
    """Where a body is, a state by its id or else a place by its name; and the span of its name."""

    place: str
    start: int
    end: int


def bodies_elsewhere(
    article: Article, text: str, hits: Sequence[Hit], named: Sequence[Named]
) -> tuple[list[Hit], list[Row]]:
    """The hits that stay the codebook's, and rows of bodies elsewhere that the others name.

    A state stands beside the name, or a place that the learned reader sees there (`named`). The common name alone means
    such a body too, where the article names none other of that name; and where it names neither the state of the
    codebook's body nor anybody there, the body of the state that it names most.
    """
    shared = [hit for hit in hits if _is_shared(article, text, hit)]
    if not shared:
        return list(hits), []
    actors = article.finder.codebook.actors
    country = {hit: actors[hit.entry.actor_id].country for hit in shared}
    beside = {hit: _state_beside(article, text, hits, hit) or _place_beside(text, hits, hit, named) for hit in shared}
    own = {*article.found} | {_named(hit) for hit in hits if hit not in beside}
    own |= {hit.entry.actor_id for hit, found in beside.items() if found and found.place == country[hit]}
    at_home = own | {actors[i].country for i in own if i in actors}
    rows: list[Row] = []
    for hit, found in beside.items():
        actor, name = hit.entry.actor_id, straight(text[hit.start : hit.end])
        if found and found.place == country[hit]:
            rows.append((found.start, found.end, article.listed(actor), "alias", MARKED))
        elif found:
            rows.append((found.start, found.end, article.elsewhere(actor, found.place, name), "name", MARKED))
    states = Counter(
        _named(h) for h in hits if h not in beside and _named(h) in actors and actors[_named(h)].type == "state"
    )
    passed: set[Hit] = set()
    for hit, found in beside.items():
        actor, name = hit.entry.actor_id, straight(text[hit.start : hit.end])
        away = country[hit] not in at_home
        if found or actor in own:
            continue
        body = None if _in_longer(text, hit, named) else article.only_elsewhere(actor, name, own)
        if not body and away and name in article.finder.shared_words:
            passed.add(hit)
        elif not body and away and states and not _in_longer(text, hit, named):
            body = article.elsewhere(actor, states.most_common(1)[0][0], name)
        if body:
            rows.append((hit.start, hit.end, body, "alias", BARE))
    inside = [hit for hit in hits if any(row[0] <= hit.start and hit.end <= row[1] for row in rows)]
    return [hit for hit in hits if hit not in inside and hit not in passed], rows


def _in_longer(text: str, hit: Hit, named: Sequence[Named]) -> bool:
    """Is it a part of another name: "Nigeria Labour Congress", "Senate Finance Committee"?"""
    if GOES_ON.match(text, hit.end) or CAPITAL.search(text, max(0, hit.start - 30), hit.start):
        return True
    around = (n for n in named if n.start <= hit.start and hit.end <= n.end)
    return any(
        n.end > hit.end or n.start + len(the.group() if (the := THE.match(text, n.start)) else "") < hit.start
        for n in around
    )


def _named(hit: Hit) -> str:
    """Whom a hit names: of an office the body or state."""
    return hit.entry.actor_id or hit.entry.of


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


def _place_beside(text: str, hits: Sequence[Hit], hit: Hit, named: Sequence[Named]) -> Place | None:
    """The place, in no codebook, that the learned reader sees beside a body's name: "Texas Senate" where the text names
    Texas, too, "Texas' Senate", "Senate of Texas".
    """
    of, places = OF.match(text, hit.end), {text[n.start : n.end] for n in named if n.kind == "place"}
    places |= {f"{place} State" for place in places}
    for name in (n for n in named if n.kind != "person"):
        start = the.end() if (the := THE.match(text, name.start)) else name.start
        if start < hit.start and name.end == hit.end and (front := text[start : hit.start].rstrip("\u00a0 ")) in places:
            found = Place(front, start, hit.end)
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
