"""Exports of news databases, lists and workbooks: files of our own wording with the structure of each in, articles out."""  # noqa: E501

import datetime
import json
import os
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest
import specimens_databases
import specimens_wire
import yaml

from standpoint.corpus import load_corpus, read_articles
from standpoint.dates import read_date
from standpoint.errors import InputError
from standpoint.formats import archive, dna, mediacloud
from standpoint.formats import recognise as recogniser
from standpoint.formats.recognise import recognise
from standpoint.formats.record import Announced, FileRule, Listed, Note, Record, Rejected
from standpoint.languages import language_of
from standpoint.places import ROOT
from standpoint.reconciliation import Reconciliation
from standpoint.written_dates import find_iso

FORMATS = Path(os.environ.get("STANDPOINT_FORMATS", ROOT.parent / "shared" / "formats"))
EXPECTED = yaml.safe_load((Path(__file__).parent / "formats_expected_db.yaml").read_text("utf-8"))
BODY = ["The harbour board met on Monday.", "Its chair, Mara Lind, said that fees would rise."]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def items(path: Path, kind: type) -> list:
    return [i for i in recognise(path, FileRule())[1] if isinstance(i, kind)]


def fields(path: Path) -> list[dict]:
    """The fields of each article of a file, of which nothing was rejected."""
    found = list(recognise(path, FileRule())[1])
    assert not [i for i in found if isinstance(i, Rejected)]
    return [dict(i.fields) for i in found if isinstance(i, Record | Listed)]


# Specimens


@pytest.mark.parametrize("told", EXPECTED, ids=lambda told: told["file"])
def test_every_specimen_is_read_as_expected(told):
    path = FORMATS / told["file"]
    if not path.is_file():
        pytest.skip("the specimens are not here: set STANDPOINT_FORMATS to their folder")
    if told.get("refused"):
        with pytest.raises(InputError, match=told["refused"]):
            items(path, Record)
        return
    name, found, _ = recognise(path, FileRule(), "pl" if "_pl" in path.name else "en")
    found = list(found)
    articles = [i for i in found if isinstance(i, Record | Listed)]
    first = articles[0].fields
    assert name == told["format"]
    assert len(articles) == told["articles"]
    assert sum(i.count for i in found if isinstance(i, Rejected)) == told.get("rejected", 0)
    assert [i.count for i in found if isinstance(i, Announced)] == [told[k] for k in ("announced",) if k in told]
    assert (first.get("title") or "").startswith(told.get("title", ""))
    assert read_date(first["published"])[0].date().isoformat() == told["date"]
    assert first.get("outlet") == told.get("outlet")
    assert not [i for i in articles if read_date(i.fields.get("published"))[1]]


def test_saved_pages_have_the_headline_and_the_day_that_a_reader_sees():
    folder = FORMATS / "html-news"
    if not folder.is_dir():
        pytest.skip("the specimens are not here: set STANDPOINT_FORMATS to their folder")
    wanted = json.loads((folder / "expected.json").read_text("utf-8"))
    for name, told in wanted.items():
        if (folder / name).is_file():
            [found] = fields(folder / name)
            want = told["expected"]
            assert found["title"] == want.get("title", found["title"]), name
            assert read_date(found["published"])[0].date().isoformat() == want.get("date", found["published"][:10]) or (
                "date" not in want
            ), name


# Nexis

CLASSIC = """\ufeff


Download Request: Selected Items: 1-3
Time Of Request: Friday, March 20, 2018  16:51:31

Terms: harbour


                               1 of 3 DOCUMENTS



                                 Harbour Courier

                            January 11, 2010 Monday
                                   Edition 1;
                                    Scotland

Board of the harbour raises its fees and the owners
of small boats object

BYLINE: By Jana Example

SECTION: NEWS; Pg. 3

LENGTH: 14 words

HIGHLIGHT: Boats pay more.


The harbour board met on Monday, and after two hours behind closed doors its
members agreed on what had been expected for many weeks, as people said in the
town.

NOTE: nothing else was said.

LOAD-DATE: January 11, 2010

LANGUAGE: ENGLISH

GRAPHIC: A boat, photographed
on Monday

PUBLICATION-TYPE: Newspaper


                       Copyright 2010 Harbour Courier Limited
                              All Rights Reserved

                               2 of 3 DOCUMENTS


                                 Harbour Courier

                             February 31, 2010

Second

LENGTH: 3 words

Fees will rise.

LANGUAGE: ENGLISH
"""


