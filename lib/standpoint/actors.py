"""Who is named: mentions of codebook actors and of people and organisations that no codebook lists."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from standpoint.gazetteer import TITLED, Hit
from standpoint.listed import ActorFinder, Found, one_body
from standpoint.names import FEMALE, LINKS, SIGNED, Name, datelines, slug
from standpoint.passed_over import met_elsewhere, surnames
from standpoint.pronouns import AMONG, GENDER, Told, in_quotations, outside_quotations
from standpoint.reader import Named
from standpoint.text import Span, containing, straight


class Mention(NamedTuple):
    """A span of the text that names an actor."""

    start: int
    end: int
    entity_id: str
    actor_id: str
    form: str
    confidence: float


FORMER = re.compile(r"(?:\b(?:former|then|late|ex|onetime|next|future|previous)[ -]|(?<=\bex-))(?:the )?$", re.I)
SOUGHT = re.compile(
    r"\b(?:as|becom(?:e|es|ing)|became|elect(?:ed)?|named|appoint(?:ed)?|nominated|run(?:s|ning)? for)"
    r"[ \u00a0](?:the )?$"
)
JUNIOR = re.compile(r",?[ \u00a0]((?:Jr|Sr)\.?)(?=\W|$)")
SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.I)
INITIAL = re.compile(r"[^\W\d_a-z]\.?")
NO_LETTERS = re.compile(r"[\u00ad\[\]()]")  # a soft hyphen; "[Ines] Aro", where a quotation is helped out
PARTICLE = re.compile(rf"(?:{LINKS})", re.I)  # "De La Fuente"
GOES_ON = re.compile(r"[ \u00a0-][^\W\d_a-z]")  # "House Intelligence Committee" is another body
BARE = 0.6  # confidence of "the president" without a state: whom the article names most
# "in Moscow" is the city; "the Paris Agreement" is neither the city nor the state that it is the seat of
PLACE = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|[Aa]cross|[Aa]t"
    r"|(?:fl[ey]w?|c[oa]me|coming|went|go|going|gone|travel\w*|return\w*|trips?|visit\w*|head\w*|flights?)"
    r" (?:to|from|for))"
    r" (?:central |downtown |eastern |western )?$"
)
PART_OF_NAME = re.compile(r"[ \u00a0](?!\w+day\b)(?:[^\W\d_a-z][a-z]+|agreement|accord|pact|deal|climate|summit)\b")


class Article:
    """The actors of one article, shared by headline and text: a surname in one finds its full name in the other."""

    def __init__(self, finder: ActorFinder, day: str = ""):
        self.finder, self.day = finder, day
        self.found: dict[str, Found] = {}
        self._bearers: dict[str, list[str]] = defaultdict(list)  # of a surname
        self._given: dict[str, list[str]] = defaultdict(list)  # first words of names
        self._seen: Counter = Counter()
        self._genders: dict[str, str] = {}
        self._entities: dict[str, str] = {}
        self._acronyms: dict[str, str] = {}

    def mentions(
        self,
        text: str,
        sentences: Sequence[Span],
        quotations: Sequence[Span],
        named: Sequence[Named] | None = None,
    ) -> list[Mention]:
        """Mentions in order of their start, not overlapping; names by the learned reader where `named` is given."""
        finder = self.finder
        places = datelines(text)
        hits = finder.gazetteer.find(text)
        if named is not None and places:
            named = [_behind(n, places) for n in named]
        names, hits = (
            finder.names.find(text, hits) if named is None else finder.names.read(text, hits, named, finder.surname)
        )
        names = [n for n in names if n.kind == "person" or _as_thing(text[n.start : n.end]) not in finder.no_actors]
        hits, people = self._peoples(text, hits)
        hits, names = self._namesakes(text, hits, names)
        hits = [h for h in hits if not (h.entry.form != "role" and self._written_at(text, h, places))]
        names = [n for n in names if not (n.kind != "person" and self._written_at(text, n, places))]
        rows = [(a, b, self._new("group", text[a:b].replace("-", " ")), "name", 0.8) for a, b in people]
        pending: list[Hit] = []
        offices: list[Hit] = []
        for hit in hits:
            entry = hit.entry
            if entry.form == "role":
                offices.append(hit)
            elif entry.form == "short":
                pending.append(hit)
            elif entry.form == "metonym" and PART_OF_NAME.match(text, hit.end):
                continue
            elif entry.form == "metonym" and PLACE.search(text, max(0, hit.start - 32), hit.start):
                rows.append((hit.start, hit.end, self._new("place", text[hit.start : hit.end]), "name", 0.8))
            elif junior := JUNIOR.match(text, hit.end):  # the son is somebody else
                words = text[hit.start : junior.end(1)].split()
                rows.append((hit.start, junior.end(1), self._new("person", " ".join(words)), "name", 0.75))
            else:
                rows.append((hit.start, hit.end, self._listed(entry.actor_id), entry.form, 0.95))
        seen = {row[2] for row in rows} | self.found.keys()
        rows.extend(
            (h.start, h.end, self._listed(h.entry.actor_id), "alias", 0.8)
            for h in pending
            if h.entry.actor_id in seen
            or (finder.short_beside[h.entry.actor_id] & seen and not GOES_ON.match(text, h.end))
        )
        self._seen.update(row[2] for row in rows)
        rows.extend(self._courts_in_full(text, self._people_and_bodies(text, names)))
        for hit in offices:
            rows.extend(self._role(text, hit))
        rows.sort()
        rows.extend((self._own_alone if named is None else self._passed_over)(text, rows, sentences))
        rows.extend(self._bare_roles(text, rows))
        rows.extend(self._bare_bodies(text, rows, sentences))
        rows.sort()
        rows.extend(outside_quotations(text, self._people(rows), sentences, quotations, self._genders))
        rows.sort(key=lambda row: (row[0], -row[1]))
        rows = [row for i, row in enumerate(rows) if not i or row[0] >= max(r[1] for r in rows[max(0, i - 3) : i])]
        return [Mention(s, e, self._entity(a), a, f, c) for s, e, a, f, c in rows]

    def with_quoted_pronouns(
        self,
        text: str,
        sentences: Sequence[Span],
        quotations: Sequence[Span],
        mentions: Sequence[Mention],
        statements: Sequence[Told],
    ) -> list[Mention]:
        """The mentions of a text, and he and she in its quotations, now that it is known who speaks them."""
        named = self._people([(m.start, m.end, m.actor_id) for m in mentions])
        told = {
            m.actor_id: GENDER[text[m.start : m.end].lower()]
            for m in mentions
            if m.form == "pronoun" and m.confidence > AMONG
        }
        rows = in_quotations(text, named, sentences, quotations, statements, told | self._genders) if quotations else []
        taken = [m[:2] for m in mentions]
        new = [Mention(s, e, self._entity(a), a, f, c) for s, e, a, f, c in rows if containing(taken, s) < 0]
        return sorted([*mentions, *new]) if new else list(mentions)

    def _written_at(self, text: str, named: Hit | Name, places: Sequence[Span]) -> bool:
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
        actor = self.finder.codebook.actors.get(named.entry.actor_id)
        kind = actor.type if actor else ""
        first = named.start == low and not text[low : named.end].isupper()
        return named.entry.form == "metonym" or kind == "place" or (kind == "state" and not first)

    def _peoples(self, text: str, hits: Sequence[Hit]) -> tuple[list[Hit], list[Span]]:
        """The hits without peoples of two states, and the spans of these: "Mexican Americans" are neither state; and
        without the chamber of a party's members: "Senate Democrats".
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
                both = {self.finder.listed[h.entry.actor_id].actor_type for h in (last, hit)}
                kept[-1:] = [hit] if both == {"organization"} else [last, hit]
        return kept, spans

    def _namesakes(self, text: str, hits: Sequence[Hit], names: Sequence[Name]) -> tuple[list[Hit], list[Name]]:
        """Hits and names, where a surname alone means somebody whom the article has introduced by his full name, and
        not the codebook's person of that surname, who leads no state at the time.
        """
        firsts: dict[str, int] = {}
        for n in names:
            words = straight(text[n.start : n.end]).split()
            if n.kind == "person" and len(words) > 1 and (words[0], words[-1]) not in self.finder.by_name:
                firsts.setdefault(words[-1], n.end)
        meant = self.found.keys() | {h.entry.actor_id for h in hits if " " in text[h.start : h.end]}
        kept, others = [], list(names)
        for hit in hits:
            word, actor = straight(text[hit.start : hit.end]), hit.entry.actor_id
            alone = hit.entry.form == "alias" and self.finder.surname.get(actor) == word and actor not in meant
            if (
                alone
                and firsts.get(word, hit.start) < hit.start
                and self.day
                and not self.finder.leads(actor, self.day)
            ):
                others.append(Name(hit.start, hit.end, "person"))
            else:
                kept.append(hit)
        return kept, sorted(others)

    def _listed(self, actor_id: str) -> str:
        if actor_id not in self.found:
            listed = self.finder.listed[actor_id]
            self.found[actor_id] = listed._replace(role=self.finder.role(actor_id, self.day))
            if surname := self.finder.surname.get(actor_id):
                self._bearers[surname].append(actor_id)
                self._given[straight(listed.name).split()[0]].append(actor_id)
                self._genders[actor_id] = self.finder.gender[actor_id]
        return actor_id

    def _entity(self, actor_id: str) -> str:
        return self._entities.setdefault(actor_id, f"e{len(self._entities) + 1}")

    def _role(self, text: str, hit: Hit):
        """An office alone names its holder, and so does "North Korean leader" before the holder's own name; before
        another name, and where it names the body or state by its own name, it names that."""
        entry = hit.entry
        a, b = entry.inner
        body, surface = self.finder.codebook.actors[entry.of], text[hit.start + a : hit.start + b]
        holder = None
        if TITLED.match(text, hit.end) and surface in body.demonyms:
            terms = self.finder.gazetteer.holders.get((entry.title, entry.of), ())
            holder = next((person for _, _, person in terms if self.finder.named_at(person, text, hit.end + 1)), None)
        elif not TITLED.match(text, hit.end):
            former = FORMER.search(text[max(0, hit.start - 14) : hit.start])
            sought = SOUGHT.search(text, max(0, hit.start - 24), hit.start)  # the office, whoever comes to hold it
            if not (former or sought):
                holder = self.finder.gazetteer.holder(entry.title, entry.of, self.day)
            if not holder and not sought and (former or not self.day):  # whoever of the article's people ever held it
                word = straight(text[hit.start : hit.start + a] + text[hit.start + b : hit.end]).lower()
                holder = self._who(lambda titles: any(word.find(t) >= 0 for t in titles.get(entry.of, ())), "")
        if holder:
            yield hit.start, hit.end, self._listed(holder), "role", 0.85
        else:
            demonym = straight(surface) in map(straight, body.demonyms)
            form = "name" if straight(surface) == straight(body.name) else "demonym" if demonym else "alias"
            yield hit.start + a, hit.start + b, self._listed(entry.of), form, 0.95

    def _people_and_bodies(self, text: str, names: Sequence[Name]):
        single: list[Name] = []
        rows = []
        counts = Counter(text[n.start : n.end] for n in names)
        tails = {t for n in names if n.kind == "person" for t in whole_surnames(text[n.start : n.end].split())}
        for name in names:
            surface = text[name.start : name.end]
            words = NO_LETTERS.sub("", straight(surface).replace("\u00a0", " ").replace(" - ", "-")).split()
            if name.kind == "person":
                words = [_lower(word) for word in words]
            if len(words) > 1 and " ".join(words) in tails:
                single.append(name)
            elif name.kind == "person" and len(words) > 1 and len(words) < 5:
                rows.append((name.start, name.end, self._person(words, name), "name", 0.75))
            elif name.kind == "organization" and len(words) > 1:
                rows.append((name.start, name.end, self._body(surface, text, name.end), "name", 0.7))
            elif name.kind == "" and 1 < len(words) < 4 and counts[words[-1]]:
                rows.append((name.start, name.end, self._person(words, name), "name", 0.65))
            else:
                single.append(name)
        self._seen.update(row[2] for row in rows)
        for name in single:
            surface = straight(text[name.start : name.end]).replace(" - ", "-")
            if name.kind == "person":
                surface = _lower(surface)
            if actor := self._bearer(surface, name) or self._acronyms.get(surface):
                rows.append((name.start, name.end, actor, "alias", 0.85))
            elif name.kind == "person" and len(surface) > 2:
                rows.append((name.start, name.end, self._person([surface], name), "name", 0.6))
            elif name.kind and (own := self._own(surface, name)):  # "Dorn" may look like a place
                rows.append((name.start, name.end, self._listed(own), "name", 0.6))
            elif name.kind == "organization":
                rows.append((name.start, name.end, self._new("organization", surface), "name", 0.6))
            elif name.kind == "place":
                rows.append((name.start, name.end, self._new("place", surface), "name", 0.55))
        return rows

    def _courts_in_full(self, text: str, rows: Sequence[tuple]) -> list[tuple]:
        """The rows, with a court called in short ("High court rejects …") as the article's only one so called."""
        names = {i: f.name for i, f in self.found.items() if f.actor_type == "organization"}
        courts = self.finder.courts.known(names)
        named = {i: courts.get(names[i].casefold()) for _, _, i, *_ in rows if i in names}
        short = {i: full for i, full in named.items() if full and not self.found[i].in_codebook}
        for actor in short.keys() - self._entities.keys() - {*self._acronyms.values()}:
            del self.found[actor]
        out = [(s, e, short[i], "alias", 0.85) if i in short else (s, e, i, f, c) for s, e, i, f, c in rows]
        new = self.finder.courts.passed_over(text, courts, sorted(row[:2] for row in out))
        return out + [(start, end, actor, "alias", 0.7) for start, end, actor in new]

    def _person(self, words: list[str], name: Name) -> str:
        suffixed = len(words) > 2 and bool(SUFFIX.fullmatch(words[-1]))
        plain = words[:-1] if suffixed else words
        if len(words) > 1:
            actor = self.finder.by_name.get((words[0], words[-1]))
            if not actor and suffixed:  # "Lloyd J. Austin III"
                actor = self.finder.by_name.get((plain[0], plain[-1]))
                numbered, formal = words[-1][0] in "Ii", len(plain) > 2 and INITIAL.fullmatch(plain[1])
                if not numbered and (not formal or actor in self.found):  # a junior is somebody else, but many are
                    actor = None  # called in full what others call them without: "Eric H. Holder Jr."
        else:
            actor = self.finder.titled(words[0], name.title, self.day)
            if not actor and name.gender:
                fits = [i for i in self.finder.alone.get(words[0], ()) if self.finder.gender[i] == name.gender]
                actor = fits[0] if len(fits) == 1 else None
            elif not actor:  # what the gazetteer leaves, as it stands behind an @
                actor = next(
                    (i for i in self.finder.alone.get(words[0], ()) if self.finder.surname[i] != words[0]), None
                )
            actor = actor or self._own(words[0], name)
        if actor:
            return self._listed(actor)
        actor = self._new("person", " ".join(words), name.title)
        bearers = self._bearers[plain[-1]]
        if actor not in bearers and not (suffixed and bearers) and not SUFFIX.fullmatch(plain[-1]):
            bearers.append(actor)
            if len(words) > 1:
                self._given[words[0]].append(actor)
            for surname in whole_surnames(plain):
                self._bearers[surname].append(actor)
        if name.gender:
            self._genders.setdefault(actor, name.gender)
        return actor

    def _own(self, surname: str, name: Name) -> str | None:
        """The one person of that surname in the analyst's own codebook, unless a title tells another gender."""
        own = self.finder.own.get(surname)
        told = self.finder.gender.get(own, "") if name.gender else ""
        return own if told in ("", name.gender) else None

    def _bearer(self, word: str, name: Name) -> str | None:
        """Whom a surname, or else the only such first name, means here: by title and gender, then by mentions."""
        fitting = [a for a in self._bearers.get(word, ()) if self._fits(a, name)]
        if not fitting and name.kind == "person":
            fitting = [a for a in self._given.get(word, ()) if self._fits(a, name)]
            return fitting[0] if len(set(fitting)) == 1 else None
        office = name.title.split()[-1] if name.title else ""
        titled = [a for a in fitting if office and office in self.found[a].role.split()]
        return max(titled or fitting, key=lambda a: (self._seen[a], self.found[a].in_codebook), default=None)

    def _fits(self, actor: str, name: Name) -> bool:
        return not name.gender or self._genders.get(actor, name.gender) == name.gender

    def _who(self, holds: Callable[[Mapping[str, set[str]]], bool], day: str) -> str | None:
        """The person of the article, mentioned most, whose titles (body → words) on a day, or ever, pass a test."""
        fitting = [
            a
            for a, f in self.found.items()
            if f.actor_type == "person"
            and holds(self.finder.titles(a, day) if f.in_codebook else {"": {f.role.lower()}})
        ]
        return max(fitting, key=lambda a: self._seen[a], default=None)

    def bearer(self, words: Sequence[str]) -> str | None:
        """The person of the article, or of the codebook, whom a name means by itself or behind titles; capitals do:
        "MS. ARO", "Ines Aro", "President Aro". None for one who has not been named.
        """
        words = [_lower(straight(w), 2) for w in words]
        title, rest = self.finder.names.without_titles(words)
        if len(rest) > 2 and SUFFIX.fullmatch(rest[-1]):
            rest = rest[:-1]
        if not rest:
            return None
        if len(rest) > 1:
            if actor := self.finder.by_name.get((rest[0], rest[-1])):
                return self._listed(actor)
            named = " ".join(rest)
            return next((i for i, f in self.found.items() if f.actor_type == "person" and f.name == named), None)
        gender = {"Mr.": "m", "Mr": "m"}.get(title[0], "f" if title[0] in FEMALE else "") if title else ""
        name = Name(0, 0, "person", " ".join(title), gender)
        if actor := self._bearer(rest[0], name) or self.finder.titled(rest[0], name.title, self.day):
            return self._listed(actor) if actor in self.finder.listed else actor
        return None

    def _bare_roles(self, text: str, rows: Sequence[tuple]):
        """ "The president" is the president whom the article names most; nobody where it names none."""
        taken = sorted(row[:2] for row in rows)
        for match in self.finder.bare.finditer(text):
            start, end = match.span()
            i = bisect_left(taken, (end,)) - 1
            if (i >= 0 and taken[i][1] > start) or (i + 1 < len(taken) and taken[i + 1][0] <= end + 1):
                continue
            word = match.group(1).lower()
            if actor := self._who(lambda titles, word=word: any(word in t for t in titles.values()), self.day):
                yield start, end, actor, "role", BARE

    def _bare_bodies(self, text: str, rows: Sequence[tuple], sentences: Sequence[Span]):
        """ "The department" is the department named last, in this sentence or one of the three before it."""
        taken = sorted(row[:3] for row in rows)
        for match in self.finder.bodies.finditer(text):
            start, end = match.span()
            i = bisect_left(taken, (end,)) - 1
            if i >= 0 and taken[i][1] > start:
                continue
            low = sentences[max(0, containing(sentences, start) - 3)][0]
            while i >= 0 and taken[i][0] >= low:
                a, b, actor = taken[i]
                words = f"{self.found[actor].name} {text[a:b]}".lower().split()
                if self.found[actor].actor_type == "organization" and match.group(1) in words:
                    yield start, end, actor, "role", 0.6
                    break
                i -= 1

    def _own_alone(self, text: str, rows: Sequence[tuple], sentences: Sequence[Span]) -> list[tuple]:
        """Surnames of the analyst's own persons that no rule took for names."""
        names = surnames(text, self.finder.own, self.finder.names, [row[:2] for row in rows], sentences)
        own = ((name, self._own(text[name.start : name.end], name)) for name in names)
        return [(name.start, name.end, self._listed(actor), "name", 0.6) for name, actor in own if actor]

    def _passed_over(self, text: str, rows: Sequence[tuple], sentences: Sequence[Span]) -> list[tuple]:
        """Names that the learned reader passed over."""
        known = {w: a for w, actors in self._bearers.items() for a in actors if len(actors) == 1}
        known |= {f.name: i for i, f in self.found.items() if f.actor_type == "person" and not f.in_codebook}
        known |= {w.replace("'", "’"): a for w, a in known.items() if "'" in w}
        taken = [row[:2] for row in rows]
        new = [
            (start, end, actor, "alias" if " " not in text[start:end] else "name", 0.6)
            for start, end, actor in met_elsewhere(text, known, taken)
        ]
        taken += [row[:2] for row in new]
        for name in surnames(text, self.finder.alone, self.finder.names, taken, sentences):
            word = text[name.start : name.end]
            new.append((name.start, name.end, self._bearer(word, name) or self._person([word], name), "name", 0.55))
        return new

    def _body(self, surface: str, text: str, end: int) -> str:
        actor = self._new("organization", surface)
        if acronym := re.match(r" \(([^\W\d_a-z][\w&-]{1,9})\)", text[end : end + 14]):
            self._acronyms[acronym.group(1)] = actor
        return actor

    def _new(self, actor_type: str, name: str, role: str = "") -> str:
        name = straight(name)
        if actor_type == "organization":
            if listed := self.finder.bodies_named.get(one_body(name)):
                return self._listed(listed)
            actor_id = f"organization:{slug(one_body(name))}"
        else:
            actor_id = f"{actor_type}:{slug(name)}"
        if actor_id not in self.found or (role and not self.found[actor_id].role):
            self.found[actor_id] = Found(name, actor_type, False, role)
        return actor_id

    def _people(self, rows: Sequence[tuple]) -> list[tuple[int, int, str]]:
        """Where persons are named: start, end, id; "leader Kim" once."""
        return [
            (r[0], r[1], r[2])
            for r, after in pairwise([*rows, (0, 0, "")])
            if self.found[r[2]].actor_type == "person" and (r[1] + 1, r[2]) != (after[0], after[2])
        ]


def _behind(named: Named, places: Sequence[Span]) -> Named:
    """A name that the reader let begin in a dateline, without it: "WASHINGTON — Ines Aro"."""
    at = containing(places, named.start)
    return named._replace(start=places[at][1]) if at >= 0 and places[at][1] < named.end else named


def _as_thing(surface: str) -> str:
    """A name as those of events and policies are compared: "the Holocaust" as "holocaust"."""
    return straight(surface).replace("\u00a0", " ").casefold().removeprefix("the ").removesuffix("'s")


def whole_surnames(words: Sequence[str]) -> set[str]:
    """The surname of more than one word that ends a name, as it is written behind a first name, and alone."""
    first = next((i for i, word in enumerate(words[1:-1], 1) if PARTICLE.fullmatch(word)), 0)
    surname = " ".join(words[first:])
    return {surname, surname[0].upper() + surname[1:]} if first else set()


def _lower(word: str, shortest: int = 4) -> str:
    """A name in capitals, as transcripts and labels set those who speak, as it is written elsewhere: "BIDEN", "MS."."""
    return word.title() if word.isupper() and len(word.rstrip(".")) >= shortest else word
