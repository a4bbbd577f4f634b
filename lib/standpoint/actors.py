"""Who is named: mentions of codebook actors and of people and organisations that no codebook lists."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from standpoint.elsewhere import bodies_elsewhere
from standpoint.gazetteer import Hit
from standpoint.introduced import Article, Row, out_of_capitals, whole_surnames
from standpoint.named_in_codebook import listed_actors, without_namesakes, without_peoples, written_at
from standpoint.names import Name, datelines
from standpoint.passed_over import met_elsewhere, surnames
from standpoint.pronouns import AMONG, GENDER, Told, in_quotations, outside_quotations
from standpoint.reader import Named
from standpoint.roles import bare_bodies, bare_offices, bodies_in_short, office
from standpoint.text import Span, containing, straight


class Mention(NamedTuple):
    """A span of the text that names an actor."""

    start: int
    end: int
    entity_id: str
    actor_id: str
    form: str
    confidence: float


NO_LETTERS = re.compile(r"[\u00ad\[\]()]")  # a soft hyphen; "[Ines] Aro", where a quotation is helped out
ACRONYM = re.compile(r" (?:\(([^\W\d_a-z][\w&-]{1,9})\)|([A-Z]{3,8})\b)")  # in brackets, or behind its full name
LABEL = re.compile(r"\s*([^\W\d_]+):[ \u00a0]")  # "Fishy: council hid a report"
HEADLINE = 200  # characters that only a headline alone has fewer of


def find_mentions(
    article: Article,
    text: str,
    sentences: Sequence[Span],
    quotations: Sequence[Span],
    named: Sequence[Named] | None = None,
) -> list[Mention]:
    """Mentions in order of their start, not overlapping; names by the learned reader where `named` is given.

    Whom they name is introduced to the article.
    """
    hits, peoples, names, elsewhere = _found(article, text, named)
    offices = [h for h in hits if h.entry.form == "role"]
    rows = elsewhere + listed_actors(article, text, [h for h in hits if h.entry.form != "role"], peoples)
    article.seen.update(row[2] for row in rows)
    rows.extend(_courts_in_full(article, text, _people_and_bodies(article, text, names)))
    rows = _by_own_acronyms(article, text, rows)
    rows.extend(office(article, text, hit) for hit in offices)
    rows.sort()
    rows.extend((_own_alone if named is None else _passed_over)(article, text, rows, sentences))
    rows.extend(bare_offices(article, text, rows))
    rows.extend(bare_bodies(article, text, rows, sentences))
    rows.sort()
    rows.extend(bodies_in_short(article, text, rows))
    rows.sort()
    rows.extend(outside_quotations(text, _people(article, rows), sentences, quotations, article.genders))
    rows.sort(key=lambda row: (row[0], -row[1]))
    rows = [row for i, row in enumerate(rows) if not i or row[0] >= max(r[1] for r in rows[max(0, i - 3) : i])]
    return [_mention(article, row) for row in rows]


def with_quoted_pronouns(
    article: Article,
    text: str,
    sentences: Sequence[Span],
    quotations: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Told],
) -> list[Mention]:
    """The mentions of a text, and he and she in its quotations, now that it is known who speaks them."""
    if not quotations:
        return list(mentions)
    named = _people(article, [(m.start, m.end, m.actor_id) for m in mentions])
    told = {
        m.actor_id: GENDER[text[m.start : m.end].lower()]
        for m in mentions
        if m.form == "pronoun" and m.confidence > AMONG
    }
    rows = in_quotations(text, named, sentences, quotations, statements, told | article.genders)
    taken = [m[:2] for m in mentions]
    new = [_mention(article, row) for row in rows if containing(taken, row[0]) < 0]
    return sorted([*mentions, *new]) if new else list(mentions)


def _mention(article: Article, row: Row) -> Mention:
    start, end, actor, form, confidence = row
    return Mention(start, end, article.entity(actor), actor, form, confidence)


def _found(
    article: Article, text: str, named: Sequence[Named] | None
) -> tuple[list[Hit], list[Span], list[Name], list[Row]]:
    """The gazetteer's hits and peoples that count in a text, the names beside them that name actors, and the bodies
    elsewhere that some hits name.
    """
    finder, places = article.finder, datelines(text)
    hits, elsewhere = bodies_elsewhere(article, text, finder.gazetteer.find(text), named or ())
    if named is None:
        names, hits = finder.names.find(text, hits)
    else:
        named = [_behind(n, places) for n in named] if places else named
        names, hits = finder.names.read(text, hits, named, finder.surname, article.surnames())
    names = [n for n in names if not any(n.start < end and start < n.end for start, end, *_ in elsewhere)]
    names = [n for n in names if n.kind == "person" or _as_thing(text[n.start : n.end]) not in finder.no_actors]
    hits, peoples = without_peoples(article, text, hits)
    hits, names = without_namesakes(article, text, hits, names)
    hits = [h for h in hits if h.entry.form == "role" or not written_at(article, text, h, places)]
    names = [n for n in names if n.kind == "person" or not written_at(article, text, n, places)]
    if label := LABEL.match(text):
        names = [n for n in names if (n.start, n.end) != label.span(1) or not _labels(article, text, n)]
    return hits, peoples, names, elsewhere


def _labels(article: Article, text: str, name: Name) -> bool:
    """Is it a word that only labels the headline, and no name: one that the article has nowhere else?"""
    if name.kind == "place" or not (article.seen or len(text) > HEADLINE):
        return False
    word = text[name.start : name.end]
    return text.count(word) == 1 and not article.surnamed(word, name)


def _behind(named: Named, places: Sequence[Span]) -> Named:
    """A name that the reader let begin in a dateline, without it: "WASHINGTON — Ines Aro"."""
    at = containing(places, named.start)
    return named._replace(start=places[at][1]) if at >= 0 and places[at][1] < named.end else named


def _as_thing(surface: str) -> str:
    """A name as those of events and policies are compared: "the Holocaust" as "holocaust"."""
    return straight(surface).replace("\u00a0", " ").casefold().removeprefix("the ").removesuffix("'s")


def _people_and_bodies(article: Article, text: str, names: Sequence[Name]) -> list[Row]:
    """Whom names beside the codebook's mean: those of more than one word first, for they tell whom the others mean."""
    single: list[Name] = []
    rows: list[Row] = []
    counts = Counter(text[n.start : n.end] for n in names)
    tails = {t for n in names if n.kind == "person" for t in whole_surnames(text[n.start : n.end].split())}
    for name in names:
        surface = text[name.start : name.end]
        words = NO_LETTERS.sub("", straight(surface).replace("\u00a0", " ").replace(" - ", "-")).split()
        if name.kind == "person":
            words = [out_of_capitals(word) for word in words]
        if len(words) > 1 and " ".join(words) in tails:
            single.append(name)
        elif name.kind == "person" and len(words) > 1 and len(words) < 5:
            rows.append((name.start, name.end, article.person(words, name), "name", 0.75))
        elif name.kind == "organization" and len(words) > 1:
            rows.append((name.start, name.end, _body(article, surface, text, name.end), "name", 0.7))
        elif name.kind == "" and 1 < len(words) < 4 and counts[words[-1]]:
            rows.append((name.start, name.end, article.person(words, name), "name", 0.65))
        else:
            single.append(name)
    article.seen.update(row[2] for row in rows)
    rows.extend(row for name in single if (row := _alone(article, text, name)))
    return rows