def test_a_classic_nexis_download_gives_text_without_head_labels_and_copyright(tmp_path):
    path = write(tmp_path / "anything.txt", CLASSIC.replace("\n", "\r\n"))
    first, second = fields(path)
    assert first == {
        "outlet": "Harbour Courier",
        "published": "2010-01-11",
        "title": "Board of the harbour raises its fees and the owners of small boats object",
        "byline": "Jana Example",
        "language": "en",
        "text": "Boats pay more.\n\nThe harbour board met on Monday, and after two hours behind closed doors its members "  # noqa: E501
        "agreed on what had been expected for many weeks, as people said in the town.\n\nNOTE: nothing else was said.",
    }
    assert (second["title"], second["text"]) == ("Second", "Fees will rise.")
    assert read_date(second["published"]) == (None, "is not a date that can be read")
    assert items(path, Announced) == [Announced(3, "Download Request: Selected Items: 1-3")]


def test_what_a_file_announces_and_does_not_hold_is_told(tmp_path):
    write(tmp_path / "a.txt", CLASSIC)
    log = Reconciliation()
    frame = pd.concat(read_articles(load_corpus(tmp_path), log, outlets={}))
    assert len(frame) == 2 and frame.published.isna().sum() == 1
    told = "a.txt: announces 3 articles ('Download Request: Selected Items: 1-3'), but 2 were found in it."
    assert told in log.warnings
    assert any("the date 'February 31, 2010' is not a date" in warning for warning in log.warnings)


def test_a_german_interface_and_a_single_item_without_marks(tmp_path):
    german = """
                            Dokument 1 von 1


                              Hafenblatt

                  27. Februar 2012 Montag 9:50 PM GMT+1

Gebühren steigen

AUTOR: Jana Example

RUBRIK: HAFEN; S. 4

LÄNGE: 5 Wörter

Die Gebühren steigen im März.

UPDATE: 28. Februar 2012

SPRACHE: GERMAN; DEUTSCH

                      Copyright 2012 Hafenblatt
                        Alle Rechte vorbehalten
"""
    wanted = {
        "outlet": "Hafenblatt",
        "published": "2012-02-27T21:50:00+01:00",
        "title": "Gebühren steigen",
        "byline": "Jana Example",
        "language": "de",
        "text": "Die Gebühren steigen im März.",
    }
    assert fields(write(tmp_path / "a.txt", german)) == [wanted]
    alone = german.replace("Dokument 1 von 1", "Download Request: Current Document: 1")
    assert fields(write(tmp_path / "b.txt", alone)) == [wanted]
    like_a_cover = "Print Request forms: ask at the town hall."
    longer = alone.replace("im März.\n", f"im März.\n\n{like_a_cover}\n")
    assert fields(write(tmp_path / "c.txt", longer)) == [wanted | {"text": f"{wanted['text']}\n\n{like_a_cover}"}]


def nexis_page(*parts: str, head: str = '<META TOPIC="null" DOCUMENTS="2" />') -> str:
    style = ".c0 { text-align: center; } .c3 { text-align: center; } .c4 { text-align: left; }"
    opened = "<!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->"
    closed = "<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->"
    body = "".join(f'<A NAME="DOC_ID_0_{i}"></A>{opened}{part}{closed}' for i, part in enumerate(parts))
    return f'<HTML><HEAD><STYLE TYPE="text/css"><!--\n{style}\n--></STYLE>{head}</HEAD><BODY>{body}</BODY></HTML>'


