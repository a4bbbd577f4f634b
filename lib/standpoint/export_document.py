"""A briefing as a Word document: findings, charts with alt text, source notes and tables, and the evidence behind."""

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from standpoint.export_grid import grid
from standpoint.folding import folded
from standpoint.office import ACCENT, FONT, INK, MUTED, describe, method, opened, sign, stripped
from standpoint.publication import Edition, Published, Row, clean, place, with_n
from standpoint.templating import web_link
from standpoint.units import in_units

ROWS, TOLD, SENTENCES = 8, 3, 2  # rows of a chart in its table, rows whose sentences are told, sentences of each
TABLES = ("Light Shading", "Table Grid")  # the first that the document knows
SMALL, MARGINS = 8.5, Mm(4)  # of a table: the size of its letters, and what its cells keep free at both sides


def write(edition: Edition, path: Path, template: Path | None = None) -> None:
    """Write the briefing: title, findings, a part for each notebook with its charts, what stays open, the method.

    With a `template` its page, styles and headers are used; what its body holds is left out.
    """
    document = opened(template, Document, "Word") if template else _house()
    _empty(document)
    _paragraph(document, edition.title, "Title")
    _paragraph(document, edition.contents, "Subtitle")
    if edition.description:
        _paragraph(document, edition.description)
    if edition.findings:
        _findings(document, edition)
    for section in edition.sections:
        told = edition.told(section)
        if told:
            _paragraph(document, section.question, "Heading 1")
        for chart in told:
            _chart(document, chart)
    if edition.silent:
        _paragraph(document, "Too little data for a finding", "Heading 1")
        for chart in edition.silent:
            _paragraph(document, f"{chart.title} (n = {in_units(chart.n, chart.unit)}).", "List Bullet")
    _paragraph(document, "How these numbers were made", "Heading 1")
    for line in method(edition):
        _paragraph(document, line)
    if edition.licence:
        _paragraph(document, f"Licence of the articles: {edition.licence}.")
    sign(document.core_properties, edition)
    document.save(str(path))


def _house() -> Any:
    """An empty document: A4, one typeface that every office has, and a page number below."""
    document = Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin, page.bottom_margin = Mm(20), Mm(20)
    sizes = {
        "Normal": 10.5,
        "Title": 24,
        "Subtitle": 11,
        "Heading 1": 16,
        "Heading 2": 12.5,
        "Caption": 8.5,
        "Quote": 9.5,
    }
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.size, style.font.name, style.font.italic = Pt(size), FONT, False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [a for a in fonts.attrib if a.endswith("Theme")]:
            del fonts.attrib[theme]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        style.font.color.rgb = RGBColor.from_string(MUTED if name in ("Subtitle", "Caption") else INK)
        style.font.bold = name in ("Title", "Heading 1", "Heading 2")
    document.styles["Heading 1"].font.color.rgb = RGBColor.from_string(ACCENT)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(22)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(16)
    document.styles["Heading 2"].paragraph_format.space_after = Pt(4)
    document.styles["Quote"].paragraph_format.left_indent = Mm(5)
    document.styles["Quote"].paragraph_format.space_after = Pt(4)
    border = document.styles["Title"].element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)
    foot = page.footer.paragraphs[0]
    foot.style = document.styles["Caption"]
    _field(foot, "PAGE")
    stripped(document.part.package.rels)
    return document


def _empty(document: Any) -> None:
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)


def _paragraph(document: Any, text: str, style: str = "Normal") -> Any:
    """A paragraph in that style, or in the document's own where a template has no such style."""
    known = style in {s.name for s in document.styles}
    return document.add_paragraph(" ".join(clean(text).split()), style=style if known else None)


def _findings(document: Any, edition: Edition) -> None:
    _paragraph(document, "Findings", "Heading 1")
    for finding in edition.findings:
        text = finding.text if finding.text.endswith((".", "!", "?", "”")) else f"{finding.text}."
        paragraph = _paragraph(document, text, "List Number")
        chart = edition.chart(finding.chart)
        if chart and finding.row is not None and finding.row < len(chart.keys):
            _small(paragraph, f"  {chart.keys[finding.row]}")


