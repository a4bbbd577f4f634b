"""A court that a headline calls in short is the one of the text, where that has just one so called."""

import re

import pytest

from standpoint.actors import find_mentions
from standpoint.introduced import Article
from standpoint.listed import ActorFinder
from standpoint.reader import Named
from standpoint.text import quotations, sentences


@pytest.fixture(scope="module")
def courts(book):
    """Text, headline, names that the learned reader sees → whom they name, the text's first, as (words, name)."""
    finder = ActorFinder(book)

    def read(text, headline, *names):
        article, out = Article(finder), []
        for field in (text, headline):
            named = [Named(*m.span(), "organization", 0.9) for name in names for m in re.finditer(name, field)]
            for m in find_mentions(article, field, sentences(field), quotations(field), sorted(named)):
                out.append((field[m.start : m.end], article.found[m.actor_id].name))
        assert {name for _, name in out} == {f.name for f in article.found.values()}  # nobody is left over
        return out

    return read


OSTVALE = "High Court of Ostvale"


@pytest.mark.parametrize("headline", ["High court rejects ferry appeal", "High Court rejects ferry appeal"])
@pytest.mark.parametrize("seen", [(OSTVALE,), (OSTVALE, r"High [Cc]ourt\b(?! of)")])
def test_a_court_in_a_headline_is_the_one_of_the_text(courts, headline, seen):
    text = f"The {OSTVALE} rejected an appeal by ferry owners. It was closed, the high court said."
    assert courts(text, headline, *seen) == [
        (OSTVALE, OSTVALE),
        ("high court", OSTVALE),
        (headline[: len("High court")], OSTVALE),
    ]


def test_a_courts_place_may_stand_in_front(courts):
    rows = courts(
        "The Ostvale High Court will hear ferry owners.", "High court to hear ferry owners", "Ostvale High Court"
    )
    assert rows[-1] == ("High court", "Ostvale High Court")


def test_of_two_such_courts_neither_is_taken(courts):
    text = f"The {OSTVALE} and the High Court of Tolvaer disagreed on ferries."
    rows = courts(text, "High court rejects appeal", OSTVALE, "High Court of Tolvaer", "High court")
    assert rows[-1] == ("High court", "High court")


def test_another_court_is_another(courts):
    rows = courts(f"The {OSTVALE} met.", "Constitutional Court meets", OSTVALE, "Constitutional Court")
    assert rows[-1] == ("Constitutional Court", "Constitutional Court")


def test_a_longer_name_that_begins_alike_is_not_the_court(courts):
    rows = courts(f"The {OSTVALE} met. The High Court Press printed it.", "Ferries sail", OSTVALE, "High Court Press")
    assert rows == [(OSTVALE, OSTVALE), ("High Court Press", "High Court Press")]