def _alone(article: Article, text: str, name: Name) -> Row | None:
    """Whom a name of one word means, if anybody."""
    surface = straight(text[name.start : name.end]).replace(" - ", "-")
    if name.kind == "person":
        surface = out_of_capitals(surface)
    if actor := article.surnamed(surface, name) or article.acronyms.get(surface):
        return name.start, name.end, actor, "alias", 0.85
    if surface.isupper() and len(surface) > 3 and (actor := article.surnamed(out_of_capitals(surface), name)):
        return name.start, name.end, actor, "alias", 0.7
    if name.kind == "person" and len(surface) > 2:
        return name.start, name.end, article.person([surface], name), "name", 0.6
    if name.kind and (own := article.own(surface, name)):  # "Dorn" may look like a place
        return name.start, name.end, article.listed(own), "name", 0.6
    if name.kind == "organization":
        return name.start, name.end, article.new("organization", surface), "name", 0.6
    if name.kind == "place":
        return name.start, name.end, article.new("place", surface), "name", 0.55
    return None


def _body(article: Article, surface: str, text: str, end: int) -> str:
    actor = article.new("organization", surface)
    acronym = ACRONYM.match(text[end : end + 14])
    if acronym and (acronym[1] or acronym[2] == "".join(w[0] for w in surface.split() if w[0].isupper())):
        article.acronyms[acronym[1] or acronym[2]] = actor
    return actor