def _chart(document: Any, chart: Published) -> None:
    _paragraph(document, chart.title, "Heading 2")
    if chart.reading:
        _paragraph(document, chart.reading).paragraph_format.keep_with_next = True
    picture = document.add_picture(str(chart.file("bare.png")), width=Emu(int(_room(document))))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    describe(picture._inline.docPr, chart)
    _paragraph(document, with_n(chart), "Caption")
    _table(document, chart)
    _evidence(document, chart)


def _table(document: Any, chart: Published) -> None:
    chart = replace(chart, rows=tuple(tuple(row) for _, row in folded(chart.columns, chart.numbers, chart.rows)))
    columns = grid(chart, ROWS, _room(document), Pt(SMALL), MARGINS)
    if not columns:
        return
    table = document.add_table(rows=1 + len(columns[0].cells), cols=len(columns))
    table.style = next((name for name in TABLES if name in {s.name for s in document.styles}), None)
    table.autofit = False
    _unshaded(table)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:  # none breaks over two pages
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for of_table, column in zip(table.columns, columns, strict=True):
        of_table.width = Emu(int(column.width))
        head, *cells = of_table.cells
        _cell(head, column.head, bold=True, right=column.number)
        for cell, text in zip(cells, column.cells, strict=True):
            _cell(cell, text, right=column.number)
        for cell in of_table.cells:
            cell.width = of_table.width
    more = len(chart.rows) - len(columns[0].cells)
    _paragraph(document, f"{more:,} more rows in the report." if more > 0 else "", "Caption")


def _unshaded(table: Any) -> None:
    """Rules above and below, no grey rows, no bold first column: a table that can be pasted into any page."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.attrib.clear()  # the old form of these settings, a number, would count for Word, too
    for part in ("firstRow", "noHBand", "noVBand"):
        look.set(qn(f"w:{part}"), "1")
    for part in ("lastRow", "firstColumn", "lastColumn"):
        look.set(qn(f"w:{part}"), "0")
    look.set(qn("w:val"), "0620")


def _room(document: Any) -> int:
    page = document.sections[-1]
    return page.page_width - page.left_margin - page.right_margin


def _cell(cell: Any, text: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(SMALL), bold
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.alignment = 2 if right else 0


def _evidence(document: Any, chart: Published) -> None:
    for row in chart.strongest(TOLD):
        head = _paragraph(document, "")
        head.paragraph_format.keep_with_next = True
        head.paragraph_format.space_after = Pt(2)
        head.add_run(clean(chart.labels[row])).bold = True
        _small(head, f"  {chart.keys[row]}")
        found = chart.evidence.get(row, [])[:SENTENCES]
        for sentence in found:
            _sentence(document, sentence)
        if chart.sentences[row] > len(found):
            _small(_paragraph(document, "", "Quote"), f"and {chart.sentences[row] - len(found):,} more")


def _sentence(document: Any, sentence: Row) -> None:
    """The sentence, with what counted in it underlined, then outlet, day and headline, which links to the article."""
    paragraph = _paragraph(document, "", "Quote")
    text, at = sentence["sentence"], 0
    for start, end in _merged(sentence["highlights"]):
        paragraph.add_run(_inline(text[at:start]))
        paragraph.add_run(_inline(text[start:end])).underline = True
        at = end
    paragraph.add_run(_inline(text[at:]))
    paragraph.add_run(" ")
    url = web_link(sentence["url"])
    if url:
        _linked(paragraph, place(sentence), url)
    else:
        _small(paragraph, place(sentence))


def _merged(highlights: list[Row]) -> list[tuple[int, int]]:
    """The cues and positions that counted, as spans that do not overlap."""
    spans: list[tuple[int, int]] = []
    for h in sorted(highlights, key=lambda h: (h["start"], h["end"])):
        if h["role"] == "content":
            continue
        if spans and h["start"] < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], h["end"]))
        else:
            spans.append((h["start"], h["end"]))
    return spans


def _inline(text: str) -> str:
    return clean(text).replace("\n", " ").replace("\t", " ")


def _small(paragraph: Any, text: str) -> Any:
    run = paragraph.add_run(clean(text))
    run.font.size, run.bold = Pt(8), False
    run.font.color.rgb = RGBColor.from_string(MUTED)
    return run


def _linked(paragraph: Any, text: str, url: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(clean(url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = _small(paragraph, text)
    run.underline = True
    link.append(deepcopy(run._r))
    run._r.getparent().replace(run._r, link)


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
