"""What every chart shares: the Chart itself, its frame of finding, axes and source note, and the house style."""

import base64
import io
import textwrap
import unicodedata
import warnings
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from standpoint.formats.language_names import language_name
from standpoint.highlight import safe
from standpoint.measures import UNKNOWN
from standpoint.units import in_units

if TYPE_CHECKING:
    from standpoint.store import Tagged

# Okabe and Ito (2008), safe for the colour-blind; each chart adds shape, place or words, so that grey works too.
BLUE, SKY, ORANGE, AMBER, GREEN, PURPLE = "#0072B2", "#56B4E9", "#D55E00", "#E69F00", "#009E73", "#CC79A7"
INK, MUTED, PALE = "#1a1a1a", "#595959", "#c9c9c9"
SUPPORT, OPPOSE = BLUE, ORANGE
WIDTH, MARGIN = 8.0, 0.12  # inches
TITLE, SMALL, LINE = 12.5, 8.0, 1.3  # points, points, line height
LEAST_STORIES = 3
PERIOD = {"D": "day", "W-MON": "week", "MS": "month"}

# A name in a script that the font lacks is boxes in the PNG and itself in the SVG: nothing to warn of.
warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from")


@dataclass(frozen=True, repr=False)
class Chart:
    """A figure that states a finding, and the tidy frame it shows: row i of `data` is what "#row-<i>" links to."""

    name: str
    title: str
    alt: str
    figure: Figure = field(compare=False)
    data: pd.DataFrame = field(compare=False)
    n: int
    unit: str
    source: str
    too_little: bool = False

    def __repr__(self) -> str:
        return f"{self.title} (n = {in_units(self.n, self.unit)})"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        image = io.BytesIO()
        self.figure.savefig(image, format="png", dpi=110, metadata={"Software": None})
        data = base64.b64encode(image.getvalue()).decode()
        caption = f"{counted(len(self.data), 'row')} of data; published below as {self.name} (SVG, PNG, CSV, evidence)."
        html = (
            f'<figure style="margin:0"><img src="data:image/png;base64,{data}" alt="{escape(self.alt)}" '
            f'style="max-width:100%"><figcaption style="font-size:.85em;color:#555">{escape(caption)}</figcaption>'
            "</figure>"
        )
        return {"text/html": html, "text/plain": f"{self!r}\n{self.alt}\n{self.source}"}


@cache
def _style() -> matplotlib.RcParams:
    with warnings.catch_warnings():
        return matplotlib.rc_params_from_file(Path(__file__).with_name("house.mplstyle"), use_default_template=True)


def house() -> AbstractContextManager[None]:
    """The house style, for the block in which a figure is made; the backend of the session stays."""
    style = {k: v for k, v in _style().items() if not k.startswith(("backend", "interactive", "toolbar", "webagg"))}
    return matplotlib.rc_context(style)


