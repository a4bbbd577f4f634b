"""Networks as GEXF and GraphML: nodes are actors with their names and types, edges carry weight and unit."""

from pathlib import Path

import networkx as nx
import pandas as pd

from standpoint import ties
from standpoint.publication import Edition, clean
from standpoint.store import Tagged


def gexf(edition: Edition, folder: Path) -> None:
    """Write each network of `networks` as NAME.gexf."""
    for name, graph in networks(edition.tagged()).items():
        nx.write_gexf(graph, folder / f"{name}.gexf", version="1.2draft")


def graphml(edition: Edition, folder: Path) -> None:
    """Write each network of `networks` as NAME.graphml."""
    for name, graph in networks(edition.tagged()).items():
        nx.write_graphml(graph, folder / f"{name}.graphml")


def networks(tagged: Tagged) -> dict[str, nx.Graph]:
    """Name → network: `together`, `agreement`, `conflict` (undirected), `speaks-about` and `positions` (directed).

    Nodes have `label`, `actor_type` (issue for an issue) and `in_codebook`; edges `weight` and what it counts (`unit`).
    """
    return {
        "together": _graph(ties.together(tagged), tagged, nx.Graph()),
        "agreement": _graph(ties.minded(tagged, alike=True), tagged, nx.Graph()),
        "conflict": _graph(ties.minded(tagged, alike=False), tagged, nx.Graph()),
        "speaks-about": _graph(ties.speaks_about(tagged), tagged, nx.DiGraph()),
        "positions": _graph(ties.positions_held(tagged), tagged, nx.DiGraph()),
    }


def _graph(found: pd.DataFrame, tagged: Tagged, graph: nx.Graph) -> nx.Graph:
    names = ties.labels(tagged)
    types = dict(zip(tagged.actors["actor_id"], tagged.actors["actor_type"], strict=True))
    known = dict(zip(tagged.actors["actor_id"], tagged.actors["in_codebook"], strict=True))
    graph.graph["name"] = clean(tagged.corpus.title)
    for node in sorted({*found["source"], *found["target"]}):
        kind = types.get(node, "issue" if node in tagged.codebook.issues else "article")
        label = clean(names.get(node, node))
        graph.add_node(clean(node), label=label, actor_type=kind, in_codebook=bool(known.get(node, True)))
    for row in found.drop(columns="evidence").to_dict("records"):
        source, target = clean(row.pop("source")), clean(row.pop("target"))
        graph.add_edge(source, target, **{k: v if isinstance(v, str) else int(v) for k, v in row.items()})
    return graph
