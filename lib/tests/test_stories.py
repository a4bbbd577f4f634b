"""Stories: which articles tell one story in the same words, which of them is the original, and how much each keeps."""

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standpoint.shingles import signatures
from standpoint.stories import group

WIRE = [
    "OSLO (CPN) — The government will close the old harbour bridge in May and open a ferry line in its place.",
    "Transport Minister Kari Lund said the bridge had become too dangerous for lorries after two hard winters.",
    "Engineers found cracks in three of its five piers last autumn and advised the ministry to act at once.",
    "The ferry will sail every twenty minutes and carry forty cars, but no lorries of more than twelve tonnes.",
    "Fishermen on the islands fear that the new timetable leaves them no time to reach the morning auction.",
    "A tunnel, which the council has asked for since the nineties, would cost six times as much as repairs.",
    "Parliament is to vote on the money in June, and the opposition has not said what it intends to do.",
]
OTHER_WORDS = [
    "From the first days of May nobody will drive across the bridge at the old harbour any more.",
    "It is no longer safe, Kari Lund told a press conference, and a boat will carry people instead.",
    "Inspectors reported last year that most of the structure's supports were damaged by frost and salt.",
    "Boats leave three times an hour. Heavy vehicles have to take the long road round the fjord.",
    "On the islands the mood is bad, because the fish market opens before the first crossing arrives.",
    "The town hall would rather dig under the water, and says that money is only a question of will.",
]


def stories(*articles: tuple[str, str, str | None, str], agency: dict[str, str] | None = None) -> pd.DataFrame:
    """Table stories of (id, outlet, published, text), indexed by article."""
    texts = {i: text for i, _, _, text in articles}
    frame = pd.DataFrame(
        {
            "article_id": [a[0] for a in articles],
            "outlet": [a[1] for a in articles],
            "published": [pd.Timestamp(a[2], tz="UTC") if a[2] else pd.NaT for a in articles],
            "agency": [(agency or {}).get(a[0]) for a in articles],
            "n_words": [len(a[3].split()) for a in articles],
        }
    )
    found = dict(zip(texts, signatures(list(texts.values())), strict=True))
    return group(frame, found, lambda ids: {i: texts[i] for i in ids}).set_index("article_id")


def grouped(found: pd.DataFrame) -> dict[str, list[str]]:
    return {k: sorted(v) for k, v in found.groupby("story_id").groups.items()}


FULL = "\n\n".join(WIRE)
NEXT_DAY = "2025-01-14T08:00"


@pytest.mark.parametrize(
    "reprint, kept",
    [
        (FULL, 1.0),
        (FULL.upper().replace(",", ""), 1.0),
        ("New line, old fears\n\n" + FULL.replace("OSLO (CPN) — ", ""), 0.98),
        ("\n\n".join(WIRE[:4]), 0.57),
        ("\n\n".join(WIRE[:3]), 0.43),
        (FULL + "\n\n" + "\n\n".join(OTHER_WORDS), 1.0),
        ("\n\n".join([*WIRE[:4], *OTHER_WORDS[4:]]), 0.57),
        ("\n\n".join([WIRE[0], *WIRE[3:6]]), 0.57),
    ],
    ids=["verbatim", "case and commas", "re-headlined", "first half", "43 percent", "extended", "mixed", "middle cut"],
)
def test_reprints_belong_to_the_story_of_their_original(reprint, kept):
    found = stories(("wire", "CPN", "2025-01-13T08:00", FULL), ("copy", "Courier", NEXT_DAY, reprint))
    assert grouped(found) == {"wire": ["copy", "wire"]}
    assert found["is_original"].to_dict() == {"wire": True, "copy": False}
    assert found["kept"]["wire"] == 1.0
    assert found["kept"]["copy"] == pytest.approx(kept, abs=0.03)


