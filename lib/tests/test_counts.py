"""What a chart counts agrees with what it says: undated articles, unknown outlets, thin months, lists cut short."""

import json
from dataclasses import replace
from html import unescape

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from chart_rows import PLAIN, frames

from standpoint import charts_contrast, charts_coverage, charts_flows, charts_presence, coverage, flows, presence, store
from standpoint.charts import outlets_told, undated
from standpoint.charts_axes import rest_of_outlets
from standpoint.corpus import load_corpus
from standpoint.export import MOST, SNAPSHOT
from standpoint.rendering import evidence_pages
from standpoint.snapshot import find, told

MEETINGS = [  # each a story of its own
    "Poland and Finland met in Lorvik. The harbour was frozen, and ships waited outside for a pilot.",
    "Teachers in Asmund want smaller classes. Poland sends forty of them to learn from its neighbour.",
    "A bridge over the Tarn stays shut until May. Lorries for Finland take the ferry in the meantime.",
    "Bakers in Ostby ran out of rye on Friday; a late train from Poland brought some at noon.",
    "Snow broke the roof of the Velle theatre. Finland had lent it costumes, which were all saved.",
    "Norrhamn chose a new mayor by eleven votes. Guests from Poland watched how they were counted.",
]


@pytest.fixture(scope="module")
def tagged(book, tmp_path_factory):
    """(outlet, day or None, language) … → a corpus as a notebook opens it, of one story an article."""

    def make(*articles):
        folder = tmp_path_factory.mktemp("corpus")
        facts = ("outlet", "published", "language")
        rows = [
            {"article_id": f"a{i}", "title": f"Day {i}", "text": text}
            | {fact: value for fact, value in zip(facts, about, strict=True) if value}
            for i, (text, about) in enumerate(zip(MEETINGS, articles, strict=True))
        ]
        path = folder / "harbour.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        corpus = load_corpus(path)
        store.tag_corpus(corpus, book, folder / "store")
        return store.load(folder / "store", corpus, book)

    return make


@pytest.fixture(scope="module")
def harbour(tagged):
    """Six stories: one without a date, one in German, and one of no known outlet."""
    return tagged(
        ("Lorvik Herald", "2025-03-03", "en"),
        ("Lorvik Herald", "2025-03-04", "en"),
        ("Asmund Post", "2025-03-05", "en"),
        (None, "2025-03-05", "en"),
        ("Asmund Post", None, "en"),
        ("Tarn Blatt", "2025-03-04", "de"),
    )


def test_articles_tell_as_many_stories_as_stand_in_the_chart(harbour):
    chart = charts_coverage.volume(coverage.volume(harbour), harbour)
    assert chart.title.endswith("; the 5 articles tell 5 independent stories")
    assert "; 1 article without a date is left out. " in chart.source


def test_where_all_is_dated_nothing_is_left_out(harbour):
    dated = replace(harbour, articles=harbour.articles[harbour.articles["published"].notna()])
    assert undated(dated.articles) == ""
    assert "left out" not in charts_coverage.volume(coverage.volume(dated), dated).source


def test_over_time_n_is_the_stories_that_have_a_day_and_could_be_read(harbour):
    data = presence.actors_over_time(harbour)
    chart = charts_presence.actors_over_time(data, harbour)
    assert chart.n == data.drop_duplicates("period")["n"].sum() == 4
    assert "1 article without a date is left out" in chart.source


def test_an_article_without_an_outlet_is_no_outlet(harbour):
    assert "3 outlets" in repr(harbour)
    by_outlet = charts_coverage.by_outlet(coverage.by_outlet(harbour), harbour)
    assert by_outlet.title == "No agency copy was found in the 6 articles of 3 outlets and unknown ones"
    feeds = charts_flows.agency_flow(flows.agency_flow(harbour), harbour)
    assert feeds.title.endswith("all 6 of 3 outlets and unknown ones count as own text")


@pytest.mark.parametrize(("names", "told"), [
    (["Lorvik Herald"], "1 outlet"),
    (["Lorvik Herald", "Asmund Post", "Lorvik Herald"], "2 outlets"),
    (["Lorvik Herald", "outlet unknown"], "1 outlet and unknown ones"),
    (["outlet unknown"], "unknown outlets"),
    ([], "0 outlets"),
])  # fmt: skip
def test_outlets_are_counted_alike_everywhere(names, told):
    assert outlets_told(names) == told


def test_outlets_that_have_no_row_in_a_chart_are_told(harbour):
    depth = charts_flows.chain_depth(flows.chain_depth(harbour), harbour)
    assert "; 1 further outlet has nothing to show. Left untagged: 1 article in German" in depth.source
    assert rest_of_outlets(["Lorvik Herald", "outlet unknown"], 1, harbour) == (
        "; the 1 largest of 1 outlet and unknown ones are drawn, the table holds all; "
        "2 further outlets have nothing to show"
    )


