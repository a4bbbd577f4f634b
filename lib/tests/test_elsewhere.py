"""A name that bodies of many states have is not the codebook's body where another state or place stands beside it."""

import re

import pytest

from standpoint.actors import find_mentions
from standpoint.codebook import load_codebook
from standpoint.introduced import Article
from standpoint.listed import ActorFinder
from standpoint.reader import Named
from standpoint.text import quotations, sentences


@pytest.fixture(scope="module")
def bodies(book):
    """Text, places and bodies that the learned reader names there, a headline → the bodies named, in order."""
    finder = ActorFinder(book)

    def read(text, places=(), names=(), headline=""):
        article, out = Article(finder), []
        for field in (text, headline):
            named = [
                Named(*m.span(), kind, 0.9)
                for kind, words in (("place", places), ("organization", names))
                for name in words
                for m in re.finditer(name, field)
            ]
            for m in find_mentions(article, field, sentences(field), quotations(field), sorted(named)):
                if article.found[m.actor_id].actor_type == "organization":
                    out.append((field[m.start : m.end], article.found[m.actor_id].name))
        return out

    return read


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "Paraguay's Senate rejected the treaty. The Senate said that it was unfair.",
            [("Senate", "Senate of Paraguay"), ("Senate", "Senate of Paraguay")],
        ),
        (
            "The Supreme Court of India fined Clara Lund. She criticized the Supreme Court.",
            [("Supreme Court of India", "Supreme Court of India"), ("Supreme Court", "Supreme Court of India")],
        ),
        ("The Canadian House of Commons passed it.", [("House of Commons", "House of Commons of Canada")]),
        (
            "Norway’s Labour Party would raise taxes. Labour said that the rich must pay.",
            [("Labour Party", "Labour Party of Norway"), ("Labour", "Labour Party of Norway")],
        ),
        ("Congress of the Philippines met.", [("Congress of the Philippines", "Congress of the Philippines")]),
    ],
)
def test_a_state_beside_the_name_tells_whose_body_it_is(bodies, text, expected):
    assert bodies(text) == expected


def test_other_bodies_of_that_state_are_meant_by_their_common_names_too(bodies):
    text = "The Nigerian Senate and the House of Representatives called for talks."
    assert bodies(text)[1] == ("House of Representatives", "House of Representatives of Nigeria")
    text = "Two senators of the United States praised the Nigerian Senate. The House of Representatives did not vote."
    assert bodies(text)[1] == ("House of Representatives", "United States House of Representatives")


@pytest.mark.parametrize(
    "text", ["The Senate passed it.", "The US Senate and Paraguay's Senate met.", "The American Senate met.",
             "American aid for Ukraine Congress has passed.", "Clara Lund's Senate race is close."]
)  # fmt: skip
def test_the_codebooks_own_body_stays(bodies, text):
    assert bodies(text)[0][1] in ("United States Senate", "United States Congress")


def test_where_both_are_named_the_common_name_is_the_codebooks(bodies):
    found = bodies("The US Senate and Paraguay's Senate backed the pact. The Senate praised it.")
    assert [name for _, name in found] == ["United States Senate", "Senate of Paraguay", "United States Senate"]


def test_the_state_of_the_codebooks_own_may_stand_behind_it(bodies):
    text = "The Supreme Court of the United States ruled. The Supreme Court said so."
    assert {name for _, name in bodies(text)} == {"United States Supreme Court"}


@pytest.mark.parametrize(
    "text, places, names",
    [
        ("The Ostvale Senate met in Ostvale. The Senate voted late.", (r"Ostvale\b(?! S)",), ("The Ostvale Senate",)),
        ("Ostvale's Senate passed it. The Senate voted late.", ("Ostvale",), ()),
        ("The Senate of Ostvale passed it. The Senate voted late.", ("Ostvale",), ()),
        ("The Senate of Ostvale passed it. The Senate voted late.", (), ("The Senate of Ostvale",)),
    ],
)
def test_so_does_a_place_that_the_learned_reader_sees(bodies, text, places, names):
    assert {name for _, name in bodies(text, places, names)} == {"Ostvale Senate"}


def test_what_is_no_place_makes_another_name_and_no_other_body(bodies):
    found = bodies("The Harbour Congress met in the United States. Congress did not.", (), ("Harbour Congress",))
    assert [name for _, name in found] == ["Harbour Congress", "United States Congress"]


def test_where_nobody_of_the_codebooks_state_is_named_it_is_the_body_of_the_state_that_is(bodies):
    assert bodies("Chile will vote. Congress met on Friday, and Chile waits.") == [("Congress", "Congress of Chile")]
    assert bodies("Chile will vote. Republicans in Congress wait.")[-1] == ("Congress", "United States Congress")
    assert bodies("Congress met on Friday.") == [("Congress", "United States Congress")]
    assert bodies("The Harbour Labour Congress met in Chile.", (), ("Harbour Labour Congress",)) == [
        ("Harbour Labour Congress", "Harbour Labour Congress")
    ]


def test_the_analysts_own_body_is_meant_by_its_common_name(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("actors:\n  - {id: polish-senate, name: Senate, type: organization, country: poland}\n")
    article, text = Article(ActorFinder(load_codebook([own]))), "Germany waits. The Senate met on Friday."
    found = find_mentions(article, text, sentences(text), quotations(text))
    assert [m.actor_id for m in found] == ["germany", "polish-senate"]


def test_a_word_that_is_more_than_a_party_is_none_away_from_its_state(bodies):
    assert bodies("Kenya has a Ministry of Labour.") == []
    assert bodies("Britain votes. Labour said that it would win.") == [("Labour", "Labour Party")]


def test_a_headline_means_the_body_of_the_text(bodies):
    found = bodies("Paraguay's Senate rejected the treaty.", headline="Senate rejects treaty")
    assert found[-1] == ("Senate", "Senate of Paraguay")


def test_a_person_in_front_does_not_make_another_body(bodies):
    text = "The Trump Justice Department sued."
    assert ("Justice Department", "Justice Department") in bodies(text)
