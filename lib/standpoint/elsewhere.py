"""Bodies whose names many states have: "Paraguay's Senate" and "the Texas Senate" are not the codebook's Senate."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from standpoint.gazetteer import GOES_ON, Hit
from standpoint.introduced import Article, Row
from standpoint.reader import Named
from standpoint.text import straight

OF = re.compile(r"[ \u00a0]of (?:the )?(?=[^\W\d_a-z])")
POSSESSIVE = re.compile(r"['’]s?[ \u00a0]")
THE = re.compile(r"[Tt]he[ \u00a0]")
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
    codebook's body nor anybody there, the body of the state that it names most, unless the body is the analyst's own.
    """
    actors = article.finder.codebook.actors
    beside = {
        hit: _state_beside(article, text, hits, i) or _place_beside(text, hits, hit, named)
        for i, hit in enumerate(hits)
        if _is_shared(article, text, hit)
    }
    if not beside:
        return list(hits), []
    rows: list[Row] = []
    for hit, found in beside.items():
        if found:
            body = hit.entry.actor_id
            if found.place == actors[body].country:
                article.listed(body)
            else:
                body = article.elsewhere(body, found.place, straight(text[hit.start : hit.end]))
            rows.append((found.start, found.end, body, "name", MARKED))
    rest = [_named(hit) for hit in hits if hit not in beside]
    known = {*article.found, *rest}
    known |= {actors[i].country for i in known if i in actors}
    states = Counter(i for i in rest if i in actors and actors[i].type == "state")
    no_body: set[Hit] = set()
    for hit, found in beside.items():
        body, name = hit.entry.actor_id, straight(text[hit.start : hit.end])
        if found or body in known:
            continue
        away = actors[body].country not in known and not actors[body].own
        if away and name in article.finder.shared_words and not article.has_elsewhere(body):
            no_body.add(hit)
        elif not _in_longer(text, hit, named):
            like = article.only_elsewhere(body, name, known)
            if not like and away and states:
                like = article.elsewhere(body, states.most_common(1)[0][0], name)
            rows += [(hit.start, hit.end, like, "alias", BARE)] if like else []
    return [h for h in hits if h not in no_body and not any(a <= h.start and h.end <= b for a, b, *_ in rows)], rows


def _named(hit: Hit) -> str:
    """Whom a hit names: of an office the body or state."""
    return hit.entry.actor_id or hit.entry.of


def _is_shared(article: Article, text: str, hit: Hit) -> bool:
    """Is it a body of some state, by a name that other states' bodies have too?"""
    actor = article.finder.codebook.actors.get(hit.entry.actor_id)
    return bool(actor and actor.country) and straight(text[hit.start : hit.end]) in article.finder.shared_names


def _state_beside(article: Article, text: str, hits: Sequence[Hit], at: int) -> Place | None:
    """The state that stands beside a body's name: "Paraguay's Senate", "the Nigerian Senate", "Senate of Canada"."""
    actors, hit = article.finder.codebook.actors, hits[at]

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
    of = OF.match(text, hit.end)
    reach = of.end() if of else hit.end
    for name in (n for n in named if n.start <= reach and n.end >= hit.start - 3 and n.kind != "person"):
        start = _start(text, name)
        if start < hit.start and name.end == hit.end and _is_place(text, text[start : hit.start].strip(), named):
            found = Place(text[start : hit.start].strip(), start, hit.end)
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


def _start(text: str, name: Named) -> int:
    """Where a name starts, without its article."""
    return the.end() if (the := THE.match(text, name.start)) else name.start


def _is_place(text: str, words: str, named: Sequence[Named]) -> bool:
    """Does the learned reader take these words, or "New York" of "New York State", for a place somewhere?"""
    return any(n.kind == "place" and text[n.start : n.end] in (words, words.removesuffix(" State")) for n in named)


def _in_longer(text: str, hit: Hit, named: Sequence[Named]) -> bool:
    """Is it a part of another name: "Nigeria Labour Congress", "Senate Finance Committee"?"""
    if GOES_ON.match(text, hit.end) or CAPITAL.search(text, max(0, hit.start - 30), hit.start):
        return True
    around = (n for n in named if n.start <= hit.start and hit.end <= n.end)
    return any(hit.end < n.end or _start(text, n) < hit.start for n in around)
