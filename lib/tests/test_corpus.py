"""A corpus: what corpus.yaml may say, which articles its folder gives, and what becomes of every item in it."""

import json
import time
from pathlib import Path

import pandas as pd
import pytest

from standpoint import cli, tables
from standpoint.codebook import Outlet
from standpoint.corpus import load_corpus, read_articles
from standpoint.errors import InputError
from standpoint.outlet_names import OutletNames
from standpoint.places import CORPORA
from standpoint.reconciliation import Reconciliation

LETTER = "The minister said that the talks would go on."


def make(tmp_path: Path, files: dict[str, str | bytes], yaml: str = "title: Talks\n") -> Path:
    """A corpus folder with these files, and corpus.yaml unless `yaml` is empty."""
    path = tmp_path / "talks"
    path.mkdir()
    for name, content in (files | ({"corpus.yaml": yaml} if yaml else {})).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path | str, batch_size: int = 256) -> tuple[pd.DataFrame, Reconciliation]:
    """All articles of a corpus and the reconciliation; every item must be accounted for."""
    log = Reconciliation()
    batches = list(read_articles(load_corpus(path), log, batch_size, outlets={}))
    assert all(0 < len(batch) <= batch_size for batch in batches)
    files = log.files
    assert (files.expected == files.kept + files.merged + files.rejected).all()
    frame = pd.concat(batches, ignore_index=True) if batches else tables.frame("articles")
    assert log.counts["kept"] == len(frame)
    return frame, log


def lines(*items: dict) -> str:
    """JSON Lines."""
    return "\n".join(json.dumps(item) for item in items)


# Finding a corpus


@pytest.mark.parametrize(
    "name",
    [
        "../../no-such-folder",
        "../../no-such-folder/passwd/",
        "no-such-corpus",
        "",
        "a\0b",
        "Climate Finance",
        "x" * 5000,
    ],
)
def test_a_name_is_a_corpus_we_have_or_a_path_that_exists(name):
    with pytest.raises(InputError, match=r"neither a corpus \(there are: .*climate-finance|without corpus\.yaml"):
        load_corpus(name)


def test_a_folder_reached_by_climbing_up_must_say_that_it_is_a_corpus(tmp_path, monkeypatch):
    path = make(tmp_path, {"a.txt": LETTER}, yaml="")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(InputError, match="'../talks' is a folder without corpus.yaml"):  # noqa: RUF043
        load_corpus("../talks")
    assert load_corpus("../talks/a.txt").name == "a"
    (path / "corpus.yaml").write_text("title: Talks")
    assert load_corpus("../talks").title == "Talks"


def test_an_empty_folder_says_what_was_expected(tmp_path):
    with pytest.raises(InputError, match=r"holds no article.*\.txt, \.jsonl, \.csv"):
        load_corpus(make(tmp_path, {"README.md": "About this corpus", "notes/.hidden.txt": LETTER}))


def test_a_folder_without_corpus_yaml_and_a_single_file_are_corpora_too(tmp_path):
    path = make(tmp_path, {"Old Courier/2025-01-13-talks.txt": f"Talks go on\n\n{LETTER}"}, yaml="")
    frame, _ = read(path)
    row = frame.iloc[0]
    assert (load_corpus(path).name, load_corpus(path).title) == ("talks", "Talks")
    assert (row.outlet, row.title, row.text, row.n_words) == ("Old Courier", "Talks go on", LETTER, 9)
    assert row.published == pd.Timestamp("2025-01-13", tz="UTC")
    assert read(path / "Old Courier" / "2025-01-13-talks.txt")[0].text.tolist() == [LETTER]


def test_a_folder_that_bears_a_bundled_name_is_not_taken_for_the_bundled_corpus(tmp_path):
    path = make(tmp_path, {"a.txt": LETTER}).rename(tmp_path / "climate-finance")
    assert load_corpus(path).name.startswith("climate-finance-")
    assert load_corpus("climate-finance").path == CORPORA / "climate-finance"


