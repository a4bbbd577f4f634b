"""A larger encoder learns to read a passage and a claim together, and judges passages that nobody coded.

    python teacher.py --passages passages.npz --free free.npz --out FOLDER [--steps N]

It is too slow to ship (tens of milliseconds a pair) and knows more: its scores teach the shipped network (Hinton et al.
2015, "Distilling the knowledge in a neural network"). They are put into free.npz; figures are appended to
FOLDER/teacher.jsonl.
"""

import argparse
import copy
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from claims import means
from joint_batches import Passages, cut, floats, measured
from large import SHAPES, WIDTH, Large, base
from torch import Tensor, nn
from torch.nn import functional as F
from train import logger

MARKS, DEEP = 11, 256  # what is told of a word piece: the marks of a passage, and that it is one
STEPS, BATCH, RATE, HEADS_FASTER, WARM, SEED, TOGETHER = 820, 48, 3e-5, 10, 100, 1, 64
UNCODED = 0.3  # share of the passages that no coder has written
OPENS, CLOSES, CONTEXT = 101, 102, 32  # as in standpoint.second_look


class Teacher(nn.Module):
    """A claim, and behind it a passage with what stands in front of it → no position, support, oppose."""

    def __init__(self, shapes: Sequence[tuple[int, int]] = SHAPES) -> None:
        super().__init__()
        self.encoder, self.told = Large(shapes), nn.Linear(MARKS, WIDTH)
        nn.init.normal_(self.told.weight, std=0.01)
        nn.init.zeros_(self.told.bias)
        self.head = nn.Sequential(nn.Linear(4 * WIDTH, DEEP), nn.GELU(), nn.Dropout(0.1), nn.Linear(DEEP, 3))

    def forward(self, pieces: Tensor, told: Tensor) -> Tensor:
        halved = self.encoder.words.weight.dtype == torch.bfloat16
        with torch.autocast("cpu", torch.bfloat16, enabled=not (halved or torch.onnx.is_in_onnx_export())):
            x = self.encoder(pieces, self.told(told)).float()
        passage, holder = told[..., -1], told[..., 0] * told[..., -1]
        claim = ((pieces == CLOSES).long().cumsum(1) == 0).float()
        return self.head(torch.cat([x[:, 0], means(x, passage, holder, claim)], -1))


def together(passages: Passages, rows: np.ndarray) -> tuple[Tensor, Tensor]:
    """The word pieces of claims and passages behind one another, what stands in front of these in their window between
    them, and what is told of each."""
    texts, claims = passages.texts, passages.claims
    at = passages.at[rows]
    before = np.minimum(at - 1, CONTEXT)
    there, places, told = cut((passages.count[rows], at, passages.first[rows]))
    ahead, around = cut((before, at - before))
    asked, claimed = cut((passages.of_claim[rows], np.ones(len(rows), int)))
    passage, context = (
        np.where(mask, texts.inputs[0][texts.starts[passages.window[rows]][:, None] + own], 0)
        for mask, own in ((there, places), (ahead, around))
    )
    claim = np.where(asked, claims.inputs[0][claims.starts[passages.claim[rows]][:, None] + claimed], 0)
    lengths = asked.sum(1) + before + there.sum(1) + 3
    pieces, marks = np.zeros((len(rows), lengths.max()), np.int64), np.zeros((len(rows), lengths.max(), MARKS))
    for i, (m, k, n) in enumerate(zip(asked.sum(1), before, there.sum(1), strict=True)):
        pieces[i, : lengths[i]] = [OPENS, *claim[i, :m], CLOSES, *context[i, :k], *passage[i, :n], CLOSES]
        marks[i, m + k + 2 : lengths[i] - 1, :-1] = passages.told[told[i, :n]]
        marks[i, m + k + 2 : lengths[i] - 1, -1] = 1
    return torch.from_numpy(pieces), floats(marks)


