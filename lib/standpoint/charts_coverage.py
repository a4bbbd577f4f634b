"""Charts of what a corpus holds: publications against independent stories, and how much of it is agency copy."""

import pandas as pd
from matplotlib.patches import Patch

from standpoint.charts import (
    BLUE,
    INK,
    MUTED,
    PALE,
    PERIOD,
    SKY,
    Chart,
    chart,
    counted,
    few_stories,
    frame,
    house,
    leading,
    listed,
    outlets_told,
    percent,
    source_note,
    too_little,
    undated,
    when,
    words,
)
from standpoint.charts_axes import (
    ROWS,
    STEP,
    interval,
    label_rows,
    rest,
    rest_of_outlets,
    row_height,
    share_axis,
    time_axis,
)
from standpoint.coverage import READ, UNTAGGED
from standpoint.measures import dated, period_of
from standpoint.store import Tagged

# whether articles in a language are read → how its bar looks: told apart by hatching too.
OWN_COPY = "What an agency itself publishes is its own text"
LOOKS = {READ: {"facecolor": BLUE}, UNTAGGED: {"facecolor": PALE, "hatch": "////"}}


def volume(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """Publications and independent stories in each period, as bars."""
    name, unit, n = "volume", "publications", int(data["publications"].sum())
    left_out = undated(tagged.articles)
    if few_stories(tagged) or len(data) < 2:
        least = "3 independent stories on 2 days"
        return too_little(name, "how coverage moved", data, tagged, n, unit, least=least, note=left_out)
    freq = period_of(tagged)
    stories = dated(tagged).stories["story_id"].nunique()
    title = f"{_peak(data, freq)}; the {counted(n, 'article')} tell {counted(stories, 'independent story')}"
    note = "An independent story counts once in a period, however many outlets carry it"
    source = source_note(tagged, n, unit, "; ".join(filter(None, [note, left_out])))
    with house():
        figure = frame(title, f"Publications and independent stories by {PERIOD[freq]}", source, 2.7)
        ax = figure.subplots()
        step = STEP[freq]
        for column, colour, wide in (("publications", PALE, 0.86), ("stories", BLUE, 0.5)):
            bars = ax.bar(data["period"], data[column], width=step * wide, color=colour, label=column)
            for i, bar in enumerate(bars):
                bar.set_url(f"#row-{i}")
        ax.legend(
            ["publications", "independent stories"], loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0
        )
        ax.set_ylabel(f"number a {PERIOD[freq]}")
        ax.yaxis.get_major_locator().set_params(integer=True)
        ax.grid(axis="y")
        time_axis(ax, data["period"].min() - 0.8 * step, data["period"].max() + 0.8 * step, freq)
    alt = (
        f"Bar chart over {counted(len(data), PERIOD[freq])}: publications from {data['publications'].min()} to "
        f"{data['publications'].max()} a {PERIOD[freq]}, independent stories from {data['stories'].min()} to "
        f"{data['stories'].max()}."
    )
    return chart(name, title, alt, figure, data, n, unit, source)


def _peak(data: pd.DataFrame, freq: str) -> str:
    """When most was published; where more than two periods share that place, that none stands out."""
    most = int(data["publications"].max())
    first = [when(period, freq) for period in data.loc[data["publications"] == most, "period"]]
    if len(first) > 2:
        return f"No {PERIOD[freq]} stands out: {len(first):,} have {counted(most, 'publication')} each, the most"
    each = "" if len(first) == 1 else " each"
    return f"Coverage peaks {' and '.join(first)}, with {counted(most, 'publication')}{each}"


def by_outlet(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """The share of agency copy among each outlet’s publications, as bars with intervals, the largest first."""
    name, unit, n = "by-outlet", "publications", int(data["publications"].sum())
    question = "how much each outlet takes from agencies"
    if few_stories(tagged) or data.empty:
        return too_little(name, question, data, tagged, n, unit)
    data = data.sort_values("publications", ascending=False, kind="stable")
    by_share = data.head(ROWS).sort_values(["wire_share", "publications"], ascending=False, kind="stable")
    data = pd.concat([by_share, data.iloc[ROWS:]], ignore_index=True)
    drawn = data.head(ROWS)
    wire, title = int(data["wire"].sum()), _from_agencies(data, n)
    note = f"Lines: 95% intervals, bootstrap over stories{rest_of_outlets(data['outlet'], ROWS, tagged)}. {OWN_COPY}"
    source = source_note(tagged, n, unit, note)
    with house():
        figure = frame(
            title,
            "Articles that carry agency copy, as a share of the outlet’s articles",
            source,
            row_height(len(drawn)),
        )
        ax = figure.subplots()
        at = label_rows(ax, drawn["outlet"])
        bars = ax.barh(at, drawn["wire_share"], height=0.62, color=SKY)
        for i, (y, row) in enumerate(zip(at, drawn.to_dict("records"), strict=True)):
            bars[i].set_url(f"#row-{i}")
            interval(ax, y, row["low"], row["high"])
            end = max(v for v in (row["wire_share"], row["high"]) if pd.notna(v))
            text = f"{percent(row['wire_share'])}  ({row['wire']:,} of {row['publications']:,})"
            ax.text(end + 0.015, y, text, va="center", fontsize=8, color=INK, url=f"#row-{i}")
        ax.axvline(wire / n, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
        ax.annotate(
            "all outlets",
            (wire / n, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=MUTED,
        )
        ax.set_xlim(0, max(1.0, data["high"].max()) + 0.16)
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
        ax.spines["bottom"].set_bounds(0, 1)
        ax.set_xlabel("share of the outlet’s articles")
    alt = "Horizontal bars: " + "; ".join(
        f"{words(r['outlet'], 40, 1)} {percent(r['wire_share'])} of {r['publications']}"
        for r in data.to_dict("records")[:12]
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def _from_agencies(data: pd.DataFrame, n: int) -> str:
    """How much is agency copy, and in which outlets clearly more, or nothing else; `data` is a finished chart's."""
    wire = int(data["wire"].sum())
    if wire == 0:
        return f"No agency copy was found in the {counted(n, 'article')} of {outlets_told(data['outlet'])}"
    if first := takes_most(data):
        take, its = ("takes", "its") if len(first) == 1 else ("take", "their")
        most = f"{percent(data['wire_share'].iloc[0])}, against {percent(wire / n)} over all outlets"
        return f"{listed(first, 3)} {take} the largest share of {its} articles from agencies, {most}"
    made_up = f"Agency copy makes up {percent(wire / n)} of the {counted(n, 'article')}"
    if len(data) == 1:
        return made_up
    whole = data[data["wire"] == data["publications"]]
    if whole.empty or wire == n:
        return f"{made_up}; no outlet clearly takes more than the others"
    carry, articles = "carries" if len(whole) == 1 else "carry", counted(int(whole["publications"].sum()), "article")
    return f"{made_up}; {listed(list(whole['outlet']), 3)} {carry} nothing else, in {articles}"


def takes_most(data: pd.DataFrame) -> list[str]:
    """The outlets with the largest share of agency copy, where the share of all lies below their whole interval.

    `data` is a finished chart's: its first row has that share. None where no outlet clearly takes more.
    """
    overall = data["wire"].sum() / data["publications"].sum()
    if len(data) == 1 or not data["low"].iloc[0] > overall:
        return []
    return list(leading(data.head(ROWS), "wire_share")["outlet"])


def languages(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """The share of each language among the articles, as bars: dark is read, hatched is left untagged."""
    name, unit, n = "languages", "articles", int(data["articles"].sum())
    if few_stories(tagged) or data.empty:
        return too_little(name, "which languages the articles are in", data, tagged, n, unit)
    data = data.reset_index(drop=True)
    drawn = data.head(ROWS)
    lines = (drawn["low"] < drawn["high"]).any()
    note = f"Lines: 95% intervals, bootstrap over stories{rest(len(data), ROWS, 'languages')}" if lines else ""
    source = source_note(tagged, n, unit, note)
    untagged = UNTAGGED in set(data["status"])
    with house():
        left = "; of those left untagged, nobody’s words or positions are counted"
        subtitle = f"Articles by language{left if untagged else ''}"
        figure = frame(_read_or_not(data, n), subtitle, source, row_height(len(drawn), least=1.1) + 0.25)
        ax = figure.subplots()
        at = label_rows(ax, drawn["language"])
        bars = ax.barh(at, drawn["share"], height=0.62)
        for i, (y, row) in enumerate(zip(at, drawn.to_dict("records"), strict=True)):
            bars[i].set(url=f"#row-{i}", **LOOKS[row["status"]])
            interval(ax, y, row["low"], row["high"])
            end = max(v for v in (row["share"], row["high"]) if pd.notna(v))
            text = f"  {percent(row['share'])}  ({row['articles']:,} of {n:,})"
            ax.text(end, y, text, va="center", fontsize=8, color=INK, url=f"#row-{i}")
        share_axis(ax, 1.0, room=0.22)
        ax.set_xlabel("share of the articles")
        handles = [Patch(**look, label=status) for status, look in LOOKS.items() if status in set(data["status"])]
        if untagged:
            ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)
    alt = "Horizontal bars: " + "; ".join(
        f"{words(r['language'], 40, 1)} {counted(r['articles'], 'article')}, {r['status']}"
        for r in data.head(12).to_dict("records")
    )
    return chart(name, _read_or_not(data, n), f"{alt}.", figure, data, n, unit, source)


def _read_or_not(data: pd.DataFrame, n: int) -> str:
    read, left = (data[data["status"] == status] for status in (READ, UNTAGGED))
    if left.empty:
        return f"All {counted(n, 'article')} are in {listed(list(read['language']), 3)}, and were read"
    untagged = int(left["articles"].sum())
    which = listed(list(left["language"]), 3)
    if read.empty:
        return f"None of {counted(n, 'article')} could be read: they are in {which}, counted and left untagged"
    return (
        f"{untagged:,} of {counted(n, 'article')}, {percent(untagged / n)}, {'is' if untagged == 1 else 'are'} in "
        f"{which}: counted and left untagged"
    )
