"""One file in, its articles out: formats, encodings, and what each reader does with broken input."""

import json
import os
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standpoint.errors import InputError
from standpoint.formats import html
from standpoint.formats.recognise import recognise
from standpoint.formats.record import FileRule, Record, Rejected

SAMPLES = Path(os.environ.get("STANDPOINT_BENCH", Path(__file__).parents[2] / "../shared/bench")).parent / "formats"
BODY = "The minister said the “café talks” would go on.\n\nNobody in Köln objected."


def read(path: Path, *, language: str = "en", **rule) -> tuple[str, list[Record], list[Rejected], str]:
    """Format, records, rejected items and warning of one file."""
    name, items, warning = recognise(path, FileRule(**rule), language)
    items = list(items)
    records = [i for i in items if isinstance(i, Record)]
    return name, records, [i for i in items if isinstance(i, Rejected)], warning


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only(path: Path, **more) -> dict:
    """The fields of a file's one article."""
    _, [record], [], _ = read(path, **more)
    return dict(record.fields)


# Plain text


def test_the_first_line_of_a_text_file_is_the_headline(tmp_path):
    path = write(tmp_path / "a.txt", f"Talks go on\r\n\r\n\r\n{BODY}\r\n")
    assert only(path) == {"title": "Talks go on", "text": BODY}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_end_becomes_a_line_feed(tmp_path, ending):
    path = write(tmp_path / "a.txt", f"Talks go on\n\n{BODY}".replace("\n", ending))
    assert only(path) == {"title": "Talks go on", "text": BODY}


def test_an_only_line_is_text_and_so_is_a_paragraph_in_place_of_a_headline(tmp_path):
    assert only(write(tmp_path / "a.txt", "Talks go on.\n")) == {"text": "Talks go on."}
    long = "The minister spoke. " * 20
    assert only(write(tmp_path / "b.txt", f"{long}\nOthers did not.")) == {"text": f"{long}\nOthers did not."}


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Clara Lund", "Clara Lund"),
        ("BY CLARA LUND", "CLARA LUND"),
        ("By Odo van der Venn and Ines M. Aro-O’Dowd", "Odo van der Venn and Ines M. Aro-O’Dowd"),
    ],
)
def test_a_line_below_the_headline_of_a_text_file_that_says_by_whom_is_its_byline(tmp_path, line, byline):
    path = write(tmp_path / "a.txt", f"Talks go on\n{line}\n\n{BODY}")
    assert only(path) == {"title": "Talks go on", "byline": byline, "text": BODY}
    path = write(tmp_path / "b.txt", f"Talks go on\nThe crews wait.\n  {line} \n{BODY}")
    assert only(path) == {"title": "Talks go on", "byline": byline, "text": f"The crews wait.\n{BODY}"}


@pytest.mark.parametrize(
    "text",
    [
        f"By Tuesday\n{BODY}",
        f"By Clara Lund’s count they were ten.\n{BODY}",
        f"By Clara Lund, who was there\n{BODY}",
        "By Clara Lund",
        f"One.\nTwo.\nBy Clara Lund\n{BODY}",
    ],
)
def test_a_line_that_says_more_stands_further_down_or_is_all_there_is_stays_text(tmp_path, text):
    assert only(write(tmp_path / "a.txt", f"Talks go on\n{text}")) == {"title": "Talks go on", "text": text}


def test_an_indented_first_paragraph_keeps_its_indentation(tmp_path):
    assert only(write(tmp_path / "a.txt", "Talks go on\n\n   He spoke."))["text"] == "   He spoke."


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_are_found_without_being_told(tmp_path, encoding):
    path = write(tmp_path / "a.txt", f"Talks go on\n\n{BODY}".encode(encoding))
    assert only(path) == {"title": "Talks go on", "text": BODY}


@pytest.mark.parametrize(
    ("language", "encoding", "text"),
    [
        ("fr", "latin-1", "Le ministre a déclaré que la réunion était annulée."),
        ("cs", "cp1250", "Vláda schválila pomoc, řekl ministr. Žádné další kroky neplánuje, uvedl mluvčí úřadu."),
        ("cs", "iso8859_2", "Vláda schválila pomoc, řekl ministr. Žádné další kroky neplánuje, uvedl mluvčí úřadu."),
        ("ru", "cp1251", "Правительство сообщило, что переговоры продолжатся на следующей неделе."),
        ("ru", "koi8_r", "Правительство сообщило, что переговоры продолжатся на следующей неделе."),
    ],
)
def test_a_guessed_encoding_follows_the_language_and_is_told(tmp_path, language, encoding, text):
    _, [record], [], warning = read(write(tmp_path / "a.txt", text.encode(encoding)), language=language)
    assert record.fields["text"] == text
    assert "is not UTF-8" in warning


