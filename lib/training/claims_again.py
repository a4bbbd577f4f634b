"""Trains the reader of claims alone, on what the encoder has come to see in together.py; nothing else is changed.

    python claims_again.py --data FOLDER --start together.pt --model FOLDER --log FILE [--minutes N]

Every text is encoded once. What is kept lies halfway between the weights that it began with and those that it came to
(Wortsman et al. 2022, "Model soups"): of the two, one did better on passages, the other on single sentences. Writes the
model's files, and claims_again.pt beside the log.
"""

import argparse
import copy
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from joint_batches import Passages, Texts, seen
from shipped import Networks
from together import export
from torch import Tensor, nn
from torch.nn import functional as F
from train import logger

BATCH, RATE, WARM, LEAST, AVERAGED, DECAY, DROP, SEED = 64, 6e-4, 100, 0.02, 0.998, 0.02, 0.1, 5
UNCODED, LOOSE = 0.5, 8  # share of the passages that no coder has written; word pieces that lengths may differ by
ENCODED = 32  # windows at once


class Encoded(Passages):
    """Passages of texts that are encoded already."""

    def encode(self, made: Networks) -> None:
        """Encode every window of the texts and of the claims."""
        self.seen = {id(texts): self._all(made, texts) for texts in (self.texts, self.claims)}

    @staticmethod
    @torch.no_grad()
    def _all(made: Networks, texts: Texts) -> np.ndarray:
        out = np.zeros((texts.inputs.shape[1], made.claims.project.out_features), np.float16)
        order = np.argsort(texts.lengths)
        for windows in np.split(order, range(ENCODED, len(order), ENCODED)):
            for window, rows in zip(windows, seen(made, texts, windows, 0.0).numpy(), strict=True):
                start, length = texts.starts[window], texts.lengths[window]
                out[start : start + length] = rows[:length]
        return out

    def given(self, made: Networks, texts: Texts, windows: np.ndarray) -> Tensor:
        """What the network is given of windows."""
        known = self.seen[id(texts)]
        out = np.zeros((len(windows), texts.lengths[windows].max(), known.shape[1]), np.float32)
        for row, window in enumerate(windows):
            start, length = texts.starts[window], texts.lengths[window]
            out[row, :length] = known[start : start + length]
        return F.dropout(torch.from_numpy(out), DROP, made.training)

    def batches(self) -> Iterator[np.ndarray]:
        """Passages of like length, pass after pass."""
        use = np.flatnonzero(self.whole & ~self.held)
        while True:
            taken = use[self.coded[use] | (self.label[use] < 0) | (self.rng.random(len(use)) < UNCODED)]
            lengths = self.count[taken] + self.of_claim[taken]
            taken = taken[np.argsort(lengths + self.rng.random(len(taken)) * LOOSE)]
            groups = np.split(taken, range(BATCH, len(taken), BATCH))
            yield from (groups[i] for i in self.rng.permutation(len(groups)))


def learned(made: Networks, passages: Encoded, minutes: float, log) -> Networks:
    """Networks whose reader of claims, but for its projection, is trained for so long, then halved with what it was."""
    torch.manual_seed(SEED)
    for parameter in made.parameters():
        parameter.requires_grad_(False)
    names = [n for n, _ in made.claims.named_parameters() if not n.startswith("project")]
    average, current = copy.deepcopy(made), dict(made.claims.named_parameters())
    moving = [current[n].requires_grad_(True) for n in names]
    kept = [dict(average.claims.named_parameters())[n] for n in names]
    first = [p.detach().clone() for p in kept]
    optimiser = torch.optim.AdamW(moving, weight_decay=DECAY)
    batches, began, step = passages.batches(), time.monotonic(), 0
    made.train()
    while (share := (time.monotonic() - began) / 60 / minutes) < 1:
        optimiser.param_groups[0]["lr"] = RATE * min((step + 1) / WARM, max(LEAST, 1 - share))
        loss = passages.loss(made, next(batches))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(moving, 1.0)
        optimiser.step()
        step += 1
        torch._foreach_lerp_(kept, [p.detach() for p in moving], max(1 - AVERAGED, 1 / step))
    log(step, step, claims=passages.figures(average.eval()))
    torch._foreach_lerp_(kept, first, 0.5)
    log(step, step, halfway=passages.figures(average))
    return average


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "start", "model", "log"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=13)
    asked = parser.parse_args()
    made = Networks()
    made.load_state_dict(torch.load(asked.start, weights_only=True))
    passages = Encoded((asked.data / "passages.npz", asked.data / "free.npz"), np.random.default_rng(SEED))
    passages.encode(made.eval())
    average = learned(made, passages, asked.minutes, logger(asked.log, time.monotonic()))
    torch.save(average.state_dict(), asked.log.with_name("claims_again.pt"))
    export(average, asked.model)


if __name__ == "__main__":
    main()
