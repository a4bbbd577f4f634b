"""One person under one id: a surname that an article gives alone, and the one person of the corpus who bears it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

import pandas as pd

from standpoint.codebook import Codebook
from standpoint.introduced import SUFFIX, whole_surnames
from standpoint.names import FEMALE
from standpoint.pronouns import GENDER
from standpoint.text import straight

IDS = {
    "mentions": ("actor_id",),
    "statements": ("speaker_id",),
    "stances": ("holder_id", "reported_by", "target_id"),
}  # where the tables name actors


def linked(frames: Mapping[str, pd.DataFrame], codebook: Codebook) -> dict[str, pd.DataFrame]:
    """The tables of a corpus, in which whoever is called by a surname alone has the id and name of its one bearer.

    An article is tagged by itself; whose surname it gives depends on the others, and so is decided when they are read.
    """
    bearers = bearers_of(frames["actors"], frames["mentions"], codebook)
    if not bearers:
        return dict(frames)
    out = dict(frames)
    for table, columns in IDS.items():
        out[table] = frames[table].assign(**{c: _renamed(frames[table][c], bearers) for c in columns})
    actors, mentions, sourcing = frames["actors"], frames["mentions"], frames["sourcing"]
    name = dict(zip(actors["actor_id"], actors["name"], strict=True))
    alone = mentions[mentions["actor_id"].isin(bearers)]
    full = {
        (article, name[actor]): name[bearers[actor]]
        for article, actor in zip(alone["article_id"], alone["actor_id"], strict=True)
    }
    pairs = {c: list(zip(sourcing["article_id"], sourcing[c], strict=True)) for c in ("from_name", "to_name")}
    called = {c: pd.Series([full.get(p, p[1]) for p in pairs[c]], sourcing.index, sourcing[c].dtype) for c in pairs}
    return out | {"sourcing": sourcing.assign(**called), "actors": actors[~actors["actor_id"].isin(bearers)]}


def _renamed(ids: pd.Series, bearers: Mapping[str, str]) -> pd.Series:
    there = ids.isin(bearers)
    return ids.mask(there, ids[there].map(bearers).astype(ids.dtype)) if there.any() else ids


def bearers_of(actors: pd.DataFrame, mentions: pd.DataFrame, codebook: Codebook) -> dict[str, str]:
    """Id of a person of whom the articles give the surname alone → id of the only person named in full who bears it.

    None where the codebook knows another of that surname, where something else has that name or somebody that first
    name, where their genders differ, or where an article tells the two apart.
    """
    full: dict[str, set[str]] = defaultdict(set)
    taken: set[str] = set()  # names that are no surname, or not only
    alone: dict[str, str] = {}
    for row in actors.itertuples():
        words = straight(row.name).split()
        if row.actor_type != "person":
            taken.add(straight(row.name))
        elif len(words) == 1 and not row.in_codebook:
            alone[words[0]] = row.actor_id
        elif len(words) > 1:
            taken.add(words[0])
            for surname in _surnames(words):
                full[surname].add(row.actor_id)
    for actor in codebook.actors.values():
        if actor.type == "person":
            full[straight(actor.surname)].add(actor.id)
    known = {*actors["actor_id"]}
    found = {
        actor_id: bearer
        for name, actor_id in alone.items()
        if name not in taken and len(full.get(name, ())) == 1 and (bearer := next(iter(full[name]))) in known
    }
    genders = _Genders(actors, mentions, codebook, {*found, *found.values()})
    return {
        a: b
        for a, b in found.items()
        if {genders.of(a), genders.of(b)} != {"m", "f"} and not genders.articles[a] & genders.articles[b]
    }


def _surnames(words: list[str]) -> set[str]:
    plain = words[:-1] if len(words) > 2 and SUFFIX.fullmatch(words[-1]) else words
    return {plain[-1], *whole_surnames(plain)}


class _Genders:
    """What is known of the gender of some actors, and in which articles they are named."""

    def __init__(self, actors: pd.DataFrame, mentions: pd.DataFrame, codebook: Codebook, ids: Collection[str]):
        self.codebook = codebook
        rows = actors[actors["actor_id"].isin(ids)]
        self.names = dict(zip(rows["actor_id"], rows["name"], strict=True))
        self.roles = dict(zip(rows["actor_id"], rows["role"].fillna(""), strict=True))
        self.articles: dict[str, set[str]] = defaultdict(set)
        self.pronouns: dict[str, Counter] = defaultdict(Counter)
        for row in mentions[mentions["actor_id"].isin(ids)].itertuples():
            self.articles[row.actor_id].add(row.article_id)
            if row.form == "pronoun" and (gender := GENDER.get(row.surface.lower())):
                self.pronouns[row.actor_id][gender] += 1

    def of(self, actor_id: str) -> str:
        """ "m", "f" or "": by the codebook, the title, the first name, else by most pronouns."""
        if listed := self.codebook.actors.get(actor_id):
            return listed.gender
        title, first = self.roles[actor_id].split(" ")[0], self.names[actor_id].split()[0]
        if title in FEMALE or title.lower().endswith("woman"):
            return "f"
        if title in ("Mr", "Mr."):
            return "m"
        if first != self.names[actor_id] and (gender := self._of_first_name(first)):
            return gender
        return next((gender for gender, _ in self.pronouns[actor_id].most_common(1)), "")

    def _of_first_name(self, first: str) -> str:
        firsts = [self.codebook.cues[language]["first_names"] for language in self.codebook.languages]
        genders = {gender for names in firsts for gender in ("m", "f") if first in names[gender]}
        return genders.pop() if len(genders) == 1 else ""