def words(text: object, width: int = 30, lines: int = 2) -> str:
    """A text of any origin as lines of at most `width` letters; what does not fit ends in "…"."""
    clean = " ".join(safe(str(text)).split())
    clean = "".join(c for c in clean if unicodedata.category(c) not in ("Cc", "Cs", "Cn", "Co"))
    if any(unicodedata.east_asian_width(c) in "WF" for c in clean):
        width = max(width // 2, 4)
    return "\n".join(textwrap.wrap(clean, width, max_lines=lines, placeholder="…", break_on_hyphens=False)) or "(none)"


def counted(n: int, word: str) -> str:
    """ "1 story", "1,204 stories"."""
    plural = f"{word[:-1]}ies" if word.endswith("y") and not word.endswith("day") else f"{word}s"
    return f"{n:,} {word if n == 1 else plural}"


def percent(share: float) -> str:
    """0.124 → "12%"; what is above zero but rounds to it → "<1%"."""
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


def day(time: pd.Timestamp, *, year: bool = True) -> str:
    """13 Jan 2025."""
    return f"{time.day} {time:%b %Y}" if year else f"{time.day} {time:%b}"


def listed(names: Sequence[object], most: int = 6) -> str:
    """ "A, B and C", "A, B and 4 more"."""
    shown = [words(name, 40, 1) for name in names]
    if len(shown) > most + 1:
        shown = [*shown[:most], f"{len(names) - most} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else "no outlet"


def outlets_told(names: Iterable[object]) -> str:
    """How many outlets these are: "26 outlets", or "26 outlets and unknown ones" where articles name none."""
    known = set(names) - {UNKNOWN}
    unknown = UNKNOWN in set(names)
    if not known:
        return "unknown outlets" if unknown else "0 outlets"
    return counted(len(known), "outlet") + (" and unknown ones" if unknown else "")


def undated(articles: pd.DataFrame) -> str:
    """A clause for the source note about articles that are not in a chart over time, since they have no date."""
    n = int(articles["published"].isna().sum())
    return f"{counted(n, 'article')} without a date {'is' if n == 1 else 'are'} left out" if n else ""


def leading(data: pd.DataFrame, by: str) -> pd.DataFrame:
    """The rows that share the first place in column `by`: one, or several that tie."""
    return data[data[by] == data[by].max()]


def called(tagged: "Tagged", actor_id: str, name: str) -> str:
    """An actor's name as it stands in a sentence: "the United States"."""
    actor = tagged.codebook.actors.get(actor_id)
    return f"{actor.article} {name}" if actor and actor.article else words(name, 50, 1)


def sentence(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def source_note(tagged: "Tagged", n: int, unit: str, note: str = "") -> str:
    """Corpus, period, what was counted and of whom, in the order that readers ask for it."""
    days = tagged.articles["published"].dropna()
    first, last = (day(days.min()), day(days.max())) if len(days) else ("no dates", "no dates")
    period = first if first == last else f"{first} to {last}"
    outlets = list(tagged.articles["outlet"].dropna().value_counts().index)
    parts = [
        f"{words(tagged.corpus.title, 80, 1)}, {period}; n = {in_units(n, unit)}",
        f"Outlets: {listed(outlets)}",
        *([note] if note else []),
        *_untagged(tagged),
        f"Source: Standpoint, {tagged.reader} reader",
    ]
    return ". ".join(parts) + "."


def _untagged(tagged: "Tagged") -> list[str]:
    """A sentence on the articles that could not be read, where there are any."""
    counted_once = tagged.articles["article_id"].isin(tagged.stories["article_id"])
    languages = tagged.articles.loc[counted_once, "language"].fillna("en")
    left = languages[~languages.isin(tagged.codebook.languages)]
    if left.empty:
        return []
    codes = [language_name(code) for code in left.value_counts().index]
    return [f"Left untagged: {counted(len(left), 'article')} in {listed(codes, 3)}"]


def frame(title: str, subtitle: str, source: str, height: float) -> Figure:
    """A figure with its finding above, its source below, and `height` inches for axes that fit themselves between."""
    above, below, note = _fit(title, TITLE, "bold", 4), _fit(subtitle, 9, lines=3), _fit(source, SMALL, lines=6)
    head = MARGIN + _inches(above, TITLE) + (_inches(below, 9) + 0.06 if below else 0) + 0.1
    foot = MARGIN + _inches(note, SMALL) + 0.08
    total = head + height + foot
    figure = Figure(figsize=(WIDTH, total), layout="constrained")
    FigureCanvasAgg(figure)
    figure.get_layout_engine().set(rect=(0.008, foot / total, 0.984, height / total), w_pad=0.05, h_pad=0.04)
    at = 1 - MARGIN / total
    text = {"x": MARGIN / WIDTH, "ha": "left", "linespacing": LINE, "in_layout": False}
    figure.text(y=at, s=above, va="top", fontsize=TITLE, fontweight="bold", label="finding", **text)
    at -= (_inches(above, TITLE) + 0.06) / total
    figure.text(y=at, s=below, va="top", fontsize=9, color=MUTED, label="reading", **text)
    figure.text(y=MARGIN / total, s=note, va="bottom", fontsize=SMALL, color=MUTED, label="source", **text)
    for part in figure.texts:
        part.set_gid(part.get_label())  # by which a page for phones finds it in the SVG
    return figure


def _fit(text: str, size: float, weight: str = "normal", lines: int = 4) -> str:
    """The text in the fewest lines that stay within the figure's margins; a title's lines are of about equal length."""
    if not text:
        return ""
    width = int((WIDTH - 2 * MARGIN) * 72 / (size * 0.5))
    while True:
        wrapped = words(text, width, lines)
        probe = FigureCanvasAgg(Figure(dpi=72))
        drawn = probe.figure.text(0, 0, wrapped, fontsize=size, fontweight=weight)
        if drawn.get_window_extent(probe.get_renderer()).width <= (WIDTH - 2 * MARGIN) * 72 * 0.96 or width < 20:
            break
        width = int(width * 0.95)
    if weight == "bold":
        count = wrapped.count("\n")
        tries = (words(text, narrow, lines) for narrow in range(width // 2, width))
        wrapped = next((w for w in tries if w.count("\n") == count and not w.endswith("…")), wrapped)
    return wrapped


def _inches(text: str, size: float) -> float:
    return (text.count("\n") + 1) * size * LINE / 72


def chart(name: str, title: str, alt: str, figure: Figure, data: pd.DataFrame, n: int, unit: str, source: str) -> Chart:
    """The Chart of a finished figure; what `alt` says of the picture follows the finding."""
    return Chart(name, title, f"{title}. {alt}", figure, data.reset_index(drop=True), int(n), unit, source)


def too_little(
    name: str,
    question: str,
    data: pd.DataFrame,
    tagged: "Tagged",
    n: int,
    unit: str,
    *,
    least: str = "",
    note: str = "",
) -> Chart:
    """The chart that says in words why there is no finding; its rows can still be read and traced."""
    found = len(set(tagged.stories["story_id"]))
    need = least or f"{LEAST_STORIES} independent stories"
    title = f"Too little data to say {question}"
    of = "" if unit == "independent stories" else f" ({unit}: {n:,})"
    body = f"This corpus holds {counted(found, 'independent story')}{of}.\nA finding needs at least {need}."
    source = source_note(tagged, n, unit, note)
    with house():
        figure = frame(title, "", source, 1.3)
        ax = figure.subplots()
        ax.set_axis_off()
        ax.text(0, 0.6, body, ha="left", va="center", fontsize=10.5, color=MUTED, linespacing=1.6)
    alt = f"{title}. {body}".replace("\n", " ")
    return Chart(name, title, alt, figure, data.reset_index(drop=True), int(n), unit, source, too_little=True)


def few_stories(tagged: "Tagged") -> bool:
    """Are there fewer independent stories than any finding needs?"""
    return tagged.stories["story_id"].nunique() < LEAST_STORIES


def when(period: pd.Timestamp, freq: str) -> str:
    """A period in words: "on 13 Nov 2024", "in the week of 11 Nov 2024", "in November 2024"."""
    if freq == "MS":
        return f"in {period:%B %Y}"
    return f"on {day(period)}" if freq == "D" else f"in the week of {day(period)}"
