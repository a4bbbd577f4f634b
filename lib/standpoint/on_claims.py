"""Positions on claims as the learned reader sees them: where no rule decides, and where a rule may be wrong.

Of an article, the passages nearest to the codebook's claims are read with everybody who speaks or is named there, so
that a codebook of a hundred issues costs little more than one of ten. What was chosen on data is here alone.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import exp, log, tanh
from typing import NamedTuple, Protocol

import numpy as np

from standpoint.claim_reader import ClaimReader, Passage, marked
from standpoint.compiled import Compiled
from standpoint.holders import holders_of
from standpoint.leanings import left_open
from standpoint.nearness import nearness
from standpoint.reader import Reading
from standpoint.second_look import SecondLook
from standpoint.stance_rules import LEANS, Article, Stance, StanceRules
from standpoint.text import Span, containing

NEAR = 0.4  # nearness of a passage to a claim from which it is read
MOST = 160  # passages of an article, with their claims, that are read
LOOKED, AGAIN = 0.1, 32  # likelihood of a side from which a passage is looked at again, and how many of an article
RELEVANT = 0.5  # likelihood of any position from which one counts, in the likeliest sentence of what somebody says
NAMED = 0.65  # what a sentence counts in which he is only named
ABOUT = 0.9  # of several claims a sentence is about the likeliest, and those that are as likely by this share
TOGETHER = 6  # sentences, the likeliest, that tell his side together
DOUBTED = 0.2  # likelihood below which a rule's position does not count
PLAIN = frozenset({"cue", "commitment", "wording", "judged"})  # rules that rest on words of the holder's side
FELT, ROUNDS = 1.0, 3  # weight of friends' and foes' sides; how often they are passed on
TOLD = 0.3  # likelihood of a side from which a sentence is evidence, or its abstention is worth telling
LEAST = 1e-3  # keeps a likelihood of nothing from deciding alone


class TextReader(Protocol):
    """The learned reader, or one that keeps what it read."""

    def read(self, text: str, sentences: Sequence[Span], quotations: Sequence[Span]) -> Reading: ...


class Claims(NamedTuple):
    """The claims that have no terms as the encoder sees them, by the number of their issue, and who reads passages on
    them, and the likeliest again. Issues with terms are left to the rules: who gives terms wants precision.
    """

    reader: ClaimReader
    again: SecondLook
    seen: Mapping[int, Reading]


class Candidate(NamedTuple):
    """Somebody in a sentence, with an issue that it may be about; the statement that he makes there, if any."""

    near: float
    sentence: int
    holder: str
    issue: int
    statement: int | None


Ties = Mapping[tuple[str, str], float]  # two actors → how far they are for each other (above 0) or against


class Sight(NamedTuple):
    """A holder on an issue: which side (1 support, 2 oppose), how likely any and how likely this one, and where."""

    side: int
    relevance: float
    direction: float
    evidence: Sequence[tuple[Candidate, Sequence[float]]]


def claims_of(rules: StanceRules, learned: TextReader, reader: ClaimReader, again: SecondLook) -> Claims:
    """The claims of compiled issues, read."""
    texts = {n: issue.text for n, issue in enumerate(rules.issues.issues) if not issue.by_rules_alone}
    return Claims(reader, again, {n: learned.read(text, [(0, len(text))], []) for n, text in texts.items()})


def with_votes(
    article: Article, rules: StanceRules, reading: Reading, claims: Claims, found: Sequence[Stance], ties: Ties,
    *, opinion: bool, lone: bool,
) -> list[Stance]:  # fmt: skip
    """What rules have `found`, and what the learned reader sees of claims beside it, near misses included.

    A rule's position that the reader finds unlikely is left open. Which side a holder is on, his sentences tell
    together, and the sides of those whom he is for or against (`ties`); of several issues that one of his sentences may
    be about, the likeliest count. `lone`: the text is one sentence, and somebody's own where it names nobody.
    """
    numbers = {issue.id: n for n, issue in enumerate(rules.issues.issues) if n in claims.seen}
    speakers = [holders_of(article, s, rules, opinion) for s in article.statements]
    near = candidates(article, rules, reading, claims, speakers, opinion=opinion, lone=lone)
    told = [s for s in found if s.position and s.target_kind == "issue" and s.holder_id and s.target_id in numbers]
    by_rules = [c for s in told for c in _told(article, s, numbers[s.target_id])]
    unique: dict[tuple, Candidate] = {}
    for c in [*by_rules, *near]:
        if reading.seeing(*article.sentences[c.sentence]):
            unique.setdefault((c.sentence, c.holder, c.issue), c)
    asked = list(unique.values())[:MOST]
    ruled = {(c.sentence, c.holder, c.issue) for c in by_rules}
    sure = [n for n, c in enumerate(asked) if (c.sentence, c.holder, c.issue) in ruled]
    likely = judged(article, reading, claims, asked, speakers, sure)
    best: dict[tuple[str, int], list[float]] = {}
    for c, row in zip(asked, likely, strict=True):
        best[c.holder, c.issue] = [max(pair) for pair in zip(row, best.get((c.holder, c.issue), row), strict=True)]
    out = []
    for s in found:
        row = best.get((s.holder_id, numbers.get(s.target_id))) if s.position and s.target_kind == "issue" else None
        likely_side = 1.0
        if row:  # plain words tell the side better than it does: it is only asked whether any is taken
            likely_side = max(row[1:]) if s.basis in PLAIN else row[1 + LEANS.index(s.position)]
        unlikely = f"{s.because}; but the learned reader finds that unlikely ({likely_side:.0%})"
        out.append(s if likely_side >= DOUBTED else s._replace(position="", because=unlikely))
    decided = {(s.holder_id, s.target_id) for s in out if s.position}
    for (holder, number), sight in sights(asked, likely, ties).items():
        issue = rules.issues.issues[number]
        if (holder, issue.id) not in decided:
            out += [_stance(article, issue, c, row, sight) for c, row in sight.evidence]
    return out


def sights(asked: Sequence[Candidate], likely: Sequence[Sequence[float]], ties: Ties) -> dict[tuple[str, int], Sight]:
    """What the sentences of a holder show of an issue: (holder, number of the issue) → sight."""
    surest: dict[tuple[int, str], float] = {}
    pairs: dict[tuple[str, int], list[tuple[Candidate, Sequence[float]]]] = {}
    for c, row in zip(asked, likely, strict=True):
        surest[c.sentence, c.holder] = max(1 - row[0], surest.get((c.sentence, c.holder), 0.0))
        pairs.setdefault((c.holder, c.issue), []).append((c, row))
    abouts, leans, relevances = {}, {}, {}
    for pair, rows in pairs.items():
        rows = sorted(rows, key=lambda r: -_counts(r[0]) * (1 - r[1][0]))
        leans[pair] = sum(_counts(c) * log((r[1] + LEAST) / (r[2] + LEAST)) for c, r in rows[:TOGETHER])
        abouts[pair] = [(c, r) for c, r in rows if 1 - r[0] >= ABOUT * surest[c.sentence, c.holder]]
        relevances[pair] = max((_counts(c) * (1 - r[0]) for c, r in abouts[pair]), default=0.0)
    out = {}
    for pair, lean in among(leans, relevances, ties).items():
        side, relevance = 1 if lean > 0 else 2, relevances[pair]
        # where he says it himself, sentences in which he is only named are no evidence
        spoken = any(1 - r[0] >= RELEVANT for c, r in abouts[pair] if _counts(c) == 1)
        evidence = [(c, r) for c, r in abouts[pair] if r[side] >= TOLD and (_counts(c) == 1 or not spoken)]
        out[pair] = Sight(side, relevance, 1 / (1 + exp(-abs(lean))), evidence)
    return out


def among(
    leans: Mapping[tuple[str, int], float], relevances: Mapping[tuple[str, int], float], ties: Ties
) -> dict[tuple[str, int], float]:
    """The log odds of support of each (holder, issue), with the sides that his friends and foes take on the issue.

    A few rounds of mean field, each weighed by how surely he takes a side at all (after Sridhar et al. 2015, "Joint
    models of disagreement and stance in online debate").
    """
    holders: dict[int, list[str]] = {}
    for holder, issue in leans:
        holders.setdefault(issue, []).append(holder)
    found = dict(leans)
    for _ in range(ROUNDS):
        felt = {pair: relevances[pair] * tanh(lean / 2) for pair, lean in found.items()}
        found = {
            (holder, issue): lean
            + FELT * sum(ties.get((holder, other), 0.0) * felt[other, issue] for other in holders[issue])
            for (holder, issue), lean in leans.items()
        }
    return found


def _counts(c: Candidate) -> float:
    return 1.0 if c.statement is not None or c.holder == "article" else NAMED


def judged(
    article: Article, reading: Reading, claims: Claims, asked: Sequence[Candidate], speakers: Sequence[Collection[str]],
    sure: Sequence[int],
) -> list[list[float]]:  # fmt: skip
    """How likely it is that each candidate takes no position, supports or opposes.

    Those of the numbers `sure`, which rules have found, and the likeliest at first sight are looked at a second time,
    and that alone counts: the others take none.
    """
    if not asked:
        return []
    marks = marked(reading, article.mentions, article.statements)
    passages = [
        Passage(
            marks.at(*article.sentences[c.sentence]),
            c.holder,
            [n for n, holders in enumerate(speakers) if c.holder in holders],
            claims.seen[c.issue],
        )
        for c in asked
    ]
    sided = 1 - claims.reader.judge(reading, marks, passages, len(article.statements))[:, 0]
    sided[sure] = 1
    again = [i for i in np.argsort(-sided, kind="stable")[:AGAIN] if sided[i] >= LOOKED]
    likely = np.zeros((len(asked), 3))
    likely[:, 0] = 1
    likely[again] = claims.again.judge(reading, marks, [passages[i] for i in again], len(article.statements))
    return likely.tolist()


def _told(article: Article, stance: Stance, issue: int) -> Iterator[Candidate]:
    """The sentences of a position that rules have found, whether or not they are near."""
    said = stance.statement if stance.statement is not None and stance.statement < len(article.statements) else None
    for sentence in _sentences_of(article, (stance.start, stance.end)):
        yield Candidate(1.0, sentence, stance.holder_id, issue, said)


def candidates(
    article: Article, rules: StanceRules, reading: Reading, claims: Claims, speakers: Sequence[Collection[str]],
    *, opinion: bool, lone: bool,
) -> list[Candidate]:  # fmt: skip
    """Everybody in every sentence with every claim that it is near to, the nearest first."""
    starts = reading.starts
    pieces = [slice(bisect_left(starts, a), bisect_left(starts, b)) for a, b in article.sentences]
    near = nearness(claims.reader.words, reading.pieces, pieces, [c.pieces for c in claims.seen.values()])
    issues = list(claims.seen)
    about = [[(float(row[i]), issues[i]) for i in np.flatnonzero(row >= NEAR)] for row in near]
    made = [
        Candidate(nearest, sentence, holder, issue, number)
        for (sentence, holder), number in sorted(_there(article, rules, speakers, opinion=opinion, lone=lone).items())
        for nearest, issue in about[sentence]
    ]
    return sorted(made, key=lambda c: -c.near)


def _there(
    article: Article, rules: StanceRules, speakers: Sequence[Collection[str]], *, opinion: bool, lone: bool
) -> dict[tuple[int, str], int | None]:
    """(sentence, id) of all who speak or are named there, with the number of what they say; media pass words on."""
    out: dict[tuple[int, str], int | None] = {}
    nothing: set[tuple[int, str]] = set()  # who only asks there, or does not say
    for number, (statement, holders) in enumerate(zip(article.statements, speakers, strict=True)):
        there = {i for span in statement.content for i in _sentences_of(article, span)}
        told = {(sentence, h) for sentence in there for h in holders - rules.media}
        if left_open(article.text, statement, rules.issues):
            nothing |= told
        else:
            out.update(dict.fromkeys(told, number))
    for m in article.mentions:
        sentence = containing(article.sentences, m.start)
        if sentence >= 0 and m.actor_id not in rules.media and (sentence, m.actor_id) not in nothing:
            out.setdefault((sentence, m.actor_id), None)
    if opinion or (lone and not article.mentions and not article.statements):
        for sentence in range(len(article.sentences)):
            out.setdefault((sentence, "article"), None)
    return out


def _sentences_of(article: Article, span: Span) -> Iterator[int]:
    first = max(0, bisect_left(article.sentences, (span[0],)) - 1)
    for i in range(first, len(article.sentences)):
        low, high = article.sentences[i]
        if low >= span[1]:
            return
        if span[0] < high:
            yield i


def _stance(article: Article, issue: Compiled, c: Candidate, likely: Sequence[float], sight: Sight) -> Stance:
    """A position where it is likely enough, for the reader and for the codebook; else an abstention."""
    lean, confidence = LEANS[sight.side - 1], sight.relevance * sight.direction
    because = f"the learned reader takes it for {lean} of the claim ({likely[sight.side]:.0%} likely here"
    because += f"; about the claim {sight.relevance:.0%}, this side {sight.direction:.0%})"
    position = ""
    if sight.relevance < RELEVANT:
        because += f", and what is about a claim by less than {RELEVANT:.0%} is left open"
    elif confidence < issue.threshold:
        because += f", which together is below {issue.threshold:.0%}"
    else:
        position = lean
    statement = None if c.statement is None else article.statements[c.statement]
    reported_by = None
    if statement is not None and statement.parent is not None:
        reported_by = article.statements[statement.parent].speaker_id
    return Stance(
        c.statement, c.holder, reported_by if reported_by != c.holder else None, "issue", issue.id, position,
        *article.sentences[c.sentence], "learned", because, sight.relevance, sight.direction, confidence,
    )  # fmt: skip
