"""Where they stand: positions of speakers, actors and opinion pieces on issues and on each other, or none.

A position is relevance (is this about the issue?) and direction (for or against?), each decided by words that can be
shown. Where nothing decides, there is no row.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from standpoint.acts import find_acts, find_towards
from standpoint.actors import Mention
from standpoint.codebook import Codebook
from standpoint.cues import inflected
from standpoint.issues import CompiledIssues, Match, Token
from standpoint.statements import Statement
from standpoint.text import Span, containing

BEFORE, AFTER, SCOPE = 8, 7, 5  # tokens: in front of and behind the issue's words; reach of a negation


class Stance(NamedTuple):
    """Somebody's position on an issue or another actor. `statement` is an index into statements, then acts."""

    statement: int | None
    holder_id: str
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
    """Compiled issues and the lean of each cue form."""

    issues: CompiledIssues
    leans: Mapping[str, int]
    irregular: Mapping[str, list[str]]
    helpers: frozenset[str]


class Reading(NamedTuple):
    """A direction: 1 for more of the thing, -1 for less; how surely; the basis code; the words that decide."""

    sign: int
    direction: float
    basis: str
    words: str


def compile_issues(codebook: Codebook, language: str) -> StanceRules:
    """The issues of a codebook and the stance cues of a language, ready for find_stances."""
    issues = CompiledIssues(codebook, language)
    irregular = codebook.cues[language]["irregular"]
    leans = {
        form: sign
        for name, sign in (("support", 1), ("oppose", -1))
        for lemma in issues.rules["cues"][name]
        for form in (lemma, *inflected(lemma, irregular))
    }
    helpers = frozenset(codebook.cues[language]["auxiliaries"]) | frozenset(codebook.cues[language]["adverbs"])
    return StanceRules(issues, leans, irregular, helpers)


def find_stances(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    rules: StanceRules,
    *,
    opinion: bool = False,
) -> tuple[list[Stance], list[Statement]]:
    """Stances, and the acts (statements of kind "act") that some of them rest on; acts are numbered after statements.

    `opinion`: the article argues in its own voice, so that its unattributed sentences have the holder "article".
    """
    out = [stance for i, s in enumerate(statements) for stance in _of_statement(text, i, statements, rules)]
    acts: list[Statement] = []
    for act in find_acts(text, sentences, mentions, rules.issues, rules.helpers):
        inside = _content_holding(statements, act.cue[0])
        if act.hedged or (inside is not None and statements[inside].speaker_id == act.holder):
            continue
        number = len(statements) + len(acts)
        reported_by = statements[inside].speaker_id if inside is not None else None
        kept = []
        for match in rules.issues.matches(act.tokens):
            sign, words = _content_sign(act.tokens, match, rules.issues)
            issue = rules.issues.issues[match.issue]
            position = sign * match.sign * act.sign
            because = f"does it: ‘{text[act.cue[0] : act.cue[1]]}’ + words of the issue ‘{match.words}’{words}"
            confidence = match.relevance * 0.75
            if confidence >= issue.threshold:
                kept.append(
                    Stance(number, act.holder, reported_by, "issue", issue.id, _position(position), *act.sentence, "act", because, match.relevance, 0.75, confidence)
                )
        if kept:
            out.extend(kept)
            content = (act.cue[1] + 1, act.sentence[1])
            acts.append(
                Statement(act.sentence, "act", act.holder, text[act.source[0] : act.source[1]], (act.source,), (act.cue,), (content,), inside, 0.7)
            )
    for towards in find_towards(text, sentences, mentions, rules.issues.rules["towards"], rules.irregular, rules.helpers, statements):
        inside = _content_holding(statements, towards.cue[0])
        number = next((i for i, s in enumerate(statements) if s.cue and s.cue[0][0] <= towards.cue[0] < s.cue[0][1]), None)
        reported_by = statements[inside].speaker_id if inside is not None else None
        verb = text[towards.cue[0] : towards.cue[1]]
        because = f"‘{verb}’ with ‘{text[towards.target[0] : towards.target[1]]}’ as its object; no negation"
        out.append(
            Stance(number, towards.holder, reported_by, "actor", towards.target_id, _position(towards.sign), *towards.sentence, "towards", because, 0.9, 0.75, 0.68)
        )
    if opinion:
        out.extend(_own_voice(text, sentences, statements, rules))
    return _settled(out), acts