@pytest.mark.parametrize("name", sorted(p.parent.name for p in CORPORA.glob("*/corpus.yaml")))
def test_every_bundled_corpus_is_read_without_loss_or_complaint(name):
    corpus, log = load_corpus(name), Reconciliation()
    frame = pd.concat(read_articles(corpus, log))
    assert log.counts["kept"] == log.counts["expected"] == len(frame) >= 1
    assert log.warnings == []
    assert frame.article_id.is_unique
    assert frame.outlet.notna().all()
    assert frame.published.notna().all()


# corpus.yaml


def test_what_corpus_yaml_says_is_handed_on(tmp_path):
    yaml = """title: Talks
period: {since: 2024-12, until: 2025-02}
language: en
timezone: Europe/Kyiv
licence: CC-BY-4.0
sources: [{fact: Talks were held, where: The record}]
files:
  - {match: "articles/*.txt", outlet: Harbour Courier}
codebook:
  issues: [{id: more-talks, claim: More talks should be held.}]
"""
    corpus = load_corpus(make(tmp_path, {"articles/a.txt": LETTER}, yaml))
    assert (corpus.name, corpus.title, corpus.since, corpus.until) == ("talks", "Talks", "2024-12-01", "2025-02-28")
    assert (corpus.timezone, corpus.licence, corpus.files[0].outlet) == ("Europe/Kyiv", "CC-BY-4.0", "Harbour Courier")
    assert corpus.codebook.data["issues"][0]["id"] == "more-talks"
    assert corpus.codebook.line("issues", 0, "id") == 10


@pytest.mark.parametrize(
    ("yaml", "line", "problem"),
    [
        ("title: Talks\ntimezon: UTC\n", 2, r"'timezon' is unknown; did you mean `timezone`"),
        ("description: Talks\n", 1, "'title' is a required property"),
        ("title: Talks\nperiod: {since: soon}\n", 2, r"period\.since.*expected a date"),
        ("title: Talks\nperiod:\n  since: 2025-02-31\n", 3, "2025-02-31 is no day"),
        ("title: Talks\nperiod: {since: 2025, until: 2024}\n", 2, "is after until"),
        ("title: Talks\ntimezone: ../../etc/passwd\n", 2, "no time zone"),
        ("title: Talks\nlanguage: English\n", 2, "expected a language code such as en"),
        ("title: Talks\nfiles:\n  - {match: ../*.txt}\n", 3, "leads out of the corpus"),
        ("title: Talks\nfiles:\n  - {match: a.csv, columns: {body: Text}}\n", 3, "'body' is unknown.*article_id"),
        ("title: Talks\nfiles:\n  - {match: a.csv, dates: american}\n", 3, "expected day-first or month-first"),
        ("title: Talks\ncodebook:\n  issues:\n    - {id: X Y, claim: More talks.}\n", 4, "expected an id"),
        ("title: &a [Talks]\n", 1, "anchor or alias"),
        ("title: [Talks\n", None, "not valid YAML"),
    ],
)
def test_a_mistake_in_corpus_yaml_names_its_line_and_what_was_expected(tmp_path, yaml, line, problem):
    with pytest.raises(InputError, match=problem) as caught:
        load_corpus(make(tmp_path, {"a.txt": LETTER}, yaml))
    assert caught.value.file.name == "corpus.yaml"
    assert line is None or caught.value.line == line


# Articles


def test_files_are_read_in_the_order_of_their_paths_and_what_is_no_article_is_passed_over(tmp_path):
    files = {f"articles/{name}.txt": f"{LETTER} {name}" for name in ("b", "a", "sub/c")}
    more = {".git/x.txt": LETTER, "articles/README.txt": LETTER, "notes.txt": LETTER, "articles/.x.txt": LETTER}
    frame, log = read(make(tmp_path, files | more), batch_size=2)
    assert frame.source_file.tolist() == ["articles/a.txt", "articles/b.txt", "articles/sub/c.txt"]
    assert frame.outlet.fillna("").tolist() == ["", "", "sub"]
    assert log.files.source_file.tolist() == frame.source_file.tolist()
    assert tables.from_pandas("articles", frame).schema == tables.SCHEMAS["articles"]


