"""Downloads of news databases, lists and workbooks in our own words, as small as their formats allow: for the fuzzer."""  # noqa: E501

import csv
import io
import json

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TITLE = "Harbour talks go on"
LEAD = "Port minister Ada Sample said on Monday that the talks would go on."
REST = "“We will sign,” she said. The union of dock workers called the offer an insult."
OTHER = ("Ferry stays ashore", "The ferry to the islands stays ashore until Friday, its operator said.")
NEXIS = f"""Download Request: Selected Items: 1-2
Time Of Request: Tuesday, January 14, 2025  10:00:00

                               1 of 2 DOCUMENTS

                                Harbour Courier

                            January 13, 2025 Monday

{TITLE}

BYLINE: Ada Reporter

SECTION: NEWS; Pg. 3

LENGTH: 60 words

DATELINE: VELM

{LEAD}

{REST}

LOAD-DATE: January 14, 2025

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

                       Copyright 2025 Harbour Courier Ltd.
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                                Harbour Courier

                            January 14, 2025 Tuesday

{OTHER[0]}

LENGTH: 12 words

{OTHER[1]}

LOAD-DATE: January 15, 2025

LANGUAGE: ENGLISH

                       Copyright 2025 Harbour Courier Ltd.
                              All Rights Reserved
"""
CODED = (
    ("HD", TITLE), ("BY", "Ada Reporter"), ("WC", "60 words"), ("PD", "13 January 2025"), ("ET", "10:28 GMT"),
    ("SN", "Harbour Courier"), ("SC", "HARCOU"), ("PG", "3"), ("LA", "English"), ("CY", "(c) 2025 Harbour Courier Ltd."),  # noqa: E501
    ("LP", LEAD), ("TD", REST), ("NS", "gpol : Domestic Politics"), ("RE", "uk : United Kingdom"),
    ("AN", "Document HARCOU0020250113el1d00001"),
)  # fmt: skip


def nexis_html() -> str:
    """Two items between the comments of a classic Nexis page."""
    items = "".join(
        f'<DOC NUMBER={n}>\n<DOCFULL> -->\n<DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">{n} of 2 DOCUMENTS</SPAN></P></DIV>\n'  # noqa: E501
        f'<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">Harbour Courier</SPAN></P></DIV>\n'
        f'<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c4">January 1{n}, 2025 Monday</SPAN></P></DIV>\n'
        f'<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c7">{title}</SPAN></P></DIV>\n'
        f'<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">LENGTH: </SPAN><SPAN CLASS="c2">60 words</SPAN></P></DIV>\n'  # noqa: E501
        f'<BR><DIV CLASS="c5"><P CLASS="c9"><SPAN CLASS="c2">{text}</SPAN></P></DIV>\n'
        f'<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">LOAD-DATE: </SPAN><SPAN CLASS="c2">January 15, 2025</SPAN></P></DIV>\n'  # noqa: E501
        f'<DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">Copyright 2025 Harbour Courier Ltd.</SPAN></P></DIV>\n'
        "<!-- Hide XML section from browser\n</DOCFULL>\n</DOC>\n"
        for n, (title, text) in enumerate(
            ((TITLE, f"{LEAD}</SPAN></P><P CLASS='c9'><SPAN CLASS='c2'>{REST}"), OTHER), 1
        )
    )
    return (
        '<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8"><STYLE>.c0 { text-align: center; }\n.c3 { text-align: center; }</STYLE></HEAD><BODY>\n'  # noqa: E501
        '<!-- Hide XML section from browser\n<DOCSCONTENT>\n<META TOPIC="null" DOCUMENTS="2" UPDATED="Tuesday, January 14, '  # noqa: E501
        f'2025 10:00:00" />\n{items}</DOCSCONTENT>\n--></BODY></HTML>\n'
    )