def test_nexis_html_is_read_by_position_whatever_its_classes_are_called(tmp_path):
    item = (
        '<DIV CLASS="c0"><P><SPAN>1 of 2 DOCUMENTS</SPAN></P></DIV>'
        '<DIV CLASS="c3"><BR><P><SPAN>Harbour Courier</SPAN></P></DIV>'
        '<DIV CLASS="c3"><P><SPAN>12</SPAN><SPAN> April 2013 mardi</SPAN><SPAN><BR>City Edition</SPAN></P></DIV>'
        '<DIV CLASS="c4"><P><SPAN>Fees</SPAN><SPAN> rise</SPAN></P></DIV>'
        '<DIV CLASS="c4"><P><SPAN>LONGUEUR: </SPAN><SPAN>9 mots</SPAN></P></DIV>'
        '<DIV CLASS="c4"><P>The harbour <B>bo</B>ard\nmet.</P><P>It agreed.</P></DIV>'
        '<DIV CLASS="c4"><P><SPAN>SUJET: </SPAN><SPAN>PORTS (90%)</SPAN></P></DIV>'
        '<DIV CLASS="c4"><P><SPAN>LANGUE: </SPAN><SPAN>ENGLISH; ANGLAIS</SPAN></P></DIV>'
        '<DIV CLASS="c0"><P><SPAN>Copyright 2013 Courier<BR>Tous droits réservés</SPAN></P></DIV>'
    )
    message = '<DIV CLASS="c4"><P>We are sorry but there is an error in this document and it cannot be shown.</P></DIV>'
    path = write(tmp_path / "a.txt", nexis_page(item, message))
    assert [dict(r.fields) for r in items(path, Record)] == [
        {
            "outlet": "Harbour Courier",
            "published": "2013-04-12",
            "title": "Fees rise",
            "language": "en",
            "text": "The harbour board met.\n\nIt agreed.",
        }
    ]
    [rejected] = items(path, Rejected)
    assert rejected.place == "item 2" and rejected.problem.startswith("is only a message of the database")
    assert items(path, Announced)[0].count == 2


def nexis_word(path: Path, *, cover: bool = True, bookmarks: bool = True) -> Path:
    document = docx.Document()
    lines = ["User Name: A Reader", "Documents (2)", "1. Fees rise", "2. Fees fall", "Narrowed by:"] if cover else []
    for title in ("Fees rise", "Fees fall"):
        lines += ["*", title, "Harbour Courier", "May 2, 2002, Thursday,, FINAL EDITION", ""]
        lines += ["\nCopyright 2002 Courier All Rights Reserved", "Section:\u00a0NEWS; Pg. 1", "Length:\u00a014 words"]
        lines += ["Byline:\u00a0Jana Example", "Highlight:\u00a0Boats.", "Body", "", *BODY, "Graphic", "", "A boat."]
        lines += ["Classification", "\nLanguage:\u00a0ENGLISH", "\nLoad-Date:\u00a0May 3, 2002", "\nEnd of Document"]
    number = 0
    for line in lines:
        paragraph = document.add_paragraph("" if line == "*" else line)
        if line == "*" and bookmarks:
            number += 1
            mark = docx.oxml.OxmlElement("w:bookmarkStart")
            mark.set(docx.oxml.ns.qn("w:id"), str(number))
            mark.set(docx.oxml.ns.qn("w:name"), f"Bookmark_{number}")
            paragraph._p.append(mark)
    document.save(str(path))
    return path


@pytest.mark.parametrize(("cover", "bookmarks"), [(True, True), (True, False), (False, True), (False, False)])
def test_nexis_word_documents_are_split_with_and_without_cover_and_bookmarks(tmp_path, cover, bookmarks):
    path = nexis_word(tmp_path / "a.docx", cover=cover, bookmarks=bookmarks)
    found = fields(path)
    assert [f["title"] for f in found] == ["Fees rise", "Fees fall"]
    assert (
        found[0]
        == {
            "outlet": "Harbour Courier",
            "published": "2002-05-02",
            "title": "Fees rise",
            "byline": "Jana Example",
            "language": "en",
            "text": "\n\n".join(["Boats.", *BODY]),
        }
        or not cover
    )
    assert [a.count for a in items(path, Announced)] == ([2] if cover else [])


def test_a_word_document_that_is_no_download_is_refused_with_what_to_do(tmp_path):
    document = docx.Document()
    document.add_paragraph("Minutes of the harbour board")
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(InputError, match=r"no article of a Nexis download was recognised.*single article as \.txt"):
        items(tmp_path / "a.docx", Record)


