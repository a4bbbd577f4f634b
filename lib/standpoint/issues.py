"""Which issues a passage talks of, and where: all issues of a codebook in one index."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from standpoint.codebook import Codebook
from standpoint.compiled import bodies_by_name, compiled_issues
from standpoint.text import Span
from standpoint.tokens import TOKEN, Stems, Token, Tokens, matches_at

CLAIM_SHARE = 0.66  # share of a claim's words that makes a passage be about it, where the codebook gives no terms
CLAIM_SHARE_BESIDE_TERMS = 0.85
ON_TOPIC = 0.65  # relevance of the thing alone ("the wall") in an article that is about the issue
NAMELESS = 0.75  # share of what a claim says beside its names that makes up for them
FIRM = 0.5  # relevance from which a match stands by itself; below, it needs the article's help or is left out
PHRASES = ("not_enough", "too_soft", "too_much", "standing_for", "standing_against")

Sequences = dict[str, list[tuple]]  # stem → (stems that it opens, …)


class Match(NamedTuple):
    """Where a passage talks of an issue: the tokens from `first` up to `last`, the words that show it, how surely.

    The words are a term of the codebook, or stand so in the passage.
    `sign` is 1 where more of what these words name is what the claim wants, -1 where it is the contrary.
    """

    issue: int
    first: int
    last: int
    words: str
    relevance: float
    sign: int


class CompiledIssues:
    """All issues of a codebook in one index, so that a hundred cost little more than one.

    `rules` is what the seeds say of positions in its language, `lists` their words as stems; `stem` gives the stem of a
    word, `tokens` those of a passage (text, start, end).
    """

    def __init__(self, codebook: Codebook, language: str):
        self.rules: Mapping[str, Any] = codebook.cues[f"{language}-stance"]
        stems = Stems(self.rules, codebook.cues[language]["irregular"] | self.rules["irregular"])
        bodies = bodies_by_name(codebook)
        self.stem, self.lists = stems.stem, stems.lists
        self.issues = compiled_issues(codebook, language, stems, bodies)
        numbered = list(enumerate(self.issues))
        self._terms = _index(stems, ((t.words, n, *t) for n, issue in numbered for t in issue.terms))
        self._wordings = _index(stems, ((w.words, n, w.sign, w.words) for n, issue in numbered for w in issue.wordings))
        self._phrases = {name: _index(stems, ((p,) for p in self.rules[name])) for name in PHRASES}
        self._openings: dict[str, list[int]] = defaultdict(list)  # stem of a claim's thing → issues
        for number, issue in numbered:
            for stem in issue.claim.head | issue.things:
                self._openings[stem].append(number)
        words = {w for issue in self.issues for w in TOKEN.findall(issue.text)}
        self._names = {w: self.stem(w)[1] for w in words if any(self.stem(w)[1] in i.claim.names for i in self.issues)}
        self._of_actor = {
            i: frozenset(stem for n, j in bodies.items() if j == i for stem in stems.of_phrase(n))
            for i in {i for issue in self.issues for i in issue.names}
        }
        indexes = (self._terms, self._wordings, *self._phrases.values())
        known = {
            *(stem for index in indexes for rows in index.values() for found, *_ in rows for stem in found),
            *(stem for issue in self.issues for stem in issue.claim.weights),
        }
        self.tokens = Tokens(stems, known).of
        self._topics = self._topic_openings(stems.synonyms)

    def _topic_openings(self, synonyms: Mapping[str, str]) -> AhoCorasick:
        """The openings of words without one of which a passage is about no issue."""
        rows = [row[0] for index in (self._terms, self._wordings) for found in index.values() for row in found]
        stems = {max(stems, key=len) for stems in rows} | {
            s for issue in self.issues for s in issue.claim.head | issue.things
        }
        stems |= {other for other, same in synonyms.items() if same in stems}
        openings = {s[:-1] if len(s) > 2 and s.endswith("i") else s for s in stems}
        return AhoCorasick(sorted({form for o in openings for form in (o, o.capitalize(), o.upper())}))

    def places(self, text: str) -> list[int]:
        """Offsets of words that may be about an issue: most passages hold none and need no closer look."""
        found = self._topics.find_matches_as_indexes(text)
        return [start for _, start, _ in found if not start or not text[start - 1].isalnum()]

    def names_in(self, text: str, actors: Collection[str] = ()) -> frozenset[str]:
        """The names of claims ("Ukraine") that occur anywhere in an article, as stems; `actors` are named otherwise."""
        written = {stem for word, stem in self._names.items() if word in text}
        return frozenset(written.union(*(self._of_actor[i] for i in self._of_actor.keys() & {*actors})))

    def firm(self, tokens: Sequence[Token], present: frozenset[str]) -> list[Match]:
        """The issues that a passage names by itself."""
        return [m for m in self.matches(tokens, present) if m.relevance >= FIRM]

    def topics(
        self, sentences: Iterable[Sequence[Token]], named: Collection[int], present: frozenset[str]
    ) -> frozenset[int]:
        """The issues that an article is about, where its codebook gives no terms: those `named` firmly by a sentence,
        and those whose claim's words are spread over the article and whose thing comes back.
        """
        counts = Counter(stem for tokens in sentences for stem in {t.same for t in tokens if t.same})
        found = set(named)
        for number in {n for stem, times in counts.items() if times > 1 for n in self._openings.get(stem, ())} - found:
            places = {stem: 0 for stem in self.issues[number].claim.weights if stem in counts}
            match = self._by_claim(number, places, present)
            if match and match.relevance >= FIRM:
                found.add(number)
        return frozenset(n for n in found if not self.issues[n].has_terms)

    def matches(
        self,
        tokens: Sequence[Token],
        present: frozenset[str] = frozenset(),
        topics: frozenset[int] = frozenset(),
    ) -> list[Match]:
        """Where the passage talks of which issue: the surest match of each issue, weak ones (below FIRM) included.

        `present`: names of claims that the article has elsewhere; a passage need not repeat them. `topics`: issues that
        the article is about; their thing alone is talk of them.
        """
        best: dict[int, Match] = {}
        seen: dict[str, int] = {}
        for i, token in enumerate(tokens):
            if not token.same:
                continue
            for stems, number, term, sign, relevance in self._terms.get(token.same, ()):
                named = self.issues[number].claim.names
                if term in self.issues[number].labels and named and not named & present:
                    continue
                longest = number not in best or len(stems) > best[number].last - best[number].first
                if longest and matches_at(tokens, i, stems):
                    best[number] = Match(number, i, i + len(stems), term, relevance, sign)
            seen.setdefault(token.same, i)
        for number in {n for stem in seen for n in self._openings.get(stem, ())} - best.keys():
            if self.issues[number].claim.leaves:  # read by `resigning`
                continue
            places = {stem: seen[stem] for stem in self.issues[number].claim.weights if stem in seen}
            match = self._by_claim(number, places, present)
            if number in topics and (match is None or match.relevance < FIRM):
                match = self._by_thing(number, places) or match
            if match:
                best[number] = match._replace(words=" ".join(tokens[i].word for i in sorted(places.values())))
        return [best[number] for number in sorted(best) if not self._of_others(best[number], tokens, best)]

    def _of_others(self, match: Match, tokens: Sequence[Token], found: Mapping[int, Match]) -> bool:
        """Is a word that describes the issue's thing ("hospital" of "hospital doctors") what another is about?"""
        word = tokens[match.first].same
        claim = self.issues[match.issue].claim
        if match.last - match.first > 1 or word not in claim.head or word == claim.noun:
            return False
        return any(self.issues[n].claim.noun == word for n, m in found.items() if m.first <= match.first < m.last)

    def _by_claim(self, number: int, places: Mapping[str, int], present: frozenset[str]) -> Match | None:
        issue = self.issues[number]
        weights, names = issue.claim.weights, issue.claim.names
        head = [i for stem, i in places.items() if stem in issue.claim.head]
        if not head:
            return None
        here = names & places.keys()
        told = [weights[stem] for stem in places if stem not in here]
        # the name of a claim may stand elsewhere in the article, and "the border wall" need not name the neighbour
        named = not names or here or names & present or (len(told) > 1 and sum(told) >= NAMELESS * issue.own)
        whole = issue.own + sum(weights[n] for n in (here if issue.things else names))
        share = (sum(told) + sum(weights[n] for n in here)) / whole
        enough = share >= (CLAIM_SHARE_BESIDE_TERMS if issue.has_terms else CLAIM_SHARE)
        firm = enough and named and told  # a name alone says too little
        relevance = 0.5 + 0.4 * share if firm else 0.5 * share * bool(named)
        return Match(number, min(head), max(head) + 1, "", relevance, issue.claim.wants)

    def _by_thing(self, number: int, places: Mapping[str, int]) -> Match | None:
        issue = self.issues[number]
        things = {stem: i for stem, i in places.items() if stem in issue.things}
        in_head = any(stem in issue.claim.head for stem in things)
        if not things or (in_head and issue.claim.wants < 0):  # most talk of a war names it in passing
            return None
        sign = issue.claim.wants if in_head else 1  # "by a deal": the means is wanted
        return Match(number, min(things.values()), max(things.values()) + 1, "", ON_TOPIC, sign)

    def wordings(self, tokens: Sequence[Token]) -> list[tuple[int, int, int, str]]:
        """(issue, token, 1 for or -1 against, wording) for each wording that decides by itself."""
        return [
            (number, i, sign, phrase)
            for i, token in enumerate(tokens)
            if token.same
            for stems, number, sign, phrase in self._wordings.get(token.same, ())
            if matches_at(tokens, i, stems)
        ]

    def phrase_span(self, name: str, tokens: Sequence[Token]) -> Span | None:
        """The tokens of the first phrase of a list ("not enough"), or None."""
        index = self._phrases[name]
        for i, token in enumerate(tokens):
            for (stems,) in index.get(token.same, ()) if token.same else ():
                if matches_at(tokens, i, stems):
                    return i, i + len(stems)
        return None


def _index(stems: Stems, rows: Iterable[tuple]) -> Sequences:
    """(phrase, …) → lists of (stems, …) under their first stem."""
    index: Sequences = defaultdict(list)
    for phrase, *rest in rows:
        found = stems.of_phrase(phrase)
        index[found[0]].append((found, *rest))
    return index
