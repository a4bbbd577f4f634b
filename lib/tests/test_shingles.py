"""Shingles: runs of five words as numbers, the same wherever the words are the same."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standpoint.shingles import BATCH, batches, hashed, signatures


def shingles(*texts: str) -> list[list[int]]:
    return [found.tolist() for found in hashed(texts)]


def test_a_text_has_a_shingle_for_each_run_of_five_words():
    (found,) = shingles("The ferry sails again on Tuesday morning.")
    assert len(found) == len(set(found)) == 3


@pytest.mark.parametrize(
    "other",
    [
        "the FERRY sails again on tuesday",
        "“The ferry” — sails, again (on Tuesday)…",
        "«The» ferry sails again on Tuesday",
    ],
)
def test_case_and_punctuation_do_not_matter(other):
    plain, same = shingles("The ferry sails again on Tuesday", other)
    assert plain == same


def test_capitals_of_other_alphabets_are_the_same_words():
    one, other = shingles("ŠTÁTNY TAJOMNÍK ČAKÁ NA ĎALŠÍ TRAJEKT", "štátny tajomník čaká na ďalší trajekt")
    assert one == other


def test_the_order_of_words_matters():
    one, other = shingles("one two three four five", "five four three two one")
    assert one != other


def test_a_text_of_fewer_words_is_one_shingle_and_an_empty_text_none():
    assert [len(found) for found in shingles("Harbour closed", "", "…", "harbour, closed!")] == [1, 0, 0, 1]
    first, *_, last = shingles("Harbour closed", "", "…", "harbour, closed!")
    assert first == last


@pytest.mark.parametrize("length", [8, 9, 16, 17, 24, 25, 32, 33, 200])
def test_words_of_any_length_are_told_apart_by_each_of_their_letters(length):
    word = "x" * length
    texts = [f"ferry {other} sails again today" for other in (word, word[:-1], word[:-1] + "y", "y" + word[1:])]
    assert len({found[0] for found in shingles(*texts)}) == 4


def test_of_a_very_long_text_the_first_part_is_hashed(monkeypatch):
    text = "The ferry sails again on Tuesday morning, and the harbour stays open."
    monkeypatch.setattr("standpoint.shingles.COMPARED", text.index(","))
    assert shingles(text) == shingles("The ferry sails again on Tuesday morning")


def test_texts_are_the_same_alone_and_among_others():
    texts = [f"Ferry {i} sails again on Tuesday, and ferry {i + 1} does not." for i in range(BATCH + 3)]
    assert shingles(*texts) == [shingles(text)[0] for text in texts]
    assert [s.tolist() for s in signatures(texts)] == [signatures([text])[0].tolist() for text in texts]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.sampled_from("abcé ÄßЖ.,“”—«»'1\n"), max_size=60), max_size=4))
def test_words_start_where_they_stand_in_the_text(texts):
    (batch,) = batches(texts) if texts else [None]
    for i, text in enumerate(texts):
        assert batch.points(i).tolist() == [m.start() for m in re.finditer(r"\w+", text)]
