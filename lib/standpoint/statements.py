"""Who says what: direct, indirect and mixed statements with their source, cue and content."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from standpoint.actors import Found, Mention
from standpoint.cues import Cue, CueLexicon
from standpoint.text import Span, containing


class Statement(NamedTuple):
    """Source, cue and content of one attribution; each may be in several pieces."""

    sentence: Span
    kind: str
    speaker_id: str | None
    speaker_text: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    parent: int | None
    confidence: float


class Clause(NamedTuple):
    """Where a cue stands: its sentence, the quotations, and the limits of the words around it."""

    text: str
    low: int
    high: int
    quotations: Sequence[Span]
    mentions: Sequence[Mention]


BE = r"(?:is|are|was|were|be|been|being|'s|’s)"
LISTENER = r"(?:[^\s,;:\"“”]+[ \u00a0]){0,8}?"
PART_OF_CUE = re.compile(
    r"(?:(?:has|have|had|also|did not|does not|do not|would|will)\s+)+(?:\w+ly\s+|also\s+|once\s+|then\s+)?$"
)
NOT_A_SUBJECT = re.compile(r"\b(?:to|a|an|the|of|his|her|their|its|no|for)[ \u00a0]*$")
NAMED = re.compile(
    r"\s(?!for\b|on\b|off\b)\S[^,;:]{0,60}?\s(?:an?\s|the\s|[\"“‘]|''|as\s|\w+(?:ful|ble|ous|ic|ent|ant|ive|less)\b)"
)
FULL_STOP = re.compile(r"[a-z]{3}[.!?]\s+[A-Z]")
COORDINATED = re.compile(r",?\s(?:and|but)\s(?:(?:he|she|it|they)\s)?(?:also\s|then\s|later\s|\w+ly\s)?$")
NOT_THE_SUBJECT = re.compile(r"\b(?:in|at|of|from|for|with|near|to|by|on|against|about)\s(?:the\s)?$", re.I)
DATELINE = re.compile(r"\s[—–-]{1,2}\s|\s\(|,\s[A-Z][a-z]{2}")
AGE = r"\d{1,3}"


class StatementFinder:
    """Finds statements in one language; made once, used for every article."""

    def __init__(self, cues: Mapping[str, Any]):
        self.lexicon = CueLexicon(cues)
        adverbs = "|".join(cues["adverbs"])
        self._helpers = frozenset(cues["auxiliaries"]) | frozenset(cues["adverbs"])
        openers = "|".join(cues["clause_openers"])
        roles = "|".join(cues["role_nouns"])
        self._passive = re.compile(rf"\b{BE}(?:[ \u00a0](?:\w+ly|also|not|{adverbs}))*$")
        self._boundary = re.compile(rf"[;:—–(]\s*|\s-{{1,2}}\s|,?\s(?:{openers}|and|or|than)\s+")
        self._opener = re.compile(rf"(?:(?:{openers}|and|or)\b\s*)+", re.I)
        self._appositive = re.compile(
            rf"(?:{AGE}$|an?\s|the\s|of\s|from\s|who\s|whose\s|which\s|one\s|formerly|former\s|chief\s|senior\s|deputy\s|head\s|[RDI]-|(?:[\w’'-]+\s){{0,3}}(?:{roles})\b)",
            re.I,
        )
        self._office = re.compile(
            rf"(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\s(?:[\w’'.-]+\s){{0,4}}(?:{roles})(?:\s(?:of|for|in|at)\s[^,]+)?"
        )
        self._lead = re.compile(
            r"(?:(?:But|And|Yet|So|Still|Then|Also|Meanwhile|However|Instead|Later|Earlier|Separately|Nevertheless|Indeed|Even|Now|Today|Yesterday|Here|There|Once)\s+"
            r"|(?:On|In|By|At|Last|This|Earlier|Late|Early)\s(?:(?:an?|the|his|her|its|their|late|early)\s)?(?:\w+day|week|month|year|[A-Z][a-z]+\s\d+|\d{4}|statement|interview|speech|tweet|report|letter)\s+)+"
        )
        self._gap = re.compile(
            r"(?:,?[ \u00a0](?:on|in|at|during|after|before|to|of|about|last|this|earlier|late|by|via|from|through|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|reporters|journalists)\b[^,;:\"“”]*?|[ \u00a0](?:[A-Z][\w.’-]*|him|her|them|us|me|the \w+)(?:[ \u00a0][A-Z]\w+)?(?=[,:]))?[,:]?[ \u00a0]?(?=[\"“„«]|''|``)"
        )
        self._that = re.compile(rf"(?:,?[ \u00a0](?!that\b){LISTENER})?[ \u00a0]?(?=(?:that|how|whether|why)\b)")
        self._listener = re.compile(r"[ \u00a0](?:[^\s,;:\"“”]+[ \u00a0]){0,7}?[^\s,;:\"“”]+")
        self._told = re.compile(
            r"[ \u00a0](?:the[ \u00a0])?(?:[A-Z][\w.’'-]*(?:[ \u00a0][A-Z][\w.’'-]*)*|reporters|journalists|lawmakers|MPs|him|her|them|us|me|\w+)(?=[ \u00a0,.]|$)"
        )
        self._adjunct = re.compile(
            r"[ \u00a0]*(?:$|[.,]?$|,?\s?(?:on|in|at|during|after|before|to|last|this|earlier|late|by|via|from|through|of|about|as|when|while|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|recently|today|yesterday|again|adding|according)\b)"
        )
        self._clause_end = re.compile(
            r";|\s[—–]\s|,\s(?:according to\b|(?:adding|saying|noting|citing|referring|arguing|claiming|warning|suggesting|stressing|explaining)\b|"
            r"(?:[^\s,]+\s){1,5}?(?:said|says|added|told|reported|reports|wrote|writes|claimed|noted|argued|explained)\b)|,?\s(?:but|while|though|although)\s"
        )
        self._inverted_end = re.compile(
            r",\s(?:who|which|while|when|as|in|on|at|during|after|before|adding|referring|citing|speaking|according|and|but|noting|with|to)\b|[;:]|"
            r"\s(in|at|of|about|by|to|during)\s|\s(?:on|after|before|when|while|as|last|this|late|early|earlier|Monday|Tuesday|Wednesday|Thursday|"
            r"Friday|Saturday|Sunday|recently|today|yesterday)\b|$"
        )

    def find(
        self,
        text: str,
        sentences: Sequence[Span],
        quotations: Sequence[Span],
        mentions: Sequence[Mention],
        found: Mapping[str, Found],
    ) -> list[Statement]:
        """Statements in order of their cues."""
        out: list[Statement] = []
        taken: dict[int, int] = {}  # index of a quotation → index of the statement that holds it
        last: tuple[int, Span, int] | None = None  # sentence, source and start of content of the last statement
        used = -1
        for cue in self.lexicon.find(text):
            if cue.start < used or containing(quotations, cue.start) >= 0:
                continue
            here = containing(sentences, cue.start)
            if here < 0:
                continue
            low, high = sentences[here]
            clause = Clause(text, low, high, quotations, mentions)
            if "preposition" in cue.takes:
                parts = self._according(clause, cue)
            else:
                parts = self._verb(clause, cue, last[1:] if last and last[0] == here else None)
            if not parts:
                continue
            source, cue_span, content = parts
            if out and out[-1].sentence[0] == low:
                out[-1] = without_coordinated(text, out[-1], cue_span[0])
            content = self._continued(text, content, quotations, taken, len(out), cue_span)
            if not content:
                continue
            kind = kind_of(content, quotations)
            speaker = speaker_of(text, source, mentions, found) if source else None
            out.append(
                Statement(
                    (low, max(high, content[-1][1])),
                    kind,
                    speaker,
                    text[source[0] : source[1]].rstrip(", ") if source else "",
                    (source,) if source else (),
                    (cue_span,),
                    tuple(content),
                    None,
                    0.9 if kind != "indirect" and speaker else 0.75 if speaker else 0.5,
                )
            )
            if source:
                last = (here, source, content[0][0] if content[0][0] > cue_span[1] else 0)
            used = max(cue.end, content[0][0] if content[0][0] > cue.end else 0)
        return with_parents(out)

    def headline(self, text: str, mentions: Sequence[Mention], found: Mapping[str, Found]) -> list[Statement]:
        """A headline that names its speaker before or after a colon: "Rutte: Kyiv needs more"; else none."""
        for mention in mentions:
            after = re.match(r"(?:['’]s [\w ]{3,30})?(:)\s+(?=\S)", text[mention.end :])
            if mention.start == 0 and mention.form != "demonym" and after:
                colon = mention.end + after.start(1)
                source, content = (0, mention.end), trimmed(text, colon + 1, len(text))
            elif mention.end == len(text) and text[: mention.start].endswith(": ") and mention.form != "demonym":
                colon = mention.start - 2
                source, content = (mention.start, mention.end), trimmed(text, 0, colon)
            else:
                continue
            if content[1] - content[0] > 8:
                words = text[source[0] : source[1]]
                speaker = speaker_of(text, source, mentions, found)
                return [
                    Statement(
                        (0, len(text)),
                        "indirect",
                        speaker,
                        words,
                        (source,),
                        ((colon, colon + 1),),
                        (content,),
                        None,
                        0.6,
                    )
                ]
        return []

    # -- according to -------------------------------------------------------------------------------
    def _according(self, c: Clause, cue: Cue):
        rest = c.text[cue.end : c.high]
        stop = re.search(r",\s|[.;]?$|\s(?=[“\"])", rest)
        source = trimmed(c.text, cue.end, cue.end + stop.start())
        if source[0] >= source[1] or source[1] - source[0] > 160:
            return None
        before = trimmed(c.text, c.low, cue.start)
        after = trimmed(c.text, cue.end + stop.end(), c.high)
        if before[1] - before[0] > 8:
            start = before[0]
            content = [(start, before[1])]
            if after[1] - after[0] > 15 and c.text[cue.end + stop.start()] == ",":
                content.append(after)
        elif after[1] > after[0]:
            content = [after]
        else:
            return None
        return source, (cue.start, cue.end), content

    # -- verbs -----------------------------------------------------------------------------------------
    def _verb(self, c: Clause, cue: Cue, last: tuple[Span, int] | None):
        text = c.text
        floor = max(c.low, last[1]) if last and last[1] < cue.start else c.low
        i = bisect_left(c.quotations, (cue.start, 0)) - 1
        quoted = c.quotations[i] if i >= 0 and c.quotations[i][1] > c.low and c.quotations[i][1] <= cue.start else None
        if quoted:
            floor = quoted[1]
        head_end = self._behind_subject(text, floor, cue.start)
        helpers = text[head_end : cue.start].strip()
        participle = cue.form.split(" ")[0].endswith("ing")
        if NOT_A_SUBJECT.search(text, max(floor, head_end - 8), head_end):
            return None
        if self._passive.search(helpers) and not participle:
            return None
        cue_start = cue.start
        if helpers and (words := PART_OF_CUE.search(helpers + " ")):
            cue_start = (
                cue.start - len(words.group())
                if text[cue.start - len(words.group()) : cue.start] == words.group()
                else cue.start
            )
        cue_span = (cue_start, cue.end)
        between = text[floor:head_end].strip(" \u00a0,")
        if quoted and not between and not participle:
            return self._inverted(c, cue_span, quoted)
        source = None if participle and not helpers else self._subject(c, floor, head_end)
        if source is None and cue.form.split(" ")[0] not in self.lexicon.noun_like:
            source = (last[0] if last else None) or self._first_actor(c, cue.start)
        if source is None:
            return None
        base = cue.form == cue.lemma and not helpers
        if (base or cue.form.split(" ")[0] in self.lexicon.noun_like) and not self._verbal(c, source, head_end, cue):
            return None
        if quoted and source[0] - quoted[1] <= 3 and source[0] > quoted[1]:
            return source, cue_span, [self._whole(c, quoted)]
        if "clause" in cue.takes and text[cue.end : cue.end + 2] == ", " and text[source[0] - 2 : source[0]] == ", ":
            before, after = trimmed(text, c.low, source[0]), (cue.end + 2, self._end(c, cue.end + 2))
            if before[1] - before[0] > 8 and after[1] - after[0] > 8 and after[0] < c.high:
                return source, cue_span, [before, after]
        if "clause" in cue.takes and text[head_end - 1 : head_end] == "," and (named := self._only_named(c, cue)):
            return named, cue_span, [trimmed(text, c.low, head_end)]
        content = self._content_after(c, cue)
        if content:
            return source, cue_span, [content]
        rest = text[cue.end : c.high]
        if "address" in cue.takes and (listener := self._told.match(rest)):
            rest = rest[listener.end() :]
        if ("clause" in cue.takes or "address" in cue.takes) and self._adjunct.match(rest):
            before = trimmed(text, c.low, source[0])
            if before[1] - before[0] > 12 and text[before[1] : source[0]].strip().startswith(","):
                return source, cue_span, [before]
        return None

    def _behind_subject(self, text: str, floor: int, end: int) -> int:
        """Where the auxiliaries and adverbs in front of a verb begin ("has repeatedly" in "He has repeatedly claimed")."""
        while end > floor:
            while end > floor and text[end - 1] in " \u00a0":
                end -= 1
            at = max(text.rfind(" ", floor, end), text.rfind("\u00a0", floor, end), floor - 1) + 1
            word = text[at:end].lower()
            if word in self._helpers or (len(word) > 4 and word.endswith("ly")) or word.endswith(("n't", "n’t")):
                end = at
            else:
                return end
        return end

    def _verbal(self, c: Clause, source: Span, head_end: int, cue: Cue) -> bool:
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

    def _inverted(self, c: Clause, cue_span: Span, quoted: Span):
        """“…,” said the mayor."""
        stop = None
        for stop in self._inverted_end.finditer(c.text, cue_span[1] + 1, c.high):
            # "a farmer in Fiji", "an analyst at the Forum": the preposition goes on with the description
            if not (stop.group(1) and c.text[c.text.rfind(" ", 0, stop.start()) + 1].islower()):
                break
        if stop is None:  # the cue ends its sentence
            return None
        source = trimmed(c.text, cue_span[1], stop.start())
        if not 1 < source[1] - source[0] < 160:
            return None
        return source, cue_span, [self._whole(c, quoted)]

    def _whole(self, c: Clause, quoted: Span) -> Span:
        """A quotation with the unquoted words that lead into it in its sentence: “the deal” was “dead,” he said."""
        before = c.text[c.low : quoted[0]].strip()
        return (c.low, quoted[1]) if quoted[0] > c.low and len(before) > 3 else quoted

    def _subject(self, c: Clause, floor: int, end: int) -> Span | None:
        """The noun phrase in front of a verb: back to the clause boundary, over appositions between commas."""
        text = c.text
        while end > floor and text[end - 1] in " \u00a0":
            end -= 1
        stop = end
        if end > floor and text[end - 1] == ",":
            end -= 1
            segments = [(floor + m.start(), floor + m.end()) for m in re.finditer(r"[^,]+", text[floor:end])]
            k = len(segments) - 1
            while k > 0 and self._appositive.match(text[segments[k][0] : segments[k][1]].strip()):
                k -= 1
            if not segments:
                return None
            start, head_stop = segments[k]
            if k == 1 and self._office.fullmatch(text[segments[0][0] : segments[0][1]]):
                start = segments[0][0]
        else:
            comma = text.rfind(", ", floor, end)
            start, head_stop = (comma + 2 if comma >= 0 else floor), end
        for boundary in self._boundary.finditer(text, start, min(head_stop + 1, stop + 1)):
            if boundary.end() >= head_stop:
                return None
            if not (boundary.group().strip() == "and" and joins_names(c.mentions, boundary.start(), boundary.end())):
                start = boundary.end()
        start, _ = trimmed(text, start, head_stop)
        if opener := self._opener.match(text, start, head_stop):
            start = opener.end()
        if lead := self._lead.match(text, start, head_stop):
            start = lead.end()
        if start >= head_stop or stop - start > 200 or not re.match(r"[\w\"“‘'$#@]", text[start]):
            return None
        return self._shortened(c, start, head_stop, stop)

    def _shortened(self, c: Clause, start: int, head_stop: int, stop: int) -> Span | None:
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

    def _only_named(self, c: Clause, cue: Cue) -> Span | None:
        """The speaker behind a verb that ends its sentence: "Allies must do more, warned the NATO chief." """
        i = bisect_left(c.mentions, (cue.end,))
        if i == len(c.mentions) or c.mentions[i].start - cue.end > 25:
            return None
        start, end = trimmed(c.text, cue.end, c.high)
        return (start, end) if c.mentions[i].end == end else None

    def _first_actor(self, c: Clause, before: int) -> Span | None:
        i = bisect_left(c.mentions, (c.low,))
        while i < len(c.mentions) and c.mentions[i].start < before:
            m = c.mentions[i]
            aside = NOT_THE_SUBJECT.search(c.text, max(c.low, m.start - 12), m.start)
            if m.form != "demonym" and not aside and not (m.start == c.low and DATELINE.match(c.text, m.end)):
                return m.start, m.end
            i += 1
        return None

    def _content_after(self, c: Clause, cue: Cue) -> Span | None:
        text, at = c.text, cue.end
        if gap := self._gap.match(text, at, min(c.high, at + 160)):
            i = bisect_left(c.quotations, (gap.end(), 0))
            if i < len(c.quotations) and c.quotations[i][0] == gap.end():
                q = c.quotations[i]
                end = self._end(c, q[1]) if q[1] < c.high else q[1]
                return (q[0], end) if end - q[1] > 3 and text[q[1] - 2] not in ".,!?" else q
        takes = cue.takes
        if takes & {"clause", "that", "address", "object_infinitive"} and (that := self._that.match(text, at, c.high)):
            return that.end(), self._end(c, that.end())
        rest = text[at : c.high]
        if "infinitive" in takes and rest.startswith(" to "):
            return at + 1, self._end(c, at)
        if "object_infinitive" in takes and (to := re.match(r"[ \u00a0](?:[^\s,;]+\s){1,9}?(?=to\s\w)", rest)):
            return at + to.end(), self._end(c, at)
        if "phrase" in takes and re.match(r"\s\w", rest):
            return at + 1, self._end(c, at)
        if "address" in takes and not takes & {"clause", "object"}:
            listener = re.match(
                r"\s(?:[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*)*|reporters|journalists|lawmakers|MPs|him|her|them|us|me|the\s\w+|a\s\w+)\s(?=\w)",
                rest,
            )
            if listener and not re.match(r"(?:to|of|in|on|at|about|for)\b", rest[listener.end() :]):
                return at + listener.end(), self._end(c, at + listener.end())
            return None
        if "clause" in takes and (
            bare := re.match(
                r"(?:[:,]?\s(?:(?:on|in|at|late|early|last)\s)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|today|yesterday))?[:,]?\s(?=[\w$€£‘'])",
                rest,
            )
        ):
            after = rest[bare.end() :]
            if (
                not self._adjunct.match(rest)
                or re.match(r"(?:in|on|at|after|before|as|if|when|while|during|by|this|last)\s[^,]{3,60},\s\w", after)
                or re.match(r"(?:this|last|the|a)\s(?:\w+\s){1,4}?(?:is|was|will|would|has|had|were|are)\b", after)
            ):
                return at + bare.end(), self._end(c, at + bare.end())
            return None
        if "naming" in takes and NAMED.match(rest):
            return at + 1, self._end(c, at + 1)
        if "object" in takes and re.match(
            r"\s(?!(?:in|on|at|by|from|to|that|as|with|for|of|and|but|or|when|while|after|before|,|;)\b)[\w$€£“\"‘']",
            rest,
        ):
            return at + 1, self._end(c, at + 1)
        return None

    def _end(self, c: Clause, start: int) -> int:
        """Where the content that begins at `start` ends: the clause end outside quotations, without its full stop."""
        high = c.high
        for stop in self._clause_end.finditer(c.text, start, high):
            if containing(c.quotations, stop.start()) < 0:
                high = stop.start()
                break
        return trimmed(c.text, start, high)[1]

    def _continued(
        self, text: str, content: list[Span], quotations: Sequence[Span], taken: dict, index: int, cue: Span
    ) -> list[Span]:
        """The content with the quotations that go on after the cue's sentence; none where another statement has it already."""
        pieces = []
        for piece in content:
            i = containing(quotations, piece[1] - 1)
            if piece[0] >= piece[1] or (i >= 0 and i in taken):
                continue
            pieces.append(piece)
            if i >= 0:
                taken[i] = index
        if not pieces:
            return []
        first = containing(quotations, pieces[0][0])
        while first > 0 and first - 1 not in taken and runs_on(text, quotations[first - 1], quotations[first]):
            first -= 1
            pieces.insert(0, quotations[first])
            taken[first] = index
        last = containing(quotations, pieces[-1][1] - 1)
        at = max(pieces[-1][1], cue[1])
        while 0 <= last < len(quotations) - 1 and last + 1 not in taken:
            following = quotations[last + 1]
            if not (
                goes_on(text, at, following, interrupted=pieces[-1][1] <= cue[0])
                or runs_on(text, quotations[last], following)
            ):
                break
            last += 1
            pieces.append(following)
            taken[last] = index
            at = following[1]
        return pieces