def test_what_is_not_read_is_rejected_in_a_folder_without_corpus_yaml_too(tmp_path):
    frame, log = read(make(tmp_path, {"a.txt": LETTER, "scan.pdf": b"%PDF-1.7", "mail.eml": LETTER}, yaml=""))
    assert frame.source_file.tolist() == ["a.txt"]
    assert [(row.source_file, row.problem) for row in log.rejected.itertuples()] == [
        ("mail.eml", "is in a format that is not read (.eml)."),
        ("scan.pdf", "is a PDF document, which is not read."),
    ]


def test_fields_as_news_services_and_crawlers_write_them(tmp_path):
    service = {"source": {"id": None, "name": "Courier"}, "author": "A. Moser", "publishedAt": "2025-03-01T10:00:00Z"}
    markup = {"articleBody": LETTER, "publisher": {"@type": "Organization", "name": "Gazette"}}
    crawler = {"maintext": LETTER, "source_domain": "courier.example", "date_publish": "2025-03-02 09:00:00"}
    writers = {"author": [{"@type": "Person", "name": "A. Moser"}, "B. Kern"]}
    items = (service | {"content": LETTER}, markup | writers, crawler)
    frame, log = read(make(tmp_path, {f"{i}.jsonl": lines(item) for i, item in enumerate(items)}))
    assert log.rejected.empty
    assert frame.outlet.tolist() == ["Courier", "Gazette", "courier.example"]
    assert frame.byline.fillna("").tolist() == ["A. Moser", "A. Moser, B. Kern", ""]
    assert frame.published.dt.strftime("%Y-%m-%d %H:%M").fillna("").tolist() == [
        "2025-03-01 10:00",
        "",
        "2025-03-02 09:00",
    ]


def test_ids_that_are_given_are_kept_and_others_do_not_depend_on_the_place_of_the_file(tmp_path):
    item = {"text": LETTER, "title": "Talks", "outlet": "Courier", "published": "2025-01-13"}
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first, _ = read(
        make(tmp_path / "one", {"a.jsonl": lines(item, item | {"article_id": "https://c.example/1", "outlet": "B"})})
    )
    other, _ = read(make(tmp_path / "two", {"deep/er/z.jsonl": lines(item)}))
    assert first.article_id.tolist() == [other.article_id[0], "https://c.example/1"]
    # Written down: evidence keys and stored tables of other machines hold this id.
    assert other.article_id[0] == "51be0676794adb25"


def test_doubles_are_merged_reprints_are_kept_and_an_id_names_one_article_only(tmp_path):
    items = [
        {"article_id": "1", "text": LETTER, "outlet": "Courier"},
        {"article_id": "2", "text": LETTER, "outlet": "Courier"},
        {"article_id": "3", "text": LETTER, "outlet": "Lantern"},
        {"article_id": "1", "text": LETTER, "outlet": "Courier"},
        {"article_id": "1", "text": "Nobody spoke.", "outlet": "Courier"},
    ]
    frame, log = read(make(tmp_path, {"a.jsonl": lines(*items)}))
    assert frame.article_id.tolist() == ["1", "3"]
    assert log.counts == {"expected": 5, "read": 5, "kept": 2, "merged": 2, "rejected": 1}
    [row] = log.rejected.to_dict("records")
    assert (row["source_file"], row["place"]) == ("a.jsonl", "line 5")
    assert row["problem"] == "the article_id '1' already names another article (a.jsonl, line 1)."


def test_without_an_outlet_two_ids_are_two_articles_even_with_the_same_words(tmp_path):
    frame, _ = read(
        make(tmp_path, {"a.jsonl": lines({"article_id": "1", "text": LETTER}, {"article_id": "2", "text": LETTER})})
    )
    assert frame.article_id.tolist() == ["1", "2"]


def test_a_date_without_a_zone_is_in_the_outlets_zone_else_the_corpus(tmp_path):
    yaml = """title: Talks
timezone: Europe/Kyiv
codebook:
  outlets: [{id: lantern, name: Savanna Lantern, aliases: [The Lantern], timezone: Africa/Nairobi}]
"""
    items = [
        {"text": f"{LETTER} {o}", "outlet": o, "published": "2025-01-13T10:00"} for o in ("The Lantern", "Courier")
    ]
    path = make(tmp_path, {"lantern/2025-01-14.txt": LETTER, "z.jsonl": lines(*items)}, yaml)
    frame = pd.concat(read_articles(load_corpus(path), Reconciliation()))
    assert frame.outlet.tolist() == ["Savanna Lantern", "Savanna Lantern", "Courier"]
    assert [f"{t:%d %H:%M}" for t in frame.published] == ["14 00:00", "13 07:00", "13 08:00"]


