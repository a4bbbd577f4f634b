"""Two readings of a passage beside the common one: an operation blamed by the name it is given, and biddings."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from standpoint.claims import PREPOSITIONS
from standpoint.directions import NEAR, Cue, Reading, done_to, undecided
from standpoint.issues import Match
from standpoint.stance_rules import Article, StanceRules
from standpoint.text import containing
from standpoint.tokens import Token

BESIDE = 25  # characters between a label and the name that it is put on
HYPOTHETICAL = re.compile(r"\b(?:any|every|further|future|new|possible|potential) (?:[a-z]+ )?$", re.I)
OPENS = re.compile(r"(?:^|[.!?]\s+|[“\"„«])$")  # in front of a bidding that opens a sentence
SETS_OUT = re.compile(  # and behind the comma of "Second, …"
    r"(?:\b(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]inally|[Pp]lease|[Ss]o|[Nn]ow)(?:ly)?, |\b(?:please|let[’']s) )$"
)


def blamed(
    article: Article, tokens: Sequence[Token], match: Match, cue: Cue, rules: StanceRules, read: Reading
) -> Reading:
    """Is an operation that the claim justifies blamed under another name, and by that name is the one of the claim?"""
    at = containing(article.sentences, tokens[match.first].start)
    span = article.sentences[at] if at >= 0 else (tokens[0].start, tokens[-1].end)
    named = article.mentions[bisect_left(article.mentions, (span[0],)) : bisect_left(article.mentions, (span[1],))]
    called = {article.text[t.start : t.end].lower() for t in tokens[match.first : match.last]}
    names = rules.issues.issues[match.issue].names
    if not any(m.actor_id in names for m in named) or tokens[-1].stem == "?":
        return undecided("it is not said whose")
    if read.sign * match.sign < 0 and (read.basis == "judged" or cue.lean < 0) and not called & rules.vague:
        return read
    place = tokens[match.first].start, tokens[match.last - 1].end
    whose = [m for m in named if m.actor_id in names and m.end > place[0] - BESIDE and m.start < place[1] + BESIDE]
    if HYPOTHETICAL.search(article.text, max(span[0], place[0] - 20), place[0]):
        return undecided("no aggression in particular")
    if whose and called & rules.labels and not (read.basis or cue.denying):
        return Reading(-match.sign, 0.6, "judged", f"called ‘{min(called & rules.labels)}’")
    return undecided("it is named, and nobody blames it")


def bidden(article: Article, tokens: Sequence[Token], match: Match, rules: StanceRules) -> Reading | None:
    """A bidding: the clause opens with a bare verb of more or less ("Lift the sanctions", "Second, give us arms")."""
    at = match.first - 1
    ends = rules.issues.lists["boundaries"] | {","}
    while at >= 0 and tokens[at].stem not in ends and match.first - at <= NEAR:
        at -= 1
    opening = tokens[at + 1 : match.first]
    if not opening or match.first - at > NEAR:
        return None
    words = [article.text[t.start : t.end].lower() for t in opening]
    starts = at < 0 or article.text[tokens[at].start] == ","
    if not starts or words[0] not in rules.biddings or (len(words) > 1 and words[1] in PREPOSITIONS):
        return None
    before = article.text[max(0, opening[0].start - 12) : opening[0].start]
    if at < 0 and not OPENS.search(before):
        return None
    if at >= 0 and not SETS_OUT.search(before):
        return None
    sign, told = done_to(opening, (), rules.issues)
    return Reading(sign * match.sign, 0.7, "should", f"a bidding: ‘{words[0]}’{told}")
