"""Wire formats, feeds, web archives and archives: one file in, its articles out, and what hostile files may not do."""

import gzip
import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import specimens_wire as made

from standpoint import tables
from standpoint.codebook import Outlet
from standpoint.corpus import load_corpus, read_articles
from standpoint.formats import archive, blocks, lines, text, xmlfile
from standpoint.reconciliation import Reconciliation

MINISTER = made.PARAGRAPHS[0]
OUTLETS = {"reuters": Outlet("reuters", "Reuters", is_agency=True, domains=("reuters.com",))}


def read(tmp_path: Path, files: dict[str, str | bytes]) -> tuple[pd.DataFrame, Reconciliation]:
    """The articles of a folder of these files; every item must be accounted for."""
    folder = tmp_path / "talks"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    log = Reconciliation()
    frames = list(read_articles(load_corpus(folder), log, outlets=OUTLETS))
    assert (log.files.expected == log.files.kept + log.files.merged + log.files.rejected).all()
    return pd.concat(frames, ignore_index=True) if frames else tables.frame("articles"), log


def only(tmp_path: Path, name: str, content: str | bytes) -> dict:
    """The fields of a file's one article, without those that are null."""
    frame, log = read(tmp_path, {name: content})
    assert log.counts["rejected"] == 0, log
    [row] = frame.to_dict("records")
    fields = ("title", "text", "byline", "outlet", "agency", "language", "url", "published")
    return {name: row[name] for name in fields if not pd.isna(row[name])}


def rejected(tmp_path: Path, name: str, content: str | bytes) -> list[str]:
    """Why the items of a file were rejected; a good file beside it must be kept."""
    _, log = read(tmp_path, {name: content, "zz-good.txt": f"Good\n\n{MINISTER}"})
    assert log.files.kept.iloc[-1] == 1
    return log.rejected.problem.tolist()


WHEN = pd.Timestamp("2025-01-13T08:00Z")
ARTICLE = {"title": made.HEADLINE, "text": made.TEXT, "outlet": "HVN", "language": "en", "published": WHEN}


# NewsML-G2


def test_a_newsml_g2_item_gives_its_text_without_headline_and_what_is_not_for_publication(tmp_path):
    assert only(tmp_path, "a.xml", made.g2_item()) == {**ARTICLE, "byline": "By Ada Sample"}


@pytest.mark.parametrize(
    "body",
    [
        f"<inlineXML contenttype='application/nitf+xml'><nitf><body><body.content>{made.XHTML}</body.content></body></nitf></inlineXML>",  # noqa: E501
        f"<inlineData contenttype='text/plain'><![CDATA[{made.XHTML}]]></inlineData>",
        f"<inlineData contenttype='text/plain'>{made.TEXT}</inlineData>",
        f"<x:inlineXML xmlns:x='http://iptc.org/std/nar/2006-10-01/'><html>{made.XHTML}</html></x:inlineXML>",
    ],
)
def test_the_body_is_told_by_what_is_in_it_not_by_its_content_type(tmp_path, body):
    assert only(tmp_path, "a.xml", made.g2_item(body=body))["text"] == made.TEXT


def test_a_message_gives_its_items_and_a_package_says_how_many_it_holds(tmp_path):
    message = made.g2_message(
        made.g2_package("a", "gone", "lost"), made.g2_item("a"), made.g2_item("p", kind="picture")
    )
    frame, log = read(tmp_path, {"a.xml": message})
    assert len(frame) == 1
    assert log.files.announced.tolist() == [3]
    assert log.rejected[["place", "problem"]].values.tolist() == [["item 2", "is no text but of the kind 'picture'."]]
    assert any("names the item gone, which is not in the file" in warning for warning in log.warnings)
    assert any("announces 3 articles" in warning for warning in log.warnings)


def test_a_package_alone_a_skeleton_and_a_withdrawn_item_are_rejected_with_their_reason(tmp_path):
    assert rejected(tmp_path, "a.xml", made.g2_package("a", "b")) == [
        "is a package: it names 2 items and holds none of them."
    ]
    assert rejected(tmp_path, "a.xml", made.g2_item(body="<inlineXML/>")) == ["has no text."]
    killed = made.g2_item().replace("stat:usable", "stat:canceled")
    assert rejected(tmp_path, "a.xml", killed) == ["was withdrawn by its sender (status 'stat:canceled')."]


def test_a_message_that_breaks_off_keeps_the_items_before_and_says_where(tmp_path):
    message = made.g2_message(made.g2_item("a"), made.g2_item("b").replace("Monday", "Friday"))
    frame, log = read(tmp_path, {"a.xml": message[: message.rindex("<contentSet>") + 100]})
    assert frame.text.tolist() == [made.TEXT]
    assert log.rejected.place.tolist() == ["item 2"]
    assert "from here on nothing could be read" in log.rejected.problem[0]


