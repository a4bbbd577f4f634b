"""The encoder with those heads and inner numbers of its layers alone that matter most: less to work out.

How much one matters is how far the loss would move without it, to the first order (Michel, Levy and Neubig 2019, "Are
sixteen heads really better than one?"; Molchanov et al. 2019, "Importance estimation for neural network pruning").
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import torch
from model import HEAD, Layer
from shipped import Networks
from torch import Tensor, nn

BATCHES = 300  # over which the losses are added up
LEAST, STEPS = (3, 256), (1, 64)  # of heads and inner numbers: as many of each layer, and in such steps

Model = TypeVar("Model", bound=nn.Module)


def smaller(made: Networks, loss: Callable[[Networks], Tensor], share: float) -> Networks:
    """Networks whose encoder has so large a share of its heads and inner numbers left."""
    chosen = telling(made, made.reader.layers, loss, (share, share), LEAST)
    state = cut(made.state_dict(), "reader.layers", chosen, HEAD)
    out = Networks([(len(heads), len(inner)) for heads, inner in chosen])
    out.load_state_dict(state)
    return out


def telling(
    made: Model, layers: Iterable[Layer], loss: Callable[[Model], Tensor], shares: tuple[float, float],
    least: tuple[int, int], batches: int = BATCHES,
) -> list[tuple[Tensor, Tensor]]:  # fmt: skip
    """The numbers of the heads and of the inner numbers of each layer that matter most, so large a share of all."""
    made.eval()
    layers = list(layers)
    heads, inner = [torch.zeros(x.heads) for x in layers], [torch.zeros(x.up.out_features) for x in layers]
    for _ in range(batches):
        made.zero_grad()
        loss(made).backward()
        with torch.no_grad():
            for layer, of_heads, of_inner in zip(layers, heads, inner, strict=True):
                of_heads += _moved(layer.out).view(layer.heads, -1).sum(1).abs()
                of_inner += _moved(layer.down).abs()
    made.zero_grad()
    kept = [_kept(*given) for given in zip((heads, inner), least, STEPS, shares, strict=True)]
    return list(zip(*kept, strict=True))


def _moved(linear: nn.Linear) -> Tensor:
    """How far the loss would move without each number that it is given."""
    return (linear.weight * linear.weight.grad).sum(0)


def _kept(scores: Sequence[Tensor], least: int, step: int, share: float) -> list[Tensor]:
    """The numbers of what is kept in each layer: over all of them together, levelled, the most telling share."""
    level = [own / own.norm() for own in scores]
    bar = torch.cat(level).quantile(1 - share)
    counts = [max(least, round(int((own >= bar).sum()) / step) * step) for own in level]
    return [own.topk(min(count, len(own))).indices.sort().values for own, count in zip(level, counts, strict=True)]


def cut(state: dict[str, Tensor], where: str, chosen: Sequence[tuple[Tensor, Tensor]], head: int) -> dict[str, Tensor]:
    """The weights of a network, of whose layers these heads, of so many numbers each, and inner numbers are kept."""
    out = dict(state)
    for number, (heads, inner) in enumerate(chosen):
        columns = (heads[:, None] * head + torch.arange(head)).flatten()
        width = len(state[f"{where}.{number}.qkv.bias"]) // 3
        rows = (torch.arange(3)[:, None] * width + columns).flatten()
        for name, at, axis in (
            ("qkv.weight", rows, 0), ("qkv.bias", rows, 0), ("out.weight", columns, 1),
            ("up.weight", inner, 0), ("up.bias", inner, 0), ("down.weight", inner, 1),
        ):  # fmt: skip
            whole = f"{where}.{number}.{name}"
            out[whole] = out[whole].index_select(axis, at)
    return out
