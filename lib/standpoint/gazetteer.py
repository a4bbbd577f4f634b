"""Every form that names a codebook actor, found in one pass over the text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from standpoint.codebook import Codebook
from standpoint.text import straight

TITLED = re.compile(r"[ \u00a0](?=[^\W\d_a-z])")
# "House Intelligence Committee" is another body than the House; "the House Monday" is not
GOES_ON = re.compile(r"[ \u00a0-](?!\w+day\b)[^\W\d_a-z]")
ACRONYM = re.compile(r"[A-Z]{2,5}")
DEPARTMENT = re.compile(r"Department of (?:the )?(.+)|(.+) Department")


class Entry(NamedTuple):
    """What a surface stands for. A role names whoever holds `title` of `of` at the article's date."""

    form: str  # name, alias, demonym, metonym, short (counts after a full name in the same article), role
    actor_id: str = ""
    title: str = ""
    of: str = ""
    inner: tuple[int, int] = (0, 0)  # where in a role's surface its body or state is named


class Hit(NamedTuple):
    """One surface found in a text."""

    start: int
    end: int
    entry: Entry


class Gazetteer:
    """Aho-Corasick (1975) automaton over all surfaces of a codebook; longest match, whole words, case as written."""

    def __init__(self, codebook: Codebook):
        surfaces: dict[str, Entry] = {}
        for outlet in codebook.outlets.values():
            for name in (outlet.name, outlet.full_name, *outlet.aliases):
                surfaces.setdefault(name, Entry("name" if name == outlet.name else "alias", outlet.id))
        for actor in codebook.actors.values():
            for form, names in (
                ("name", (actor.name,)),
                ("alias", actor.aliases),
                ("demonym", actor.demonyms),
                ("metonym", actor.metonyms),
                ("short", actor.short_names),
            ):
                for name in names:
                    if form in ("name", "alias") or name not in surfaces:
                        surfaces[name] = Entry(form, actor.id)
        for actor in codebook.actors.values():
            if actor.type == "organization" and actor.country in codebook.actors:
                state = codebook.actors[actor.country]
                for name in _departments((actor.name, *actor.aliases), (state.name, *state.aliases)):
                    surfaces.setdefault(name, Entry("alias", actor.id))
        surfaces.pop("", None)
        for name, entry in list(surfaces.items()):
            for variant in _variants(name):
                surfaces.setdefault(variant, entry)
        self.holders = _holders(codebook)
        for surface, entry in _role_surfaces(codebook, self.holders):
            surfaces.setdefault(surface, entry)
        for name, entry in list(surfaces.items()):
            for variant in _apostrophes(name):
                surfaces.setdefault(variant, entry)
        self._entries = list(surfaces.values())
        self._automaton = AhoCorasick(list(surfaces), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[Hit]:
        """Hits in order, not overlapping."""
        entries, hits, length = self._entries, [], len(text)
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if (start and (text[start - 1].isalnum() or text[start - 1] in "-@#_/")) or (
                end < length and (text[end].isalnum() or text[end] in "_@" or _joined(text, end))
            ):
                continue
            if text[start : start + 4] in ("The ", "the ") and TITLED.match(text, end):  # "The North Korean leader"
                inner = self._automaton.find_matches_as_indexes(text[start + 4 : end + 40])
                if inner and inner[0][1] == 0 and start + 4 + inner[0][2] > end:
                    index, start, end = inner[0][0], start + 4, start + 4 + inner[0][2]
            hits.append(Hit(start, end, entries[index]))
        return hits

    def holder(self, title: str, of: str, day: str) -> str | None:
        """The person who holds an office on an ISO day; without a day, the only one ever known to have held it."""
        terms = self.holders.get((title, of), [])
        people = {person for start, end, person in terms if not day or ((start or "0") <= day and day <= (end or "9"))}
        return people.pop() if len(people) == 1 else None


def _joined(text: str, end: int) -> bool:
    """Does a hyphen join the surface to a further capitalised name ("Interfax-Ukraine")?"""
    return text[end] == "-" and text[end + 1 : end + 2].isupper()


def _variants(name: str) -> list[str]:
    """Other ways to set a name: hyphens between spaces, as some sources break words, and "U.N." for "UN"."""
    out = [name.replace("-", " - ")] if "-" in name else []
    return out + ([".".join(name) + "."] if ACRONYM.fullmatch(name) else [])


def _apostrophes(name: str) -> tuple[str, ...]:
    """A name with either apostrophe, whichever the codebook has: "Miners' Union", "Miners’ Union"."""
    plain = straight(name)
    return (plain, plain.replace("'", "’")) if "'" in plain else ()


def _departments(names: Iterable[str], states: Sequence[str]) -> Iterator[str]:
    """Other ways to write a department, its state in front or not: "Department of X", "X Department"."""
    for name in names:
        if what := DEPARTMENT.fullmatch(name):
            x = what[1] or what[2]
            if not x.startswith(tuple(f"{state} " for state in states)):
                for plain in (f"{x} Department", f"Department of {x}", f"Department of the {x}"):
                    yield from (plain, *(f"{state} {plain}" for state in states))


def _holders(codebook: Codebook) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    holders: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for actor in codebook.actors.values():
        for office in actor.offices:
            holders[office.title, office.of].append((office.start, office.end, actor.id))
    return dict(holders)


def _role_surfaces(codebook: Codebook, holders: dict) -> list[tuple[str, Entry]]:
    """Ways to write an office: "NATO chief", "Dutch prime minister", "Prime Minister of the Netherlands", …"""
    out: list[tuple[str, Entry]] = []
    for title, of in holders:
        body = codebook.actors[of]
        words = dict.fromkeys([title, title.lower(), *codebook.office_titles.get(title, ())])
        names = dict.fromkeys([body.name, *body.aliases, *body.short_names, *body.demonyms[:2], *body.metonyms])
        adjectives = set(body.demonyms)
        for word in words:
            for name in names:
                out.append((f"{name} {word}", Entry("role", "", title, of, (0, len(name)))))
                if name in adjectives:
                    continue
                out.append((f"{name}'s {word}", Entry("role", "", title, of, (0, len(name)))))
                for joint in (" of ", " of the "):
                    at = len(word) + len(joint)
                    out.append((f"{word}{joint}{name}", Entry("role", "", title, of, (at, at + len(name)))))
    return out
