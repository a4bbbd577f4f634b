"""Sentences and quotations of an article, as offsets into its untouched text."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

Span = tuple[int, int]

# Punkt's own list needs a download; ours holds what English news abbreviates (lower case, without the last full stop).
ABBREVIATIONS = frozenset(
    "adm al apr asst atty aug ave bn brig bros capt cf cmdr co col corp cpl d.c dec dept det dir dist dr e.g est etc "
    "e.u feb fig fr ft gen gov govt hon i.e inc insp jan jr jul jun lt ltd m.p maj mar messrs mr mrs ms mt mw n.c n.d "
    "n.h n.j n.m n.y no nov oct p.m a.m ph.d pres prof pvt rep reps rev rt s.c s.d sec sen sens sep sept sgt sr st "
    "supt u.k u.n u.s u.s.a u.s.s.r vol vs w.va viz ret mos univ assn gens govs cols drs profs".split()
)
CLOSING = "\"'”’»)]"

PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
TRAILING = re.compile(rf"[{re.escape(CLOSING)}]+(?=\s|$)")


@cache
def _punkt() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


def sentences(text: str) -> list[Span]:
    """Sentence spans in order, trimmed of white space; no sentence crosses a line end.

    Kiss and Strunk (2006), "Unsupervised Multilingual Sentence Boundary Detection": nltk's Punkt with our own
    abbreviations. A closing quotation mark stays with the sentence it closes.
    """
    punkt, spans = _punkt(), []
    for paragraph in PARAGRAPH.finditer(text):
        base, line = paragraph.start(), paragraph.group()
        for start, end in punkt.span_tokenize(line):
            if stray := TRAILING.match(line, start, end):
                if spans:
                    spans[-1] = (spans[-1][0], base + stray.end())
                start = stray.end()
                while start < end and line[start].isspace():
                    start += 1
            if start < end:
                spans.append((base + start, base + end))
    return spans


# Pairs within one paragraph. An opening mark that its paragraph does not close counts where the next paragraph opens
# with a mark again, as in a quotation of several paragraphs; else it is not guessed at.
QUOTATION = re.compile(
    r"""
      “[^“”\n]*(?:“[^“”\n]*”[^“”\n]*)*(?:”|(?=\n\s*“))
    | "[^"\n]*(?:"|(?=\n\s*"))
    | „[^“”„\n]+[“”] | «[^«»\n]+» | ``[^`\n]+\'\' | \'\'[^\'\n](?:[^\'\n]|\'(?!\'))*\'\'
    | (?<!\w)‘(?=\S)(?:[^‘’\n]|(?<=\w)’(?=\w))+(?<=\S)’(?!\w)
    | (?<![\w\'])\'(?=[^\s\'])(?:[^\'\n]|(?<=\w)\'(?=\w))+(?<=[^\s\'])\'(?![\w\'])
    """,
    re.VERBOSE,
)


def quotations(text: str) -> list[Span]:
    """Spans of quoted words with their marks, in order, not nested; empty quotations are left out."""
    return [m.span() for m in QUOTATION.finditer(text) if m.end() - m.start() > 3]


def containing(spans: Sequence[Span], at: int) -> int:
    """The index of the span that holds offset `at`, or -1. `spans` are sorted and do not overlap."""
    i = bisect_right(spans, (at, 1 << 60)) - 1
    return i if i >= 0 and at < spans[i][1] else -1
