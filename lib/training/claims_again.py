"""Trains the reader of claims alone, on what the encoder has come to see in together.py; nothing else is changed.

    python claims_again.py --data FOLDER --start together.pt --model FOLDER --log FILE [--passes N]

Every text is encoded once. What is kept lies halfway between the weights that it began with and those that it came to
(Wortsman et al. 2022, "Model soups"): of the two, one did better on passages, the other on single sentences. Writes the
model's files; figures go to the log.
"""

import argparse
import copy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from joint_batches import Passages, Texts, seen
from passes import trained
from shipped import Networks, networks
from together import export
from torch import Tensor
from torch.nn import functional as F

PASSES, BATCH, RATE, DROP, SEED = 2, 64, 6e-4, 0.1, 5
UNCODED = 0.5  # share of the passages that no coder has written
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


def learned(made: Networks, passages: Encoded, passes: int, log: Path) -> Networks:
    """Networks whose reader of claims, but for its projection, is trained so many passes, then halved with before."""
    torch.manual_seed(SEED)
    use = np.flatnonzero(passages.whole & ~passages.held)
    told = passages.coded[use] | (passages.label[use] < 0)
    before = copy.deepcopy(made.claims)
    made.claims.project.requires_grad_(False)
    made.train()
    average = trained(
        made.claims, [use[told | (passages.rng.random(len(use)) < UNCODED)] for _ in range(passes)],
        passages.count + passages.of_claim, lambda rows: passages.loss(made, rows),
        lambda claims: passages.figures(SimpleNamespace(claims=claims.eval(), training=False)),
        name="claims_again", log=log, rng=passages.rng, batch=BATCH, rate=RATE,
    )  # fmt: skip
    with torch.no_grad():
        for kept, first in zip(average.parameters(), before.parameters(), strict=True):
            kept.lerp_(first, 0.5)
    made.claims = average
    return made.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "start", "model", "log"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=PASSES)
    asked = parser.parse_args()
    made = networks(asked.model)  # of the same shape
    made.load_state_dict(torch.load(asked.start, weights_only=True))
    passages = Encoded((asked.data / "passages.npz", asked.data / "free.npz"), np.random.default_rng(SEED))
    passages.encode(made.eval())
    export(learned(made, passages, asked.passes, asked.log), asked.model)


if __name__ == "__main__":
    main()
