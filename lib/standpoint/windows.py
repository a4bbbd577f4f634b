"""Passages of an article as the encoder reads them: word pieces, their shapes, and where they lie in the text."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tokenizers import Tokenizer

from standpoint.text import Span

LIMIT = 160  # word pieces a window, with the two marks at its ends
START, STOP = 101, 102  # [CLS] and [SEP] of the uncased BERT vocabulary
LOWER, TITLE, UPPER, INITIAL, DIGIT, OTHER, MIXED = range(7)


class Window(NamedTuple):
    """Word pieces of whole sentences that follow one another; the marks at both ends lie at offset -1."""

    pieces: list[int]
    shapes: list[int]  # the vocabulary is lower case: the shape of the letters is told apart
    quoted: list[int]  # 1 inside quotation marks
    breaks: list[int]  # 1 where a sentence begins, 2 where a paragraph does
    starts: list[int]
    ends: list[int]


def windows(
    tokenizer: Tokenizer, text: str, sentences: Sequence[Span], quotations: Sequence[Span], limit: int = LIMIT
) -> Iterator[Window]:
    """Windows that cover the given sentences in order, each sentence whole unless it alone is over the limit."""
    room = limit - 2
    encoded = tokenizer.encode_batch([text[a:b] for a, b in sentences], add_special_tokens=False)
    paragraph = [True] + [("\n" in text[a[1] : b[0]]) for a, b in pairwise(sentences)]
    rows: list[tuple[int, int, int, int, int, int]] = []
    quotes = iter(quotations)
    quote = next(quotes, None)
    for (low, _), coded, opens in zip(sentences, encoded, paragraph, strict=False):
        sentence = []
        for i, (piece, (a, b)) in enumerate(zip(coded.ids, coded.offsets, strict=True)):
            a, b = a + low, b + low
            while quote is not None and quote[1] <= a:
                quote = next(quotes, None)
            inside = quote is not None and quote[0] <= a
            sentence.append((piece, shape(text[a:b]), int(inside), 0 if i else 2 if opens else 1, a, b))
        if rows and len(rows) + len(sentence) > room:
            yield _window(rows)
            rows = []
        rows += sentence
        while len(rows) > room:
            yield _window(rows[:room])
            rows = rows[room:]
    if rows:
        yield _window(rows)


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


def _window(rows: list[tuple[int, int, int, int, int, int]]) -> Window:
    ends = [(START, OTHER, 0, 0, -1, -1), *rows, (STOP, OTHER, 0, 0, -1, -1)]
    return Window(*(list(column) for column in zip(*ends, strict=True)))