def nexis_uni() -> bytes:
    """Two items of a Nexis Uni download, each behind its bookmark."""
    document = docx.Document()
    for line in ("User Name: Reader", "Documents (2)", f"1. {TITLE}", f"2. {OTHER[0]}"):
        document.add_paragraph(line)
    for n, (title, *text) in enumerate(((TITLE, LEAD, REST), OTHER), 1):
        head = document.add_paragraph()
        for kind in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(kind)
            mark.set(qn("w:id"), str(n))
            if kind == "w:bookmarkStart":
                mark.set(qn("w:name"), f"Bookmark_{n}")
            head._p.append(mark)
        head.add_run(title)
        lines = ("Harbour Courier", f"January 1{n + 2}, 2025 Monday", "Copyright 2025 Harbour Courier Ltd. All Rights Reserved",  # noqa: E501
                 "Section:\u00a0NEWS; Pg. 3", "Length:\u00a060 words", "Byline:\u00a0Ada Reporter", "Body", *text, "Classification",  # noqa: E501
                 "Language:\u00a0ENGLISH", "Load-Date:\u00a0January 15, 2025", "End of Document")  # fmt: skip
        for line in lines:
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def factiva_text() -> str:
    """Two articles with codes, each on a line of its own."""
    other = [
        (c, {"HD": OTHER[0], "LP": OTHER[1], "AN": "Document HARCOU0020250114el1e00002"}.get(c, v)) for c, v in CODED
    ]
    other = [(code, value) for code, value in other if code not in ("TD", "BY")]
    return "\n\n".join("\n".join(f"   {code}\n{value}\n" for code, value in article) for article in (CODED, other))


def factiva_rtf() -> str:
    """An article with codes in the cells of a table."""
    rows = "".join(
        "\\trowd\\cellx1000\\cellx9000\\pard\\intbl {\\b "
        + code
        + "}\\cell\n\\pard\\intbl "
        + _rtf(value)
        + "\\cell\\row\n"
        for code, value in CODED
    )
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}{\\info{\\title Factiva RTF Display Format}}\n"
        + rows
        + "}"
    )


def _rtf(value: str) -> str:
    return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in value)


def factiva_coded_html() -> str:
    """An article with codes in a table."""
    rows = "".join(
        f'<tr><td class="index" valign="top"><b>{code}</b>&nbsp;</td><td>'
        + (f'<p class="articleParagraph enarticleParagraph">{value}</p>' if code in ("LP", "TD") else value)
        + "</td></tr>\n"
        for code, value in CODED
    )
    return f'<html><head><title>Factiva</title></head><body><div class="article enArticle"><table>{rows}</table></div></body></html>'  # noqa: E501


def factiva_html() -> str:
    """Two articles without codes: a run of lines, then the text."""
    items = "".join(
        f'<div id="article-{accession}" class="article"><div class="article enArticle">\n<div id="hd"><span class="enHeadline">'  # noqa: E501
        f"{title}</span></div>\n<div class='author'>Ada Reporter</div>\n<div>60 words</div><div>13 January 2025</div><div>10:28</div>"  # noqa: E501
        "<div>Harbour Courier</div><div>HARCOU</div><div>English</div><div>(c) 2025 Harbour Courier Ltd.</div>\n"
        + "".join(f'<p class="articleParagraph enarticleParagraph">{p}</p>\n' for p in text)
        + f"<p>Document {accession}</p></div></div>\n"
        for accession, title, *text in (
            ("HARCOU0020250113el1d00001", TITLE, LEAD, REST),
            ("HARCOU0020250114el1e00002", *OTHER),
        )
    )
    return f"<html><head><title>Factiva</title></head><body>{items}<table id='oddEvenPreview'><tr><td>Text</td></tr></table></body></html>"  # noqa: E501


def factiva_xml() -> str:
    """Two articles of the old answer in XML."""
    items = "".join(
        f"<ppsarticle><article><accessionNo>{accession}</accessionNo><headline><paragraph>{title}</paragraph></headline>"
        "<byline>Ada Reporter</byline><publicationDate><date>2025-01-13</date></publicationDate><sourceName>Harbour Courier"  # noqa: E501
        f"</sourceName><baseLanguage>en</baseLanguage><leadParagraph><paragraph>{lead}</paragraph></leadParagraph>"
        f"<tailParagraphs><paragraph>{tail}</paragraph></tailParagraphs></article></ppsarticle>"
        for accession, title, lead, tail in (
            ("HARCOU0020250113EL1D00001", TITLE, LEAD, REST), ("HARCOU0020250114EL1E00002", *OTHER, "It sails on Friday."),  # noqa: E501
        )
    )  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8"?><PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0">'
        f'<ppsarticleResultSet count="2">{items}</ppsarticleResultSet></ppsArticleResponse></PPSResponse>'
    )