def _by_own_acronyms(article: Article, text: str, rows: Sequence[Row]) -> list[Row]:
    """The rows, an abbreviation that the article introduces meaning whom it says: "All Liberian Party (ALP)"."""
    meant = {(s, e): article.acronyms.get(text[s:e], actor) for s, e, actor, *_ in rows}
    others = {actor for s, e, actor, *_ in rows if meant[s, e] != actor}
    article.forget(others - {*meant.values()})
    return [(s, e, meant[s, e], form, sure) for s, e, _, form, sure in rows]


def _courts_in_full(article: Article, text: str, rows: Sequence[Row]) -> list[Row]:
    """The rows, with a court called in short ("High court rejects …") as the article's only one so called."""
    names = {i: f.name for i, f in article.found.items() if f.actor_type == "organization"}
    courts = article.finder.courts.known(names)
    named = {i: courts.get(names[i].casefold()) for _, _, i, *_ in rows if i in names}
    short = {i: full for i, full in named.items() if full and not article.found[i].in_codebook}
    article.forget(short.keys())
    out = [(s, e, short[i], "alias", 0.85) if i in short else (s, e, i, f, c) for s, e, i, f, c in rows]
    new = article.finder.courts.passed_over(text, courts, sorted(row[:2] for row in out))
    return out + [(start, end, actor, "alias", 0.7) for start, end, actor in new]


def _own_alone(article: Article, text: str, rows: Sequence[Row], sentences: Sequence[Span]) -> list[Row]:
    """Surnames of the analyst's own persons that no rule took for names."""
    names = surnames(text, article.finder.own, article.finder.names, [row[:2] for row in rows], sentences)
    own = ((name, article.own(text[name.start : name.end], name)) for name in names)
    return [(name.start, name.end, article.listed(actor), "name", 0.6) for name, actor in own if actor]


def _passed_over(article: Article, text: str, rows: Sequence[Row], sentences: Sequence[Span]) -> list[Row]:
    """Names that the learned reader passed over."""
    taken = [row[:2] for row in rows]
    new = [
        (start, end, actor, "alias" if " " not in text[start:end] else "name", 0.6)
        for start, end, actor in met_elsewhere(text, article.one_bearer_names(), taken)
    ]
    taken += [row[:2] for row in new]
    for name in surnames(text, article.finder.alone, article.finder.names, taken, sentences):
        word = text[name.start : name.end]
        new.append((name.start, name.end, article.surnamed(word, name) or article.person([word], name), "name", 0.55))
    return new


def _people(article: Article, rows: Sequence[tuple]) -> list[tuple[int, int, str]]:
    """Where persons are named: start, end, id; "leader Kim" once."""
    return [
        (r[0], r[1], r[2])
        for r, after in pairwise([*rows, (0, 0, "")])
        if article.found[r[2]].actor_type == "person" and (r[1] + 1, r[2]) != (after[0], after[2])
    ]