def _of_statement(text: str, index: int, statements: Sequence[Statement], rules: StanceRules) -> list[Stance]:
    statement = statements[index]
    if not statement.speaker_id or not statement.content:
        return []
    issues = rules.issues
    first, last = statement.content[0][0], statement.content[-1][1]
    tokens = [t for a, b in statement.content for t in issues.tokens(text, a, b)]
    matches = issues.matches(tokens)
    wordings = issues.wordings(tokens)
    if not matches and not wordings:
        return []
    cue = " ".join(text[a:b] for a, b in statement.cue)
    lean, lean_words = _lean(cue, rules)
    reported_by = statements[statement.parent].speaker_id if statement.parent is not None else None
    nested = [s.content[0] for s in statements[index + 1 : index + 5] if s.parent == index and s.content]
    out = []
    for number, at, sign, phrase in wordings:
        negated = _negation(tokens, at, issues)
        position = sign * (-1 if negated else 1) * (lean or 1)
        because = f"‘{cue}’ + wording ‘{phrase}’{', negated' if negated else '; no negation'}"
        confidence = 0.8 * (0.5 if _open(tokens, at, issues) else 1)
        if confidence >= issues.issues[number].threshold:
            out.append(
                Stance(index, statement.speaker_id, reported_by, "issue", issues.issues[number].id, _position(position), first, last, "wording", because, 0.9, 0.9, confidence)
            )
    for match in matches:
        place = tokens[match.first].start
        if any(a <= place < b for a, b in nested):
            continue
        reading = _direction(tokens, match, lean, lean_words, issues)
        if reading is None:
            continue
        issue = issues.issues[match.issue]
        confidence = match.relevance * reading.direction
        if confidence < issue.threshold:
            continue
        because = f"‘{cue}’ + words of the issue ‘{match.words}’, {reading.words}"
        out.append(
            Stance(index, statement.speaker_id, reported_by, "issue", issue.id, _position(reading.sign * match.sign), first, last, reading.basis, because, match.relevance, reading.direction, confidence)
        )
    return out


def _lean(cue: str, rules: StanceRules) -> tuple[int, str]:
    """Does the cue itself take sides? 0 where it does not, or where it is negated."""
    words = cue.lower().split()
    if any(w in ("not", "never") or w.endswith(("n't", "n’t")) for w in words):
        return 0, ""
    for i in range(len(words)):
        form = " ".join(words[i:])
        if form in rules.leans:
            return rules.leans[form], form
        if (short := words[i]) in rules.leans and i == len(words) - 1:
            return rules.leans[short], short
    return 0, ""


def _direction(tokens: Sequence[Token], match: Match, lean: int, lean_words: str, issues: CompiledIssues) -> Reading | None:
    """For more or for less of the issue's thing: by the cue's lean, or by what the content says should be."""
    if _open(tokens, match.first, issues) or any(t.stem == "?" for t in tokens[-1:]):
        return None
    if issues.phrase_at("not_enough", tokens) >= 0 and lean >= 0:
        return Reading(1, 0.8, "not-enough", "said to be not enough: wants more")
    if issues.phrase_at("too_much", tokens) >= 0 and lean >= 0:
        return Reading(-1, 0.8, "too-much", "said to be too much: wants less")
    sign, words = _content_sign(tokens, match, issues)
    if lean:
        return Reading(sign * lean, 0.85, "cue", f"‘{lean_words}’ leans {'for' if lean > 0 else 'against'} it{words}")
    near = tokens[max(0, match.first - BEFORE - 4) : match.last + AFTER]
    lists = issues.lists
    bad = next((t for t in near if t.stem in lists["wrong"]), None)
    if bad is not None:
        flipped = any(t.stem in lists["negators"] for t in near[: near.index(bad)][-3:])
        return Reading(sign * (1 if flipped else -1), 0.7, "judged", f"judged bad{words}")
    if any(t.stem in lists["normative"] for t in near):
        return Reading(sign, 0.75, "should", f"said to be needed or due{words}")
    if words and any(t.stem in lists["commitments"] for t in tokens[max(0, match.first - BEFORE) : match.first]):
        return Reading(sign, 0.6, "commitment", f"announced{words}")
    return None


