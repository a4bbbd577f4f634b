"""The words of passages as issues compare them: by their stems (Porter 1980, "An algorithm for suffix stripping", as in
nltk), synonyms as one, idioms as the word that they stand for.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from nltk.stem import PorterStemmer

from standpoint.rewording import Rewording

TOKEN = re.compile(r"n['’]t\b|[^\W_]+(?:\.\d+)?|[?,;:–—]")
# words that another turns into something else: "once | again" ends no clause, "back | down" supports nothing, and
# "rather", but for "rather | than", denies nothing
OTHERWISE = {"once": re.compile(r" (?:again|more)\b"), "back": re.compile(r" (?:down|off|away|out)\b"),
             "rather": re.compile(r"(?! than\b)")}  # fmt: skip
LISTS = (
    "up down undoing joining relative negators normative not_due right wrong approving commitments own own_bodies "
    "possessives open coming boundaries auxiliaries concern doubt naming asking calling harming mending"
).split()
KEPT = 200_000  # words that are remembered


class Token(NamedTuple):
    """A word of a passage: its stem, the stem that it stands for, both "" if unknown; its place; how it is written."""

    stem: str
    same: str
    start: int
    end: int
    word: str


class Stems:
    """The words of one language: their stems, synonyms, idioms, and the lists of its rules for positions, as stems."""

    def __init__(self, rules: Mapping[str, Any], irregular: Mapping[str, list[str]]):
        self.rules = rules
        self._porter = PorterStemmer()
        self._apart = frozenset(rules["apart"])
        self._stems: dict[str, tuple[str, str]] = {}
        self.rewording = Rewording(rules["reworded"], rules["undone"], irregular)
        self.synonyms = {
            self._porter.stem(w): self._porter.stem(k) for k, words in rules["synonyms"].items() for w in words
        }
        self.lists = {name: frozenset(self.stem(w)[0] for w in rules[name]) for name in LISTS}
        self.kinds = frozenset(self.stem(w)[0] for w in rules["claim_kinds"])

    def stem(self, word: str) -> tuple[str, str]:
        """The stem of a word, and the stem of the word that it is a synonym of (or its own again)."""
        found = self._stems.get(word)
        if found is None:
            low = word.lower().replace("’", "'")
            stem = low if low in self._apart else self._porter.stem(low)
            found = (stem, self.synonyms.get(stem, stem))
            if len(self._stems) < KEPT:
                self._stems[word] = found
        return found

    def of_phrase(self, phrase: str) -> tuple[str, ...]:
        """The stems that the words of a phrase stand for."""
        return tuple(self.stem(w)[1] for w in TOKEN.findall(phrase))


class Tokens:
    """Cuts passages into words, of which those that no list and no issue (`known`, stems) has count for nothing."""

    def __init__(self, stems: Stems, known: Collection[str]):
        self._stem, self._rewording, self._known = stems.stem, stems.rewording, known
        self._listed = frozenset().union(*stems.lists.values())
        self._undone = stems.stem("undone")[0]
        self._read: dict[str, tuple[str, str]] = {}  # word → its token's stems

    def of(self, text: str, start: int, end: int) -> list[Token]:
        """The words of a passage; those that nothing knows keep their place without a stem."""
        known, out = self._read, []
        for m in TOKEN.finditer(text, start, end):
            word = m.group()
            if word in OTHERWISE and OTHERWISE[word].match(text, m.end()):
                word = "again"
            stem, same = known.get(word) or self._look_up(word)
            if self._rewording.undoes(text, word, *m.span()):
                stem = self._undone
            elif other := self._rewording.instead(text, word, *m.span()):
                stem = self._stem(other)[0]
            out.append(Token(stem, same, *m.span(), m.group()))
        return out

    def _look_up(self, word: str) -> tuple[str, str]:
        """A token's stem and the stem it stands for, "" where nothing knows it."""
        if word in ",;:–—?":
            found = ("?" if word == "?" else ",", "")
        else:
            stem, same = self._stem(word)
            known = same if same in self._known else ""
            found = (stem if known or stem in self._listed else "", known)
        if len(self._read) < KEPT:
            self._read[word] = found
        return found


def matches_at(tokens: Sequence[Token], at: int, stems: Sequence[str]) -> bool:
    """Do the tokens from `at` on have these stems, one after the other?"""
    end = at + len(stems)
    return end <= len(tokens) and all(t.same == s for t, s in zip(tokens[at:end], stems, strict=True))
