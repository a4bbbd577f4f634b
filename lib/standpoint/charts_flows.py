"""Charts of who feeds whom: agencies and the outlets that carry them, and how long the chains to the page are."""

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from standpoint.charts import (
    BLUE,
    MUTED,
    SKY,
    Chart,
    chart,
    counted,
    few_stories,
    frame,
    house,
    outlets_told,
    percent,
    source_note,
    too_little,
    words,
)
from standpoint.charts_axes import (
    COLUMNS,
    HEAT,
    ROWS,
    head,
    ink_on,
    label_rows,
    rest,
    rest_of_outlets,
    row_height,
    share_axis,
)
from standpoint.flows import DEPTHS, OWN
from standpoint.store import Tagged

OWN_FILL = "#ececec"
# depth of a chain → its colour: the darker, the more hands, in grey too.
SHADES = dict(zip(DEPTHS, (OWN_FILL, "#b9d7ea", SKY, BLUE, "#08304f"), strict=True))
ENOUGH = 5  # articles of an outlet, below which its mean is no finding
LEAST_COLUMNS = 3  # a matrix of fewer columns is as wide, so that cells keep their shape


def agency_flow(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """What each outlet takes from each agency, as a matrix: darker is more of its words; own text stands apart."""
    name, unit, n = "agency-flow", "publications", int(data["publications"].sum())
    if few_stories(tagged) or data.empty:
        return too_little(name, "which agency feeds which outlet", data, tagged, n, unit)
    data = data.reset_index(drop=True)
    outlets = data.groupby("outlet")["n"].max().sort_values(ascending=False, kind="stable")
    fed = data[data["agency"] != OWN]
    agencies = fed.groupby("agency")[["publications", "words"]].sum()
    agencies = agencies.sort_values(["publications", "words"], ascending=False, kind="stable")
    left_out = [
        rest(len(agencies), COLUMNS, "agencies") if len(agencies) else "",
        rest_of_outlets(outlets.index, ROWS, tagged),
    ]
    own = "Own text: articles that credit no agency, and what an agency itself publishes"
    note = f"{own}. Reprints are counted: what readers see{''.join(left_out)}"
    source = source_note(tagged, n, unit, note)
    title = _feeds_most(data, agencies, n)
    rows = list(outlets.index[:ROWS])
    drawn_agencies = list(agencies.index[:COLUMNS])
    columns = [*drawn_agencies, OWN]
    counts = {**agencies["publications"], OWN: n - int(agencies["publications"].sum())}
    with house():
        subtitle = "Share of the outlet’s words that an agency wrote, with the number of its articles below"
        figure = frame(title, subtitle, source, row_height(len(rows), 0.44) + 0.35)
        ax = figure.subplots()
        _matrix(ax, data, rows, columns)
        ax.set_xticks(range(len(columns)), [f"{head(c, 2)}\nn = {counts[c]:,}" for c in columns])
        ax.set_xlabel("whose text it is (articles)", labelpad=8)
        ax.xaxis.set_label_position("top")
        low, high = ax.get_xlim()
        ax.xaxis.label.set_x(((len(columns) - 1) / 2 - low) / (high - low))  # amid the columns
    most = fed.sort_values("publications", ascending=False, kind="stable").head(12).to_dict("records")
    alt = f"Matrix of {outlets_told(outlets.index)} by {counted(len(agencies), 'agency')} and own text"
    alt += "".join(
        f"; {words(r['outlet'], 40, 1)} from {words(r['agency'], 40, 1)}: "
        f"{counted(int(r['publications']), 'article')}, {_share(r['share_words'])} of its words"
        for r in most
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def _feeds_most(data: pd.DataFrame, agencies: pd.DataFrame, n: int) -> str:
    every = outlets_told(data["outlet"])
    if agencies.empty:
        return f"No article credits an agency: all {n:,} of {every} count as own text"
    top, total = agencies.iloc[0], int(data["words"].sum())
    reached = data.loc[data["agency"] == top.name, "outlet"]
    ties = agencies.index[(agencies["publications"] == top["publications"]) & (agencies.index != top.name)]
    most_words = str(agencies["words"].astype(float).idxmax())
    other = most_words if most_words != top.name else str(ties[0]) if len(ties) else ""
    if other:
        a, b = words(top.name, 40, 1), words(other, 40, 1)
        parts = [percent(agencies.at[name, "words"] / total) if total else "none" for name in (top.name, other)]
        return (
            f"{a} feeds {int(top['publications']):,} of {counted(n, 'article')} and {b} "
            f"{int(agencies.at[other, 'publications']):,}; of all words, {a} wrote {parts[0]} and {b} {parts[1]}"
        )
    where = f", in {reached.nunique():,} of {every}" if data["outlet"].nunique() > 1 else ""
    of_words = f" and {percent(top['words'] / total)} of all words" if total else ""
    return (
        f"{words(top.name, 40, 1)} feeds {'most: its' if len(agencies) > 1 else 'this coverage: its'} text fills "
        f"{int(top['publications']):,} of {counted(n, 'article')}{of_words}{where}"
    )


def _matrix(ax: Axes, data: pd.DataFrame, rows: Sequence[str], columns: Sequence[str]) -> None:
    at = dict(zip(rows, label_rows(ax, rows, 28, 2), strict=True))
    across = {column: i for i, column in enumerate(columns)}
    drawn = data[data["outlet"].isin(at) & data["agency"].isin(across)]
    fed = drawn.loc[drawn["agency"] != OWN, "share_words"].astype(float)
    most = max(float(fed.max()) if len(fed) else 0.0, 1e-9)
    for row, column in {(r, c) for r in at for c in across} - set(zip(drawn["outlet"], drawn["agency"], strict=True)):
        ax.text(across[column], at[row], "–", ha="center", va="center", fontsize=8, color=MUTED)
    for i, cell in drawn.iterrows():
        x, y, share = across[cell["agency"]], at[cell["outlet"]], float(cell["share_words"])
        own = cell["agency"] == OWN
        fill = OWN_FILL if own else HEAT(0.08 + 0.92 * (0.0 if pd.isna(share) else share) / most)
        ax.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=fill, url=f"#row-{i}"))
        text = f"{_share(share)}\n{int(cell['publications']):,}"
        ax.text(x, y, text, ha="center", va="center", fontsize=8, color=ink_on(fill), linespacing=1.25, url=f"#row-{i}")
    totals = data.drop_duplicates("outlet").set_index("outlet")
    for row, y in at.items():
        n, n_words = (int(totals.at[row, column]) for column in ("n", "n_words"))
        text = f"{counted(n, 'article')}\n{counted(n_words, 'word')}"
        ax.text(len(columns) - 0.42, y, text, va="center", fontsize=8, color=MUTED, linespacing=1.25)
    ax.set_xlim(-0.5, max(len(columns), LEAST_COLUMNS) * 1.2 - 0.5)
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", length=0)
    ax.spines[["bottom", "left"]].set_visible(False)
    if len(columns) > 1:
        ax.axvline(len(columns) - 1.5, color=MUTED, linewidth=0.8)


