"""Issues, compiled: which words talk about each, and what its claim wants of the thing it is about.

Words are compared by their stems (Porter 1980, "An algorithm for suffix stripping", as in nltk).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick
from nltk.stem import PorterStemmer

from standpoint.claims import ASIDE_WEIGHT, Claim, Words, read_claim
from standpoint.codebook import Codebook, Issue
from standpoint.rewording import Rewording
from standpoint.text import Span, straight

TOKEN = re.compile(r"n['’]t\b|[^\W_]+(?:\.\d+)?|[?,;:–—]")
# words that another turns into something else: "once | again" ends no clause, "back | down" supports nothing, and
# "rather", but for "rather | than", denies nothing
OTHERWISE = {"once": re.compile(r" (?:again|more)\b"), "back": re.compile(r" (?:down|off|away|out)\b"),
             "rather": re.compile(r"(?! than\b)")}  # fmt: skip
WISHED = re.compile(r"\b(?:be|should|must|not|to) $")  # in front of what a claim wants done
THRESHOLD = 0.45  # abstain below, where the codebook sets no other
CLAIM_SHARE = 0.66  # share of a claim's words that makes a passage be about it, where the codebook gives no terms
CLAIM_SHARE_BESIDE_TERMS = 0.85
ON_TOPIC = 0.65  # relevance of the thing alone ("the wall") in an article that is about the issue
NAMELESS = 0.75  # share of what a claim says beside its names that makes up for them
FIRM = 0.5  # relevance from which a match stands by itself; below, it needs the article's help or is left out
LISTS = (
    "up",
    "down",
    "undoing",
    "joining",
    "relative",
    "negators",
    "normative",
    "not_due",
    "right",
    "wrong",
    "approving",
    "commitments",
    "own",
    "own_bodies",
    "possessives",
    "open",
    "coming",
    "boundaries",
    "auxiliaries",
    "concern",
    "doubt",
    "naming",
    "asking",
    "calling",
    "harming",
    "mending",
)
PHRASES = ("not_enough", "too_soft", "too_much", "standing_for", "standing_against")

Sequences = dict[str, list[tuple]]


class Token(NamedTuple):
    """A word of a passage: its stem, the stem that it stands for, both "" if unknown; its place; how it is written."""

    stem: str
    same: str
    start: int
    end: int
    word: str


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


class Compiled(NamedTuple):
    """One issue, compiled. `names` are the actors that its claim names; `things` the stems that alone
    tell of it, `said` the stems of all that its claim says; `labels` other names of a thing that the claim calls right;
    `own` is what the words of its claim weigh together, but for names; `text` is the claim as it was written.
    """

    id: str
    claim: Claim
    names: frozenset[str]
    threshold: float
    has_terms: bool
    things: frozenset[str]
    said: frozenset[str]
    labels: frozenset[str]
    own: float
    text: str

    @property
    def by_rules_alone(self) -> bool:
        """Does the learned reader leave it to the rules? Who gives terms wants rows that rest on words, and calls for a
        resignation are read by rules of their own.
        """
        return (self.has_terms and not self.claim.states) or self.claim.leaves


class CompiledIssues:
    """All issues of a codebook in one index, so that a hundred cost little more than one."""

    def __init__(self, codebook: Codebook, language: str):
        self.rules: Mapping[str, Any] = codebook.cues[f"{language}-stance"]
        self._porter = PorterStemmer()
        irregular = codebook.cues[language]["irregular"] | self.rules["irregular"]
        self._rewording = Rewording(self.rules["reworded"], self.rules["undone"], irregular)
        self._apart = frozenset(self.rules["apart"])
        self._stems: dict[str, tuple[str, str]] = {}
        self._read: dict[str, tuple[str, str]] = {}  # word → its token's stems
        self._synonyms = {
            self._porter.stem(w): self._porter.stem(k) for k, words in self.rules["synonyms"].items() for w in words
        }
        self.lists = {name: frozenset(self.stem(w)[0] for w in self.rules[name]) for name in LISTS}
        self._kinds = frozenset(self.stem(w)[0] for w in self.rules["claim_kinds"])
        self._reading = Words(
            self.stem,
            self.lists["down"],
            self.lists["up"],
            frozenset(self.rules["claim_generic"]),
            frozenset(n for a in codebook.actors.values() for n in (a.name, *a.aliases)),
            self.lists["wrong"] | self.lists["concern"],
            self.lists["right"],
            self.lists["normative"] | self.lists["right"] | self.lists["approving"],
            self._kinds,
        )
        self._phrases = {name: self._index((p,) for p in self.rules[name]) for name in PHRASES}
        self._actors = {
            straight(n): a.id for a in codebook.actors.values() for n in (a.name, *a.aliases) if a.type != "person"
        }
        self.issues: list[Compiled] = []
        self._terms: Sequences = defaultdict(list)
        self._wordings: Sequences = defaultdict(list)
        self._openings: dict[str, list[int]] = defaultdict(list)  # stem of a claim's thing → issues
        for issue in codebook.issues.values():
            self._add(issue, language)
        words = {w for issue in codebook.issues.values() for w in TOKEN.findall(issue.claim)}
        self._names = {w: self.stem(w)[1] for w in words if any(self.stem(w)[1] in i.claim.names for i in self.issues)}
        self._of_actor = {
            i: frozenset(self.stem(w)[1] for n, j in self._actors.items() if j == i for w in TOKEN.findall(n))
            for i in {i for issue in self.issues for i in issue.names}
        }
        indexes = (self._terms, self._wordings, *self._phrases.values())
        self._known = {
            *(stem for index in indexes for rows in index.values() for stems, *_ in rows for stem in stems),
            *(stem for issue in self.issues for stem in issue.claim.weights),
        }
        self._undone = self.stem("undone")[0]
        self._words = frozenset().union(*self.lists.values())
        self._topics = self._topic_openings()

    def stem(self, word: str) -> tuple[str, str]:
        """The stem of a word, and the stem of the word that it is a synonym of (or its own again)."""
        found = self._stems.get(word)
        if found is None:
            low = word.lower().replace("’", "'")
            stem = low if low in self._apart else self._porter.stem(low)
            found = (stem, self._synonyms.get(stem, stem))
            if len(self._stems) < 200_000:
                self._stems[word] = found
        return found

    def tokens(self, text: str, start: int, end: int) -> list[Token]:
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
                stem = self.stem(other)[0]
            out.append(Token(stem, same, *m.span(), m.group()))
        return out

    def _look_up(self, word: str) -> tuple[str, str]:
        """A token's stem and the stem it stands for, "" where nothing knows it."""
        if word in ",;:–—?":
            found = ("?" if word == "?" else ",", "")
        else:
            stem, same = self.stem(word)
            known = same if same in self._known else ""
            found = (stem if known or stem in self._words else "", known)
        if len(self._read) < 200_000:
            self._read[word] = found
        return found

    def _topic_openings(self) -> AhoCorasick:
        """The openings of words without one of which a passage is about no issue."""
        rows = [row[0] for index in (self._terms, self._wordings) for found in index.values() for row in found]
        stems = {max(stems, key=len) for stems in rows} | {
            s for issue in self.issues for s in issue.claim.head | issue.things
        }
        stems |= {other for other, same in self._synonyms.items() if same in stems}
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

    def _index(self, rows: Iterable[tuple]) -> Sequences:
        """(phrase, …) → lists of (stems, …) under their first stem."""
        index: Sequences = defaultdict(list)
        for phrase, *rest in rows:
            stems = tuple(self.stem(w)[1] for w in TOKEN.findall(phrase))
            index[stems[0]].append((stems, *rest))
        return index

    def _add(self, issue: Issue, language: str) -> None:
        number = len(self.issues)
        claim = read_claim(self._reworded(issue.claim), self._reading)
        wording = issue.wording.get(language)
        terms = wording.terms if wording else ()
        threshold = THRESHOLD if issue.threshold is None else issue.threshold
        plain = straight(issue.claim)
        written = [n for n in self._actors if n in plain]  # a pattern for each of all names would take seconds
        named = frozenset(self._actors[n] for n in written if re.search(rf"\b{re.escape(n)}\b", plain))
        things = frozenset(
            s
            for s, w in claim.weights.items()
            if s not in (claim.names | self._kinds) and w >= (1 if s in claim.head else ASIDE_WEIGHT)
        )
        said = frozenset(self.stem(w)[0] for w in TOKEN.findall(issue.claim))
        others = [] if terms else self._other_names(claim)
        labels = [n for n in others if claim.just and not self._is_thing(n, claim)]
        own = sum(w for stem, w in claim.weights.items() if stem not in claim.names)
        self.issues.append(
            Compiled(issue.id, claim, named, threshold, bool(terms), things, said, frozenset(labels), own, issue.claim)
        )
        for stem in claim.head | things:
            self._openings[stem].append(number)
        rows = [(term, number, term, self._sign(term, claim), 0.85 + 0.1 * (" " in term)) for term in terms]
        if not terms:
            rows += [(term, number, term, claim.wants, 0.8) for term in others]
        for stem, found in self._index(rows).items():
            self._terms[stem].extend(found)
        if wording:
            rows = [(p, number, 1, p) for p in wording.in_favour] + [(p, number, -1, p) for p in wording.against]
            for stem, found in self._index(rows).items():
                self._wordings[stem].extend(found)

    def _reworded(self, claim: str) -> str:
        """A claim with idioms of more and less in one word: "should be rolled back" as "should be reduce back"."""

        def word(m: re.Match) -> str:
            other = self._rewording.instead(claim, m.group(), *m.span()) if WISHED.search(claim[: m.start()]) else ""
            return other if other and self.stem(other)[0] in self.lists["up"] | self.lists["down"] else m.group()

        return TOKEN.sub(word, claim)

    def _other_names(self, claim: Claim) -> list[str]:
        """What the thing of a claim is called as well: "climate change" for "global warming"."""
        groups = self.rules["same_things"].values()
        return [name for group in groups if any(self._is_thing(n, claim) for n in group) for name in group]

    def _is_thing(self, name: str, claim: Claim) -> bool:
        words = {self.stem(w)[1] for w in TOKEN.findall(name)}
        return words <= claim.head if len(words) > 1 else words == claim.head

    def _sign(self, term: str, claim: Claim) -> int:
        """Is more of what a term names wanted by the claim?

        "Fossil fuels" names the thing that a claim wants less of (-1), "phase-out of fossil fuels" undoes it (1), and
        "peace deal" names the means by which the claim wants it undone (1). Other words stand for the thing itself.
        """
        stems = [self.stem(w) for w in TOKEN.findall(term)]
        less = self.lists["down"] | self.lists["negators"]
        lessens = any(stem in less and same not in claim.head for stem, same in stems)  # a "rent cap" may be the thing
        if claim.wants < 0 and not any(same in claim.head for _, same in stems):
            means = set(claim.weights) - claim.head - claim.names
            return 1 if lessens or any(same in means for _, same in stems) else -1
        return -claim.wants if lessens else claim.wants

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


def matches_at(tokens: Sequence[Token], at: int, stems: Sequence[str]) -> bool:
    """Do the tokens from `at` on have these stems, one after the other?"""
    end = at + len(stems)
    return end <= len(tokens) and all(t.same == s for t, s in zip(tokens[at:end], stems, strict=True))
