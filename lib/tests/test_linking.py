"""One person under one id: a surname that one article gives alone is the person whom another names in full."""

import pandas as pd
import pytest

from standpoint import store, tables
from standpoint.codebook import load_codebook
from standpoint.corpus import load_corpus
from standpoint.linking import bearers_of

BOOK = "actors: [{id: ines-aro, name: Ines Aro, type: person, gender: f}]"


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    path = tmp_path_factory.mktemp("codebook") / "aro.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return load_codebook([path])


def bearers(book, *articles: str) -> dict[str, str]:
    """`bearers_of` where each article names these: "Venn", "Odo Venn", "Venn as Ms.", "place: Venn", "Venn, she"."""
    actors, mentions = {}, []
    for number, named in enumerate(articles):
        for item in named.split("; "):
            kind, _, name = item.rpartition(": ")
            name, _, role = name.partition(" as ")
            name, _, pronoun = name.partition(", ")
            in_book = name == "Ines Aro"
            actor = "ines-aro" if in_book else f"{kind or 'person'}:{name.lower().replace(' ', '-')}"
            actors[actor] = (actor, name, kind or "person", in_book, role or None)
            mentions += [(f"a{number}", s, actor, "name" if s == name else "pronoun") for s in (name, pronoun) if s]
    columns = ["article_id", "surface", "actor_id", "form"]
    frame = tables.frame("actors", [dict(zip(tables.SCHEMAS["actors"].names, a, strict=True)) for a in actors.values()])
    return bearers_of(frame, pd.DataFrame(mentions, columns=columns), book)


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        (["Odo Venn", "Venn"], {"person:venn": "person:odo-venn"}),
        (["Venn", "Odo Venn Jr."], {"person:venn": "person:odo-venn-jr."}),
        (["Ines Aro", "Aro"], {"person:aro": "ines-aro"}),
        (["Clara Lund", "Lund as Ms."], {"person:lund": "person:clara-lund"}),
        # two bear it, in the corpus or in the codebook
        (["Odo Venn", "Venn", "Clara Venn"], {}),
        (["Clara Aro", "Aro"], {}),
        (["Aro"], {}),
        # somebody else: told apart in one article, or of another gender
        (["Odo Venn; Venn as Mrs.", "Venn"], {}),
        (["Clara Lund", "Lund as Mr."], {}),
        (["Clara Lund", "Lund, he"], {}),
        # no surname, or not only
        (["Odo Venn", "Venn", "place: Venn"], {}),
        (["Odo Kim", "Kim", "Kim Lund"], {}),
    ],
)
def test_a_surname_alone_is_its_one_bearers_unless_something_tells_otherwise(listed, articles, expected):
    assert bearers(listed, *articles) == expected


def test_tables_that_are_read_have_one_actor_and_what_is_stored_two_so_that_a_namesake_parts_them(tmp_path, book):
    folder = tmp_path / "talks" / "articles"
    folder.mkdir(parents=True)
    (folder / "2025-01-13-a.txt").write_text("Talks\nMayor Odo Venn said the port must be sold.\n")
    (folder / "2025-01-14-b.txt").write_text("Talks\n“The port must be sold,” Mayor Venn said.\n")

    def read() -> store.Tagged:
        corpus = load_corpus(tmp_path / "talks")
        store.tag_corpus(corpus, book, tmp_path / "tagged")
        return store.load(tmp_path / "tagged", corpus, book)

    tagged = read()
    assert tagged.actors["name"].tolist() == ["Odo Venn"]
    assert {*tagged.mentions["actor_id"], *tagged.statements["speaker_id"]} == {"person:odo-venn"}
    assert len(pd.read_parquet(tmp_path / "tagged" / "actors.parquet")) == 2
    (folder / "2025-01-15-c.txt").write_text("Talks\nMayor Clara Venn said the port must not be sold.\n")
    assert read().actors["name"].tolist() == ["Clara Venn", "Odo Venn", "Venn"]
