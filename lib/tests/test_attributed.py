"""Statements of the learned reader's attributions: quotations over line ends, those without a cue or a speaker."""

import pytest

from standpoint.actors import find_mentions
from standpoint.attributed import attributed
from standpoint.introduced import Article
from standpoint.listed import ActorFinder
from standpoint.reader import Attribution
from standpoint.statements import StatementFinder
from standpoint.text import quotations, sentences


@pytest.fixture(scope="module")
def read_as(book):
    """Text, and attributions as (source, cues, *contents) → speakers and contents of the statements made of them."""
    finder, rules = ActorFinder(book), StatementFinder(book.cues["en"])

    def reads(text, *seen, with_rules=False):
        article, spans, quotes = Article(finder), sentences(text), quotations(text)

        def at(*words):
            return tuple((text.index(w), text.index(w) + len(w)) for w in words if w)

        found = [Attribution(at(source), at(*cue.split("|")), at(*contents), 0.9) for source, cue, *contents in seen]
        mentions = find_mentions(article, text, spans, quotes)
        by_rules = rules.find(text, spans, quotes, mentions, article.found) if with_rules else []
        rows = attributed(text, spans, quotes, mentions, article.found, found, by_rules, rules.patterns)
        return [(s.speaker_id, [text[a:b] for a, b in s.content]) for s in rows]

    return reads


def test_of_a_quotation_over_line_ends_all_is_said_however_little_of_it_was_seen(read_as):
    text = "“It is late.\nWe must go.\nThe bus waits,” Peter Venn said."
    whole = [("person:peter-venn", ["“It is late.\nWe must go.\nThe bus waits,”"])]
    assert read_as(text, ("Peter Venn", "said", "The bus waits")) == whole
    assert read_as(text, ("", "", "It is late"), ("Peter Venn", "said", "The bus waits")) == whole


def test_a_paragraph_of_nothing_but_a_quotation_is_said_by_who_spoke_before_it(read_as):
    text = "Peter Venn said that it was late.\n“We must go.\nThe bus waits.”\nIt left."
    assert read_as(text, ("Peter Venn", "said", "that it was late"), ("", "", "We must go")) == [
        ("person:peter-venn", ["that it was late"]),
        ("person:peter-venn", ["“We must go.\nThe bus waits.”"]),
    ]


def test_what_a_headline_says_and_the_text_says_again_are_two_statements(read_as):
    text = "The port is closed, says Peter Venn\nThe port will stay closed, Peter Venn said on Monday."
    seen = ("Peter Venn", "says|said", "The port is closed", "The port will stay closed")
    assert read_as(text, seen) == [
        ("person:peter-venn", ["The port is closed"]),
        ("person:peter-venn", ["The port will stay closed"]),
    ]


def test_a_quotation_in_the_sentence_behind_indirect_speech_is_a_statement_of_its_own(read_as):
    text = "Peter Venn repeated that the port needs money. The sum of last year is “not nearly enough”."
    seen = ("Peter Venn", "repeated", "that the port needs money", "The sum of last year is “not nearly enough”")
    assert read_as(text, seen) == [("person:peter-venn", [content]) for content in seen[2:]]


def test_a_quotation_that_goes_on_in_the_next_sentence_stays_one_statement(read_as):
    text = "“The port is closed,” Peter Venn said. “It will stay so.”"
    seen = ("Peter Venn", "said", "“The port is closed,”", "“It will stay so.”")
    assert read_as(text, seen) == [("person:peter-venn", list(seen[2:]))]


@pytest.mark.parametrize(
    ("text", "cue", "content", "speaker"),
    [
        (
            "Peter Venn openly chastised the crew for the delay.",
            "openly chastised",
            "the crew for the delay",
            "peter-venn",
        ),
        ("Citing the cost of coal, Peter Venn left the port.", "Citing", "the cost of coal", "peter-venn"),
        ("It was Peter Venn’s claim that the port is closed.", "claim", "that the port is closed", "peter-venn"),
        ("“The port is closed,” exclaimed Peter Venn.", "exclaimed", "“The port is closed,”", "peter-venn"),
        ("Peter Venn, in particular, condemned the delay.", "condemned", "the delay", "peter-venn"),
        ("Peter Venn was never charged with the theft.", "was never charged with", "the theft", None),
        ("The crew asked Peter Venn to talk about the theft.", "to talk about", "the theft", None),
        ("The delay seems to be over.", "seems", "to be over", None),
    ],
)
def test_where_nobody_was_seen_to_speak_the_subject_of_the_cue_does(read_as, text, cue, content, speaker):
    assert read_as(text, ("", cue, content)) == [(speaker and f"person:{speaker}", [content])]


def test_a_quotation_of_which_no_cue_was_seen_has_the_one_that_rules_find(read_as):
    text = "“The port is closed,” Peter Venn said after a meeting."
    assert read_as(text, ("", "", "“The port is closed,”"), with_rules=True) == [
        ("person:peter-venn", ["“The port is closed,”"])
    ]
