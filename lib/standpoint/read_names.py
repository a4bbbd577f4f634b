"""The learned reader's names, before they are taken for actors: cut where they begin and end, each of one kind."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence

from standpoint.reader import Named
from standpoint.text import Span, straight

UPPER = "".join(chr(c) for c in range(0x41, 0x530) if chr(c).isupper())
LINKS = "de|da|do|dos|das|del|della|di|du|la|le|van|von|der|den|ter|ten|bin|bint|ibn|al|el|ul"
SEAT = r"(?:[DIR]|DFL)-[A-Z][A-Za-z.]+"  # "Ines Aro, | R-S.C.,"
STATE = re.compile(  # "Ines Aro | (Fla.)": as the Associated Press shortens states
    r"(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ill|Ind|Kan|Mass|Mich|Minn|Miss|Mont|N\.[CDHJMY]|Neb|Nev|Okla|Ore|R\.I|"
    r"S\.[CD]|Tenn|Tex|W\.Va|Wash|Wis|Wyo)\."
)
TITLE = r"(?:Jr|Sr|M\.D|Ph\.D|Ret|Rtd)\.?"
OFFICE = r"(?:[A-Z][\w.’'-]*[ \u00a0]){1,3}(?:Sens?|Reps?|Gov)\."  # "Vermont Rep. | Ines Aro"
HALF = r"Federal|Congressional|(?:Democratic|Republican)[ \u00a0](?:House|Senate|National)"
NO_NAME = re.compile(rf"{SEAT}|{TITLE}|[Tt]he")
NO_BODY = re.compile(rf"{OFFICE}|(?:{HALF})\.?")
MEMBER = re.compile(r"(?:[A-Z][\w.’'-]*[ \u00a0]){1,3}(?:Democrat|Republican)")  # "a prominent | Ohio Democrat"
ONE_OF = re.compile(r"\b(?:an?|one|another|any|every|fellow|no)(?:[ \u00a0][a-z-]+){0,2}[ \u00a0]$")
# what the reader takes into a person's name: "Ines Aro (D-Ohio", "Ines Aro, R-Calif.", "Ines Aro — Odo", "Aro’s plan"
BEHIND = re.compile(
    r"[ \u00a0]?\(|,[ \u00a0](?!(?:Jr|Sr|I{2,3}|IV)\b)|[ \u00a0](?:--?|—|–)(?:[ \u00a0]|$)|[;:]|[’']s[ \u00a0](?=[a-z])"
)
OPEN = re.compile(r"[ \u00a0](?:of|for|on)(?:[ \u00a0]the)?$")  # "Transport for | London"
LOOSE = re.compile(r"(?:[ \u00a0](?:of|for|on|in|at|to|by|and|&|the)|[ \u00a0]?[-–/&])+$")
TITLED = re.compile(r"\b(?:M(?:rs?|s|iss)|Sen|Rep|Gov|Dr)\.?[ \u00a0]$")  # "Ms. | Holland"
SAYS = re.compile(r" (?:said|says|told|added|wrote|argued|explained|noted|warned|insisted|tweeted)\b")
MOSTLY = 0.75  # of a word's mentions, from which all are of one kind
LINKED = re.compile(rf"[ \u00a0](?:{LINKS})$")  # "Qaboos bin | Aro"
GOES_ON = re.compile(rf"(?:[ \u00a0](?:{LINKS}))*[ \u00a0][{UPPER}][\w’'-]*[a-zß-ÿ](?!\w)")


def agreed(text: str, named: Sequence[Named], shown: Callable[[str, Named], str]) -> list[Named]:
    """One name, one kind (Gale et al. 1992, one sense a discourse): what is `shown` of most of its mentions, and where
    nothing is, as which most of them were read.
    """
    votes: dict[str, Counter] = defaultdict(Counter)
    evidence: dict[str, Counter] = defaultdict(Counter)
    for n in named:
        surface, kind = text[n.start : n.end], shown(text, n)
        (evidence if kind else votes)[surface][kind or n.kind] += 1
    votes |= evidence
    return [n._replace(kind=votes[text[n.start : n.end]].most_common(1)[0][0]) for n in named]


def namesakes(text: str, named: Sequence[Named], surnames: Collection[str]) -> set[Span]:
    """Where a word is the surname of a person, one of `surnames` or of a full name in the text, whatever else is called
    so: "Odo Jordan … Jordan said". It was read as a person there, or nearly everywhere, or a title or verb of speech
    stands beside it.
    """
    borne = set(surnames)
    alone: dict[str, Counter] = defaultdict(Counter)
    for n in named:
        words = straight(text[n.start : n.end]).split()
        if len(words) == 1:
            alone[words[0]][n.kind] += 1
        elif n.kind == "person":
            borne.add(words[-1])
    out = set()
    for n in named:
        word = straight(text[n.start : n.end])
        person = n.kind == "person" or alone[word]["person"] >= MOSTLY * alone[word].total() or SAYS.match(text, n.end)
        titled = TITLED.search(text, max(0, n.start - 12), n.start)
        if (
            word in alone
            and n.kind != "group"
            and ((word in borne and (person or titled)) or (titled and n.kind == "person"))
        ):
            out.add((n.start, n.end))
    return out


def whole(text: str, named: Sequence[Named]) -> list[Named]:
    """The names as they are written, from the first letter to the last, without what only looks like one."""
    out: list[Named] = []
    for n in named:
        n = _trimmed(text, n)
        if out and _leads_to(text, out[-1], n):
            n = out.pop()._replace(end=n.end)
        out.append(n)
    closed = (_closed(text, n) for n in out)
    return [n for n in closed if n.start < n.end and not _none(text, n)]


def _trimmed(text: str, named: Named) -> Named:
    """A name without marks in front, an apostrophe behind and, if it is a person's, what follows a comma or bracket."""
    start = next((i for i in range(named.start, named.end) if text[i].isalnum()), named.end)
    behind = BEHIND.search(text, start, named.end) if named.kind == "person" else None
    end = behind.start() if behind else named.end
    return named._replace(start=start, end=start + len(text[start:end].rstrip("'’-–")))  # "the ports’ plan"