# Factiva

CODED = {
    "SE": "News", "HD": "Fees  rise", "BY": "By Jana Example", "WC": "14 words", "PD": "7 April 2000", "ET": "10:28 GMT",  # noqa: E501
    "SN": "Harbour Courier", "SC": "LBA", "PG": "A6", "LA": "English", "CY": "(c) 2000 Harbour Courier",
    "LP": BODY[0], "TD": f"{BODY[1]}\n\n (c) 2000 Harbour Courier. ", "NS": "c11 : Plans | lam :  |",
    "AN": "Document hrbc000020010810dw47004yg",
}  # fmt: skip
PAR = r"\par "
READ = {
    "article_id": "HRBC000020010810DW47004YG",
    "title": "Fees rise",
    "byline": "Jana Example",
    "outlet": "Harbour Courier",
    "published": "2000-04-07T10:28:00+00:00",
    "language": "en",
    "text": "\n\n".join(BODY),
}


def test_factiva_with_codes_reads_alike_from_text_rtf_and_html(tmp_path):
    second = CODED | {"HD": "Fees fall", "AN": "Document hrbc000020010810dw47004yh"}
    text = "\n".join(f"   {code} \n {value} " for item in (CODED, second) for code, value in item.items())
    cells = "".join(
        rf"\trowd {{\b {code}}}\cell {value.replace(chr(10), PAR)}\cell\row "
        for item in (CODED, second)
        for code, value in item.items()
    )
    rows = "".join(
        f'<tr><td class="index"><b>{code}</b>&nbsp;</td><td>'
        + "".join(f'<p class="articleParagraph">{v}</p>' for v in value.split("\n\n"))
        + "</td></tr>"
        for code, value in CODED.items()
    )
    page = f'<html><head><title>Factiva</title></head><body><div class="article enArticle"><table>{rows}</table></div>'
    assert fields(write(tmp_path / "a.txt", text)) == [
        READ,
        READ | {"title": "Fees fall", "article_id": "HRBC000020010810DW47004YH"},
    ]
    assert fields(write(tmp_path / "b.doc", rf"{{\rtf1\ansi {cells}}}"))[0] == READ
    assert fields(write(tmp_path / "c.html", page)) == [READ]


@pytest.mark.parametrize(
    ("words", "day", "language", "published", "code"),
    [
        ("14 Wörter", "9 Mai 1998", "Deutsch", "1998-05-09", "de"),
        ("14 字", "2018 年 10 月 7 日 17:04", "德文", "2018-10-07T17:04:00", "de"),
        ("14 mots", "29 décembre 2011", "Anglais", "2011-12-29", "en"),
    ],
)
def test_factiva_without_codes_is_told_by_what_its_lines_hold(tmp_path, words, day, language, published, code):
    head = [
        "Harbour",
        "<span class='enHeadline'>Fees <b>rise</b></span>",
        words,
        day,
        "Hafenblatt",
        "HFBL",
        "1; National",
    ]
    boxes = "".join(f"<div>{line}</div>" for line in [*head, "13", language, "(c) 1998 Hafenblatt"])
    text = "".join(f'<p class="articleParagraph">{p}</p>' for p in BODY)
    page = (
        '<html><head><title>Factiva</title></head><body><div id="article-HFBL000020010926du4i003v3" class="article">'
        f'<div class="article enArticle"><p>{boxes}</p>{text}<p>Dokument HFBL000020010926du4i003v3</p></div></div></body>'  # noqa: E501
    )
    assert fields(write(tmp_path / "a.html", page)) == [
        {
            "published": published,
            "outlet": "Hafenblatt",
            "language": code,
            "title": "Fees rise",
            "article_id": "HFBL000020010926DU4I003V3",
            "text": "\n\n".join(BODY),
        }
    ]


