"""Texts that somebody publishes under his own name: whose words they are, by headline, byline or signature."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from standpoint.actors import Mention
from standpoint.introduced import Article
from standpoint.roles import BARE
from standpoint.sources import speaker_of
from standpoint.statements import Statement
from standpoint.text import PARAGRAPH, Span, bare, containing
from standpoint.transcripts import Host, Transcripts

SEVERAL = 4  # times "I" from which a text without such a headline is plainly told in the first person
OFTEN = 150  # words of which one is then "I"
REPORTS = 4  # a text that tells as often as one part in so many of its "I" and "we" that he "said" is a report on him
BY = re.compile(r"by[ \u00a0]+", re.I)
OFFICE = ("of", "the", "for")  # small words in an office
JUNIOR = re.compile(r",?[ \u00a0](?:Jr|Sr)\.?$", re.I)
CLOSE, LINES = 300, 4  # characters, and paragraphs among them, at the end of a text where a signature stands
BREAK = re.compile(r"[:–—]\s+|\s-\s+")


class OwnWords:
    """Tells in one language whose words a text is; made once, used for every article."""

    def __init__(self, cues: Mapping[str, Any], transcripts: Transcripts):
        self._is_speech, self._roles = transcripts.is_speech, transcripts.roles
        lists = cues["speeches"]
        nouns, kinds, by, around = (_any(lists[name]) for name in ("nouns", "kinds", "by", "around"))
        opening = r"(?:^|[-–—:|][ \u00a0]+)\s*(?:(?:the|an?)\s+)?"
        self._letter = re.compile(rf"\s*(?:(?:the|an?)\s+)?(?:(?:{kinds})\s+)*(?:{nouns}|proclamation)\b", re.I)
        self._headline = re.compile(rf"{opening}(?:(?:{kinds})\s+)*(?:{nouns})\s+(?:{by})\s+(?=(?P<who>\S))", re.I)
        self._possessive = re.compile(rf"[’']s?\s+(?:(?:{kinds})\s+)*(?:{nouns})(?:\s*$|\s+(?:{around})\b|\s*:)", re.I)
        self._stop = re.compile(rf"\s+(?:{around})\b|[;:|–—(]|,|\s-\s|\s*$", re.I)
        self.me = frozenset(w.lower() for w in lists["speaking"])
        self._singular = frozenset(lists["singular"])
        self._own = self._singular | frozenset(lists["plural"])
        self._bodies = frozenset(cues["bare_bodies"])

    def host(self, title: str, mentions: Sequence[Mention], reading: Article) -> tuple[Host, bool] | None:
        """Whom a headline names as the author, and whether its wording is sure ("by", not "'s"); None for nobody."""
        for found in self._headline.finditer(title):
            start = found.start("who")
            end = self._end(title, start, mentions, reading)
            words = title[start:end].strip()
            inside = [m for m in mentions if start <= m.start < end]
            if not words or len({m.actor_id for m in inside if reading.found[m.actor_id].actor_type == "person"}) > 1:
                continue
            named = next(filter(None, (reading.bearer(words.split()[-n:]) for n in (4, 3, 2))), None)
            took_in = any(m.end > end for m in inside)  # a name with what follows: "Ines Aro Marking"
            if took_in or (named and reading.found[named].in_codebook):
                return Host(named, words), True
            speaker = speaker_of(title, (start, end), mentions, reading.found)
            if speaker and any(m.form == "role" and m.confidence <= BARE for m in inside):
                return Host(None, words), True  # "the President": of what, it does not say
            if not speaker and (body := words.lower().split()[-1]) in self._bodies:
                fitting = [
                    i for i, f in reading.found.items()
                    if f.actor_type == "organization" and body in f.name.lower().split()
                ]  # fmt: skip
                return Host(fitting[0] if len(fitting) == 1 else None, words), True
            if speaker:
                return Host(speaker, words), True
            if any(w in self._roles for w in words.lower().split()):
                return Host(reading.bearer(words.split()[-2:]), words), True
        for m in mentions:
            front = BREAK.split(title[: m.start])[-1].lower().split()
            if m.form != "demonym" and self._possessive.match(title, m.end) and all(w in self._roles for w in front):
                return Host(m.actor_id, title[m.start : m.end]), False
        return None

    def _end(self, title: str, start: int, mentions: Sequence[Mention], reading: Article) -> int:
        """Where the words that name an author end: behind the first full name, if only his office stands in front."""
        for m in mentions:
            words = title[m.start : m.end].split()
            if m.start >= start and reading.found[m.actor_id].actor_type == "person" and len(words) > 1:
                front = title[start : m.start].split()
                if len(front) < 10 and all(w[0].isupper() or w in OFFICE for w in front) and m.form == "name":
                    return self._stop.search(title, min(m.end, self._stop.search(title, m.start).start())).start()
        return self._stop.search(title, start).start()

    def is_letter(self, title: str) -> bool:
        """Does a headline call its text a letter, a message, a statement?"""
        return bool(self._letter.match(title))

    def signature(self, text: str, mentions: Sequence[Mention], reading: Article) -> Host | None:
        """Whose name is one of the last lines of a text."""
        for line in list(PARAGRAPH.finditer(text, max(0, len(text) - CLOSE)))[-LINES:]:
            words = JUNIOR.sub("", line.group().strip())
            start = text.index(words, line.start())
            whole = next((m.actor_id for m in mentions if (m.start, m.end) == (start, start + len(words))), None)
            actor = reading.bearer(words.split()) or whole
            if len(words.split()) > 1 and actor and reading.found[actor].actor_type == "person":
                return Host(actor, words)
        return None

    def signed(self, text: str, byline: str, mentions: Sequence[Mention], reading: Article) -> Host | None:
        """Who signs a text: a name in its last lines, or its byline. A byline counts for the codebook's persons
        alone: whoever else writes is no actor of his article.
        """
        if signature := self.signature(text, mentions, reading):
            return signature
        words = BY.sub("", byline.strip()).split(",")[0]
        actor = reading.bearer(words.split()) if " " in words else None
        return Host(actor, words) if actor and reading.found[actor].in_codebook else None

    def plainly_first_person(self, text: str, quotations: Sequence[Span], *, plural: bool = False) -> bool:
        """Does somebody say "I" (or "we", where that is asked) again and again outside quotations?"""
        wanted = self._own if plural else self._singular
        found, words = Transcripts.count(text, [(0, len(text))], quotations, wanted)
        return found >= SEVERAL and found * OFTEN >= words

    def is_his(
        self, text: str, quotations: Sequence[Span], statements: Sequence[Statement], host: Host, reading: Article
    ) -> bool:
        """Does the text speak for its host, and not report on him?"""
        told = [
            s for s in statements
            if s.speaker_id and s.speaker_id == host.speaker_id and s.cue and s.source
            and s.speaker_text.lower() not in self.me
            and containing(quotations, s.cue[0][0]) < 0 and not _present(text[slice(*s.cue[0])])
        ]  # fmt: skip
        own, _ = Transcripts.count(text, [(0, len(text))], quotations, self._own)
        body = not host.speaker_id or reading.found[host.speaker_id].actor_type != "person"
        quoted = any(s.kind != "indirect" and s.cue and s.speaker_id for s in statements)
        return (own > 0 or body or not quoted) and not (told and len(told) * REPORTS >= own)

    def statement(self, text: str, sentences: Sequence[Span], headline: str, host: Host) -> list[Statement]:
        """The text's paragraphs as a direct statement of its host, without what introduces them."""
        said = [m for m in PARAGRAPH.finditer(text) if self._is_speech(m.group())]
        while said and (said[0].group().rstrip().endswith(":") or _same(said[0].group(), headline)):
            said = said[1:]  # the headline, or "… issued this statement:"
        content = [bare(text, *m.span()) for m in said]
        if not content:
            return []
        here = sentences[max(0, containing(sentences, content[0][0]))]
        return [Statement(here, "direct", host.speaker_id, host.words, (), (), tuple(content), None, 0.8)]


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


def _present(cue: str) -> bool:
    """Is a cue in the present tense ("condemns"), as bodies write of themselves?"""
    first = cue.lower().split()[0]
    return first.endswith("s") and first not in ("has", "was", "is", "does")


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))
