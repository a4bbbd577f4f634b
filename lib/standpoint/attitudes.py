"""Attitudes in nouns: "X's attack on Y", "criticism of Y by X", "X, a critic of Y", "Y supporter X"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from standpoint.actors import Mention
from standpoint.acts import MODALS, NEGATIONS, NO
from standpoint.text import Span, containing
from standpoint.towards import Towards, together, told
from standpoint.wholewords import WholeWords

# how surely each form takes a side
SURE = {"possessive": 0.7, "by": 0.7, "verb": 0.65, "nouns_with": 0.65, "nouns_without": 0.65, "role": 0.7}
POSSESSIVES = frozenset(("his", "her", "their"))
PAST = frozenset(("no", "former", "onetime", "ex", "who"))
OWNED = re.compile(r"(?:['’]s?)?[ \u00a0](?:[\w’'-]+[ \u00a0]){0,3}$")
TO = re.compile(r"[ \u00a0](?:of|on|for|against|to|toward|towards|with|in|at|over|between)(?=[ \u00a0])")
FROM = re.compile(r"[ \u00a0](?:by|from)(?=[ \u00a0])")
LIGHT = re.compile(r"[ \u00a0](?:[\w’'-]+[ \u00a0]){0,8}$")
ROLE_OF = re.compile(r"[ \u00a0](?:of|to|for)(?=[ \u00a0])")
IS = re.compile(r"(?:,| (?:is|was|remains|has been|became)\b)")
OF_NAME = re.compile(r"(?:['’]s?)?[ \u00a0](?:[\w-]+[ \u00a0])?")
BY_NAME = re.compile(r"[ \u00a0](?:[\w-]+[ \u00a0])?")
TARGET_OF = re.compile(r"\b(?:target|object|subject|recipient|butt) of (?:the |President )?$")
IN_FRONT = 60  # characters between a subject and the noun that its verb takes


@lru_cache(maxsize=8)
def _nouns(support: tuple[str, ...], oppose: tuple[str, ...]) -> WholeWords[int]:
    signs = {form: sign for words, sign in ((support, 1), (oppose, -1)) for n in words for form in (n, plural(n))}
    return WholeWords({w: sign for form, sign in signs.items() for w in (form, form[0].upper() + form[1:])}, joins="_")


def plural(noun: str) -> str:
    """The regular plural."""
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(?:s|sh|ch|x)$", noun) else "s")


def held_in_nouns(
    text: str, sentences: Sequence[Span], mentions: Sequence[Mention], lists: Mapping[str, Any]
) -> Iterator[Towards]:
    """Attitudes of one actor to another that a noun names; `lists` are the words of the cue file's `towards`.

    Negated and merely possible ones are left out.
    """
    nouns = _nouns(tuple(lists["nouns_support"]), tuple(lists["nouns_oppose"]))
    verbs = {name: frozenset(lists[name]) for name in ("nouns_with", "nouns_without", "nouns_had", "nouns_drawn")}
    doers, platforms = frozenset(lists["nouns_of_doer"]), frozenset(lists["platforms"])
    for start, end, form, sign in nouns.find(text):
        at = containing(sentences, start)
        if at < 0 or NO.search(text, max(sentences[at][0], start - 12), start):
            continue
        sentence, cue = sentences[at], (start, end)
        to = TO.match(text, end)
        if to and sign > 0 and to.group().endswith("against"):  # "defence against X", "support against X"
            sign = -sign
        if to and form.lower() in doers and to.group().endswith("of"):  # "the aggression of X" is X's own
            continue
        if to and sign < 0 and to.group().endswith("in"):  # "the war in Ukraine" is where it is
            continue
        if to:
            between = to.group().endswith("between")
            targets = together(text, mentions, to.end(), closed=not between)
            if to.group().endswith("on"):  # "his endorsement on Chirper" is where it stands
                targets = [t for t in targets if text[t.start : t.end] not in platforms]
            if between and len(targets) > 1:
                pairs = [(a, b) for a in targets for b in targets if a is not b]
                yield from _told(text, pairs, cue, sentence, sign, "by")
            elif (
                targets and (by := FROM.match(text, targets[-1].end)) and (agents := together(text, mentions, by.end()))
            ):
                yield from _told(text, [(agents[0], t) for t in targets], cue, sentence, sign, "by")
            elif targets:
                holder, how = _in_front(text, mentions, start, sentence, verbs)
                if how == "nouns_had" and to.group().endswith("of"):  # "had the support of Y"
                    yield from _told(text, [(t, holder) for t in targets], cue, sentence, sign, "verb")
                elif holder and how in SURE:
                    turned = -sign if how == "nouns_without" else sign
                    yield from _told(text, [(holder, t) for t in targets], cue, sentence, turned, how)
        elif agents := _agents(text, mentions, end):
            target, how = _in_front(text, mentions, start, sentence, verbs)
            if how in ("nouns_drawn", "nouns_had"):
                yield from _told(text, [(a, target) for a in agents], cue, sentence, sign, "verb")
        else:  # "X has been the target of Y's attacks"
            holder, how = _in_front(text, mentions, start, sentence, verbs)
            i = bisect_left(mentions, holder) if how == "possessive" else 0
            target = mentions[i - 1] if i else None
            if target and target.start >= sentence[0] and TARGET_OF.search(text, target.end, holder.start):
                yield from _told(text, [(holder, target)], cue, sentence, sign, "possessive")
    yield from _roles(text, sentences, mentions, lists)


def _agents(text: str, mentions: Sequence[Mention], end: int) -> list[Mention]:
    """Who is named behind "by" or "from"."""
    by = FROM.match(text, end)
    return together(text, mentions, by.end()) if by else []


def _in_front(
    text: str, mentions: Sequence[Mention], noun: int, sentence: Span, verbs: Mapping[str, frozenset[str]]
) -> tuple[Mention | None, str]:
    """Who owns a noun ("X's attack"), or is the subject of a verb in front of it ("launched an attack"); and how."""
    i = bisect_left(mentions, (noun,)) - 1
    if i < 0 or mentions[i].start < sentence[0] or noun - mentions[i].end > IN_FRONT:
        return None, ""
    mention, gap = mentions[i], text[mentions[i].end : noun]
    owns = gap[:1] in ("'", "’") or text[mention.start : mention.end].lower() in POSSESSIVES
    if (owns or mention.form == "demonym") and OWNED.fullmatch(gap):
        return mention, "possessive"
    words = re.findall(r"[\w’'-]+", gap.lower())
    hedged = (MODALS - {"will", "to"}).intersection(words) or NEGATIONS.union(("no",)).intersection(words)
    if mention.form == "demonym" or owns or not LIGHT.match(gap) or hedged:
        return None, ""
    return mention, next((name for name, forms in verbs.items() if forms.intersection(words)), "")


def _roles(
    text: str, sentences: Sequence[Span], mentions: Sequence[Mention], lists: Mapping[str, Any]
) -> Iterator[Towards]:
    """Critics and supporters: "X, a critic of Y", "X is an ally of Y", "Y critic X", "Y's ally X"; "Y nominee X"."""
    chosen = frozenset(form for noun in lists["roles_chosen"] for form in (noun, plural(noun)))
    nouns = _nouns((*lists["roles_support"], *lists["roles_chosen"]), tuple(lists["roles_oppose"]))
    for start, end, form, sign in nouns.find(text):
        at = containing(sentences, start)
        i = bisect_left(mentions, (start,))
        if at < 0 or not i or mentions[i - 1].start < sentences[at][0]:
            continue
        sentence, before = sentences[at], mentions[i - 1]
        gap = text[before.end : start]
        owner = text[before.start : before.end].lower() in POSSESSIVES
        of = ROLE_OF.match(text, end)
        if of and not owner and len(gap) < IN_FRONT and IS.match(gap):
            words = frozenset(re.findall(r"[\w’'-]+", gap.lower()))
            targets = [] if words & (NEGATIONS | PAST) else together(text, mentions, of.end())
            pairs = [(before, target) for target in targets]
        elif (BY_NAME if owner else OF_NAME).fullmatch(gap) and (named := together(text, mentions, end)):
            pairs = [(name, before) for name in named if name.form in ("name", "alias")]
        else:
            continue
        if form.lower() in chosen:
            pairs = [(b, a) for a, b in pairs]
        yield from _told(text, pairs, (start, end), sentence, sign, "role")


def _told(
    text: str, pairs: Sequence[tuple[Mention, Mention]], cue: Span, sentence: Span, sign: int, how: str
) -> Iterator[Towards]:
    """The rows of pairs of holder and target."""
    for holder, target in pairs:
        if holder.actor_id != target.actor_id and holder.form != "demonym":
            because = f"‘{text[slice(*cue)]}’ with ‘{text[target.start : target.end]}’ as its object; no negation"
            yield told(holder.actor_id, cue, target, sentence, sign, because, SURE[how])
