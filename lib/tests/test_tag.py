"""Tagging over frames and corpora: the same rows however they are made, and only what changed is made again."""

import json
import os
import re
import signal
from pathlib import Path

import pandas as pd
import pytest
import tiny
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standpoint import store, tables, tagged_by
from standpoint.corpus import load_corpus
from standpoint.tag import tag
from standpoint.tagger import TAGGED, Tagger, opens_with


def articles(*texts: str, **fields) -> pd.DataFrame:
    return tables.frame(
        "articles", [{"article_id": f"a{i}", "text": t, "language": "en", **fields} for i, t in enumerate(texts)]
    )


@pytest.fixture(scope="module")
def book(book):
    """The codebook of seeds/ with invented people."""
    return tiny.with_people(book)


@pytest.fixture(scope="module")
def tagger(book):
    return Tagger(book)


TEXTS = [
    "Sund Council Secretary General Joost Venhuis said allies must give Ukraine more military aid.",
    "“We oppose the plan,” Mayor Tomas Lind said. He told reporters that it was too dear.",
    "BRATISLAVA, Jan 13 (TASR) — The EU imposed sanctions on Russia, TASR writes according to an AFP report.",
    "Nothing to see here.",
    "A line with 🙂 and \u202eright-to-left\u202c words, she said.",
] * 9


def same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    for name in TAGGED:
        pd.testing.assert_frame_equal(one[name], other[name])


@pytest.fixture(scope="module")
def here(book):
    return tag(articles(*TEXTS), book)


def test_rows_fit_their_schemas(here):
    for name in TAGGED:
        assert list(here[name].columns) == tables.SCHEMAS[name].names
    assert len(here["statements"]) >= 3 * 9 and len(here["mentions"]) >= 5 * 9


def test_an_outlet_that_its_file_writes_otherwise_than_the_codebook_does_not_cite_itself(book):
    text = "Mayor Tomas Lind told Reuters that the port was open."
    links = tag(articles(text, outlet="reuters"), book)["sourcing"]
    assert links[["from_name", "relation", "to_name"]].values.tolist() == [["reuters", "quotes", "Tomas Lind"]]


def test_processes_make_the_same_rows(book, here):
    same(here, tag(articles(*TEXTS), book, jobs=2, batch_size=7, read_by="rules"))


def test_a_dask_cluster_makes_the_same_rows(book, here):
    distributed = pytest.importorskip("distributed", reason="needs the extra standpoint[dask]")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        same(here, tag(articles(*TEXTS), book, cluster=cluster.scheduler_address, batch_size=7, read_by="rules"))


def test_offsets_slice_to_the_surface_in_the_field_they_name(book):
    frame = articles(TEXTS[0], title="Venhuis wants more aid for Kyiv")
    made = tag(frame, book)
    fields = {"text": TEXTS[0], "title": "Venhuis wants more aid for Kyiv"}
    assert set(made["mentions"]["field"]) == {"text", "title"}
    for row in made["mentions"].itertuples():
        assert fields[row.field][row.start : row.end] == row.surface


def test_a_headline_that_the_text_opens_with_is_tagged_once(book):
    made = tag(articles("Venhuis wants more aid\nThe rest said nothing.", title="Venhuis wants more aid"), book)
    assert set(made["mentions"]["field"]) == {"text"}
    assert opens_with("Venhuis  wants more aid.\nMore", "Venhuis wants more aid")


def test_of_a_text_longer_than_any_article_the_first_part_is_tagged_and_all_is_kept(book, monkeypatch):
    text = "Mayor Tomas Lind said that the talks would go on. NATO said that they would not."
    monkeypatch.setattr("standpoint.tagger.READ", text.index(" NATO"))
    found = tag(articles(text), book)
    assert found["articles"]["text"].tolist() == [text]
    assert found["mentions"]["surface"].tolist() == ["Tomas Lind"]


def test_a_language_without_cues_is_left_untagged(book):
    made = tag(articles("Venhuis sagte, die NATO brauche mehr.", language="de"), book)
    assert len(made["articles"]) == 1 and made["mentions"].empty and made["statements"].empty