def test_the_same_news_in_other_words_is_another_story():
    found = stories(("a", "Courier", NEXT_DAY, FULL), ("b", "Herald", NEXT_DAY, "\n\n".join(OTHER_WORDS)))
    assert grouped(found) == {"a": ["a"], "b": ["b"]}
    assert found["kept"].tolist() == [1.0, 1.0] and found["is_original"].all()


def test_the_same_quotation_in_two_reports_does_not_make_them_one_story():
    speech = (
        "“We have looked at every pier of this bridge, and we have looked at it again, and there is no honest way to "
        "tell a driver that it will carry him next winter as it carried his father. So we close it, and we close it "
        "in May, and whoever wants it open longer may come and sign for it with his own name.”"
    )
    first = "\n\n".join([*OTHER_WORDS[:3], speech])
    second = "\n\n".join([WIRE[3], WIRE[4], speech, WIRE[6]])
    assert len(grouped(stories(("a", "Courier", NEXT_DAY, first), ("b", "Herald", NEXT_DAY, second)))) == 2


def test_what_an_outlet_prints_below_everything_does_not_tie_its_articles():
    notice = (
        "The Courier is published by the harbour cooperative. Subscribe to our morning letter and never miss a ferry. "
        "Write to our editors at the pier house, or call between nine and four on working days, and tell us what "
        "happens in your village. All rights reserved; reprints need the cooperative's consent in writing."
    )
    articles = [(f"c{i}", "Courier", NEXT_DAY, f"{WIRE[i]} {OTHER_WORDS[i]}\n\n{notice}") for i in range(6)]
    assert len(grouped(stories(*articles))) == len(articles)


def test_a_reprint_is_found_below_its_outlets_notice():
    notice = " ".join(f"Notice word{i} of the cooperative." for i in range(20))
    bodies = [" ".join(f"fish{i}x{k} boat" for k in range(60)) for i in range(6)]
    unrelated = [(f"c{i}", "Courier", NEXT_DAY, f"{body}\n\n{notice}") for i, body in enumerate(bodies)]
    found = stories(
        ("wire", "CPN", "2025-01-13", FULL), ("copy", "Courier", NEXT_DAY, f"{FULL}\n\n{notice}"), *unrelated
    )
    assert grouped(found)["wire"] == ["copy", "wire"]
    assert len(grouped(found)) == 7


def test_a_round_up_does_not_join_the_stories_it_carries():
    def report(n: int, of: int) -> str:
        return " ".join(f"story{n}word{k}" for k in range(of))

    briefs = [(f"b{n}", "Herald", NEXT_DAY, report(n, 60)) for n in range(12)]
    round_up = ("r", "Courier", "2025-01-13", "\n\n".join(report(n, 60) for n in range(12)))
    assert len(grouped(stories(round_up, *briefs))) == 13


def test_the_original_is_the_earliest_then_agency_copy_then_the_longest():
    longer = FULL + " It will be the fourth ferry of the county."
    same_day = [("a", "Courier", NEXT_DAY, FULL), ("b", "Herald", NEXT_DAY, longer), ("c", "Echo", NEXT_DAY, FULL)]
    assert set(stories(*same_day)["story_id"]) == {"b"}
    assert set(stories(*same_day, agency={"c": "CPN"})["story_id"]) == {"c"}
    assert set(stories(*same_day, ("d", "Post", "2025-01-13", WIRE[0] + WIRE[1] + WIRE[2]))["story_id"]) == {"d"}


def test_the_longest_is_told_by_its_words_not_by_its_sample():
    flash = " ".join(f"word{i}" for i in range(120))
    full = f"{flash} " + " ".join(f"more{i}" for i in range(60))
    assert set(stories(("a", "Courier", NEXT_DAY, flash), ("b", "Herald", NEXT_DAY, full))["story_id"]) == {"b"}


