"""The source of a statement: the noun phrase that speaks, and the actor that it names."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from standpoint.actors import Mention
from standpoint.clauses import Clause, Patterns, trimmed
from standpoint.cues import Cue
from standpoint.listed import Found
from standpoint.text import Span

NOT_THE_SUBJECT = re.compile(r"\b(?:in|at|of|from|for|with|near|to|by|on|against|about)\s(?:the\s)?$", re.I)
DATELINE = re.compile(r"\s[—–-]{1,2}\s|\s\(|,\s[A-Z][a-z]{2}")


def behind_subject(p: Patterns, text: str, floor: int, end: int) -> int:
    """Where the auxiliaries and adverbs in front of a verb begin: at "has" in "He has repeatedly claimed"."""
    while end > floor:
        while end > floor and text[end - 1] in " \u00a0":
            end -= 1
        at = max(text.rfind(" ", floor, end), text.rfind("\u00a0", floor, end), floor - 1) + 1
        word = text[at:end].lower()
        if word in p.helpers or (len(word) > 4 and word.endswith("ly")) or word.endswith(("n't", "n’t")):
            end = at
        else:
            return end
    return end


def is_verb(c: Clause, source: Span, head_end: int, cue: Cue) -> bool:
    """Is a form that may be a noun a verb here: does it stand right behind a name, a pronoun or a plural?"""
    head = c.text[source[0] : source[1]].rstrip(",")
    words = head.split()
    if not words or source[1] < head_end - 1:
        return False
    if re.search(r"(?:['’]s|s['’])$", words[-1]):
        return False
    if words[-1].lower() in ("he", "she", "they", "it", "we", "i", "who", "you"):
        return True
    at = bisect_left(c.mentions, (source[1],)) - 1
    named = at >= 0 and c.mentions[at].end >= source[1] - 1 and c.mentions[at].form != "demonym"
    if cue.form == cue.lemma and named:  # a base form has a plural subject
        return False
    return named or (words[-1].endswith("s") and words[-1].islower() and not cue.form.endswith("s"))


def inverted_source(p: Patterns, c: Clause, cue_span: Span, quoted: Span):
    """“…,” said the mayor."""
    stop = None
    for stop in p.inverted_end.finditer(c.text, cue_span[1] + 1, c.high):
        # "a farmer in Fiji", "an analyst at the Forum": the preposition goes on with the description
        if not (stop.group(1) and c.text[c.text.rfind(" ", 0, stop.start()) + 1].islower()):
            break
    if stop is None:  # the cue ends its sentence
        return None
    source = trimmed(c.text, cue_span[1], stop.start())
    if not 1 < source[1] - source[0] < 160:
        return None
    return source, cue_span, [with_lead(c, quoted)]


def with_lead(c: Clause, quoted: Span) -> Span:
    """A quotation with the unquoted words that lead into it in its sentence: “the deal” was “dead,” he said."""
    before = c.text[c.low : quoted[0]].strip()
    return (c.low, quoted[1]) if quoted[0] > c.low and len(before) > 3 else quoted


def subject(p: Patterns, c: Clause, floor: int, end: int) -> Span | None:
    """The noun phrase in front of a verb: back to the clause boundary, over appositions between commas."""
    text = c.text
    floor = max(floor, end - 1000)  # no subject is longer: bounded time on cues alone
    while end > floor and text[end - 1] in " \u00a0":
        end -= 1
    stop = end
    if end > floor and text[end - 1] == ",":
        end -= 1
        segments = [(floor + m.start(), floor + m.end()) for m in re.finditer(r"[^,]+", text[floor:end])]
        k = len(segments) - 1
        while k > 0 and p.appositive.match(text[segments[k][0] : segments[k][1]].strip()):
            k -= 1
        if not segments:
            return None
        start, head_stop = segments[k]
        if k == 1 and p.office.fullmatch(text[segments[0][0] : segments[0][1]]):
            start = segments[0][0]
    else:
        comma = text.rfind(", ", floor, end)
        start, head_stop = (comma + 2 if comma >= 0 else floor), end
    for boundary in p.boundary.finditer(text, start, min(head_stop + 1, stop + 1)):
        if boundary.end() >= head_stop:
            return None
        if not (boundary.group().strip() == "and" and joins_names(c.mentions, boundary.start(), boundary.end())):
            start = boundary.end()
    start, _ = trimmed(text, start, head_stop)
    if opener := p.opener.match(text, start, head_stop):
        start = opener.end()
    if lead := p.lead.match(text, start, head_stop):
        start = lead.end()
    if start >= head_stop or stop - start > 200 or not re.match(r"[\w\"“‘'$#@]", text[start]):
        return None
    return shortened(c, start, head_stop, stop)


def shortened(c: Clause, start: int, head_stop: int, stop: int) -> Span | None:
    """A long subject keeps to its last actor with the words that belong to its name."""
    if head_stop - start > 90 or c.text[start : start + 3] in (
        "In ",
        "On ",
        "At ",
        "For",
        "By ",
        "Wit",
        "Ask",
        "Spe",
    ):
        i = bisect_left(c.mentions, (head_stop,)) - 1
        if i < 0 or c.mentions[i].start < start or c.mentions[i].end < head_stop - 30:
            return None
        return c.mentions[i].start, stop
    return start, stop


def only_named(c: Clause, cue: Cue) -> Span | None:
    """The speaker behind a verb that ends its sentence: "Allies must do more, warned the NATO chief." """
    i = bisect_left(c.mentions, (cue.end,))
    if i == len(c.mentions) or c.mentions[i].start - cue.end > 25:
        return None
    start, end = trimmed(c.text, cue.end, c.high)
    return (start, end) if c.mentions[i].end == end else None


def first_actor(c: Clause, before: int) -> Span | None:
    """The first actor of the sentence that may be its subject: not "in Kyiv", not a dateline."""
    i = bisect_left(c.mentions, (c.low,))
    while i < len(c.mentions) and c.mentions[i].start < before:
        m = c.mentions[i]
        aside = NOT_THE_SUBJECT.search(c.text, max(c.low, m.start - 12), m.start)
        if m.form != "demonym" and not aside and not (m.start == c.low and DATELINE.match(c.text, m.end)):
            return m.start, m.end
        i += 1
    return None


SPOKESPERSON = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|statement|communiqué|campaign|government|administration|officials?)\b",
    re.I,
)


def joins_names(mentions: Sequence[Mention], start: int, end: int) -> bool:
    """Does "and" stand between two named actors ("Maria Silva and Peter Novak")?"""
    i = bisect_left(mentions, (end,))
    return 0 < i < len(mentions) and mentions[i - 1].end == start and mentions[i].start - end < 25


WHEN = re.compile(
    r"[ \u00a0](?:(?:late |early )?on )?[A-Z][a-z]+day|[ \u00a0](?:this|last) [a-z]+"
)  # "the court on Tuesday"
OF_SOMEBODY = re.compile(
    r"(?:[ \u00a0](?!(?:and|or|of|for|with|to|from|by|as|who|whom|than|not|but)\b)[a-z][\w’'-]*)+"
    r"[ \u00a0](?:[A-Z][\w.]*[ \u00a0])?"
)


# a source that begins behind its name: "Ines Aro, | who", "Ines Aro (| R-Tex.)"
BEHIND_NAME = re.compile(r"who|(?:[DIR]|DFL)-[A-Z][\w.]*\)?.*", re.S)
ASIDE = re.compile(r",?[ \u00a0]\(?")
THE = re.compile(r".{0,4}|[Tt]he[ \u00a0][A-Z][\w-]+[ \u00a0]")  # "the Czech | Senate"
# whoever is somebody's: "a Tolvaer | adviser"
WHOSE = (
    r"(?:aides?|advis[eo]rs?|all(?:y|ies)|lawyers?|attorneys?|counsels?|supporters?|opponents?|rivals?|critics?|friends?"
    r"|backers?|donors?|voters?|appointees?|relatives?|widow|wife|husband|son|daughter|brother|sister|mother|father)"
)
DESCRIBED = re.compile(
    r"(?:an?|the|one|another|his|her|their)[ \u00a0](?:[\w’'-]+[ \u00a0]){0,4}?"
    r"(?P<of>(?:for|of|to|with)[ \u00a0](?:[A-Z][\w.]*[ \u00a0])?)?",
    re.I,
)
NAMED_BEHIND = re.compile(r"(?:[ \u00a0][a-z][\w’'-]*){0,4},[ \u00a0](?:[A-Z][\w.]*[ \u00a0])?")
SOMEBODYS = re.compile(rf"[ \u00a0](?:[a-z-]+[ \u00a0]){{0,2}}{WHOSE}\b", re.I)
WHO_DID = re.compile(r",?[ \u00a0](?:who|whom|whose|which)\b")


def _described(text: str, start: int, head: Mention, m: Mention) -> bool:
    """Does a description that starts there name one person to say who the next is: "the lawyer for Aro, Odo Venn",
    "an Aro adviser, Odo Venn"?
    """
    before = DESCRIBED.fullmatch(text, start, head.start)
    behind = NAMED_BEHIND.fullmatch(text, head.end, m.start)
    return bool(before and behind and (before["of"] or text[head.end] != ","))


def _somebody_else(text: str, source: Span, head: Mention) -> bool:
    """Is the only person named in a source not who speaks: "an Aro aide", "a merchant, who had backed Aro"?"""
    return bool(SOMEBODYS.match(text, head.end, source[1]) or WHO_DID.search(text, source[0], head.start))


def _possessive(text: str, m: Mention) -> bool:
    """ "Ines Aro’s", "her uncle" """
    words = text[m.start : m.end].lower()
    return text[m.end : m.end + 2] in ("'s", "’s") or (m.form == "pronoun" and words in ("his", "her"))


def speaker_of(text: str, source: Span, mentions: Sequence[Mention], found: Mapping[str, Found]) -> str | None:
    """The actor a source phrase names: its person; else the body that it is or that its spokesperson speaks for."""
    i = bisect_left(mentions, (source[0],))
    if i and BEHIND_NAME.fullmatch(text, *source) and ASIDE.fullmatch(text, mentions[i - 1].end, source[0]):
        return mentions[i - 1].actor_id
    inside = []
    while i < len(mentions) and mentions[i].start < source[1]:
        inside.append(mentions[i])
        i += 1
    people = [m for m in inside if found[m.actor_id].actor_type == "person" and not _possessive(text, m)]
    if people:
        head = people[0]
        for m in people[1:]:  # "Tolvaer campaign manager | Ines Aro"
            if not (OF_SOMEBODY.fullmatch(text, head.end, m.start) or _described(text, source[0], head, m)):
                break
            head = m
        return None if _somebody_else(text, source, head) else head.actor_id
    bodies = [m for m in inside if m.form != "demonym"]
    words = text[source[0] : source[1]]
    start = source[0]
    while len(bodies) > 1 and _possessive(text, bodies[0]) and bodies[1].start - bodies[0].end <= 3:
        start, bodies = bodies[1].start, bodies[1:]  # "Parliament's | health committee"
    if bodies and (THE.fullmatch(text, start, bodies[0].start) or SPOKESPERSON.search(words)):
        head = bodies[0]
        ends = head.end >= source[1] - 1 or text[head.end] == "," or WHEN.fullmatch(text, head.end, source[1])
        if ends or SPOKESPERSON.search(words):
            return head.actor_id
    if inside and re.search(r"\b(?:government|authorities|spokes\w+)\b", words):
        return inside[0].actor_id
    return None
