"""Slides: one finding each, as a title, a picture of the chart, its source, and its sentences in the speaker notes."""

from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Emu, Inches, Pt

from standpoint.house_deck import house_deck
from standpoint.office import INK, MUTED, describe, method, opened, sign
from standpoint.publication import Edition, Published, clean, place, with_n
from standpoint.units import in_units

ROWS, SENTENCES = 8, 2  # of a chart's rows, and of each row's sentences, that its notes tell
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
SMALL = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
GAP = Inches(0.12)
FOOT = Inches(0.5)
LINES = 14  # of a list on one slide


def write(edition: Edition, path: Path, template: Path | None = None) -> None:
    """Write a deck: the title, the findings, a slide for each chart that says something, what stays open, the method.

    With a `template` its own layouts, fonts and colours are used; slides that it holds are left out.
    """
    deck = opened(template, Presentation, "PowerPoint") if template else house_deck()
    _empty(deck)
    _opening(deck, edition)
    if edition.findings:
        _findings(deck, edition)
    for section in edition.sections:
        for chart in edition.told(section):
            _chart(deck, chart, section.question)
    if edition.silent:
        lines = [f"{clean(c.title)} (n = {in_units(c.n, clean(c.unit))})" for c in edition.silent]
        for i in range(0, len(lines), LINES):
            _words(deck, "Too little data for a finding", lines[i : i + LINES], "Collect more articles.")
    _words(deck, "How these numbers were made", method(edition), "")
    sign(deck.core_properties, edition)
    deck.save(str(path))


def _empty(deck: Any) -> None:
    ids = deck.slides._sldIdLst
    for slide in list(ids):
        deck.part.drop_rel(slide.rId)
        ids.remove(slide)


def _opening(deck: Any, edition: Edition) -> None:
    slide = deck.slides.add_slide(_layout(deck, PP_PLACEHOLDER.SUBTITLE))
    slide.shapes.title.text_frame.text = clean(edition.title)
    lines = [clean(edition.contents), f"Standpoint {edition.version}, {edition.reader} reader"]
    found = [p for p in slide.placeholders if p.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE]
    if found:
        found[0].text_frame.text = "\n".join(lines)
    else:
        _write(_box(slide, *_area(deck, slide)), lines, 18)
    _tidy(slide)


def _findings(deck: Any, edition: Edition) -> None:
    lines = [f.text if f.text.endswith((".", "!", "?", "”")) else f"{f.text}." for f in edition.findings]
    notes = []
    for finding, text in zip(edition.findings, lines, strict=True):
        chart = edition.chart(finding.chart)
        notes.append(clean(text))
        if chart and finding.row is not None and finding.row < len(chart.keys):
            notes += _told(chart, finding.row)
        notes.append("")
    title = next((s.question for s in edition.sections if s.notebook == "00-briefing"), "Findings")
    _words(deck, title, [clean(text) for text in lines], "\n".join(notes), numbered=True)


def _words(deck: Any, title: str, lines: list[str], notes: str, *, numbered: bool = False) -> None:
    slide = deck.slides.add_slide(_layout(deck))
    _title(slide, title)
    size = next((s for s, most in ((20, 560), (18, 760), (16, 1000), (14, 1400)) if sum(map(len, lines)) < most), 12)
    shown = [f"{i}.  {line}" for i, line in enumerate(lines, 1)] if numbered else lines
    left, top, width, height = _area(deck, slide)
    box = _box(slide, left, top, min(width, Inches(11)), height)
    _write(box, shown, size, after=size * 0.7)
    if notes:
        slide.notes_slide.notes_text_frame.text = notes
    _number(slide)
    _tidy(slide)


