"""Windows that a larger encoder and the reader of before have labelled, for the next reader to learn from.

Likelihoods in place of labels (Hinton et al. 2015, "Distilling the knowledge in a neural network"): they tell how sure
the teachers are, and can be had for any text.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from data import UNKNOWN
from joint_batches import Texts, floats
from labels import NAMES, ROLES
from model import blocked, sequence_loss
from shipped import Networks
from torch import Tensor
from torch.nn import functional as F
from train import link_loss

BATCH, LOOSE = 16, 12  # windows of a batch, and word pieces that their lengths may differ by
HEADS = ("roles", "names", "tones")
SEES = 4.0  # weight of seeing alike


class Taught:
    """The windows of a file, and what is likely of each of their word pieces."""

    def __init__(self, path: Path, rng: np.random.Generator):
        file, self.rng = np.load(path), rng
        self.texts = Texts(file["windows"], file["windows_lengths"])
        self.likely = {name: file[name] for name in (*HEADS, "seen", "links")}

    def stream(self) -> Iterator[np.ndarray]:
        """Batches of windows of like length, pass after pass."""
        lengths = self.texts.lengths
        while True:
            order = np.argsort(lengths + self.rng.random(len(lengths)) * LOOSE)
            groups = np.split(order, range(BATCH, len(order), BATCH))
            yield from (groups[i] for i in self.rng.permutation(len(groups)))

    def batch(self, windows: np.ndarray, name: str) -> np.ndarray:
        """What is likely of the word pieces of windows, padded."""
        known, texts = self.likely[name], self.texts
        out = np.zeros((len(windows), texts.lengths[windows].max(), *known.shape[1:]), known.dtype)
        for row, w in zip(out, windows, strict=True):
            row[: texts.lengths[w]] = known[texts.starts[w] : texts.starts[w] + texts.lengths[w]]
        return out

    def loss(self, made: Networks, windows: np.ndarray) -> Tensor:
        """Against the likelihoods of each word piece, the likeliest path through them, links and what is seen."""
        given = self.texts.batch(windows)
        there = given[0] != 0
        with torch.autocast("cpu", torch.bfloat16):
            x, both = made.reader.encode(*given)
        x, reader = x.float(), made.reader
        likely = {name: floats(self.batch(windows, name)) for name in (*HEADS, "seen")}
        scores = {name: getattr(reader, name)(x) for name in HEADS}
        total = -sum((likely[name] * torch.log_softmax(scores[name], -1)).sum(-1)[there].mean() for name in HEADS)
        for name, kinds in (("roles", ROLES), ("names", NAMES)):
            steps, starts = blocked(kinds)
            own = getattr(reader, f"{name}_steps") + steps
            total = total + sequence_loss(scores[name], labels(likely[name]), there, own, starts)
        links = torch.from_numpy(self.batch(windows, "links").astype(np.int64))
        links = torch.where(there & (likely["roles"].argmax(-1) > 0), links, UNKNOWN)
        total = total + link_loss(reader.asks(x), reader.answers(x), links, there)
        apart = (made.claims.project(both.float()) - likely["seen"])[there]
        return total + SEES * apart.square().mean() / likely["seen"][there].square().mean()


def labels(likely: Tensor) -> Tensor:
    """The likeliest label of each word piece; what would go on with a span that did not begin begins one."""
    found = likely.argmax(-1)
    before = F.pad(found, (1, 0))[:, :-1]
    goes_on = (found > 0) & (found % 2 == 0) & ((before + 1) // 2 != found // 2)
    return found - goes_on.long()
