"""Issues, compiled: which words talk about each, and what a claim wants of the thing it is about.

Words are compared by their stems (Porter 1980, "An algorithm for suffix stripping", as in nltk).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from nltk.stem import PorterStemmer

from standpoint.codebook import Codebook, Issue

TOKEN = re.compile(r"n['’]t\b|[^\W_]+(?:\.\d+)?|\?")
MODAL = re.compile(r"\b(?:should|must|ought to|needs? to|has to|have to)\b", re.I)
THRESHOLD = 0.45  # abstain below, where the codebook sets no other
NAME_WEIGHT = 0.5  # a name alone ("Ukraine") does not make a sentence about an issue
CLAIM_SHARE = 0.6  # share of a claim's words that makes a sentence be about it


class Token(NamedTuple):
    """A word of a passage: its stem ("" if no issue and no rule knows it) and its place in the text."""

    stem: str
    start: int
    end: int


class Match(NamedTuple):
    """Where a passage talks of an issue: the tokens from `first` up to `last`, the words that show it, how surely.

    `sign` is 1 where the words name what the claim wants, -1 where they name what it wants less of.
    """

    issue: int
    first: int
    last: int
    words: str
    relevance: float
    sign: int


class Compiled(NamedTuple):
    """One issue, compiled. `claim` maps the stems of what the claim is about to their weights."""

    id: str
    claim: Mapping[str, float]
    wants: int
    threshold: float
    has_terms: bool


class CompiledIssues:
    """All issues of a codebook in one index, so that a hundred cost little more than one."""

    def __init__(self, codebook: Codebook, language: str):
        rules: Mapping[str, Any] = codebook.cues[f"{language}-stance"]
        self.rules, self.language = rules, language
        self._porter = PorterStemmer()
        self._cache: dict[str, str] = {}
        self._same = {self._stem(w): self._stem(k) for k, words in rules["synonyms"].items() for w in words}
        self.lists = {
            name: frozenset(self.stem_of(w) for entry in rules[name] for w in entry.split())
            for name in ("up", "down", "negators", "normative", "wrong", "commitments", "open")
        }
        self.issues: list[Compiled] = []
        self._terms: dict[str, list[tuple[tuple[str, ...], int, str, int]]] = defaultdict(list)
        self._wordings: dict[str, list[tuple[tuple[str, ...], int, int, str]]] = defaultdict(list)
        self._claims: dict[str, list[int]] = defaultdict(list)
        generic = frozenset(self.stem_of(w) for w in rules["claim_generic"])
        for issue in codebook.issues.values():
            self._add(issue, generic)
        self.phrases = {
            name: self._index(rules[name]) for name in ("not_enough", "too_much")
        }
        self.known = (
            {s for seq in self._terms.values() for t in seq for s in t[0]}
            | {s for seq in self._wordings.values() for w in seq for s in w[0]}
            | set(self._claims)
            | {s for stems in self.lists.values() for s in stems}
            | {s for index in self.phrases.values() for seqs in index.values() for seq in seqs for s in seq}
        )

    def _stem(self, word: str) -> str:
        return self._porter.stem(word.lower())

    def stem_of(self, word: str) -> str:
        """The stem of a word, the same for words that stand for each other."""
        stem = self._cache.get(word)
        if stem is None:
            lower = word.lower().replace("’", "'")
            stem = self._stem(lower)
            stem = self._same.get(stem, stem)
            if len(self._cache) < 200_000:
                self._cache[word] = stem
        return stem

    def tokens(self, text: str, start: int, end: int) -> list[Token]:
        """The words of a passage; those that nothing knows keep their place without a stem."""
        known, stem_of = self.known, self.stem_of
        out = []
        for m in TOKEN.finditer(text, start, end):
            stem = stem_of(m.group())
            out.append(Token(stem if stem in known else "", m.start(), m.end()))
        return out

    def _sequence(self, phrase: str) -> tuple[str, ...]:
        return tuple(self.stem_of(w) for w in TOKEN.findall(phrase))

    def _index(self, phrases: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
        index: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for phrase in phrases:
            sequence = self._sequence(phrase)
            index[sequence[0]].append(sequence)
        return dict(index)

    def _add(self, issue: Issue, generic: frozenset[str]) -> None:
        number = len(self.issues)
        thing, wants = self._read_claim(issue.claim, generic)
        wording = issue.wording.get(self.language)
        terms = wording.terms if wording else ()
        threshold = THRESHOLD if issue.threshold is None else issue.threshold
        self.issues.append(Compiled(issue.id, thing, wants, threshold, bool(terms)))
        for stem in thing:
            self._claims[stem].append(number)
        for term in terms:
            sequence = self._sequence(term)
            lessens = bool(set(sequence) & self.lists["down"])
            named = sum(w for s, w in thing.items() if s in sequence) >= 1
            sign = 1 if wants > 0 or lessens or not named else -1
            if wants > 0 and lessens:
                sign = -1
            self._terms[sequence[0]].append((sequence, number, term, sign))
        for phrases, sign in ((wording.in_favour, 1), (wording.against, -1)) if wording else ():
            for phrase in phrases:
                sequence = self._sequence(phrase)
                self._wordings[sequence[0]].append((sequence, number, sign, phrase))

    def _read_claim(self, claim: str, generic: frozenset[str]) -> tuple[dict[str, float], int]:
        """The stems of the thing that a claim is about, with weights, and whether it wants more (1) or less of it (-1).

        "Sanctions on Russia should be kept": more of sanctions; "The war should be ended": less of war.
        """
        modal = MODAL.search(claim)
        subject, predicate = (claim[: modal.start()], claim[modal.end() :]) if modal else ("", claim)
        words = TOKEN.findall(predicate)
        stems = [self.stem_of(w) for w in words]
        wants, verb = 1, next((i for i, w in enumerate(words) if w.lower() not in ("be", "not", "never", "no")), 0)
        if modal and stems and stems[verb] in self.lists["down"]:
            wants = -1
        if any(w.lower() in ("not", "never", "no") for w in words[: verb + 6]):
            wants = -wants
        passive = bool(words) and "be" in (w.lower() for w in words[:verb])
        about = TOKEN.findall(subject) + words if passive or not modal else words
        named = TOKEN.findall(subject) if modal and not passive else []
        thing: dict[str, float] = {}
        for word in about:
            stem = self.stem_of(word)
            if stem not in generic and stem not in self.lists["up"] and stem not in self.lists["down"] and len(word) > 2:
                thing.setdefault(stem, NAME_WEIGHT if word[0].isupper() and word != claim.split()[0] else 1.0)
        for word in named:  # the subject counts where the predicate alone says little
            stem = self.stem_of(word)
            if sum(thing.values()) < 2 and stem not in generic and len(word) > 2:
                thing.setdefault(stem, NAME_WEIGHT)
        return thing, wants

    def matches(self, tokens: Sequence[Token]) -> list[Match]:
        """Where the passage talks of which issue: the surest match of each issue."""
        best: dict[int, Match] = {}
        seen: dict[int, dict[str, int]] = defaultdict(dict)
        for i, token in enumerate(tokens):
            stem = token.stem
            if not stem:
                continue
            for sequence, number, term, sign in self._terms.get(stem, ()):
                if matches_at(tokens, i, sequence):
                    relevance = 0.95 if len(sequence) > 1 else 0.85
                    if number not in best or relevance > best[number].relevance:
                        sign = sign if self.issues[number].wants > 0 or sign < 0 else 1
                        best[number] = Match(number, i, i + len(sequence), term, relevance, sign)
            for number in self._claims.get(stem, ()):
                seen[number].setdefault(stem, i)
        for number, stems in seen.items():
            if number in best:
                continue
            issue = self.issues[number]
            total = sum(issue.claim.values())
            share = sum(issue.claim[s] for s in stems) / total if total else 0
            if share >= (0.8 if issue.has_terms else CLAIM_SHARE) and any(issue.claim[s] >= 1 for s in stems):
                places = sorted(stems.values())
                words = " ".join(stems)
                best[number] = Match(number, places[0], places[-1] + 1, words, 0.5 + 0.4 * share, issue.wants)
        return list(best.values())

    def wordings(self, tokens: Sequence[Token]) -> list[tuple[int, int, int, str]]:
        """(issue, token, 1 for or -1 against, wording) for each wording that decides by itself."""
        return [
            (number, i, sign, phrase)
            for i, token in enumerate(tokens)
            if token.stem
            for sequence, number, sign, phrase in self._wordings.get(token.stem, ())
            if matches_at(tokens, i, sequence)
        ]

    def phrase_at(self, name: str, tokens: Sequence[Token]) -> int:
        """The first token of the first phrase of a list ("not enough"), or -1."""
        index = self.phrases[name]
        for i, token in enumerate(tokens):
            if any(matches_at(tokens, i, sequence) for sequence in index.get(token.stem, ())):
                return i
        return -1


def matches_at(tokens: Sequence[Token], at: int, sequence: Sequence[str]) -> bool:
    """Do the tokens from `at` on have these stems, one after the other?"""
    end = at + len(sequence)
    return end <= len(tokens) and all(t.stem == s for t, s in zip(tokens[at:end], sequence, strict=True))
