"""For more or for less: what a passage wants of the thing that an issue is about, by words that can be shown.

Three signs are multiplied: what is done to the thing (verbs of more and less, negations), what the speaker makes of
that (a cue that leans, "must", a judgement, a commitment of his own), and what the claim wants of the thing.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from standpoint.consequences import SCOPE, acts_itself, consequence, has_consequence
from standpoint.issues import CompiledIssues, Match
from standpoint.tokens import Token

BEFORE, AFTER = 12, 10  # tokens of a clause that are read in front of and behind the issue's words
NAMED = 6  # tokens at the start of a content that is no clause: "announced | a new package of military aid"
NEAR = 6  # tokens between a verb of more or less and a thing that the claim wants less of
DECIDING = ("right", "wrong", "normative")
LINK = 3  # tokens between a thing and what else names it: "the merger | of the | bank"
JOINED = 4  # tokens between two verbs of less that "and" or "or" joins
DOUBTED = 1.5  # a word of doubt outweighs a word of concern: "the exaggerated threat"
MOST_TURNS = 2  # a sentence that turns around more often ("criticised that it is silent on ending …") is not decided


class Cue(NamedTuple):
    """How a statement is attributed: its words, which way they lean (1, -1, 0); do they commit, deny, foresee, warn?"""

    words: str = ""
    lean: int = 0
    committing: bool = False
    denying: bool = False
    foreseeing: bool = False
    warning: bool = False
    noun: bool = False  # only a noun of it leans


class Reading(NamedTuple):
    """A direction: 1 for what the claim wants, -1 against it, 0 where it is left open; how surely; the basis code; the
    words that decide, or why nothing does.
    """

    sign: int
    direction: float
    basis: str
    words: str


def undecided(why: str) -> Reading:
    """An abstention and its reason."""
    return Reading(0, 0.0, "", why)


def read_direction(
    tokens: Sequence[Token], match: Match, cue: Cue, issues: CompiledIssues, own: Collection[int] = ()
) -> Reading:
    """The direction of a passage on an issue; undecided where no word decides.

    `own`: places (offsets) of mentions of the speaker, or of those he speaks for.
    """
    if issues.issues[match.issue].claim.problem and (reading := read_problem(tokens, match, cue, issues)).sign:
        return reading
    lists = issues.lists
    low = _clause_start(tokens, match, issues)
    high = _clause_end(tokens, match, issues)
    left, right = tokens[low : match.first], tokens[_behind_name(tokens, match, issues) : high]
    if left and left[-1].stem in issues.issues[match.issue].said and left[-1].stem in lists["wrong"]:
        left = left[:-1]  # "illegal | immigration", where the claim is about that
    if tokens[-1].stem == "?":
        return undecided("a question")
    if left_open := next((t.word for t in left if t.stem in lists["open"]), None):
        return undecided(f"left open by ‘{left_open}’")
    if span := issues.phrase_span("not_enough", tokens[low:high]):
        named_so = any(t.stem in lists["naming"] for t in tokens[match.last : low + span[0]])  # "as too low"
        sign = -1 if cue.denying and not named_so else 1
        return Reading(sign * match.sign, 0.8, "not-enough", f"said to be ‘{_words(tokens[low:high], span)}’")
    if span := issues.phrase_span("too_soft", right):
        sign = -1 if cue.denying else 1
        return Reading(sign * match.sign, 0.8, "not-enough", f"said to be ‘{_words(right, span)}’")
    if (span := issues.phrase_span("too_much", tokens[low:high])) and not cue.denying:
        return Reading(-match.sign, 0.8, "too-much", f"said to be ‘{_words(tokens[low:high], span)}’")
    if sum(turns(t, issues) for t in left) + (cue.lean < 0) > MOST_TURNS:
        return undecided("the clause turns around more than twice")
    if match.sign < 0 and not _governed(left, right, low == 0, cue, issues):
        return undecided("the claim wants less of it, and nothing is said to be done to it")
    sign, words = done_to(left, right, issues)
    sign *= match.sign
    judged = [t.stem in lists["wrong"] for t in right if t.stem in lists["wrong"] or t.stem in lists["right"]]
    if cue.lean < 0 and judged and any(t.stem in lists["auxiliaries"] for t in right):
        bad = judged[0]  # "rejected the idea that sanctions have failed"
        return Reading(-sign if not bad else sign, 0.7, "cue", f"‘{cue.words}’ that it is {'bad' if bad else 'good'}")
    if cue.lean:
        return Reading(
            sign * cue.lean, 0.85, "cue", f"‘{cue.words}’ leans {'for' if cue.lean > 0 else 'against'} it{words}"
        )
    if cue.warning and any((a.stem, b.stem) == ("not", "to") for a, b in pairwise(left)):
        return Reading(sign, 0.75, "warned", f"‘{cue.words}’ not to{words}")
    if cue.warning and has_consequence(tokens[_behind_name(tokens, match, issues) :], issues):
        sign, words = done_to(left, (), issues)
        return Reading(-sign * match.sign, 0.65, "warned", f"‘{cue.words}’ of what it would do{words}")
    inside = tokens[match.first : match.last]  # a term may say it: "China should pay"
    clause = (*left, *inside, *right)
    compiled = issues.issues[match.issue]
    decides = next(
        (
            i
            for i, t in enumerate(clause)
            if any(t.stem in lists[n] for n in DECIDING)
            and not (t.stem in lists["wrong"] and t.stem in compiled.said)
            and not (t.stem == "enough" and all(n.stem != "to" for n in clause[i + 1 : i + 2]))  # "strong enough | to"
            and not (t.stem == "due" and any(n.stem in lists["not_due"] for n in clause[i + 1 : i + 2]))
        ),
        None,
    )
    if decides is not None and clause[decides].stem not in lists["normative"]:
        bad = clause[decides].stem in lists["wrong"]
        if bad and any(t.same in compiled.claim.names for t in clause[decides + 1 : decides + SCOPE]):
            bad = False  # "sanctions are hurting Russia" does not speak against sanctions on Russia
        done, words = done_to(
            left, right[: max(0, decides - len(left) - len(inside))], issues
        )  # what follows is another matter
        sign = done * match.sign * (-1 if bad else 1) * (-1 if cue.denying else 1)
        return Reading(sign, 0.7, "judged", f"judged {'bad' if bad else 'good'} by ‘{clause[decides].word}’{words}")
    if decides is not None:
        sign = -sign if cue.denying else sign
        return Reading(sign, 0.75, "should", f"said to be needed or due: ‘{clause[decides].word}’{words}")
    if told := consequence(right, issues):
        done, words = done_to(left, (), issues)
        sign = told[0] * done * match.sign * (-1 if cue.denying else 1)
        return Reading(sign, 0.65, "judged", f"told what it would do: ‘{told[1]}’{words}")
    if cue.denying:
        return undecided(f"‘{cue.words}’ denies, and says nothing else of it")
    named = match.first <= NAMED and not any(t.stem in lists["auxiliaries"] for t in (*left, *right))
    if cue.committing and (words or named):
        return Reading(sign, 0.7, "commitment", f"‘{cue.words}’{words}")
    mine = _mine(left, own, issues)
    if mine and (standing := _standing(left, issues)):
        sign, words = done_to(left[standing[1] :], right, issues)
        side = "for" if standing[0] > 0 else "against"
        return Reading(standing[0] * sign * match.sign, 0.65, "commitment", f"said to be {side} it{words}")
    committed = any(t.stem in lists["commitments"] for t in left)
    if (words or match.last - match.first > 2) and committed and mine:
        return Reading(sign, 0.65, "commitment", f"announced{words}")
    if words and not cue.foreseeing and _comes(right, issues):
        return Reading(sign, 0.55, "commitment", f"said to come{words}")
    return undecided("no word says for or against")


def read_problem(tokens: Sequence[Token], match: Match, cue: Cue, issues: CompiledIssues) -> Reading:
    """Is a thing that the claim calls bad said to be so, or said to be made up, harmless or overstated?

    All words of either kind are weighed, each turned by a negation right in front of it ("not a threat").
    """
    if tokens[-1].stem == "?":
        return undecided("a question")
    lists, score, told = issues.lists, 0.0, []
    inside = range(match.first, match.last)
    for i, token in enumerate(tokens):
        kind = (
            0
            if i in inside
            else DOUBTED
            if token.stem in lists["doubt"]
            else -1
            if token.stem in lists["concern"]
            else 0
        )
        if kind:
            negated = sum(t.stem in lists["negators"] for t in tokens[max(0, i - SCOPE) : i]) % 2
            score += -kind if negated else kind
            told.append(("not " if negated else "") + token.word)
    sign = (match.sign if score > 0 else -match.sign) * (-1 if cue.denying else 1)
    if not score:
        return undecided("no word says that it is bad, or that it is not")
    return Reading(sign, 0.65, "problem", f"said of it: ‘{'… '.join(told)}’")


def _governed(left: Sequence[Token], right: Sequence[Token], opens: bool, cue: Cue, issues: CompiledIssues) -> bool:
    """Is it said what is to become of a thing that a claim wants less of? Most talk of a war names it in passing.

    A verb of more or less stands near in front of it, an auxiliary behind it, or the content opens with it.
    """
    verbs = issues.lists["up"] | issues.lists["down"] | issues.lists["negators"]
    if any(t.stem in issues.lists["undoing"] for t in right[:1]):
        return True
    called = any(issues.stem(w)[0] in issues.lists["calling"] for w in cue.words.split())
    if called and opens and len(left) <= NAMED // 2 and any(t.stem in issues.lists["wrong"] for t in right[1:4]):
        return True  # "called | the law | a disaster"
    if any(t.stem in verbs for t in left[-NEAR:]) or any(t.stem in issues.lists["auxiliaries"] for t in right[:5]):
        return True
    return bool(cue.lean) and opens and len(left) <= NAMED // 2


def done_to(left: Sequence[Token], right: Sequence[Token], issues: CompiledIssues) -> tuple[int, str]:
    """1 for more of the thing, -1 for less, with the words that say so ("" where nothing is said to be done).

    The verbs of more and less in front of the thing in its clause all work on it ("stop funding"); those behind it do
    where an auxiliary makes it their subject ("sanctions should be lifted"), and a noun right behind it may undo it
    ("sanctions evasion").
    """
    lists = issues.lists
    over = [
        t for i, t in enumerate(left) if t.stem in lists["up"] or (turns(t, issues) and not _joined(left, i, issues))
    ]
    over += [t for t in right[:1] if t.stem in lists["undoing"]]
    gone: list[Token] = []
    headline = any(t.stem in lists["negators"] for t in right[:4])  # "membership for Ukraine not realistic"
    if headline or any(t.stem in lists["auxiliaries"] for t in right[:5]):
        behind = right[1:] if right and right[0].stem in lists["undoing"] else right
        if not acts_itself(behind, issues):
            over += [t for t in behind if turns(t, issues) or t.stem in lists["up"]]
            gone = [t for t in behind[1:][-1:] if t.word.lower() == "go"]  # "sanctions | must go"
    else:
        over += [t for t in _wished(right) if turns(t, issues) or t.stem in lists["up"]]
    if not (over or gone):
        return 1, ""
    sign = -1 if (sum(turns(t, issues) or t.stem in lists["undoing"] for t in over) + len(gone)) % 2 else 1
    over += gone
    return sign, f", ‘{'… '.join(t.word for t in over)}’: {'less' if sign < 0 else 'more'}"


def _wished(right: Sequence[Token]) -> Sequence[Token]:
    """The verb of what is wished: "wants sanctions | to end", "to be lifted", "lifted", but not "to end the war"."""
    words = [t.word.lower() for t in right[:2]]
    if words == ["to", "be"]:
        return right[2:3]
    if words[:1] == ["to"]:
        return right[1:] if len(right) == 2 else ()
    return right if len(right) == 1 and words[0].endswith(("ed", "en")) else ()


def _joined(tokens: Sequence[Token], i: int, issues: CompiledIssues) -> bool:
    """Does "and" or "or" join a verb of less to one in front of it ("phase out or ban")? They turn around once."""
    near = range(i - 1, max(-1, i - JOINED - 1), -1)
    at = next((j for j in near if tokens[j].stem in issues.lists["joining"]), 0)
    return any(tokens[j].stem in issues.lists["down"] for j in near if j < at)


def _mine(left: Sequence[Token], own: Collection[int], issues: CompiledIssues) -> bool:
    """Is the clause the speaker's own: "she", "her party" or "Germany", which he speaks for, but not "her rival"?"""
    lists = issues.lists
    for i, token in enumerate(left):
        if token.stem in lists["possessives"]:
            if any(t.stem in lists["own_bodies"] for t in left[i + 1 : i + 3]):
                return True
        elif token.stem in lists["own"] or token.start in own:
            return True
    return False