def test_a_section_is_no_author_where_the_headline_has_no_box_of_its_own(tmp_path):
    page = (
        '<html><head><title>Factiva</title></head><body><div id="article-HFBL000020010926du4i003v3" class="article">'
        "<div>Harbour</div><span class='enHeadline'>Fees rise</span><div>14 words</div><div>9 May 1998</div>"
        '<div>Hafenblatt</div><p class="articleParagraph">One.</p></div></body>'
    )
    assert fields(write(tmp_path / "a.html", page)) == [
        {
            "published": "1998-05-09",
            "outlet": "Hafenblatt",
            "title": "Fees rise",
            "article_id": "HFBL000020010926DU4I003V3",
            "text": "One.",
        }
    ]


def test_factiva_xml_announces_what_its_result_set_counts(tmp_path):
    article = (
        "<article><accessionNo>HRBC0001</accessionNo><baseLanguage>EN</baseLanguage><headline><paragraph><hlt>Fees</hlt> rise"  # noqa: E501
        "</paragraph></headline><leadParagraph><paragraph>One.</paragraph></leadParagraph><publicationDate><date>2012-01-09"
        "</date></publicationDate><sourceName>Courier</sourceName><tailParagraphs><paragraph>Two.</paragraph></tailParagraphs>"
        "</article>"
    )
    opened = '<PPSResponse><r xmlns="http://global.factiva.com/pps/2.0"><ppsarticleResultSet count="3">'
    path = write(tmp_path / "a.xml", f"{opened}{article}</ppsarticleResultSet></r></PPSResponse>")
    assert [(f["title"], f["text"], f["published"]) for f in fields(path)] == [
        ("Fees rise", "One.\n\nTwo.", "2012-01-09")
    ]
    assert items(path, Announced) == [Announced(3, 'count="3"')]


# Europresse


def test_europresse_of_both_generations(tmp_path):
    newer = (
        '<html><body><article><header><span class="DocPublicationName">Le Port, no. 5968 </span>'
        '<span class="DocHeader">Politique, mardi 14 mars 2006, p. 16</span><div class="titreArticle">'
        '<p class="titreArticleVisu">Les droits</p></div><div>Jana Example</div></header><section><div class="DocText">'
        "<p>Un <mark>port</mark>.</p><p>Deux.</p></div></section><footer><small>© 2006</small><p>Numéro de document : "
        "news·20060315·LP·01</p></footer></article></body></html>"
    )
    older = (
        '<html><body><table><tr><td><span class="DocPublicationName">Le Port</span><br><span class="DocHeader">mardi </span>'  # noqa: E501
        '<span class="DocHeader">14 mars 2006</span><br><br><span class="TitreArticleVisu">Les droits</span><br><br>'
        "Jana Example<br><p></p>Un port.<p></p>Deux.<p></p><b><i>© 2006 Le Port.</i></b><p></p>Numéro de document : "
        "news·20060315·LP·01<br><table><tr><td>Certificat</td></tr></table></td></tr></table></body></html>"
    )
    wanted = {
        "article_id": "news·20060315·LP·01",
        "outlet": "Le Port",
        "published": "2006-03-14",
        "title": "Les droits",
        "byline": "Jana Example",
        "text": "Un port.\n\nDeux.",
    }
    assert fields(write(tmp_path / "a.html", newer)) == [wanted]
    assert fields(write(tmp_path / "b.html", older)) == [wanted]


# Lists and workbooks


def test_a_list_of_media_cloud_is_kept_without_texts(tmp_path):
    table = (
        "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
        "aa,2024-01-02 03:04:05,en,courier.example,courier.example,2024-01-01,Fees rise,https://courier.example/1\n"
        "bb,2024-01-02 03:04:05,en,courier.example,courier.example,2024-01-01,Fees rise,https://courier.example/2\n"
    )
    write(tmp_path / "a.csv", table)
    log = Reconciliation()
    frame = pd.concat(read_articles(load_corpus(tmp_path), log, outlets={}))
    assert frame.article_id.tolist() == ["aa", "bb"]
    assert frame.text.tolist() == ["", ""] and frame.n_words.tolist() == [0, 0]
    assert frame.outlet.tolist() == ["courier.example"] * 2
    assert log.warnings == [
        "a.csv: is a list without texts: its articles are kept with headline, date and outlet, and their text is empty."
    ]


