"""Updates and corrections are versions of one article, of which the newest counts; daily pieces are articles each."""

import json
from pathlib import Path

import pandas as pd
import pytest
import specimens_wire as made

from standpoint import closereading, coverage, reprints, store
from standpoint.corpus import load_corpus, read_articles
from standpoint.reconciliation import Reconciliation
from standpoint.versions import mark_of

OPENING = (
    "VELM — Port minister Ada Sample said on Monday that the harbour talks would go on until both sides had signed. "
    "Dock workers laid down their tools for an hour at noon, and four ships waited outside the mole until the evening. "
)
MORE = "The union's chairman, Jon Rask, called the offer an insult and said that the strike would be longer next time. "
LAST = "A ferry to the islands left two hours late; the operator promised that every ticket would be paid back in full."
OTHER = (
    "Rain is expected over the western islands before noon, with winds from the south and a high of eleven degrees. "
    "The tide turns at four; small boats should keep to the inner harbour, and walkers should take the upper path. "
)


def found(tmp_path: Path, *articles: dict, outlet: str = "Harbour Courier") -> list[tuple[int, int]]:
    """Which articles of a file are older versions of which, by their place in it."""
    folder = tmp_path / "talks"
    folder.mkdir(parents=True)
    rows = [{"outlet": outlet, "title": "Harbour talks go on", **article} for article in articles]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    log = Reconciliation()
    ids = [i for frame in read_articles(load_corpus(folder), log, outlets={}) for i in frame["article_id"]]
    assert len(ids) == len(articles) == log.counts["kept"]
    assert log.files["older"].sum() == len(log.newest)
    return sorted((ids.index(older), ids.index(newest)) for older, newest in log.newest.items())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"title": "Harbour talks go on"}, {"title": "UPDATE 1-Harbour talks go on"}),
        ({"title": "UPDATE 1-Harbour talks go on"}, {"title": "UPDATE 2-Harbour talks go on, four ships wait"}),
        ({}, {"title": "CORRECTED (OFFICIAL)-Harbour talks go on"}),
        ({}, {"title": "Harbour talks go on (Updated)"}),
        ({}, {"text": "(Adds union's answer) " + OPENING + MORE}),
        ({"published": "2025-01-13T09:00Z"}, {"published": "2025-01-13T15:30Z"}),
        ({}, {"title": "Harbour talks will go on"}),
    ],
)
def test_one_headline_and_much_the_same_words_are_versions(tmp_path, first, second):
    first = {"published": "2025-01-13", "text": OPENING + LAST, **first}
    second = {"published": "2025-01-13", "text": OPENING + MORE + LAST, **second}
    assert found(tmp_path / "a", first, second) == [(0, 1)]


