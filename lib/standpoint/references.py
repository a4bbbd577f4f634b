"""References back: "the proposal", "the sum", "it", behind a passage that named the issue."""

from collections.abc import Collection, Sequence

from standpoint.directions import NEAR, done_to
from standpoint.issues import FIRM, ON_TOPIC, CompiledIssues, Match, Token
from standpoint.stance_rules import Article
from standpoint.text import Span, containing

BACK = 2  # sentences that a reference may lie behind what it refers to
STANDS_IN, PRONOUN = 0.7, 0.65  # relevance of a reference by a noun, and by a bare pronoun
DEICTIC = frozenset(("the", "this", "that", "these", "those", "such", "his", "her", "their", "its"))


class Antecedents:
    """Where an article names its issues, found when first asked for."""

    def __init__(self, article: Article, issues: CompiledIssues):
        self._text, self._sentences, self._issues = article.text, article.sentences, issues
        self._article, self._places = article, article.places
        self._schemes = frozenset(issues.rules["references"]["schemes"])
        self._nouns = frozenset(issues.rules["references"]["nouns"]) | self._schemes
        self._pronouns = frozenset(issues.rules["references"]["pronouns"])
        self._named: dict[int, list[Match]] | None = None

    def _all(self) -> dict[int, list[Match]]:
        """Sentence number → the issues that it names firmly; the sign holds what is done to the thing there."""
        if self._named is None:
            self._named = {}
            for i in sorted({containing(self._sentences, at) for at in self._places} - {-1}):
                tokens = self._article.words(self._sentences[i])
                found = [m for m in self._issues.matches(tokens, self._article.present) if m.relevance >= FIRM]
                if found:
                    self._named[i] = found
        return self._named

    def matches(self, tokens: Sequence[Token], span: Span, named: Collection[int]) -> list[Match]:
        """Issues that a passage refers back to, except those that it names itself."""
        if not self._places:
            return []
        here = containing(self._sentences, span[0])
        out: list[Match] = []
        words = [self._text[t.start : t.end].lower() for t in tokens]
        at = self._reference(words)
        if at is None or here < 0 or named:
            return out
        for back in range(BACK + 1):
            found = self._all().get(here - back, [])
            if not back:  # in front of the passage in its own sentence: "Asked about the wage, she called it …"
                found = [m for m in found if self._start(here, m) < span[0]]
            if found:
                if len(found) == 1:
                    sure = PRONOUN if words[at] in self._pronouns else STANDS_IN
                    sign = found[0].sign * self._turn(words, at, here - back, found[0])
                    said = f"{words[at]} → {found[0].words}"
                    out.append(Match(found[0].issue, at, at + 1, said, sure, sign))
                break
        else:
            out += self._topic(words[at], at)
        return out

    def _topic(self, word: str, at: int) -> list[Match]:
        """What "the proposal" is in an article that is about one issue alone: what the claim wants."""
        if len(self._article.topics) != 1 or word in self._pronouns:
            return []
        (number,) = self._article.topics
        stem, lists, claim = self._issues.stem(word)[0], self._issues.lists, self._issues.issues[number].claim
        sign = -claim.wants if stem in lists["down"] else claim.wants if stem in lists["up"] else 1
        return [Match(number, at, at + 1, f"{word} → what the article is about", ON_TOPIC, sign)]

    def _turn(self, words: Sequence[str], at: int, sentence: int, match: Match) -> int:
        """-1 where what is referred to undoes the thing: "the cuts", or "the plan" behind "a plan to cut aid"."""
        stem, lists = self._issues.stem(words[at])[0], self._issues.lists
        if stem in lists["down"] or stem in lists["up"]:
            return -1 if stem in lists["down"] else 1
        tells = words[at] in self._schemes
        tells = tells or (words[at] in self._pronouns and at + 1 < len(words) and words[at + 1] == "would")
        if not tells:
            return 1
        tokens = self._article.words(self._sentences[sentence])
        return done_to(tokens[max(0, match.first - NEAR) : match.first], (), self._issues)[0]

    def _start(self, sentence: int, match: Match) -> int:
        return self._article.words(self._sentences[sentence])[match.first].start

    def _reference(self, words: Sequence[str]) -> int | None:
        """The token that refers back: a noun behind "the" or "this", or a pronoun that opens the passage."""
        for i, word in enumerate(words):
            if word in self._nouns and i and (words[i - 1] in DEICTIC or (i > 1 and words[i - 2] in DEICTIC)):
                return i
        verbs = self._issues.lists["auxiliaries"] | self._issues.lists["open"]
        opens = len(words) > 1 and words[0] in self._pronouns  # "it would hurt", not "that more must be done"
        return 0 if opens and self._issues.stem(words[1])[0] in verbs else None