@pytest.mark.parametrize("joined", ["[{}, {}]", "{}\n{}"])
def test_what_is_no_story_of_a_list_is_told_and_the_others_are_kept(tmp_path, joined):
    [story, _] = specimens_databases.STORIES
    path = write(tmp_path / "a.json", joined.format(json.dumps(story), '"A line of text."'))
    assert [item.problem for item in items(path, Rejected)] == ["is not an object."]
    assert [item.fields["title"] for item in items(path, Listed)] == [specimens_databases.TITLE]


def test_the_documents_of_a_dna_event_list_become_articles(tmp_path):
    head = '"statement_id";"time";"person";"agreement";"start_position";"stop_position";"text";"coder";"document_id";'
    head += '"document_title";"document_author";"document_source";"document_section";"document_type"\n'
    rows = [
        '1;2005-01-26 00:00:00;"Mara Lind";1;40;50;"Fees\nrise.";2;1;"Board";"Jana Example";"Courier";"";""',
        '2;2005-01-26 00:00:00;"Mara Lind";0;10;20;"Boats pay.";2;1;"Board";"Jana Example";"Courier";"";""',
        '3;2005-01-26 00:00:00;"Mara Lind";0;10;20;"Boats pay.";2;1;"Board";"Jana Example";"Courier";"";""',
    ]
    path = write(tmp_path / "a.csv", head + "\n".join(rows))
    assert fields(path) == [
        {
            "title": "Board",
            "byline": "Jana Example",
            "outlet": "Courier",
            "published": "2005-01-26",
            "text": "Boats pay.\n\nFees\nrise.",
        }
    ]
    assert items(path, Note)[0].problem == "holds 3 coded statements of 1 documents, not their whole texts."


def test_an_event_list_below_empty_lines_is_one_and_a_line_that_only_looks_like_its_header_is_none(tmp_path):
    raw = specimens_databases.specimens()["dna.csv"]
    assert fields(write(tmp_path / "a.csv", b"\n\n" + raw)) == fields(write(tmp_path / "b.csv", raw))
    assert fields(write(tmp_path / "d.csv", raw.replace(b'"text"', b'"text\r"', 1))) == fields(tmp_path / "b.csv")
    split = raw.replace(b'"text"', b'"text"\x1d', 1)  # a line end for some, not for CSV
    assert recognise(write(tmp_path / "c.csv", split), FileRule())[0] == "delimited"


def test_a_workbook_is_read_sheet_by_sheet_below_its_row_of_names(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["code", "label"])
    sheet = book.create_sheet("Articles")
    for row in (
        ["Downloaded by A Reader"],
        ["Headline", "Body", "Date", "ID"],
        ["Fees rise", "One.\nTwo.", datetime.datetime(2025, 1, 13), 7],
        [None, None, None, None],
        ["Fees fall", "x" * 32_767, "3 March 2025", 8],
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    found = items(tmp_path / "a.xlsx", Record)
    assert found[0] == Record(
        "sheet 'Articles', row 3",
        {"article_id": 7, "text": "One.\nTwo.", "title": "Fees rise", "published": datetime.date(2025, 1, 13)},
    )
    assert [r.place for r in found] == ["sheet 'Articles', row 3", "sheet 'Articles', row 5"]
    notes = [note.problem for note in items(tmp_path / "a.xlsx", Note)]
    assert "Excel has cut it off" in notes[0] and "no column holds the text" in notes[1]
    with pytest.raises(InputError, match="cannot be read as a workbook"):
        items(write(tmp_path / "b.xls", b"\xd0\xcf\x11\xe0 old"), Record)


# Dates and languages


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("5. října 2013", "2013-10-05"),
        ("1er mai 2013, 18 h 30", "2013-05-01T18:30:00"),
        ("24 de diciembre de 2020 a las 10:30", "2020-12-24T10:30:00"),
        ("13 января 2025 г., 10:00", "2025-01-13T10:00:00"),
        ("March 28, 2014 Friday 11:50 PM EST", "2014-03-28T23:50:00-05:00"),
        ("2018년 5월 31일", "2018-05-31"),
        ("31 février 2020", None),
        ("3 listopada 2020", None),  # November in Polish, October in Croatian
    ],
)
def test_dates_written_out_in_many_languages(written, iso):
    assert find_iso(written) == iso
    assert (read_date(written)[0] is None) == (iso is None)


