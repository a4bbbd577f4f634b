"""Charts of who agrees with whom: a network of actors, and a map on which those who take the same sides lie close."""

from collections.abc import Mapping

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from standpoint.alliances import FEW
from standpoint.charts import (
    INK,
    MUTED,
    OPPOSE,
    PALE,
    SUPPORT,
    Chart,
    called,
    chart,
    counted,
    few_stories,
    frame,
    house,
    percent,
    sentence,
    source_note,
    too_little,
    words,
)
from standpoint.charts_network import apart, box_size, inches, line_between, names_in_boxes
from standpoint.charts_positions import claim
from standpoint.decided import behind
from standpoint.store import Tagged

LEAST_ACTORS = 4  # on a map: any three fit on a plane
PAIRS, LEAST_PAIRS = 30, 3  # lines that can be told apart, and the fewest worth drawing
FAR, DOT, ROOM = 0.25, 0.1, 1.9  # inches: moved so far, a dot is tied to its place; dot in a box; room for names
# kind of pair → colour, dashes and length of its line: told apart in grey, too.
LINES = {
    "agree": (SUPPORT, "solid", 1.0),
    "agree on half": (MUTED, (0, (1, 1.2)), 1.8),
    "disagree": (OPPOSE, (0, (4, 2)), 2.6),
}
MOSTLY = {"agree": "agree on most", "agree on half": "on half", "disagree": "disagree on most"}
SIDES = {1: (SUPPORT, "o", "for"), -1: (OPPOSE, "s", "against"), 0: (MUTED, "D", "takes no side")}
STRANGE = {"marker": "D", "markersize": 6, "markerfacecolor": "white", "markeredgecolor": INK}


