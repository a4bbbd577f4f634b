"""Charts: every one states its finding, source and n, links its rows, and keeps its words whole, whatever they are."""

import io
import json
import re
import warnings
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from chart_rows import HOSTILE, PLAIN, frames
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.dates import num2date
from matplotlib.text import Text

from standpoint import (
    charts_alliances,
    charts_contrast,
    charts_coverage,
    charts_flows,
    charts_positions,
    charts_presence,
    charts_voices,
    store,
    svg,
)
from standpoint.charts import counted, house, listed, percent, words
from standpoint.charts_axes import HEAT, covered, ink_on, luminance
from standpoint.charts_network import apart, hidden, line_between
from standpoint.corpus import load_corpus
from standpoint.units import in_units

MODULES = (
    charts_coverage,
    charts_presence,
    charts_voices,
    charts_positions,
    charts_alliances,
    charts_contrast,
    charts_flows,
)
CHARTS = {name: getattr(module, name) for name in frames(PLAIN) for module in MODULES if name in vars(module)}


@pytest.fixture(scope="session")
def tagged_of(book, tmp_path_factory):
    """(titles of stories) → a tagged corpus of one article a story, from outlets of hostile names."""

    def make(*titles: str) -> store.Tagged:
        folder = tmp_path_factory.mktemp("corpus")
        rows = [
            {
                "article_id": f"a{i}",
                "title": title,
                "outlet": HOSTILE[i % 4],
                "published": f"2024-11-{11 + 7 * (i % 2)}",
                "text": f"{title}. Ministers met in town {i} to talk of {title.lower()} and nothing else of note.",
            }
            for i, title in enumerate(titles)
        ]
        path = folder / "small-$corpus.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        corpus = load_corpus(path)
        store.tag_corpus(corpus, book, folder / "store")
        return store.load(folder / "store", corpus, book)

    return make


@pytest.fixture(scope="session")
def small(tagged_of):
    return tagged_of("Dams and floods", "A tax on sugar", "Trains to the coast", "Chess for schools")


def texts(figure) -> list[Text]:
    """The texts that are drawn: tick labels beyond the ends of their axis are not."""
    figure.canvas.draw()
    beyond = set()
    for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
        low, high = sorted(axis.get_view_interval())
        ticks = [t for t in axis.get_major_ticks() if not axis.axes.axison or not low <= t.get_loc() <= high]
        beyond |= {id(label) for tick in ticks for label in (tick.label1, tick.label2)}
    return [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and id(t) not in beyond]


def inside(chart) -> None:
    """Every text is of 8 points or more and lies within the figure."""
    renderer, box = chart.figure.canvas.get_renderer(), chart.figure.bbox
    for text in texts(chart.figure):
        assert text.get_fontsize() >= 8, text
        extent = text.get_window_extent(renderer)
        assert extent.x0 >= box.x0 - 1 and extent.x1 <= box.x1 + 1, (chart.name, text.get_text(), extent, box)
        assert extent.y0 >= box.y0 - 1 and extent.y1 <= box.y1 + 1, (chart.name, text.get_text(), extent, box)


def row_labels_apart(chart) -> None:
    renderer = chart.figure.canvas.get_renderer()
    for ax in chart.figure.axes:
        labels = [t for t in ax.get_yticklabels() if t.get_text() and t.get_visible() and ax.axison]
        boxes = sorted((t.get_window_extent(renderer) for t in labels), key=lambda b: b.y0)
        assert all(below.y1 <= above.y0 + 1 for below, above in pairwise(boxes)), chart.name