HOSTILE = [
    "<script>alert('Venhuis said')</script> Venhuis said <b>no</b>.",
    "Venhuis said \x00 nothing \x1b[31mred\x1b[0m.",
    "“" * 500 + "Venhuis said" + "”" * 500,
    "said " * 20_000,
    "Venhuis " * 20_000,
    "(" * 5_000 + "AP" + ")" * 5_000,
    "=HYPERLINK(“http://x”) said Venhuis, $x^2$ {{7*7}} %s",
    "\u202e\u200b\ufeff Venhuis\u2028said\u2029more.",
    ", " * 20_000 + "Venhuis said.",
    "A. " * 20_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_in_bounded_time(tagger, text):
    row = dict.fromkeys(tables.SCHEMAS["articles"].names) | {"article_id": "x", "text": text, "language": "en"}
    for mention in tagger.tag(row)["mentions"]:
        assert text[mention[2] : mention[3]] == mention[4]


# Scraps of sentences, in any order: what no reporter writes must not break the reader either.
PIECES = st.sampled_from(
    [
        *TEXTS[:5],
        "Venhuis",
        "Joost Venhuis ",
        "Hungary ",
        "the Sund Council chief ",
        "he ",
        "who ",
        "“",
        "”",
        '"',
        "‘",
        "''",
        "``",
        "“Yes,”",
        "“We ",
        "“No” ",
        "(",
        ")",
        ": ",
        " — ",
        ", ",
        ". ",
        "\n",
        "\xa0",
        "’s ",
        "?",
        "$",
        "1.3 trillion ",
        " he said. ",
        "said ",
        "added",
        "told ",
        "reported ",
        "according to ",
        "that ",
        "by ",
        "was ",
        " and ",
        "to ",
        "in ",
        "sanctions on Russia",
        "more military aid ",
        " not ",
        "must ",
        "vetoed ",
        "criticised ",
        "warned against ",
        "not enough ",
        "(AP) — ",
        "KYIV (AFP) — ",
        "TASR",
        "AFP ",
        " reported, citing ",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_every_span_lies_inside_its_text(tagger, text):
    row = dict.fromkeys(tables.SCHEMAS["articles"].names) | {"article_id": "x", "text": text, "language": "en"}
    made = tagger.tag(row)
    statements = pd.DataFrame(made["statements"], columns=tables.SCHEMAS["statements"].names)
    stances = pd.DataFrame(made["stances"], columns=tables.SCHEMAS["stances"].names)
    ids = set(statements["statement_id"])
    for statement in statements.itertuples():
        for spans in (statement.source_spans, statement.cue_spans, statement.content_spans):
            assert all(0 <= s["start"] < s["end"] <= len(text) for s in spans)
        assert statement.parent_id is None or statement.parent_id in ids
    assert all(0 <= s.start < s.end <= len(text) for s in stances.itertuples())
    assert set(stances["statement_id"].dropna()) <= ids
    assert set(stances["position"]) <= {"support", "oppose"}


def corpus_at(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_only_new_and_changed_articles_are_tagged_again(tmp_path, book):
    folder = tmp_path / "mine"
    folder.mkdir()
    corpus_at(folder, one="First\nVenhuis said no.", two="Second\nTarn said yes.")
    out = tmp_path / "out"
    store.tag_corpus(load_corpus(folder), book, out)
    assert store.state(out)["tagged"] == 2
    before = pd.read_parquet(out / "statements.parquet")
    corpus_at(folder, three="Third\nRavn said maybe.")
    store.tag_corpus(load_corpus(folder), book, out)
    assert store.state(out)["tagged"] == 1
    after = pd.read_parquet(out / "statements.parquet")
    assert set(before["statement_id"]) < set(after["statement_id"])
    (folder / "one.txt").unlink()
    store.tag_corpus(load_corpus(folder), book, out)
    assert store.state(out)["tagged"] == 0
    assert len(pd.read_parquet(out / "articles.parquet")) == 2
    assert "kaia-ravn" in set(pd.read_parquet(out / "actors.parquet")["actor_id"])


def test_incremental_rows_equal_rows_made_at_once(tmp_path, book):
    folder = tmp_path / "mine"
    folder.mkdir()
    corpus_at(folder, one="First\nVenhuis said no.", two="Second\nTarn said yes.")
    store.tag_corpus(load_corpus(folder), book, tmp_path / "steps")
    corpus_at(folder, three="Third\nRavn said maybe.", two="Second\nTarn said never.")
    corpus = load_corpus(folder)
    store.tag_corpus(corpus, book, tmp_path / "steps")
    store.tag_corpus(corpus, book, tmp_path / "once")
    steps, once = (store.load(tmp_path / n, corpus, book) for n in ("steps", "once"))
    for name in ("articles", "stories", "sourcing", "mentions", "actors", "statements", "stances"):
        pd.testing.assert_frame_equal(
            getattr(steps, name).reset_index(drop=True), getattr(once, name).reset_index(drop=True)
        )


def test_a_run_that_was_killed_is_not_taken_for_whole(tmp_path, book):
    folder = tmp_path / "mine"
    folder.mkdir()
    corpus_at(folder, one="First\nVenhuis said no.")
    corpus = load_corpus(folder)
    store.tag_corpus(corpus, book, tmp_path / "out")
    assert store.is_current(corpus, book, tmp_path / "out")
    os.unlink(tmp_path / "out" / "state.json")
    (tmp_path / "out" / "statements.parquet").write_bytes(b"half")
    assert not store.is_current(corpus, book, tmp_path / "out")
    store.tag_corpus(corpus, book, tmp_path / "out")
    assert len(pd.read_parquet(tmp_path / "out" / "statements.parquet")) == 1


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError("no space left on device")])
def test_an_interrupt_or_an_error_leaves_the_tables_as_they_were(tmp_path, book, stop):
    folder, out = tmp_path / "mine", tmp_path / "out"
    folder.mkdir()
    corpus_at(folder, one="First\nVenhuis said no.")
    store.tag_corpus(load_corpus(folder), book, out)
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    corpus_at(folder, two="Second\nTarn said yes.", three="Third\nRavn said maybe.")
    corpus, told = load_corpus(folder), []

    def progress(articles: int) -> None:
        told.append(articles)
        if sum(told) == 2:
            raise stop

    with pytest.raises(stop if isinstance(stop, type) else type(stop)):
        store.tag_corpus(corpus, book, out, progress=progress)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    store.tag_corpus(corpus, book, out)
    assert store.state(out)["tagged"] == 2


def test_an_interrupt_while_tables_are_renamed_waits_until_all_are(tmp_path, book, monkeypatch):
    folder, out = tmp_path / "mine", tmp_path / "out"
    folder.mkdir()
    corpus_at(folder, one="First\nVenhuis said no.")
    corpus, replace = load_corpus(folder), os.replace

    def interrupted(source, target):
        if Path(target).parent == out:
            os.kill(os.getpid(), signal.SIGINT)
        replace(source, target)

    monkeypatch.setattr(store.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.tag_corpus(corpus, book, out)
    assert store.is_current(corpus, book, out) and not (out / ".new").exists()


def test_dates_and_outlets_filter_what_is_loaded(tmp_path, book):
    path = tmp_path / "three.jsonl"
    rows = [
        {"article_id": "a", "text": "Venhuis said no.", "outlet": "Courier", "published": "2025-01-01"},
        {"article_id": "b", "text": "Venhuis said yes.", "outlet": "Herald", "published": "2025-01-31T23:30:00Z"},
        {"article_id": "c", "text": "Venhuis said maybe.", "outlet": "Herald"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    corpus = load_corpus(path)
    store.tag_corpus(corpus, book, tmp_path / "out")

    def ids(**filters):
        loaded = store.load(tmp_path / "out", corpus, book, **filters)
        assert (
            set(loaded.statements["article_id"])
            == set(loaded.articles["article_id"])
            == set(loaded.stories["article_id"])
        )
        return list(loaded.articles["article_id"])

    assert ids() == ["a", "b", "c"]
    assert ids(since="2025-01-31", until="2025-01-31") == ["b"]
    assert ids(outlets=["Courier"]) == ["a"]


def test_the_source_of_every_module_that_decides_rows_tells_programs_apart():
    only_read_or_kept = {"articles", "errors", "places", "spans_cache", "yamlfile"}
    here = Path(tagged_by.__file__).parent
    imported = {
        name
        for module in tagged_by.DECIDING
        for name in re.findall(r"^\s*from standpoint\.(\w+) import", (here / f"{module}.py").read_text(), re.M)
    }
    assert imported - only_read_or_kept <= set(tagged_by.DECIDING)
