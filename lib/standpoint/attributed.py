"""Statements from the learned reader's attributions: speakers resolved, pieces repaired, nested ones added."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from standpoint.actors import Found, Mention
from standpoint.clauses import trimmed
from standpoint.contents import kind_of
from standpoint.reader import Attribution
from standpoint.sources import speaker_of
from standpoint.statements import Statement
from standpoint.text import Span, containing


def attributed(
    text: str,
    sentences: Sequence[Span],
    quotations: Sequence[Span],
    mentions: Sequence[Mention],
    found: Mapping[str, Found],
    attributions: Sequence[Attribution],
    by_rules: Sequence[Statement],
) -> list[Statement]:
    """Statements in order of their first word; those that rules find within another's content are nested in it."""
    out: list[Statement] = []
    for attribution in attributions:
        content = tuple(repaired(text, span, quotations) for span in attribution.content)
        if not attribution.cue and not attribution.source:
            if out and goes_on(text, out[-1], content, quotations):
                out[-1] = out[-1]._replace(content=(*out[-1].content, *content))
                continue
            if attribution.confidence < 0.5:
                continue
        here = sentences[max(0, containing(sentences, (attribution.cue or content)[0][0]))]
        source = attribution.source
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
    cues = [span for s in out for span in s.cue]
    nested = [
        s
        for s in by_rules
        if s.speaker_id
        and _holder(out, s) is not None
        and out[_holder(out, s)].speaker_id != s.speaker_id
        and not any(a < s.cue[0][1] and s.cue[0][0] < b for a, b in cues)
    ]
    out = sorted([*out, *nested], key=lambda s: min(p[0] for p in (*s.source, *s.cue, *s.content)))
    return [s._replace(parent=_holder(out, s)) for s in out]


def repaired(text: str, span: Span, quotations: Sequence[Span]) -> Span:
    """A content that lacks only the marks or the last stop of its quotation, with them."""
    start, end = trimmed(text, *span)
    i = bisect_left(quotations, (end, 0)) - 1
    if i >= 0 and quotations[i][1] >= end and abs(quotations[i][0] - start) < 2 and quotations[i][1] - end < 3:
        return quotations[i]
    return start, end


def goes_on(text: str, before: Statement, content: Sequence[Span], quotations: Sequence[Span]) -> bool:
    """Is this a quotation without a cue that goes on with the statement right before it?"""
    between = text[max(p[1] for p in (*before.content, *before.cue)) : content[0][0]]
    return (
        before.kind != "indirect" and kind_of(content, quotations) == "direct" and len(between) < 200
        and between.count("\n") <= 2
    )  # fmt: skip


def _holder(statements: Sequence[Statement], inner: Statement) -> int | None:
    """The index of the statement with the smallest content that holds the cue of another."""
    if not inner.cue:
        return None
    start, end = inner.cue[0]
    sizes = [
        (sum(y - x for x, y in s.content), i)
        for i, s in enumerate(statements)
        if s is not inner and any(x <= start and end <= y for x, y in s.content)
    ]
    return min(sizes)[1] if sizes else None