def batches(passages: Passages, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Passages of like length, pass after pass."""
    rows = np.flatnonzero(passages.whole & ~passages.held)
    while True:
        taken = rng.permutation(rows[passages.coded[rows] | (rng.random(len(rows)) < UNCODED)])
        for part in np.split(taken, range(40 * BATCH, len(taken), 40 * BATCH)):
            part = part[np.argsort(passages.count[part] + passages.of_claim[part])]
            groups = np.split(part, range(BATCH, len(part), BATCH))
            yield from (groups[i] for i in rng.permutation(len(groups)))


def loss_of(teacher: Teacher, passages: Passages, rows: np.ndarray) -> Tensor:
    """Against what was coded."""
    labels, shares = torch.from_numpy(passages.label[rows]), floats(passages.weight[rows])
    losses = F.cross_entropy(teacher(*together(passages, rows)).float(), labels, reduction="none")
    return (losses * shares).sum() / shares.sum()


def learned(teacher: Teacher, passages: Passages, steps: int, log, lower: int = 0) -> Teacher:
    """The teacher, trained for so many steps, but for so many of its lower layers: its encoder in 16 bits, which takes
    three quarters of the time, beside weights of 32 that the steps are added to (Micikevicius et al. 2018, "Mixed
    precision training")."""
    encoder, below = teacher.encoder, (teacher.encoder.places, teacher.encoder.norm, teacher.told)
    for fixed in (encoder.words, encoder.distances, *encoder.layers[:lower], *(below if lower else ())):
        fixed.requires_grad_(False)
    halved = copy.deepcopy(teacher)
    halved.encoder.bfloat16()
    both = zip(halved.parameters(), teacher.parameters(), strict=True)
    pairs = [(half, full) for half, full in both if full.requires_grad]
    body = [p for p in encoder.parameters() if p.requires_grad]
    heads = [p for part in (teacher.told, teacher.head) for p in part.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": body}, {"params": heads}], weight_decay=0.01, fused=True)
    groups = batches(passages, np.random.default_rng(SEED))
    halved.train()
    for step in range(1, steps + 1):
        share = min(step / WARM, max(0.02, 1 - step / steps))
        for part, rate in zip(optimiser.param_groups, (RATE, HEADS_FASTER * RATE), strict=True):
            part["lr"] = rate * share
        loss = loss_of(halved, passages, next(groups))
        optimiser.zero_grad()
        loss.backward()
        for half, full in pairs:
            full.grad, half.grad = half.grad.float(), None
        nn.utils.clip_grad_norm_([*body, *heads], 1.0)
        optimiser.step()
        with torch.no_grad():
            for half, full in pairs:
                half.copy_(full)
        if step % 50 == 0:
            log(step, steps, loss=round(loss.item(), 3))
    return teacher.eval()


@torch.no_grad()
def scores(teacher: Teacher, passages: Passages) -> np.ndarray:
    """What a teacher makes of every passage: an array passages × 3."""
    out = np.zeros((len(passages.count), 3), np.float32)
    order = np.argsort(passages.count + passages.of_claim)
    for rows in np.split(order, range(TOGETHER, len(order), TOGETHER)):
        out[rows] = teacher(*together(passages, rows)).float().numpy()
    return out


@torch.no_grad()
def on_held(teacher: Teacher, passages: Passages) -> dict[str, float]:
    """Figures on the coded passages of held-out articles."""
    held = np.flatnonzero(passages.held & passages.coded & passages.whole)
    return measured(held, lambda rows: teacher(*together(passages, rows)), passages.label)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("passages", "free", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=STEPS)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    log = logger(asked.out / "teacher.jsonl", time.monotonic())
    coded = Passages([asked.passages], np.random.default_rng(SEED))
    torch.manual_seed(SEED)
    teacher = Teacher()
    teacher.encoder.load_base(base(asked.out))
    teacher = learned(teacher, coded, asked.steps, log)
    torch.save(teacher.state_dict(), asked.out / "teacher.pt")
    log(asked.steps, asked.steps, **on_held(teacher, coded))
    free = dict(np.load(asked.free))
    np.savez(asked.free, **free | {"scores": scores(teacher, Passages([asked.free], np.random.default_rng(SEED)))})


if __name__ == "__main__":
    main()