@pytest.mark.parametrize(
    "folder", ["evening-lantern", "Evening-Lantern", "Evening Lantern", "evening_lantern", "THE-LANTERN"]
)
def test_a_folder_is_called_by_an_outlets_id_name_or_alias_however_it_is_set(tmp_path, folder):
    yaml = "title: T\ncodebook:\n  outlets: [{id: evening-lantern, name: Evening Lantern, aliases: [The Lantern]}]\n"
    path = make(tmp_path, {f"articles/{folder}/a.txt": LETTER, "articles/Harbour-Courier/b.txt": LETTER}, yaml)
    frame = pd.concat(read_articles(load_corpus(path), Reconciliation()))
    assert sorted(frame.outlet) == ["Evening Lantern", "Harbour-Courier"]


@pytest.mark.parametrize("said_by", ["folder", "field", "rule"])
@pytest.mark.parametrize(
    "name", ["Harbour-Courier", "harbour_courier", "HARBOUR COURIER", "The Courier", "courier.example"]
)
def test_an_outlet_is_the_codebooks_whether_a_folder_a_field_or_a_rule_names_it(tmp_path, said_by, name):
    yaml = """title: Talks
codebook:
  outlets: [{id: courier, name: Harbour Courier, aliases: [The Courier], domains: [courier.example]}]
"""
    files = {f"articles/{name if said_by == 'folder' else '1'}/a.jsonl": lines({"text": LETTER})}
    if said_by == "field":
        files = {"articles/a.jsonl": lines({"text": LETTER, "outlet": name})}
    if said_by == "rule":
        yaml += f'files: [{{match: "*", outlet: "{name}"}}]\n'
    frame = pd.concat(read_articles(load_corpus(make(tmp_path, files, yaml)), Reconciliation()))
    assert frame.outlet.tolist() == ["Harbour Courier"]


def test_a_name_is_an_outlets_own_before_it_is_anothers_alias_or_credit():
    courier = Outlet("courier", "The Courier", aliases=("Lantern",))
    wire = Outlet("wire", "Ostvale Wire", is_agency=True, credits=("Courier", "OW", "Reporting by … for OW"))
    names = OutletNames({o.id: o for o in (Outlet("lantern", "Lantern"), courier, wire)})
    assert [names.known_as(n) for n in ("LANTERN", "courier", "ow")] == ["Lantern", "The Courier", "Ostvale Wire"]
    assert names.known_as("Old Gazette") == "Old Gazette" and names.find("") is None
    assert [names.known_as(n) for n in ("Ostvale Wire News", "Ostvale Wire News Agency.", "Lantern News")] == [
        "Ostvale Wire",
        "Ostvale Wire",
        "Lantern News",
    ]  # what an agency is may stand behind its name; "Lantern News" may be another newspaper


def test_a_rule_says_outlet_columns_and_the_order_of_dates(tmp_path):
    yaml = """title: Talks
files:
  - {match: export.csv, outlet: Courier, dates: day-first, columns: {text: Wording, published: Day}}
  - {match: nothing/*.txt, outlet: Nobody}
"""
    frame, log = read(make(tmp_path, {"export.csv": f"Day;Wording\n03/04/2025;{LETTER}\n"}, yaml))
    assert frame[["outlet", "text"]].to_dict("records") == [{"outlet": "Courier", "text": LETTER}]
    assert frame.published[0] == pd.Timestamp("2025-04-03", tz="UTC")
    assert log.warnings == ["corpus.yaml, files: no file matches 'nothing/*.txt'."]


