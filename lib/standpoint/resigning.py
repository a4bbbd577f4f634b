"""Whether somebody should leave an office: who calls for it, who is against it, and whoever will not go.

A claim such as "Ines Aro should resign" has no thing of which more or less is wanted, so it is read by patterns of its
own (`leaving` in the language's list of positions).
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from standpoint.actors import Mention
from standpoint.acts import subject
from standpoint.holders import holders_of
from standpoint.stance_rules import LEANS, Article, Stance, StanceRules
from standpoint.text import Span

RELEVANCE, DIRECTION = 0.9, 0.8
TITLE = r"(?:the |[Ff]ormer |President |Prime Minister |M(?:r|s|rs)\.? )*"
DUE = r"should|must|ought to|needs? to|ha(?:s|ve|d) to|has got to"
# what may stand between who should leave and the word for it: "Aro | should not | resign", "Aro | to | step down"
GAP = re.compile(
    rf"(?:[ \u00a0](?:(?:{DUE}|would|wo|will)(?:n['’]t)?|to|not|never|now|also|immediately|\w+ly))*[ \u00a0]"
)
NOT = re.compile(r"\b(?:not|never)\b|n['’]t\b")
WILL = re.compile(r"\b(?:will|would|wo)(?:\b|n)")
ASKED = re.compile(rf"\b(?:{DUE})(?:\b|n)")
OPEN = re.compile(r"\b(?:whether|if)\b")
MINE = re.compile(rf"\bI(?:['’](?:ll|m|d))?(?:{GAP.pattern})$")
LAST = (  # behind "must go" and "should stay": not "must go further", "should stay calm"
    r"(?=[ \u00a0]*(?:[.,;:!?”\"’—–)]|$)"
    r"|[ \u00a0](?:now|at once|immediately|and|but|before|because|until|in office|in power|as)\b)"
)
IMPERSONAL = ("no ", "against ")  # "there is no need for her to resign" is whoever says so's
FIRST = re.compile(
    r"\b(?:I|[Ww]e)\b(?:['’]\w+)?(?: \w+){0,3} $|^\W*$"
)  # "we | call on her to resign"; what opens the words
INITIALS = re.compile(r"[ \u00a0](?:[A-Z]\.[ \u00a0]?)+")
WHOSE = re.compile(r"(?:['’]s?)?[ \u00a0](?:immediate |early |possible )?$")


class Leaving(NamedTuple):
    """Compiled words of one language."""

    words: re.Pattern
    staying: re.Pattern
    calling: re.Pattern
    refusing: re.Pattern


@lru_cache(maxsize=8)
def _compiled(*lists: tuple[str, ...]) -> Leaving:
    def one_of(phrases: tuple[str, ...]) -> re.Pattern:
        longest = sorted(phrases, key=len, reverse=True)
        ends = (LAST if phrase.endswith((" go", " stay", " remain")) else r"\b" for phrase in longest)
        return re.compile(rf"\b(?:{'|'.join(map(''.join, zip(map(re.escape, longest), ends, strict=True)))})", re.I)

    return Leaving(*map(one_of, lists))


def on_leaving(article: Article, rules: StanceRules, *, opinion: bool) -> list[Stance]:
    """Positions on claims that somebody should leave, or hold, an office; on issues that have no terms."""
    out: list[Stance] = []
    asked = [i for i in rules.issues.issues if i.claim.candidate and not i.has_terms]
    if not asked:
        return out
    words = _compiled(*(tuple(rules.issues.rules["leaving"][name]) for name in Leaving._fields))
    for issue in asked:
        meant = candidates_of(article, issue.claim.candidate)
        for place, sentence, told in _told(article, meant, words):
            sign = told if issue.claim.ousts else -told
            for index, holder in _holders(article, place, sentence, rules, words, opinion=opinion):
                if holder in meant and told > 0:  # that he goes is a fact, that he will not a position
                    continue
                because = f"‘{article.text[slice(*place)]}’ of {issue.claim.candidate}, "
                because += "which is asked for" if told > 0 else "which is turned down"
                out.append(
                    Stance(
                        index, holder, None, "issue", issue.id, LEANS[sign < 0], *sentence, "cue", because,
                        RELEVANCE, DIRECTION, RELEVANCE * DIRECTION,
                    )
                )  # fmt: skip
    return out


def candidates_of(article: Article, who: str) -> frozenset[str]:
    """Ids of the actors whom a claim means by a name, maybe with a title in front ("Governor Ines Aro"), or with an
    initial in the text ("Ines B. Aro").
    """
    named = ((m.actor_id, INITIALS.sub(" ", article.text[m.start : m.end])) for m in article.mentions)
    return frozenset(i for i, words in named if words == who or (" " in words and who.endswith(f" {words}")))


def _told(article: Article, meant: frozenset[str], words: Leaving) -> Iterator[tuple[Span, Span, int]]:
    """(place, sentence, sign) where it is asked for (1) or turned down (-1) that one of those meant leaves."""
    for low, high in article.sentences if meant else ():
        here = [m for m in article.mentions if low <= m.start and m.end <= high]
        for pattern, kind in ((words.words, 1), (words.staying, -1)):
            for match in pattern.finditer(article.text, low, high):
                mine = MINE.search(article.text, low, match.start())
                if mine and _speaker(article, match.start()) in meant:
                    sign = -1 if NOT.search(mine.group()) else 0
                else:
                    sign = _asked(article.text, here, meant, match.span(), low, words)
                if sign:
                    yield match.span(), (low, high), sign * kind


def _asked(text: str, here: Sequence[Mention], meant: frozenset[str], place: Span, low: int, words: Leaving) -> int:
    """Is it asked for (1), turned down (-1), or neither (0), of one of those meant, what stands at a place?"""
    before = [m for m in here if m.end <= place[0]]
    last = before[-1] if before else None
    gap = text[last.end : place[0]] if last else ""
    behind = next((m for m in here if re.fullmatch(rf" (?:of|by) {TITLE}", text[place[1] : m.start])), None)
    if behind:
        who, gap = behind, ""
    elif last and (GAP.fullmatch(gap) or WHOSE.fullmatch(gap)):
        who = last
    else:  # "Aro | rejected calls to resign"
        refused = words.refusing.search(gap) if last and last.actor_id in meant and not OPEN.search(gap) else None
        alone = all(m.actor_id in meant for m in before)
        return -1 if refused and (alone or refused.start() == 1) else 0
    if who.actor_id not in meant or OPEN.search(text, low, place[0]):
        return 0
    turned = bool(NOT.search(gap))
    front = text[low : place[0]]
    if words.refusing.search(front):
        return 1 if turned else -1
    if words.calling.search(front) or ASKED.search(gap + text[slice(*place)]):
        return -1 if turned else 1
    return -1 if turned and WILL.search(gap) else 0


def _holders(
    article: Article, place: Span, sentence: Span, rules: StanceRules, words: Leaving, *, opinion: bool
) -> Iterator[tuple[int | None, str]]:
    """(number of the statement, id) of who calls for it, or turns it down, by name; else of who says so."""
    number = _statement(article, place[0])
    content = article.statements[number].content if number is not None else ((sentence[0], place[0]),)
    for pattern in (words.refusing, words.calling):
        for verb in pattern.finditer(article.text, sentence[0], place[0]):
            if not any(a <= verb.start() < b for a, b in content) or verb.group().lower().startswith(IMPERSONAL):
                continue
            found = subject(article.text, article.mentions, verb.start(), rules.helpers)
            if found and article.mentions[found[0]].start >= sentence[0]:
                yield number, article.mentions[found[0]].actor_id
                return
            if number is not None and not FIRST.search(article.text, content[0][0], verb.start()):
                return  # "his staff | want him to resign": others than the speaker
    if number is not None:
        holders = holders_of(article, article.statements[number], rules, opinion)
        yield from ((number, holder) for holder in sorted(holders - rules.media))
    elif opinion:
        yield None, "article"


def _statement(article: Article, place: int) -> int | None:
    """The number of the innermost statement that has a place in its words."""
    over = [
        (sum(b - a for a, b in s.content), n)
        for n, s in enumerate(article.statements)
        if any(a <= place < b for a, b in s.content)
    ]
    return min(over)[1] if over else None


def _speaker(article: Article, place: int) -> str | None:
    number = _statement(article, place)
    return None if number is None else article.statements[number].speaker_id
