"""Exports: every kind says what the record says, opens in its program, and nothing in an article's text gets out."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import tiny
from defusedxml import ElementTree as SafeTree
from docx import Document
from docx.shared import Mm, Pt
from PIL import Image, ImageFont
from pptx import Presentation
from pptx.util import Inches
from pyld import jsonld

from standpoint import export_dna, export_networks, exports, publication, ties
from standpoint.charts import chart as framed
from standpoint.charts import frame, house
from standpoint.cli import main
from standpoint.errors import InputError
from standpoint.export import Finding, label, publish
from standpoint.export_grid import grid

ATTACKS = [
    {
        "article_id": "x1",
        "title": "]]></title></svg><script>alert('headline')</script> & <img src=x onerror=alert(1)>",
        "outlet": "=HYPERLINK(\"https://harbour.example\",\"Courier\")",
        "published": "2025-01-13T08:00:00Z",
        "url": "javascript:alert('url')",
        "text": "Anna Lindauer said Germany would not lift sanctions on Russia. <script>alert('text')</script> "
        "Clara Falk called for more military aid to Ukraine; “it is urgent”, she said. A \x1b[31mred\x1b[0m \x0b "
        "line.",
    },
    {
        "article_id": "x2/../../x2",
        "title": "+1; \"quoted\"; $\\frac{1}{0}$ 😀",
        "outlet": "../../Lantern",
        "published": "2025-01-14T09:30:00Z",
        "url": "https://lantern.example/x2?a=1&b=\"2\"",
        "text": "😀 Peter Holbán opposed more military aid to Ukraine. Anna Lindauer said Tomas Tarn was wrong on "
        "prices of $5 to $9; \u202eit\u202c is &lt;b&gt;so&lt;/b&gt; {{ 7 * 7 }} ${jndi:x} ‘=1+1’.",
    },
    {
        "article_id": "x3",
        "title": None,
        "outlet": "@lantern",
        "published": None,
        "text": "<script>alert('text')</script> {{ 7 * 7 }} ${jndi:x} \x0b \u202eit\u202c cost $5 to $9 "
        "😀 in Holbán’s harbour. The gulls were quiet.",
    },
]  # fmt: skip
PORT = "The port of Lanthe should be privatised."
TITLE = "Costs of $5 to $9 </svg><script>alert(1)</script> & more]]>"


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """A corpus of attacks, tagged and published as a notebook does: two charts with something to say, one without."""
    folder = tmp_path_factory.mktemp("attacks")
    path = folder / "attacks.jsonl"
    path.write_text("".join(json.dumps(a) + "\n" for a in ATTACKS), encoding="utf-8")
    tagged = tiny.tag(path, folder / "tagged")
    plain = tiny.chart(tagged, "outlets", TITLE)
    with house():
        figure = frame(TITLE, "Articles by outlet", "Harbours, 13 Jan 2025; n = 3 articles. Source: a test.", 5)
        figure.subplots().barh(["=A", "<b>"], [1, 2])
    second = framed("by-name", TITLE, "Two bars.", figure, plain.data, 3, "articles", "n = 3 articles. Source: a test.")
    silent = tiny.chart(tagged, "silent", "Too little data to say <who>")
    silent.too_little = True
    findings = [Finding(TITLE, "outlets", 0)]
    publish([plain, second, silent], tagged, folder / "published", notebook="00-briefing", findings=findings)
    return publication.of_notebook(folder / "published", tagged)


@pytest.fixture(scope="module")
def written(edition, tmp_path_factory):
    """Every kind, written: its name → its file or folder."""
    paths = exports.write(edition, ",".join(exports.KINDS), tmp_path_factory.mktemp("out"))
    return dict(zip(exports.KINDS, paths, strict=True))


@pytest.fixture(scope="module")
def tagged(edition):
    return edition.tagged()


# The registry


def test_each_kind_writes_one_file_or_folder_named_by_slug_and_leaves_nothing_else(written):
    names = sorted(p.name for p in written["pptx"].parent.iterdir())
    assert names == sorted(path.name for path in written.values())
    assert all(re.fullmatch(r"attacks-00-briefing[a-z.-]*", name) for name in names)
    files = [p.name for path in written.values() if path.is_dir() for p in path.iterdir()]
    assert files and all(re.fullmatch(r"[a-zA-Z][a-zA-Z.-]*", name) for name in files)


def test_an_unknown_kind_is_told_with_those_there_are(edition, tmp_path):
    with pytest.raises(InputError, match=r"'ppt' is no kind of export.*pptx, docx"):
        exports.write(edition, "docx,ppt", tmp_path)
    assert not list(tmp_path.iterdir()), "nothing is written where something that is asked for cannot be"


@pytest.mark.parametrize("kind", ["docx", "csv"])
def test_what_is_there_stays_whole_when_its_successor_fails(kind, edition, tmp_path, monkeypatch):
    (path,) = exports.write(edition, kind, tmp_path)
    before = {p: p.read_bytes() for p in [path, *tmp_path.rglob("*")] if p.is_file()}
    monkeypatch.setattr("standpoint.export_document.sign", _broken)
    monkeypatch.setattr("standpoint.export_tables.contents", _broken)
    with pytest.raises(RuntimeError):
        exports.write(edition, kind, tmp_path)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def _broken(*_, **__):
    raise RuntimeError("the disk is full")


# Text that attacks


@pytest.mark.parametrize("kind", ["pptx", "docx", "xlsx"])
def test_office_files_are_xml_throughout_and_hold_no_macro_and_no_address_but_of_the_web(kind, written):
    with zipfile.ZipFile(written[kind]) as file:
        assert file.testzip() is None
        for name in file.namelist():
            assert not name.endswith((".bin", ".vba", ".jpeg")), name
            if name.endswith((".xml", ".rels")):
                root = SafeTree.fromstring(file.read(name), forbid_dtd=True)
                for link in root.iter():
                    if link.get("TargetMode") == "External":
                        assert link.get("Target").startswith("https://lantern.example/"), name


def test_hostile_words_are_shown_as_words_in_every_document(written):
    slides = "\n".join(s.text_frame.text for slide in Presentation(written["pptx"]).slides
                       for s in [*slide.shapes, *slide.notes_slide.shapes] if s.has_text_frame)  # fmt: skip
    document = "\n".join(p.text for p in Document(written["docx"]).paragraphs)
    page = _visible(written["html"].read_text(encoding="utf-8"))
    for text in (slides, document, page):
        assert TITLE in text
        assert "]]></title></svg><script>alert('headline')</script> & <img src=x onerror=alert(1)>" in text
        assert "<script>alert('text')</script>" in text
        assert "$5 to $9" in text and "{{ 7 * 7 }} ${jndi:x}" in text and "Holbán" in text and "😀" in text
        assert not re.search("[\x00-\x08\x0b\x0e-\x1f\u202a-\u202e]", text), "control characters and turned text"


def _visible(html: str) -> str:
    from html import unescape

    return " ".join(unescape(re.sub(r"<[^>]+>", "", re.sub(r"<small.*?</small>|<(style).*?</\1>", "", html))).split())


def test_the_page_runs_nothing_and_loads_nothing(written):
    html = written["html"].read_text(encoding="utf-8")
    tags = set(re.findall(r"<\s*([a-zA-Z]+)", html))
    assert not {"script", "iframe", "object", "embed", "form", "base", "img", "foreignObject"} & tags
    assert not re.search(r"<[^>]+\son\w+\s*=", html)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in html
    loads = re.findall(r"""(?:\ssrc|srcset|xlink:href|\shref)\s*=\s*"([^"]*)\"""", html)
    assert loads and all(v.startswith(("#", "data:", "https://lantern.example/x2")) for v in loads), loads
    assert "@import" not in html and "url(http" not in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {v[1:] for v in loads if v.startswith("#")} <= set(ids), "every link within the page leads somewhere"


def test_the_page_shows_a_source_note_once_in_the_drawing(written):
    html = written["html"].read_text(encoding="utf-8")
    figure = re.search(r'<figure id="by-name">.*?</figure>', html, re.S)[0]
    note = "Source: a test."
    seen = re.sub(r'<span class="unseen">.*?</span>', "", figure)
    assert seen.count(note) == 1 and seen.index(note) < seen.index("</svg>")
    assert f'<span class="unseen">n = 3 articles. {note} </span>' in figure, "a screen reader does not read drawings"


def test_a_table_for_sheets_has_no_formula_and_its_words_are_whole(written, tagged):
    path = written["csv"] / "sentences.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert not [v for row in rows for v in row.values() if v.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {row["outlet"] for row in rows} == {"'" + ATTACKS[0]["outlet"], "../../Lantern", "'@lantern"}
    kept = pd.read_parquet(written["parquet"] / "sentences.parquet")
    assert set(kept["title"].dropna()) == {a["title"] for a in ATTACKS[:2]}, "Parquet keeps every character"
    text = tagged.articles.set_index("article_id")["text"]
    shown = kept[kept["field"] == "text"]
    assert all(text[r.article_id][r.start : r.start + len(r.sentence)] == r.sentence for r in shown.itertuples())


def test_the_workbook_has_a_sheet_a_table_whose_formulas_are_text_and_whose_days_are_days(written):
    book = openpyxl.load_workbook(written["xlsx"])
    assert book.sheetnames == ["contents", "outlets", "by-name", "silent", "sentences"]
    for sheet in book:
        assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold
        assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n", "d", "inlineStr"}
    header, *rows = book["sentences"].iter_rows(values_only=True)
    first = dict(zip(header, rows[0], strict=True))
    assert first["outlet"] == ATTACKS[1]["outlet"]
    assert ATTACKS[0]["outlet"] in {row[header.index("outlet")] for row in rows}, "whole, and no formula"
    assert {str(row[header.index("published")]) for row in rows} == {
        "2025-01-13 08:00:00",
        "2025-01-14 09:30:00",
        "None",
    }
    assert [c.value for c in book["outlets"][1]][:3] == ["outlet", "articles", "share"]


# What each kind says


@pytest.mark.parametrize(
    "row, words",
    [
        ({"claim": PORT, "actor": "Odo Venn", "support": "2", "oppose": "0"}, "Odo Venn, support 2"),
        ({"claim": PORT, "actor": "Odo Venn", "support": "0", "oppose": "1"}, "Odo Venn, oppose 1"),
        ({"claim": PORT, "actor": "Odo Venn", "support": "1", "oppose": "3"}, "Odo Venn, support 1, oppose 3"),
        ({"claim": PORT, "support": "0", "oppose": "0", "n": "2"}, "support 0"),
        ({"claim": PORT, "agree": "0", "disagree": "1", "strange": "no"}, "disagree 1"),
        ({"claim": PORT, "share": "<1%", "statements": "9"}, "share <1%"),
    ],
)
def test_a_row_is_named_by_its_words_and_by_what_it_counts(row, words):
    assert label(row) == f"The port of Lanthe should be privatised, {words}"


def test_every_slide_says_its_finding_with_a_described_picture_its_source_and_its_sentences(written, edition):
    deck = Presentation(written["pptx"])
    assert (deck.slide_width, deck.slide_height) == (Inches(13.333), Inches(7.5))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == [
        "Attacks",
        "00-briefing",
        TITLE,
        TITLE,
        "Too little data for a finding",
        "How these numbers were made",
    ]
    for slide, chart in zip(list(deck.slides)[2:4], edition.charts, strict=False):
        (picture,) = [s for s in slide.shapes if s.shape_type == 13]
        assert picture._element.nvPicPr.cNvPr.get("descr") == chart.alt
        assert "n = 3 articles" in "".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        notes = slide.notes_slide.notes_text_frame.text
        assert chart.keys[0] in notes and "13 Jan 2025" in notes
        shapes = [s for s in slide.shapes if s.width]
        assert all(s.left >= 0 and s.left + s.width <= deck.slide_width for s in shapes)
        assert all(s.top >= 0 and s.top + s.height <= deck.slide_height for s in shapes)
        title = slide.shapes.title
        foot = next(s for s in slide.shapes if s.has_text_frame and "n = 3" in s.text_frame.text)
        assert title.top + title.height <= picture.top and picture.top + picture.height <= foot.top
    last = deck.slides[len(deck.slides) - 1]
    assert edition.positions in "\n".join(s.text_frame.text for s in last.shapes if s.has_text_frame)
    assert deck.core_properties.author.startswith("Standpoint")
    assert all(
        p.text_frame.text for slide in deck.slides for p in slide.placeholders if p.placeholder_format.type != 13
    )


def test_a_template_of_ones_own_gives_its_page_and_its_slides_are_left_out(edition, tmp_path):
    own = Presentation()  # 4 by 3, with many layouts
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "An old slide"
    for name in ("house.pptx", "house.potx"):
        own.save(tmp_path / name)
    with zipfile.ZipFile(tmp_path / "house.pptx") as old, zipfile.ZipFile(tmp_path / "house.potx", "w") as new:
        for item in old.namelist():
            new.writestr(item, old.read(item).replace(b"presentation.main+xml", b"template.main+xml"))
    for name in ("house.pptx", "house.potx"):
        (path,) = exports.write(edition, "pptx", tmp_path, tmp_path / name)
        deck = Presentation(path)
        assert (deck.slide_width, deck.slide_height) == (own.slide_width, own.slide_height)
        assert "An old slide" not in [s.shapes.title.text for s in deck.slides] and len(deck.slides) == 6
        assert all(s.left + s.width <= deck.slide_width and s.top + s.height <= deck.slide_height
                   for slide in deck.slides for s in slide.shapes)  # fmt: skip


def test_a_template_that_no_kind_can_use_is_told(edition, tmp_path):
    (tmp_path / "letter.docx").write_bytes(b"no document")
    with pytest.raises(InputError, match="no kind that is asked for can use this template"):
        exports.write(edition, "pptx,csv", tmp_path, tmp_path / "letter.docx")
    with pytest.raises(InputError, match="cannot be opened as a file of Word"):
        exports.write(edition, "docx", tmp_path, tmp_path / "letter.docx")
    with pytest.raises(InputError, match="there is no such template"):
        exports.write(edition, "docx", tmp_path, tmp_path / "nowhere.docx")


def test_the_document_has_headings_findings_described_charts_sources_tables_and_evidence(written, edition):
    document = Document(written["docx"])
    styles = [(p.style.name, p.text) for p in document.paragraphs]
    assert styles[0] == ("Title", "Attacks")
    assert [t for s, t in styles if s == "Heading 2"] == [TITLE, TITLE]
    assert any(s == "List Number" and t.startswith(TITLE) for s, t in styles)
    assert [p._inline.docPr.get("descr") for p in document.inline_shapes] == [c.alt for c in edition.charts[:2]]
    assert sum("n = 3 articles" in t for s, t in styles if s == "Caption") == 2
    header = [c.text for c in document.tables[0].rows[0].cells]
    assert header == ["outlet", "articles", "share"] and len(document.tables[0].rows) == 5
    assert any(s == "Quote" and "../../Lantern, 14 Jan 2025: +1" in t for s, t in styles)
    links = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert links and set(links) == {'https://lantern.example/x2?a=1&b="2"'}


def positions(low: str, high: str) -> publication.Published:
    """The chart of positions as it is published, with these ends of its intervals."""
    columns = "issue_id", "claim", "actor_id", "actor", "support", "oppose", "index", "low", "high", "n", "thin", "unit"
    row = "port", PORT, "union", "Lanthe Dock Workers", "0", "1", "-1", low, high, "1", "yes", "stories"
    facts = dict.fromkeys(("name", "title", "alt", "source", "unit", "corpus", "notebook", "run"), "")
    sides = {"labels": (), "keys": (), "sentences": (), "folder": Path()}
    return publication.Published(
        **facts, **sides, n=1, too_little=False, columns=columns, numbers=columns[4:10], rows=(row,)
    )


@pytest.mark.parametrize(
    "ends, heads",
    [
        (("", ""), ["claim", "actor", "support", "oppose", "index", "n"]),
        (("-1", "0.20"), ["claim", "actor", "support", "oppose", "index", "low to high", "n"]),
    ],
)
def test_a_table_of_a_document_has_what_it_counts_and_no_empty_column(ends, heads):
    assert [c.head for c in grid(positions(*ends), 8, Mm(166), Pt(8.5), Mm(4))] == heads


@pytest.mark.parametrize(
    "room, heads", [(100, ["claim", "actor", "support", "oppose", "index", "n"]), (40, ["claim", "n"])]
)
def test_on_a_small_page_the_last_columns_but_n_are_left_out(room, heads):
    columns = grid(positions("-1", "0.20"), 8, Mm(room), Pt(8.5), Mm(4))
    assert [c.head for c in columns] == heads
    assert sum(c.width for c in columns) == pytest.approx(Mm(room))


def test_no_word_of_a_tables_head_is_broken_and_no_row_is_grey(written):
    (table, *_) = Document(written["docx"]).tables
    bold = ImageFont.load_default(8.5)
    for cell in table.rows[0].cells:
        assert bold.getlength(cell.text) * 1.1 < (cell.width - Mm(4)) / Pt(1), cell.text
    (look,) = table._tbl.tblPr.xpath("w:tblLook")
    assert {k.rpartition("}")[2]: v for k, v in look.attrib.items()} == {
        "val": "0620", "firstRow": "1", "lastRow": "0", "firstColumn": "0", "lastColumn": "0", "noHBand": "1",
        "noVBand": "1",
    }  # fmt: skip


def test_a_document_with_a_template_of_ones_own_keeps_its_page(edition, tmp_path):
    own = Document()
    own.add_paragraph("An old paragraph")
    own.sections[0].page_width = Inches(5)
    own.save(tmp_path / "house.docx")
    (path,) = exports.write(edition, "docx", tmp_path, tmp_path / "house.docx")
    document = Document(path)
    assert document.sections[0].page_width == Inches(5)
    assert document.paragraphs[0].text == "Attacks"
    assert all(shape.width <= Inches(5) for shape in document.inline_shapes)


def test_figures_come_as_svg_pdf_and_png_for_print_and_screen_with_their_words(written, edition):
    folder = written["figures"]
    names = [f"{c.name}{end}" for c in edition.charts for end in (".svg", ".pdf", "-print.png", "-screen.png")]
    assert sorted(p.name for p in folder.iterdir()) == sorted([*names, "figures.csv"])
    root = ElementTree.parse(folder / "by-name.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert [root.find(f"{space}{tag}").text for tag in ("title", "desc")] == [TITLE, f"{TITLE}. Two bars."]
    assert "Articles by outlet" in "".join(root.itertext()), "text is text"
    assert "evidence.html" not in (folder / "outlets.svg").read_text() and "show the sentences" not in str(
        ElementTree.tostring(ElementTree.parse(folder / "outlets.svg").getroot())
    )
    assert (folder / "by-name.pdf").read_bytes().startswith(b"%PDF-")
    with Image.open(folder / "by-name-print.png") as large, Image.open(folder / "by-name-screen.png") as small:
        assert (large.width, round(large.info["dpi"][0])) == (2400, 300) and small.width == 1200
    words = list(csv.DictReader(io.StringIO((folder / "figures.csv").read_bytes().decode("utf-8-sig"))))
    assert next((w["file"], w["title"], w["n"]) for w in words) == ("outlets", TITLE, "3")


def test_a_picture_for_slides_leaves_the_title_to_the_slide_and_is_not_tall(edition):
    with Image.open(edition.charts[1].file("bare.png")) as bare, Image.open(edition.charts[1].file("png")) as whole:
        assert bare.width == whole.width and bare.height < 0.75 * whole.height


def test_parquet_keeps_types_and_keys(written, edition):
    table = pq.read_table(written["parquet"] / "outlets.parquet")
    assert table.column_names == ["outlet", "articles", "share", "evidence_key"]
    assert str(table.schema.field("articles").type) == "int64"
    assert table["evidence_key"].to_pylist() == list(edition.charts[0].keys)


@pytest.mark.parametrize("kind, read", [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
def test_networks_are_read_back_equal(kind, read, written, tagged):
    for name, graph in export_networks.networks(tagged).items():
        again = read(written[kind] / f"{name}.{kind}")
        assert again.is_directed() == graph.is_directed()
        assert set(again.nodes) == set(graph.nodes)
        for node, facts in graph.nodes(data=True):
            assert {k: again.nodes[node][k] for k in facts} == facts, name
        assert {frozenset(e) for e in again.edges} == {frozenset(e) for e in graph.edges}
        for a, b, facts in graph.edges(data=True):
            assert {k: again.edges[a, b][k] for k in facts} == facts, name


def test_who_is_of_one_mind_who_is_not_and_who_speaks_about_whom(tagged):
    conflict = ties.minded(tagged, alike=False)
    assert [(r.source, r.target, r.weight, r.unit) for r in conflict.itertuples()] == [
        ("person:clara-falk", "person:peter-holban", 1, "issues")
    ]
    assert ties.minded(tagged, alike=True).empty
    about = ties.speaks_about(tagged)
    assert ("person:anna-lindauer", "person:tomas-tarn", 1, "statements") in {
        (r.source, r.target, r.weight, r.unit) for r in about.itertuples()
    }
    held = ties.positions_held(tagged)
    assert {(r.source, r.support, r.oppose) for r in held.itertuples()} >= {
        ("person:clara-falk", 1, 0),
        ("person:peter-holban", 0, 1),
    }


def test_the_event_list_has_the_columns_of_dna_and_is_read_back_equal(written, tagged):
    raw = written["dna"].read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf") and not raw.endswith(b"\n") and b"\r" not in raw
    header, *rows = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), delimiter=";", quotechar='"')
    assert tuple(header) == export_dna.COLUMNS
    events = export_dna.events(tagged)
    assert len(rows) == len(events) >= 2
    for row, event in zip(rows, events.to_dict("records"), strict=True):
        assert row == [export_dna.escaped(str(event[c])) for c in export_dna.COLUMNS]
    articles = tagged.articles["text"].tolist()
    for row in (dict(zip(header, r, strict=True)) for r in rows):
        text = export_dna.escaped(articles[int(row["document_id"]) - 1])
        assert text[int(row["start_position"]) : int(row["stop_position"])] == row["text"]
    found = {(r[2], r[5]) for r in rows}
    assert found >= {("Clara Falk", "1"), ("Peter Holbán", "0")}
    assert [r[1] for r in rows] == sorted(r[1] for r in rows)


SANCTIONS = [
    {
        "article_id": "n1",
        "title": "Odo Venn rejects lifting sanctions on Russia",
        "outlet": "Harbour Courier",
        "published": "2025-01-13T08:00:00Z",
        "text": "Clara Lund called for more military aid to Ukraine. Two people close to the talks opposed lifting "
        "sanctions on Russia. A court in Lanthe refused to lift sanctions on Russia.",
    },
    {
        "article_id": "n2",
        "title": "Opinion: The harbour and the war",
        "section": "Opinion",
        "outlet": "Lantern",
        "published": "2025-01-14T08:00:00Z",
        "text": "More military aid to Ukraine is needed.",
    },
]


def test_the_event_list_gives_no_outlet_the_position_of_a_court_or_of_people_without_a_name(tmp_path):
    path = tmp_path / "sanctions.jsonl"
    path.write_text("".join(json.dumps(a) + "\n" for a in SANCTIONS), encoding="utf-8")
    tagged = tiny.tag(path, tmp_path / "tagged")
    events = export_dna.events(tagged)
    assert [(e.person, e.organization, e.agreement) for e in events.itertuples()] == [
        ("Clara Lund", "", 1),
        ("", "Lantern", 1),  # an opinion piece argues in the paper's own voice
    ]
    publish([tiny.chart(tagged)], tagged, tmp_path / "published", notebook="00-briefing")
    shown = exports.lift([tmp_path / "published" / "outlets.svg"], tagged, "dna").text.splitlines()
    file = tmp_path / "published" / "exports" / "sanctions-00-briefing.dna.csv"
    words = "positions of holders without a name (2), positions in headlines (1)"
    assert shown == [str(file), f"{file} leaves out: {words}"]


def test_annotations_are_json_ld_that_needs_no_network_and_select_what_was_tagged(written, tagged):
    document = json.loads(written["annotations"].read_text(encoding="utf-8"))
    oa = "http://www.w3.org/ns/oa#"

    def no_network(url, options):
        raise AssertionError(f"{url} was asked for")

    (page,) = jsonld.expand(document, {"documentLoader": no_network})
    items = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert len(items) == len(document["items"]) > len(tagged.mentions)
    assert all(item["@type"] == [f"{oa}Annotation"] for item in items)
    texts = tagged.articles.set_index("article_id")
    articles = {f"urn:standpoint:attacks:{i.replace('/', '%2F')}:text": texts.at[i, "text"] for i in texts.index}
    for item in items:
        target = item[f"{oa}hasTarget"][0]
        place, quote = target[f"{oa}hasSelector"]
        assert (place["@type"], quote["@type"]) == ([f"{oa}TextPositionSelector"], [f"{oa}TextQuoteSelector"])
        text = articles.get(target[f"{oa}hasSource"][0]["@id"])
        if text is not None:
            start, end = (int(place[f"{oa}{k}"][0]["@value"]) for k in ("start", "end"))
            exact, prefix, suffix = (quote[f"{oa}{k}"][0]["@value"] for k in ("exact", "prefix", "suffix"))
            assert text[start:end] == exact and text[:start].endswith(prefix) and text[end:].startswith(suffix)
    tags = {b[next(k for k in b if k.endswith("#value"))][0]["@value"] for i in items for b in i[f"{oa}hasBody"]}
    assert {"actor", "speaker", "cue", "content", "support", "oppose", "Peter Holbán"} <= tags
    graph = jsonld.to_rdf(document, {"documentLoader": no_network})
    assert len(graph["@default"]) > 10 * len(items)
    assert "javascript:" not in json.dumps([i["target"]["source"].get("via", "") for i in document["items"]])


def test_label_studio_has_a_task_an_article_with_regions_that_its_interface_knows(written, tagged):
    tasks = json.loads((written["label-studio"] / "tasks.json").read_text(encoding="utf-8"))
    config = SafeTree.fromstring((written["label-studio"] / "labels.xml").read_text())
    known = {
        (block.get("name"), block.get("toName")): {x.get("value") for x in block} for block in config.iter("Labels")
    }
    assert {t["data"]["article_id"] for t in tasks} == {a["article_id"] for a in ATTACKS}
    regions = [(t, r) for t in tasks for r in t["predictions"][0]["result"]]
    assert len({r["id"] for _, r in regions}) == len(regions) > 10
    for task, region in regions:
        value = region["value"]
        assert task["data"][region["to_name"]][value["start"] : value["end"]] == value["text"]
        assert set(value["labels"]) <= known[region["from_name"], region["to_name"]]


# The command and the notebooks' last cell


def test_without_a_kind_the_command_lists_them(capsys):
    assert main(["export", "anything"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {kind} " in shown for kind in exports.KINDS)


def test_the_command_exports_the_last_report_and_says_where(tmp_path, capsys):
    path = tiny.write_corpus(tmp_path)
    tagged = tiny.tag(path, tmp_path / "tagged")
    reports = tmp_path / "reports"
    publish([tiny.chart(tagged)], tagged, reports / "tiny" / "00-briefing" / "ab12", notebook="00-briefing")
    entry = {"notebook": "00-briefing", "run": "ab12", "state": "done"}
    about = {"name": "tiny", "title": "Tiny", "codebook": "", "filters": {"since": "", "until": ""}}
    about["notebooks"] = [entry, entry | {"notebook": "01-corpus", "run": "failed", "state": "failed"}]
    (reports / "tiny" / "corpus.json").write_text(json.dumps(about))
    assert main(["export", str(path), "--to", "csv,html", "--reports", str(reports)]) == 0
    out = reports / "tiny" / "exports"
    assert capsys.readouterr().out.split() == [str(out / "tiny-csv"), str(out / "tiny.html")]
    assert (out / "tiny-csv" / "outlets.csv").is_file()
    assert main(["export", str(path), "--to", "csv", "--reports", str(reports), "--out", str(out / "tiny.html")]) == 2
    assert "tiny.html: is a file; a folder is expected to write into." in capsys.readouterr().err
    assert main(["export", str(path), "--to", "csv", "--reports", str(reports), "--codebook", "wages.yaml"]) == 2
    assert "was made without a codebook file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "codebook, made",
    [([], "without a codebook of yours"), (["--codebook", "wages.yaml"], "with the codebook wages.yaml")],
)
def test_before_a_report_is_made_the_command_says_where_it_looked_and_how_to_name_another(
    codebook, made, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr("standpoint.run.report", _broken)
    path, reports = tiny.write_corpus(tmp_path), tmp_path / "reports"
    with pytest.raises(RuntimeError):
        main(["export", str(path), "--to", "csv", "--reports", str(reports), *codebook])
    assert capsys.readouterr().err.strip() == (
        f"there is no report on tiny in {reports}: one is made first, {made}. To export a report that is there, stop "
        "this, and give --reports DIR and --codebook FILE: what it was made with as --out and --codebook."
    )


def test_the_last_cell_of_a_notebook_tells_the_kinds_or_writes_them_beside_what_it_published(edition, tagged):
    published = [edition.charts[0].file("svg")]
    assert "pptx" in exports.lift(published, tagged).text
    shown = exports.lift(published, tagged, "csv, docx").text.splitlines()
    out = edition.charts[0].folder / "exports"
    assert shown == [str(out / "attacks-00-briefing-csv"), str(out / "attacks-00-briefing.docx")]


@pytest.mark.desktop
@pytest.mark.parametrize("kind, pages", [("pptx", 6), ("docx", 2), ("xlsx", 5)])
def test_libreoffice_opens_every_office_file_and_turns_it_into_pages(kind, pages, written, tmp_path):
    soffice = shutil.which("soffice")
    if not soffice:
        pytest.skip("LibreOffice is not here: install Debian's libreoffice-impress, -writer and -calc")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(written[kind])]
    subprocess.run(command, capture_output=True, timeout=600, check=True)
    (made,) = tmp_path.glob("*.pdf")
    found = len(re.findall(rb"/Type\s*/Page\b", made.read_bytes()))
    assert found == pages if kind == "pptx" else found >= pages
