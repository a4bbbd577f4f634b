"""Events, policies and feasts are no actors, whatever the reader takes them for; longer names and people are."""

import re

import pytest

from standpoint.actors import find_mentions
from standpoint.codebook import load_codebook
from standpoint.introduced import Article
from standpoint.listed import ActorFinder
from standpoint.reader import Named
from standpoint.text import quotations, sentences


def actors(book, text, *names, kind="organization"):
    """The names of the actors, where the learned reader sees these names, of one kind, wherever they stand."""
    article, spans = Article(ActorFinder(book)), sentences(text)
    named = [Named(*m.span(), kind, 0.9) for name in names for m in re.finditer(re.escape(name), text)]
    mentions = find_mentions(article, text, spans, quotations(text), sorted(named))
    return [article.found[m.actor_id].name for m in mentions]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dockers feared that Brexit would empty the harbour.", "Brexit"),
        ("BREXIT: what it means for the harbour", "BREXIT"),
        ("The council wants to keep Obamacare for its dockers.", "Obamacare"),
        ("The port closes early during Ramadan.", "Ramadan"),
        ("The harbour choir was cheered at Eurovision.", "Eurovision"),
        ("The museum remembers the Holocaust.", "the Holocaust"),
    ],
)
def test_an_event_or_a_policy_is_no_actor(book, text, name):
    assert actors(book, text, name) == []


def test_a_longer_name_is_another_and_a_person_may_have_such_a_name(book):
    assert actors(book, "The Holocaust Museum of Ostvale opened.", "Holocaust Museum of Ostvale") == [
        "Holocaust Museum of Ostvale"
    ]
    assert actors(book, "Captain Odo Easter steered.", "Odo Easter", kind="person") == ["Odo Easter"]
    assert actors(book, "Mr. Easter steered.", "Easter", kind="person") == ["Easter"]


def test_an_analyst_adds_names_and_may_make_one_an_actor_after_all(tmp_path):
    text = "Harbour Week helped the port, and so did Eurovision."
    (tmp_path / "more.yaml").write_text(
        "no_actors: {events: [Harbour Week]}\nactors: [{id: contest, name: Eurovision, type: organization}]\n"
    )
    assert actors(load_codebook(), text, "Harbour Week", "Eurovision") == ["Harbour Week"]
    assert actors(load_codebook([tmp_path / "more.yaml"]), text, "Harbour Week", "Eurovision") == ["Eurovision"]
    assert load_codebook().fingerprint != load_codebook([tmp_path / "more.yaml"]).fingerprint