def test_the_newest_is_the_last_published_then_the_higher_update(tmp_path):
    texts = [OPENING + LAST, OPENING + MORE + LAST, OPENING + MORE]
    titles = ["UPDATE 2-Harbour talks go on", "Harbour talks go on", "UPDATE 1-Harbour talks go on"]
    rows = [{"title": t, "text": x, "published": "2025-01-13"} for t, x in zip(titles, texts, strict=True)]
    assert found(tmp_path / "a", *rows) == [(1, 0), (2, 0)]
    rows[1]["published"] = "2025-01-13T20:00Z"
    assert found(tmp_path / "b", *rows) == [(0, 1), (2, 1)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # A briefing of every day under one headline, with a standing paragraph.
        ({"text": OPENING + LAST, "published": "2025-01-13"}, {"text": OTHER + LAST, "published": "2025-01-14"}),
        # The same words on two days, without a mark: a table or a forecast that hardly changes.
        ({"text": OPENING + LAST, "published": "2025-01-13"}, {"text": OPENING + MORE, "published": "2025-01-14"}),
        # A table that is published at the same hour every day.
        ({"published": "2025-01-13T06:30Z"}, {"published": "2025-01-14T06:30Z"}),
        ({"title": "Strike: day 12", "published": "2025-01-13"},
         {"title": "Strike: day 13", "published": "2025-01-13"}),
        ({"title": "Four ships wait outside the mole", "published": "2025-01-13"}, {"published": "2025-01-13"}),
        ({"outlet": "Evening Lantern", "published": "2025-01-13"}, {"published": "2025-01-13"}),
        ({"url": "https://hc.example/talks", "published": "2025-01-13"},
         {"url": "https://hc.example/ships", "published": "2025-01-13"}),
        ({}, {}),  # without a date
        # A mark alone does not make a version of another text.
        ({"published": "2025-01-13"},
         {"title": "UPDATE 1-Harbour talks go on", "text": OTHER, "published": "2025-01-13"}),
        # Nor does the address of a page that shows something else each day.
        ({"url": "https://hc.example/today/"}, {"url": "https://hc.example/today", "text": OTHER}),
        ({"url": "https://hc.example/"}, {"url": "https://hc.example"}),
    ],
)  # fmt: skip
def test_pieces_of_their_own_stay_articles_each(tmp_path, first, second):
    assert found(tmp_path, {"text": OPENING + LAST, **first}, {"text": OPENING + MORE + LAST, **second}) == []


def test_a_page_collected_again_with_other_words_is_a_version_whatever_its_headline(tmp_path):
    first = {"url": "https://www.hc.example/talks/?utm_source=feed", "text": OPENING, "title": "Talks open"}
    second = {"url": "http://hc.example/talks#top", "text": OPENING + MORE + LAST, "title": "Strike ends, talks go on"}
    assert found(tmp_path, first, second) == [(0, 1)]


def test_an_id_of_a_database_that_comes_again_with_changed_words_is_a_version(tmp_path):
    rows = [{"article_id": "HC0000020250113", "text": text} for text in (OPENING + LAST, OPENING + LAST + MORE)]
    assert found(tmp_path / "a", *rows) == [(0, 1)]
    with pytest.raises(AssertionError):  # with wholly other words it is rejected, as before
        found(tmp_path / "b", rows[0], {**rows[0], "text": OTHER})


def test_versions_of_a_wire_item_are_told_by_its_id_in_any_order(tmp_path):
    (tmp_path / "talks").mkdir()
    for name, version in (("1.xml", 3), ("2.xml", 1), ("3.xml", 2)):
        item = made.g2_item(version=version).replace("go on.", f"go on for {version} days.")
        (tmp_path / "talks" / name).write_text(item)
    log = Reconciliation()
    [frame] = read_articles(load_corpus(tmp_path / "talks"), log, outlets={})
    texts = dict(zip(frame["article_id"], frame["text"], strict=True))
    assert {texts[i].split(" for ")[1][0] for i in log.newest} == {"1", "2"}
    assert {texts[i].split(" for ")[1][0] for i in log.newest.values()} == {"3"}


def g2(day: int, version: int, status: str = "usable", words: str = "go on", guid: str = "urn:hvn:1") -> str:
    """A version of a news item, of 10 o'clock on that day of January 2025 in a zone two hours ahead."""
    item = made.g2_item(guid, version).replace("2025-01-13T", f"2025-01-{day}T")
    return item.replace("stat:usable", f"stat:{status}").replace("go on.", f"{words}.")


def withdrawn(tmp_path: Path, *files: str) -> tuple[list[str], list[list[str]], Reconciliation]:
    """How the kept articles' first paragraphs end, and why the others were rejected (file, place, problem)."""
    folder = tmp_path / "talks"
    folder.mkdir(parents=True)
    for n, content in enumerate(files, 1):
        (folder / f"{n}{'.json' if content.startswith('{') else '.xml'}").write_text(content)
    log = Reconciliation()
    frame = pd.concat(read_articles(load_corpus(folder), log, outlets={}))
    rest = frame[~frame["article_id"].isin(log.withdrawn)]
    assert len(rest) == log.counts["kept"]
    assert (log.files.expected == log.files.kept + log.files.merged + log.files.rejected).all()
    ends = [text.split("\n")[0].split(" would ")[1] for text in rest["text"]]
    return ends, log.rejected[["source_file", "place", "problem"]].values.tolist(), log


