"""Sentences and quotations of an article, as offsets into its untouched text."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

Span = tuple[int, int]

READ = 1_000_000  # characters of a text that are tagged: a book of 170,000 words
# Punkt's own list needs a download; ours holds what English news abbreviates (lower case, without the last full stop).
ABBREVIATIONS = frozenset(
    "adm al apr asst atty aug ave bn brig bros capt cf cmdr co col corp cpl d.c dec dept det dir dist dr e.g est etc "
    "e.u feb fig fr ft gen gov govt hon i.e inc insp jan jr jul jun lt ltd m.p maj mar messrs mr mrs ms mt mw n.c n.d "
    "n.h n.j n.m n.y no nov oct p.m a.m ph.d pres prof pvt rep reps rev rt s.c s.d sec sen sens sep sept sgt sr st "
    "supt u.k u.n u.s u.s.a u.s.s.r vol vs w.va viz ret mos univ assn gens govs cols drs profs".split()
)
# A new sentence where they follow an abbreviation: "in the U.S. They"
STARTERS = frozenset(
    "he she it they we the but and in on at a an this that these those his her their its however meanwhile there "
    "when while after before if as for with since although".split()
)
CLOSING = "\"'”’»)]"

PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
STOP = re.compile(rf"([.?!…]+)[{re.escape(CLOSING)}]*[ \t\u00a0]+(?=(\S+))")


@cache
def _punkt() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    parameters.sent_starters = set(STARTERS)
    return PunktSentenceTokenizer(parameters)


def sentences(text: str) -> list[Span]:
    """Sentence spans in order, trimmed of white space; no sentence crosses a line end.

    A full stop behind a plain lower-case word ends a sentence; behind anything shorter, capitalised or dotted, nltk's
    Punkt decides with our own abbreviations (Kiss and Strunk 2006, "Unsupervised Multilingual Sentence Boundary
    Detection"). A closing quotation mark stays with the sentence it closes.
    """
    spans = []
    for paragraph in PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        while text[start].isspace():
            start += 1
        while text[end - 1].isspace():
            end -= 1
        for stop in STOP.finditer(text, start, end):
            if _ends_sentence(text, start, stop):
                spans.append((start, _without_space(text, start, stop.end())))
                start = stop.end()
        if start < end:
            spans.append((start, end))
    return spans


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    mark, following = stop.group(1), stop.group(2)
    if following[0].islower():
        return False
    at = stop.start()
    if mark != ".":
        return True
    word = text[max(text.rfind(" ", start, at), start - 1) + 1 : at]
    if len(word) > 4 and word.isalpha() and word.islower() and word not in ABBREVIATIONS:
        return True
    return _punkt_breaks(word, following)


@lru_cache(maxsize=50_000)
def _punkt_breaks(word: str, following: str) -> bool:
    return _punkt().text_contains_sentbreak(f"{word}. {following}")


def straight(name: str) -> str:
    """A name with straight apostrophes: one spelling, whichever mark a codebook or an outlet sets."""
    return name.replace("’", "'")


def bare(text: str, start: int, end: int) -> Span:
    """A span without the white space at its edges."""
    end = _without_space(text, start, end)
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _without_space(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


# Pairs within one line. A mark that opens and that its line does not close is closed on a later line, as in texts with
# a sentence a line, and wrapped ones, if no other mark stands between; an empty line ends the search, for there a mark
# is rather missing. A straight mark opens in front of a word and closes behind one, or at the head of a line. One that
# nothing closes counts where the next paragraph opens with a mark again, as in a quotation of several paragraphs; else
# it is not guessed at.
OPENING = "“\"„«`'‘"
FAR = 1500  # characters: a mark is missing where the next stands further off
NO_WORD = r"\s(\[—–-"  # in front of a straight mark that opens
QUOTATION = re.compile(
    rf"""
    [“"„«`'‘] (?:  # first of all, for re looks for such a character much faster than it tries the rest
      (?<=“) (?: [^“”\n]*(?:“[^“”\n]*”[^“”\n]*)*(?:”|(?=\n\s*“)) | [^“”"\n]+"
               | (?=[^“”"]{{1,{FAR}}}+[”"]) [^“”"\n]*(?:\n(?!\s*\n)[^“”"\n]*)+(?:”|(?<=[^{NO_WORD}])"(?!\w)) )
    | (?<=") (?: [^"\n]*"
               | (?<![^{NO_WORD}]")(?=[^\s“”"][^“”"]{{1,{FAR}}}+") [^"\n]*(?:\n(?!\s*\n)[^"\n]*)+
                 (?:(?<=[^{NO_WORD}])"(?!\w)|(?<=\n)"(?=\ ))
               | [^"\n]*(?=\n\s*") )
    | (?<=„) [^“”„\n]+[“”] | (?<=«) [^«»\n]+» | (?<=`) `[^`\n]+\'\' | (?<=') \'[^\'\n](?:[^\'\n]|\'(?!\'))*\'\'
    | (?<!\w‘)(?<=‘)(?=\S)(?:[^‘’\n]|(?<=\w)’(?=\w))+(?<=\S)’(?!\w)
    | (?<![\w\']\')(?<=\')(?=[^\s\'])(?:[^\'\n]|(?<=\w)\'(?=\w))+(?<=[^\s\'])\'(?![\w\'])
    )
    """,
    re.VERBOSE,
)


def quotations(text: str) -> list[Span]:
    """Spans of quoted words with their marks, in order, not nested; empty quotations are left out."""
    if not any(mark in text for mark in OPENING):  # found faster than by re
        return []
    return [m.span() for m in QUOTATION.finditer(text) if m.end() - m.start() > 3]


def containing(spans: Sequence[Span], at: int) -> int:
    """The index of the span that holds offset `at`, or -1. `spans` are sorted and do not overlap."""
    i = bisect_right(spans, (at, 1 << 60)) - 1
    return i if i >= 0 and at < spans[i][1] else -1
