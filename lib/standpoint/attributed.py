"""Statements from the learned reader's attributions: speakers resolved, pieces repaired, chains nested."""

import re
from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise

from standpoint.actors import Mention
from standpoint.clauses import Clause, Patterns, trimmed
from standpoint.contents import kind_of
from standpoint.listed import Found
from standpoint.reader import Attribution
from standpoint.sources import speaker_of
from standpoint.statements import Statement
from standpoint.text import Span, containing
from standpoint.unsourced import source_of, told_by

REPORT = re.compile(r"\b(?:report|agency|newspaper|daily|weekly|magazine|broadcaster)\b", re.I)


def attributed(
    text: str,
    sentences: Sequence[Span],
    quotations: Sequence[Span],
    mentions: Sequence[Mention],
    found: Mapping[str, Found],
    attributions: Sequence[Attribution],
    by_rules: Sequence[Statement],
    patterns: Patterns,
    media: Container[str] = (),
) -> list[Statement]:
    """Statements in order of their first word.

    Where the reader sees a cue and nobody who speaks, the rules' source of that cue speaks, or its subject; a quotation
    alone has the source that rules find. Where it sees no statement in a sentence, those by known speakers that the
    rules find there count. Chains ("AFP reports that
    Rutte said …") are taken from the rules, nested; `media` are the ids of outlets and agencies.
    """
    out: list[Statement] = []
    sources = {start: s.source for s in by_rules for start, _ in s.cue if s.source}
    chains, settled = chained(by_rules, media)
    attributions = [a for joint in attributions for a in by_paragraph(text, joint)]
    attributions = [part for a in attributions for part in parted(a, sentences, quotations)]
    contents = [
        whole(text, [repaired(text, span, quotations) for span in beside(text, a, quotations)], a.cue, quotations)
        for a in attributions
    ]
    cues = [span for a in attributions for span in a.cue]
    spoken = [span for a, content in zip(attributions, contents, strict=True) if a.cue for span in content]
    for attribution, content in zip(attributions, contents, strict=True):
        if any(a < y and x < b for a, b in attribution.cue for x, y in settled):
            continue
        if not attribution.cue and any(touches(spoken, span) for span in content):
            continue
        if not attribution.cue and not attribution.source:
            if out and goes_on(text, out[-1], content, quotations):
                out[-1] = out[-1]._replace(content=(*out[-1].content, *content))
                continue
            if told := told_by(content, by_rules):
                cue = () if touches(cues, told.cue[0]) else told.cue
                attribution = attribution._replace(cue=cue, source=told.source)
            elif attribution.confidence < 0.75:
                continue
        here = sentences[max(0, containing(sentences, (attribution.cue or content)[0][0]))]
        source = attribution.source
        if not source or (attribution.cue and "\n" in text[source[0][0] : attribution.cue[0][0]]):
            source = next((sources[at] for a, b in attribution.cue for at in range(a, b) if at in sources), source)
            content = tuple(c for c in content if c not in source) or content
        if not source and out and goes_on_speaking(text, out[-1], attribution.cue, here):
            source = out[-1].source
        if not source and attribution.cue:
            named = source_of(patterns, Clause(text, *here, quotations, mentions), attribution.cue[0], content)
            source = (named,) if named else ()
        if not source and out and not attribution.cue and told_in_full(text, out[-1], content, quotations):
            source = out[-1].source
        speaker = speaker_of(text, source[0], mentions, found) if source else None
        out.append(
            Statement(
                (min(here[0], content[0][0]), max(here[1], content[-1][1])),
                kind_of(content, quotations),
                speaker,
                " ".join(text[a:b] for a, b in source),
                source,
                attribution.cue,
                content,
                None,
                round(attribution.confidence, 3),
            )
        )
    out += chains
    read = [span for s in out for span in (*s.cue, *s.content)]
    out += [s for s in by_rules if s.speaker_id and not any(touches(read, span) for span in (*s.cue, *s.content))]
    out = sorted(out, key=lambda s: min(p[0] for p in (*s.source, *s.cue, *s.content)))
    return [s._replace(parent=i) for s, i in zip(out, _holders(out), strict=True)]


def by_paragraph(text: str, attribution: Attribution) -> list[Attribution]:
    """An attribution, or one for each paragraph that has cues of it: what a headline says and the text says again."""
    starts = [after for cue, after in pairwise(attribution.cue) if "\n" in text[cue[1] : after[0]]]
    if not starts:
        return [attribution]
    edges = [0, *(text.rfind("\n", 0, low) + 1 for low, _ in starts), len(text)]
    parts = (
        attribution._replace(
            **{
                role: tuple(span for span in getattr(attribution, role) if low <= span[0] < high)
                for role in ("source", "cue", "content")
            }
        )
        for low, high in pairwise(edges)
    )
    return [part for part in parts if part.content] or [attribution]


def parted(attribution: Attribution, sentences: Sequence[Span], quotations: Sequence[Span]) -> list[Attribution]:
    """An attribution, and by itself what stands with marks of quotation in a later sentence than its indirect speech:
    "Aro repeated that the port needs money. The sum is “not nearly enough”."
    """
    end = sentences[max(0, containing(sentences, attribution.cue[0][0]))][1] if attribution.cue else 0
    told = tuple(span for span in attribution.content if span[0] < end)
    later = tuple(span for span in attribution.content if span[0] >= end)
    if not (told and later and attribution.source) or kind_of(told, quotations) != "indirect":
        return [attribution]
    if kind_of(later, quotations) == "indirect":
        return [attribution]
    return [attribution._replace(content=told), attribution._replace(cue=(), content=later)]


