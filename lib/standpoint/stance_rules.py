"""What reading positions needs to know: the rules of a codebook, and what the readings of one article share."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from standpoint.actors import Mention
from standpoint.codebook import Actor, Codebook
from standpoint.cues import inflected
from standpoint.issues import CompiledIssues, Match
from standpoint.statements import Statement
from standpoint.text import Span
from standpoint.tokens import Token
from standpoint.wholewords import WholeWords

LEANS = ("support", "oppose")


class Stance(NamedTuple):
    """Somebody's position on an issue or another actor; an abstention where `position` is "".

    `statement` is an index into statements, then acts. `holder_id` is None for a speaker without a name.
    """

    statement: int | None
    holder_id: str | None
    reported_by: str | None
    target_kind: str
    target_id: str
    position: str
    start: int
    end: int
    basis: str
    because: str
    relevance: float
    direction: float
    confidence: float


class StanceRules(NamedTuple):
    """Compiled issues, the forms of cues that take sides, commit or deny, and what is known of the actors."""

    issues: CompiledIssues
    leans: Mapping[str, int]
    nouns: Mapping[str, int]  # that lean: "opposition"
    voicing: frozenset[str]
    cues: tuple[frozenset[str], ...]  # that commit, deny, foresee, warn, as in directions.Cue
    acts: WholeWords[int]
    towards: WholeWords[int]
    posts: frozenset[str]  # those of them by which a person takes a post in a body
    helpers: frozenset[str]
    media: frozenset[str]
    states: frozenset[str]
    homes: Mapping[str, frozenset[str]]
    parties: Mapping[str, str]  # what its members are called ("Democrats") → the party's id
    roles: frozenset[str]
    people: frozenset[str]
    biddings: frozenset[str]  # bare verbs of more and less that may open a bidding
    labels: frozenset[str]  # names of a military operation that blame by themselves: "aggression"
    vague: frozenset[str]  # and such as name both sides' doings: "hostilities"
    references: Mapping[str, frozenset[str]]  # words that refer back: nouns, schemes, pronouns

    def is_person(self, actor_id: str) -> bool:
        """Is it a person's id, of one listed or of one whom only the article names?"""
        return actor_id in self.people or actor_id.startswith("person:")


class Article(NamedTuple):
    """What the readings of one article share."""

    text: str
    sentences: Sequence[Span]
    mentions: Sequence[Mention]
    statements: Sequence[Statement]
    present: frozenset[str]
    places: Sequence[int]  # of words that may be about an issue
    tokens: Sequence[Token]  # of the whole text, where it has such words
    named: Mapping[int, Sequence[Match]]  # sentence number → the issues that it names firmly
    topics: frozenset[int]  # issues that it is about

    def words(self, *spans: Span) -> list[Token]:
        """The tokens of spans, one after the other."""
        return [t for a, b in spans for t in self.tokens[_at(self.tokens, a) : _at(self.tokens, b)]]

    def may_tell(self, start: int, end: int) -> bool:
        """May a passage be about an issue at all?"""
        i = bisect_left(self.places, start)
        return i < len(self.places) and self.places[i] < end


def _at(tokens: Sequence[Token], offset: int) -> int:
    return bisect_left(tokens, offset, key=attrgetter("start"))


def compile_issues(codebook: Codebook, language: str) -> StanceRules:
    """The issues of a codebook and the stance cues of a language, ready for find_stances."""
    issues = CompiledIssues(codebook, language)
    cues, rules = codebook.cues[language], issues.rules

    def forms(lemmas: Sequence[str]) -> set[str]:
        return {form for lemma in lemmas for form in (lemma, *inflected(lemma, cues["irregular"]))}

    up, down = (dict.fromkeys(rules["acts"][name], sign) for name, sign in (("up", 1), ("down", -1)))
    done = {f: sign for name, sign in zip(LEANS, (1, -1), strict=True) for f in forms(rules["towards"][name])}
    posts = forms(rules["towards"]["posts"])
    return StanceRules(
        issues,
        {f: sign for name, sign in zip(LEANS, (1, -1), strict=True) for f in forms(rules["cues"][name])},
        {n: sign for name, sign in zip(("for", "against"), (1, -1), strict=True) for n in rules["leaning_nouns"][name]},
        frozenset(forms(rules["voicing"])),
        tuple(frozenset(forms(rules[name])) for name in ("committing", "denying", "foreseeing", "warning")),
        WholeWords(up | down),
        WholeWords({w: sign for f, sign in (done | dict.fromkeys(posts, 1)).items() for w in (f, f.title())}),
        frozenset(posts),
        frozenset(cues["auxiliaries"]) | frozenset(cues["adverbs"]),
        frozenset(o.id for o in codebook.outlets.values()),
        frozenset(a.id for a in codebook.actors.values() if a.type == "state"),
        {a.id: _home(a) for a in codebook.actors.values()},
        {d: a.id for a in codebook.actors.values() if a.type == "organization" for d in a.demonyms if d.endswith("s")},
        frozenset(cues["role_nouns"]),
        frozenset(a.id for a in codebook.actors.values() if a.type == "person"),
        frozenset(rules["biddings"]),
        frozenset(rules["labels"]),
        frozenset(rules["vague"]),
        {name: frozenset(words) for name, words in rules["references"].items()},
    )


def _home(actor: Actor) -> frozenset[str]:
    """Whom an actor speaks for: itself, its state, the bodies of its offices."""
    return frozenset(i for i in (actor.id, actor.country, *(o.of for o in actor.offices)) if i)
