"""Who is meant by a role: by an office ("the Dutch prime minister"), "the president", "the department"."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from standpoint.gazetteer import TITLED, Hit
from standpoint.introduced import Article, Row
from standpoint.text import Span, containing, straight

FORMER = re.compile(r"(?:\b(?:former|then|late|ex|onetime|next|future|previous)[ -]|(?<=\bex-))(?:the )?$", re.I)
SOUGHT = re.compile(
    r"\b(?:as|becom(?:e|es|ing)|became|elect(?:ed)?|named|appoint(?:ed)?|nominated|run(?:s|ning)? for)"
    r"[ \u00a0](?:the )?$"
)
PART_OF_BODY = re.compile(  # "the chairman of the House | committee on ports" does not lead the House
    r"[ \u00a0](?:[a-z]+[ \u00a0]){0,3}?(?:(?:sub)?committee|panel|caucus|delegation|commission|task force)s?\b",
    re.I,
)
BARE = 0.6  # confidence of "the president" without a state: whom the article names most


def office(article: Article, text: str, hit: Hit) -> Row:
    """An office alone names its holder, and so does "North Korean leader" before the holder's own name; before
    another name, and where it names the body or state by its own name, it names that.
    """
    finder, entry = article.finder, hit.entry
    a, b = entry.inner
    body, surface = finder.codebook.actors[entry.of], text[hit.start + a : hit.start + b]
    holder = None
    if TITLED.match(text, hit.end) and surface in body.demonyms:
        terms = finder.gazetteer.holders.get((entry.title, entry.of), ())
        holder = next((person for _, _, person in terms if finder.named_at(person, text, hit.end + 1)), None)
    elif not (TITLED.match(text, hit.end) or PART_OF_BODY.match(text, hit.end)):
        former = FORMER.search(text[max(0, hit.start - 14) : hit.start])
        sought = SOUGHT.search(text, max(0, hit.start - 24), hit.start)  # the office, whoever comes to hold it
        if not (former or sought):
            holder = finder.gazetteer.holder(entry.title, entry.of, article.day)
        if not holder and not sought and (former or not article.day):  # whoever of the article's people ever held it
            word = straight(text[hit.start : hit.start + a] + text[hit.start + b : hit.end]).lower()
            holder = article.holder(lambda titles: any(word.find(t) >= 0 for t in titles.get(entry.of, ())), "")
    if holder:
        return hit.start, hit.end, article.listed(holder), "role", 0.85
    demonym = straight(surface) in map(straight, body.demonyms)
    form = "name" if straight(surface) == straight(body.name) else "demonym" if demonym else "alias"
    return hit.start + a, hit.start + b, article.listed(entry.of), form, 0.95


def bare_offices(article: Article, text: str, rows: Sequence[Row]) -> Iterator[Row]:
    """ "The president" is the president whom the article names most; nobody where it names none."""
    taken = sorted(row[:2] for row in rows)
    for match in article.finder.bare.finditer(text):
        start, end = match.span()
        i = bisect_left(taken, (end,)) - 1
        if (i >= 0 and taken[i][1] > start) or (i + 1 < len(taken) and taken[i + 1][0] <= end + 1):
            continue
        word = match.group(1).lower()
        if actor := article.holder(lambda titles, word=word: any(word in t for t in titles.values()), article.day):
            yield start, end, actor, "role", BARE


def bare_bodies(article: Article, text: str, rows: Sequence[Row], sentences: Sequence[Span]) -> Iterator[Row]:
    """ "The department" is the department named last, in this sentence or one of the three before it."""
    taken = sorted(row[:3] for row in rows)
    for match in article.finder.bodies.finditer(text):
        start, end = match.span()
        i = bisect_left(taken, (end,)) - 1
        if i >= 0 and taken[i][1] > start:
            continue
        low = sentences[max(0, containing(sentences, start) - 3)][0]
        while i >= 0 and taken[i][0] >= low:
            a, b, actor = taken[i]
            found = article.found[actor]
            if found.actor_type == "organization" and match.group(1) in f"{found.name} {text[a:b]}".lower().split():
                yield start, end, actor, "role", 0.6
                break
            i -= 1


def bodies_in_short(article: Article, text: str, rows: Sequence[Row]) -> Iterator[Row]:
    """ "The port authority" is the one body of the article whose longer name ends so: "Lorvik Port Authority"."""
    first: dict[str, int] = {}
    for start, _, actor, *_ in rows:
        first.setdefault(actor, start)
    called: dict[str, set[str]] = defaultdict(set)
    for actor in first:
        words = article.found[actor].name.split()
        if article.found[actor].actor_type == "organization" and len(words) > 2 and "".join(words[-2:]).isalpha():
            called[" ".join(words[-2:]).lower()].add(actor)
    for words, actors in called.items():
        if len(actors) == 1:
            (actor,) = actors
            for match in re.finditer(
                rf"\b[Tt]he[ \u00a0]{re.escape(words)}\b(?!(?: of\b|[ \u00a0][^\W\d_a-z]|-))", text
            ):
                if match.start() > first[actor]:
                    yield *match.span(), actor, "role", 0.6