def test_what_is_doubtful_is_kept_without_it_and_told(tmp_path):
    items = [
        {"text": f"{LETTER} 1", "published": "soon"},
        {"text": f"{LETTER} 2", "published": "soon, too"},
        {"text": f"{LETTER} 3", "published": "2925-01-13"},
        {"text": f"{LETTER} 4", "url": "javascript:alert(1)"},
        {"text": f"{LETTER} 5", "language": "no language"},
        {"text": f"{LETTER} 6", "language": "en-GB", "url": "https://courier.example"},
    ]
    frame, log = read(make(tmp_path, {"a.jsonl": lines(*items)}))
    assert frame.published.isna().all()
    assert frame.url.dropna().tolist() == ["https://courier.example"]
    assert set(frame.language) == {"en"}
    assert [w.split(": ")[0] for w in log.warnings] == [
        "a.jsonl, line 1 (and 1 more)", "a.jsonl, line 3", "a.jsonl, line 4", "a.jsonl, line 5"
    ]  # fmt: skip
    assert "2925-01-13 lies in the future" in log.warnings[1]


def test_a_file_name_that_opens_with_no_day_that_can_be_is_told_with_what_was_expected(tmp_path):
    files = {f"{name}.txt": f"{LETTER} {name}" for name in ("2025-13-40-a", "04-03-2025-b", "20250304-c", "d")}
    frame, log = read(make(tmp_path, files))
    assert frame.set_index("source_file").published.dropna().index.tolist() == ["20250304-c.txt"]
    assert log.warnings == [
        "04-03-2025-b.txt: the file's name opens with '04-03-2025', which could be two days: say `dates: day-first` or "
        "`dates: month-first` for this file in corpus.yaml, or rename the file so that it opens with a day like "
        "2025-03-04. The article is kept without a date.",
        "2025-13-40-a.txt: the file's name opens with '2025-13-40', which is not a date that can be read: rename the "
        "file so that it opens with a day like 2025-03-04. The article is kept without a date.",
    ]


def test_an_article_that_has_a_date_of_its_own_needs_none_in_its_files_name(tmp_path):
    frame, log = read(make(tmp_path, {"2025-13-40.jsonl": lines({"text": LETTER, "published": "2025-03-04"})}))
    assert frame.published.notna().all() and not log.warnings and not log.undated


def test_articles_without_a_date_are_told_once_a_corpus_with_the_first_of_them(tmp_path, capsys):
    undated = lines(*({"text": f"{LETTER} {i}", "published": "" if i else "2025-03-04"} for i in range(4)))
    path = make(tmp_path, {"a.txt": LETTER, "b.jsonl": undated})
    assert read(path)[1].undated.startswith(
        "4 of 5 articles have no date (a.txt; b.jsonl, line 2; b.jsonl, line 3 and 1 more): left out of charts"
    )
    cli.main(["corpus", "check", str(path)])
    assert capsys.readouterr().out.count("have no date") == 1


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        ({"text": ""}, "has no text."),
        ({"text": " \n"}, "has no text."),
        ({"text": None}, "has no text."),
        ({"text": "2025: 100 %"}, "has a text without any letter."),
        ({"text": 7}, "text is a number; expected a text."),
        ({"text": LETTER, "title": ["Talks"]}, "title is a list; expected a text."),
        ({"text": LETTER, "outlet": {"id": "courier"}}, "outlet is an object; expected a text."),
        ({"text": LETTER, "article_id": True}, "article_id is true or false; expected a text."),
    ],
)
def test_an_article_that_cannot_be_used_is_rejected_with_the_reason(tmp_path, item, problem):
    frame, log = read(make(tmp_path, {"a.jsonl": lines(item, {"text": "He spoke."})}))
    assert frame.text.tolist() == ["He spoke."]
    assert log.rejected[["place", "problem"]].to_dict("records") == [{"place": "line 1", "problem": problem}]


# Hostile input


def test_text_is_kept_as_it_is_whatever_it_holds(tmp_path):
    texts = [
        "<script>alert(1)</script> he said",
        "a\0b",
        "שלום → $x_1$ 😀",
        "one\r\ntwo",
        "=cmd|' /C calc'!A0 text",
        "../../etc",
    ]
    frame, log = read(make(tmp_path, {"a.jsonl": lines(*({"text": text} for text in texts))}))
    assert frame.text.tolist() == texts
    assert log.warnings == []