@pytest.mark.parametrize("names", [PLAIN, HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_states_finding_source_and_n_and_keeps_its_words_whole(name, names, small):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from")
        chart = CHARTS[name](frames(names)[name], small)
        assert not chart.too_little
        assert chart.name == name.replace("_", "-")
        assert chart.alt.startswith(chart.title) and len(chart.alt) > len(chart.title) + 20
        assert f"n = {chart.n:,} {chart.unit}" in chart.source and "Standpoint" in chart.source
        inside(chart)
        row_labels_apart(chart)
        labels = [f"row {i}" for i in range(len(chart.data))]
        drawn = svg.render(chart.figure, chart.name, chart.title, chart.alt, labels, "page.html")
    assert f'id="{chart.name}-finding"' in drawn and f'id="{chart.name}-source"' in drawn  # a phone's page sets them
    linked = {int(i) for i in re.findall(r'href="page\.html#row-(\d+)"', drawn)}
    assert linked and linked <= set(range(len(chart.data)))
    if name not in ("positions", "distinctive_words", "chains"):  # these draw the head of a long table
        assert len(linked) == len(chart.data)


@pytest.mark.parametrize("name", CHARTS)
def test_a_corpus_of_one_article_gets_words_and_no_finding(name, tagged_of):
    one = tagged_of("One story alone")
    for data in (frames(PLAIN)[name].head(1), frames(PLAIN)[name].head(0)):
        chart = CHARTS[name](data, one)
        assert chart.too_little and chart.title.startswith("Too little data to say ")
        assert any("This corpus holds 1 independent story" in t.get_text() for t in texts(chart.figure))
        assert len(chart.data) == len(data)
        inside(chart)


@pytest.mark.parametrize("name", [n for n in CHARTS if n != "volume"])
def test_a_measure_without_rows_gets_words_and_no_finding(name, small):
    assert CHARTS[name](frames(PLAIN)[name].head(0), small).too_little


MANY = ["by_outlet", "speech_kinds", "quoted_by", "issue_attention", "outlet_positions", "agency_flow", "chain_depth"]


@pytest.mark.parametrize("name", MANY)
def test_of_many_outlets_the_largest_are_drawn_and_the_table_holds_all(name, small):
    data = frames([f"The Morning Post of Town {i}" for i in range(40)])[name]
    chart = CHARTS[name](data, small)
    assert chart.figure.get_figheight() < 12 and len(chart.data) == len(data)
    inside(chart)
    row_labels_apart(chart)


def test_titles_are_computed_from_the_rows(small):
    data = frames(PLAIN)
    assert charts_presence.actors_in_news(data["actors_in_news"], small).title == (
        "United States is in the news most: named in 20 of 40 independent stories, 50%"
    )
    tied = data["share_of_voice"].assign(statements=9)
    assert charts_voices.share_of_voice(tied.head(2), small).title == (
        "United States and Ines Karvel speak most: each 9 of 60 statements, 15%"
    )
    assert charts_positions.contested(data["contested"].assign(oppose=0), small).title.startswith("No issue divides")
    one = data["contested"].assign(oppose=1)
    assert charts_positions.contested(one, small).title == "Weak evidence only: no claim has two actors on each side"
    thin = data["positions"].assign(thin=True)
    assert charts_positions.positions(thin, small).title.startswith("Weak evidence only")
    apart_from = data["outlet_positions"].assign(low=-1.0, high=1.0)
    assert charts_contrast.outlet_positions(apart_from, small).title.startswith("No two outlets clearly differ")


def test_a_tie_is_told_as_a_tie_and_a_difference_within_chance_as_none(small):
    data = frames(PLAIN)
    assert charts_coverage.volume(data["volume"], small).title.startswith(
        "Coverage peaks on 11 Nov 2024, with 9 publications; "
    )
    two = data["volume"].assign(publications=[9, 9, 1, 1, 1, 1])
    assert charts_coverage.volume(two, small).title.startswith(
        "Coverage peaks on 11 Nov 2024 and on 18 Nov 2024, with 9 publications each; "
    )
    same = data["volume"].assign(publications=2)
    assert charts_coverage.volume(same, small).title.startswith("No day stands out: 6 have 2 publications each")
    outlets = data["by_outlet"]
    assert charts_coverage.by_outlet(outlets, small).title == (
        "Agency copy makes up 32% of the 120 articles; no outlet clearly takes more than the others"
    )
    two = outlets.assign(low=0.4, wire=[9, 9, 7, 6, 5, 4], wire_share=[0.45, 0.45, 0.35, 0.3, 0.25, 0.2])
    assert charts_coverage.by_outlet(two, small).title == (
        "United States and Ines Karvel take the largest share of their articles from agencies, 45%, against 33% over "
        "all outlets"
    )
    whole = outlets.assign(wire=[20, 20, 3, 0, 0, 0], wire_share=[1.0, 1.0, 0.15, 0, 0, 0], low=np.nan, high=np.nan)
    assert charts_coverage.by_outlet(whole, small).title == (
        "Agency copy makes up 36% of the 120 articles; United States and Ines Karvel carry nothing else, in 40 articles"
    )
    assert charts_voices.speech_kinds(data["speech_kinds"], small).title == (
        "Direct speech makes up 25% of 120 statements; no outlet clearly quotes more than the others"
    )
    found = data["distinctive_words"]
    assert charts_contrast.distinctive_words(found, small).title == (
        "The word that most sets an outlet apart is “United St0”: 9 uses in United States, 0 in all others"
    )
    faint = found.assign(z=found["z"] / 2)  # as far as z = 2, where the bars are pale
    assert charts_contrast.distinctive_words(faint, small).title == "No word clearly sets an outlet apart"
    assert charts_contrast.issue_attention(data["issue_attention"], small).title == (
        "“Rich countries should pay more climate finance” and 2 other issues are tied: positions on each were found in "
        "12 of 58 articles"
    )


def test_of_issues_it_is_told_where_positions_were_found_not_what_articles_are_about(small):
    data = frames(PLAIN)["issue_attention"]
    most = data.assign(articles=data["articles"].where(data["issue_id"] != "i1", 3))
    chart = charts_contrast.issue_attention(most, small)
    assert chart.title == (
        "Positions on “The $world should phase out fossil fuels 😀” were found most often: in 18 of 58 articles"
    )
    assert "An article may be about an issue without a position that was found" in chart.source
    two = data[data["issue_id"] != "i2"]
    assert charts_contrast.issue_attention(two, small).title == (
        "“Rich countries should pay more climate finance” and “The $world should phase out fossil fuels 😀” are tied: "
        "positions on each were found in 12 of 58 articles"
    )
    one = data[data["issue_id"] == "i0"]
    assert charts_contrast.issue_attention(one, small).title == (
        "Positions on “Rich countries should pay more climate finance” were found in 12 of 58 articles"
    )


def test_a_peak_is_told_only_where_it_stands_out_from_all_other_periods(small):
    data = frames(PLAIN)["actors_over_time"]
    assert charts_presence.actors_over_time(data, small).title == (
        "No actor clearly comes or goes: 5 of 6 days have 5 stories or more"
    )
    rows = (data["actor"] == "China") & (data["period"] == data["period"].iloc[5])
    peak = data.assign(stories=data["stories"].mask(rows, 9), share=data["share"].mask(rows, 1.0))
    assert charts_presence.actors_over_time(peak, small).title == (
        "China peaks on 16 Dec 2024, named in 100% of 9 independent stories, against 47% on all other days"
    )


def test_unnamed_sources_are_not_left_out_of_who_speaks_most(small):
    data = frames(PLAIN)["share_of_voice"]
    many = data.assign(statements=data["statements"].where(data["actor_id"].notna(), 40))
    assert charts_voices.share_of_voice(many, small).title.startswith("Of named speakers, United States speaks most")
    assert charts_voices.share_of_voice(many, small).title == (
        "Of named speakers, United States speaks most: 9 statements, 15% of all 60, with a named speaker or without"
    )
    wide = data.assign(high=data["high"].where(data["actor_id"].notna(), 0.9))
    ax = charts_voices.share_of_voice(wide, small).figure.axes[0]
    assert ax.get_xlim()[1] > 0.9, "an interval ends within the chart"


def test_charts_of_voices_say_how_many_statements_of_media_they_leave_out(small):
    outlet = next(iter(small.codebook.outlets))
    first = small.articles["article_id"].iloc[0]
    media = pd.DataFrame({"article_id": [first, first], "kind": "indirect", "speaker_id": outlet})
    for name in ("share_of_voice", "speech_kinds", "quoted_by"):
        chart = CHARTS[name](frames(PLAIN)[name], replace(small, statements=media))
        assert "2 statements of media (outlets, agencies)" in chart.source
        assert "media" not in CHARTS[name](frames(PLAIN)[name], small).source


def test_every_shade_of_a_heat_map_leaves_its_number_readable():
    for share in np.linspace(0, 1, 50):
        ground, text = luminance(HEAT(share)), luminance(ink_on(HEAT(share)))
        assert (max(ground, text) + 0.05) / (min(ground, text) + 0.05) >= 4.5, "as WCAG 2 asks of small text"


def test_the_head_of_who_feeds_whom_stands_amid_its_columns(small):
    two = frames(PLAIN)["agency_flow"].query("agency in ('China', 'own text')")
    ax = charts_flows.agency_flow(two, small).figure.axes[0]
    ax.figure.canvas.draw()
    head, *columns = (t.get_window_extent() for t in (ax.xaxis.label, *ax.get_xticklabels()))
    assert abs(head.x0 + head.x1 - np.mean([box.x0 + box.x1 for box in columns])) < 4


def test_the_loudest_voice_is_the_darkest_cell(small):
    data = frames(PLAIN)["quoted_by"]
    dark = data.assign(share=data["share"].where(data.index != 7, 0.9), statements=data["statements"].where(
        data.index != 7, 2))  # fmt: skip
    row = dark.loc[7]
    assert charts_voices.quoted_by(dark, small).title == (
        f"The loudest voice in one outlet: {row['actor']} in {row['outlet']}, with 2 of 20 statements, 90%"
    )


def test_voices_that_tie_are_both_the_loudest(small):
    data = frames(PLAIN)["quoted_by"].assign(share=0.1)
    two = data.assign(share=data["share"].where(~data.index.isin([7, 14]), 0.4)).reset_index(drop=True)
    a, b = (f"{two.loc[i, 'actor']} in {two.loc[i, 'outlet']}" for i in (7, 14))
    told = charts_voices.quoted_by(two, small).title
    assert told.startswith("The loudest voices in one outlet: ") and a in told and b in told
    assert told.endswith("each with 40% of its statements")
    assert "like 35 others, each with 10%" in charts_voices.quoted_by(data, small).title


def test_claims_and_outlets_that_tie_are_not_told_as_one(small):
    data = frames(PLAIN)
    claims = data["contested"].assign(support=4, oppose=3)
    assert charts_positions.contested(claims, small).title == (
        "“Rich countries should pay more climate finance” divides most, like 2 other claims: 4 actors for it, 3 against"
    )
    kinds = data["speech_kinds"]
    two = (kinds["kind"] == "direct") & kinds["outlet"].isin(["China", "Brazil"])
    loud = kinds.assign(share=kinds["share"].mask(two, 0.9), low=kinds["low"].mask(two, 0.8))
    assert charts_voices.speech_kinds(loud, small).title == (
        "China and Brazil quote most: 90% direct speech, against 25% over all outlets"
    )


def test_who_feeds_whom_is_told_by_articles_and_by_words(small):
    data = frames(PLAIN)["agency_flow"]
    assert charts_flows.agency_flow(data, small).title == (
        "United States feeds most: its text fills 54 of 252 articles and 21% of all words, in 6 of 6 outlets"
    )
    long = data.assign(words=data["words"].where(data["agency"] != "China", 2000))
    assert charts_flows.agency_flow(long, small).title == (
        "United States feeds 54 of 252 articles and China 36; of all words, United States wrote 16% and China 36%"
    )
    one = data[(data["outlet"] == "Brazil") & data["agency"].isin(["China", "own text"])]
    assert charts_flows.agency_flow(one, small).title == (
        "China feeds this coverage: its text fills 6 of 9 articles and 67% of all words"
    )


def test_a_corpus_that_credits_no_agency_says_so(small):
    data = frames(PLAIN)["agency_flow"].query("agency == 'own text'")
    chart = charts_flows.agency_flow(data, small)
    assert chart.title == "No article credits an agency: all 18 of 6 outlets count as own text"
    assert not chart.too_little
    inside(chart)


def test_how_many_hands_is_told_of_one_outlet_only_where_it_is_clear(small):
    data = frames(PLAIN)["chain_depth"]
    assert charts_flows.chain_depth(data, small).title == (
        "Most hands stand between source and reader in Brazil: 1.1 links an article, against 0.8 over all outlets"
    )
    assert charts_flows.chain_depth(data.assign(mean_low=0.1), small).title == (
        "50% of 120 articles republish an agency or cite another report, 20% through two links or more"
    )
    none = data[data["depth"] == "no chain"].assign(articles=20, share=1.0, mean=0.0, mean_low=np.nan, mean_high=np.nan)
    assert charts_flows.chain_depth(none, small).title == (
        "None of 120 articles republishes an agency or cites another report"
    )


def test_what_is_left_untagged_is_told(small):
    data = frames(["English", "German", "French"])["languages"]
    assert charts_coverage.languages(data, small).title == (
        "8 of 24 articles, 33%, are in German: counted and left untagged"
    )
    assert charts_coverage.languages(data.head(1), small).title == "All 9 articles are in English, and were read"
    assert charts_coverage.languages(data.tail(2).assign(status="left untagged"), small).title == (
        "None of 15 articles could be read: they are in German and French, counted and left untagged"
    )


def test_the_note_on_the_same_story_tells_of_the_marks_that_are_drawn(small):
    data = frames(PLAIN)["same_story"]
    same = data.assign(kept_low=data["kept_high"])
    one = data.assign(kept_low=data["kept_low"].where(data.index > 0, data["kept_high"]))
    line, dot = "Dark line: from the least to the most that a version keeps", "ot: what every version keeps"
    told = [charts_contrast.same_story(rows, small).source for rows in (data, same, one)]
    assert [(line in note, f"D{dot}" in note, f"single d{dot}" in note) for note in told] == [
        (True, False, False),
        (False, True, False),
        (True, False, True),
    ]


def test_movement_is_told_only_between_periods_of_enough_stories(small):
    data = frames(PLAIN)["movement"]
    assert "gains support" in charts_positions.movement(data, small).title
    assert charts_positions.movement(data.assign(thin=True), small).too_little


def test_points_stand_amid_those_days_of_their_period_that_the_corpus_covers():
    published = pd.to_datetime(pd.Series(["2025-05-06 09:00", "2025-05-16 18:00"]), utc=True)
    first, last = covered(pd.to_datetime(pd.Series(["2025-05-05", "2025-05-12"]), utc=True), "W-MON", published)
    assert [day.day for day in first] == [6, 12] and [day.day for day in last] == [11, 16]
    first, last = covered(pd.to_datetime(pd.Series(["2025-04-01", "2025-05-01"]), utc=True), "MS", published)
    assert [(day.month, day.day) for day in last] == [(4, 30), (5, 16)]


def test_the_axis_of_movement_ends_with_its_periods(small):
    chart = charts_positions.movement(frames(PLAIN)["movement"], small)
    low, high = (num2date(end) for end in chart.figure.axes[-1].get_xlim())
    assert low.date().isoformat() >= "2024-11-09" and high.date().isoformat() <= "2024-12-25"
    assert all(low < num2date(x) < high for dots in chart.figure.axes[0].collections for x in dots.get_offsets()[:, 0])


def test_agreement_is_told_of_pairs_with_two_issues_in_common(small):
    data = frames(PLAIN)["agreement"]
    assert charts_alliances.agreement(data, small).title == (
        "United States and Ines Karvel agree most: on 4 of 4 issues. "
        "Strange bedfellows: China and Odo Hallstrom agree on 1 of 4 issues, and quarrel in 2 stories"
    )
    envoy = data.loc[data["target_name"] == "Ines Karvel", "target"].iloc[0]
    actors = pd.DataFrame([{"actor_id": envoy, "name": "Ines Karvel", "role": "Envoy of the United States"}])
    told = charts_alliances.agreement(data, replace(small, actors=actors)).title
    assert not told.startswith("United States and Ines Karvel")  # no news: it is the office's own state
    unknown = actors.assign(role=pd.array([None], dtype="string"))
    assert charts_alliances.agreement(data, replace(small, actors=unknown)).title.startswith("United States and Ines")
    assert charts_alliances.agreement(data.assign(n=1), small).too_little
    mapped = frames(PLAIN)["agreement_map"]
    assert charts_alliances.agreement_map(mapped, small).title == (
        "What sets 6 actors apart most is “Rich countries should pay more climate finance”"
    )
    assert charts_alliances.agreement_map(mapped.assign(across=""), small).too_little  # nobody disagrees


def test_actors_who_share_a_place_stand_in_one_pile(small):
    data = frames([f"{first} {last}" for first in ("Ana", "Ben") for last in PLAIN])["agreement_map"]
    chart = charts_alliances.agreement_map(data.assign(x=1.0, y=[0.0] * 8 + [-1.0] * 4), small)
    renderer = chart.figure.canvas.get_renderer()
    boxes = [t.get_window_extent(renderer) for t in chart.figure.axes[0].texts]
    assert len(boxes) == 12 and not [1 for a, b in combinations(boxes, 2) if a.overlaps(b)]
    inside(chart)


def test_names_in_the_network_do_not_overlap(small):
    many = [f"{first} {last}" for first in ("Ana", "Ben", "Chandrasekhar", "Dr Eleonora") for last in (*PLAIN, "Wu")]
    data = frames(many)["co_appearances"].query("stories % 7 == 0")
    chart = charts_presence.co_appearances(data, small)
    renderer = chart.figure.canvas.get_renderer()
    boxes = [t.get_bbox_patch().get_window_extent(renderer) for t in texts(chart.figure) if t.get_bbox_patch()]
    assert len(boxes) == len(set(data["source"]) | set(data["target"])) > 20
    assert not [1 for a, b in combinations(boxes, 2) if a.overlaps(b)]
    inside(chart)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 7), st.floats(0, 5)), min_size=1, max_size=20))