def test_an_agency_that_the_item_names_as_its_source_is_its_agency(tmp_path):
    item = made.g2_item().replace('literal="HVN"', 'literal="Acme News"')
    item = item.replace("<contentMeta>", '<contentMeta><infoSource literal="reuters.com"/>')
    found = only(tmp_path, "a.xml", item)
    assert (found["outlet"], found["agency"]) == ("Acme News", "Reuters")


# NewsML 1, NITF, ninjs


def test_newsml_1_gathers_what_is_said_at_any_depth_and_drops_the_desks_initials(tmp_path):
    assert only(tmp_path, "a.xml", made.newsml1()) == {**ARTICLE, "byline": "Ada Sample"}


def test_an_encoding_that_newsml_declares_counts_only_where_the_bytes_are_not_utf_8(tmp_path):
    told = made.newsml1("<p>Décès à Łódź.</p>")
    assert only(tmp_path, "a.xml", told.encode())["text"] == "Décès à Łódź."
    latin = made.newsml1("<p>Décès à Liège.</p>").encode("latin-1")
    assert only(tmp_path, "a.xml", latin)["text"] == "Décès à Liège."


def test_a_second_headline_in_the_byline_and_a_copyright_line_are_left_out(tmp_path):
    second = "Both sides ready for all that may come, says chair"
    wrong = made.NITF.replace("By Ada Sample<byttl>HVN Writer</byttl>", second)
    wrong = wrong.replace("<p>ends</p>", "<p>© HVN 2025. All rights reserved.</p>")
    assert only(tmp_path, "a.xml", wrong) == ARTICLE


def test_nitf_gives_the_byline_with_its_title_and_no_captions(tmp_path):
    assert only(tmp_path, "a.xml", made.NITF) == {**ARTICLE, "byline": "By Ada Sample, HVN Writer"}


@pytest.mark.parametrize("version", [1, 2, 3])
def test_ninjs_of_every_version_is_told_by_its_keys(tmp_path, version):
    found = only(tmp_path, "a.json", json.dumps(made.NINJS[version], indent=2))
    address = {"url": "http://hvn.example/1"} if version == 1 else {}
    assert found == {**ARTICLE, "byline": "Ada Sample", **address}


def test_an_item_whose_id_holds_half_a_character_is_read_as_any_other(tmp_path):
    item = json.dumps(made.NINJS[1]).replace("http://hvn", "\\ud83dhttp://hvn")
    assert only(tmp_path, "a.json", item)["title"] == made.HEADLINE


def test_ninjs_as_lines_as_a_list_and_in_the_answer_to_a_search(tmp_path):
    one, two = (
        json.dumps(made.NINJS[2]),
        json.dumps(made.NINJS[3]).replace("urn:hvn:1", "urn:hvn:2").replace("live", "do"),
    )
    for content in (f"{one}\n{two}", f"[{one},\n{two}]", f'{{"total": 2, "item": [{one}, {two}]}}'):
        frame, log = read(tmp_path, {"a.json": content})
        assert len(frame) == 2, log
    assert log.files.announced.tolist() == [2]


# Agency text


def test_iptc_7901_loses_its_framing_labels_and_notebook_and_joins_its_lines(tmp_path):
    assert only(tmp_path, "a.txt", made.IPTC) == {
        "title": "Harbour talks go on",
        "text": "Harbour City (HVN) - The harbour minister, Mara Lind, said on Monday that the long-awaited talks on the "  # noqa: E501
        "wage floor would go on.\n\nThe shipowners' federation rejected the plan.",
        "byline": "Ada Sample", "outlet": "HVN", "language": "en", "published": WHEN,
    }  # fmt: skip


def test_anpa_1312_gives_headline_byline_and_its_seven_bit_signs_as_printed(tmp_path):
    assert only(tmp_path, "a.txt", made.ANPA) == {
        "title": "Harbour talks go on",
        "text": "HARBOUR CITY (HVN) — “The talks go on,” the minister said.\n\nThe shipowners' federation rejected the plan.",  # noqa: E501
        "byline": "ADA SAMPLE, HVN Harbour Writer", "outlet": "HVN", "language": "en", "published": WHEN,
    }  # fmt: skip


def test_a_file_of_many_messages_gives_each_of_them(tmp_path):
    frame, _ = read(tmp_path, {"a.txt": made.IPTC + made.ANPA})
    assert frame.title.tolist() == [made.HEADLINE, made.HEADLINE]


# Feeds and lists


