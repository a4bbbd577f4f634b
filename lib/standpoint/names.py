"""Names that no codebook lists: people by titles, first names and appositions; bodies and places by their words."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from standpoint.gazetteer import Hit
from standpoint.read_names import LINKS, SAYS, UPPER, agreed, namesakes, whole
from standpoint.reader import Named

# "Senate Democrats" and "Top Democrats" are Democrats
SOME_OF = re.compile(
    r"(?:the )?(?:(?:House|Senate|Congressional|Top|Senior|Leading|Moderate|Centrist|Fellow|Many|Most|Some)[ \u00a0])+",
    re.I,
)
FULL_NAME = re.compile(rf"(?:{LINKS})|[{UPPER}]\.|[{UPPER}][\w’'-]*[a-zß-ÿ][\w’'-]*")  # a word of it
OF_BODY = r"(?:for|of|at|in|from)[ \u00a0][^,.;:\n“”\"]{3,60}"
ASIDE_ENDS = re.compile(r",(?![ \u00a0](?:and|or)\b)|[.;]|$")  # behind "the minister, X": it is no list
NEAR = 80  # characters beside a name in which words that show its kind are sought
ABBREVIATED = r"(?:Mrs?|Ms|Dr|Sens?|Reps?|Gov|Gen|St|Prof|Lt|Col|Maj|Capt|Sgt|Rev|Adm|Hon)\."


class Name(NamedTuple):
    """A capitalised name found in a text. `kind` is person, organization, place, or "" where nothing decides."""

    start: int
    end: int
    kind: str
    title: str = ""  # the title or role written with it
    gender: str = ""


class NameFinder:
    """Compiled word lists of one language (seeds/cues/<language>.yaml)."""

    def __init__(self, cues: Mapping[str, Any]):
        openers = "|".join(sorted(map(re.escape, cues["organization_openers"]), key=len, reverse=True))
        token = (
            rf"(?:(?:{openers})(?: the)?|{ABBREVIATED}|[{UPPER}]\.(?:[{UPPER}]\.)*|[{UPPER}]\w*(?:[’'\-](?!s\b)\w+)*)"
        )
        joint = rf"[ \u00a0](?:(?:(?:{LINKS})[ \u00a0]|al-|el-)+(?=[{UPPER}]))?"
        self._sequence = re.compile(rf"(?<![\w’'])(?:(?:al|el)-(?=[{UPPER}]))?{token}(?:{joint}{token})*")
        self._token = re.compile(rf"{token}|\S+")
        self._opener = re.compile(rf"(?:{openers})\b")
        self._last_word = {kind: frozenset(cues[f"{kind}_words"]) for kind in ("organization", "place")}
        self.not_names = frozenset(cues["not_names"])
        self._name_openers = frozenset(cues["name_openers"])
        words = {w for t in cues["titles"] for w in t.split()}
        self.titles = frozenset(w for w in words if w[0].isupper())
        self._within_titles = words - self.titles  # "Secretary of State": no title by itself
        firsts = cues["first_names"]
        self._gender = {n: g for g, names in firsts.items() for n in names}
        self.called: dict[str, set[str]] = {}  # a first name → what else its bearer may be called
        for whole_name, short in cues["nicknames"].items():
            for name in short:
                self.called.setdefault(name, set()).add(whole_name)
                self.called.setdefault(whole_name, set()).add(name)
        self._gender |= dict.fromkeys({*firsts["m"]} & {*firsts["f"]}, "")  # "Andrea": a first name, of either
        roles = "|".join(cues["role_nouns"])
        self._roles = frozenset(cues["role_nouns"])
        described = rf"(?:[\w’'-]+\s){{0,4}}?(?:{roles})\b"
        self._person_after = re.compile(
            rf",? (?:\d\d?,|\(\d\d\)|(?:an?|the|its|his|her|their|who|former|chief|senior|deputy|co-)\s{described}"
            rf"|(?:[\w’'-]+\s){{0,3}}(?:{roles})\b|(?:of|from|at) (?:the )?[^,.;]{{3,60}},)"
        )
        self._place_before = frozenset(cues["place_prepositions"])
        offices = "|".join(cues["person_nouns"])
        self._office = frozenset(cues["person_nouns"])
        self._office_before = re.compile(rf"\b(?:{offices})(?P<aside>(?:[ \u00a0]{OF_BODY})?,)?[ \u00a0]$", re.I)
        self._office_after = re.compile(
            rf",[ \u00a0](?:(?:an?|the|its|his|her|their|[\w-]+[’']s)[ \u00a0])?(?:[\w-]+[ \u00a0]){{0,3}}?"
            rf"(?:{offices})(?:,|[ \u00a0](?:for|of|at|in|from)\b)"
        )
        places = "|".join(cues["place_nouns"])
        self._place_of = re.compile(rf"\b[Tt]he[ \u00a0](?:[\w-]+[ \u00a0])?(?:{places})[ \u00a0]of[ \u00a0]$")

    def find(self, text: str, hits: Sequence[Hit]) -> tuple[list[Name], list[Hit]]:
        """Names beside the gazetteer's hits, and the hits that stand: "Ukraine" in "Ukraine Contact Group" does not."""
        names: list[Name] = []
        kept: list[Hit] = []
        i, n = 0, len(hits)
        for match in self._sequence.finditer(text):
            start, end = match.span()
            while i < n and hits[i].end <= start:
                kept.append(hits[i])
                i += 1
            inside = []
            j = i
            while j < n and hits[j].start < end:
                inside.append(hits[j])
                j += 1
            if not inside:
                if name := self._classify(text, start, end):
                    names.append(name)
                continue
            i = j
            opens = inside[0].start == start and inside[-1].end < end and inside[0].entry.form != "role"
            if opens and self._is_organization(text[inside[-1].end : end]):
                names.append(Name(start, end, "organization"))
                continue
            at = start
            for hit in inside:
                before = text[at : hit.start].strip() if hit.start > at else ""
                if before and hit.entry.form == "alias" and self._given_name(before.split()):
                    first = len(before) - len(" ".join(self.without_titles(before.split())[1]))
                    names.append(Name(at + first, hit.end, "person", "", self._gender.get(before.split()[-1], "")))
                else:
                    if before and (name := self._classify(text, at, hit.start)):
                        names.append(name)
                    kept.append(hit)
                at = hit.end
            if at < end and (name := self._classify(text, at, end)):
                names.append(name)
        kept.extend(hits[i:])
        return names, kept

    def read(
        self, text: str, hits: Sequence[Hit], named: Sequence[Named], people: Mapping[str, str],
        surnames: Collection[str] = (),
    ) -> tuple[list[Name], list[Hit]]:  # fmt: skip
        """The learned reader's names that no hit of the gazetteer covers, and the hits that none of them takes in.

        `people` are the ids of the codebook's persons, with surnames; `surnames` are borne in other fields.
        """
        names: list[Name] = []
        named = whole(text, named)
        full = {people[h.entry.actor_id] for h in hits if h.entry.actor_id in people and " " in text[h.start : h.end]}
        of_persons = namesakes(text, named, {*surnames, *full})
        hits = [h for h in hits if h.entry.actor_id in people or (h.start, h.end) not in of_persons]
        starts = [hit.start for hit in hits]
        dropped: set[int] = set()
        for start, end, kind, _ in agreed(text, named, self._shown):
            surface = text[start:end]
            kind = "person" if (start, end) in of_persons else kind
            if kind == "group" or (kind == "person" and (" and " in surface or surface.islower())):
                continue
            low = max(0, bisect_right(starts, start) - 1)
            over = [i for i in range(low, bisect_left(starts, end)) if hits[i].end > start]
            bare = start + 4 if text[start : start + 4].lower() == "the " else start
            if any(hits[i].start <= bare and end <= hits[i].end for i in over):
                continue
            if any(hits[i].end == end and SOME_OF.fullmatch(text, start, hits[i].start) for i in over):
                continue
            if kind != "person" and any(
                hits[i].entry.form == "name" and hits[i].entry.actor_id in people for i in over
            ):  # "President Vladimir Putin" is no place: the codebook knows better
                continue
            first = hits[over[0]] if kind == "person" and over and hits[over[0]].start == start else None
            if first and first.entry.actor_id not in people and len(text[first.end : end].split()) > 1:
                start, over = first.end + 1, over[1:]  # "White House | Press Secretary Jo Berg", but "Georgia Berg"
            words = text[start:end].replace("\u00a0", " ").split()
            if kind == "person" and (state := OF_STATE.match(text, start, end)):  # "Vermont Sen. | Ines Aro"
                start, words = state.start(1), text[state.start(1) : end].replace("\u00a0", " ").split()
            title, rest = self.without_titles(words) if kind == "person" else ([], words)
            if kind == "person" and "of" in rest[2:]:  # "Ines Aro | of Vermont"
                rest = rest[: rest.index("of", 2)]
                end = text.index(rest[-1], start) + len(rest[-1])
            if not rest or len(text[start:end]) < 2:
                continue
            if title:
                start = end - len(" ".join(rest))
                gendered = title[0] in FEMALE or title[0].startswith("Mr")  # "Mrs. Trump" is not who "Trump" alone is
                if not gendered and any(hits[i].start <= start and end <= hits[i].end for i in over):
                    continue
                over = [i for i in over if hits[i].end > start]
            else:
                before = text[text.rfind(" ", max(0, start - 20), start - 1) + 1 : start - 1] if start > 1 else ""
                title = [before] if before in self.titles or before in self._roles else []
            gender = self._gender.get(rest[0], "") if kind == "person" and len(rest) > 1 else ""
            if title:
                gender = {"Mr.": "m", "Mr": "m"}.get(title[0], "f" if title[0] in FEMALE else gender)
            dropped.update(over)
            names.append(Name(start, end, kind, " ".join(title), gender))
        return names, [hit for i, hit in enumerate(hits) if i not in dropped]

    def _shown(self, text: str, named: Named) -> str:
        """The kind that the words beside a name show, whatever it was read as; "" where they show none."""
        start, end, kind, _ = named
        words = text[start:end].replace("\u00a0", " ").split()
        if kind != "group" and self._is_place(text, start) and not self._given_name(words):
            return "place"
        return "person" if kind not in ("group", "person") and self._is_officer(text, start, end, words) else ""

    def _is_officer(self, text: str, start: int, end: int, words: list[str]) -> bool:
        """Is it the full name of somebody whose office stands right in front or behind: "Spokeswoman Ines Aro",
        "a spokesman for the port, Odo Venn,", "Clara Lund, the minister for ports"?
        """
        titled = len(words) > 2 and words[0].lower() in self._office
        words = self.without_titles(words)[1] if titled else words
        if not 1 < len(words) < 5 or not all(FULL_NAME.fullmatch(w) for w in words) or self._is_body(text, end, words):
            return False
        before = self._office_before.search(text, max(0, start - NEAR), start)
        if titled or (before and (not before["aside"] or ASIDE_ENDS.match(text, end))):
            return True
        return words[0] in self._gender and bool(self._office_after.match(text, end))

    def _is_body(self, text: str, end: int, words: list[str]) -> bool:
        """Do a name's own words make it a body or a place, or does it stand in front of another ("Odo Venn Museum")?"""
        last = (words[-1], *text[end : end + 30].split()[:1]) if text[end : end + 1] in " \u00a0" else (words[-1],)
        return any(w.strip(".,;") in listed for w in last for listed in self._last_word.values())

    def _is_place(self, text: str, start: int) -> bool:
        """Does "the port of" stand in front?"""
        return bool(self._place_of.search(text, max(0, start - NEAR), start))

    def _is_organization(self, rest: str) -> bool:
        words = rest.split()
        return bool(words) and words[-1] in self._last_word["organization"]

    def _given_name(self, words: list[str]) -> bool:
        words = self.without_titles(words)[1]
        return bool(words) and (words[0] in self._gender or (len(words[-1]) == 2 and words[-1][1] == "."))

    def without_titles(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Titles in front, and what is left of the words."""
        title, i = [], 0
        while i < len(words) and (words[i] in self.not_names or self._is_title(words[i], title)):
            if self._is_title(words[i], title):
                title.append(words[i])
            i += 1
        while title and title[-1] in self._within_titles:
            title.pop()
        return title, words[i:]

    def _is_title(self, word: str, before: list[str]) -> bool:
        return word in self.titles or (bool(before) and word in self._within_titles)

    def _classify(self, text: str, start: int, end: int) -> Name | None:
        while start < end and text[start] in " \u00a0":
            start += 1
        while end > start and text[end - 1] in " \u00a0-’'":
            end -= 1
        surface = text[start:end]
        if surface in self.not_names or len(surface) < 2:
            return None
        words = surface.replace("\u00a0", " ").split(" ")
        title, rest = [], words
        if len(words) > 1 and words[-1] in self._last_word["organization"]:
            first = next((i for i, w in enumerate(words) if w not in self.not_names or w in self._name_openers), 0)
            if first < len(words) - 1:
                return Name(end - len(" ".join(words[first:])), end, "organization")
        if words[0] in self.titles or words[0] in self.not_names:
            title, rest = self.without_titles(words)
            if not rest:
                return None
            start = end - len(" ".join(rest))
        while rest[-1] in self.not_names and len(rest) > 1:
            end -= len(rest[-1]) + 1
            rest = rest[:-1]
        if rest[-1] in self.not_names:
            return None
        first, last = rest[0], rest[-1]
        gender = self._gender.get(first, "") if len(rest) > 1 else ""  # alone it may be a surname: Kim
        said = " ".join(title)
        if self._opener.match(text, start, end):
            return Name(start, end, "organization")
        if title and title[-1] not in ("Republican", "Democrat", "Leader", "Chief", "Director", "Officer", "General"):
            return Name(
                start, end, "person", said, {"Mr.": "m", "Mr": "m"}.get(title[0], "f" if title[0] in FEMALE else gender)
            )
        if len(rest) > 1 and gender:
            return Name(start, end, "person", said, gender)
        before = text[text.rfind(" ", max(0, start - 20), start - 1) + 1 : start - 1] if start > 1 else ""
        if 1 < len(rest) < 4 and (before in ("said", "says", "added", "told") or SAYS.match(text, end)):
            return Name(start, end, "person", said, gender)
        if before in self._roles and len(rest) < 4 and not first.isupper():
            return Name(start, end, "person", before, gender)
        if last in self._last_word["place"] and len(rest) > 1:
            return Name(start, end, "place")
        if 1 < len(rest) < 4 and self._person_after.match(text, end):
            return Name(start, end, "person", said, gender)
        if surface.isupper() and (not start or text[start - 1] == "\n") and DATELINE.match(text, end):
            return Name(start, end, "place")
        if len(rest) == 1 and first.isupper() and 2 < len(first) < 7 and first.isalpha():
            return Name(start, end, "organization")
        named_place = before.lower() in self._place_before or self._is_place(text, start)
        if len(rest) < 3 and not first.isupper() and named_place:
            return Name(start, end, "place")
        return Name(start, end, "", said, gender)


DATELINE = re.compile(r"(?:, [A-Z][a-z]{2,8}\.? \d{1,2})? ?(?:\(|/|—|–|--|- )")
# "WASHINGTON — ", "LONDON (Sample Agency) - ", "GENEVA, 3 May. /Sample/ ", "PRAGUE, March 3" alone on its line
PLACED = re.compile(
    rf"^[ \t]*(?P<place>[{UPPER}][\w.’'-]*(?:[ \u00a0/][{UPPER}][\w.’'-]*){{0,3}}?)"
    r"(?P<more>(?:, [^\n,;:—–()/]{2,25}){0,3}?\.?(?: ?\([^)\n]{2,40}\)| ?/[^/\n]{2,40}/\.?)?)"
    rf"(?: ?(?:[—–]+|-{{1,2}})[ \u00a0]+(?=[{UPPER}\d“\"‘])|(?<=/)[ \u00a0]|(?<=/\.)[ \u00a0]|[ \t]*$)",
    re.M,
)
SIGNED = re.compile(r"\d|[(/]")  # a day or an agency
HEAD = 300  # characters of a text in which a dateline need not be in capitals


def datelines(text: str) -> list[tuple[int, int]]:
    """Spans that open a paragraph and say where it was written, with the dash behind them: a place in capitals, or one
    with a day or an agency, or one in front of a dash at the head of the text.
    """
    out = []
    for found in PLACED.finditer(text):
        dashed = text[found.end("more") : found.end()].strip() or found["more"].endswith(("/", "/."))
        capitals, signed = found["place"].isupper(), bool(SIGNED.search(found["more"]))
        if (dashed and (capitals or signed or found.start() < HEAD)) or (capitals and signed):
            out.append(found.span())
    return out


OF_STATE = re.compile(  # "Vermont Sen. Ines Aro": the last title and the name
    rf"(?:[{UPPER}][\w.’'-]*[ \u00a0]){{1,3}}"
    rf"(?=({ABBREVIATED}|(?:President|Senator|Governor|Mayor|Congress(?:wo)?man)\b)[ \u00a0])"
)
FEMALE = frozenset(
    ("Mrs.", "Mrs", "Ms.", "Ms", "Miss", "Lady", "Dame", "Queen", "Princess", "Baroness", "Congresswoman", "Sister")
)


# Latin letters that Unicode does not take apart into a letter and a mark.
UNDIVIDED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def slug(name: str) -> str:
    """An id made of a name: ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(UNDIVIDED)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x" + name.encode().hex()[:16]