STOPPED = "was withdrawn by its sender (status 'stat:canceled')."


def test_what_its_sender_withdraws_takes_back_the_versions_before_it_in_any_order(tmp_path):
    files = (g2(13, 1), g2(14, 3, "canceled"), g2(13, 2, words="go on for two days"), g2(13, 1, guid="urn:hvn:2"))
    files = (*files[:3], files[3].replace("go on.", "not go on."))
    kept, rejected, log = withdrawn(tmp_path, *files)
    assert kept == ["not go on."]
    taken = "was withdrawn by its sender on 2025-01-14 08:00 UTC (2.xml); it is not counted."
    assert rejected == [["2.xml", "", STOPPED], ["1.xml", "", taken], ["3.xml", "", taken]]
    assert log.files[["expected", "read", "kept", "rejected", "older"]].values.tolist() == [
        [1, 1, 0, 1, 0], [1, 0, 0, 1, 0], [1, 1, 0, 1, 0], [1, 1, 1, 0, 0],
    ]  # fmt: skip


def test_a_withdrawal_names_the_item_of_a_message_that_it_takes_back(tmp_path):
    message = made.g2_message(g2(13, 1), g2(13, 1, guid="urn:hvn:2", words="not go on"), g2(13, 2, "canceled"))
    kept, rejected, _ = withdrawn(tmp_path, message)
    assert kept == ["not go on."]
    assert rejected == [
        ["1.xml", "item 3", STOPPED],
        ["1.xml", "item 1", "was withdrawn by its sender on 2025-01-13 08:00 UTC (1.xml, item 3); it is not counted."],
    ]


def test_what_is_sent_again_after_its_withdrawal_counts_changed_or_not(tmp_path):
    changed = (g2(13, 1), g2(14, 2, "canceled"), g2(15, 3, words="go on again"))
    kept, rejected, log = withdrawn(tmp_path / "a", *changed)
    assert (kept, rejected) == (["go on.", "go on again."], [["2.xml", "", STOPPED]])
    assert log.files["older"].tolist() == [1, 0, 0]
    kept, rejected, log = withdrawn(tmp_path / "b", g2(13, 1), g2(14, 2, "canceled"), g2(15, 3))
    assert (kept, rejected, log.counts["merged"]) == (["go on."], [["2.xml", "", STOPPED]], 1)


def test_a_withdrawal_without_number_or_date_takes_back_all_and_one_without_id_nothing_but_itself(tmp_path):
    usable = {**made.NINJS[3], "version": "4"}
    stop = {"uri": "urn:hvn:1", "pubStatus": "canceled", "copyrightHolder": "HVN", "headlines": [{"value": "Stop"}]}
    kept, rejected, _ = withdrawn(tmp_path / "a", json.dumps(stop), json.dumps(usable))
    assert kept == []
    assert rejected[1:] == [["2.json", "line 1", "was withdrawn by its sender (1.json, line 1); it is not counted."]]
    kept, rejected, _ = withdrawn(tmp_path / "b", json.dumps({**stop, "uri": None}), json.dumps(usable))
    assert (kept, len(rejected)) == (["go on."], 1)


def test_nitf_is_withdrawn_by_its_management_status(tmp_path):
    stop = made.NITF.replace("<docdata>", '<docdata management-status="canceled">').replace("0113T08", "0113T09")
    kept, rejected, _ = withdrawn(tmp_path, made.NITF, stop)
    assert kept == []
    assert rejected == [
        ["2.xml", "", "was withdrawn by its sender (status 'canceled')."],
        ["1.xml", "", "was withdrawn by its sender on 2025-01-13 09:00 UTC (2.xml); it is not counted."],
    ]


