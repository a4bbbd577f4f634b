"""Who "he" and "she" is, outside quotation marks and inside them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standpoint.introduced import Article
from standpoint.pronouns import PRONOUN
from standpoint.tagger import Tagger


@pytest.fixture(scope="module")
def tagger(book):
    return Tagger(book)


@pytest.fixture(scope="module")
def field(tagger):
    """text → the names, by actor, and what was read."""

    def reads(text):
        article = Article(tagger.actors["en"], "2025-01-13")
        return article, tagger.read(article, "en", "text", text)

    return reads


@pytest.fixture(scope="module")
def meant(field):
    """text → its pronouns, each with whom it means."""

    def reads(text):
        article, read = field(text)
        found = {m.start: article.found[m.actor_id].name for m in read.mentions if m.form == "pronoun"}
        return [(m.group(), found.get(m.start())) for m in PRONOUN.finditer(text)]

    return reads


OUTSIDE = [
    # who is named in the quotation beside a pronoun does not speak it
    ("“Peter Venn has not done his work,” he said.", [("his", None), ("he", None)]),
    (
        "Tomas Lind opened the debate.\n“Peter Venn has not done it,” he said. He left.",
        [("he", "Tomas Lind"), ("He", "Tomas Lind")],
    ),
    # an unnamed speaker stays one
    ("“Peter Venn,” he said, “is late.” He waited.", [("he", None), ("He", None)]),
    # sentences that are nothing but a quotation lie between for free
    (
        "Tomas Lind came.\n“It is late.\nIt is cold.\nIt is dark.\nPeter Venn sleeps,” he said.",
        [("he", "Tomas Lind")],
    ),
    # what stands in front of a quotation in its sentence is what is said
    (
        "Tomas Lind was not pleased. The line that Peter Venn drew was “no line,” he said.",
        [("he", "Tomas Lind")],
    ),
    # who spoke goes on to speak, whoever is named behind
    ("“It is late,” Tomas Lind said at a dinner with Peter Venn.\n“It is cold,” he added.", [("he", "Tomas Lind")]),
    ("On the stage with Peter Venn, Tomas Lind spoke. He was brief.", [("He", "Tomas Lind")]),
    # in another's quotation, where nobody else is named
    ("A guard called: “Peter Venn is here.”\nThe doors opened. Then he was gone.", [("he", "Peter Venn")]),
    # who alone can be meant is a woman from there on
    (
        "Mayor Sana Rast came. She sat down. Sana Rast and Peter Venn met. He spoke, then she.",
        [("She", "Sana Rast"), ("He", "Peter Venn"), ("she", "Sana Rast")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), OUTSIDE)
def test_outside_quotations(meant, text, expected):
    assert meant(text) == expected


INSIDE = [
    # whom the speaker's words name, never the speaker
    ("“Peter Venn lies. He knows his plan is dead,” Tomas Lind said.", [("He", "Peter Venn"), ("his", "Peter Venn")]),
    (
        "“Peter Venn wrote the bill,” Tomas Lind said. “He should pay for it,” Lind added.",
        [("He", "Peter Venn")],
    ),
    # else whom the sentences before name
    ("Peter Venn spoke on Monday.\n“He wants you to pay more,” Tomas Lind said.", [("He", "Peter Venn")]),
    # else whom the cue is about
    ("“He wants you to pay more,” Tomas Lind said of Peter Venn.", [("He", "Peter Venn")]),
    # of two that are equally near, nobody
    ("Peter Venn met John Brandt.\n“He wants you to pay more,” Tomas Lind said.", [("He", None)]),
    ("Peter Venn met Anna Aro.\n“He wants you to pay more,” Tomas Lind said.", [("He", "Peter Venn")]),
    # nobody but the speaker, or no speaker
    ("“He wants you to pay more,” Tomas Lind said.", [("He", None)]),
    ("Peter Venn spoke.\n“He wants you to pay more.”", [("He", None)]),
    # the words of somebody who is quoted in a quotation
    ("“Peter Venn says he will come,” Tomas Lind said.", [("he", "Peter Venn")]),
]


@pytest.mark.parametrize(("text", "expected"), INSIDE)
def test_inside_quotations(meant, text, expected):
    assert meant(text) == expected


def test_a_pronoun_inside_a_quotation_has_a_side(tagger):
    text = "Peter Venn spoke on Monday.\n“He is a liar,” Tomas Lind said."
    article = dict.fromkeys(("title", "byline", "outlet", "url", "published", "agency", "n_words"))
    made = tagger.tag(article | {"article_id": "a", "text": text, "language": "en", "corpus": "", "source_file": "",
                                 "version_of": None})  # fmt: skip
    sides = [(row[4], row[7], row[8]) for row in made["stances"]]
    assert sides == [("person:tomas-lind", "person:peter-venn", "oppose")]


WORDS = st.sampled_from('Peter Venn Anna Aro said told Mr. he He his she her him “ ” " \n , . of and the'.split(" "))


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_mentions_stay_in_order_without_overlap(tagger, text):
    article = Article(tagger.actors["en"])
    read = tagger.read(article, "en", "text", text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(read.mentions))
    assert {m.actor_id for m in read.mentions} <= article.found.keys()