def test_half_a_character_becomes_one_sign_so_that_offsets_stay(tmp_path):
    frame, log = read(make(tmp_path, {"a.jsonl": '{"text": "Talks \\ud83d go on"}'}))
    assert frame.text.tolist() == ["Talks � go on"]
    assert "half characters" in log.warnings[0]


@pytest.mark.parametrize("wrong", ["sloppy-windows-1252", "latin-1"])
def test_a_text_that_was_decoded_wrongly_before_it_came_is_put_right(tmp_path, wrong):
    text = "“The café’s shut,” Ines Aro said – again."
    article = {"text": text.encode().decode(wrong), "title": "Guantánamo"}
    frame, log = read(make(tmp_path, {"a.jsonl": lines(article, {"text": "A stray Ã© may be the page’s own."})}))
    assert set(frame.text) == {text, "A stray Ã© may be the page’s own."}
    (told,) = log.warnings
    assert "text was garbled by a wrong encoding" in told and "exported again as UTF-8" in told


def test_one_bad_file_never_loses_the_others(tmp_path):
    files = {
        "a.txt": LETTER,
        "b.txt": b"\x89PNG\r\n\x1a\n\0\0",
        "c.txt": b"Talks\0go on, said the minister",
        "d.parquet": b"PAR1 and then nothing",
        "e.csv": "Headline\nTalks\n",
        "f.html": "<html><body></body></html>",
        "g.docx": b"PK\x03\x04",
        "h.txt": "",
        "i.jsonl": "{",
        "z.txt": f"{LETTER} Again.",
    }
    path = make(tmp_path, files)
    (path / "j.txt").symlink_to(path / "nowhere.txt")
    frame, log = read(path)
    assert frame.source_file.tolist() == ["a.txt", "z.txt"]
    assert sorted(log.rejected.source_file) == [*(f"{name}" for name in list(files)[1:-1]), "j.txt"]
    assert (log.rejected.remedy.str.len() > 0).all()
    assert "11 files: 11 expected" in str(log)
    assert "c.txt: holds a NUL byte (byte 5): this is not a text file. To fix it: export it as UTF-8 text." in str(log)