def test_a_feed_gives_its_entries_and_tells_which_are_teasers(tmp_path):
    frame, log = read(tmp_path, {"a.rss": made.RSS})
    assert frame.text.tolist() == [made.TEXT, "The ferry’s crew stays ashore."]
    row = frame.iloc[0]
    assert (row.outlet, row.byline, row.url) == ("Harbour Courier", "Ada Sample", "https://courier.example/talks")
    assert (row.published, row.language) == (WHEN, "en")
    assert log.warnings == ["a.rss, entry 2: the feed gives a teaser, perhaps not the whole text."]


def test_atom_and_json_feed_give_the_same(tmp_path):
    for name, content in (("a.atom", made.ATOM), ("a.json", json.dumps(made.JSON_FEED))):
        found = only(tmp_path / name, name, content)
        assert found.pop("url") == "https://courier.example/talks"
        assert found == {**ARTICLE, "outlet": "Harbour Courier", "byline": "Ada Sample"}


def test_a_feed_that_breaks_off_tells_the_entry_that_was_cut(tmp_path):
    frame, log = read(tmp_path, {"a.rss": made.RSS[: made.RSS.index("stays ashore")]})
    assert frame.title.tolist() == [made.HEADLINE]
    assert log.rejected.place.tolist() == ["1 entries"]


def test_a_news_sitemap_lists_articles_without_their_texts(tmp_path):
    frame, log = read(tmp_path, {"a.xml": made.SITEMAP})
    [row] = frame.itertuples()
    assert (row.title, row.text, row.outlet, row.url) == (
        made.HEADLINE, "", "courier.example", "https://courier.example/talks",
    )  # fmt: skip
    assert log.rejected.problem.tolist() == [
        "is an address without headline or text ('https://courier.example/old'): a sitemap holds no more."
    ]


# Web archives


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_gives_its_pages_with_their_addresses(tmp_path, packed):
    pages = [
        (f"https://courier.example/{n}", made.PAGE.replace("Monday", day)) for n, day in enumerate(("Monday", "Friday"))
    ]
    frame, log = read(
        tmp_path, {"a.warc.gz": made.warc(*pages, ("https://courier.example/x", "<html></html>"), packed=packed)}
    )
    assert frame.url.tolist() == ["https://courier.example/0", "https://courier.example/1"]
    assert frame.title.tolist() == [made.HEADLINE] * 2
    assert log.rejected.place.tolist() == ["record 4 (https://courier.example/x)"]


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_that_breaks_off_keeps_what_came_before_and_says_where(tmp_path, packed):
    raw = made.warc(("https://a.example/", made.PAGE), ("https://b.example/", made.PAGE), packed=packed)
    frame, log = read(tmp_path, {"a.warc": raw[:-300]})
    assert frame.url.tolist() == ["https://a.example/"]
    assert len(log.rejected) >= 1
    assert "record 3" in log.rejected.place[0]


def test_pages_of_a_web_archive_are_unpacked_from_gzip_and_refused_in_what_has_no_bounds(tmp_path):
    page = ("https://courier.example/", gzip.compress(made.PAGE.encode()))
    frame, _ = read(tmp_path / "a", {"a.warc": made.warc(page, coding="gzip")})
    assert frame.title.tolist() == [made.HEADLINE]
    assert rejected(tmp_path / "b", "a.warc", made.warc(page, coding="br")) == ["is packed as 'br', which is not read."]


def test_a_web_archive_without_pages_and_lists_in_lists_say_so(tmp_path):
    assert rejected(tmp_path / "a", "a.warc", made.warc()) == ["is a web archive without any page."]
    nested = '{"items": [' * 200 + '{"text": "He spoke."}' + "]}" * 200
    [problem] = rejected(tmp_path / "b", "a.json", nested)
    assert problem == "no column holds the text; there: 'items'."


# zip and gzip


def test_a_member_without_a_name_costs_itself_alone(tmp_path):
    raw = made.zipped({"x.txt": MINISTER, "talks.txt": f"Talks\n\n{MINISTER}"}).replace(b"x.txt", b"\0.txt")
    frame, log = read(tmp_path, {"all.zip": raw})
    assert frame.title.tolist() == ["Talks"]
    assert log.rejected.source_file.tolist() == ["all.zip/"]


def test_the_members_of_an_archive_are_files_of_their_own(tmp_path):
    inner = made.zipped({"feed.rss": made.RSS, "__MACOSX/._x": b"\0", "README.md": "About"})
    outer = made.zipped(
        {"Old Courier/2025-01-13-talks.txt": f"Talks\n\n{MINISTER}", "inner.zip": inner, "a.bin": b"\0\1"}
    )
    frame, log = read(
        tmp_path, {"articles/all.zip": outer, "articles/b.jsonl.gz": gzip.compress(b'{"text": "He spoke."}')}
    )
    names = {
        "articles/all.zip/Old Courier/2025-01-13-talks.txt": 1, "articles/all.zip/inner.zip/feed.rss": 2,
        "articles/all.zip/a.bin": 0, "articles/b.jsonl.gz/b.jsonl": 1,
    }  # fmt: skip
    assert log.files.set_index("source_file").kept.to_dict() == names
    assert (frame.outlet[0], str(frame.published[0].date())) == ("Old Courier", "2025-01-13")


