"""Issues, compiled: what the claim of each wants of the thing that it is about, and which words tell of it."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from standpoint.claims import ASIDE_WEIGHT, Claim, Words, read_claim
from standpoint.codebook import Codebook, Issue
from standpoint.text import straight
from standpoint.tokens import TOKEN, Stems

WISHED = re.compile(r"\b(?:be|should|must|not|to) $")  # in front of what a claim wants done
THRESHOLD, LIKELY = 0.45, 0.35  # abstain below, where the codebook sets no other: by words, and by the learned reader


class Term(NamedTuple):
    """Words that name the thing of an issue; `sign` is 1 where more of what they name is what its claim wants, else -1.

    `relevance`: how surely a passage that has them is about the issue.
    """

    words: str
    sign: int
    relevance: float


class Wording(NamedTuple):
    """Words that decide by themselves: `sign` is 1 where they are for the claim, -1 where they are against it."""

    words: str
    sign: int


class Compiled(NamedTuple):
    """One issue, compiled. `names` are the actors that its claim names; `things` the stems that alone
    tell of it, `said` the stems of all that its claim says; `labels` other names of a thing that the claim calls right;
    `own` is what the words of its claim weigh together, but for names; `text` is the claim as it was written. `terms`
    are the codebook's (`has_terms`), or else other names of its thing.
    """

    id: str
    claim: Claim
    names: frozenset[str]
    threshold: float
    likely: float
    has_terms: bool
    things: frozenset[str]
    said: frozenset[str]
    labels: frozenset[str]
    own: float
    text: str
    terms: tuple[Term, ...]
    wordings: tuple[Wording, ...]

    @property
    def by_rules_alone(self) -> bool:
        """Does the learned reader leave it to the rules? Who gives terms wants rows that rest on words, and calls for a
        resignation are read by rules of their own.
        """
        return (self.has_terms and not self.claim.states) or self.claim.leaves


def compiled_issues(codebook: Codebook, language: str, stems: Stems, bodies: Mapping[str, str]) -> list[Compiled]:
    """The issues of a codebook; `bodies` are the names of its actors that are no persons → their ids."""
    lists = stems.lists
    known = Words(
        stems.stem,
        lists["down"],
        lists["up"],
        frozenset(stems.rules["claim_generic"]),
        frozenset(n for a in codebook.actors.values() for n in (a.name, *a.aliases)),
        lists["wrong"] | lists["concern"],
        lists["right"],
        lists["normative"] | lists["right"] | lists["approving"],
        stems.kinds,
    )
    return [_compiled(issue, language, stems, known, bodies) for issue in codebook.issues.values()]


def bodies_by_name(codebook: Codebook) -> dict[str, str]:
    """Names of a codebook's states and bodies, with straight apostrophes → their ids."""
    return {straight(n): a.id for a in codebook.actors.values() for n in (a.name, *a.aliases) if a.type != "person"}


def _compiled(issue: Issue, language: str, stems: Stems, known: Words, bodies: Mapping[str, str]) -> Compiled:
    claim = read_claim(_reworded(issue.claim, stems), known)
    wording = issue.wording.get(language)
    terms = wording.terms if wording else ()
    plain = straight(issue.claim)
    written = [n for n in bodies if n in plain]  # a pattern for each of all names would take seconds
    others = [] if terms else _other_names(claim, stems)
    return Compiled(
        id=issue.id,
        claim=claim,
        names=frozenset(bodies[n] for n in written if re.search(rf"\b{re.escape(n)}\b", plain)),
        threshold=THRESHOLD if issue.threshold is None else issue.threshold,
        likely=LIKELY if issue.threshold is None else issue.threshold,
        has_terms=bool(terms),
        things=frozenset(
            s
            for s, w in claim.weights.items()
            if s not in (claim.names | stems.kinds) and w >= (1 if s in claim.head else ASIDE_WEIGHT)
        ),
        said=frozenset(stems.stem(w)[0] for w in TOKEN.findall(issue.claim)),
        labels=frozenset(n for n in others if claim.just and not _is_thing(n, claim, stems)),
        own=sum(w for stem, w in claim.weights.items() if stem not in claim.names),
        text=issue.claim,
        terms=(
            *(Term(t, _sign(t, claim, stems), 0.85 + 0.1 * (" " in t)) for t in terms),
            *(Term(n, claim.wants, 0.8) for n in others),
        ),
        wordings=(
            *(Wording(p, 1) for p in (wording.in_favour if wording else ())),
            *(Wording(p, -1) for p in (wording.against if wording else ())),
        ),
    )


def _reworded(claim: str, stems: Stems) -> str:
    """A claim with idioms of more and less in one word: "should be rolled back" as "should be reduce back"."""
    turning = stems.lists["up"] | stems.lists["down"]

    def word(m: re.Match) -> str:
        other = stems.rewording.instead(claim, m.group(), *m.span()) if WISHED.search(claim[: m.start()]) else ""
        return other if other and stems.stem(other)[0] in turning else m.group()

    return TOKEN.sub(word, claim)


def _other_names(claim: Claim, stems: Stems) -> list[str]:
    """What the thing of a claim is called as well: "climate change" for "global warming"."""
    groups = stems.rules["same_things"].values()
    return [name for group in groups if any(_is_thing(n, claim, stems) for n in group) for name in group]


def _is_thing(name: str, claim: Claim, stems: Stems) -> bool:
    words = set(stems.of_phrase(name))
    return words <= claim.head if len(words) > 1 else words == claim.head


def _sign(term: str, claim: Claim, stems: Stems) -> int:
    """Is more of what a term names wanted by the claim?

    "Fossil fuels" names the thing that a claim wants less of (-1), "phase-out of fossil fuels" undoes it (1), and
    "peace deal" names the means by which the claim wants it undone (1). Other words stand for the thing itself.
    """
    found = [stems.stem(w) for w in TOKEN.findall(term)]
    less = stems.lists["down"] | stems.lists["negators"]
    lessens = any(stem in less and same not in claim.head for stem, same in found)  # a "rent cap" may be the thing
    if claim.wants < 0 and not any(same in claim.head for _, same in found):
        means = set(claim.weights) - claim.head - claim.names
        return 1 if lessens or any(same in means for _, same in found) else -1
    return -claim.wants if lessens else claim.wants
