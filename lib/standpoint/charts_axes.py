"""Parts that charts are drawn with: named rows, axes of dates and shares, intervals, heat maps."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from standpoint.charts import INK, MUTED, counted, outlets_told, percent, words
from standpoint.store import Tagged

HEAT = LinearSegmentedColormap.from_list("heat", ["#f4f7f9", "#9ecae1", "#0b4f7d"])  # darker is more, in grey too
COLUMNS, ROWS = 8, 20  # what can be read at the printed width, and on one page
EDGE = 0.04  # of an axis of dates, left free at both ends
STEP = {"D": pd.Timedelta(days=1), "W-MON": pd.Timedelta(days=7), "MS": pd.Timedelta(days=30)}


def label_rows(ax: Axes, names: Sequence[object], width: int = 26, lines: int = 2) -> np.ndarray:
    """Name the rows of a chart from the top down; returns their places on the y axis."""
    at = np.arange(len(names))
    ax.set_yticks(at, [words(name, width, lines) for name in names], linespacing=1.1)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return at


def covered(periods: pd.Series, freq: str, published: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The first and the last of each period's days that lie within the days of the corpus."""
    ends = periods + (pd.offsets.MonthBegin() if freq == "MS" else STEP[freq]) - STEP["D"]
    first = min(pd.Timestamp(published.min()).floor("D"), periods.max())
    last = max(pd.Timestamp(published.max()).floor("D"), periods.max())
    return periods.clip(lower=first), ends.clip(upper=last)


def time_axis(ax: Axes, first: pd.Timestamp, last: pd.Timestamp, freq: str) -> None:
    """Dates below the axis from the first to the last, as few as can be read; days are not cut into hours."""
    ax.set_xlim(first, last)
    locator = AutoDateLocator(minticks=2, maxticks=8, interval_multiples=freq != "W-MON")
    locator.intervald[3] = [1, 2, 3, 7, 14]
    ax.xaxis.set_major_locator(locator)
    formats = ["%Y", "%b", "%-d %b", "%-d %b", "%-d %b", "%-d %b"]
    turns = ["", "%b\n%Y", "%-d %b", "%-d %b", "", ""]
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator, formats=formats, zero_formats=turns, show_offset=False))


def share_axis(ax: Axes, most: float, *, room: float = 0.2) -> None:
    """An x axis in per cent from 0 to `most`, with `room` (a part of it) for the numbers that stand behind the bars."""
    most = min(max(float(most), 0.05), 1.0)
    ax.set_xlim(0, most * (1 + room))
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]))
    ticks = [tick for tick in ax.get_xticks() if 0 <= tick <= most * 1.001]
    digits = 0 if np.allclose(np.array(ticks) * 100 % 1, 0) else 1
    ax.set_xticks(ticks, [f"{tick:.{digits}%}" for tick in ticks])
    ax.spines["bottom"].set_bounds(0, min(most * (1 + room), 1.0))  # there is nothing beyond 100 %


def interval(ax: Axes, y: float, low: float, high: float, colour: str = INK) -> None:
    """A thin line from `low` to `high` at height `y`; nothing where there is no interval."""
    if pd.notna(low) and pd.notna(high):
        line = ax.plot([low, high], [y, y], color=colour, linewidth=1.1, solid_capstyle="butt", zorder=3)[0]
        line.set_path_effects([withStroke(linewidth=2.6, foreground="white", alpha=0.8)])


def row_height(rows: int, each: float = 0.3, least: float = 1.6) -> float:
    """Inches for a chart of so many rows, its axis included."""
    return max(least, rows * each + 0.65)


def ink_on(fill: Sequence[float] | str) -> str:
    """White or black, whichever stands out more from the fill (contrast as WCAG 2 has it)."""
    ground = luminance(fill) + 0.05
    return "white" if 1.05 / ground > ground / 0.05 else "black"


def luminance(colour: Sequence[float] | str) -> float:
    """How light a colour looks, from 0 (black) to 1 (white): WCAG 2's relative luminance."""
    parts = np.array(to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def heat(
    ax: Axes,
    data: pd.DataFrame,
    by: tuple[str, str],
    rows: Sequence[object],
    columns: Mapping[object, str],
    count: str,
) -> None:
    """A heat map of column `share`, each cell with its number and, in brackets, `count`; without a row it is 0.

    `by` names the columns of `data` that hold a cell's row and column; `columns` maps the columns to their heads.
    """
    at = dict(zip(rows, label_rows(ax, rows, 32, 3), strict=True))
    across = {column: i for i, column in enumerate(columns)}
    most = max(float(data["share"].max()), 1e-9)
    drawn = data[data[by[0]].isin(at) & data[by[1]].isin(across)]
    there = set(zip(drawn[by[0]], drawn[by[1]], strict=True))
    for row, column in ((r, c) for r in at for c in across if (r, c) not in there):
        ax.add_patch(Rectangle((across[column] - 0.48, at[row] - 0.46), 0.96, 0.92, facecolor=HEAT(0.0)))
        ax.text(across[column], at[row], "0", ha="center", va="center", fontsize=8, color=MUTED)
    for i, cell in drawn.iterrows():
        x, y, share = across[cell[by[1]]], at[cell[by[0]]], float(cell["share"])
        fill = HEAT(share / most)
        ax.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=fill, url=f"#row-{i}"))
        text = f"{percent(share)} ({int(cell[count]):,})" if cell[count] else "0"
        ax.text(x, y, text, ha="center", va="center", fontsize=8, color=ink_on(fill), url=f"#row-{i}")
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(columns)), list(columns.values()))
    ax.tick_params(axis="x", length=0)
    ax.spines[["bottom", "left"]].set_visible(False)


def heads(counts: pd.Series) -> dict[object, str]:
    """The largest outlets (counts by outlet) as column heads, each with its n."""
    return {outlet: f"{head(outlet)}\nn = {count:,}" for outlet, count in counts.nlargest(COLUMNS).items()}


def head(name: str, lines: int = 3) -> str:
    """A name over a column, broken at its hyphens where need be: "Interfax-" and "Ukraine"."""
    return words(name.replace("-", "- "), 12, lines).replace("- ", "-")


def rest_of_outlets(names: Iterable[object], drawn: int, tagged: Tagged) -> str:
    """The clause `rest` for a chart's outlets, and one for those of the corpus that have no row in it."""
    names = list(names)
    told, none = outlets_told(names), len(set(tagged.articles["outlet"].dropna()) - set(names))
    left = f"; the {drawn:,} largest of {told} are drawn, the table holds all" if len(names) > drawn else ""
    return left + (
        f"; {counted(none, 'further outlet')} {'has' if none == 1 else 'have'} nothing to show" if none else ""
    )


def rest(n: int, drawn: int, what: str) -> str:
    """A clause for the source note about rows that are not drawn."""
    return f"; the {drawn:,} largest of {n:,} {what} are drawn, the table holds all" if n > drawn else ""
