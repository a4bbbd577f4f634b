"""Who is for or against whom: by what one actor does to another, says of him, or by the learned reader's vote."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from standpoint.actors import Mention
from standpoint.acts import MODALS, NEGATIONS, Verbs, subject, verbs_of
from standpoint.cues import inflected
from standpoint.issues import CompiledIssues
from standpoint.statements import Statement
from standpoint.text import Span, containing

OBJECT = re.compile(
    r"[ \u00a0](?:the |an? |its |his |her |their |US |former |then-|President |Prime Minister |M(?:r|s|rs)\.? "
    r"|[a-z]+ly )*"
)
VICTORY = re.compile(
    r"[ \u00a0](?:the |an? )?(?:[a-z]+ )?(?:victory|win|advance|return|rise|success|triumph|dominance) (?:of|by|for) "
)
WORD = re.compile(r"n['’]t\b|[^\W_]+(?:-[^\W_]+)*|[,;:–—]")
LEAD, NEAR, TAIL = 3, 3, 4  # words read in front of a name, behind it, and further behind a verb "to be"
COPULAS = frozenset("is was are were be been has have had 's ’s".split())
POSSESSIVE = ("'s", "’s")
VOTE = 0.6  # probability from which the learned reader's vote counts
MOST_ACTORS = 12  # in one sentence; a list of more says little of any two


class Towards(NamedTuple):
    """An actor speaks or acts for (`sign` 1) or against (-1) another; `cue` are the words that show it."""

    holder: str
    cue: Span
    target_id: str
    target: Span
    sentence: Span
    sign: int
    basis: str
    because: str
    direction: float


class Pairs(Protocol):
    """What the learned reader offers: how likely the holder's words take which side towards a target."""

    def position(self, holder: Span, target: Span) -> tuple[float, float, float] | None:
        """Probabilities of none, support and oppose for two spans of one text; None where it cannot see both."""


@lru_cache(maxsize=8)
def _finder(support: tuple[str, ...], oppose: tuple[str, ...], irregular: tuple) -> Verbs:
    known = {k: list(v) for k, v in irregular}
    return verbs_of(
        tuple(f for lemma in support for f in (lemma, *inflected(lemma, known))),
        tuple(f for lemma in oppose for f in (lemma, *inflected(lemma, known))),
    )


def done_to_actors(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    verbs: Mapping[str, Any],
    irregular: Mapping[str, list[str]],
    helpers: frozenset[str],
    statements: Sequence[Statement],
) -> Iterator[Towards]:
    """What one actor does to another: the verb's subject, and the actor that stands right behind it.

    "X was criticised by Y" is Y against X. Negated and merely possible ones are left out.
    """
    speakers = {cue[1]: s.speaker_id for s in statements for cue in s.cue}
    forms = tuple((k, tuple(v)) for k, v in irregular.items())
    for start, end, sign in _finder(tuple(verbs["support"]), tuple(verbs["oppose"]), forms).find(text):
        at = containing(sentences, start)
        if at < 0:
            continue
        sentence = sentences[at]
        found = subject(text, mentions, start, helpers)
        if found and mentions[found[0]].start < sentence[0]:
            found = None
        between = found[1] if found else frozenset()
        if between & MODALS or between & NEGATIONS:
            continue
        verb = text[start:end]
        passive = bool(between & {"was", "were", "been", "being", "is", "are"}) and not verb.endswith("ing")
        if passive:
            if text[end : end + 4] == " by " and (agent := _object(text, mentions, end + 3)):
                target = mentions[found[0]]
                yield _done(text, agent.actor_id, (start, end), target, sentence, sign)
            continue
        holder = speakers.get(end) or (mentions[found[0]].actor_id if found else None)
        target = _object(text, mentions, end)
        if holder and target and target.end <= sentence[1] and target.actor_id != holder:
            yield _done(text, holder, (start, end), target, sentence, sign)


def _done(text: str, holder: str, cue: Span, target: Mention, sentence: Span, sign: int) -> Towards:
    because = f"‘{text[slice(*cue)]}’ with ‘{text[target.start : target.end]}’ as its object; no negation"
    return Towards(
        holder, cue, target.actor_id, (target.start, target.end), sentence, sign, "towards", because,
        0.75 if target.form != "demonym" else 0.6,
    )  # fmt: skip


OF_THEIRS = re.compile(
    r"[ \u00a0](?:(?!(?:and|but|that|when|as|who|which|to|in|at|on|by|from|with|for|over)\b)[\w’'-]+[ \u00a0]){0,4}"
)


