"""The encoder with those heads and inner numbers of its layers alone that matter most: less to work out.

How much one matters is how far the loss would move without it, to the first order (Michel, Levy and Neubig 2019, "Are
sixteen heads really better than one?"; Molchanov et al. 2019, "Importance estimation for neural network pruning").
"""

from collections.abc import Callable, Sequence

import torch
from model import HEAD, Layer
from shipped import Networks
from torch import Tensor

BATCHES = 300  # over which the losses are added up
LEAST, STEPS = (3, 256), (1, 64)  # of heads and inner numbers: as many of each layer, and in such steps


def smaller(made: Networks, loss: Callable[[Networks], Tensor], share: float) -> Networks:
    """Networks whose encoder has so large a share of its heads and inner numbers left."""
    made.eval()
    layers = list(made.reader.layers)
    heads, inner = ([torch.zeros(n) for n in counts] for counts in zip(*(_sizes(x) for x in layers), strict=True))
    for _ in range(BATCHES):
        made.zero_grad()
        loss(made).backward()
        with torch.no_grad():
            for layer, of_heads, of_inner in zip(layers, heads, inner, strict=True):
                moved = (layer.out.weight * layer.out.weight.grad).sum(0)
                of_heads += moved.view(layer.heads, -1).sum(1).abs()
                of_inner += (layer.down.weight * layer.down.weight.grad).sum(0).abs()
    made.zero_grad()
    chosen = zip(*(_kept(*given, share) for given in zip((heads, inner), LEAST, STEPS, strict=True)), strict=True)
    return _cut(made, list(chosen))


def _sizes(layer: Layer) -> tuple[int, int]:
    return layer.heads, layer.up.out_features


def _kept(scores: Sequence[Tensor], least: int, step: int, share: float) -> list[Tensor]:
    """The numbers of what is kept in each layer: over all of them together, levelled, the most telling share."""
    level = [own / own.norm() for own in scores]
    bar = torch.cat(level).quantile(1 - share)
    counts = [max(least, round(int((own >= bar).sum()) / step) * step) for own in level]
    return [own.topk(count).indices.sort().values for own, count in zip(level, counts, strict=True)]


@torch.no_grad()
def _cut(made: Networks, chosen: Sequence[tuple[Tensor, Tensor]]) -> Networks:
    state = made.state_dict()
    for number, (layer, (heads, inner)) in enumerate(zip(made.reader.layers, chosen, strict=True)):
        columns = (heads[:, None] * HEAD + torch.arange(HEAD)).flatten()
        rows = (torch.arange(3)[:, None] * layer.heads * HEAD + columns).flatten()
        for name, at, axis in (
            ("qkv.weight", rows, 0), ("qkv.bias", rows, 0), ("out.weight", columns, 1),
            ("up.weight", inner, 0), ("up.bias", inner, 0), ("down.weight", inner, 1),
        ):  # fmt: skip
            whole = f"reader.layers.{number}.{name}"
            state[whole] = state[whole].index_select(axis, at)
    out = Networks([(len(heads), len(inner)) for heads, inner in chosen])
    out.load_state_dict(state)
    return out
