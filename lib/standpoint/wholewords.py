"""Many words and phrases found in one pass over a text: whole words only, the longest."""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

What = TypeVar("What")
JOINS = "-'’"  # marks by which a word goes on


class WholeWords(Generic[What]):
    """Words and phrases as they are written, each with what it stands for, in one automaton (Aho and Corasick 1975)."""

    def __init__(self, forms: Mapping[str, What], joins: str = JOINS):
        self._means = list(forms.items())
        self._joins = joins
        self._automaton = AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[tuple[int, int, str, What]]:
        """Start, end, form and what it stands for, in order, not overlapping."""
        length, joins, means = len(text), self._joins, self._means
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if start and (text[start - 1].isalnum() or text[start - 1] in joins):
                continue
            if end < length and (text[end].isalnum() or text[end] in joins):
                continue
            yield start, end, *means[index]
