"""Trains the reader of relations on examples, and puts it beside the reader.

    python relations.py --examples relations.npz --model FOLDER --log FILE [--epochs N]

Writes relations.onnx and the checksums of reader.json into the model's folder. The figures of each pass over the
held-out sentences are appended to the log. The same seed, data and thread count give the same network.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from claims import DROP, WIDTH, Layer, Shipped, figures, means
from fused import fused
from passes import trained
from seen import signed
from torch import Tensor, nn
from torch.nn import functional as F

SEED, BATCH, RATE = 3, 64, 9e-4
DIRECTED, NEUTRAL = 0.3, 0.6  # shares that each pass takes of DSE's examples, and of ours in which nobody takes sides
INPUTS = ("seen", "told", "there")


class Relations(nn.Module):
    """A sentence as the encoder saw it, with marks of a holder and a target → no position, support, oppose."""

    def __init__(self, seen: int, marks: int) -> None:
        super().__init__()
        self.project, self.told = nn.Linear(seen, WIDTH), nn.Linear(marks, WIDTH)
        self.norm, self.last = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(2))
        self.head = nn.Sequential(nn.Linear(6 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(DROP), nn.Linear(WIDTH, 3))

    def forward(self, seen: Tensor, told: Tensor, there: Tensor) -> Tensor:
        """Scores; word pieces that are not `there` are padding."""
        x = self.norm(self.project(F.dropout(seen, 0.1, self.training)) + self.told(told))
        bias = (1 - there)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        x = self.last(x)
        return self.head(means(x, there, *(told[..., column] * there for column in (0, 1, 3, 5, 10))))


class Examples:
    """The examples of a file, as batches."""

    def __init__(self, path: Path):
        kept = np.load(path)
        self.seen, self.told = kept["seen"], kept["told"]
        self.at, self.count, self.label, held, own = kept["table"][:, :5].T
        self.held, self.own = held > 0, own > 0
        self.first = np.cumsum(self.count) - self.count

    def batch(self, rows: np.ndarray) -> tuple[Tensor, ...]:
        """Examples, padded."""
        steps = np.arange(self.count[rows].max())
        there = steps < self.count[rows][:, None]
        pieces = np.where(there, self.at[rows][:, None] + steps, 0)
        marks = np.where(there, self.first[rows][:, None] + steps, 0)
        given = (self.seen[pieces] * there[..., None], self.told[marks] * there[..., None], there)
        return tuple(torch.from_numpy(array.astype(np.float32)) for array in given)


@torch.no_grad()
def likely(network: Relations, examples: Examples, rows: np.ndarray) -> np.ndarray:
    """Likelihoods of examples."""
    network.eval()
    order, out = np.argsort(examples.count[rows]), np.zeros((len(rows), 3), np.float32)
    for i in range(0, len(order), 128):
        group = order[i : i + 128]
        out[group] = torch.softmax(network(*examples.batch(rows[group])), 1).numpy()
    network.train()
    return out


def train(examples: Examples, epochs: int, log: Path) -> Relations:
    """A network, trained on what is not held out."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rng = np.random.default_rng(SEED)
    network = Relations(examples.seen.shape[1], examples.told.shape[1])
    rows, held = np.flatnonzero(~examples.held), np.flatnonzero(examples.held & examples.own)
    share = np.where(examples.own, np.where(examples.label > 0, 1.0, NEUTRAL), DIRECTED)[rows]

    def loss(group: np.ndarray) -> Tensor:
        return F.cross_entropy(network(*examples.batch(group)), torch.from_numpy(examples.label[group]))

    return trained(
        network, [rows[rng.random(len(rows)) < share] for _ in range(epochs)], examples.count, loss,
        lambda average: figures(likely(average, examples, held), examples.label[held]),
        name="relations", log=log, rng=rng, batch=BATCH, rate=RATE,
    )  # fmt: skip


def export(network: Relations, model: Path) -> None:
    """Write relations.onnx, and reader.json with its checksum, into the model's folder."""
    example = tuple(
        torch.zeros(2, 7, *rest) for rest in ((network.project.in_features,), (network.told.in_features,), ())
    )
    axes = {n: {0: "pairs", 1: "length"} for n in INPUTS}
    torch.onnx.export(
        Shipped(network), example, str(model / "relations.onnx"), input_names=list(INPUTS), output_names=["likely"],
        opset_version=17, dynamic_axes=axes | {"likely": {0: "pairs"}}, dynamo=False,
    )  # fmt: skip
    onnx.save(fused(onnx.load(model / "relations.onnx")), model / "relations.onnx")
    signed(model / "reader.json", model)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("examples", "model", "log"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    asked = parser.parse_args()
    export(train(Examples(asked.examples), asked.epochs, asked.log), asked.model)
