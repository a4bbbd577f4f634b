"""Who an article has introduced: its actors, and whom a surname, a first name or a title alone means in it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from collections.abc import Set as AbstractSet

from standpoint.listed import ActorFinder, Found, one_body
from standpoint.names import FEMALE, Name, slug
from standpoint.read_names import LINKS
from standpoint.text import straight

SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.I)
INITIAL = re.compile(r"[^\W\d_a-z]\.?")
PARTICLE = re.compile(rf"(?:{LINKS})", re.I)  # "De La Fuente"

Row = tuple[int, int, str, str, float]  # of a mention: start, end, actor id, form, confidence


class Article:
    """The actors of one article, shared by headline and text: a surname in one finds its full name in the other.

    `found` has them by id, `seen` how often each was named, `genders` whether a person is a man or a woman ("m", "f"),
    `acronyms` whom an abbreviation means that the article introduces: "Harbour Council (HC)".
    """

    def __init__(self, finder: ActorFinder, day: str = ""):
        self.finder, self.day = finder, day
        self.found: dict[str, Found] = {}
        self.seen: Counter = Counter()
        self.genders: dict[str, str] = {}
        self.acronyms: dict[str, str] = {}
        self._bearers: dict[str, list[str]] = defaultdict(list)  # of a surname
        self._given: dict[str, list[str]] = defaultdict(list)  # of the words in front of a surname
        self._initials: dict[str, list[str]] = {}  # of a person, where a later name has them
        self._entities: dict[str, str] = {}
        self._elsewhere: dict[str, dict[str, str]] = defaultdict(dict)  # a body's id → place → its like there

    def entity(self, actor_id: str) -> str:
        """The number of an actor in the article, "e1" for the first that is mentioned."""
        return self._entities.setdefault(actor_id, f"e{len(self._entities) + 1}")

    def listed(self, actor_id: str) -> str:
        """An actor of the codebook, introduced; its id."""
        if actor_id not in self.found:
            listed = self.finder.listed[actor_id]
            self.found[actor_id] = listed._replace(role=self.finder.role(actor_id, self.day))
            if surname := self.finder.surname.get(actor_id):
                self._bearers[surname].append(actor_id)
                self._given[straight(listed.name).split()[0]].append(actor_id)
                self.genders[actor_id] = self.finder.gender[actor_id]
        return actor_id

    def new(self, actor_type: str, name: str, role: str = "") -> str:
        """An actor by a name that no person of the codebook bears, introduced; its id."""
        name = straight(name)
        if actor_type == "organization":
            if listed := self.finder.bodies_named.get(one_body(name)):
                return self.listed(listed)
            actor_id = f"organization:{slug(one_body(name))}"
        else:
            actor_id = f"{actor_type}:{slug(name)}"
        if actor_id not in self.found or (role and not self.found[actor_id].role):
            self.found[actor_id] = Found(name, actor_type, False, role)
        return actor_id

    def elsewhere(self, body: str, place: str, name: str) -> str:
        """The like of a codebook body in a place, or in a state by its id, introduced; its id."""
        state = self.finder.codebook.actors.get(place)
        whole = self.finder.listed[body].name
        name = whole if whole in self.finder.shared_names else name
        if state:
            name = f"{name} of {state.article + ' ' if state.article else ''}{state.name}"
        else:
            name = f"{place} {name}"
        return self._elsewhere[body].setdefault(place, self.new("organization", name))

    def has_elsewhere(self, body: str) -> bool:
        """Has the article introduced a like of a codebook body?"""
        return body in self._elsewhere

    def only_elsewhere(self, body: str, name: str, named: Container[str]) -> str | None:
        """The one like of a codebook body that the article has introduced, or else its like in the one state whose
        bodies it introduces, unless the body's own state is among those named; its id.
        """
        likes = self._elsewhere.get(body, {})
        if likes:
            return next(iter(likes.values())) if len(likes) == 1 else None
        places = {place for own in self._elsewhere.values() for place in own}
        country = self.finder.codebook.actors[body].country
        if len(places) != 1 or country in named or not places <= self.finder.codebook.actors.keys():
            return None
        return self.elsewhere(body, *places, name)

    def person(self, words: list[str], name: Name) -> str:
        """The person of the codebook whom a name means, else one whom the article introduces by it; the id."""
        suffixed = len(words) > 2 and bool(SUFFIX.fullmatch(words[-1]))
        plain = words[:-1] if suffixed else words
        if actor := self._in_codebook(words, plain, suffixed, name):
            return self.listed(actor)
        if not suffixed and (known := self._called_else(plain)):
            if known in self.finder.listed:
                return known
            words = plain = self.found[known].name.split()
        actor = self.new("person", " ".join(words), name.title)
        bearers = self._bearers[plain[-1]]
        if actor not in bearers and not (suffixed and bearers) and not SUFFIX.fullmatch(plain[-1]):
            bearers.append(actor)
            for word in plain[:-1]:
                if not INITIAL.fullmatch(word):
                    self._given[word].append(actor)
            for surname in whole_surnames(plain):
                self._bearers[surname].append(actor)
        if name.gender:
            self.genders.setdefault(actor, name.gender)
        return actor

    def _called_else(self, words: Sequence[str]) -> str | None:
        """The one person whom the article calls by a short form of this first name, or by it without or with an
        initial: "Dick Aro", "Richard J. Aro".
        """
        if len(words) < 2 or SUFFIX.fullmatch(words[-1]):
            return None
        initials = [w[0] for w in words[1:-1] if INITIAL.fullmatch(w)]
        alike = []
        for actor in self._bearers.get(words[-1], ()):
            other = self.found[actor].name.split()
            written = [w[0] for w in other[1:-1] if INITIAL.fullmatch(w)]
            own = self._initials.get(actor, written)
            whole = len(other) - len(written) == len(words) - len(initials) == 2
            first = other[0] == words[0] or other[0] in self.finder.names.called.get(words[0], ())
            if whole and other[-1] == words[-1] and first and (not own or not initials or own == initials):
                alike.append(actor)
        if len(alike) != 1:
            return None
        if initials:
            self._initials[alike[0]] = initials
        return alike[0]

    def _in_codebook(self, words: list[str], plain: list[str], suffixed: bool, name: Name) -> str | None:
        finder = self.finder
        if len(words) > 1:
            firsts = words[0], *sorted(finder.names.called.get(words[0], ()))
            actor = next((a for first in firsts if (a := finder.by_name.get((first, words[-1])))), None)
            if not actor and suffixed:  # "Lloyd J. Austin III"
                actor = finder.by_name.get((plain[0], plain[-1]))
                numbered, formal = words[-1][0] in "Ii", len(plain) > 2 and INITIAL.fullmatch(plain[1])
                if not numbered and (not formal or actor in self.found):  # a junior is somebody else, but many are
                    actor = None  # called in full what others call them without: "Eric H. Holder Jr."
            return actor
        alone = finder.alone.get(words[0], ())
        actor = finder.titled(words[0], name.title, self.day)
        if not actor and name.gender:
            fits = [i for i in alone if finder.gender[i] == name.gender]
            actor = fits[0] if len(fits) == 1 else None
        elif not actor:  # what the gazetteer leaves, as it stands behind an @
            actor = next((i for i in alone if finder.surname[i] != words[0]), None)
        return actor or self.own(words[0], name)

    def own(self, surname: str, name: Name) -> str | None:
        """The one person of that surname in the analyst's own codebook, unless a title tells another gender."""
        own = self.finder.own.get(surname)
        told = self.finder.gender.get(own, "") if name.gender else ""
        return own if told in ("", name.gender) else None

    def surnamed(self, word: str, name: Name) -> str | None:
        """Whom a surname means here, by title and gender, then by mentions; else the only one with such a first name,
        or such a surname in front of the last, as in Spanish.
        """
        fitting = [a for a in self._bearers.get(word, ()) if self._fits(a, name)]
        if not fitting and name.kind == "person":
            fitting = [a for a in self._given.get(word, ()) if self._fits(a, name)]
            return fitting[0] if len(set(fitting)) == 1 else None
        office = name.title.split()[-1] if name.title else ""
        titled = [a for a in fitting if office and office in self.found[a].role.split()]
        return max(titled or fitting, key=lambda a: (self.seen[a], self.found[a].in_codebook), default=None)

    def _fits(self, actor: str, name: Name) -> bool:
        return not name.gender or self.genders.get(actor, name.gender) == name.gender

    def holder(self, holds: Callable[[Mapping[str, set[str]]], bool], day: str) -> str | None:
        """The person of the article, mentioned most, whose titles (body → words) on a day, or ever, pass a test."""
        fitting = [
            a
            for a, f in self.found.items()
            if f.actor_type == "person"
            and holds(self.finder.titles(a, day) if f.in_codebook else {"": {f.role.lower()}})
        ]
        return max(fitting, key=lambda a: self.seen[a], default=None)

    def bearer(self, words: Sequence[str]) -> str | None:
        """The person of the article, or of the codebook, whom a name means by itself or behind titles; capitals do:
        "MS. ARO", "Ines Aro", "President Aro". None for one who has not been named.
        """
        words = [out_of_capitals(straight(w), 2) for w in words]
        title, rest = self.finder.names.without_titles(words)
        if len(rest) > 2 and SUFFIX.fullmatch(rest[-1]):
            rest = rest[:-1]
        if not rest:
            return None
        if len(rest) > 1:
            if actor := self.finder.by_name.get((rest[0], rest[-1])):
                return self.listed(actor)
            named = " ".join(rest)
            return next((i for i, f in self.found.items() if f.actor_type == "person" and f.name == named), None)
        gender = {"Mr.": "m", "Mr": "m"}.get(title[0], "f" if title[0] in FEMALE else "") if title else ""
        name = Name(0, 0, "person", " ".join(title), gender)
        if actor := self.surnamed(rest[0], name) or self.finder.titled(rest[0], name.title, self.day):
            return self.listed(actor) if actor in self.finder.listed else actor
        return None

    def surnames(self) -> AbstractSet[str]:
        """The surnames of the persons whom the article has introduced."""
        return self._bearers.keys()

    def one_bearer_names(self) -> dict[str, str]:
        """Names that mean one person of the article, with either apostrophe → the id."""
        known = {w: a for w, actors in self._bearers.items() for a in actors if len(actors) == 1}
        known |= {f.name: i for i, f in self.found.items() if f.actor_type == "person" and not f.in_codebook}
        return known | {w.replace("'", "’"): a for w, a in known.items() if "'" in w}

    def forget(self, actors: AbstractSet[str]) -> None:
        """Leave out actors that are others after all, but for those that a field before names, or an acronym."""
        for actor in actors - self._entities.keys() - {*self.acronyms.values()}:
            del self.found[actor]


def whole_surnames(words: Sequence[str]) -> set[str]:
    """The surname of more than one word that ends a name, as it is written behind a first name, and alone."""
    first = next((i for i, word in enumerate(words[1:-1], 1) if PARTICLE.fullmatch(word)), 0)
    surname = " ".join(words[first:])
    return {surname, surname[0].upper() + surname[1:]} if first else set()


def out_of_capitals(word: str, shortest: int = 4) -> str:
    """A name in capitals, as transcripts and labels set those who speak, as it is written elsewhere: "BIDEN", "MS."."""
    return word.title() if word.isupper() and len(word.rstrip(".")) >= shortest else word
