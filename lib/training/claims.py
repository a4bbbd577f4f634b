"""Trains the reader of claims on passages, and puts it beside the reader.

    python claims.py --passages passages.npz --model FOLDER --out FOLDER --log FILE [--epochs N] [--start claims.pt]

Writes claims.onnx, reader.onnx with the projection that the network reads, and their checksums. The figures of each
pass over the held-out articles are appended to log.jsonl. The same seed, data and thread count give the same network.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from fused import fused
from passes import trained
from seen import seeing, signed
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, HEADS, LAYERS, DEEP = 128, 4, 2, 256
SEED, BATCH, RATE, DROP = 3, 48, 9e-4, 0.25
UNCODED = 0.6  # share of the passages that no coder has written in each pass
INPUTS = ("seen", "told", "near", "claim", "claim_near")


class Layer(nn.Module):
    """One transformer layer, norms in front (Xiong et al. 2020)."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, DEEP), nn.Linear(DEEP, WIDTH)
        self.norm1, self.norm2, self.drop = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH), nn.Dropout(DROP)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(q @ k.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + bias, -1)
        x = x + self.drop(self.out((weights @ v).transpose(1, 2).reshape(batch, length, WIDTH)))
        return x + self.drop(self.down(F.gelu(self.up(self.norm2(x)))))


