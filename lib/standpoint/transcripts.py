"""Transcripts: paragraphs with a speaker's label ("MS. ARO: …", "Q: …") are what he says, up to the next label."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from standpoint.actors import Mention
from standpoint.cues import inflected
from standpoint.introduced import Article
from standpoint.roles import BARE
from standpoint.statements import Statement
from standpoint.text import OPENING, PARAGRAPH, Span, bare, containing

LABEL = re.compile(
    r"[ \t\u00a0]*(?P<label>[^\s:?!][^\n:?!]{0,160}?)(?: ?[(\[][^)\]\n:]*[)\]])?[ \u00a0]?:(?=\s|$|[“\"…])"
)
WORDS = re.compile(r"[\w’'-]+")
BRACKETED = re.compile(r"\s*[(\[][^\n]*[)\]]\s*")
CLOCK = re.compile(r"\s*\d{1,2}:\d\d\b[^\n]{0,20}$")
ENDED = re.compile(r"[.?!…:;,—–-][)\]\"”’»*]*\s*$|[)\]]\s*$")
LONG = 6  # words of a label that is no full name
LONGEST = 12
TALKS = 12  # words of a turn that shows whether somebody speaks for himself
SPARSE = 60  # of so many words one at least is "I", "we" or "you" where somebody speaks
HEADLESS = 3  # a first label behind one part in three of the text stands in an article that quotes an exchange


class Label(NamedTuple):
    """The label of a paragraph: its span, where the words begin, and who is meant.

    `kind` is "known" (an actor), "titled" (a role, or a title with a name that is unknown), "asks", "answers", "other"
    (a moderator), "capitals" and "repeated" (who speaks if it comes back), or "heading", which names nobody.
    """

    start: int
    end: int
    words: int
    kind: str
    speaker_id: str | None


class Host(NamedTuple):
    """Whose text it is, by its headline: the actor, and the words that name him."""

    speaker_id: str | None
    words: str


class Transcripts:
    """Finds the turns of transcripts in one language; made once, used for every article."""

    def __init__(self, cues: Mapping[str, Any]):
        lists = cues["speeches"]
        self._kinds = {
            word.lower(): kind
            for kind, name in (("asks", "questioners"), ("answers", "answerers"), ("other", "others"))
            for word in lists[name]
        }
        letters = "|".join(w for w in lists["questioners"] if len(w) == 1)
        self._bare = re.compile(rf"[ \t]*(?P<label>{letters})\.?[ \t\u00a0]+(?=[A-Z\[(“\"—…])")  # "Q  And what of …"
        self._aside = re.compile(rf"\s*[(\[]?(?:{'|'.join(map(re.escape, lists['asides']))})\b")
        self._joining = frozenset(lists["joining"])
        self._by = frozenset(lists["by"])
        titles = {w.lower() for t in (*cues["titles"], *cues["bare_titles"]) for w in t.split()}
        self._titles = titles - self._joining
        self.roles = self._titles | set(cues["role_nouns"])
        self._talk = frozenset(w.lower() for name in ("singular", "plural", "listener") for w in lists[name])
        verbs = {verb for verbs in cues["verbs"].values() for verb in verbs}
        self._tells = frozenset(form for verb in verbs for form in inflected(verb, cues["irregular"])) - self.roles

    def turns(
        self,
        text: str,
        sentences: Sequence[Span],
        quotations: Sequence[Span],
        mentions: Sequence[Mention],
        reading: Article,
        host: Host | None = None,
        begins: int = 0,
    ) -> list[Statement]:
        """One direct statement a turn, in order: source the label, no cue, content the paragraphs; [] in other texts.
        `begins` is where the text does, behind a headline that it opens with.

        Turns count where a label is somebody known, or where there are two of which one is a role or a titled name,
        and where those who speak say "I", "we" or "you". A label in front of a quotation takes that alone.
        """
        paragraphs = [m.span() for m in PARAGRAPH.finditer(text)]
        lost = len(paragraphs) == 1  # a text whose paragraphs were joined: labels open sentences, or follow a heading
        starts = [s for s in (sentences if lost else paragraphs) if s[0] >= begins]
        labels = [x for a, b in starts if (x := self._label(text, a, b, mentions, reading, host, lost))]
        labels = _repeated(text, labels, reading)
        quoting = {} if lost else {x: s for x in labels if x.kind == "known" and (s := _quoted(text, x, quotations))}
        speakers = [x for x in labels if x.kind != "heading" and x not in quoting]
        made = [_statement(text, sentences, x, [said]) for x, said in quoting.items()]
        known = sum(x.kind == "known" for x in speakers)
        named = known + sum(x.kind == "titled" for x in speakers)
        if known or (named and len(speakers) > 1):
            following = bool(speakers) and speakers[0].start <= len(text) / HEADLESS
            pieces = self._pieces(text, paragraphs, labels, speakers, following)
            if self._talks(text, list(pieces.values()), quotations):
                made += [_statement(text, sentences, x, spans) for x, spans in pieces.items() if spans]
        return sorted(made, key=lambda s: s.source[0])

    def _label(
        self,
        text: str,
        start: int,
        end: int,
        mentions: Sequence[Mention],
        reading: Article,
        host: Host | None,
        lost: bool,
    ) -> Label | None:
        if found := self._bare.match(text, start, end):
            return Label(*found.span("label"), found.end(), "asks", None)
        found = LABEL.match(text, start, end)
        if not found:
            return None
        a, b = found.span("label")
        after = found.end() + len(text[found.end() : end]) - len(text[found.end() : end].lstrip())
        first, _, name = text[a:b].partition(" ")
        if name and first.lower() in self._tells:  # "Said Ines Aro: “…”" is an attribution
            a = b - len(name)
            kind, speaker = self._who(text, a, b, mentions, reading, host)
            quoted = kind == "known" and after < end and text[after] in OPENING
            return Label(a, b, after, kind, speaker) if quoted else None
        kind, speaker = self._who(text, a, b, mentions, reading, host)
        if not kind and lost:
            a = self._behind_heading(text, a, b)
            kind, speaker = self._who(text, a, b, mentions, reading, host)
            kind = kind if kind == "known" and " " in text[a:b] else ""
        return Label(a, b, after, kind, speaker) if kind else None

    def _behind_heading(self, text: str, start: int, end: int) -> int:
        """Where the last words in a row that are capitalised begin, at a title: "Opening of talks | President …"; the
        end for "in the words of President …".
        """
        at = end
        words = list(re.finditer(r"\S+", text[start:end]))
        for before, word in reversed(list(zip([None, *words], words, strict=False))):
            if not (word.group()[0].isupper() or word.group() in self._joining):
                break
            if word.group().lower() in self._titles:
                at = end if before and before.group() in self._by else start + word.start()
        return at

    def _who(
        self, text: str, a: int, b: int, mentions: Sequence[Mention], reading: Article, host: Host | None
    ) -> tuple[str, str | None]:
        """What kind of label it is, "" for none, and who is meant."""
        words = text[a:b].replace("\u00a0", " ").split()
        if not words:
            return "", None
        low = [w.lower() for w in words]
        if kind := self._kinds.get(" ".join(low)):
            if kind == "answers" and host:
                return "known" if host.speaker_id else "titled", host.speaker_id
            return kind, None
        if len(words) > LONGEST or not all(w[0].isupper() or w in self._joining for w in words):
            return "", None
        inside = mentions[bisect_left(mentions, (a,)) : bisect_left(mentions, (b,))]
        people = {m.actor_id for m in inside if reading.found[m.actor_id].actor_type == "person"}
        if len(people) > 1:
            return "", None
        last = inside[-1] if inside and inside[-1].end == b and inside[-1].actor_id in people else None
        if low[-1] in self.roles and all(w in self.roles or w in self._joining for w in low[:-1]):
            if host and low[-1] in host.words.lower().replace("\u00a0", " ").split():
                return "known", host.speaker_id
            return ("known", last.actor_id) if last and last.confidence > BARE else ("titled", None)
        capitals = text[a:b].isupper()
        if len(words) <= LONG and (actor := reading.bearer(words)):
            return "known", actor
        if last and last.form in ("name", "alias", "role"):
            front = text[a : last.start].lower().split()
            whole = " " in text[last.start : b] or last.form == "role"
            if whole or all(w in self.roles or w in self._joining for w in front):
                return "known", last.actor_id
        full = [text[m.start : m.end].split() for m in inside if m.actor_id in people and " " in text[m.start : m.end]]
        if any(words.count(name[-1]) > 1 for name in full):  # and, run into it, the caption of a picture
            return "known", next(iter(people))
        titled = len(words) > 1 and low[-2] in self.roles
        if titled and len(words) <= LONG and (actor := reading.bearer(words[-1:])):
            return "known", actor
        if len(words) > LONG:
            return "", None
        if len(words) > 1 and low[0] in self._titles and low[-1] not in self._joining:
            return "titled", None
        if capitals and low[-1] in self.roles:
            return "titled", None
        if low[0] not in self._joining and len(words) <= 3:
            return "capitals" if capitals else "repeated", None
        return "heading" if capitals else "", None

    def _pieces(
        self, text: str, paragraphs: Sequence[Span], labels: Sequence[Label], speakers: Sequence[Label], following: bool
    ) -> dict[Label, list[Span]]:
        """The paragraphs of each speaker, without stage directions and lines that say when and where."""
        out: dict[Label, list[Span]] = {}
        ends = [x.start for x in labels[1:]] + [len(text)]
        for label, end in zip(labels, ends, strict=True):
            if label not in speakers:
                continue
            first = next(b for a, b in paragraphs if label.start < b)
            spans = [(label.words, min(first, end))]
            if following or not text[label.words : first].strip():
                spans += [(a, min(b, end)) for a, b in paragraphs if first < a < end and self.is_speech(text[a:b])]
            out[label] = [(a, b) for a, b in (bare(text, *s) for s in spans) if a < b]
        return out

    def _talks(self, text: str, turns: Sequence[Sequence[Span]], quotations: Sequence[Span]) -> bool:
        """Do those who speak say "I", "we" or "you" outside quotations, in half of what is long enough to tell?"""
        told = [self.count(text, spans, quotations, self._talk) for spans in turns]
        found, words = (sum(numbers) for numbers in zip(*told, strict=True)) if told else (0, 0)
        longer = [f for f, w in told if w >= TALKS]
        return words >= TALKS and found * SPARSE > words and sum(map(bool, longer)) * 2 >= len(longer)

    def is_speech(self, paragraph: str) -> bool:
        """Is a paragraph of a speech said: no stage direction, no place or time, no line of the page?"""
        if BRACKETED.fullmatch(paragraph) or CLOCK.match(paragraph) or self._aside.match(paragraph):
            return False
        return bool(ENDED.search(paragraph)) or len(paragraph.split()) > 7

    @staticmethod
    def count(text: str, spans: Sequence[Span], quotations: Sequence[Span], wanted: frozenset[str]) -> tuple[int, int]:
        """How many of some words stand in spans of a text outside its quotations, and how many words there are."""
        words = [
            m.group() for a, b in spans for m in WORDS.finditer(text, a, b) if containing(quotations, m.start()) < 0
        ]
        return sum(w in wanted or w.lower() in wanted for w in words), len(words)


def with_turns(
    text: str, found: Sequence[Statement], turns: Sequence[Statement], me: frozenset[str]
) -> list[Statement]:
    """Statements and turns in order of their first word; what is stated within a turn names it as its parent.

    A turn replaces what else was made of its label, and of its words without a cue. `me` are the words by which a
    speaker means himself.
    """
    labels = sorted(span for t in turns for span in t.source)
    held = sorted((*span, n) for n, t in enumerate(turns) for span in t.content)
    rows: list[tuple[int, int, int, Statement]] = [(_first(t), 0, n, t) for n, t in enumerate(turns)]
    for n, s in enumerate(found):
        content = tuple(c for c in s.content if not _meets(labels, c))
        inside = _turn_at(held, (s.cue or s.content)[0][0])
        unmarked = not s.cue and inside is not None and (not s.source or s.kind != "indirect") and not _opens(text, s)
        if not content or any(_meets(labels, span) for span in s.source) or unmarked:
            continue
        rows.append((_first(s), 1, n, s._replace(content=content)))
    rows.sort(key=lambda row: row[:3])
    of_turn = {n: i for i, (_, kind, n, _) in enumerate(rows) if not kind}
    of_other = {n: i for i, (_, kind, n, _) in enumerate(rows) if kind}
    out = []
    for _, kind, _, s in rows:
        if kind:
            inside = _turn_at(held, (s.cue or s.content)[0][0])
            parent = of_other.get(s.parent) if s.parent is not None else None
            if inside is not None:
                parent = of_turn[inside] if parent is None else parent
                said = s.speaker_text.lower().split()
                if said and (said[0] in me or said[-1] in me):
                    s = s._replace(speaker_id=turns[inside].speaker_id)
            s = s._replace(parent=parent)
        out.append(s)
    return out


def _repeated(text: str, labels: Sequence[Label], reading: Article) -> list[Label]:
    """Labels that name nobody known: initials are those of the one person who has them, others count if repeated."""
    initials: dict[str, list[str]] = {}
    for actor, found in reading.found.items():
        if found.actor_type == "person":
            initials.setdefault("".join(w[0] for w in found.name.split()), []).append(actor)
    often = Counter(text[x.start : x.end] for x in labels)
    out = []
    for x in labels:
        words = text[x.start : x.end]
        if x.kind not in ("capitals", "repeated"):
            out.append(x)
        elif often[words] > 1:
            meant = initials.get(words, [])
            out.append(x._replace(kind="known", speaker_id=meant[0]) if len(meant) == 1 else x)
        elif x.kind == "capitals":
            out.append(x._replace(kind="heading"))
    return out


def _statement(text: str, sentences: Sequence[Span], label: Label, content: Sequence[Span]) -> Statement:
    here = sentences[max(0, containing(sentences, content[0][0]))]
    span = (min(label.start, here[0]), max(here[1], label.end))
    sure = 0.9 if label.speaker_id else 0.6
    source = (label.start, label.end)
    return Statement(span, "direct", label.speaker_id, text[slice(*source)], (source,), (), tuple(content), None, sure)


def _quoted(text: str, label: Label, quotations: Sequence[Span]) -> Span | None:
    """The quotation that a label stands in front of."""
    i = containing(quotations, label.words)
    return quotations[i] if i >= 0 and quotations[i][0] == label.words else None


def _first(s: Statement) -> int:
    return min(p[0] for p in (*s.source, *s.cue, *s.content))


def _meets(spans: Sequence[Span], span: Span) -> bool:
    i = bisect_left(spans, (span[1],)) - 1
    return i >= 0 and spans[i][1] > span[0]


def _turn_at(held: Sequence[tuple[int, int, int]], at: int) -> int | None:
    i = bisect_left(held, (at + 1,)) - 1
    return held[i][2] if i >= 0 and at < held[i][1] else None


def _opens(text: str, s: Statement) -> bool:
    """Is what was said in quotation marks?"""
    return text[s.content[0][0]] in OPENING