def runs_on(text: str, before: Span, after: Span) -> bool:
    """Is `before` a quoted paragraph left open, which `after` goes on with in the next paragraph?"""
    return text[before[1] - 1] not in "”\"»’'" and not text[before[1] : after[0]].strip()


def goes_on(text: str, at: int, following: Span, *, interrupted: bool) -> bool:
    """Does a quotation go on with `following` and no cue of its own?

    “A,” he said. “B.” — or in a paragraph that is nothing but the quotation, right after the cue's paragraph.
    """
    between = text[at : following[0]]
    if "\n" not in between:
        return (
            interrupted
            and len(between) <= 260
            and bool(re.search(r"[.,:;]\s*$", between))
            and not FULL_STOP.search(between)
        )
    end_of_line = text.find("\n", following[1])
    rest = text[following[1] : end_of_line if end_of_line >= 0 else len(text)]
    return not rest.strip() and len(between) <= 120 and between.count(".") <= 1 and between.count("\n") <= 2


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space, commas and a closing full stop at its edges."""
    while start < end and text[start] in " \u00a0,;:\n":
        start += 1
    while end > start and text[end - 1] in " \u00a0,;:.\n":
        end -= 1
    return start, end


def kind_of(content: Sequence[Span], quotations: Sequence[Span]) -> str:
    """direct, indirect or mixed, by the share of the content that stands in quotation marks (PolNeAR's derivation)."""
    total = sum(b - a for a, b in content)
    quoted = 0
    for a, b in content:
        i = max(0, bisect_left(quotations, (a, 0)) - 1)
        while i < len(quotations) and quotations[i][0] < b:
            quoted += max(0, min(b, quotations[i][1]) - max(a, quotations[i][0]))
            i += 1
    return "direct" if quoted >= 0.95 * total else "mixed" if quoted else "indirect"


def without_coordinated(text: str, before: Statement, cue_start: int) -> Statement:
    """The statement before, its content cut where a second verb of the same subject follows: "rejected the plan and said"."""
    a, b = before.content[-1]
    if not a < cue_start < b:
        return before
    joint = COORDINATED.search(text, a - 2, cue_start)
    if not joint or joint.end() != cue_start:
        return before
    if joint.start() - a < 3:
        return before._replace(content=before.content[:-1]) if len(before.content) > 1 else before
    return before._replace(content=(*before.content[:-1], trimmed(text, a, joint.start())))


def joins_names(mentions: Sequence[Mention], start: int, end: int) -> bool:
    """Does "and" stand between two named actors ("Maria Silva and Peter Novak")?"""
    i = bisect_left(mentions, (end,))
    return 0 < i < len(mentions) and mentions[i - 1].end == start and mentions[i].start - end < 25


SPOKESPERSON = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|statement|communiqué|campaign|government|administration|officials?)\b",
    re.I,
)


