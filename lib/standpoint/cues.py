"""Cue lexicon: verb forms, phrases and prepositions that attribute words, from seeds/cues/<language>.yaml."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from standpoint.wholewords import WholeWords


class Cue(NamedTuple):
    """One form found in a text: its base form and what it takes (clause, that, address, object, …, preposition)."""

    start: int
    end: int
    lemma: str
    takes: frozenset[str]
    form: str


class CueLexicon:
    """All cue forms of one language in one automaton."""

    def __init__(self, cues: Mapping[str, Any]):
        takes: dict[str, set[str]] = {}
        for kind, lemmas in cues["verbs"].items():
            for lemma in lemmas:
                takes.setdefault(lemma, set()).add(kind)
        for phrase in cues["phrases"]:
            takes.setdefault(phrase, set()).add("phrase")
        forms: dict[str, tuple[str, frozenset[str]]] = {}
        for lemma, kinds in takes.items():
            for form in (lemma, *inflected(lemma, cues["irregular"])):
                forms.setdefault(form, (lemma, frozenset(kinds)))
        for words in cues["prepositions"]:
            for form in (words, words.capitalize()):
                forms[form] = (words, frozenset(("preposition",)))
        self.noun_like = frozenset(cues["noun_like"])
        self._forms = WholeWords(forms)

    def find(self, text: str) -> list[Cue]:
        """Cues in order, whole words only, longest match."""
        return [Cue(start, end, *means, form) for start, end, form, means in self._forms.find(text)]


def inflected(lemma: str, irregular: Mapping[str, list[str]]) -> list[str]:
    """Third person, past and -ing forms; a particle keeps its place ("calls for")."""
    if lemma in irregular:
        return list(irregular[lemma])
    verb, _, particle = lemma.partition(" ")
    forms = irregular.get(verb) or _regular(verb)
    return [f"{form} {particle}".strip() for form in forms]


def _regular(verb: str) -> list[str]:
    if verb.endswith("e"):
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if re.search(r"[^aeiou]y$", verb):
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    return [verb + ("es" if re.search(r"(?:s|sh|ch|x|z|o)$", verb) else "s"), verb + "ed", verb + "ing"]
