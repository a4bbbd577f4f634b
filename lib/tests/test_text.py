"""Sentences and quotations are offsets into the untouched text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standpoint.text import quotations, sentences


def cut(text, spans):
    return [text[a:b] for a, b in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bill passed. It now goes to the mayor.", ["The bill passed.", "It now goes to the mayor."]),
        (
            "Mr. Novak met Sen. Hale in Washington, D.C. on Jan. 5. They spoke at 5 p.m. Nobody else came.",
            ["Mr. Novak met Sen. Hale in Washington, D.C. on Jan. 5.", "They spoke at 5 p.m. Nobody else came."],
        ),
        ("He left the U.S. They stayed.", ["He left the U.S.", "They stayed."]),
        ("The U.S. Senate voted.", ["The U.S. Senate voted."]),
        ("It cost 4.5 percent. “Too much.” She left.", ["It cost 4.5 percent.", "“Too much.”", "She left."]),
        ("“Why?” he asked. Nobody knew.", ["“Why?” he asked.", "Nobody knew."]),
        ("A heading without a stop\nThe text.", ["A heading without a stop", "The text."]),
        ("J. K. Moreau wrote it.", ["J. K. Moreau wrote it."]),
    ],
)
def test_sentences(text, expected):
    assert cut(text, sentences(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will,” she said, “go on.”", ["“We will,”", "“go on.”"]),
        ('He called it "a farce" and left.', ['"a farce"']),
        ("“First paragraph.\n“Second paragraph,” he said.", ["“First paragraph.", "“Second paragraph,”"]),
        ("An “unclosed mark is not guessed at.", []),
        # over line ends: a sentence a line, or wrapped
        ("“Watch it.\nSo dull!\nGo on,” he said.", ["“Watch it.\nSo dull!\nGo on,”"]),
        ('"Watch it.\nSo dull!" she said. "Go\non," he said.', ['"Watch it.\nSo dull!"', '"Go\non,"']),
        ('“Watch it.\nSo dull," he said.', ['“Watch it.\nSo dull,"']),
        ('It was "a farce.\n" He left, "not fast."', ['"a farce.\n"', '"not fast."']),
        # but not over an empty line, another mark that opens, or too much text
        ("“Watch it.\n\nSo dull,” he said.", []),
        ("“Watch it, he said.\nShe spoke of “dullness” then.", ["“dullness”"]),
        ('"Watch it, he said.\nShe spoke of "dullness" then.', ['"dullness"']),
        ("“Watch it.\n" + "So it went. " * 140 + "” he said.", []),
        ('It is 6" wide.\nHe said so." No.', []),
        ("The workers’ hall isn’t ‘a palace’, they said.", ["‘a palace’"]),
        ("Don't call it 'done' yet, the voters' group said.", ["'done'"]),
        ("« Non », dit-il. „Nein“, sagte sie.", ["« Non »", "„Nein“"]),
        ("''They didn't ask,'' she said.", ["''They didn't ask,''"]),
        ("“He told me ‘no’ twice,” she said.", ["“He told me ‘no’ twice,”"]),
    ],
)
def test_quotations(text, expected):
    assert cut(text, quotations(text)) == expected


NEWSLIKE = st.text(alphabet=st.sampled_from("ab Mr.U.S.?!\n“”\"'’‘«»()[]…\u00a0\u2029\ud7ffЖé1,;"), max_size=300)


@given(NEWSLIKE)
def test_sentences_are_in_order_do_not_overlap_and_hold_everything_but_white_space(text):
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
    assert all("\n" not in text[a:b] for a, b in spans)
    rest = list(text)
    for a, b in spans:
        rest[a:b] = " " * (b - a)
    assert "".join(rest).strip() == ""


@given(NEWSLIKE)
def test_quotations_are_in_order_and_do_not_overlap(text):
    spans = quotations(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