def speaker_of(text: str, source: Span, mentions: Sequence[Mention], found: Mapping[str, Found]) -> str | None:
    """The actor a source phrase names: its person; else the body it is, or that its spokesperson speaks for; else none."""
    i = bisect_left(mentions, (source[0],))
    inside = []
    while i < len(mentions) and mentions[i].start < source[1]:
        inside.append(mentions[i])
        i += 1
    people = [
        m for m in inside if found[m.actor_id].actor_type == "person" and text[m.end : m.end + 2] not in ("'s", "’s")
    ]
    if people:
        return people[0].actor_id
    bodies = [m for m in inside if m.form != "demonym"]
    words = text[source[0] : source[1]]
    if bodies and (bodies[0].start - source[0] <= 4 or SPOKESPERSON.search(words)):
        head = bodies[0]
        if head.end >= source[1] - 1 or text[head.end] == "," or SPOKESPERSON.search(words):
            return head.actor_id
    if inside and re.search(r"\b(?:government|authorities|spokes\w+)\b", words):
        return inside[0].actor_id
    return None


def with_parents(statements: list[Statement]) -> list[Statement]:
    """Each statement that lies inside another's content names it as its parent (the smallest such)."""
    out = []
    for i, inner in enumerate(statements):
        best = None
        for j in range(max(0, i - 4), i):
            outer = statements[j]
            if any(a <= inner.cue[0][0] and inner.cue[0][1] <= b for a, b in outer.content):
                best = j
        out.append(inner._replace(parent=best) if best is not None else inner)
    return out
