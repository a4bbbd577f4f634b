"""Passages of an article as the encoder reads them: word pieces, their shapes, and where they lie in the text."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tokenizers import Tokenizer

from standpoint.text import Span

LIMIT = 160  # word pieces a window, with the two marks at its ends
LONGEST_KEPT = 60  # characters of a word whose pieces are kept
LOWER, TITLE, UPPER, INITIAL, DIGIT, OTHER, MIXED = range(7)


class Window(NamedTuple):
    """Word pieces of whole sentences that follow one another; the marks at both ends lie at offset -1."""

    pieces: list[int]
    shapes: list[int]  # the vocabulary is lower case: the shape of the letters is told apart
    quoted: list[int]  # 1 inside quotation marks
    breaks: list[int]  # 1 where a sentence begins, 2 where a paragraph does
    starts: list[int]
    ends: list[int]


WORD = re.compile("[^ ]+")
OPENS, CLOSES = ((mark, OTHER, 0, 0, -1, -1) for mark in (101, 102))  # [CLS] and [SEP] of the uncased BERT vocabulary


def windows(
    tokenizer: Tokenizer, text: str, sentences: Sequence[Span], quotations: Sequence[Span], limit: int = LIMIT
) -> Iterator[Window]:
    """Windows that cover the given sentences in order, each sentence whole unless it alone is over the limit."""
    room = limit - 2
    quotes = iter(quotations)
    quote = next(quotes, (len(text), len(text)))
    before = 0
    rows = Window([], [], [], [], [], [])
    for low, high in sentences:
        words = [(m.start(), _pieces_of(tokenizer, m.group())) for m in WORD.finditer(text, low, high)]
        starts, ends = ([at + x for at, word in words for x in word[i]] for i in (2, 3))
        quoted = []
        for a in starts:
            while quote[1] <= a:
                quote = next(quotes, (len(text), len(text)))
            quoted.append(int(quote[0] <= a))
        opens = 2 if not before or "\n" in text[before:low] else 1
        breaks = [opens, *[0] * len(starts)][: len(starts)]
        before = high
        if rows.pieces and len(rows.pieces) + len(starts) > room:
            yield _between_marks(rows, 0, room)
            rows = Window([], [], [], [], [], [])
        pieces, shapes = ([x for _, word in words for x in word[i]] for i in (0, 1))
        for row, more in zip(rows, (pieces, shapes, quoted, breaks, starts, ends), strict=True):
            row += more
        while len(rows.pieces) > room:
            yield _between_marks(rows, 0, room)
            rows = Window(*(row[room:] for row in rows))
    if rows.pieces:
        yield _between_marks(rows, 0, room)


Pieces = tuple[list[int], list[int], list[int], list[int]]  # numbers, shapes, starts and ends of word pieces


def _pieces_of(tokenizer: Tokenizer, word: str) -> Pieces:
    """What stands between two spaces, in word pieces; kept, unless it is longer than any word."""
    return (_kept_pieces if len(word) <= LONGEST_KEPT else _pieces)(tokenizer, word)


def _pieces(tokenizer: Tokenizer, word: str) -> Pieces:
    coded = tokenizer.encode(word, add_special_tokens=False)
    return (
        coded.ids,
        [shape(word[a:b]) for a, b in coded.offsets],
        [a for a, _ in coded.offsets],
        [b for _, b in coded.offsets],
    )


_kept_pieces = lru_cache(maxsize=50_000)(_pieces)  # nine of ten words were met before


def shape(word: str) -> int:
    """How a word piece is written: lower case, Title, UPPER, one capital, digits, other marks, mIxed."""
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else INITIAL
    if word.istitle():
        return TITLE
    if word.isdigit():
        return DIGIT
    return MIXED if any(c.isalpha() for c in word) else OTHER


def _between_marks(rows: Window, low: int, high: int) -> Window:
    return Window(*([first, *row[low:high], last] for first, row, last in zip(OPENS, rows, CLOSES, strict=True)))