def _content_sign(tokens: Sequence[Token], match: Match, issues: CompiledIssues) -> tuple[int, str]:
    """The sign of what is to be done to the thing: the nearest verb of more or less, and the negations over it."""
    up, down = issues.lists["up"], issues.lists["down"]
    low, inner = max(0, match.first - BEFORE), range(match.first, match.last)
    operator = next((i for i in range(match.first - 1, low - 1, -1) if tokens[i].stem in up or tokens[i].stem in down), None)
    if operator is None:
        behind = range(match.last, min(len(tokens), match.last + AFTER))
        operator = next((i for i in behind if tokens[i].stem in down or tokens[i].stem in up), None)
    sign, words = 1, ""
    if operator is not None and operator not in inner:
        sign = -1 if tokens[operator].stem in down else 1
        words = f", ‘{tokens[operator].stem}’: {'less' if sign < 0 else 'more'}"
    at = match.first if operator is None else min(operator, match.first)
    negations = _negation(tokens, at, issues)
    if operator is not None and operator >= match.last:
        negations += _negation(tokens, operator, issues, floor=match.last)
    if negations % 2:
        return -sign, words + ", negated"
    return sign, words or "; no negation"


def _negation(tokens: Sequence[Token], at: int, issues: CompiledIssues, floor: int = 0) -> int:
    """How many negations stand over the token at `at`."""
    return sum(t.stem in issues.lists["negators"] for t in tokens[max(floor, at - SCOPE) : at])


def _open(tokens: Sequence[Token], at: int, issues: CompiledIssues) -> bool:
    """Is it left open whether: a question, a condition or a mere possibility in front of the words?"""
    lead = tokens[:1] + tokens[max(0, at - 6) : at]
    return any(t.stem in issues.lists["open"] for t in lead)


def _own_voice(text: str, sentences: Sequence[Span], statements: Sequence[Statement], rules: StanceRules) -> list[Stance]:
    """What an opinion piece argues in sentences that it attributes to nobody."""
    attributed = {containing(sentences, s.cue[0][0]) for s in statements if s.cue}
    out = []
    for i, (start, end) in enumerate(sentences):
        if i in attributed:
            continue
        tokens = rules.issues.tokens(text, start, end)
        for match in rules.issues.matches(tokens):
            reading = _direction(tokens, match, 0, "", rules.issues)
            issue = rules.issues.issues[match.issue]
            if reading and reading.basis != "commitment" and match.relevance * reading.direction >= issue.threshold:
                because = f"opinion piece, own voice: words of the issue ‘{match.words}’, {reading.words}"
                confidence = match.relevance * reading.direction * 0.9
                out.append(
                    Stance(None, "article", None, "issue", issue.id, _position(reading.sign * match.sign), start, end, reading.basis, because, match.relevance, reading.direction, confidence)
                )
    return out


def _content_holding(statements: Sequence[Statement], at: int) -> int | None:
    """The innermost statement whose content holds an offset."""
    best = None
    for i, s in enumerate(statements):
        if any(a <= at < b for a, b in s.content):
            best = i
    return best


def _position(sign: int) -> str:
    return "support" if sign > 0 else "oppose"


def _settled(stances: list[Stance]) -> list[Stance]:
    """One row a statement, holder and target; where rows of one sentence disagree, only a much surer one stays."""
    best: dict[tuple, Stance] = {}
    dropped: set[tuple] = set()
    for s in sorted(stances, key=lambda s: -s.confidence):
        key = (s.start if s.statement is None else s.statement, s.holder_id, s.target_kind, s.target_id)
        if key not in best:
            best[key] = s
        elif best[key].position != s.position and best[key].confidence - s.confidence < 0.15:
            dropped.add(key)
    kept = [s for key, s in best.items() if key not in dropped and s.holder_id != s.target_id]
    return sorted(kept, key=lambda s: (s.start, s.end, s.holder_id, s.target_id))