def test_tables_lose_what_a_later_withdrawal_takes_back_and_keep_what_others_printed(tmp_path, book):
    folder, out = tmp_path / "talks", tmp_path / "out"
    folder.mkdir()
    (folder / "1.xml").write_text(g2(13, 1))
    printed = {
        "article_id": "print",
        "outlet": "Harbour Courier",
        "title": "Talks",
        "text": made.TEXT,
        "language": "en",
    }
    (folder / "2.jsonl").write_text(json.dumps(printed))
    store.tag_corpus(load_corpus(folder), book, out)
    assert len(store.load(out, load_corpus(folder), book).articles) == 2
    (folder / "3.xml").write_text(g2(14, 2, "canceled"))
    log = store.tag_corpus(load_corpus(folder), book, out)
    whole = store.load(out, load_corpus(folder), book)
    assert log.counts == {"expected": 3, "read": 2, "kept": 1, "merged": 0, "rejected": 2}
    for table in (whole.articles, whole.stories, whole.mentions, whole.statements):
        assert set(table["article_id"]) == {"print"}
    assert whole.stories["is_original"].tolist() == [True]
    (folder / "3.xml").unlink()
    store.tag_corpus(load_corpus(folder), book, out)
    assert len(store.load(out, load_corpus(folder), book).articles) == 2


@pytest.mark.parametrize(
    ("title", "label", "expected"),
    [
        ("UPDATE 2-Talks go on", "", ("talks go on", 2)),
        ("CORRECTED-UPDATE 1-Talks go on", "", ("talks go on", 1)),
        ("(2nd LD) Talks go on", "", ("talks go on", 2)),
        ("(Zusammenfassung 1330 - neu: Zitate) Gespräche dauern an", "", ("gespräche dauern an", 1)),
        ("MISE À JOUR 3 - Le port reste fermé", "", ("le port reste fermé", 3)),
        ("Talks go on [corrected]", "", ("talks go on", 1)),
        ("Talks go on", "2ND LEAD\n3RD NET", ("talks go on", 2)),
        ("Talks go on", "1st Ld-Writethru", ("talks go on", 1)),
        ("Talks go on", "updates", ("talks go on", 1)),
        ("Update on harbour talks", "", ("update on harbour talks", 0)),
        ("Lead pipes must go", "", ("lead pipes must go", 0)),
        ("Talks: live updates", "", ("talks: live updates", 0)),
    ],
)
def test_what_marks_an_update_is_told_from_the_headline(title, label, expected):
    assert mark_of(title, OPENING, label) == expected


@pytest.fixture
def tagged(tmp_path, book):
    """A story of an agency that it updated twice; a paper printed the first version."""
    folder = tmp_path / "talks"
    folder.mkdir()
    rows = [
        {"article_id": "v1", "title": "Harbour talks go on", "text": OPENING + LAST, "published": "2025-01-13T08:00Z"},
        {"article_id": "v2", "title": "UPDATE 1-Harbour talks go on", "text": OPENING + MORE + LAST,
         "published": "2025-01-13T10:00Z"},
        {"article_id": "v3", "title": "UPDATE 2-Harbour talks go on, union angry", "text": OPENING + MORE,
         "published": "2025-01-14T07:00Z"},
        {"article_id": "print", "outlet": "Harbour Courier", "title": "Talks go on", "text": OPENING,
         "published": "2025-01-13T18:00Z"},
    ]  # fmt: skip
    (folder / "a.jsonl").write_text("\n".join(json.dumps({"outlet": "Velm News Agency"} | row) for row in rows))
    store.tag_corpus(load_corpus(folder), book, tmp_path / "out")
    return lambda **chosen: store.load(tmp_path / "out", load_corpus(folder), book, **chosen)