def europresse(*, newer: bool) -> str:
    """Two documents, of the newer page or of the older one."""
    made = []
    for n, (title, *text) in enumerate(((TITLE, LEAD, REST), OTHER), 3):
        number = f"news·2025011{n}·HC·01"
        body = "".join(f"<p>{p}</p>" for p in text)
        head = '<span class="DocPublicationName">Harbour Courier, no. 5968 </span>'
        if newer:
            made.append(
                f'<article><header>{head}<span class="DocHeader">Politique, lundi 1{n} janvier 2025, p. 16</span>'
                f'<div class="titreArticle"><p class="titreArticleVisu">{title}</p></div><div>Ada Reporter</div></header>'  # noqa: E501
                f'<section><div class="DocText">{body}</div></section><footer><small>© 2025</small><p>Numéro de document : '  # noqa: E501
                f"{number}</p></footer></article>"
            )
        else:
            made.append(
                f'<table><tr><td>{head}<br><span class="DocHeader">lundi </span><span class="DocHeader">1{n} janvier 2025'  # noqa: E501
                f'</span><br><br><span class="TitreArticleVisu">{title}</span><br><br>Ada Reporter<br>{body}<p></p><b><i>'  # noqa: E501
                f"© 2025 Harbour Courier.</i></b><p></p>Numéro de document : {number}<br></td></tr></table>"
            )
    return f'<html><head><meta charset="utf-8"></head><body>{"".join(made)}</body></html>'


STORIES = [
    {
        "stories_id": n, "media_id": 7, "media_name": "Harbour Courier", "media_url": "https://courier.example",
        "publish_date": f"2025-01-1{n} 08:00:00", "title": title, "url": f"https://courier.example/{n}", "language": "en",  # noqa: E501
    }
    for n, title in ((3, TITLE), (4, OTHER[0]))
]  # fmt: skip
EVENTS = [
    {
        "statement_id": n, "time": "2025-01-13 00:00:00", "document_id": 1 + n // 3, "document_title": TITLE,
        "document_author": "Ada Reporter", "document_source": "Harbour Courier", "person": "Ada Sample",
        "start_position": 10 * n, "stop_position": 10 * n + 9, "text": text,
    }
    for n, text in enumerate((LEAD, REST, OTHER[1]), 1)
]  # fmt: skip


def table(rows: list[dict], **style: object) -> str:
    """Rows as CSV below a line of their names."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), **style)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def workbook() -> bytes:
    """Two articles on a sheet, below a line of notes; a second sheet without any."""
    book = openpyxl.Workbook()
    sheet = book.active
    rows = (("Headline", "Text", "Outlet", "Date"), (TITLE, f"{LEAD}\n\n{REST}", "Harbour Courier", "2025-01-13"),
            (*OTHER, "Harbour Courier", "2025-01-14"))  # fmt: skip
    for row in (("Export of 15 January",), *rows):
        sheet.append(row)
    book.create_sheet("Notes").append(("Nothing here",))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def specimens() -> dict[str, bytes]:
    """One specimen a format, by file name."""
    found = {
        "nexis.TXT": NEXIS, "nexis.html": nexis_html(), "nexis-uni.docx": nexis_uni(), "factiva.txt": factiva_text(),
        "factiva.rtf": factiva_rtf(), "factiva-coded.html": factiva_coded_html(), "factiva.html": factiva_html(),
        "factiva.xml": factiva_xml(), "europresse.html": europresse(newer=True),
        "europresse-old.html": europresse(newer=False), "mediacloud.csv": table(STORIES),
        "mediacloud.json": json.dumps(STORIES), "dna.csv": table(EVENTS, delimiter=";", quoting=csv.QUOTE_NONNUMERIC),
        "workbook.xlsx": workbook(),
    }  # fmt: skip
    return {name: content if isinstance(content, bytes) else content.encode() for name, content in found.items()}