class Claims(nn.Module):
    """A passage and a claim, as the encoder sees them → no position, support, oppose."""

    def __init__(self, seen: int, marks: int) -> None:
        super().__init__()
        self.project = nn.Linear(seen, WIDTH)
        self.told, self.nears, self.parts = (
            nn.Linear(marks, WIDTH),
            nn.Linear(2, WIDTH, bias=False),
            nn.Embedding(2, WIDTH),
        )
        self.norm, self.last = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Sequential(nn.Linear(5 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(DROP), nn.Linear(WIDTH, 3))

    def forward(self, seen: Tensor, told: Tensor, near: Tensor, claim: Tensor, claim_near: Tensor) -> Tensor:
        """Scores, from projections; word pieces at a nearness below 0 are padding."""
        there, asked = (near >= 0).to(seen.dtype), (claim_near >= 0).to(seen.dtype)
        near, claim_near = near.clamp(min=0), claim_near.clamp(min=0)
        passage = seen + self.told(told) + self.nears(torch.stack([near, near**2], -1)) + self.parts.weight[1]
        claim = claim + self.nears(torch.stack([claim_near, claim_near**2], -1)) + self.parts.weight[0]
        x = self.norm(torch.cat([passage, claim], 1))
        bias = (1 - torch.cat([there, asked], 1))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        x = self.last(x)
        passage, claim = x[:, : seen.shape[1]], x[:, seen.shape[1] :]
        looks = (there, near**3 * there, told[..., 0] * there, told[..., 4] * there)
        return self.head(torch.cat([means(passage, *looks), means(claim, asked)], -1))


def means(x: Tensor, *weights: Tensor) -> Tensor:
    """Weighted means over word pieces, behind one another; nearly nothing where all weights are 0."""
    looks = torch.stack(weights, 1)
    return (looks @ x / (looks.sum(-1, keepdim=True) + 1e-3)).flatten(1)


class Shipped(nn.Module):
    """Likelihoods in place of scores."""

    def __init__(self, network: Claims):
        super().__init__()
        self.network = network

    def forward(self, *given: Tensor) -> Tensor:
        return torch.softmax(self.network(*given), -1)


class Passages:
    """The passages of a file, as batches."""

    def __init__(self, path: Path):
        kept = np.load(path)
        self.seen, self.claims = kept["seen"], kept["claims"]
        self.told, self.near, self.near_claims = kept["told"], kept["near"], kept["near_claims"]
        table = kept["table"]
        self.at, self.count, self.claim_at, self.of_claim, self.label = table[:, :5].astype(np.int64).T
        self.weight, self.held, self.coded = table[:, 5], table[:, 6] > 0, table[:, 7] > 0
        self.first = np.cumsum(self.count) - self.count
        self.first_of_claim = np.cumsum(self.of_claim) - self.of_claim

    def batch(self, rows: np.ndarray) -> dict[str, Tensor]:
        """Passages, padded."""
        length, of_claim, width = self.count[rows].max(), self.of_claim[rows].max(), self.seen.shape[1]
        out = {
            "seen": np.zeros((len(rows), length, width), np.float32),
            "told": np.zeros((len(rows), length, self.told.shape[1]), np.float32),
            "near": np.full((len(rows), length), -1, np.float32),
            "claim": np.zeros((len(rows), of_claim, width), np.float32),
            "claim_near": np.full((len(rows), of_claim), -1, np.float32),
        }
        for i, row in enumerate(rows):
            n, m, a, b = self.count[row], self.of_claim[row], self.first[row], self.first_of_claim[row]
            out["seen"][i, :n] = self.seen[self.at[row] : self.at[row] + n]
            out["told"][i, :n] = self.told[a : a + n]
            out["near"][i, :n] = self.near[a : a + n]
            out["claim"][i, :m] = self.claims[self.claim_at[row] : self.claim_at[row] + m]
            out["claim_near"][i, :m] = self.near_claims[b : b + m]
        return {name: torch.from_numpy(array) for name, array in out.items()}


def scores(network: Claims, batch: dict[str, Tensor]) -> Tensor:
    """Scores of a batch in which nothing is projected yet."""
    projected = {n: network.project(F.dropout(batch[n], 0.1, network.training)) for n in ("seen", "claim")}
    return network(*(projected.get(n, batch[n]) for n in INPUTS))


@torch.no_grad()
def likely(network: Claims, passages: Passages, rows: np.ndarray) -> np.ndarray:
    """Likelihoods of passages."""
    network.eval()
    found = [torch.softmax(scores(network, passages.batch(rows[i : i + 64])), 1) for i in range(0, len(rows), 64)]
    network.train()
    return torch.cat(found).numpy()


def figures(made: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """F1 of each class, and how often the side is right where there is one; in per cent."""
    said, out = made.argmax(1), {}
    for n, name in enumerate(("none", "support", "oppose")):
        hit = ((said == n) & (labels == n)).sum()
        out[name] = round(200 * float(hit) / max(1, (said == n).sum() + (labels == n).sum()), 1)
    sided = labels > 0
    out["side"] = round(100 * float((made[sided, 1:].argmax(1) + 1 == labels[sided]).mean()), 1)
    for sure in (0.5, 0.6, 0.7):
        sided = made[:, 1:].max(1) >= sure
        right = (made[sided, 1:].argmax(1) + 1 == labels[sided]).sum()
        out[f"precision at {sure}"] = round(100 * float(right) / max(1, sided.sum()), 1)
        out[f"recall at {sure}"] = round(100 * float(right) / max(1, (labels > 0).sum()), 1)
    return out


def train(passages: Passages, epochs: int, log: Path, start: Path | None = None) -> Claims:
    """A network, trained on what is not held out; from `start` on more gently."""
    seed, rate = (SEED + 1, 0.6 * RATE) if start else (SEED, RATE)
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    network = Claims(passages.seen.shape[1], passages.told.shape[1])
    if start:
        network.load_state_dict(torch.load(start, weights_only=True))
    rows, held = np.flatnonzero(~passages.held), np.flatnonzero(passages.held & passages.coded)

    def loss(group: np.ndarray) -> Tensor:
        labels, weights = torch.from_numpy(passages.label[group]), torch.from_numpy(passages.weight[group])
        losses = F.cross_entropy(scores(network, passages.batch(group)), labels, reduction="none")
        return (losses * weights).sum() / weights.sum()

    return trained(
        network, [rows[passages.coded[rows] | (rng.random(len(rows)) < UNCODED)] for _ in range(epochs)],
        passages.count, loss, lambda average: figures(likely(average, passages, held), passages.label[held]),
        name="claims", log=log, rng=rng, batch=BATCH, rate=rate,
    )  # fmt: skip


def export(network: Claims, model: Path, out: Path) -> None:
    """Write claims.onnx, reader.onnx with the projection, and reader.json with their checksums into a folder."""
    shapes = (2, 7, WIDTH), (2, 7, network.told.in_features), (2, 7), (2, 5, WIDTH), (2, 5)
    example = tuple(torch.zeros(shape) for shape in shapes)
    axes = {n: {0: "passages", 1: "claim" if n.startswith("claim") else "length"} for n in INPUTS}
    torch.onnx.export(
        Shipped(network), example, str(out / "claims.onnx"), input_names=list(INPUTS), output_names=["likely"],
        opset_version=17, dynamic_axes=axes | {"likely": {0: "passages"}}, dynamo=False,
    )  # fmt: skip
    onnx.save(fused(onnx.load(out / "claims.onnx")), out / "claims.onnx")
    weight, bias = (p.detach().numpy() for p in (network.project.weight, network.project.bias))
    onnx.save(seeing(onnx.load(model / "reader.onnx"), weight.T, bias), out / "reader.onnx")
    signed(model / "reader.json", out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("passages", "model", "out", "log"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--start", type=Path, help="a network of an earlier run, to begin again from")
    asked = parser.parse_args()
    export(train(Passages(asked.passages), asked.epochs, asked.log, asked.start), asked.model, asked.out)
