"""Who is listed: what a codebook tells of its actors, as finding them needs it."""

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from standpoint.codebook import Codebook
from standpoint.courts import Courts
from standpoint.gazetteer import Gazetteer
from standpoint.names import NameFinder
from standpoint.text import straight


class Found(NamedTuple):
    """What an article tells of an actor: name, type, whether the codebook lists it, and its role."""

    name: str
    actor_type: str
    in_codebook: bool
    role: str = ""


# "Treasury’s Office of …"; "U.S. Department of Agriculture", "Agriculture Department", not "Tolvaer Fire Department"
OFFICE = re.compile(r".+['’]s[ \u00a0]((?:Office|Bureau|Division|Directorate) (?:of|for) .+)")
DEPARTMENT = re.compile(
    r"(?:(?:U\.?S\.?|United States)[ \u00a0])?(?:Department of (?:the )?(.+)"
    r"|((?!Police|Fire|Sheriff)\w+|[\w ]+ (?:Affairs|Services|Security|Development)) Department)"
)


class ActorFinder:
    """Finds mentions with one codebook in one language; made once, used for every article.

    What it knows by name has straight apostrophes.
    """

    def __init__(self, codebook: Codebook, language: str = "en"):
        self.codebook = codebook
        self.gazetteer = Gazetteer(codebook)
        self.names = NameFinder(codebook.cues[language])
        self.listed = {o.id: Found(o.name, "organization", True) for o in codebook.outlets.values()} | {
            a.id: Found(a.name, a.type, True) for a in codebook.actors.values()
        }
        self.gender = {a.id: a.gender for a in codebook.actors.values()}
        self.surname = {a.id: straight(a.surname) for a in codebook.actors.values() if a.type == "person"}
        self._of_surname: dict[str, list[str]] = defaultdict(list)
        for actor_id, surname in self.surname.items():
            self._of_surname[surname].append(actor_id)
        own = [a for a in codebook.actors.values() if a.own and a.type == "person"]
        surnames = Counter(self.surname[a.id] for a in own)
        # an analyst means whom she lists, wherever a surname stands alone
        self.own = {self.surname[a.id]: a.id for a in own if surnames[self.surname[a.id]] == 1}
        self.short_beside = {a.id: frozenset(a.short_beside) for a in codebook.actors.values()}
        self.alone: dict[str, list[str]] = defaultdict(list)
        for actor in codebook.actors.values():
            if actor.type == "person":
                for word in {straight(a) for a in actor.aliases if " " not in a} | {self.surname[actor.id]}:
                    self.alone[word].append(actor.id)
        self.bodies_named = {
            one_body(straight(n)): a.id
            for a in codebook.actors.values()
            if a.type == "organization"
            for n in (a.name, *a.aliases)
        }
        self.no_actors = frozenset(straight(n).casefold() for names in codebook.no_actors.values() for n in names)
        cues = codebook.cues[language]
        bare = {*cues["bare_titles"], *(o.title.lower() for a in own for o in a.offices)}
        titles = "|".join(sorted(map(re.escape, bare), key=len, reverse=True))
        self.bare = re.compile(rf"\b[Tt]he ({titles})\b(?!(?:[ -]elect\b| of\b|[ \u00a0][^\W\d_a-z]|-))", re.I)
        self.bodies = re.compile(
            rf"\b[Tt]he ({'|'.join(map(re.escape, cues['bare_bodies']))})\b(?!(?: of\b|[ \u00a0][^\W\d_a-z]|-))"
        )
        self.courts = Courts(cues["courts"])
        self.shared_words = frozenset(cues["shared_words"])
        self.shared_names = self.shared_words | {*cues["shared_names"]}
        self.names_of = {
            a.id: tuple(map(straight, (a.name, *a.aliases, a.surname)))
            for a in codebook.actors.values()
            if a.type == "person"
        }
        self.by_name = {
            (words[0], words[-1]): a.id
            for a in codebook.actors.values()
            if a.type == "person"
            for words in (name.split() for name in self.names_of[a.id][:-1])
            if len(words) > 1
            and not (len(words) > 2 and words[0] == self.surname[a.id])  # "Kim Il" is no "Kim Jong Il"
        }

    def titled(self, surname: str, title: str, day: str) -> str | None:
        """The one codebook person of that surname whose office on an ISO day has that title ("Secretary Austin")."""
        word = title.split()[-1].rstrip(".") if title else ""
        titles = {i: self.role(i, day).split(" of ")[0].split() for i in self._of_surname.get(surname, ())}
        found = [i for i, words in titles.items() if word and word in words]
        return found[0] if len(found) == 1 else None

    def named_at(self, actor_id: str, text: str, at: int) -> bool:
        """Does a name of a codebook person begin at an offset?"""
        names = (n for n in self.names_of[actor_id] if straight(text[at : at + len(n)]) == n)
        return any(not text[at + len(n) : at + len(n) + 1].isalnum() for n in names)

    def titles(self, actor_id: str, day: str) -> dict[str, set[str]]:
        """Body or state → what a codebook person is called there by office, on an ISO day or, without one, ever."""
        out: dict[str, set[str]] = defaultdict(set)
        actor = self.codebook.actors.get(actor_id)
        for office in actor.offices if actor else ():
            if not day or (office.start or "0") <= day <= (office.end or "9"):
                words = (office.title, *self.codebook.office_titles.get(office.title, ()))
                out[office.of].update(straight(w.lower()) for w in words)
        return out

    def leads(self, actor_id: str, day: str) -> bool:
        """Does a codebook person hold an office of a state on an ISO day, or run for one?"""
        return any(
            (office.start or "0") <= day <= (office.end or "9")
            and (self.codebook.actors[office.of].type == "state" or office.title.endswith("Candidate"))
            for office in self.codebook.actors[actor_id].offices
        )

    def role(self, actor_id: str, day: str) -> str:
        """The office that a codebook person holds on an ISO day ("Secretary General of NATO"), or ""."""
        actor = self.codebook.actors.get(actor_id)
        if not actor or not day:
            return ""
        for office in reversed(actor.offices):
            if (office.start or "0") <= day <= (office.end or "9"):
                body = self.codebook.actors[office.of]
                return f"{office.title} of {body.article + ' ' if body.article else ''}{body.name}"
        return ""


def one_body(name: str) -> str:
    """One way to write a body that has several: a department without its state, an office without its department."""
    if office := OFFICE.match(name):
        name = office[1]
    if what := DEPARTMENT.fullmatch(name):
        return f"Department of {what[1] or what[2]}"
    return name
