"""Who is for or against whom: by what one actor does to another, or says of him."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from standpoint.actors import Mention
from standpoint.acts import MODALS, NEGATIONS, subject
from standpoint.issues import CompiledIssues
from standpoint.statements import Statement, told_within
from standpoint.text import Span, containing
from standpoint.wholewords import WholeWords

OBJECT = re.compile(
    r"[ \u00a0](?:the |an? |its |his |her |their |US |former |then-|President |Prime Minister |M(?:r|s|rs)\.? "
    r"|[a-z]+ly |[A-Z][\w-]*\.? )*"  # "Mayor X", "Texas Gov. X"
)
NAMED_BEHIND = re.compile(  # "defended his former national security adviser, X"
    r"[ \u00a0](?:his|her|its|their)"
    r"(?:[ \u00a0](?!(?:and|but|that|when|as|who|which|to|in|at|on|by|from|with|for|over)\b)[\w’'-]+){1,6},[ \u00a0]"
)
VICTORY = re.compile(
    r"[ \u00a0](?:the |an? )?(?:[a-z]+ )?(?:victory|win|advance|return|rise|success|triumph|dominance) (?:of|by|for) "
)
OF_THEIRS = re.compile(
    r"[ \u00a0](?:(?!(?:and|but|that|when|as|who|which|to|in|at|on|by|from|with|for|over)\b)[\w’'-]+[ \u00a0]){0,4}"
)
DENIED = re.compile(r"(?:n['’]t|\b(?:not|never))[ \u00a0](?:[a-z]+[ \u00a0])?$")
BEEN = frozenset(("was", "were", "been", "being", "is", "are"))
DESCRIBED = re.compile(r",?[ \u00a0](?:who (?:was|is|were|has been)[ \u00a0])?(?:[a-z]+ly[ \u00a0])?")
OPENING = re.compile(r"[“\"']?(?:[\w.,’'-]+[ \u00a0]){0,7}")
GOES_ON = re.compile(
    r"(?:\b(?:and|while|by|after|before|then|but|for|,)[ \u00a0](?:also[ \u00a0]|[a-z]+ly[ \u00a0])?)$"
)
ASIDE = re.compile(r"[“”\";:]|\b(?:who|which|that|said|says|whether|if|as)\b")  # another may be the subject by now
JOINED = re.compile(
    r"(?:,? and|,| as well as)[ \u00a0](?:the |former |President |Rep\. |Sen\. |Gov\. |M(?:r|s|rs)\.? )*"
)
CLOSED = re.compile(r"[ \u00a0]*(?:[.,;:—–”\")]|$|(?:in|on|over|for|at|as|of|to|by|with|after|during|when|because)\b)")
WORD = re.compile(r"[^\W\d_]+(?=n['’]t\b)|n['’]t\b|[^\W_]+(?:-[^\W_]+)*|[,;:–—]")
FUNCTION = (
    r"(?:and|but|or|that|when|as|who|which|to|in|at|on|by|from|with|for|over|of|after|before|about|against"
    r"|is|was|has|had)"
)
COMPOUND = re.compile(  # "Gov." goes on, "failed." ends a sentence
    rf"(?:['’]s)?(?:[ \u00a0](?!{FUNCTION}\b)(?:[A-Z][\w-]{{0,4}}\.|[\w-]+)){{0,4}}[ \u00a0]"
)
ATTRIBUTE = re.compile(rf"[ \u00a0](?!{FUNCTION}\b)[a-z]+")
LEAD, NEAR, TAIL = 3, 3, 4  # words read in front of a name, behind it, and further behind a verb "to be"
OWN = frozenset("i we my our us me to must should let".split())
COPULAS = frozenset("is was are were be been has have had 's ’s".split())
POSSESSIVE = ("'s", "’s")
THEIRS = re.compile(r"['’]s[ \u00a0]([^\W\d_]+)")


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


def done_to_actors(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    verbs: WholeWords[int],
    helpers: frozenset[str],
    statements: Sequence[Statement],
) -> Iterator[Towards]:
    """What one actor does to another: the verb's subject, and the actor that stands right behind it.

    "X was criticised by Y" is Y against X. Negated and merely possible ones are left out.
    """
    speakers = {cue[1]: s.speaker_id for s in statements for cue in s.cue}
    for start, end, _, sign in verbs.find(text):
        at = containing(sentences, start)
        if at < 0:
            continue
        sentence = sentences[at]
        found = subject(text, mentions, start, helpers)
        if found and mentions[found[0]].start < sentence[0]:
            found = None
        between = found[1] if found else frozenset()
        if between & MODALS or between & NEGATIONS or DENIED.search(text, max(sentence[0], start - 20), start):
            continue
        verb = text[start:end]
        if (between & BEEN and not verb.endswith("ing")) or text[end : end + 4] == " by ":
            target = mentions[found[0]] if found else _described(text, mentions, start, sentence)
            for agent in together(text, mentions, end + 3) if target and text[end : end + 4] == " by " else ():
                if agent.actor_id != target.actor_id:
                    yield _done(text, agent.actor_id, (start, end), target, sentence, sign)
            continue
        holder = speakers.get(end) or (mentions[found[0]].actor_id if found else None)
        holder = holder or _further(text, mentions, start, sentence)
        for target in together(text, mentions, end) if holder else ():
            if target.end <= sentence[1] and target.actor_id != holder:
                yield _done(text, holder, (start, end), target, sentence, sign)


def _described(text: str, mentions: Sequence[Mention], verb: int, sentence: Span) -> Mention | None:
    """Whom a participle describes: "X, backed by Y"."""
    i = bisect_left(mentions, (verb,)) - 1
    if i < 0 or mentions[i].start < sentence[0] or mentions[i].form == "demonym":
        return None
    return mentions[i] if DESCRIBED.fullmatch(text, mentions[i].end, verb) else None


def _further(text: str, mentions: Sequence[Mention], verb: int, sentence: Span) -> str | None:
    """Who opens the sentence, where its subject goes on: "X spoke for an hour and attacked Y", "while attacking Y"."""
    i = bisect_left(mentions, (sentence[0],))
    if i == len(mentions) or mentions[i].end > verb or mentions[i].form == "demonym":
        return None
    first, gap = mentions[i], text[mentions[i].end : verb]
    opens = OPENING.fullmatch(text, sentence[0], first.start) and not gap.startswith(("'", "’"))
    return first.actor_id if opens and GOES_ON.search(gap) and not ASIDE.search(gap) else None


def _done(text: str, holder: str, cue: Span, target: Mention, sentence: Span, sign: int) -> Towards:
    because = f"‘{text[slice(*cue)]}’ with ‘{text[target.start : target.end]}’ as its object; no negation"
    return told(holder, cue, target, sentence, sign, because, 0.75 if target.form != "demonym" else 0.6)


def told(holder: str, cue: Span, target: Mention, sentence: Span, sign: int, because: str, sure: float) -> Towards:
    """What one actor does to another, or holds of him."""
    return Towards(
        holder, cue, target.actor_id, (target.start, target.end), sentence, sign, "towards", because, sure
    )  # fmt: skip


def together(text: str, mentions: Sequence[Mention], end: int, *, closed: bool = True) -> list[Mention]:
    """The actor behind a verb or preposition (`end` is its end), and those that "and" or commas join to it.

    `closed`: only where the list ends with its clause, so that "X and Y" does not run on: "praised X and Y left".
    """
    first = _object(text, mentions, end)
    if first is None:
        return []
    out = [first]
    i = bisect_left(mentions, first)
    for following in mentions[i + 1 :]:
        gap = JOINED.match(text, out[-1].end)
        if not gap or gap.end() != following.start or following.form in ("demonym", "pronoun"):
            break
        out.append(following)
    return out if not closed or CLOSED.match(text, out[-1].end) else out[:1]


def _object(text: str, mentions: Sequence[Mention], end: int) -> Mention | None:
    """The actor behind a verb: behind nothing but articles and titles, as the winner of what is named, or as the one
    whose doings are meant ("criticised Washington's plan", "condemned the Russian attack").
    """
    i = bisect_left(mentions, (end,))
    if i == len(mentions):
        return None
    mention = mentions[i]
    for behind in mentions[i : i + 2]:  # the first may be "his"
        if NAMED_BEHIND.fullmatch(text, end, behind.start) and CLOSED.match(text, behind.end):
            return behind
    if text[mention.end : mention.end + 1] == "-":  # "opposed the Freedonia-led mission"
        return None
    for pattern in (VICTORY, OBJECT, OF_THEIRS):
        if pattern is OF_THEIRS:
            gap = pattern.match(text, end)
            if not gap or mention.start > gap.end():
                continue
        elif not pattern.fullmatch(text, end, mention.start):
            continue
        head = _head(text, mentions, i)
        if head is not mention:
            return head
        theirs = mention.form == "demonym" or text[mention.end : mention.end + 2] in POSSESSIVE
        if (
            not theirs
            and text[max(mention.start - 4, 0) : mention.start] == "the "
            and ATTRIBUTE.match(text, mention.end)
        ):
            return None  # "attacked the Iran deal"
        if theirs or pattern is not OF_THEIRS:
            return mention
    return None


def _head(text: str, mentions: Sequence[Mention], i: int) -> Mention:
    """The last name of a compound: "Republican front-runner X", "Y adviser X"."""
    last = mentions[min(i + 1, len(mentions) - 1)]
    joined = last.form in ("name", "alias") and COMPOUND.fullmatch(text, mentions[i].end, last.start)
    return last if joined else mentions[i]


def said_of_actors(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    issues: CompiledIssues,
) -> Iterator[Towards]:
    """What speakers say of others: "X is a liar", "X lied", "we are proud of X"; negations counted."""
    behind = _signed(issues.rules["praise"], issues.rules["blame"])
    front = _signed(issues.rules["favours"], issues.rules["disfavours"])
    for n, statement in enumerate(statements):
        if statement.speaker_id is None or statement.kind == "act":
            continue
        inner = [s.content[0] for s in told_within(statements, n)]
        for low, high in statement.content:
            for m in mentions[bisect_left(mentions, (low,)) : bisect_left(mentions, (high,))]:
                if m.form == "demonym" or any(a <= m.start < b for a, b in inner):
                    continue
                sign, told = _valued(text, m, low, high, behind, front, issues)
                if sign:
                    at = containing(sentences, m.start)
                    span = sentences[at] if at >= 0 else statement.sentence
                    because = f"said of ‘{text[m.start : m.end]}’: ‘{told}’"
                    yield Towards(
                        statement.speaker_id, statement.cue[0] if statement.cue else span, m.actor_id,
                        (m.start, m.end), span, sign, "said-of", because, 0.6,
                    )  # fmt: skip


def _signed(good: Iterable[str], bad: Iterable[str]) -> dict[str, int]:
    return dict.fromkeys(good, 1) | dict.fromkeys(bad, -1)


def _valued(
    text: str, m: Mention, low: int, high: int, behind: Mapping[str, int], in_front: Mapping[str, int],
    issues: CompiledIssues,
) -> tuple[int, str]:  # fmt: skip
    """1 for praise, -1 for blame of a name in its clause, 0 for neither, and the words that say so.

    Words count right behind the name or its verb "to be", and words that take it as an object right in front of it.
    """
    ends = issues.lists["boundaries"]
    before = text[max(m.start - 9, 0) : m.start].lower()
    if before.endswith(("make ", " whether ", " if ")):  # "make Freedonia great again"
        return 0, ""
    after = _until(
        (w.group().replace("’", "'") for w in WORD.finditer(text, m.end, min(high, m.end + 70))), issues, ends
    )
    if after[:1] == ["s"]:
        after = [] if suffers(text, m.end, issues.rules["suffered"]) else after[1:]
    reach = NEAR + (any(w.lower() in COPULAS for w in after[:2]) and TAIL)
    for i, word in enumerate(after[:reach]):
        value = behind.get(word.lower(), 0)
        if value:
            negated = sum(issues.stem(w)[0] in issues.lists["negators"] for w in after[:i]) % 2
            return 0 if negated else value, " ".join(after[: i + 1])  # "not strong enough" is no blame
    before = [w.group().replace("’", "'") for w in WORD.finditer(text, max(low, m.start - 50), m.start)]
    front = _until(reversed(before), issues, ends)[::-1]
    own = len(front) <= LEAD or any(w.lower() in OWN for w in front)  # another's, where another is the subject
    front = front[-LEAD:]
    for i, word in enumerate(front):
        value = in_front.get(word.lower(), 0)
        if value and own:
            negated = sum(issues.stem(w)[0] in issues.lists["negators"] for w in front[:i]) % 2
            return (-value, " ".join(front)) if negated else (value, " ".join(front[i:]))
    return 0, ""


def suffers(text: str, end: int, suffered: Container[str]) -> bool:
    """Is it what was done to the one whose name ends there? "X's murder is unacceptable" is no blame of X."""
    theirs = THEIRS.match(text, end)
    return bool(theirs) and theirs[1].lower() in suffered


def _until(words: Iterable[str], issues: CompiledIssues, ends: frozenset[str]) -> list[str]:
    out: list[str] = []
    for word in words:
        if word in ",;:–—" or issues.stem(word)[0] in ends:
            break
        out.append(word)
    return out
