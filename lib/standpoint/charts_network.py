"""Networks on a plane measured in inches: where names go so that none hides another, or a line."""

from collections.abc import Callable, Mapping

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from standpoint.charts import MUTED, WIDTH, words

TRIES = 16  # layouts to choose the most readable from
BENDS = (0.0, 0.06, -0.06, 0.11, -0.11, 0.17, -0.17, 0.25, -0.25)  # how far a line leaves the straight, in its lengths


def inches(ax: Axes, beside: float, below: float) -> tuple[float, float]:
    """Width and height of the plane in inches, with so much left free `beside` and `below` it; `ax` is measured so."""
    wide = WIDTH - beside
    high = ax.figure.get_layout_engine().get()["rect"][3] * ax.figure.get_figheight() - below
    ax.set(xlim=(0, wide), ylim=(0, high), xticks=[], yticks=[])
    ax.set_aspect("equal", adjustable="box")
    return wide, high


def names_in_boxes(
    ax: Axes, graph: nx.Graph, looks: Callable[[dict], Mapping] = lambda _: {}
) -> dict[object, np.ndarray]:
    """Draw the names of nodes in boxes, which `looks` colours by a node's attributes.

    Returns node → its box: the centre, and width and height.
    """
    wide, high = inches(ax, 0.5, 0.45)
    ax.set_axis_off()
    labels = [words(name, 20) for _, name in graph.nodes(data="name")]
    spots = placed(ax.figure, graph, labels, wide, high)
    for (node, about), text in zip(graph.nodes(data=True), labels, strict=True):
        box = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": MUTED, "linewidth": 0.8, **looks(about)}
        ax.text(*spots[node], text, ha="center", va="center", fontsize=8, linespacing=1.05, bbox=box, zorder=2)
    sizes = (box_size(ax.figure, text) for text in labels)
    return {node: np.array([spots[node], size]) for node, size in zip(graph, sizes, strict=True)}


def line_between(a: object, b: object, boxes: Mapping[object, np.ndarray]) -> np.ndarray:
    """The x and y of a line between two boxes: bent, as little as it takes, where a straight one runs behind a third.

    A line that did would seem to join the third to each of the two.
    """
    start, end = boxes[a][0], boxes[b][0]
    others = np.array([box for node, box in boxes.items() if node not in (a, b)]).reshape(-1, 2, 2)
    along, across = np.linspace(0, 1, 61)[:, None], (end - start)[::-1] * (-1, 1)
    lines = [start + (end - start) * along + across * 4 * bend * along * (1 - along) for bend in BENDS]
    every = np.array(list(boxes.values()))
    low, high = (every[:, 0] - every[:, 1] / 2).min(axis=0), (every[:, 0] + every[:, 1] / 2).max(axis=0)
    return min(lines, key=lambda at: _behind(at, others) + ((at < low) | (at > high)).any()).T


def _behind(line: np.ndarray, boxes: np.ndarray) -> int:
    """How many of the boxes the line runs behind."""
    return int((np.abs(line[:, None] - boxes[:, 0]) < boxes[:, 1] / 2).all(axis=-1).any(axis=0).sum())


def placed(figure: Figure, graph: nx.Graph, labels: list[str], wide: float, high: float) -> dict[object, np.ndarray]:
    """Node → the centre of its name's box: neighbours near each other, no box over another, few lines behind one."""
    size = np.array([box_size(figure, text) for text in labels])
    order = {node: i for i, node in enumerate(graph)}
    ends = np.array([(order[a], order[b]) for a, b in graph.edges])
    tries = [apart(spread(graph, seed) * (wide, high), size, wide, high) for seed in range(TRIES)]
    return dict(zip(graph, min(tries, key=lambda at: hidden(at, size, ends)), strict=True))


def spread(graph: nx.Graph, seed: int) -> np.ndarray:
    """Neighbours near each other (Kamada and Kawai 1989), then drawn half-way to even spacing, so that all is used.

    An edge is 1 long where it has no `length`.
    """
    steps = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    far = max(max(row.values()) for row in steps.values()) + 1
    distance = {a: {b: steps[a].get(b, far) for b in graph} for a in graph}
    start = nx.random_layout(graph, seed=seed) if seed else None
    place = nx.kamada_kawai_layout(graph, dist=distance, pos=start)
    at = np.array([place[node] for node in graph])
    at = (at - at.min(axis=0)) / np.maximum(np.ptp(at, axis=0), 1e-9)
    return (at + at.argsort(axis=0).argsort(axis=0) / max(len(at) - 1, 1)) / 2


def box_size(figure: Figure, text: str) -> tuple[float, float]:
    """Width and height in inches of a name with its box."""
    probe = Text(0, 0, text, fontsize=8, linespacing=1.05, figure=figure)
    extent = probe.get_window_extent(figure.canvas.get_renderer())
    return extent.width / figure.dpi + 0.16, extent.height / figure.dpi + 0.14


def hidden(at: np.ndarray, size: np.ndarray, ends: np.ndarray) -> int:
    """How many lines run behind the box of a third name, and so seem to end there."""
    along = np.linspace(0, 1, 60)[:, None, None]
    points = at[ends[:, 0]] * (1 - along) + at[ends[:, 1]] * along
    inside = (np.abs(points[:, :, None] - at) < size / 2).all(axis=-1).any(axis=0)
    inside[np.arange(len(ends))[:, None], ends] = False
    return int(inside.sum())


def apart(at: np.ndarray, size: np.ndarray, wide: float, high: float) -> np.ndarray:
    """Centres moved, each pair along its shorter way out, until no two boxes overlap and all lie in the plane."""
    at, half = at.astype(float).copy(), size / 2
    for _ in range(2000):
        at = np.clip(at, half, np.maximum([wide, high] - half, half))
        gap = (half[:, None] + half[None]) - np.abs(at[:, None] - at[None])
        over = np.triu((gap > 0).all(axis=2), 1)
        if not over.any():
            break
        for a, b in np.argwhere(over):
            axis = 0 if gap[a, b, 0] < gap[a, b, 1] else 1
            sign = 1.0 if at[a, axis] > at[b, axis] or (at[a, axis] == at[b, axis] and a > b) else -1.0
            move = sign * (gap[a, b, axis] / 2 + 0.01)
            at[a, axis] += move
            at[b, axis] -= move
    return at
