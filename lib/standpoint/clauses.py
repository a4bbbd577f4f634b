"""Where a cue stands, and the patterns of a clause: its borders, its subject, what may lie between cue and content."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from standpoint.actors import Mention
from standpoint.cues import CueLexicon
from standpoint.text import Span

BE = r"(?:is|are|was|were|be|been|being|'s|’s)"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
AROUND = "on|in|at|during|after|before|to|last|this|earlier|late|by|via|from|through|of|about"
AUDIENCE = "reporters|journalists"
ADDRESSED = "him|her|them|us|me"
QUOTED = r"(?=[\"“„«]|''|``)"
PROPER = r"[A-Z][\w.’'-]*(?:[ \u00a0][A-Z][\w.’'-]*)*"
ADDING = "adding|saying|noting|citing|referring|arguing|claiming|warning|suggesting|stressing|explaining"
SAID = "said|says|added|told|reported|reports|wrote|writes|claimed|noted|argued|explained"
ADVERBS = (
    "But|And|Yet|So|Still|Then|Also|Meanwhile|However|Instead|Later|Earlier|Separately|Nevertheless|Indeed|Even|Now|Today"
    "|Yesterday|Here|There|Once"
)
PARENTHESES = (
    "in particular|in turn|in fact|for (?:instance|example|one|(?:his|her|its|their) part)|(?:un)?like|too|however"
    "|meanwhile|of course|as well as|along with|together with"
)
TIME = r"\w+day|week|month|year|[A-Z][a-z]+\s\d+|\d{4}|statement|interview|speech|tweet|report|letter"
GOES_ON = (
    "who|which|while|when|as|in|on|at|during|after|before|adding|referring|citing|speaking|according|and|but|noting"
    "|with|to"
)
LATER = rf"on|after|before|when|while|as|last|this|late|early|earlier|{DAYS}|recently|today|yesterday"


class Clause(NamedTuple):
    """Where a cue stands: its sentence, the quotations, and the limits of the words around it."""

    text: str
    low: int
    high: int
    quotations: Sequence[Span]
    mentions: Sequence[Mention]


class Patterns:
    """The patterns of one language's clauses, compiled once from its cues."""

    def __init__(self, cues: Mapping[str, Any], lexicon: CueLexicon):
        self.lexicon = lexicon
        self.helpers = frozenset(cues["auxiliaries"]) | frozenset(cues["adverbs"])
        adverbs, openers, roles = ("|".join(cues[name]) for name in ("adverbs", "clause_openers", "role_nouns"))
        # what stands in front of a verb
        self.passive = re.compile(rf"\b{BE}(?:[ \u00a0](?:\w+ly|also|not|{adverbs}))*$")
        self.boundary = re.compile(rf"[;:—–(]\s*|\s-{{1,2}}\s|,?\s(?:{openers}|and|or|than)\s+")
        self.opener = re.compile(rf"(?:(?:{openers}|and|or)\b\s*)+", re.I)
        described = r"(?:an?|the|of|from|who|whom|whose|which|one|former|chief|senior|deputy|head)\s|formerly"
        self.appositive = re.compile(
            rf"(?:\d{{1,3}}$|{described}|[RDI]-|(?:[\w’'-]+\s){{0,3}}(?:{roles})\b|(?:{PARENTHESES})\b)", re.I
        )
        self.described = re.compile(rf"(?:the\s|an?\s)?(?:[\w’'-]+\s){{0,3}}(?:{roles})\b[^,]*,\s")
        self.office = re.compile(
            rf"(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\s(?:[\w’'.-]+\s){{0,4}}(?:{roles})"
            r"(?:\s(?:of|for|in|at)\s[^,]+)?"
        )
        self.lead = re.compile(
            rf"(?:(?:{ADVERBS})\s+|(?:On|In|By|At|Last|This|Earlier|Late|Early)\s"
            rf"(?:(?:an?|the|his|her|its|their|late|early)\s)?(?:{TIME})\s+)+"
        )
        # what stands behind it, up to the content
        self.gap = re.compile(
            rf"(?:,?[ \u00a0](?:{AROUND}|{DAYS}|{AUDIENCE})\b[^,;:\"“”]*?"
            rf"|[ \u00a0](?:[A-Z][\w.’-]*|{ADDRESSED}|the \w+)(?:[ \u00a0][A-Z]\w+)?(?=[,:]))?[,:]?[ \u00a0]?{QUOTED}"
        )
        self.that = re.compile(
            r"(?:,?[ \u00a0](?!that\b)(?:[^\s,;:\"“”]+[ \u00a0]){0,8}?)?[ \u00a0]?(?=(?:that|how|whether|why)\b)"
        )
        self.told = re.compile(
            rf"[ \u00a0](?:the[ \u00a0])?(?:{PROPER}|{AUDIENCE}|lawmakers|MPs|{ADDRESSED}|\w+)(?=[ \u00a0,.]|$)"
        )
        self.adjunct = re.compile(
            rf"[ \u00a0]*(?:$|[.,]?$|,?\s?(?:{AROUND}|as|when|while|{DAYS}|recently|today|yesterday|again"
            r"|adding|according)\b)"
        )
        # where content or source ends
        self.clause_end = re.compile(
            rf";|\s[—–]\s|,\s(?:according to\b|(?:{ADDING})\b|(?:[^\s,]+\s){{1,5}}?(?:{SAID})\b)"
            r"|,?\s(?:but|while|though|although)\s"
        )
        self.inverted_end = re.compile(rf",\s(?:{GOES_ON})\b|[;:]|\s(in|at|of|about|by|to|during)\s|\s(?:{LATER})\b|$")


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space, commas and a closing full stop at its edges."""
    while start < end and text[start] in " \u00a0,;:\n":
        start += 1
    while end > start and text[end - 1] in " \u00a0,;:.\n":
        end -= 1
    return start, end