def test_all_versions_stay_in_the_table_and_the_newest_alone_is_counted(tagged, tmp_path):
    articles = pd.read_parquet(tmp_path / "out" / "articles.parquet").set_index("article_id")
    assert articles["version_of"].to_dict() == {"v1": "v3", "v2": "v3", "v3": None, "print": None}
    whole = tagged()
    assert whole.articles["article_id"].tolist() == ["print", "v3"]
    assert whole.older["article_id"].tolist() == ["v1", "v2"]
    for table in (whole.mentions, whole.statements, whole.stories):
        assert set(table["article_id"]) == {"print", "v3"}
    assert coverage.volume(whole)["publications"].sum() == 2
    assert whole.reading["older"].tolist() == [2]
    assert repr(whole).endswith("13 Jan 2025 to 14 Jan 2025, 2 older versions set aside")


def test_copy_that_was_updated_after_its_reprint_is_the_original_still(tagged):
    stories = tagged().stories.set_index("article_id")
    assert stories["is_original"].to_dict() == {"print": False, "v3": True}


def test_where_the_newest_is_not_among_the_dates_the_last_before_it_stands_for_it(tagged):
    chosen = tagged(until="2025-01-13")
    assert chosen.articles["article_id"].tolist() == ["v2", "print"]
    assert chosen.older["article_id"].tolist() == ["v1"]
    assert chosen.stories.set_index("article_id")["is_original"].to_dict() == {"v2": True, "print": False}
    assert reprints.updates(chosen)[["article_id", "newest_id"]].values.tolist() == [["v1", "v2"]]


def test_close_reading_shows_what_the_newest_version_changed(tagged):
    whole = tagged()
    revised = reprints.revision(whole, "v3").text
    assert "keeps 3 of the 4 sentences of the version before it, cuts 1 and adds 0" in revised
    assert f"[cut: {LAST}]" in revised
    assert reprints.revision(whole, "print").text == "One version."
    assert reprints.changed(whole, "v3").text == f"{reprints.difference(whole, 'v3').text}\n{revised}"
    assert reprints.changed(whole, "print").text == reprints.difference(whole, "print").text
    facts = closereading.facts(whole, "v3").set_index("fact")["value"]
    assert facts["version"] == "original, one of 2 in the corpus; the newest of 3 versions"


def test_tagging_again_after_an_update_arrives_moves_the_mark(tmp_path, book):
    folder, out = tmp_path / "talks", tmp_path / "out"
    folder.mkdir()
    for name, text in (("a", OPENING + LAST), ("b", OPENING + MORE + LAST)):
        row = {"article_id": name, "outlet": "Harbour Courier", "url": "https://hc.example/talks", "text": text}
        (folder / f"{name}.jsonl").write_text(json.dumps(row))
        store.tag_corpus(load_corpus(folder), book, out)
    articles = pd.read_parquet(out / "articles.parquet").set_index("article_id")
    assert articles["version_of"].to_dict() == {"a": "b", "b": None}
    (folder / "b.jsonl").unlink()
    store.tag_corpus(load_corpus(folder), book, out)
    assert pd.read_parquet(out / "articles.parquet")["version_of"].tolist() == [None]


def test_the_reconciliation_says_how_many_were_set_aside(tmp_path):
    rows = [{"article_id": "1", "text": OPENING + LAST}, {"article_id": "1", "text": OPENING + LAST + MORE}]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"outlet": "Harbour Courier"} | row) for row in rows))
    log = Reconciliation()
    list(read_articles(load_corpus(tmp_path / "a.jsonl"), log, outlets={}))
    assert str(log).splitlines()[0] == (
        "1 file: 2 expected, 2 read, 2 kept, 0 merged, 0 rejected. Of the kept, 1 older version is set aside: only "
        "the newest version of an article is counted."
    )
    assert "a.jsonl (jsonl): 2 expected, 2 read, 2 kept, 0 merged, 0 rejected (1 older version of another)" in str(log)
