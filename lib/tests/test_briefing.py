"""The briefing: findings in words that are true of the rows they lead to."""

import pandas as pd
import pytest
from chart_rows import PLAIN, frames
from test_charts import CHARTS, small, tagged_of  # noqa: F401  (fixtures)

from standpoint import briefing


@pytest.fixture
def four(small):  # noqa: F811
    data = frames(PLAIN)
    return [CHARTS[name](data[name], small) for name in ("actors_in_news", "share_of_voice", "positions", "by_outlet")]


def test_five_findings_each_lead_to_a_chart_and_its_row(four):
    found = briefing.findings(*four)
    charts = {chart.name: chart for chart in four}
    assert [f.chart for f in found] == ["actors-in-news", "share-of-voice", "share-of-voice", "positions", "by-outlet"]
    assert all(f.row is None or f.row < len(charts[f.chart].data) for f in found)
    assert [f.text for f in found] == [
        "United States is in the news most: named in 20 of 40 independent stories, 50% (95% interval 40% to 60%)",
        "United States speaks most: 9 of 60 statements, 15% (95% interval 5% to 25%)",
        "5% of the 60 statements have a source, but no name was found for it (95% interval 0% to 15%)",
        "Brazil supports “Rich countries should pay more climate finance”: in 6 of 6 stories; "
        "6 actors take positions on 3 issues",
        "Agency copy makes up 32% of the 120 articles; no outlet clearly takes more than the others",
    ]


def test_the_row_of_a_finding_holds_its_numbers(four):
    in_news, speaks, unnamed, stands, _ = briefing.findings(*four)
    data = [chart.data for chart in four]
    assert data[0].loc[in_news.row, "stories"] == 20
    assert data[1].loc[speaks.row, "statements"] == 9
    assert data[1].loc[unnamed.row, "actor"] == "unnamed sources"
    assert tuple(data[2].loc[stands.row, ["actor", "support", "oppose"]]) == ("Brazil", 6, 0)


@pytest.mark.parametrize(
    ("changes", "within", "row"),
    [
        ({}, "", None),  # no outlet clearly takes more: the finding names none, and leads to the whole chart
        ({"low": 0.4}, " (its 95% interval 40% to 70%)", 0),
        ({"low": 0.4, "wire": [9, 9, 7, 6, 5, 4], "wire_share": [0.45, 0.45, 0.35, 0.3, 0.25, 0.2]}, "", 0),
    ],
    ids=["alike", "one clearly takes most", "two tie"],
)
def test_what_comes_from_agencies_is_told_as_the_chart_tells_it(four, small, changes, within, row):  # noqa: F811
    outlets = CHARTS["by_outlet"](frames(PLAIN)["by_outlet"].assign(**changes), small)
    told = briefing.findings(*four[:3], outlets)[4]
    assert (told.text, told.row) == (outlets.title + within, row)


def test_those_who_tie_are_told_without_the_interval_of_one_of_them(four, small):  # noqa: F811
    speaks = CHARTS["share_of_voice"](frames(PLAIN)["share_of_voice"].assign(statements=9).head(2), small)
    assert briefing.findings(four[0], speaks, *four[2:])[1].text == (
        "United States and Ines Karvel speak most: each 9 of 60 statements, 15%"
    )


@pytest.mark.parametrize(
    ("actors", "told", "row"),
    [
        (
            ["Ines Aro", "unnamed sources", "no source found"],
            "20% of the 10 statements have a source, but no name was found for it; for 30% no source was found",
            1,
        ),
        (["Ines Aro", "no source found"], "For 20% no source was found, of the 10 statements", 1),
        (["Ines Aro"], "Every one of the 10 statements has a named speaker", None),
    ],
)
def test_a_source_without_a_name_is_not_told_as_one_with_a_statement_without_a_source(four, small, actors, told, row):  # noqa: F811
    counts = {"direct": 0, "mixed": 0, "low": None, "high": None, "n": 10, "unit": "statements", "evidence": []}
    data = pd.DataFrame(
        {"actor_id": None if i else "a", "actor": actor, "statements": i + 1, "indirect": i + 1, "share": (i + 1) / 10}
        | counts
        for i, actor in enumerate(actors)
    )
    found = briefing.findings(four[0], CHARTS["share_of_voice"](data, small), *four[2:])[2]
    assert (found.text, found.row) == (told, row)


def test_of_a_single_story_it_is_told_who_speaks_and_who_takes_which_side(tagged_of):  # noqa: F811
    one, data = tagged_of("One story alone"), frames(PLAIN)
    data["actors_in_news"] = data["actors_in_news"].assign(n=1)
    names = ("actors_in_news", "share_of_voice", "positions", "by_outlet")
    charts = [CHARTS[name](data[name], one) for name in names]
    first, speaks, *sides = briefing.findings(*charts)
    assert first.text == "Too little data to compare anything: a finding needs 3 stories" and first.row is None
    assert speaks.text == (
        "In 1 independent story, 39 statements have a named speaker: United States, Ines Karvel, European Union, "
        "China, Odo Hallstrom and Brazil"
    )
    assert speaks.row is None, "nobody speaks most where the chart says that it cannot be said"
    told = [(charts[2].data.loc[f.row, "actor"], charts[2].data.loc[f.row, "index"]) for f in sides]
    assert [f.text.split(" “")[0].split(", ", 1)[1] for f in sides] == [
        f"{actor} {'supports' if index == 1 else 'opposes' if index == -1 else 'takes both sides on'}"
        for actor, index in told
    ]
    assert len(sides) == 6


def test_without_firm_positions_the_finding_says_that_the_evidence_is_weak(four, small):  # noqa: F811
    thin = CHARTS["positions"](frames(PLAIN)["positions"].assign(thin=True), small)
    finding = briefing.findings(four[0], four[1], thin, four[3])[3]
    assert finding.text.startswith("Weak evidence only") and finding.row is None


def test_findings_are_shown_as_a_numbered_list_with_their_places(four):
    shown = briefing.listed(briefing.findings(*four))
    assert shown.html.count("<li") == 5 and "[share-of-voice, row 7]" in shown.html
    assert shown.text.startswith("1. United States is in the news most")


def test_a_name_with_markup_is_escaped(small):  # noqa: F811
    data = frames(["<b>Bold</b>", *PLAIN])
    names = ("actors_in_news", "share_of_voice", "positions", "by_outlet")
    shown = briefing.listed(briefing.findings(*(CHARTS[name](data[name], small) for name in names)))
    assert "&lt;b&gt;Bold" in shown.html and "<b>" not in shown.html


def test_the_method_note_counts_what_was_read_and_tagged(small):  # noqa: F811
    note = briefing.method_note(small).text
    assert "Read: 4 articles from 1 file, 4 kept, 0 rejected" in note
    assert f"codebook of {len(small.codebook.actors):,} actors and {len(small.codebook.issues)} issues" in note
    assert repr(small) in note
