"""The house template for slides, made in code: wide, white, a bold finding above, small print below."""

import re
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Inches

from standpoint.office import ACCENT, FONT, INK, MUTED, stripped

WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.6)
KEPT = ("Title Slide", "Title Only")


def house_deck() -> Any:
    """An empty presentation of 16 by 9 with two layouts: an opening, and a title over free space."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    master = deck.slide_master
    for layout in list(deck.slide_layouts):
        if layout.name not in KEPT:
            deck.slide_layouts.remove(layout)
    _fonts(master)
    wide = Emu(WIDTH - 2 * MARGIN)
    boxes = {
        PP_PLACEHOLDER.TITLE: (MARGIN, Inches(0.4), wide, Inches(1.0)),
        PP_PLACEHOLDER.BODY: (MARGIN, Inches(1.6), wide, Inches(5.2)),
        PP_PLACEHOLDER.DATE: (MARGIN, Inches(7.08), Inches(3), Inches(0.3)),
        PP_PLACEHOLDER.FOOTER: (Inches(4), Inches(7.08), Inches(5), Inches(0.3)),
        PP_PLACEHOLDER.SLIDE_NUMBER: (Emu(WIDTH - MARGIN - Inches(1.5)), Inches(7.08), Inches(1.5), Inches(0.3)),
    }
    opening = boxes | {
        PP_PLACEHOLDER.CENTER_TITLE: (MARGIN, Inches(2.1), wide, Inches(1.6)),
        PP_PLACEHOLDER.SUBTITLE: (MARGIN, Inches(3.9), wide, Inches(1.4)),
    }
    for page, places in ((master, boxes), *((layout, opening) for layout in deck.slide_layouts)):
        for shape in page.placeholders:
            _set(shape, places[shape.placeholder_format.type])
    _title_style(master)
    _rule(master)
    stripped(deck.part.rels, deck.part.package._rels)
    return deck


def _set(shape: Any, box: tuple[int, int, int, int]) -> None:
    shape.left, shape.top, shape.width, shape.height = box
    frame, kind = shape.text_frame, shape.placeholder_format.type
    frame.margin_left = frame.margin_right = 0
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM if kind == PP_PLACEHOLDER.CENTER_TITLE else MSO_ANCHOR.TOP
    size = {PP_PLACEHOLDER.CENTER_TITLE: 36, PP_PLACEHOLDER.SUBTITLE: 18, PP_PLACEHOLDER.SLIDE_NUMBER: 10}.get(kind)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if kind == PP_PLACEHOLDER.SLIDE_NUMBER else PP_ALIGN.LEFT
    if size:
        _level(frame._txBody, size, MUTED if kind != PP_PLACEHOLDER.CENTER_TITLE else INK)


def _level(body: Any, size: int, colour: str) -> None:
    """Set size, colour and alignment in the list style that slides of this layout inherit."""
    style = body.find(_a("lstStyle"))
    if style is None:
        style = body.makeelement(_a("lstStyle"), {})
        body.insert(1, style)
    for child in list(style):
        style.remove(child)
    level = style.makeelement(_a("lvl1pPr"), {"marL": "0", "indent": "0", "algn": "l"})
    style.append(level)
    level.append(level.makeelement(_a("buNone"), {}))
    level.append(_character(level, size, colour, bold=size > 30))


def _title_style(master: Any) -> None:
    """A bold finding of at most two or three lines, from the left."""
    (style,) = (e for e in master._element.iter() if e.tag.endswith("}titleStyle"))
    level = style.find(_a("lvl1pPr"))
    level.set("algn", "l")
    for child in level.findall(_a("defRPr")):
        level.remove(child)
    level.append(_character(level, 24, INK, bold=True))


def _character(parent: Any, size: int, colour: str, *, bold: bool) -> Any:
    out = parent.makeelement(_a("defRPr"), {"sz": str(size * 100), "b": str(int(bold)), "kern": "1200"})
    fill = out.makeelement(_a("solidFill"), {})
    fill.append(fill.makeelement(_a("srgbClr"), {"val": colour}))
    out.append(fill)
    for tag in ("latin", "ea", "cs"):
        face = f"+{'mj' if bold else 'mn'}-{'lt' if tag == 'latin' else tag}"
        out.append(out.makeelement(_a(tag), {"typeface": face}))
    return out


def _fonts(master: Any) -> None:
    """One typeface that every office has, and the charts' blue as the first accent."""
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = theme.blob.decode("utf-8")
    xml = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", xml)
    xml = re.sub(r'(<a:accent1>\s*<a:srgbClr val=")[0-9A-Fa-f]{6}', rf"\g<1>{ACCENT}", xml)
    theme._blob = xml.encode("utf-8")


def _rule(master: Any) -> None:
    """A short line of colour above the title, on every slide."""
    master.shapes._spTree.append(
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="99" name="Rule"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
            f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{MARGIN}" y="{Inches(0.26)}"/><a:ext cx="{Inches(0.9)}" '
            f'cy="{Inches(0.05)}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
            f'<a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
        )
    )


def _a(tag: str) -> str:
    return f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{tag}"
