"""Who says what: direct, indirect and mixed statements with their source, cue and content."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from standpoint.actors import Mention
from standpoint.clauses import Clause, Patterns, trimmed
from standpoint.contents import content_after, continued, end_of_content, kind_of, without_coordinated
from standpoint.cues import Cue, CueLexicon
from standpoint.listed import Found
from standpoint.silences import Silences
from standpoint.sources import (
    behind_subject,
    first_actor,
    inverted_source,
    is_verb,
    only_named,
    speaker_of,
    subject,
    with_lead,
)
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


PART_OF_CUE = re.compile(
    r"(?:(?:has|have|had|also|did not|does not|do not|would|will)\s+)+(?:\w+ly\s+|also\s+|once\s+|then\s+)?$"
)
NOT_A_SUBJECT = re.compile(r"\b(?:to|a|an|the|of|his|her|their|its|no|for)[ \u00a0]*$")


OURS = re.compile(r"[\"“‘«]|\b(?:we|our|us)\b", re.I)


class StatementFinder:
    """Finds statements in one language; made once, used for every article."""

    def __init__(self, cues: Mapping[str, Any]):
        self.lexicon = CueLexicon(cues)
        self.silences = Silences(cues)
        self.patterns = Patterns(cues, self.lexicon)

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
                out[-1] = out[-1]._replace(content=without_coordinated(text, out[-1].content, cue_span[0]))
            if self.silences.tell(text, [cue_span]) and kind_of(content, quotations) != "direct":
                last = (here, source, 0) if source else last  # "declined to comment, | saying the case was closed"
                continue
            content = continued(text, content, quotations, taken, len(out), cue_span)
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
        """A headline that names its speaker before or after a colon: "Rutte: Kyiv needs more"; else none. A place that
        no codebook lists does not speak, nor does a state in front of what is no "we" and no quotation.
        """
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
                own = found.get(speaker)
                if own and own.actor_type == "place" and not own.in_codebook:
                    continue  # "Lorvik: storm takes roofs"
                if own and own.actor_type == "state" and source[0] == 0 and not OURS.search(text, *content):
                    continue  # "Ostvale: Three held after fire"
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
        end, then = stop.span()
        if stop.group().startswith(",") and (described := self.patterns.described.match(rest, then)):
            end, then = described.end() - 2, described.end()  # "Adow, director of a think tank, the quarrel is …"
        source = trimmed(c.text, cue.end, cue.end + end)
        if source[0] >= source[1] or source[1] - source[0] > 160:
            return None
        before = trimmed(c.text, c.low, cue.start)
        after = trimmed(c.text, cue.end + then, c.high)
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
        head_end = behind_subject(self.patterns, text, floor, cue.start)
        helpers = text[head_end : cue.start].strip()
        participle = cue.form.split(" ")[0].endswith("ing")
        if NOT_A_SUBJECT.search(text, max(floor, head_end - 8), head_end):
            return None
        if self.patterns.passive.search(helpers) and not participle:
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
            return inverted_source(self.patterns, c, cue_span, quoted)
        source = None if participle and not helpers else subject(self.patterns, c, floor, head_end)
        if source is None and cue.form.split(" ")[0] not in self.lexicon.noun_like:
            source = (last[0] if last else None) or first_actor(c, cue.start)
        if source is None:
            return None
        base = cue.form == cue.lemma and not helpers
        if (base or cue.form.split(" ")[0] in self.lexicon.noun_like) and not is_verb(c, source, head_end, cue):
            return None
        if quoted and source[0] - quoted[1] <= 3 and source[0] > quoted[1]:
            return source, cue_span, [with_lead(c, quoted)]
        if "clause" in cue.takes and text[cue.end : cue.end + 2] == ", " and text[source[0] - 2 : source[0]] == ", ":
            before, after = (
                trimmed(text, c.low, source[0]),
                (cue.end + 2, end_of_content(self.patterns, c, cue.end + 2)),
            )
            if before[1] - before[0] > 2 and after[1] - after[0] > 8 and after[0] < c.high:
                return source, cue_span, [before, after]
        if "clause" in cue.takes and text[head_end - 1 : head_end] == "," and (named := only_named(c, cue)):
            return named, cue_span, [trimmed(text, c.low, head_end)]
        content = content_after(self.patterns, c, cue)
        if content:
            return source, cue_span, [content]
        rest = text[cue.end : c.high]
        if "address" in cue.takes and (listener := self.patterns.told.match(rest)):
            rest = rest[listener.end() :]
        if ("clause" in cue.takes or "address" in cue.takes) and self.patterns.adjunct.match(rest):
            before = trimmed(text, c.low, source[0])
            if before[1] - before[0] > 12 and text[before[1] : source[0]].strip().startswith(","):
                return source, cue_span, [before]
        return None


def told_within(statements: Sequence[Statement], number: int) -> list[Statement]:
    """Those that are told in the words of another: of a cue's the next, of a speech (it has no cue) all."""
    near = 5 if statements[number].cue else len(statements)
    end = max(b for _, b in statements[number].content)
    following = takewhile(lambda s: s.content[0][0] < end, statements[number + 1 : number + near])
    return [s for s in following if s.parent == number]


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
