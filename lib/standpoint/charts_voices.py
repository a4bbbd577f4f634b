"""Charts of who gets to speak: how much, in whose words, in which outlets, and through which chain."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Patch

from standpoint.charts import (
    BLUE,
    INK,
    SKY,
    Chart,
    called,
    chart,
    counted,
    few_stories,
    frame,
    house,
    leading,
    listed,
    outlets_told,
    percent,
    sentence,
    source_note,
    too_little,
    words,
)
from standpoint.charts_axes import (
    COLUMNS,
    ROWS,
    heads,
    heat,
    interval,
    label_rows,
    rest_of_outlets,
    row_height,
    share_axis,
)
from standpoint.measures import of_originals
from standpoint.store import Tagged
from standpoint.voices import NOT_FOUND, UNNAMED, of_media

# kind of statement → colour and hatching, from the speaker's words to the reporter's.
KINDS = {"direct": (BLUE, ""), "mixed": (SKY, "////"), "indirect": ("#cfe3f0", "")}
SOURCES = {
    UNNAMED: "Unnamed sources: a source, but no name was found for it (“officials”, “the report”)",
    NOT_FOUND: "No source found: none, or a pronoun alone",
}
RELATIONS = ("republishes", "cites", "quotes")


def share_of_voice(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """Each speaker's statements, as bars of direct, mixed and indirect speech; those without a named speaker last."""
    name, unit = "share-of-voice", "statements"
    n = int(data["n"].max()) if len(data) else 0
    named = data[data["actor_id"].notna()]
    if few_stories(tagged) or named.empty:
        return too_little(name, "who speaks most", data, tagged, n, unit)
    title = _speaks_most(data, tagged, n)
    nameless = [SOURCES[actor] for actor in data.loc[data["actor_id"].isna(), "actor"] if actor in SOURCES]
    lines = "Lines: 95% intervals, bootstrap over stories"
    left_out = _left_out("reprints", len(of_originals(of_media(tagged), tagged)))
    source = source_note(tagged, n, unit, ". ".join([lines, *left_out, *nameless]))
    with house():
        subtitle = "Statements by how they are given: in the speaker’s words, partly so, or retold"
        figure = frame(title, subtitle, source, row_height(len(data)) + 0.25)
        ax = figure.subplots()
        at = label_rows(ax, data["actor"], 34)
        scale = float(named[["share", "high"]].max().max())
        fits = (data["share"] <= 1.5 * scale).to_numpy(dtype=bool)
        scale = float(data.loc[fits, ["share", "high"]].max().max())
        start = pd.Series(0.0, index=data.index)
        for kind, (colour, hatch) in KINDS.items():
            width = (data[kind] / n).where(fits, 0.0)
            bars = ax.barh(at, width, left=start, height=0.62, color=colour, hatch=hatch, label=kind)
            for i, bar in enumerate(bars):
                bar.set_url(f"#row-{i}")
            start = start + width
        for i, (y, row) in enumerate(zip(at, data.to_dict("records"), strict=True)):
            text = f"  {percent(row['share'])}  ({row['statements']:,})"
            if fits[i]:
                interval(ax, y, row["low"], row["high"])
                ax.text(_end(row), y, text, va="center", fontsize=8, url=f"#row-{i}")
            else:
                _cut_short(ax, y, scale, f"{text}: longer than the chart is wide", f"#row-{i}")
        share_axis(ax, scale)
        ax.set_xlabel("share of all statements")
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0)
    alt = "Stacked horizontal bars: " + "; ".join(
        f"{words(r['actor'], 40, 1)} {r['statements']} ({r['direct']} direct, {r['mixed']} mixed)"
        for r in data.to_dict("records")
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def _speaks_most(data: pd.DataFrame, tagged: Tagged, n: int) -> str:
    """Who speaks most; of those with a name, where more statements have none than any of them makes."""
    named = data[data["actor_id"].notna()]
    top, first = named.iloc[0], leading(named, "statements")
    who = listed([called(tagged, a, b) for a, b in zip(first["actor_id"], first["actor"], strict=True)], 3)
    verb, each = ("speaks", "") if len(first) == 1 else ("speak", "each ")
    made, share = int(top["statements"]), percent(top["share"])
    if int(data.loc[data["actor_id"].isna(), "statements"].sum()) > made:
        of_all = f"{share} of all {n:,}, with a named speaker or without"
        return f"Of named speakers, {who} {verb} most: {each}{counted(made, 'statement')}, {of_all}"
    return sentence(f"{who} {verb} most: {each}{made:,} of {counted(n, 'statement')}, {share}")


def _left_out(what: str, of_media: int) -> list[str]:
    """What is not counted, as a sentence for a source note: `what`, and the statements that media make, if any."""
    parts = [what] if what else []
    parts += [f"{counted(of_media, 'statement')} of media (outlets, agencies)"] if of_media else []
    return [f"Left out: {' and '.join(parts)}"] if parts else []


def _cut_short(ax: Axes, y: float, scale: float, text: str, url: str) -> None:
    """A bar that runs over the scale, with a gap near its end to show that it is cut, and its number inside."""
    for left, width in ((0, 0.93 * scale), (0.95 * scale, 0.05 * scale)):
        ax.barh(y, width, left=left, height=0.62, color=KINDS["indirect"][0])[0].set_url(url)
    ax.text(0, y, text, va="center", fontsize=8, url=url)


def _end(row: Mapping[str, float]) -> float:
    return max(v for v in (row["share"], row["high"]) if pd.notna(v))


def speech_kinds(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """For each outlet, the shares of direct, mixed and indirect speech among its statements, as one full bar."""
    name, unit = "speech-kinds", "statements"
    n = int(data.groupby("outlet")["n"].max().sum()) if len(data) else 0
    if few_stories(tagged) or data.empty:
        return too_little(name, "who quotes and who retells", data, tagged, n, unit)
    direct = data[data["kind"] == "direct"].sort_values("share", ascending=False, kind="stable")
    largest = set(data.groupby("outlet")["n"].max().nlargest(ROWS).index)
    direct = direct[direct["outlet"].isin(largest)]
    order = list(dict.fromkeys([*direct["outlet"], *data["outlet"]]))
    data = data.sort_values("outlet", key=lambda s: s.map(order.index), kind="stable", ignore_index=True)
    if direct.empty:
        title = f"None of {outlets_told(order)} gives anybody’s own words at length"
    else:
        title = _quotes_most(direct, n)
    note = f"n stands behind each bar; intervals in the table{rest_of_outlets(order, ROWS, tagged)}"
    source = source_note(tagged, n, unit, ". ".join([note, *_left_out("", len(of_media(tagged)))]))
    order = [outlet for outlet in order if outlet in largest]
    drawn = data[data["outlet"].isin(largest)]
    with house():
        figure = frame(title, "How each outlet gives what people say", source, row_height(len(order)) + 0.25)
        ax = figure.subplots()
        at = dict(zip(order, label_rows(ax, order), strict=True))
        start = dict.fromkeys(order, 0.0)
        for kind, (colour, hatch) in KINDS.items():
            for i, row in drawn[drawn["kind"] == kind].iterrows():
                outlet, share = row["outlet"], float(row["share"])
                ax.barh(at[outlet], share, left=start[outlet], height=0.62, color=colour, hatch=hatch)[0].set_url(
                    f"#row-{i}"
                )
                if share >= 0.08:
                    ax.text(
                        start[outlet] + share / 2,
                        at[outlet],
                        percent(share),
                        ha="center",
                        va="center",
                        fontsize=8,
                        color="white" if kind == "direct" else INK,
                        url=f"#row-{i}",
                        bbox={"facecolor": colour, "edgecolor": "none", "pad": 1.2},
                    )
                start[outlet] += share
        for outlet, rows in drawn.groupby("outlet"):
            ax.text(1.01, at[outlet], f"n = {int(rows['n'].max()):,}", va="center", fontsize=8)
        share_axis(ax, 1.0, room=0.1)
        ax.set_xlabel("share of the outlet’s statements")
        handles = [Patch(facecolor=colour, hatch=hatch, label=kind) for kind, (colour, hatch) in KINDS.items()]
        ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0)
    alt = "Stacked horizontal bars: " + "; ".join(
        f"{words(r['outlet'], 40, 1)} {percent(r['share'])} direct" for r in direct.to_dict("records")
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def _quotes_most(direct: pd.DataFrame, n: int) -> str:
    """The outlet of most direct speech, where the share of all outlets lies below its whole interval."""
    spoken = int(direct["statements"].sum())
    every = f"{percent(spoken / n)} over all outlets"
    clear = direct[direct["low"] > spoken / n]
    if len(clear) and len(direct) > 1:
        first = leading(clear, "share")
        top = first.iloc[0]
        if len(first) > 1:
            return (
                f"{listed(list(first['outlet']), 3)} quote most: {percent(top['share'])} direct speech, against {every}"
            )
        said = f"{percent(top['share'])} of its {counted(int(top['n']), 'statement')} are direct speech"
        return f"{words(top['outlet'], 50, 1)} quotes most: {said}, against {every}"
    alike = "; no outlet clearly quotes more than the others" if len(direct) > 1 else ""
    return f"Direct speech makes up {percent(spoken / n)} of {counted(n, 'statement')}{alike}"


def quoted_by(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """Which outlet gives which speaker the word: a heat map of shares of the outlet's statements."""
    name, unit = "quoted-by", "statements"
    outlets = data.groupby("outlet")["n"].max().sort_values(ascending=False)
    n = int(outlets.sum())
    if few_stories(tagged) or data["outlet"].nunique() < 2:
        return too_little(
            name, "whom each outlet lets speak", data, tagged, n, unit, least="2 outlets with named speakers"
        )
    data = data.reset_index(drop=True)
    title = _loudest(data, tagged)
    note = f"Reprints are counted: what the outlet’s readers see{rest_of_outlets(outlets.index, COLUMNS, tagged)}"
    source = source_note(tagged, n, unit, ". ".join([note, *_left_out("", len(of_media(tagged)))]))
    speakers = data.groupby("actor", sort=False)["statements"].sum().nlargest(ROWS).index
    with house():
        subtitle = "Share of the outlet’s statements that the speaker makes (number of statements)"
        figure = frame(title, subtitle, source, row_height(len(speakers), 0.34) + 0.5)
        heat(figure.subplots(), data, ("actor", "outlet"), list(speakers), heads(outlets), "statements")
    highest = percent(data["share"].max())
    alt = f"Heat map of {len(speakers)} speakers in {outlets_told(outlets.index)}; the highest share is {highest}."
    return chart(name, title, alt, figure, data, n, unit, source)


def _loudest(data: pd.DataFrame, tagged: Tagged) -> str:
    """The speaker and outlet of the highest share; where several have it, all of them or how many."""
    first = leading(data, "share").sort_values("statements", ascending=False, kind="stable")
    top = first.iloc[0]
    where = [
        f"{called(tagged, a, b)} in {words(outlet, 40, 1)}"
        for a, b, outlet in zip(first["actor_id"], first["actor"], first["outlet"], strict=True)
    ]
    if len(first) == 1:
        of_all = f"with {top['statements']:,} of {counted(int(top['n']), 'statement')}, {percent(top['share'])}"
        return f"The loudest voice in one outlet: {where[0]}, {of_all}"
    tied = " and ".join(where) if len(first) == 2 else f"{where[0]}, like {counted(len(first) - 1, 'other')}"
    return f"The loudest voices in one outlet: {tied}, each with {percent(top['share'])} of its statements"


def chains(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """The commonest links by which words reach the page, grouped by relation, as arrows with the number of links."""
    name, unit = "chains", "links"
    n = int(data["links"].sum()) if len(data) else 0
    if few_stories(tagged) or n < 3:
        return too_little(name, "through whom words reach the page", data, tagged, n, unit, least="3 links")
    data = data.reset_index(drop=True)
    totals = data.groupby("relation")["links"].sum()
    shown = pd.concat([data[data["relation"] == r].nlargest(7, "links") for r in RELATIONS if r in totals])
    top = data[data["relation"] != "quotes"].nlargest(1, "links")
    top = (top if len(top) else data.nlargest(1, "links")).iloc[0]
    alike = int(((data["relation"] != "quotes") & (data["links"] == top["links"])).sum()) - 1
    title = (
        f"{words(top['from_name'], 40, 1)} {top['relation']} {words(top['to_name'], 40, 1)} in "
        f"{counted(int(top['articles']), 'article')}, "
        + (f"like {counted(alike, 'other link')} between media" if alike else "the commonest link between media")
        if top["relation"] != "quotes"
        else f"{words(top['from_name'], 40, 1)} quotes {words(top['to_name'], 40, 1)} most: "
        f"{counted(int(top['links']), 'link')}"
    )
    source = source_note(tagged, n, unit, "At most seven links of each relation are drawn; the table holds all")
    with house():
        heads = shown["relation"].nunique()
        figure = frame(
            title, "From the page to the speaker, with the number of links", source, 0.27 * (len(shown) + heads * 1.4)
        )
        ax = figure.subplots()
        _draw_links(ax, shown, totals)
    alt = "Arrows in groups: " + "; ".join(
        f"{words(r['from_name'], 40, 1)} {r['relation']} {words(r['to_name'], 40, 1)}, {r['links']}"
        for r in shown.head(12).to_dict("records")
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def _draw_links(ax: Axes, shown: pd.DataFrame, totals: Mapping[str, int]) -> None:
    ax.set_axis_off()
    y, most = 0.0, shown["links"].max()
    for relation, rows in shown.groupby("relation", sort=False):
        drawn, every = int(rows["links"].sum()), int(totals[relation])
        head = f"{relation}: {counted(every, 'link')}" + (f", {drawn:,} of them drawn" if drawn < every else "")
        ax.text(0, y, head, fontweight="bold", va="center")
        y += 1.0
        for i, row in rows.iterrows():
            ax.text(0.39, y, words(row["from_name"], 38, 1), ha="right", va="center", url=f"#row-{i}")
            ax.text(0.61, y, words(row["to_name"], 38, 1), ha="left", va="center", url=f"#row-{i}")
            arrow = FancyArrowPatch((0.4, y), (0.6, y), arrowstyle="-|>", mutation_scale=9, shrinkA=0, shrinkB=0)
            arrow.set(color=BLUE, linewidth=0.8 + 3.2 * row["links"] / most, url=f"#row-{i}")
            ax.add_patch(arrow)
            number = ax.text(0.49, y, f"{int(row['links']):,}", ha="center", va="center", fontsize=8, fontweight="bold")
            number.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.5})
            y += 1.0
        y += 0.4
    ax.set(xlim=(0, 1), ylim=(y - 0.6, -0.6))