def test_a_gzip_file_that_breaks_off_keeps_whole_lines_and_no_half_article(tmp_path):
    many = "\n".join(json.dumps({"text": f"The minister spoke {n * 7919 % 9973} times."}) for n in range(2000)).encode()
    half = gzip.compress(made.TEXT.encode())[:-20]
    frame, log = read(tmp_path, {"a.jsonl.gz": gzip.compress(many)[:-2000], "b.txt.gz": half})
    assert 0 < len(frame) < 2000
    assert log.rejected.problem.iloc[-1] == "the gzip stream breaks off: only a part of it is there."


def test_names_that_lead_out_links_and_locked_members_are_refused_and_nothing_is_written(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made_zip:
        for name in ("../up.txt", "/etc/up.txt", "C:\\up.txt", "a/../../up.txt"):
            made_zip.writestr(name, MINISTER)
        made_zip.writestr(link, "/etc/passwd")
    problems = rejected(tmp_path, "a.zip", out.getvalue())
    assert problems == ["has a name that leads out of the archive."] * 4 + ["is a link, not a file."]
    assert {p.name for p in tmp_path.rglob("*")} == {"talks", "a.zip", "zz-good.txt"}


def test_what_unpacks_to_far_more_than_text_would_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "SMALL", 100_000)
    for name, content in (
        ("a.zip", made.zipped({"a.txt": b"a" * 5_000_000})),
        ("a.txt.gz", gzip.compress(b"a" * 5_000_000)),
    ):
        [problem] = rejected(tmp_path / name, name, content)
        assert "unpacks to more than" in problem


def test_archives_in_archives_are_opened_three_deep(tmp_path):
    nested = made.zipped({"a.txt": MINISTER})
    for _ in range(4):
        nested = made.zipped({"a.zip": nested})
    [problem] = rejected(tmp_path, "b.zip", nested)
    assert problem == "is an archive inside 3 others, which is not opened."


# Hostile files


LOL = '<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("entity", ["b", "f"])
def test_entities_are_never_expanded_and_files_never_fetched(tmp_path, entity):
    hostile = made.NITF.replace('<?xml version="1.0"?>', LOL).replace("<p>ends</p>", f"<p>&{entity};</p>")
    [problem] = rejected(tmp_path, "a.xml", hostile)
    assert f"uses the entity &{entity};" in problem
    [*_, feed] = rejected(
        tmp_path / "feed", "a.rss", LOL + made.RSS.split("?>", 1)[1].replace("ferry</", f"&{entity};</")
    ) or [""]
    assert "root:" not in feed


def test_one_line_without_end_is_not_taken_into_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "LONGEST", 200_000)
    monkeypatch.setattr(text, "LARGEST", 200_000)
    long = b'{"text": "' + b"ha " * 3_000_000
    for name, content in (("a.jsonl", long), ("b.csv", b"title,text\n" + long), ("c.txt", long)):
        tracemalloc.start()
        [problem] = rejected(tmp_path / name, name, content)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
        tracemalloc.stop()
        assert "200,000" in problem


def test_an_xml_file_larger_than_its_bound_is_rejected_and_nul_bytes_are_no_text(tmp_path, monkeypatch):
    monkeypatch.setattr(xmlfile, "LARGEST", 500)
    assert "more than 500 bytes" in rejected(tmp_path / "a", "a.xml", made.NITF)[0]
    assert "NUL byte" in rejected(tmp_path / "b", "a.xml", made.ATOM.replace("talks", "ta\0lks"))[0]


def test_text_in_another_script_than_the_corpus_is_not_taken_for_western_letters(tmp_path):
    frame, _ = read(tmp_path, {"a.txt": "Правительство сообщило, что переговоры продолжатся.".encode("koi8_r")})
    assert frame.text.tolist() == ["Правительство сообщило, что переговоры продолжатся."]


# Paragraphs


def test_wrapped_lines_join_and_tables_keep_their_rows():
    wrapped = "   The minister said on Monday that the talks on\nthe wage floor would go on in the harbour.\n   Nobody objected."  # noqa: E501
    assert blocks.of_lines(wrapped) == [
        "The minister said on Monday that the talks on the wage floor would go on in the harbour.",
        "Nobody objected.",
    ]
    table = "<p>Results</p><table><tr><th>Club</th><th>Points</th></tr><tr><td>Harbour</td><td>9</td></tr></table>"
    assert blocks.of_markup(table) == ["Results", "Club\tPoints\nHarbour\t9"]
    assert blocks.of_markup("One<br>two<br><br>three") == ["One\ntwo", "three"]