def _leads_to(text: str, first: Named, second: Named) -> bool:
    """Was a body's name cut in two behind its preposition: "Transport for | London"?"""
    if first.kind != "organization" or text[first.end : second.start] not in (" ", "\u00a0"):
        return False
    return bool(OPEN.search(text, first.start, first.end))


def _closed(text: str, named: Named) -> Named:
    """A name that ends with a link goes on to the next word, if it is a person's; or else ends in front of it."""
    if named.kind == "person":
        more = GOES_ON.match(text, named.end) if LINKED.search(text, named.start, named.end) else None
        return named._replace(end=more.end()) if more else named
    loose = LOOSE.search(text, named.start, named.end)
    if not loose:
        return named
    alone = OPEN.search(text, named.start, named.end) and len(text[named.start : loose.start()].split()) == 1
    return named._replace(end=named.start if alone else loose.start())  # "Office of | the port" has no name


def _none(text: str, named: Named) -> bool:
    """Is it a title, a seat, a shortened state or an office without its name, a member of a party, a heading's word?"""
    start, end, kind, _ = named
    surface = text[start:end] + "." * (text[end : end + 1] == ".")
    if NO_NAME.fullmatch(text, start, end) or (kind != "place" and STATE.fullmatch(surface)):
        return True
    if kind == "person":
        return False
    member = MEMBER.fullmatch(text, start, end) and ONE_OF.search(text, max(0, start - 40), start)
    return bool(member or NO_BODY.fullmatch(surface)) or _in_capitals(text, start, end)


def _in_capitals(text: str, start: int, end: int) -> bool:
    """Does it stand in a heading that is all in capitals, and nowhere in the text as a name?"""
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[low : high if high >= 0 else len(text)]
    if not line.isupper() or len(line.split()) < 3 or len(line) == len(text):
        return False
    again = re.finditer(rf"(?<!\w){re.escape(text[start:end])}(?!\w)", text, re.I)
    return not any(text[m.start()].isupper() and not low <= m.start() < low + len(line) for m in again)