def test_a_file_that_may_not_be_read_is_rejected(tmp_path, monkeypatch):
    # An administrator may read every file, whatever its mode: the refusal is made here.
    path, opened = make(tmp_path, {"a.txt": LETTER, "b.txt": f"{LETTER} Again."}), Path.open

    def refuse(file, *args, **more):
        if file.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(file, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    frame, log = read(path)
    assert frame.source_file.tolist() == ["b.txt"]
    assert log.rejected.problem.tolist() == ["cannot be read (Permission denied)."]


def test_a_link_that_leads_out_of_the_corpus_is_not_followed(tmp_path):
    path = make(tmp_path, {"a.txt": LETTER})
    (tmp_path / "secret.txt").write_text("The password is sample.")
    (path / "b.txt").symlink_to(tmp_path / "secret.txt")
    frame, log = read(path)
    assert frame.source_file.tolist() == ["a.txt"]
    assert log.rejected.problem.tolist() == ["is a link that leads out of the corpus."]


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl"])
def test_an_article_of_ten_megabytes_is_read_in_seconds(tmp_path, name):
    text = "Say it again, minister. " * 420_000
    content = {"a.txt": f"Talks\n\n{text}", "a.csv": f'title,text\nTalks,"{text}"', "a.jsonl": lines({"text": text})}[
        name
    ]
    path = make(tmp_path, {name: content})
    start = time.perf_counter()
    frame, _ = read(path)
    assert time.perf_counter() - start < 10
    assert len(frame.text[0]) > 10_000_000
    assert frame.n_words[0] == 1_680_000


def test_an_empty_reconciliation_still_has_its_columns():
    log = Reconciliation()
    names = ["source_file", "format", "announced", "expected", "read", "kept", "merged", "rejected", "older"]
    assert log.files.columns.tolist() == names
    assert log.rejected.columns.tolist() == ["source_file", "place", "problem", "remedy"]
    assert str(log) == "0 files: 0 expected, 0 read, 0 kept, 0 merged, 0 rejected."


def test_a_file_that_announces_another_number_of_articles_than_were_found_is_told():
    log = Reconciliation()
    for name, announced, found in (("a.txt", 3, 2), ("b.txt", 2, 2), ("c.txt", None, 1)):
        log.open_file(name, "nexis")
        if announced is not None:
            log.announce(name, announced, f"1 of {announced} DOCUMENTS")
        log.count(name, "expected", "read", "kept", by=found)
        log.close_file(name)
    assert log.files.announced.tolist()[:2] == [3, 2] and pd.isna(log.files.announced[2])
    told = "a.txt: announces 3 articles ('1 of 3 DOCUMENTS'), but 2 were found in it."
    assert log.warnings == [told]
    assert "a.txt (nexis): 3 announced, 2 expected, 2 read, 2 kept, 0 merged, 0 rejected" in str(log)
    assert "c.txt" not in str(log)


# Very long texts


@pytest.mark.parametrize("piece", [1, 4, 7, 1000])
def test_words_counted_a_piece_at_a_time_are_all_the_words(tmp_path, monkeypatch, piece):
    monkeypatch.setattr("standpoint.articles.PIECE", piece)
    [article] = read(make(tmp_path, {"a.jsonl": lines({"text": f"  {LETTER}\n\n\u00a0{LETTER} "})}))[0].to_dict(
        "records"
    )
    assert article["n_words"] == 2 * len(LETTER.split())


def test_a_text_longer_than_any_article_is_kept_whole_with_a_warning_that_says_how_much_of_it_is_read(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("standpoint.articles.COMPARED", 50)
    monkeypatch.setattr("standpoint.articles.READ", 80)
    frame, log = read(make(tmp_path, {"a.jsonl": lines(*({"text": f"{n} {LETTER * n}"} for n in (1, 2)))}))
    assert frame["text"].tolist() == [f"1 {LETTER}", f"2 {LETTER * 2}"]
    assert log.warnings == [
        "a.jsonl, line 2: has 92 characters: only the first 50 are compared with other articles and only the first 80 "
        "tagged."
    ]


def test_few_very_long_articles_are_held_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr("standpoint.corpus.FULL", 100)
    path = make(tmp_path, {"a.jsonl": lines(*({"text": f"{n} {LETTER}"} for n in range(7)))})
    batches = read_articles(load_corpus(path), Reconciliation(), outlets={})
    assert [len(batch) for batch in batches] == [3, 3, 1]


@pytest.mark.parametrize("count, quiet, told", [(2, False, 0), (2, True, 2), (21, False, 21)])
def test_what_is_rejected_is_told_once_or_on_standard_error_where_the_report_is_cut(
    tmp_path, capsys, count, quiet, told
):
    log = Reconciliation()
    log.open_file("a.jsonl", "jsonl")
    for line in range(count):
        log.reject("a.jsonl", f"line {line + 1}" if line else "", "has no text.", "give it a text, or leave it out.")
    cli._tell(log, quiet)
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == told
    assert ("Rejected:" in said.out) is not quiet
    if told:
        assert said.err.splitlines()[:2] == [
            "standpoint: a.jsonl: has no text. To fix it: give it a text, or leave it out.",
            "standpoint: a.jsonl, line 2: has no text. To fix it: give it a text, or leave it out.",
        ]


def test_of_a_merged_article_the_one_that_was_kept_is_named(tmp_path):
    text = "Fees rise\nThe harbour raised its fees."
    files = {f"articles/Courier/{name}.txt": text for name in ("a", "b", "c")}
    _, log = read(make(tmp_path, files))
    kept = "articles/Courier/a.txt"
    for name in ("b", "c"):
        told = f"articles/Courier/{name}.txt (text): 1 expected, 1 read, 0 kept, 1 merged, 0 rejected; kept is {kept}\n"
        assert told in f"{log}\n"


def test_of_several_merged_of_one_file_the_first_is_named(tmp_path):
    again = {"title": "Fees rise", "text": "The harbour raised its fees.", "outlet": "Courier"}
    _, log = read(make(tmp_path, {"a.jsonl": lines(again, again, again)}))
    assert "1 kept, 2 merged, 0 rejected; of the first merged, kept is a.jsonl, line 1" in str(log)