def agreement(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """A network of actors with two issues in common or more: solid lines join allies, dashed ones opponents."""
    name, unit = "agreement", "pairs of actors with two issues in common or more"
    data = data.reset_index(drop=True)
    firm = data[data["n"] >= FEW]
    n = len(firm)
    if few_stories(tagged) or n < LEAST_PAIRS:
        return too_little(name, "who agrees with whom", data, tagged, n, unit, least=f"{LEAST_PAIRS} such pairs")
    balance = (firm["agree"] - firm["disagree"]).abs()
    drawn = firm.assign(balance=balance).sort_values(["balance", "n"], ascending=False, kind="stable").head(PAIRS)
    graph = nx.Graph()
    for i, row in drawn.iterrows():
        for end in ("source", "target"):
            graph.add_node(row[end], name=row[f"{end}_name"])
        graph.add_edge(row["source"], row["target"], row=i, n=int(row["n"]), strange=bool(row["strange"]),
                       kind=kind_of(row), length=LINES[kind_of(row)][2])  # fmt: skip
    title = _finding(firm, drawn, tagged)
    rest = len(data) - len(drawn)
    thin = f"; {counted(rest, 'less firm pair')} in the table" if rest else ""
    note = f"Agreement on 2 of 2 is a hint: 95% interval from 34%. Where a name stands has no meaning{thin}"
    source = source_note(tagged, n, unit, f"{note}{behind(data['evidence'], tagged)}")
    with house():
        reading = "Sides on the issues that both take a position on; wider lines: more issues in common"
        figure = frame(title, reading, source, 2.4 + 0.16 * len(graph))
        ax = figure.subplots()
        _draw_network(ax, graph)
    alt = f"Network of {len(graph)} actors: " + "; ".join(
        f"{words(r['source_name'], 40, 1)} and {words(r['target_name'], 40, 1)} agree on {r['agree']} of {r['n']}"
        for r in drawn.head(10).to_dict("records")
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def kind_of(row: pd.Series) -> str:
    """Does a pair agree, agree on half of its issues, or disagree?"""
    return "agree" if row["share"] > 0.5 else "disagree" if row["share"] < 0.5 else "agree on half"


def _finding(firm: pd.DataFrame, drawn: pd.DataFrame, tagged: Tagged) -> str:
    """The pair that agrees on most issues, and the strangest bedfellows drawn."""

    def pair(row: pd.Series) -> str:
        return " and ".join(called(tagged, row[end], row[f"{end}_name"]) for end in ("source", "target"))

    roles = dict(zip(tagged.actors["actor_id"], tagged.actors["role"].fillna(""), strict=True))
    allies = firm[firm["share"] > 0.5].sort_values(["agree", "share"], ascending=False, kind="stable")
    news = allies[[not _expected(row, roles) for _, row in allies.iterrows()]]
    allies = allies if news.empty else news
    if allies.empty:
        said = "No two actors agree on most of the issues that both take a side on"
    else:
        top = allies.iloc[0]
        ties = int(((allies["agree"] == top["agree"]) & (allies["share"] == top["share"])).sum()) - 1
        most = f"on {int(top['agree']):,} of {counted(int(top['n']), 'issue')}"
        said = f"{pair(top)} agree most: {most}" + (f", like {counted(ties, 'other pair')}" if ties else "")
    told = (drawn["n"] > FEW) | (drawn["against"] > 1)  # one of two issues, and one quarrel, are no headline
    strange = drawn[drawn["strange"].astype(bool) & told].sort_values(["against", "n"], ascending=False, kind="stable")
    if len(strange):
        odd = strange.iloc[0]
        where = f"on {int(odd['agree']):,} of {counted(int(odd['n']), 'issue')}"
        quarrel = f", and quarrel in {counted(int(odd['against']), 'story')}" if odd["against"] else ""
        said += f". Strange bedfellows: {pair(odd)} agree {where}{quarrel}"
    return sentence(said)


def _expected(row: pd.Series, roles: Mapping[str, str]) -> bool:
    """Does one of a pair hold an office of the other? That a minister sides with the state is no headline."""
    ends = ("source", "target"), ("target", "source")
    return any(
        roles.get(row[one], "").endswith((f" of {row[f'{other}_name']}", f" of the {row[f'{other}_name']}"))
        for one, other in ends
    )


def _draw_network(ax: Axes, graph: nx.Graph) -> None:
    boxes = names_in_boxes(ax, graph)
    for a, b, edge in graph.edges(data=True):
        (x, y), (colour, dashes, _) = line_between(a, b, boxes), LINES[edge["kind"]]
        style = {"color": colour, "linestyle": dashes, "linewidth": 0.6 + 0.7 * edge["n"], "alpha": 0.85, "zorder": 1}
        ax.plot(x, y, url=f"#row-{edge['row']}", **style)
        if edge["strange"]:
            ax.plot(x[len(x) // 2], y[len(y) // 2], url=f"#row-{edge['row']}", zorder=3, **STRANGE)
    kinds = {edge["kind"] for _, _, edge in graph.edges(data=True)}
    handles = [Line2D([], [], color=c, linestyle=d, label=MOSTLY[k]) for k, (c, d, _) in LINES.items() if k in kinds]
    if any(strange for _, _, strange in graph.edges(data="strange")):
        handles.append(Line2D([], [], linestyle="none", label="strange bedfellows: agree on some", **STRANGE))
    ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(handles), borderaxespad=0)


def agreement_map(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """Actors on a plane: who takes the same sides lies close; names that share a place stand in one pile."""
    name, unit = "agreement-map", "actors who share two issues or more with others"
    n = len(data)
    if few_stories(tagged) or n < LEAST_ACTORS or not data["across"].iloc[0]:
        least = f"{LEAST_ACTORS} such actors, not all on the same sides"
        return too_little(name, "who stands near whom", data, tagged, n, unit, least=least)
    data = data.reset_index(drop=True)
    leading = data["across"].iloc[0]
    notes = [
        f"An axis bears the name of the issue that marks it most, and a place on it is no position; the plane keeps "
        f"{percent(data['shown'].iloc[0])} of all distance between them",
        "an issue on which an actor takes no side counts half-way",
        "beside each name its number of issues",
        *([f"hollow: sides on {FEW} issues only, a hint"] if (data["n"] <= FEW).any() else []),
    ]
    title = f"What sets {counted(n, 'actor')} apart most is “{claim(leading)}”"
    source = source_note(tagged, n, unit, f"{'; '.join(notes)}{behind(data['evidence'], tagged)}")
    with house():
        reading = "Actors who take the same sides on the same issues lie close (classical scaling)"
        figure = frame(title, reading, source, 3.2 + 0.1 * n)
        _draw_map(figure.subplots(), data)
    right, left = (data[data["x"] * sign > 0].sort_values("x", key=abs, ascending=False) for sign in (1, -1))
    alt = (
        f"Furthest to its side: {_named(right)}; furthest against it: {_named(left)}. "
        f"{percent(data['shown'].iloc[0])} of all distance is shown."
    )
    return chart(name, title, alt, figure, data, n, unit, source)


def _named(rows: pd.DataFrame) -> str:
    return ", ".join(words(actor, 40, 1) for actor in rows["actor"].head(3)) or "nobody"


def _draw_map(ax: Axes, data: pd.DataFrame) -> None:
    """Names piled where actors share a place, and moved apart; a line ties a pile that moved far to its place."""
    figure = ax.figure
    wide, high = inches(ax, 0.9, 0.75)
    spread = max(np.ptp(data["x"]), np.ptp(data["y"]), 1e-9)
    middle = np.array([data[c].max() + data[c].min() for c in ("x", "y")]) / 2
    unit = min((wide - ROOM - 0.3) / spread, (high - 0.6) / max(np.ptp(data["y"]), spread * 0.2))
    centre = np.array([(wide - ROOM) / 2 + 0.15, high / 2]) - middle * unit
    true = data[["x", "y"]].to_numpy() * unit + centre
    lines = [f"{words(r['actor'], 24, 1)} ({int(r['n']):,})" for _, r in data.iterrows()]
    line = box_size(figure, "Ag")[1] - 0.02
    piles = list(pd.Series(range(len(data))).groupby([data["x"], data["y"]]).agg(list))
    size = np.array([(0.3 + max(box_size(figure, lines[i])[0] for i in pile), line * len(pile)) for pile in piles])
    dots = np.array([true[pile[0]] for pile in piles])
    at = apart(dots + size * (0.5, 0) - (DOT, 0), size, wide, high)
    ax.axvline(centre[0], color=PALE, linewidth=0.8, zorder=0)
    ax.axhline(centre[1], color=PALE, linewidth=0.8, zorder=0)
    for pile, place, spot, (w, h) in zip(piles, dots, at, size, strict=True):
        x = spot[0] - w / 2 + DOT
        if np.hypot(x - place[0], spot[1] - place[1]) > FAR:
            ax.plot([place[0], x], [place[1], spot[1]], color=MUTED, linewidth=0.7, zorder=1)
            ax.plot(*place, marker="+", color=MUTED, zorder=1)
        for k, i in enumerate(pile):
            y = spot[1] + h / 2 - (k + 0.5) * line
            row = data.iloc[i]
            colour, shape, _ = SIDES[int(row["side"])]
            face = "white" if row["n"] <= FEW else colour
            dot = ax.scatter([x], [y], s=30, marker=shape, facecolor=face, edgecolor=colour, linewidth=1.2, zorder=3)
            dot.set_urls([f"#row-{i}"])
            name = ax.text(x + 0.12, y, lines[i], va="center", fontsize=8, url=f"#row-{i}", zorder=4)
            name.set_path_effects([withStroke(linewidth=2.6, foreground="white")])
    ax.set_xlabel(f"← more against    “{words(claim(data['across'].iloc[0]), 76, 1)}”    more for →")
    if up := data["up"].iloc[0]:
        ax.set_ylabel(f"← more against        more for →\n“{words(claim(up), 44, 2)}”", fontsize=8)
    taken = [SIDES[side] for side in (1, -1, 0) if side in set(data["side"])]
    looks = {"linestyle": "none", "markersize": 5.5}
    handles = [Line2D([], [], color=colour, marker=shape, label=label, **looks) for colour, shape, label in taken]
    ax.legend(handles=handles, title="on the issue of the axis below:", title_fontsize=8, alignment="left",
              loc="lower left", bbox_to_anchor=(0, 1), ncols=len(handles), borderaxespad=0)  # fmt: skip