def test_boxes_are_moved_apart_from_wherever_they_start(places):
    size = np.tile([1.0, 0.3], (len(places), 1))
    at = apart(np.array(places), size, 7.5, 5.0)
    gaps = [np.abs(a - b) for a, b in combinations(at, 2)]
    assert all(gap[0] >= 0.99 or gap[1] >= 0.29 for gap in gaps)
    assert (at >= size / 2 - 1e-9).all() and (at <= np.array([7.5, 5.0]) - size / 2 + 1e-9).all()


def test_a_line_behind_a_third_name_is_seen():
    size = np.tile([1.0, 0.3], (3, 1))
    ends = np.array([(0, 2)])
    assert hidden(np.array([(0.0, 0), (3, 0), (6, 0)]), size, ends) == 1
    assert hidden(np.array([(0.0, 0), (3, 1), (6, 0)]), size, ends) == 0


def test_a_line_that_would_run_behind_a_third_name_is_bent_around_it():
    boxes = {"a": [(1, 1), (1, 0.3)], "b": [(3, 1), (1, 0.3)], "c": [(5, 1), (1, 0.3)], "d": [(3, 3), (1, 0.3)]}
    boxes = {name: np.array(box) for name, box in boxes.items()}
    x, y = line_between("a", "c", boxes)
    assert (x[0], y[0], x[-1], y[-1]) == (1, 1, 5, 1) and y[len(y) // 2] > 1.15
    assert not ((np.abs(x - 3) < 0.5) & (np.abs(y - 1) < 0.15)).any()
    x, y = line_between("a", "b", boxes)
    assert (y == 1).all(), "straight where nothing is in its way"


def test_a_notebook_shows_the_image_with_its_alt_text_escaped(small):
    chart = charts_presence.actors_in_news(frames(["<b>&\"'"])["actors_in_news"], small)
    bundle = chart._repr_mimebundle_()
    assert 'alt="&lt;b&gt;&amp;&quot;&#x27; is in the news most' in bundle["text/html"]
    assert "<b>" not in bundle["text/html"]
    assert chart.title in bundle["text/plain"] and chart.source in bundle["text/plain"]


def test_house_style_is_left_with_the_block():
    import matplotlib

    before = dict(matplotlib.rcParams)
    with house():
        assert matplotlib.rcParams["text.parse_math"] is False
    assert dict(matplotlib.rcParams) == before


def test_the_same_rows_give_the_same_picture(small):
    def picture() -> bytes:
        out = io.BytesIO()
        charts_presence.co_appearances(frames(PLAIN)["co_appearances"], small).figure.savefig(out, format="png")
        return out.getvalue()

    assert picture() == picture()


@given(st.text(max_size=300), st.integers(8, 60), st.integers(1, 4))
def test_words_of_any_origin_fit_their_lines_and_hold_no_control_characters(text, width, lines):
    out = words(text, width, lines)
    assert out and len(out.split("\n")) <= lines
    assert all(len(line) <= width for line in out.split("\n"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", out)


@pytest.mark.parametrize(
    ("n", "unit", "told"),
    [
        (1, "publications", "1 publication"),
        (1204, "publications", "1,204 publications"),
        (1, "stories with a position, counted for each issue", "1 story with a position, counted for each issue"),
        (1, "unnamed sources", "1 unnamed source"),
    ],
)
def test_a_number_agrees_with_its_unit(n, unit, told):
    assert in_units(n, unit) == told


def test_small_words():
    assert [counted(1, "story"), counted(1204, "story"), counted(0, "article")] == [
        "1 story",
        "1,204 stories",
        "0 articles",
    ]
    assert [percent(0), percent(0.001), percent(0.5)] == ["0%", "<1%", "50%"]
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert listed([*"ABCDEFGHIJ"]) == "A, B, C, D, E, F and 4 more"