def test_many_articles_are_joined_a_part_at_a_time_with_the_same_result(monkeypatch):
    bodies = [" ".join(f"fish{i}x{k} boat" for k in range(80)) for i in range(9)]
    articles = [(f"a{i}{n}", f"Outlet {n}", NEXT_DAY, body) for i, body in enumerate(bodies) for n in range(2)]
    whole = stories(*articles)
    monkeypatch.setattr("standpoint.stories.JOINED", 7)
    pd.testing.assert_frame_equal(stories(*articles), whole)
    assert len(grouped(whole)) == len(bodies)


def test_texts_are_asked_for_once_and_only_where_two_articles_may_be_one_story():
    asked = []
    texts = {"wire": FULL, "copy": FULL, "other": " ".join(OTHER_WORDS)}
    frame = pd.DataFrame({"article_id": list(texts), "outlet": list(texts), "published": pd.NaT})
    frame["n_words"] = [len(text.split()) for text in texts.values()]

    def fetch(ids):
        asked.append(sorted(ids))
        return texts

    group(frame, dict(zip(texts, signatures(list(texts.values())), strict=True)), fetch)
    assert asked == [["copy", "wire"]]


def test_a_later_cut_of_a_longer_version_joins_through_it():
    flash = "\n\n".join(WIRE[:3])
    cut = "\n\n".join(WIRE[3:])
    found = stories(
        ("flash", "CPN", "2025-01-13T06:00", flash),
        ("full", "CPN", "2025-01-13T09:00", FULL),
        ("cut", "Courier", NEXT_DAY, cut),
    )
    assert grouped(found) == {"flash": ["cut", "flash", "full"]}


def test_articles_more_than_ten_days_apart_are_not_compared():
    far = stories(("a", "CPN", "2025-01-01", FULL), ("b", "Courier", "2025-01-12", FULL))
    near = stories(("a", "CPN", "2025-01-01", FULL), ("b", "Courier", "2025-01-11", FULL))
    assert (len(grouped(far)), len(grouped(near))) == (2, 1)


def test_undated_articles_may_belong_to_any_story():
    found = stories(("a", "Courier", None, FULL), ("b", "CPN", "2025-01-01", FULL))
    assert found["story_id"].to_dict() == {"a": "b", "b": "b"}


@pytest.mark.parametrize("text", ["", "…", "Harbour closed."])
def test_texts_of_a_few_words(text):
    found = stories(("a", "Courier", NEXT_DAY, text), ("b", "Herald", NEXT_DAY, "Bridge open."))
    assert found["kept"].tolist() == [1.0, 1.0] and len(grouped(found)) == 2


def test_no_articles():
    empty = pd.DataFrame({"article_id": [], "outlet": [], "published": [], "agency": [], "n_words": []})
    assert list(group(empty, {}, lambda ids: {}).columns) == ["article_id", "story_id", "is_original", "kept"]


def test_a_signature_takes_about_half_a_byte_a_word():
    (found,) = signatures([" ".join(f"word{i}" for i in range(1000))])
    assert 0.3 * 1000 < found.nbytes < 0.8 * 1000


SENTENCES = st.lists(st.sampled_from([*WIRE, *OTHER_WORDS]), max_size=8).map("\n\n".join)
DAYS = st.sampled_from([None, "2025-01-01", "2025-01-03", "2025-01-20"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Courier", "Herald", "CPN"]), DAYS, SENTENCES), max_size=12), st.randoms())
def test_stories_partition_the_articles_whatever_their_order(rows, chance: random.Random):
    articles = [(f"a{i:02}", *row) for i, row in enumerate(rows)]
    found = stories(*articles)
    assert sorted(found.index) == [a[0] for a in articles]
    assert found["kept"].between(0, 1).all()
    originals = found[found["is_original"]]
    assert sorted(originals.index) == sorted(set(found["story_id"]))
    assert (originals["story_id"] == originals.index).all() and (originals["kept"] == 1.0).all()
    chance.shuffle(articles)
    pd.testing.assert_frame_equal(stories(*articles).sort_index(), found.sort_index())
