"""Positions on claims as the learned reader sees them: where no rule decides, and where a rule may be wrong.

Of an article, the passages nearest to the codebook's claims are read with everybody who speaks or is named there
(`asked`), the likeliest of them twice (`looks`), and what they show is taken together (`sights`).
"""

from collections.abc import Sequence
from typing import Protocol

from standpoint.asked import Candidate, candidates, told_of
from standpoint.claim_reader import ClaimReader
from standpoint.compiled import Compiled
from standpoint.holders import holders_of
from standpoint.looks import Claims, judged
from standpoint.reader import Reading
from standpoint.second_look import SecondLook
from standpoint.sights import Sight, Ties, sights
from standpoint.stance_rules import LEANS, Article, Stance, StanceRules
from standpoint.text import Span

DOUBTED = 0.3  # likelihood below which a rule's position does not count
CONTRARY = 0.85  # and of the other side, from which even plain words are taken to say something else
NEAR_MISS = 0.2  # confidence from which an abstention is worth telling
PLAIN = frozenset({"cue", "commitment", "wording", "judged"})  # rules that rest on plain words for or against


class TextReader(Protocol):
    """The learned reader, or one that keeps what it read."""

    def read(self, text: str, sentences: Sequence[Span], quotations: Sequence[Span]) -> Reading: ...


def claims_of(rules: StanceRules, learned: TextReader, reader: ClaimReader, again: SecondLook) -> Claims:
    """The claims of compiled issues, read."""
    texts = {n: issue.text for n, issue in enumerate(rules.issues.issues) if not issue.by_rules_alone}
    return Claims(reader, again, {n: learned.read(text, [(0, len(text))], []) for n, text in texts.items()})


def with_votes(
    article: Article, rules: StanceRules, reading: Reading, claims: Claims, found: Sequence[Stance], ties: Ties,
    *, opinion: bool, lone: bool,
) -> list[Stance]:  # fmt: skip
    """What rules have `found`, and what the learned reader sees of claims beside it, near misses included.

    Which side a holder is on, his sentences tell together, and the sides of those whom he is for or against (`ties`);
    a rule's position that they make unlikely is left open. `lone`: the text is one sentence, and somebody's own where
    it names nobody.
    """
    numbers = {issue.id: n for n, issue in enumerate(rules.issues.issues) if n in claims.seen}
    speakers = [holders_of(article, s, rules, opinion) for s in article.statements]
    told = [s for s in found if s.position and s.target_kind == "issue" and s.holder_id and s.target_id in numbers]
    by_rules = [c for s in told for c in told_of(article, s, numbers[s.target_id])]
    near = candidates(
        article, rules, reading, claims.reader.words, claims.seen, speakers, opinion=opinion, lone=lone
    )  # fmt: skip
    unique: dict[tuple, Candidate] = {}
    for c in [*by_rules, *near]:
        if reading.seeing(*article.sentences[c.sentence]):
            unique.setdefault((c.sentence, c.holder, c.issue), c)
    seen = judged(article, reading, claims, list(unique.values()), speakers, frozenset(by_rules))
    whole = sights(seen, ties)
    out = [_checked(s, whole.get((s.holder_id, numbers[s.target_id]))) if s in told else s for s in found]
    decided = {(s.holder_id, s.target_id) for s in out if s.position}
    for (holder, number), sight in whole.items():
        issue = rules.issues.issues[number]
        if (holder, issue.id) not in decided and sight.relevance * sight.direction >= NEAR_MISS:
            out += [_stance(article, issue, c, row, sight) for c, row in sight.evidence]
    return out


def _checked(rule: Stance, sight: Sight | None) -> Stance:
    """A rule's position, left open where the holder's sentences were read and make it unlikely; of plain words only
    whether any position is likely, unless the other side is all but sure."""
    if sight is None:
        return rule
    direction = sight.direction if rule.position == LEANS[sight.side - 1] else 1 - sight.direction
    likely = sight.relevance * (1 if rule.basis in PLAIN and direction > 1 - CONTRARY else direction)
    unlikely = f"{rule.because}; but the learned reader finds that unlikely ({likely:.0%})"
    return rule if likely >= DOUBTED else rule._replace(position="", because=unlikely)


def _stance(article: Article, issue: Compiled, c: Candidate, likely: Sequence[float], sight: Sight) -> Stance:
    """A position where it is likely enough for the codebook; else an abstention."""
    lean, confidence = LEANS[sight.side - 1], sight.relevance * sight.direction
    because = f"the learned reader takes it for {lean} of the claim ({likely[sight.side]:.0%} likely here; in all"
    because += f" a position is {sight.relevance:.0%} likely, this side {sight.direction:.0%})"
    position = lean if confidence >= issue.likely else ""
    if not position:
        because += f", which together is below {issue.likely:.0%}"
    statement = None if c.statement is None else article.statements[c.statement]
    reported_by = None
    if statement is not None and statement.parent is not None:
        reported_by = article.statements[statement.parent].speaker_id
    return Stance(
        c.statement, c.holder, reported_by if reported_by != c.holder else None, "issue", issue.id, position,
        *article.sentences[c.sentence], "learned", because, sight.relevance, sight.direction, confidence,
    )  # fmt: skip
