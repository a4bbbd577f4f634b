"""A figure as pictures: PNG and PDF for print, and a bare PNG for pages that set its title and source themselves."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PRINT = 300  # dots an inch: what printers ask for
WIDE = 3.45  # inches of height, for 8 of width, that fill a slide below its title
SQUEEZE = 0.66  # a tall figure gives up at most a third of its height, so that its lettering keeps apart
EDGE = 0.05  # inches


@contextmanager
def settled(figure: "Figure") -> Iterator[None]:
    """Lay the figure out once, for all the files that are drawn of it in the block."""
    engine = figure.get_layout_engine()
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    try:
        yield
    finally:
        figure.set_layout_engine(engine)


def png(figure: "Figure", path: Path, facts: Mapping[str, str]) -> None:
    """The whole figure, with its title and source note, sharp enough for print."""
    figure.savefig(path, format="png", dpi=PRINT, metadata={**facts, "Software": None})


def pdf(figure: "Figure", path: Path, title: str, alt: str) -> None:
    """The whole figure as vectors, text as text; the same figure gives the same bytes."""
    import matplotlib

    facts = {"Title": title, "Subject": alt, "Creator": None, "Producer": None, "CreationDate": None}
    # To cut a TrueType font (42) down to a chart's letters takes as long as all its other files.
    with matplotlib.rc_context({"pdf.fonttype": 3}):
        figure.savefig(path, format="pdf", metadata=facts)


def bare(figure: "Figure", path: Path) -> None:
    """The figure without the finding and the source that `charts.frame` set on it, in a shape that suits a slide."""
    parts = {text.get_label(): text for text in figure.texts}
    if not {"finding", "reading", "source"} <= set(parts):
        figure.savefig(path, format="png", dpi=PRINT, metadata={"Software": None})
        return
    width, height = figure.get_size_inches()
    engine, reading = figure.get_layout_engine(), parts["reading"]
    rect, place = engine.get()["rect"], reading.get_position()
    top = EDGE + (0.06 + 9 * 1.3 / 72 * (reading.get_text().count("\n") + 1) if reading.get_text() else 0)
    inner = rect[3] * height
    if all(ax.axison for ax in figure.axes):  # what stands free, like the names of a network, was placed for its height
        inner = max(min(inner, WIDE - top), SQUEEZE * inner)
    total = top + inner + EDGE
    for name in ("finding", "source"):
        parts[name].set_visible(False)
    try:
        figure.set_size_inches(width, total)
        engine.set(rect=(rect[0], EDGE / total, rect[2], inner / total))
        reading.set_position((place[0], 1 - EDGE / total))
        figure.savefig(path, format="png", dpi=PRINT, metadata={"Software": None})
    finally:
        figure.set_size_inches(width, height)
        engine.set(rect=rect)
        reading.set_position(place)
        for name in ("finding", "source"):
            parts[name].set_visible(True)
