"""References back: "the proposal", "the sum", "it", behind a passage that named the issue."""

from collections.abc import Sequence

from standpoint.directions import NEAR, done_to
from standpoint.issues import ON_TOPIC, Match
from standpoint.stance_rules import Article, StanceRules
from standpoint.text import Span, containing
from standpoint.tokens import Token

BACK = 2  # sentences that a reference may lie behind what it refers to
STANDS_IN, PRONOUN = 0.7, 0.65  # relevance of a reference by a noun, and by a bare pronoun
DEICTIC = frozenset(("the", "this", "that", "these", "those", "such", "his", "her", "their", "its"))
COMPLEMENT = frozenset(("to", "for", "of"))


def referred_to(article: Article, tokens: Sequence[Token], span: Span, rules: StanceRules) -> list[Match]:
    """The issue that a passage which names none refers back to, if any."""
    words = [article.text[t.start : t.end] for t in tokens]
    words = [w if i and w[0].isupper() else w.lower() for i, w in enumerate(words)]  # "the Second Amendment" is a name
    at, here = _reference(words, rules), containing(article.sentences, span[0])
    if at is None or here < 0:
        return []
    for back in range(BACK + 1):
        found = article.named.get(here - back, ())
        if not back:  # in front of the passage in its own sentence: "Asked about the wage, she called it …"
            found = [m for m in found if article.words(article.sentences[here])[m.first].start < span[0]]
        if len(found) > 1:
            return []
        if found:
            (match,) = found
            sure = PRONOUN if words[at] in rules.references["pronouns"] else STANDS_IN
            sign = match.sign * _turn(article, words, at, here - back, match, rules)
            return [Match(match.issue, at, at + 1, f"{words[at]} → {match.words}", sure, sign)]
    return _topic(article, words[at], at, rules)


def _reference(words: Sequence[str], rules: StanceRules) -> int | None:
    """The token that refers back: a noun behind "the" or "this", or a pronoun that opens the passage."""
    nouns = rules.references["nouns"] | rules.references["schemes"]
    for i, word in enumerate(words):
        if words[i + 1 : i + 2] and words[i + 1] in COMPLEMENT:  # "his plan to mend the roof" says itself what it is
            continue
        if word in nouns and i and (words[i - 1] in DEICTIC or (i > 1 and words[i - 2] in DEICTIC - {"that"})):
            return i
    lists = rules.issues.lists
    if len(words) < 2 or words[0] not in rules.references["pronouns"]:
        return None
    stem = rules.issues.stem(words[1])[0]
    return 0 if stem in lists["auxiliaries"] or stem in lists["open"] else None  # "it would", not "that more must"


def _topic(article: Article, word: str, at: int, rules: StanceRules) -> list[Match]:
    """What "the proposal" is in an article that is about one issue alone: what the claim wants."""
    if len(article.topics) != 1 or word in rules.references["pronouns"]:
        return []
    (number,) = article.topics
    stem, lists, claim = rules.issues.stem(word)[0], rules.issues.lists, rules.issues.issues[number].claim
    sign = -claim.wants if stem in lists["down"] else claim.wants if stem in lists["up"] else 1
    return [Match(number, at, at + 1, f"{word} → what the article is about", ON_TOPIC, sign)]


def _turn(article: Article, words: Sequence[str], at: int, sentence: int, match: Match, rules: StanceRules) -> int:
    """-1 where what is referred to undoes the thing: "the cuts", or "the plan" behind "a plan to cut aid"."""
    stem, lists = rules.issues.stem(words[at])[0], rules.issues.lists
    if stem in lists["down"] or stem in lists["up"]:
        return -1 if stem in lists["down"] else 1
    would = words[at] in rules.references["pronouns"] and words[at + 1 : at + 2] == ["would"]
    if words[at] not in rules.references["schemes"] and not would:
        return 1
    tokens = article.words(article.sentences[sentence])
    return done_to(tokens[max(0, match.first - NEAR) : match.first], (), rules.issues)[0]