def test_the_articles_that_could_not_be_read_are_none_of_those_with_an_issue(harbour):
    none = frames(PLAIN)["issue_attention"].head(0)
    assert charts_contrast.issue_attention(none, harbour).n == 5


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """(sentences counted) → the folder of a report with one row of so many, all that a run keeps of them."""

    def make(total):
        reports = tmp_path_factory.mktemp("reports")
        folder = reports / "harbour" / "03-voices" / "aa"
        folder.mkdir(parents=True)
        key = "harbour@aa/share-of-voice/0"
        about = {"title": "Nobody says most", "n": total, "unit": "statements", "source": "Harbour.", "numbers": []}
        about |= {"name": "share-of-voice", "notebook": "03-voices", "columns": [], "rows": [[]], "keys": [key]}
        about |= {"labels": ["unnamed sources"], "sentences": [total]}
        (folder / "share-of-voice.json").write_text(json.dumps(about))
        (folder / "export.json").write_text(json.dumps({"charts": ["share-of-voice"]}))
        blank = dict.fromkeys(SNAPSHOT.names) | {"row": 0, "start": 0, "sentence": "Ships came.", "highlights": []}
        kept = [blank | {"ref": f"statements:{i}"} for i in range(min(total, MOST))]
        pq.write_table(pa.Table.from_pylist(kept, schema=SNAPSHOT), folder / "share-of-voice.evidence.parquet")
        return reports, folder, key

    return make


@pytest.mark.parametrize(("total", "page", "printed"), [
    (228, "50 of 228 sentences are shown, spread evenly over them. {} prints 200; {} hold all.",
     "200 of 228 sentences are shown, spread evenly over them; the tables that `standpoint tag` writes hold all."),
    (60, "50 of 60 sentences are shown, spread evenly over them. {} prints all.", ""),
    (40, "", ""),
])  # fmt: skip
def test_a_list_that_is_cut_says_so_before_its_sentences_and_where_the_rest_is(total, page, printed, cut):
    reports, folder, key = cut(total)
    evidence_pages(folder)
    shown = unescape((folder / "share-of-voice.evidence.html").read_text())
    ways = f"<code>standpoint evidence '{key}'</code>", "the tables that <code>standpoint tag</code> writes"
    head = shown[shown.index("unnamed sources</h2>") : shown.index("<ol")]
    assert page.format(*ways) in head and ("are shown" in head) == bool(page)
    lines = told(find(key, reports=reports)).splitlines()
    assert lines[3].startswith(printed or "1. ")


def over_time(*months):
    """(stories named in, stories) a month → rows of one actor, as the measure gives them."""
    days = pd.date_range("2022-05-01", periods=len(months), freq="MS", tz="UTC")
    rows = [
        {"period": day, "actor_id": "ines-aro", "actor": "Ines Aro", "stories": k, "share": k / n, "n": n,
         "thin": n < presence.FEW, "unit": "stories", "evidence": []}
        for day, (k, n) in zip(days, months, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def long(tagged):
    return tagged(*(("Lorvik Herald", f"202{i}-07-0{i + 1}", "en") for i in range(6)))


def alt(data, tagged):
    return charts_presence.actors_over_time(data, tagged).alt.partition(". Lines ")[2]


@pytest.mark.parametrize(("months", "needs"), [
    ([(1, 2), (0, 6), (2, 3)], "2 months with 5 stories"),  # a single month that counts
    ([(1, 2), (1, 3), (2, 3)], "2 months with 5 stories"),
    ([(1, 2), (0, 6), (0, 7)], "a month with 5 stories, one of which names these actors"),
])  # fmt: skip
def test_one_month_that_counts_or_shares_of_nothing_are_too_little_to_tell(months, needs, long):
    chart = charts_presence.actors_over_time(over_time(*months), long)
    assert chart.too_little and "highest" not in chart.alt
    assert chart.alt.endswith(f"A finding needs at least {needs}.")


@pytest.mark.parametrize(("months", "told"), [
    ([(2, 2), (3, 6), (1, 5)], "2 of which have 5 stories or more: Ines Aro highest in June 2022, 50%."),
    ([(2, 5), (2, 5), (1, 5)], "3 of which have 5 stories or more: Ines Aro highest in 2 of them, 40%."),
])  # fmt: skip
def test_the_alt_text_says_when_a_share_is_highest_and_how_high(months, told, long):
    assert alt(over_time(*months), long) == f"for 1 actor over 3 months, {told}"


def test_an_actor_whom_no_such_month_names_is_highest_in_none(long):
    other = over_time((1, 2), (0, 6), (0, 5)).assign(actor_id="odo-venn", actor="Odo Venn")
    both = pd.concat([over_time((2, 2), (3, 6), (1, 5)), other], ignore_index=True)
    assert alt(both, long).endswith("Ines Aro highest in June 2022, 50%; Odo Venn named in none of these.")