def _share(share: float) -> str:
    return "no words" if pd.isna(share) else percent(float(share))


def chain_depth(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """For each outlet, the shares of its articles by the links of their longest chain, as one full bar."""
    name, unit, n = "chain-depth", "publications", int(data["articles"].sum())
    if few_stories(tagged) or data.empty:
        return too_little(name, "through how many hands words reach the page", data, tagged, n, unit)
    means = data.drop_duplicates("outlet").set_index("outlet")
    means = means.sort_values("n", ascending=False, kind="stable")
    largest = means.head(ROWS).sort_values(["mean", "n"], ascending=False, kind="stable")
    order = [*largest.index, *means.index[ROWS:]]
    data = data.sort_values("outlet", key=lambda s: s.map(order.index), kind="stable", ignore_index=True)
    title = _most_hands(data, means, n)
    note = (
        f"Behind each bar: mean links, 95% interval, bootstrap over stories{rest_of_outlets(means.index, ROWS, tagged)}"
    )
    source = source_note(tagged, n, unit, note)
    depths = [d for d in DEPTHS if d in set(data["depth"])]
    with house():
        subtitle = "Articles by the links of their longest chain: republishing an agency, citing a report, quoting"
        figure = frame(title, subtitle, source, row_height(len(largest)) + 0.25)
        ax = figure.subplots()
        at = dict(zip(largest.index, label_rows(ax, largest.index, 28), strict=True))
        _bars(ax, data[data["outlet"].isin(at)], at)
        for outlet, row in largest.iterrows():
            ax.text(1.01, at[outlet], _mean(row), va="center", fontsize=8)
        ax.text(1.01, -0.55, "mean links (95% interval)", va="bottom", fontsize=8, color=MUTED)
        share_axis(ax, 1.0, room=0.38)
        ax.set_xlabel("share of the outlet’s articles")
        handles = [Patch(facecolor=SHADES[d], label=d) for d in depths]
        ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=5, borderaxespad=0)
    alt = "Stacked horizontal bars: " + "; ".join(
        f"{words(outlet, 40, 1)} {row['mean']:.1f} links on average in {counted(int(row['n']), 'article')}"
        for outlet, row in largest.head(12).iterrows()
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def _bars(ax: Axes, drawn: pd.DataFrame, at: Mapping[str, float]) -> None:
    start = dict.fromkeys(at, 0.0)
    for i, row in drawn[drawn["articles"] > 0].iterrows():
        outlet, share, colour = row["outlet"], float(row["share"]), SHADES[row["depth"]]
        ax.barh(at[outlet], share, left=start[outlet], height=0.62, color=colour)[0].set_url(f"#row-{i}")
        if share >= 0.08:
            middle, text = start[outlet] + share / 2, percent(share)
            ax.text(
                middle, at[outlet], text, ha="center", va="center", fontsize=8, color=ink_on(colour), url=f"#row-{i}"
            )
        start[outlet] += share


def _mean(row: pd.Series) -> str:
    within = "" if pd.isna(row["mean_low"]) else f" ({row['mean_low']:.1f} to {row['mean_high']:.1f})"
    return f"{row['mean']:.1f}{within}, n = {int(row['n']):,}"


def _most_hands(data: pd.DataFrame, means: pd.DataFrame, n: int) -> str:
    """The outlet of most links, where it has enough articles and the mean of all lies below its interval."""
    by_depth = data.groupby("depth")["articles"].sum()
    linked = n - int(by_depth.get(DEPTHS[0], 0))
    if not linked:
        return f"None of {counted(n, 'article')} republishes an agency or cites another report"
    overall = float((means["mean"] * means["n"]).sum() / n)
    clear = means[(means["n"] >= ENOUGH) & (means["mean_low"] > overall)]
    if len(means) > 1 and len(clear):
        top = clear.sort_values("mean", ascending=False, kind="stable").iloc[0]
        return (
            f"Most hands stand between source and reader in {words(top.name, 40, 1)}: {top['mean']:.1f} links an "
            f"article, against {overall:.1f} over all outlets"
        )
    several = linked - int(by_depth.get(DEPTHS[1], 0))
    return (
        f"{percent(linked / n)} of {counted(n, 'article')} republish an agency or cite another report, "
        f"{percent(several / n) if several else 'none'} through two links or more"
    )