PARTICIPLE = re.compile(r"(?:also )?\w+ing\b", re.I)


def goes_on_speaking(text: str, before: Statement, cue: Sequence[Span], sentence: Span) -> bool:
    """ "The mayor said …, adding that …": does whoever spoke before in the sentence say this, too?"""
    inside = before.source and before.cue and sentence[0] <= before.cue[0][0] < sentence[1]
    return bool(inside and cue and before.cue[0][0] < cue[0][0] and PARTICIPLE.match(text, *cue[0]))


def touches(spans: Sequence[Span], span: Span) -> bool:
    """Does one of some spans share a character with a span?"""
    return any(a < span[1] and span[0] < b for a, b in spans)


def chained(statements: Sequence[Statement], media: Container[str]) -> tuple[list[Statement], list[Span]]:
    """A medium's statements that open with somebody's, those too, and all their cues: who cites whom, by rules.

    The set that the reader learned from codes no attribution within another, so it would take a chain for one.
    """
    reports = [(j, s) for j, s in enumerate(statements) if s.speaker_id in media or REPORT.search(s.speaker_text)]
    kept = {
        k
        for i, inner in enumerate(statements)
        for j, outer in reports
        if i != j and inner.cue and inner.source and opens(outer, inner) and _within(outer, inner.cue[0])
        for k in (i, j)
    }
    return [statements[i] for i in sorted(kept)], [c for i in kept for c in statements[i].cue]


def opens(outer: Statement, inner: Statement) -> bool:
    """Does the inner statement stand at the head of the outer one's content?"""
    first = min(p[0] for p in (*inner.source, *inner.cue))
    return any(0 <= first - a < 30 for a, _ in outer.content)


def beside(text: str, attribution: Attribution, quotations: Sequence[Span]) -> Sequence[Span]:
    """The contents in the paragraph of their cue, and quotations anywhere; all of them where that leaves none."""
    if not attribution.cue:
        return attribution.content
    low, high = attribution.cue[0]
    kept = [
        (a, b)
        for a, b in attribution.content
        if "\n" not in text[min(a, low) : max(b, high)] or kind_of([(a, b)], quotations) == "direct"
    ]
    return kept or attribution.content


def repaired(text: str, span: Span, quotations: Sequence[Span]) -> Span:
    """A content that lacks only the marks or the last stop of its quotation, with them."""
    start, end = trimmed(text, *span)
    i = bisect_left(quotations, (end, 0)) - 1
    if i >= 0 and quotations[i][1] >= end and abs(quotations[i][0] - start) < 2 and quotations[i][1] - end < 3:
        return quotations[i]
    return start, end


def told_in_full(text: str, before: Statement, content: Sequence[Span], quotations: Sequence[Span]) -> bool:
    """ "The mayor said it was over.", then a paragraph of nothing but a quotation: is it the same speaker's?"""
    end = max(p[1] for p in (*before.content, *before.cue))
    line_end = text.find("\n", content[-1][1])
    after = text[content[-1][1] : line_end if line_end >= 0 else len(text)]
    return bool(
        before.cue
        and kind_of(content, quotations) == "direct"
        and not after.strip()
        and re.fullmatch(r"[^\n]{0,60}\n\s*", text[end : content[0][0]])
    )


def whole(text: str, content: Sequence[Span], cue: Sequence[Span], quotations: Sequence[Span]) -> tuple[Span, ...]:
    """Contents with all of a quotation that runs over line ends, of which they hold a part, unless its cue is in it."""
    out = []
    for start, end in content:
        for i in (containing(quotations, start), containing(quotations, end - 1)):
            low, high = quotations[i] if i >= 0 else (0, 0)
            if "\n" in text[low:high] and not any(low <= at < high for at, _ in cue):
                start, end = min(start, low), max(end, high)
        out.append((start, end))
    return tuple(dict.fromkeys(out))


def goes_on(text: str, before: Statement, content: Sequence[Span], quotations: Sequence[Span]) -> bool:
    """Is this a quotation without a cue that goes on with the statement right before it?"""
    between = text[max(p[1] for p in (*before.content, *before.cue)) : content[0][0]]
    return (
        before.kind != "indirect" and kind_of(content, quotations) == "direct" and len(between) < 200
        and between.count("\n") <= 2
    )  # fmt: skip


def _holders(statements: Sequence[Statement]) -> list[int | None]:
    """Of each statement the index of the one with the smallest content that holds its cue."""
    contents = sorted((*span, i) for i, s in enumerate(statements) for span in s.content)
    sizes = [sum(b - a for a, b in s.content) for s in statements]
    longest = max((b - a for a, b, _ in contents), default=0)
    out: list[int | None] = []
    for own, inner in enumerate(statements):
        low, high = inner.cue[0] if inner.cue else (0, 0)
        near = contents[bisect_left(contents, (high - longest,)) : bisect_left(contents, (low + 1,))]
        around = [(sizes[i], i) for _, b, i in near if high <= b and i != own]
        out.append(min(around)[1] if around and inner.cue else None)
    return out


def _within(outer: Statement, cue: Span) -> bool:
    return any(x <= cue[0] and cue[1] <= y for x, y in outer.content)
