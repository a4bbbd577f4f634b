"""Which way the words lean that attribute a statement: for what its content names, against it, or neither."""

import re
from collections.abc import Sequence
from itertools import pairwise

from standpoint.acts import DROPPING
from standpoint.directions import Cue
from standpoint.issues import CompiledIssues, Match
from standpoint.stance_rules import StanceRules
from standpoint.statements import Statement
from standpoint.tokens import TOKEN, Token

BE = ("was", "were", "been", "is", "are", "be", "being")
ASKING = re.compile(r"(?:how|why|what|who|when|whether|if)\b", re.I)
TOWARDS = ("for", "of", "to", "on", "against", "that", "over")
RETREATS = re.compile(r" (?:down|off|away|out)\b")  # behind "back"
NEGATIONS = ("not", "never", "neither", "nor")
DROPPED = re.compile(DROPPING)
SHORT = re.compile(r"\bshort of (?:\w+ly )?$")  # "stopped short of | backing"
EXCLUDING = re.compile(r"rul(?:es?|ed|ing) out|exclud\w+|preclud\w+")  # who does not, leaves it open


def cue_of(text: str, statement: Statement, rules: StanceRules, at: int) -> Cue:
    """What attributes the words at an offset. Where a statement has several cues that lean either way ("condemned the
    raid, reaffirming its support for …"), it is the last of them in front of those words.
    """
    if len(statement.cue) > 1:
        parts = [(a, read_cue(text, statement._replace(cue=((a, b),)), rules)) for a, b in statement.cue]
        leaning = [(a, cue) for a, cue in parts if cue.lean and not cue.noun]
        in_front = [cue for a, cue in leaning if a < at]
        if in_front and len({cue.lean for _, cue in leaning}) > 1:
            return in_front[-1]
    return read_cue(text, statement, rules)


def read_cue(text: str, statement: Statement, rules: StanceRules) -> Cue:
    """Does a cue take sides, commit, deny, foresee, warn? A negated one that takes sides takes the other.

    Nouns lean, too ("his opposition to"). Who "was asked" or asks "why" takes no side.
    """
    if not statement.cue:  # the learned reader saw who speaks and what, and no cue
        return Cue()
    words = " ".join(text[a:b] for a, b in statement.cue)
    low = words.lower().split()
    if low and low[-1].startswith("back") and RETREATS.match(text, statement.cue[-1][1]):
        return Cue(words)
    start = statement.cue[0][0]
    before = text[max(start - 20, statement.source[0][1] if statement.source else start) : start].lower()
    around = (*before.split(), *low)
    negated = any(w in NEGATIONS or w.endswith(("n't", "n’t")) for w in around)
    asks = bool(ASKING.match(text, statement.content[0][0]))
    for i in range(len(low)):
        for form in (" ".join(low[i:]), low[i]):
            if form in rules.cues[0] and "had" in around:  # "had promised": what once was
                return Cue(words)
            lean, flags = rules.leans.get(form, 0), [form in forms for forms in rules.cues]
            passive = i and low[i - 1] in BE and low[i].endswith("ed") and not form.endswith(" to")
            if not (lean or any(flags)):
                continue
            short = SHORT.search(" ".join((before, *low[:i], "")))
            if (lean or flags[0]) and (asks or passive or short or (negated and EXCLUDING.fullmatch(form))):
                return Cue(words)
            dropped = any(DROPPED.fullmatch(w) for w in low[:i])  # "withdrew his support for"
            return Cue(words, -lean) if negated != dropped else Cue(words, lean, *flags)
    for word in reversed(low):
        if lean := rules.nouns.get(word, 0):
            dropped = any(DROPPED.fullmatch(w) for w in around[: around.index(word)])  # "dropped his opposition"
            return Cue(words, -lean if dropped != (negated or "no" in low) else lean, noun=True)
    if low and low[-1] in rules.voicing:
        told = text[slice(*statement.content[0])].lower().split()[:5]
        for noun, following in pairwise(told):
            if noun in rules.nouns and following in TOWARDS:
                lean = -rules.nouns[noun] if negated else rules.nouns[noun]
                return Cue(f"{words} … {noun}", lean, noun=True)
    return Cue(words)


def left_open(text: str, statement: Statement, issues: CompiledIssues) -> bool:
    """Does somebody only ask, or not say, whether or how: "declined to say whether …"?"""
    if not statement.cue or not ASKING.match(text, statement.content[0][0]):
        return False
    start = max(statement.cue[0][0] - 20, statement.source[0][1] if statement.source else 0)
    around = TOKEN.findall(text, min(start, statement.cue[0][0]), statement.cue[-1][1])
    return any(issues.stem(w)[0] in issues.lists["asking"] for w in around)


def worded(tokens: Sequence[Token], match: Match, cue: Cue, issues: CompiledIssues) -> tuple[int, str]:
    """1 where a deciding wording stands as it is, -1 where it is negated or rejected, 0 where it is left open."""
    left = tokens[max(0, match.first - 6) : match.first]
    if any(t.stem in issues.lists["open"] for t in left):
        return 0, ""
    negated = sum(t.stem in issues.lists["negators"] for t in left) % 2
    # "criticised blank cheques": a wording against something is no praise of it where the cue leans against it, too
    rejected = cue.denying or cue.lean < 0 if match.sign > 0 else cue.denying and not cue.lean
    turned = -1 if negated != rejected else 1
    return turned, ", negated" if negated else "; no negation"