def _chart(deck: Any, chart: Published, question: str) -> None:
    slide = deck.slides.add_slide(_layout(deck))
    _title(slide, chart.title)
    left, top, width, height = _area(deck, slide)
    room = height - FOOT - GAP
    picture = slide.shapes.add_picture(str(chart.file("bare.png")), left, top)
    scale = min(width / picture.width, room / picture.height)
    picture.width, picture.height = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
    picture.left = Emu(left + (width - picture.width) // 2)
    picture.top = Emu(top + (room - picture.height) // 2)
    describe(picture._element.nvPicPr.cNvPr, chart)
    foot = _box(slide, left, top + room + GAP, width, FOOT)
    foot.vertical_anchor = MSO_ANCHOR.BOTTOM
    source = with_n(chart)
    _write(foot, [source], 10 if len(source) < 330 else 9, colour=MUTED)
    slide.notes_slide.notes_text_frame.text = "\n".join(_notes(chart, question))
    _number(slide)
    _tidy(slide)


def _notes(chart: Published, question: str) -> list[str]:
    """What a speaker may be asked: what the chart shows, and the sentences that its numbers were counted from."""
    lines = [clean(chart.heading or question), clean(chart.reading), "", "What it shows: " + clean(chart.alt), ""]
    strongest = chart.strongest(ROWS)
    for row in strongest:
        lines += [*_told(chart, row), ""]
    more = sum(1 for n in chart.sentences if n) - len(strongest)
    return [*lines, f"{more:,} more rows have sentences: see the report."] if more > 0 else lines


def _told(chart: Published, row: int) -> list[str]:
    found = chart.evidence.get(row, [])[:SENTENCES]
    head = f"{clean(chart.labels[row])} [{chart.keys[row]}]"
    said = [f"“{' '.join(clean(s['sentence']).split())}” ({place(s)})" for s in found]
    more = chart.sentences[row] - len(found)
    return [head, *said, *([f"and {more:,} more"] if more > 0 and found else [])]


def _layout(deck: Any, beside: Any = None) -> Any:
    """The layout with a title and that placeholder; for None the one with a title and the least beside it."""
    known = []
    for layout in deck.slide_layouts:
        types = [p.placeholder_format.type for p in layout.placeholders]
        if any(t in TITLES for t in types):
            known.append((layout, [t for t in types if t not in (*TITLES, *SMALL)]))
    if not known:
        return deck.slide_layouts[0]
    if beside is not None:
        return next((layout for layout, rest in known if beside in rest), known[0][0])
    return min(known, key=lambda item: len(item[1]))[0]


def _title(slide: Any, text: str) -> None:
    if slide.shapes.title is not None:
        slide.shapes.title.text_frame.text = clean(text)
    else:
        _write(_box(slide, Inches(0.5), Inches(0.4), Inches(9), Inches(1)), [clean(text)], 24)


def _area(deck: Any, slide: Any) -> tuple[int, int, int, int]:
    """Where content goes: below the title, above the small print of the layout, between the title's margins."""
    title = slide.shapes.title
    left, width = (title.left, title.width) if title is not None else (Inches(0.5), deck.slide_width - Inches(1))
    top = (title.top + title.height if title is not None else Inches(1.4)) + GAP
    small = [p.top for p in slide.slide_layout.placeholders if p.placeholder_format.type in SMALL]
    bottom = min([deck.slide_height - Inches(0.3), *(t for t in small if t > deck.slide_height // 2)])
    return left, top, width, max(bottom - top, Inches(1))


def _box(slide: Any, left: int, top: int, width: int, height: int) -> Any:
    frame = slide.shapes.add_textbox(Emu(int(left)), Emu(int(top)), Emu(int(width)), Emu(int(height))).text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def _write(frame: Any, lines: list[str], size: float, *, colour: str = INK, after: float = 0) -> None:
    for i, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size = " ".join(line.split()), Pt(size)
        if colour == MUTED:  # body text keeps the template's colour
            run.font.color.rgb = RGBColor.from_string(colour)
        paragraph.space_after = Pt(after)


def _number(slide: Any) -> None:
    """A slide's number is a placeholder that has to be copied from its layout."""
    from copy import deepcopy

    for placeholder in slide.slide_layout.placeholders:
        if placeholder.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            slide.shapes._spTree.append(deepcopy(placeholder._element))


def _tidy(slide: Any) -> None:
    """Take out placeholders that were left empty: they read "Click to add text"."""
    for placeholder in list(slide.placeholders):
        kept = placeholder.placeholder_format.type in (*TITLES, *SMALL)
        if not kept and placeholder.has_text_frame and not placeholder.text_frame.text:
            placeholder._element.getparent().remove(placeholder._element)