def test_broken_utf_8_is_read_with_a_warning_that_names_the_byte(tmp_path):
    raw = BODY.encode() + b" And \xff then."
    _, [record], [], warning = read(write(tmp_path / "a.txt", b"Talks go on\n\n" + raw))
    assert record.fields["text"] == f"{BODY} And � then."
    assert f"byte {13 + raw.index(0xFF)}" in warning


def test_broken_utf_8_far_into_a_long_file_is_found_too(tmp_path):
    raw = ("Nobody in Köln objected. " * 200_000).encode() + b"\xe2\x82"
    _, [record], [], warning = read(write(tmp_path / "a.txt", raw))
    assert record.fields["text"].endswith("objected. �")
    assert f"byte {len(raw) - 2:,}" in warning


def test_a_text_file_with_nul_bytes_is_no_text_but_utf_16_is(tmp_path):
    with pytest.raises(InputError, match=r"NUL byte \(byte 5\).*not a text file"):
        read(write(tmp_path / "a.txt", b"Talks\0go on and on and on, said the minister."))
    assert only(write(tmp_path / "b.txt", "Talks go on.".encode("utf-16-le")))["text"] == "Talks go on."


# JSON Lines


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_text_in_json_lines_is_kept_to_the_character(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("given") / "a.jsonl"
    write(path, json.dumps({"article_id": "a", "text": text}, ensure_ascii=len(text) % 2 == 0))
    assert only(path)["text"] == text


def test_a_bad_line_is_rejected_with_its_number_and_the_rest_goes_on(tmp_path):
    lines = ['{"text": "One."}', '{"text": "Two.', "[1]", "", '{"title": "Only"}', "[" * 100_000, '{"text": "Six."}']
    _, records, rejected, _ = read(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert [(r.place, r.fields["text"]) for r in records] == [("line 1", "One."), ("line 7", "Six.")]
    assert [r.place for r in rejected] == ["line 2", "line 3", "line 5", "line 6"]
    assert rejected[0].problem.startswith("is not JSON: Unterminated string")
    assert rejected[1].problem == "is a list, not an object."
    assert rejected[2].problem == "no column holds the text; there: 'title'."


def test_other_usual_names_of_the_fields_are_understood_and_ours_come_first(tmp_path):
    path = write(tmp_path / "a.jsonl", '{"ID": 7, "date": "2025-01-13", "Headline": "Talks", "body": "He spoke."}')
    assert only(path) == {"article_id": 7, "published": "2025-01-13", "title": "Talks", "text": "He spoke."}
    path = write(tmp_path / "b.jsonl", '{"content": "No.", "text": "Yes."}')
    assert only(path) == {"text": "Yes."}


def test_one_json_list_and_one_object_over_several_lines_are_read_too(tmp_path):
    assert only(write(tmp_path / "a.json", '[{"text": "He spoke."}]')) == {"text": "He spoke."}
    assert only(write(tmp_path / "b.json", '{\n  "text": "He spoke."\n}\n')) == {"text": "He spoke."}


# CSV and TSV


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_read_off_the_header(tmp_path, mark):
    rows = [["title", "text", "outlet"], ['"Talks, go; on"', '"He said ""no"".\n\nShe, too."', "Courier"]]
    _, [record], [], _ = read(write(tmp_path / "a.csv", "\n".join(mark.join(row) for row in rows)))
    assert record == (
        "line 2",
        {"title": "Talks, go; on", "text": 'He said "no".\n\nShe, too.', "outlet": "Courier"},
    )


def test_rows_name_the_line_on_which_they_begin(tmp_path):
    table = 'title,text\r\nA,"One.\r\nTwo."\r\n\r\nB,Three.,too,many\r\nC,Four.\r\n'
    _, records, [rejected], _ = read(write(tmp_path / "a.csv", table))
    assert [(r.place, r.fields["text"]) for r in records] == [("line 2", "One.\nTwo."), ("line 6", "Four.")]
    assert (rejected.place, rejected.problem) == ("line 5", "has 4 cells, but the header has 2.")


def test_a_quotation_mark_that_is_never_closed_costs_only_what_follows(tmp_path):
    _, [record], [rejected], _ = read(write(tmp_path / "a.csv", 'title,text\nA,One.\nB,"Two.\nC,Three.\n'))
    assert record.fields["text"] == "One."
    assert rejected.place == "lines 3 to 4"
    assert "never closed" in rejected.problem


def test_a_missing_column_names_those_that_are_there_and_how_to_map(tmp_path):
    path = write(tmp_path / "a.csv", "Headline,Wording\nTalks,He spoke.\n")
    with pytest.raises(InputError, match=r"'Headline', 'Wording'.*columns: \{text: COLUMN\}"):
        read(path)
    with pytest.raises(InputError, match=r"no column 'Words', which corpus\.yaml names for text"):
        read(path, columns={"text": "Words"})
    assert only(path, columns={"text": "Wording"}) == {"title": "Talks", "text": "He spoke."}


def test_a_header_alone_holds_no_article_and_an_empty_file_has_no_header(tmp_path):
    assert read(write(tmp_path / "a.csv", "title,text\n"))[1:3] == ([], [])
    with pytest.raises(InputError, match="no column holds the text; there: none"):
        read(write(tmp_path / "b.csv", ""))


# Parquet


def test_parquet_keeps_types_and_reads_only_the_columns_it_needs(tmp_path):
    when = pa.array([1736762400000], pa.timestamp("ms", tz="Europe/Kyiv"))
    table = pa.table({"body": ["He spoke.\r\nShe, too."], "released": when, "clicks": [7]})
    pq.write_table(table, tmp_path / "a.parquet")
    found = only(tmp_path / "a.parquet", columns={"published": "released"})
    assert set(found) == {"text", "published"}
    assert found["text"] == "He spoke.\nShe, too."
    assert found["published"].timestamp() == 1736762400


def test_a_parquet_file_that_is_cut_off_is_rejected(tmp_path):
    pq.write_table(pa.table({"text": ["He spoke."] * 100}), tmp_path / "a.parquet")
    cut = write(tmp_path / "b.parquet", (tmp_path / "a.parquet").read_bytes()[:-20])
    with pytest.raises(InputError, match="not a whole Parquet file"):
        read(cut)


def test_a_parquet_file_with_damaged_pages_counts_what_is_lost(tmp_path):
    texts = [f"He spoke {i} times, said the minister." for i in range(2000)]
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet", row_group_size=500, compression="zstd")
    raw = bytearray((tmp_path / "a.parquet").read_bytes())
    start = len(raw) // 2
    raw[start : start + 200] = bytes(200)
    _, records, [rejected], _ = read(write(tmp_path / "b.parquet", bytes(raw)))
    assert len(records) + rejected.count == 2000
    assert rejected.place == f"rows {len(records) + 1} to 2000"


# HTML

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Talks go on in Köln | Harbour Courier</title>
<meta property="og:site_name" content="Harbour Courier"><meta property="og:url" content="https://courier.example/talks">
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-01-13T10:00:00+01:00",
"author": [{"@type": "Person", "name": "Ada Sample"}, {"name": "HVN"}]}</script></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport and games</a></nav><main><article><h1>Talks go on in Köln</h1>
<p>The minister said on Monday that the talks in Köln would go on, whatever the others might say about them.</p>
<p>Nobody objected to that, and the next meeting will be held in a week, said two people who were in the room.</p>
<script>alert("no")</script></article></main>
<footer>All rights reserved by the Harbour Courier.</footer></body></html>"""


def test_a_page_gives_its_article_and_what_it_says_about_itself(tmp_path):
    found = only(write(tmp_path / "a.html", PAGE))
    assert found == {
        "text": "The minister said on Monday that the talks in Köln would go on, whatever the others might say about "
        "them.\n\nNobody objected to that, and the next meeting will be held in a week, said two people who were in "
        "the room.",
        "title": "Talks go on in Köln",
        "published": "2025-01-13T10:00:00+01:00",
        "byline": "Ada Sample, HVN",
        "url": "https://courier.example/talks",
        "outlet": "Harbour Courier",
        "language": "en",
    }


def test_a_page_without_machine_readable_facts_still_has_its_headline(tmp_path):
    page = PAGE[: PAGE.index("<script")] + PAGE[PAGE.index("</script>") + 9 :]
    found = only(write(tmp_path / "a.html", page))
    assert found["title"] == "Talks go on in Köln"
    assert found["byline"] is None


def test_a_page_in_the_encoding_that_it_declares(tmp_path):
    page = PAGE.replace("Köln", "Łódź").replace('charset="utf-8"', 'charset="windows-1250"')
    assert "Łódź" in only(write(tmp_path / "a.html", page.encode("cp1250")))["text"]


def test_a_page_cannot_name_a_codec_of_its_choice(tmp_path):
    page = PAGE.replace('charset="utf-8"', 'charset="unicode_escape"').encode("cp1252")
    assert "Köln" in only(write(tmp_path / "a.html", page))["text"]


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<html>", "<html>" + "<div>" * 50_000, "<html>\0\0"])
def test_a_page_without_an_article_is_rejected(tmp_path, page):
    with pytest.raises(InputError, match=r"holds no article text|cannot be read as a page"):
        read(write(tmp_path / "a.html", page))


def test_a_page_of_very_many_parts_is_rejected_before_it_takes_minutes(tmp_path):
    path = write(tmp_path / "a.html", "<html><body><article>" + "<p>He spoke.</p>" * 200_000)
    start = time.perf_counter()
    with pytest.raises(InputError, match="more than one article"):
        read(path)
    assert time.perf_counter() - start < 5


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the saved news pages are not beside the annotated sets")
def test_real_pages_give_their_text_without_what_surrounds_it():
    folder = SAMPLES / "html-news"
    wanted = [(name, told) for name, told in json.loads((folder / "expected.json").read_text("utf-8")).items()]
    missing, boilerplate, titles, phrases = [], [], 0, 0
    for name, told in wanted:
        if not (folder / name).is_file():
            continue
        # rp-pl is the page that declares two encodings and means the first.
        _, [record], _, _ = read(folder / name, language="pl" if "_pl" in name else name[-7:-5])
        text = " ".join(record.fields["text"].split())
        phrases += len(told.get("text_must_contain", []))
        missing += [(name, p) for p in told.get("text_must_contain", []) if " ".join(p.split()) not in text]
        boilerplate += [(name, p) for p in told.get("text_must_not_contain", []) if " ".join(p.split()) in text]
        title = told.get("expected", {}).get("title")
        titles += title is not None and title != record.fields["title"]
    assert phrases >= 20
    assert len(missing) <= 1, missing
    assert len(boilerplate) <= 2, boilerplate
    assert titles <= 2


# Recognising


@pytest.mark.parametrize(
    ("file_name", "content", "expected"),
    [
        ("a.txt", '{"text": "He spoke."}\n{"text": "She spoke."}', "jsonl"),
        ("a.csv", '{"text": "He spoke."}', "jsonl"),
        ("a.txt", PAGE, "html"),
        ("a.data", PAGE, "html"),
        ("a.txt", "title\ttext\nTalks\tHe spoke.", "delimited"),
        ("a", "Talks go on\n\nHe spoke.", "text"),
        ("a.txt", "Minister, text in hand, speaks\n\nHe spoke.", "text"),
        ("a.txt", "{Talks} go on\n\nHe spoke.", "text"),
    ],
)
def test_a_format_is_recognised_by_what_is_in_the_file(tmp_path, file_name, content, expected):
    assert read(write(tmp_path / file_name, content))[0] == expected


def test_parquet_is_recognised_under_any_name(tmp_path):
    pq.write_table(pa.table({"text": ["He spoke."]}), tmp_path / "a.txt")
    assert read(tmp_path / "a.txt")[0] == "parquet"


@pytest.mark.parametrize(
    ("file_name", "content", "what"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "a PDF document"),
        ("a.docx", b"PK\x03\x04...", "a ZIP archive or an Office document"),
        ("a.txt", b"{\\rtf1 He spoke.}", "an RTF document"),
        ("a.xml", b"<?xml version='1.0'?><news>He spoke.</news>", r"XML of a kind that is not read \(<news>\)"),
    ],
)
def test_other_formats_are_refused_with_what_to_do(tmp_path, file_name, content, what):
    with pytest.raises(InputError, match=f"{what}.*export it as text"):
        read(write(tmp_path / file_name, content))


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(InputError, match="not a regular file"):
        read(tmp_path / "a.txt")


def test_the_title_loses_the_name_of_the_site_and_nothing_else():
    tree = html.lxml_html.fromstring("<html><body><p>He spoke.</p></body></html>")
    assert html._title("Talks go on - La Stampa", "lastampa.it", tree) == "Talks go on"
    assert html._title("Talks go on - and on", "lastampa.it", tree) == "Talks go on - and on"
    assert html._title("Talks go on", None, tree) == "Talks go on"
