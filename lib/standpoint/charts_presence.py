"""Charts of who is in the news: how often, when, and beside whom."""

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from standpoint.charts import (
    BLUE,
    INK,
    MUTED,
    PERIOD,
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
    percent,
    sentence,
    source_note,
    too_little,
    undated,
    when,
    words,
)
from standpoint.charts_axes import (
    EDGE,
    covered,
    interval,
    label_rows,
    row_height,
    share_axis,
    time_axis,
)
from standpoint.charts_network import line_between, names_in_boxes
from standpoint.measures import dated, period_of, readable, wilson
from standpoint.presence import FEW
from standpoint.store import Tagged

# actor type → fill and border of its box: told apart in grey, too.
BOX = {
    "person": ("#ffffff", "solid"),
    "organization": ("#d6e8f4", "solid"),
    "state": ("#f7dca4", "solid"),
    "group": ("#ffffff", "dashed"),
    "place": ("#ececec", "dotted"),
}


def actors_in_news(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """The share of independent stories that name each actor, as bars with intervals."""
    name, unit = "actors-in-news", "independent stories"
    n = int(data["n"].max()) if len(data) else tagged.stories["story_id"].nunique()
    if few_stories(tagged) or data.empty:
        return too_little(name, "who is in the news most", data, tagged, n, unit)
    top = data.iloc[0]
    first = leading(data, "stories")
    who = listed([called(tagged, a, b) for a, b in zip(first["actor_id"], first["actor"], strict=True)], 3)
    title = sentence(
        f"{who} {'is in the news most: ' if len(first) == 1 else 'are in the news most: each '}named in "
        f"{top['stories']:,} of {counted(n, 'independent story')}, {percent(top['share'])}"
    )
    source = source_note(tagged, n, unit, "Lines: 95% intervals, bootstrap over stories. A story counts once")
    with house():
        subtitle = (
            "Stories that name the actor, by name, office or pronoun; in brackets how many, and the kind of actor"
        )
        figure = frame(title, subtitle, source, row_height(len(data)))
        ax = figure.subplots()
        at = label_rows(ax, data["actor"], 34)
        bars = ax.barh(at, data["share"], height=0.62, color=SKY)
        for i, (y, row) in enumerate(zip(at, data.to_dict("records"), strict=True)):
            bars[i].set_url(f"#row-{i}")
            interval(ax, y, row["low"], row["high"])
            end = max(v for v in (row["share"], row["high"]) if pd.notna(v))
            text = f"{percent(row['share'])}  ({row['stories']:,}, {row['actor_type']})"
            ax.text(end, y, f"  {text}", va="center", fontsize=8, color=INK, url=f"#row-{i}")
        share_axis(ax, data[["share", "high"]].max().max(), room=0.3)
        ax.set_xlabel("share of independent stories")
    alt = "Horizontal bars: " + "; ".join(
        f"{words(r['actor'], 40, 1)} {percent(r['share'])}" for r in data.to_dict("records")
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def actors_over_time(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """For each actor a line of its share of each period's independent stories; thin periods are hollow and grey."""
    name, unit = "actors-over-time", "independent stories"
    read = readable(tagged)
    n, left_out = dated(read).stories["story_id"].nunique(), undated(read.articles)
    freq, data = period_of(tagged), data.reset_index(drop=True)
    firm = data[~data["thin"].astype(bool)]
    if least := _lacking(tagged, data, firm, PERIOD[freq]):
        return too_little(name, "who comes and goes", data, tagged, n, unit, least=least, note=left_out)
    title = _peak(data, tagged, freq)
    note = f"Grey, hollow and not joined: a {PERIOD[freq]} of fewer than {FEW} stories"
    source = source_note(tagged, n, unit, "; ".join(filter(None, [note, left_out])))
    actors = list(dict.fromkeys(data["actor_id"]))
    first, last = covered(data["period"], freq, tagged.articles["published"].dropna())
    at, pad = first + (last - first) / 2, EDGE * (last.max() - first.min())
    with house():
        figure = frame(
            title,
            f"Share of the {PERIOD[freq]}’s independent stories that name the actor",
            source,
            0.95 * len(actors) + 0.4,
        )
        axes = figure.subplots(len(actors), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        for ax, actor in zip(axes, actors, strict=True):
            rows = data[data["actor_id"] == actor].sort_values("period")
            thin = rows["thin"].astype(bool)
            ax.plot(at[rows.index], rows["share"].where(~thin), color=BLUE, zorder=2)
            for part, face, edge in ((rows[~thin], BLUE, BLUE), (rows[thin & (rows["n"] > 0)], "white", "#8a8a8a")):
                dots = ax.scatter(at[part.index], part["share"], s=22, facecolor=face, edgecolor=edge, zorder=3)
                dots.set_urls([f"#row-{i}" for i in part.index])
            ax.set_title(words(rows["actor"].iloc[0], 60, 1), fontweight="bold", pad=3)
            ax.set_ylim(-0.04, 1.08)
            ax.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"], fontsize=8)
            ax.grid(axis="y")
        axes[len(axes) // 2].set_ylabel("share of independent stories")
        time_axis(axes[-1], first.min() - pad, last.max() + pad, freq)
    periods, several = counted(data["period"].nunique(), PERIOD[freq]), firm["period"].nunique()
    alt = f"Lines for {counted(len(actors), 'actor')} over {periods}, {several:,} of which have {FEW} stories or more: "
    alt += "; ".join(
        f"{words(actor, 40, 1)} {_highest(rows, freq)}" for actor, rows in firm.groupby("actor", sort=False)
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def _lacking(tagged: Tagged, data: pd.DataFrame, firm: pd.DataFrame, period: str) -> str:
    """What a corpus lacks for a finding over time; `firm` are the rows of periods with enough stories."""
    if few_stories(tagged) or data["period"].nunique() < 3:
        return "3 periods with stories"
    if firm["period"].nunique() < 2:
        return f"2 {period}s with {FEW} stories"
    return "" if firm["stories"].any() else f"a {period} with {FEW} stories, one of which names these actors"


def _highest(rows: pd.DataFrame, freq: str) -> str:
    """When an actor's share is highest among the periods of enough stories; a share of nothing has no such moment."""
    share = rows["share"].astype(float)
    most = rows.loc[share == share.max(), "period"]
    if not share.max():
        return "named in none of these"
    at = when(most.iloc[0], freq) if len(most) == 1 else f"in {len(most)} of them"
    return f"highest {at}, {percent(share.max())}"


def _peak(data: pd.DataFrame, tagged: Tagged, freq: str) -> str:
    """The actor and period of enough stories that stand out most from the actor's share of all other periods.

    What stands out lies with its whole interval above that share; where nothing does, that is told.
    """
    best, said = 0.0, ""
    for _, rows in data.groupby("actor_id", sort=False):
        stories, n = int(rows["stories"].sum()), int(rows["n"].sum())
        for row in rows[~rows["thin"].astype(bool)].itertuples():
            others = (stories - row.stories) / max(n - row.n, 1)
            if row.n < n and wilson(row.stories, row.n)[0] > others and row.share - others > best:
                best = row.share - others
                said = (
                    f"{called(tagged, row.actor_id, row.actor)} peaks {when(row.period, freq)}, named in "
                    f"{percent(row.share)} of {counted(int(row.n), 'independent story')}, against {percent(others)} "
                    f"{'on' if freq == 'D' else 'in'} all other {PERIOD[freq]}s"
                )
    firm = data.loc[~data["thin"].astype(bool), "period"].nunique()
    few = f"{firm:,} of {counted(data['period'].nunique(), PERIOD[freq])} {'has' if firm == 1 else 'have'}"
    return sentence(said) or f"No actor clearly comes or goes: {few} {FEW} stories or more"


def co_appearances(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """A network of actors named in the same sentence: the wider the line, the more independent stories."""
    name, unit = "co-appearances", "independent stories"
    n = int(data["n"].max()) if len(data) else tagged.stories["story_id"].nunique()
    if few_stories(tagged) or data.empty:
        return too_little(name, "who appears with whom", data, tagged, n, unit, least="2 stories that share a pair")
    data = data.sort_values("stories", ascending=False, kind="stable", ignore_index=True)
    top = data.iloc[0]
    pair = [called(tagged, top[end], top[f"{end}_name"]) for end in ("source", "target")]
    ties = int((data["stories"] == top["stories"]).sum()) - 1
    title = sentence(
        f"{listed(pair)} are named together most often: in {counted(int(top['stories']), 'independent story')}"
        + (f", like {counted(ties, 'other pair')}" if ties else "")
    )
    least, most = (counted(int(data["stories"].agg(end)), "story") for end in ("min", "max"))
    wide = f"from {least} to {most}" if least != most else f"{most} each"
    note = f"Lines: {wide}; where a name stands has no meaning beyond its lines"
    source = source_note(tagged, n, unit, note)
    graph = nx.Graph()
    for i, row in data.iterrows():
        for end in ("source", "target"):
            graph.add_node(row[end], name=row[f"{end}_name"], type=row[f"{end}_type"])
        graph.add_edge(row["source"], row["target"], weight=float(row["stories"]), row=i)
    with house():
        figure = frame(
            title, "Actors named in the same sentence; wider lines: more stories", source, 2.2 + 0.14 * len(graph)
        )
        ax = figure.subplots()
        _draw_network(ax, graph)
        kinds = [k for k in BOX if k in set(nx.get_node_attributes(graph, "type").values())]
        handles = [Patch(facecolor=BOX[k][0], edgecolor=MUTED, linestyle=BOX[k][1], label=k) for k in kinds]
        ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(kinds), borderaxespad=0)
    degree = max(dict(graph.degree()).items(), key=lambda item: item[1])
    alt = (
        f"Network of {len(graph)} actors and {counted(len(data), 'pair')}; "
        f"{words(graph.nodes[degree[0]]['name'], 40, 1)} has the most neighbours, {degree[1]}."
    )
    return chart(name, title, alt, figure, data, n, unit, source)


def _draw_network(ax: Axes, graph: nx.Graph) -> None:
    """Names in boxes that do not overlap, joined by lines."""
    boxes = names_in_boxes(ax, graph, _looks)
    most = max(weight for _, _, weight in graph.edges(data="weight"))
    for a, b, edge in graph.edges(data=True):
        (x, y), width = line_between(a, b, boxes), 0.8 + 4 * edge["weight"] / most
        ax.plot(x, y, color="#9db4c4", linewidth=width, zorder=1, url=f"#row-{edge['row']}", solid_capstyle="round")


def _looks(node: dict) -> dict:
    fill, line = BOX.get(node["type"], BOX["group"])
    return {"facecolor": fill, "linestyle": line}
