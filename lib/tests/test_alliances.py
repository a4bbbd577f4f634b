"""Who agrees with whom: sentences in, exact pairs and places out."""

from dataclasses import replace

import pandas as pd
import pytest

from standpoint import alliances, charts_alliances
from standpoint.codebook import load_codebook
from standpoint.corpus import load_corpus
from standpoint.evidence import find_sentences
from standpoint.store import load, tag_corpus

FERRY = ("called for more money for the night ferry", "rejected more money for the night ferry")
RENT = ("called for a rent cap", "rejected the rent cap")
TOLL = ("welcomed the harbour toll", "rejected the harbour toll")
ISSUES = """issues:
  - {id: ferry, claim: "The night ferry should be funded.", en: {terms: [night ferry]}}
  - {id: rent, claim: "A rent cap should be introduced.", en: {terms: [rent cap]}}
  - {id: toll, claim: "The harbour toll should be kept.", en: {terms: [harbour toll]}}
actors:
  - {id: lind, name: Mara Lind, type: person}
  - {id: okoye, name: Tomas Okoye, type: person}
  - {id: hall, name: Greta Hall, type: person}
  - {id: novak, name: Peter Novak, type: person}
"""


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    """Sentences, each a story of its own → a tagged corpus about a ferry, a rent cap and a toll."""

    def make(*sentences):
        folder = tmp_path_factory.mktemp("council")
        (folder / "book.yaml").write_text(ISSUES)
        texts = [f"{s} The meeting, number {i}, went on until ten." for i, s in enumerate(sentences)]
        frame = pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts, "language": "en"})
        frame.assign(published="2025-03-04", outlet="Harbour Courier").to_json(
            folder / "articles.jsonl", orient="records", lines=True
        )
        corpus, book = load_corpus(folder / "articles.jsonl"), load_codebook([folder / "book.yaml"])
        tag_corpus(corpus, book, folder / "out")
        return load(folder / "out", corpus, book)

    return make


@pytest.fixture(scope="module")
def split(council):
    """Lind and Okoye of one mind; Hall against both, but for the toll; Novak on the toll alone."""
    return council(
        f"Mara Lind {FERRY[0]}.",
        f"Mara Lind {RENT[0]}.",
        f"Mara Lind {TOLL[0]}.",
        f"Tomas Okoye {FERRY[0]}.",
        f"Tomas Okoye {RENT[0]}.",
        f"Greta Hall {FERRY[1]}.",
        f"Greta Hall {RENT[1]}.",
        f"Greta Hall {TOLL[0]}.",
        "Greta Hall accused Mara Lind of waste.",
        f"Peter Novak {TOLL[1]}.",
    )


def test_pairs_are_compared_on_the_issues_that_both_take_a_side_on(split):
    found = alliances.agreement(split)
    columns = ["source", "target", "agree", "disagree", "n", "thin", "against", "strange"]
    assert [tuple(row) for row in found[columns].itertuples(index=False)] == [
        ("hall", "lind", 1, 2, 3, False, 1, True),
        ("lind", "okoye", 2, 0, 2, False, 0, False),
        ("hall", "okoye", 0, 2, 2, False, 0, False),
        ("hall", "novak", 0, 1, 1, True, 0, False),
        ("lind", "novak", 0, 1, 1, True, 0, False),
    ]
    assert found["share"].round(2).tolist() == [0.33, 1.0, 0.0, 0.0, 0.0]
    assert found[["low", "high"]].round(2).values.tolist()[1] == [0.34, 1.0]  # Wilson, 2 of 2


def test_each_pair_opens_the_sentences_that_it_was_counted_from(split):
    pair = alliances.agreement(split).iloc[0]
    assert sorted(find_sentences(pair["evidence"], split)["sentence"]) == sorted(
        [
            f"Mara Lind {FERRY[0]}.",
            f"Greta Hall {FERRY[1]}.",
            f"Mara Lind {RENT[0]}.",
            f"Greta Hall {RENT[1]}.",
            f"Mara Lind {TOLL[0]}.",
            f"Greta Hall {TOLL[0]}.",
            "Greta Hall accused Mara Lind of waste.",
        ]
    )


def test_an_unsure_position_against_somebody_makes_no_quarrel(split):
    towards = split.stances["target_kind"] == "actor"
    unsure = replace(split, stances=split.stances.assign(confidence=split.stances["confidence"].mask(towards, 0.45)))
    assert alliances.agreement(split)["against"].tolist() == [1, 0, 0, 0, 0]
    assert alliances.agreement(unsure)["against"].tolist() == [0, 0, 0, 0, 0]


def test_an_actor_on_both_sides_as_often_takes_none(council):
    both = council(f"Mara Lind {RENT[0]}.", f"Mara Lind {RENT[1]}.", f"Tomas Okoye {RENT[0]}.")
    assert alliances.sides(both)[["actor_id", "side"]].values.tolist() == [["okoye", 1]]
    assert alliances.agreement(both).empty


def test_on_the_map_allies_share_a_place_and_opponents_lie_across(council):
    found = alliances.places(
        council(
            *(f"{name} {words[side]}." for name, side in
              (("Mara Lind", 0), ("Tomas Okoye", 0), ("Greta Hall", 1), ("Peter Novak", 1))
              for words in (FERRY, RENT))
        )
    ).set_index("actor_id")  # fmt: skip
    assert found.loc["lind", ["x", "y"]].tolist() == found.loc["okoye", ["x", "y"]].tolist()
    assert found.loc["hall", "x"] == found.loc["novak", "x"] == -found.loc["lind", "x"] < 0
    assert found["across"].unique().tolist() == ["The night ferry should be funded."]
    assert found["up"].unique().tolist() == [""] and found["shown"].round(6).unique().tolist() == [1.0]
    assert found["n"].tolist() == [2, 2, 2, 2]
    assert len(found.loc["hall", "evidence"]) == 2


def test_three_actors_make_no_map(split):
    assert len(alliances.places(split)) == 3  # Novak shares one issue only
    chart = charts_alliances.agreement_map(alliances.places(split), split)
    assert chart.n == 3 and chart.title.startswith("Too little")
