"""Measures: small corpora of plain sentences in, exact rows out; and what must hold of every interval."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
import tiny

from standpoint import contrast, coverage, flows, positions, presence, voices
from standpoint.codebook import load_codebook
from standpoint.corpus import load_corpus
from standpoint.evidence import find_sentences
from standpoint.measures import ratios, start_of
from standpoint.store import load, tag_corpus

START = datetime(2025, 1, 6, 9, tzinfo=UTC)
MEASURES = [
    coverage.volume,
    coverage.by_outlet,
    coverage.languages,
    presence.actors_in_news,
    presence.actors_over_time,
    presence.co_appearances,
    voices.share_of_voice,
    voices.speech_kinds,
    voices.quoted_by,
    voices.chains,
    positions.positions,
    positions.movement,
    positions.contested,
    contrast.distinctive_words,
    contrast.issue_attention,
    contrast.outlet_positions,
    contrast.same_story,
    flows.agency_flow,
    flows.chain_depth,
]
VENHUIS = (
    "Joost Venhuis called on allies to increase military aid to Ukraine. “We must do more,” Venhuis said in Brussels."
)
WIRE = f"BRUSSELS (AFP) — {VENHUIS} The Sund Council chief spoke to reporters before a meeting of defence ministers."
HOLBAN = "Ervin Holbán said that he would not support more military aid to Ukraine. Officials promised more talks."
OSTROG = "Pavel Ostrog refused to send more weapons to Ukraine. Ulla von der Holm called for more military aid."


@pytest.fixture(scope="module")
def tagged(tmp_path_factory):
    """(outlet, text, days after 6 January) … → a corpus as a notebook opens it."""

    def make(*rows):
        folder = tmp_path_factory.mktemp("corpus")
        frame = pd.DataFrame(rows, columns=["outlet", "text", "day"])
        frame = frame.assign(
            article_id=[f"a{i}" for i in frame.index],
            title=[f"Headline {i}" for i in frame.index],
            published=[(START + timedelta(days=int(d))).isoformat() for d in frame["day"]],
            language="en",
        ).drop(columns="day")
        frame.to_json(folder / "articles.jsonl", orient="records", lines=True)
        corpus, book = load_corpus(folder / "articles.jsonl"), tiny.with_people(load_codebook())
        tag_corpus(corpus, book, folder / "out")
        return load(folder / "out", corpus, book)

    return make


@pytest.fixture(scope="module")
def week(tagged):
    """Three stories in four articles: agency copy printed twice, and one article each of two outlets."""
    return tagged(("Courier", WIRE, 0), ("Herald", WIRE, 0), ("Courier", HOLBAN, 1), ("Herald", OSTROG, 3))


def rows(frame, *columns):
    return [tuple(row) for row in frame[list(columns)].itertuples(index=False)]


def test_volume_counts_publications_and_stories_and_shows_empty_days(week):
    found = coverage.volume(week)
    assert rows(found, "publications", "stories") == [(2, 1), (1, 1), (0, 0), (1, 1)]
    assert found["period"].tolist() == list(pd.date_range("2025-01-06", periods=4, tz="UTC"))
    assert found["evidence"].tolist() == [["articles:a0", "articles:a1"], ["articles:a2"], [], ["articles:a3"]]


def test_outlets_and_their_share_of_agency_copy(week):
    found = coverage.by_outlet(week).set_index("outlet")
    assert found.loc["Courier", ["publications", "wire", "wire_share"]].tolist() == [2, 1, 0.5]
    assert found["originals"].sum() == 3 and found["reprints"].sum() == 1


def test_an_actor_counts_once_a_story_however_often_it_is_printed(week):
    found = presence.actors_in_news(week).set_index("actor")
    assert found.loc["Joost Venhuis", ["stories", "n", "actor_type"]].tolist() == [1, 3, "person"]
    assert found.loc["Ukraine", ["stories", "share"]].tolist() == [3, 1.0]
    assert "AFP" not in found.index  # it carries the news
    assert found.loc["Joost Venhuis", "evidence"][0].startswith("mentions:a0:text:")


def test_actors_over_time_give_every_period_and_mark_thin_ones(week):
    found = presence.actors_over_time(week, top=1)
    assert rows(found, "actor", "stories", "n", "thin") == [
        ("Ukraine", 1, 1, True),
        ("Ukraine", 1, 1, True),
        ("Ukraine", 0, 0, True),
        ("Ukraine", 1, 1, True),
    ]
    assert pd.isna(found["share"].iloc[2])


def test_pairs_stand_in_one_sentence_in_several_stories(tagged):
    one = "Boris Stolvin met Hugo Tarn."
    made = tagged(
        ("A", one, 0), ("B", "Hugo Tarn thanked Boris Stolvin in the hall.", 1), ("C", "Tarn spoke. Stolvin left.", 2)
    )
    found = presence.co_appearances(made)
    assert rows(found, "source_name", "target_name", "stories") == [("Boris Stolvin", "Hugo Tarn", 2)]
    assert presence.co_appearances(made, least=3).empty


def test_a_quotation_that_is_reprinted_is_one_statement(week):
    found = voices.share_of_voice(week).set_index("actor")
    assert found.loc["Joost Venhuis", ["statements", "direct", "indirect"]].tolist() == [2, 1, 1]
    assert found.index[-1] == "unnamed sources" and found["actor_id"].iloc[-1] is None
    assert (found["n"] == found["statements"].sum()).all()


def test_a_source_without_a_name_is_counted_apart_from_a_statement_without_a_source(week):
    texts = ["officials", "The photo", "", None, "who", "He", "I I", "Venhuis"]
    said = {"kind": "indirect", "field": "text", "article_id": "a3"}
    statements = pd.DataFrame(
        {"statement_id": f"s{i}", "speaker_id": "joost-venhuis" if text == "Venhuis" else None, "speaker_text": text}
        | said
        for i, text in enumerate(texts)
    )
    found = voices.share_of_voice(replace(week, statements=statements))
    assert rows(found, "actor", "statements") == [("Joost Venhuis", 1), ("unnamed sources", 2), ("no source found", 5)]
    assert found["evidence"].tolist()[1] == ["statements:s0", "statements:s1"]
    assert found["actor_id"].tolist()[1:] == [None, None] and found["share"].sum() == 1


def test_a_reprint_stands_for_its_story_where_the_original_is_not_selected(week):
    printed = week.stories.set_index("article_id")["is_original"]
    outlet = week.articles.set_index("article_id")["outlet"][printed.index[~printed.astype(bool)].item()]
    chosen = week.articles[week.articles["outlet"] == outlet]
    parts = {
        name: (rows := getattr(week, name))[rows["article_id"].isin(chosen["article_id"])]
        for name in ("stories", "mentions", "statements")
    }
    found = voices.share_of_voice(replace(week, articles=chosen, **parts)).set_index("actor")
    assert found.loc["Joost Venhuis", "statements"] == 2


def test_what_each_outlet_prints_counts_with_reprints(week):
    found = voices.quoted_by(week)
    assert {(r.outlet, r.actor, r.statements) for r in found.itertuples()} >= {
        ("Courier", "Joost Venhuis", 2),
        ("Herald", "Joost Venhuis", 2),
    }
    kinds = voices.speech_kinds(week)
    assert (kinds.groupby("outlet")["statements"].sum() == kinds.groupby("outlet")["n"].max()).all()
    assert kinds.groupby("outlet")["share"].sum().tolist() == pytest.approx([1.0, 1.0])


def test_chains_name_both_ends(week):
    found = voices.chains(week)
    assert {("Courier", "republishes", "AFP", 1), ("Herald", "republishes", "AFP", 1)} <= set(
        rows(found, "from_name", "relation", "to_name", "links")
    )


def test_positions_give_one_vote_a_story(week):
    found = positions.positions(week)
    assert set(rows(found, "actor", "support", "oppose", "index", "n")) == {
        ("Joost Venhuis", 1, 0, 1.0, 1),
        ("Ervin Holbán", 0, 1, -1.0, 1),
        ("Pavel Ostrog", 0, 1, -1.0, 1),
        ("Ulla von der Holm", 1, 0, 1.0, 1),
    }
    assert found["thin"].all() and found["low"].isna().all()


def test_what_divides_and_what_each_outlet_reports(week):
    found = positions.contested(week)
    assert rows(found, "issue_id", "support", "oppose", "stances", "index") == [
        ("military-aid-to-ukraine", 2, 2, 4, 0.0)
    ]
    balance = contrast.outlet_positions(week)
    assert set(rows(balance, "outlet", "support", "oppose")) == {("Courier", 1, 1), ("Herald", 2, 1)}
    attention = contrast.issue_attention(week)
    assert set(rows(attention, "outlet", "articles", "share")) == {("Courier", 2, 1.0), ("Herald", 2, 1.0)}


def test_the_same_story_in_several_outlets(week):
    found = contrast.same_story(week)
    assert rows(found, "title", "publications") == [("Headline 0", 2)]
    assert found["outlets"].tolist() == [["Courier", "Herald"]]
    assert found["kept_low"].tolist() == [1.0]


def test_who_feeds_whom_by_publications_and_by_words(week):
    found = flows.agency_flow(week)
    wire, holban, ostrog = (len(text.split()) for text in (WIRE, HOLBAN, OSTROG))
    assert rows(found, "agency", "outlet", "publications", "share", "words", "n", "n_words") == [
        ("AFP", "Courier", 1, 0.5, wire, 2, wire + holban),
        ("AFP", "Herald", 1, 0.5, wire, 2, wire + ostrog),
        ("own text", "Herald", 1, 0.5, ostrog, 2, wire + ostrog),
        ("own text", "Courier", 1, 0.5, holban, 2, wire + holban),
    ]
    assert found["share_words"].tolist() == pytest.approx((found["words"] / found["n_words"]).tolist())
    shown = find_sentences(found.loc[0, "evidence"], week).iloc[0]
    (mark,) = shown["highlights"]
    assert shown["sentence"][mark["start"] : mark["end"]].strip() == "BRUSSELS (AFP) —" and mark["role"] == "source"


def test_what_an_agency_publishes_itself_is_its_own_text(tagged):
    found = flows.agency_flow(tagged(("AFP", WIRE, 0), ("Herald", WIRE, 0)))
    assert rows(found, "agency", "outlet") == [("AFP", "Herald"), ("own text", "AFP")]


@pytest.mark.parametrize("agency", ["AFP", "AFP News"])
def test_an_agency_does_not_republish_itself_in_any_chart(tagged, agency):
    made = tagged((agency, WIRE, 0), ("Herald", WIRE, 0), ("Herald", OSTROG, 1))
    outlets, flow, depth = coverage.by_outlet(made), flows.agency_flow(made), flows.chain_depth(made)
    assert rows(outlets, "outlet", "wire") == [("Herald", 1), ("AFP", 0)]
    assert outlets["wire"].sum() == flow.loc[flow["agency"] != flows.OWN, "publications"].sum()
    assert depth.query("outlet == 'AFP' and depth == 'no chain'")["articles"].tolist() == [1]
    assert ("AFP", "republishes") not in rows(voices.chains(made), "from_name", "relation")


def test_copy_that_only_its_file_says_is_an_agencys_has_gone_through_one_hand(week):
    articles = week.articles.assign(agency=week.articles["agency"].mask(week.articles["article_id"] == "a3", "AFP"))
    depth = flows.chain_depth(replace(week, articles=articles))
    assert depth.query("outlet == 'Herald' and depth == 'no chain'")["articles"].tolist() == [0]


def test_through_how_many_hands_words_reach_each_page(tagged):
    cites = "The union’s president, Mara Lind, told AFP on Monday that the port was open. Nobody else would comment."
    made = tagged(("Courier", WIRE, 0), ("Courier", cites, 1), ("Courier", HOLBAN, 2), ("Herald", OSTROG, 3))
    found = flows.chain_depth(made)
    assert rows(found, "outlet", "depth", "articles", "n") == [
        ("Courier", "no chain", 1, 3),
        ("Courier", "1 link", 1, 3),
        ("Courier", "2 links", 1, 3),
        ("Herald", "no chain", 1, 1),
        ("Herald", "1 link", 0, 1),
        ("Herald", "2 links", 0, 1),
    ]
    assert found["mean"].tolist() == [1.0, 1.0, 1.0, 0.0, 0.0, 0.0]
    assert found["mean_low"].notna().tolist() == [True] * 3 + [False] * 3
    assert find_sentences(found.loc[2, "evidence"], made)["note"].tolist() == [
        "Courier cites AFP, AFP quotes Mara Lind."
    ]


def test_words_that_set_outlets_apart(tagged):
    grain = "The grain harvest was poor. Farmers sold grain early, and millers bought grain abroad."
    steel = "The steel furnace was cold. Smelters sold steel early, and builders bought steel abroad."
    made = tagged(*((o, f"{t} Note {i}{o}.", i) for i in range(3) for o, t in (("A", grain), ("B", steel))))
    found = contrast.distinctive_words(made)
    first = found.groupby("outlet").first()
    assert first["word"].tolist() == ["grain", "steel"]
    assert first["count"].tolist() == [9, 9]
    assert not set(found["word"]) & {"the", "was", "and", "sold", "early"}


def test_a_name_with_an_apostrophe_is_one_word_however_its_mark_is_written(tagged):
    harbour = "O'Dell said it. O’Dell’s crew met Dell’Utri, and d'Estaing didn't. They've read l’Horizon."
    steel = "Steel was sold early, and builders bought steel abroad."
    made = tagged(*((o, f"{t} Note {i}{o}.", i) for i in range(3) for o, t in (("A", harbour), ("B", steel))))
    found = contrast.distinctive_words(made).query("outlet == 'A'").set_index("word")["count"].to_dict()
    assert found | {"O’Dell": 6, "Dell’Utri": 3, "d'Estaing": 3, "l’Horizon": 3} == found
    assert not set(found) & {"Dell", "Utri", "Estaing", "Horizon"}


def test_each_use_of_a_word_opens_its_own_sentence_with_the_word_marked(tagged):
    grain = "The grain harvest was poor. Farmers sold grain early, and millers bought grain abroad."
    made = tagged(*((o, f"{t} Note {i}{o}.", i) for i in range(3) for o, t in (("A", grain), ("B", "Steel was cold."))))
    row = contrast.distinctive_words(made).query("word == 'grain'").iloc[0]
    shown = find_sentences(row["evidence"], made)
    assert len(shown) == row["count"] == 9
    marked = [s[h[0]["start"] : h[0]["end"]] for s, h in zip(shown["sentence"], shown["highlights"], strict=True)]
    assert set(marked) == {"grain"} and {h[0]["role"] for h in shown["highlights"]} == {"word"}


def test_the_name_of_an_actor_is_not_split_into_words(tagged):
    state = "The United States sold grain. Its prime minister, Clara Lund, said grain was dear. Lund bought grain."
    made = tagged(*((o, f"{t} Note {i}{o}.", i) for i in range(3) for o, t in (("A", state), ("B", "Steel was cold."))))
    found = set(contrast.distinctive_words(made)["word"])
    assert found >= {"grain", "prime", "minister"}
    assert not found & {"United", "States", "Clara", "Lund"}


def test_every_reference_opens_sentences(week):
    for measure in MEASURES:
        found = measure(week)
        shown = find_sentences([ref for refs in found["evidence"] for ref in refs], week)
        assert (shown["sentence"].str.len() > 0).all(), measure.__name__


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.__name__)
def test_nothing_and_one_article_are_no_trouble(tagged, measure):
    columns = measure(tagged(("Courier", HOLBAN, 0), ("Herald", WIRE, 2))).columns
    one = measure(tagged(("Courier", HOLBAN, 0)))
    assert set(one.columns) == set(columns)
    nothing = measure(tagged(("Courier", "Nothing is named here.", 0)))
    assert set(nothing.columns) == set(columns)


# -- intervals ---------------------------------------------------------------------------------------
def counts(stories: int, copies: int = 1) -> pd.DataFrame:
    """Every other story has what is counted; each is printed `copies` times."""
    return pd.DataFrame(
        [{"story_id": f"s{i}", "key": "x", "top": i % 2, "bottom": 1} for i in range(stories) for _ in range(copies)]
    )


def test_an_interval_holds_its_share_and_narrows_with_more_stories():
    few, many = (ratios(counts(n), ["key"], "top", "bottom").iloc[0] for n in (10, 1000))
    assert few["low"] < few["share"] == 0.5 < few["high"]
    assert many["high"] - many["low"] < (few["high"] - few["low"]) / 5
    # a binomial share of a half in 1,000: ± 1.96 × √(.25 / 1000)
    assert many["high"] - many["low"] == pytest.approx(0.062, abs=0.008)


def test_reprints_do_not_narrow_an_interval():
    once, often = (ratios(counts(20, copies), ["key"], "top", "bottom").iloc[0] for copies in (1, 5))
    assert (often["low"], often["high"]) == pytest.approx((once["low"], once["high"]))


def test_intervals_are_the_same_every_time_and_missing_for_a_single_story():
    assert ratios(counts(30), ["key"], "top", "bottom").equals(ratios(counts(30), ["key"], "top", "bottom"))
    assert ratios(counts(1), ["key"], "top", "bottom")[["low", "high"]].isna().all(axis=None)


def test_one_denominator_for_all():
    totals = pd.Series(1, index=[f"s{i}" for i in range(40)])
    found = ratios(counts(10), ["key"], "top", totals=totals).iloc[0]
    assert found["share"] == 5 / 40 and found["low"] < 5 / 40 < found["high"]


@pytest.mark.parametrize(("freq", "first"), [("D", "2025-01-09"), ("W-MON", "2025-01-06"), ("MS", "2025-01-01")])
def test_periods_start_in_utc(freq, first):
    late = pd.Series(pd.to_datetime(["2025-01-09T23:59:59Z"]))
    assert start_of(late, freq).tolist() == [pd.Timestamp(first, tz="UTC")]
