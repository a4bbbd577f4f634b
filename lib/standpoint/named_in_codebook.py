"""Names of the codebook in a text: which of the gazetteer's hits count there, and whom they name."""

import re
from collections.abc import Sequence

from standpoint.gazetteer import GOES_ON, Hit
from standpoint.introduced import Article, Row
from standpoint.names import SIGNED, Name
from standpoint.text import Span, containing, straight

JUNIOR = re.compile(r",?[ \u00a0]((?:Jr|Sr)\.?)(?=\W|$)")
# "in Moscow" is the city; "the Paris Agreement" is neither the city nor the state that it is the seat of
PLACE = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|[Aa]cross|[Aa]t"
    r"|(?:fl[ey]w?|c[oa]me|coming|went|go|going|gone|travel\w*|return\w*|trips?|visit\w*|head\w*|flights?)"
    r" (?:to|from|for))"
    r" (?:central |downtown |eastern |western )?$"
)
PART_OF_NAME = re.compile(r"[ \u00a0](?!\w+day\b)(?:[^\W\d_a-z][a-z]+|agreement|accord|pact|deal|climate|summit)\b")


def without_peoples(article: Article, text: str, hits: Sequence[Hit]) -> tuple[list[Hit], list[Span]]:
    """The hits without peoples of two states, and the spans of these: "Mexican Americans" are neither state; and
    without the chamber of a party's members, or an office of it: "Senate Democrats", "chair of the House | Democratic".
    """
    kept, spans = [], []
    for hit in hits:
        last = kept[-1] if kept else None
        demonym = hit.entry.form == "demonym"
        if not last or not demonym or text[last.end : hit.start] not in (" ", "-", "\u00a0"):
            kept.append(hit)
        elif last.entry.form == "demonym":
            if last.entry.actor_id != hit.entry.actor_id and text[hit.end - 1] == "s":
                spans.append((kept.pop().start, hit.end))
            else:
                kept.append(hit)
        else:
            both = {article.finder.listed[h.entry.actor_id or h.entry.of].actor_type for h in (last, hit)}
            kept[-1:] = [hit] if both == {"organization"} else [last, hit]
    return kept, spans


def without_namesakes(
    article: Article, text: str, hits: Sequence[Hit], names: Sequence[Name]
) -> tuple[list[Hit], list[Name]]:
    """Hits and names, where a surname alone means somebody whom the article has introduced by his full name, and
    not the codebook's person of that surname, who leads no state at the time.
    """
    finder, day = article.finder, article.day
    firsts: dict[str, int] = {}
    for n in names:
        words = straight(text[n.start : n.end]).split()
        if n.kind == "person" and len(words) > 1 and (words[0], words[-1]) not in finder.by_name:
            firsts.setdefault(words[-1], n.end)
    meant = article.found.keys() | {h.entry.actor_id for h in hits if " " in text[h.start : h.end]}
    kept, others = [], list(names)
    for hit in hits:
        word, actor = straight(text[hit.start : hit.end]), hit.entry.actor_id
        alone = hit.entry.form == "alias" and finder.surname.get(actor) == word and actor not in meant
        if alone and firsts.get(word, hit.start) < hit.start and day and not finder.leads(actor, day):
            others.append(Name(hit.start, hit.end, "person"))
        else:
            kept.append(hit)
    return kept, sorted(others)


def written_at(article: Article, text: str, named: Hit | Name, places: Sequence[Span]) -> bool:
    """Is it a place in a dateline, and so no actor of what follows? A state is one there if its name is in capitals
    or another place stands in front of it ("Saitama, Japan, Dec. 9").
    """
    at = containing(places, named.start)
    if at < 0:
        return False
    low, high = places[at]
    if isinstance(named, Name):
        signed = SIGNED.search(text, low, high)
        return named.kind == "place" or (named.start <= low + 1 and bool(named.kind == "" or signed))
    actor = article.finder.codebook.actors.get(named.entry.actor_id)
    kind = actor.type if actor else ""
    first = named.start == low and not text[low : named.end].isupper()
    return named.entry.form == "metonym" or kind == "place" or (kind == "state" and not first)


def listed_actors(article: Article, text: str, hits: Sequence[Hit], peoples: Sequence[Span]) -> list[Row]:
    """Whom the hits, but for offices, and the spans of peoples name; a short name counts beside a full one."""
    rows = [(a, b, article.new("group", text[a:b].replace("-", " ")), "name", 0.8) for a, b in peoples]
    short: list[Hit] = []
    for hit in hits:
        form = hit.entry.form
        if form == "short":
            short.append(hit)
        elif form == "metonym" and PART_OF_NAME.match(text, hit.end):
            continue
        elif form == "metonym" and PLACE.search(text, max(0, hit.start - 32), hit.start):
            rows.append((hit.start, hit.end, article.new("place", text[hit.start : hit.end]), "name", 0.8))
        elif junior := JUNIOR.match(text, hit.end):  # the son is somebody else
            words = text[hit.start : junior.end(1)].split()
            rows.append((hit.start, junior.end(1), article.new("person", " ".join(words)), "name", 0.75))
        else:
            rows.append((hit.start, hit.end, article.listed(hit.entry.actor_id), form, 0.95))
    seen = {row[2] for row in rows} | article.found.keys()
    beside = article.finder.short_beside
    rows.extend(
        (h.start, h.end, article.listed(h.entry.actor_id), "alias", 0.8)
        for h in short
        if h.entry.actor_id in seen or (beside[h.entry.actor_id] & seen and not GOES_ON.match(text, h.end))
    )
    return rows
