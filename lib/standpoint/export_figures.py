"""Figures to lift: every chart as SVG, PDF and PNG for print and for screens, with its words in a table beside them."""

from pathlib import Path

import pandas as pd

from standpoint.export import safe_for_sheets
from standpoint.publication import Edition, Published, with_n
from standpoint.svg import linked_to

SCREEN = 1200  # pixels of width: twice the 600 or so that a page gives a picture


def write(edition: Edition, folder: Path) -> None:
    """Write NAME.svg, NAME.pdf, NAME-print.png and NAME-screen.png for every chart, and figures.csv: file, title, alt
    text, source note, n and unit, the words that an editing system asks for."""
    for chart in edition.charts:
        svg = linked_to(chart.file("svg").read_text(encoding="utf-8"), {})
        head = '<?xml version="1.0" encoding="utf-8"?>\n'
        (folder / f"{chart.name}.svg").write_text(head + svg, encoding="utf-8")
        (folder / f"{chart.name}.pdf").write_bytes(chart.file("pdf").read_bytes())
        (folder / f"{chart.name}-print.png").write_bytes(chart.file("png").read_bytes())
        _screen(chart, folder / f"{chart.name}-screen.png")
    words = [
        {"file": c.name, "title": c.title, "alt text": c.alt, "source": with_n(c), "n": c.n, "unit": c.unit}
        for c in edition.charts
    ]
    safe_for_sheets(pd.DataFrame(words)).to_csv(folder / "figures.csv", index=False, encoding="utf-8-sig")


def _screen(chart: Published, path: Path) -> None:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    with Image.open(chart.file("png")) as image:
        facts = PngInfo()
        for key, value in image.text.items():
            facts.add_text(key, value)
        size = (SCREEN, max(1, round(image.height * SCREEN / image.width)))
        small = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        small.save(path, pnginfo=facts, optimize=True)