def test_a_month_that_two_languages_name_alike_is_read_in_the_article_s_own():
    assert read_date("3 listopada 2020", language="pl")[0].month == 11
    assert read_date("3 listopada 2020", language="hr")[0].month == 10
    assert read_date("5 October 2013 or later")[1] == "is not a date that can be read"


def test_the_language_is_recognised_where_there_is_text_enough():
    german = "Der Hafenrat hat am Montag beschlossen, dass die Gebühren steigen. Die Vorsitzende sagte, es gebe leider keinen anderen Ausweg."  # noqa: E501
    assert language_of(german, "en") == "de"
    assert language_of("Die Gebühren steigen.", "en") == "en"
    assert language_of(" ".join(BODY * 3), "de") == "en"


def test_articles_in_another_language_are_told(tmp_path):
    german = "Der Hafenrat hat am Montag beschlossen, dass die Gebühren steigen. Die Vorsitzende sagte, es gebe leider keinen anderen Ausweg."  # noqa: E501
    write(
        tmp_path / "a.jsonl", "\n".join(json.dumps({"text": t}) for t in (german, " ".join(BODY), german + " Punkt."))
    )
    log = Reconciliation()
    frame = pd.concat(read_articles(load_corpus(tmp_path), log, outlets={}))
    assert frame.language.tolist() == ["de", "en", "de"]
    assert log.warnings == ["a.jsonl, line 1 (and 1 more): was recognised as written in 'de', not 'en'."]


# What no file may do


@pytest.mark.parametrize(("name", "made"), specimens_databases.specimens().items(), ids=lambda given: str(given)[:20])
def test_every_specimen_of_ours_is_read_as_its_format_with_nothing_lost(tmp_path, name, made):
    path = write(tmp_path / name, made)
    found = list(recognise(path, FileRule())[1])
    articles = [dict(item.fields) for item in found if isinstance(item, Record | Listed)]
    assert not [item for item in found if isinstance(item, Rejected)]
    assert len(articles) == (1 if name in ("factiva.rtf", "factiva-coded.html") else 2)
    listed = {"text": ""} if name.startswith("mediacloud") else {}
    whole = {
        "title": specimens_databases.TITLE,
        "text": f"{specimens_databases.LEAD}\n\n{specimens_databases.REST}",
    } | listed
    assert {field: articles[0].get(field, "") for field in ("title", "text")} == whole
    assert articles[0]["outlet"] == "Harbour Courier"


def test_a_download_that_is_too_large_to_be_one_is_rejected(tmp_path, monkeypatch):
    monkeypatch.setattr(recogniser, "LARGEST", 1000)
    path = write(tmp_path / "a.txt", specimens_databases.NEXIS + "Fees rose. " * 100)
    with pytest.raises(InputError, match="is a download of more than 1,000 bytes"):
        items(path, Record)


@pytest.mark.parametrize(("module", "name"), [(mediacloud, "mediacloud.csv"), (dna, "dna.csv")])
def test_a_row_that_cannot_be_read_is_told_and_the_others_are_kept(tmp_path, monkeypatch, module, name):
    monkeypatch.setattr(module, "LONGEST_CELL", 200)
    made = specimens_databases.specimens()[name].decode().replace("Ferry stays ashore", "Ferry " * 100)
    made = made.replace(specimens_databases.OTHER[1], "Ferry " * 100)
    path = write(tmp_path / name, made)
    [told] = items(path, Rejected)
    assert "field larger than field limit" in told.problem
    assert len(items(path, Record)) + len(items(path, Listed)) == 1


def test_an_office_document_is_no_archive_however_many_parts_stand_before_its_list_of_contents(tmp_path):
    parts = {f"customXml/item{n}.xml": "<a/>" for n in range(60)} | {"[Content_Types].xml": "<Types/>"}
    path = write(tmp_path / "a.docx", specimens_wire.zipped(parts))
    assert [member.name for member in archive.members(path, "a.docx")] == ["a.docx"]