def _standing(left: Sequence[Token], issues: CompiledIssues) -> tuple[int, int] | None:
    """Which way somebody "is | against" or "was not | in favour of" it, and the token behind these words."""
    for sign, name in ((1, "standing_for"), (-1, "standing_against")):
        if span := issues.phrase_span(name, left):
            before = left[max(0, span[0] - SCOPE) : span[0]]
            if any(t.stem in issues.lists["auxiliaries"] for t in before):
                return (-sign if any(t.stem in issues.lists["negators"] for t in before) else sign), span[1]
    return None


def _comes(right: Sequence[Token], issues: CompiledIssues) -> bool:
    """Is the thing the subject of what will be done: "sanctions | would soon be lifted"?"""
    at = next((i for i, t in enumerate(right[:5]) if t.stem in issues.lists["coming"]), None)
    verbs = issues.lists["up"] | issues.lists["down"]
    return at is not None and any(t.stem in verbs for t in right[at + 1 : at + 5])


def turns(token: Token, issues: CompiledIssues) -> bool:
    """Is it a verb of less or a negation?"""
    return token.stem in issues.lists["down"] or token.stem in issues.lists["negators"]


def _behind_name(tokens: Sequence[Token], match: Match, issues: CompiledIssues) -> int:
    """The token behind all that names the thing: "the merger | of Norlund Bank and Sund Bank | would"."""
    weights = issues.issues[match.issue].claim.weights
    linking = issues.lists["joining"] | issues.lists["not_due"] | {""}
    end = match.last
    for i in range(match.last, min(len(tokens), match.last + AFTER)):
        if tokens[i].same in weights and tokens[i].stem not in issues.lists["down"] | issues.lists["up"]:
            end = i + 1
        elif tokens[i].stem not in linking or i - end >= LINK:
            break
    return end


def _clause_start(tokens: Sequence[Token], match: Match, issues: CompiledIssues) -> int:
    """Where the clause of the match begins; a comma between things the claim names ("coal, oil") does not end it."""
    weights = issues.issues[match.issue].claim.weights
    for i in range(match.first - 1, max(-1, match.first - BEFORE - 1), -1):
        stem = tokens[i].stem
        if stem in issues.lists["boundaries"] or (stem == "," and not (i and tokens[i - 1].same in weights)):
            return i + 1
    return max(0, match.first - BEFORE)


def _clause_end(tokens: Sequence[Token], match: Match, issues: CompiledIssues) -> int:
    ends = issues.lists["boundaries"] | issues.lists["open"] | {","}
    if any(t.stem in issues.lists["relative"] for t in tokens[match.last : match.last + 1]):
        return match.last
    last = min(len(tokens), match.last + AFTER)
    return next((i for i in range(match.last, last) if tokens[i].stem in ends), last)


def _words(tokens: Sequence[Token], span: tuple[int, int]) -> str:
    return " ".join(t.word for t in tokens[slice(*span)])