def _object(text: str, mentions: Sequence[Mention], end: int) -> Mention | None:
    """The actor behind a verb: behind nothing but articles and titles, as the winner of what is named, or as the one
    whose doings are meant ("criticised Washington's plan", "condemned the Russian attack").
    """
    for pattern in (VICTORY, OBJECT, OF_THEIRS):
        if not (gap := pattern.match(text, end)):
            continue
        i = bisect_left(mentions, (end,))
        if i == len(mentions) or mentions[i].start > gap.end():
            continue
        mention = mentions[i]
        if mention.start != gap.end() and pattern is not OF_THEIRS:
            continue
        theirs = mention.form == "demonym" or text[mention.end : mention.end + 2] in POSSESSIVE
        if theirs or pattern is not OF_THEIRS:
            return mention
    return None


def said_of_actors(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    issues: CompiledIssues,
) -> Iterator[Towards]:
    """What speakers say of others: "X is a liar", "X lied", "we are proud of X"; negations counted."""
    for n, statement in enumerate(statements):
        if statement.speaker_id is None or statement.kind == "act":
            continue
        inner = [s.content[0] for s in statements[n + 1 : n + 5] if s.parent == n]
        for low, high in statement.content:
            for m in mentions[bisect_left(mentions, (low,)) : bisect_left(mentions, (high,))]:
                if m.form == "demonym" or any(a <= m.start < b for a, b in inner):
                    continue
                sign, told = _valued(text, m, low, high, issues)
                if sign:
                    at = containing(sentences, m.start)
                    span = sentences[at] if at >= 0 else statement.sentence
                    because = f"said of ‘{text[m.start : m.end]}’: ‘{told}’"
                    yield Towards(
                        statement.speaker_id, statement.cue[0] if statement.cue else span, m.actor_id,
                        (m.start, m.end), span, sign, "said-of", because, 0.6,
                    )  # fmt: skip


def _valued(text: str, m: Mention, low: int, high: int, issues: CompiledIssues) -> tuple[int, str]:
    """1 for praise, -1 for blame of a name in its clause, 0 for neither, and the words that say so.

    Words count right behind the name or its verb "to be", and words that take it as an object right in front of it.
    """
    praise, blame = (frozenset(issues.rules[name]) for name in ("praise", "blame"))
    ends = issues.lists["boundaries"]
    after = _until((w.group() for w in WORD.finditer(text, m.end, min(high, m.end + 70))), issues, ends)
    if after[:1] == ["s"]:
        after = after[1:]
    behind = NEAR + (any(w.lower() in COPULAS for w in after[:2]) and TAIL)
    for i, word in enumerate(after[:behind]):
        value = (word.lower() in praise) - (word.lower() in blame)
        if value:
            negated = sum(issues.stem(w)[0] in issues.lists["negators"] for w in after[:i]) % 2
            return 0 if negated else value, " ".join(after[: i + 1])  # "not strong enough" is no blame
    before = [w.group() for w in WORD.finditer(text, max(low, m.start - 50), m.start)]
    front = _until(reversed(before), issues, ends)[::-1][-LEAD:]
    for i, word in enumerate(front):
        value = (word.lower() in issues.rules["favours"]) - (word.lower() in issues.rules["disfavours"])
        if value:
            negated = sum(issues.stem(w)[0] in issues.lists["negators"] for w in front[:i]) % 2
            return -value if negated else value, " ".join(front[i:])
    return 0, ""


def _until(words: Iterable[str], issues: CompiledIssues, ends: frozenset[str]) -> list[str]:
    out: list[str] = []
    for word in words:
        if word in ",;:–—" or issues.stem(word)[0] in ends:
            break
        out.append(word)
    return out


def read_between_actors(
    sentences: Sequence[Span], mentions: Sequence[Mention], statements: Sequence[Statement], reading: Pairs
) -> Iterator[Towards]:
    """The learned reader's votes: for each two actors of a sentence, its speakers included, the side it sees.

    Of several spans that name an actor the surest pair speaks.
    """
    for low, high in sentences:
        inside = mentions[bisect_left(mentions, (low,)) : bisect_left(mentions, (high,))]
        holders = [(m.actor_id, (m.start, m.end)) for m in inside if m.form != "demonym"]
        for s in statements:
            if s.sentence[0] >= high:
                break
            if s.speaker_id and s.source and s.sentence[1] > low and not low <= s.source[0][0] < high:
                holders.append((s.speaker_id, s.source[0]))
        if len(inside) > MOST_ACTORS:
            continue
        best: dict[tuple[str, str], tuple[float, int, Span]] = {}
        for holder, span in holders:
            for m in inside:
                if m.actor_id == holder or not (scores := reading.position(span, (m.start, m.end))):
                    continue
                _, support, oppose = scores
                found = (max(support, oppose), 1 if support > oppose else -1, (m.start, m.end))
                best[holder, m.actor_id] = max(found, best.get((holder, m.actor_id), found))
        for (holder, target_id), (sure, sign, target) in best.items():
            if sure >= VOTE:
                because = f"read as {'for' if sign > 0 else 'against'} them by the learned reader"
                yield Towards(holder, target, target_id, target, (low, high), sign, "learned", because, sure)
