"""Whose a position is: the speaker, all that are named, a party for its members, or the author of an opinion piece."""

import re
from bisect import bisect_left

from standpoint.acts import subject
from standpoint.stance_rules import Article, StanceRules
from standpoint.statements import Statement
from standpoint.text import Span

AUTHOR = ("i", "we")
SOME = "many|most|all|several|some|other|both|these|those|fellow|leading|top|senior|house|senate|congressional"
BETWEEN_HOLDERS = re.compile(rf"(?:\s|,|\b(?:and|the|as well as|of|{SOME})\b)*", re.I)
OF_A_PARTY = re.compile(rf"(?:(?:the|of|{SOME})[ \u00a0])*([\w-]+)", re.I)  # "most of the Senate Democrats"
MEMBERS = re.compile(r"[ \u00a0](?:lawmakers|senators|leaders|members|MPs|deputies|governors|delegates)\b")
BEHIND = re.compile(r",?[ \u00a0](?:in|on|from|who|both)\b.*", re.S)  # "Democrats | in Congress"
ROLE = re.compile(r"(?:the|that|this)[ \u00a0](?:[\w’'-]+[ \u00a0]){0,3}?(head of state|[a-z-]+)", re.I)
SAME_ROLE = {"head of state": "president", "premier": "prime minister"}
INTRODUCED = 40  # characters in front of a name that may tell the role of who bears it


def holders_of(article: Article, statement: Statement, rules: StanceRules, opinion: bool) -> set[str]:
    """Ids of actors: the speaker; or the author of an opinion piece, who writes "I"; or all that are named.

    Members in the plural are their party; a role is the one person whom the article introduces by it.
    """
    words = statement.speaker_text
    of_party = OF_A_PARTY.fullmatch(words)
    if of_party and of_party[1] in rules.parties:
        return {rules.parties[of_party[1]]}
    if statement.speaker_id:
        listed = statement.source and re.search(r"\band\b", words)
        both = _named(article, statement.source[0], rules) if listed else set()
        return both if statement.speaker_id in both else {statement.speaker_id}
    if not statement.source:
        found = subject(article.text, article.mentions, statement.cue[0][0], rules.helpers) if statement.cue else None
        return {article.mentions[found[0]].actor_id} if found else set()
    if opinion and words.lower().rpartition(" ")[2] in AUTHOR:
        return {"article"}
    return _named(article, statement.source[0], rules) or _by_role(article, statement.source[0], rules)


def _named(article: Article, source: Span, rules: StanceRules) -> set[str]:
    """All of a list of names: "Poland, Lithuania and most of the Social Democrats"."""
    text, mentions = article.text, article.mentions
    start, end = source
    first = bisect_left(mentions, (start,))
    while first and text[mentions[first - 1].end : start] == ", ":  # "Estonia, Latvia and Lithuania"
        first -= 1
        start = mentions[first].start
    holders: set[str] = set()
    at = start
    for mention in mentions[first : bisect_left(mentions, (end,))]:
        members = MEMBERS.match(text, mention.end, end)
        party = rules.parties.get(text[mention.start : mention.end])
        if not BETWEEN_HOLDERS.fullmatch(text, at, mention.start):
            break
        if mention.form == "demonym" and not party and not (members and mention.actor_id in rules.parties.values()):
            return set()
        holders.add(party or mention.actor_id)
        at = members.end() if members else mention.end
    whole = BETWEEN_HOLDERS.fullmatch(text, at, end) or BEHIND.fullmatch(text, at, end)
    return holders if whole else set()


def _by_role(article: Article, source: Span, rules: StanceRules) -> set[str]:
    """Who alone is introduced by the role that a source names: "the Head of State" behind "President Anna Tolvaer"."""
    found = ROLE.fullmatch(article.text, *source)
    if not found:
        return set()
    role = found[1].lower()
    role = SAME_ROLE.get(role, role)
    if role not in rules.roles:
        return set()
    called = re.compile(rf"\b{role}\b", re.I)
    so_called = {
        m.actor_id
        for m in article.mentions
        if m.form in ("name", "alias")
        and m.start < source[0]
        and called.search(article.text[max(0, m.start - INTRODUCED) : m.start].rpartition(",")[2])
    }
    return so_called if len(so_called) == 1 else set()
