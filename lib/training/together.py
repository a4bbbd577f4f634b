"""Trains the encoder and the two small networks together, from the model's own files on.

    python together.py --bench FOLDER --model FOLDER --data FOLDER --out FOLDER [--steps N] [--share N]

The small networks learned on what a frozen encoder saw; here it learns to see what they need, and goes on with all that
it could do before, and with what its teachers make of more news. With --share it keeps so many of its layers' heads and
inner numbers. DATA holds passages.npz, free.npz, relations.npz and taught.npz. The averaged weights are written to
together.pt and into the model's folder, figures to together.jsonl.
"""

import argparse
import copy
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import claims
import data
import numpy as np
import relations
import torch
import train
from export import export as export_reader
from joint_batches import Pairs, Passages
from shipped import Networks, networks
from smaller import smaller
from taught import Taught
from torch import Tensor, nn

# of a hundred batches, how many are of each task
SHARES = {"attribution": 24, "taught": 32, "names": 11, "tone": 8, "position": 3, "claims": 14, "relations": 8}
OWN = ("claims", "relations", "taught")  # tasks with files of their own
RATES = {"layers": 1.2e-4, "heads": 4e-4, "networks": 6e-4}
STEPS, WARM, LEAST, AVERAGED, SEED = 7340, 150, 0.01, 0.998, 11  # the steps of an hour on two cores
BATCH, WORDS = train.BATCH, "reader.words"


def examples(task: str, bench: Path, rng: random.Random) -> Iterator[list[data.Example]]:
    """Batches of a task of the encoder's heads, pass after pass, cut at other places in each."""
    tok, number = train.tokenizer(), 0
    while True:
        if task == "attribution":
            docs = data.attribution(tok, bench / "polnear/train.jsonl", rng.randrange(20, 140))
        elif task == "names":
            renaming = rng if number % 2 else None
            docs = data.named(tok, bench / "worldwide_ner/docs.jsonl", held=False, rng=renaming)
        elif task == "tone":
            docs = data.toned(tok, bench / "newsmtsc/train.jsonl", rng)
        else:
            docs = data.directed(tok, bench / "dse/train.jsonl", rng)
        made = sorted((e for _, own in docs for e in own), key=lambda e: len(e.window.pieces) + rng.random() * 12)
        if not made:
            sys.exit(f"{bench}: nothing to learn of {task} there")
        groups = [made[i : i + BATCH] for i in range(0, len(made), BATCH)]
        rng.shuffle(groups)
        yield from groups
        number += 1


def part_of(name: str) -> str:
    """Which rate a parameter learns at."""
    if name.startswith(("reader.places", "reader.norm", "reader.layers")):
        return "layers"
    return "heads" if name.startswith("reader.") else "networks"


class Losses:
    """The next batch of each task, and what the networks make of it."""

    def __init__(self, bench: Path, folder: Path):
        rng, numbers, self.rng = random.Random(SEED), np.random.default_rng(SEED), random.Random(SEED)
        self.claims = Passages((folder / "passages.npz", folder / "free.npz"), numbers)
        self.relations = Pairs(folder / "relations.npz", numbers)
        self.taught = Taught(folder / "taught.npz", numbers)
        own = {task: getattr(self, task).stream() for task in OWN}
        self.streams = {task: own.get(task) or examples(task, bench, rng) for task in SHARES}

    def any(self, made: Networks) -> Tensor:
        """The loss of a batch of any task."""
        return self.next(self.rng.choices(list(SHARES), SHARES.values())[0], made)

    def next(self, task: str, made: Networks) -> Tensor:
        group = next(self.streams[task])
        if task in OWN:
            return getattr(self, task).loss(made, group)
        batch = train.tensors(group)
        with torch.autocast("cpu", torch.bfloat16):
            return train.loss_of(made.reader, batch)


def learned(made: Networks, losses: Losses, steps: int, log) -> Networks:
    """The moving average of networks that are trained for so many steps; its figures on what is held out are logged."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    moving = [(n, p) for n, p in made.named_parameters() if not n.startswith(WORDS)]
    made.reader.words.weight.requires_grad_(False)
    groups = [{"params": [p for n, p in moving if part_of(n) == part]} for part in RATES]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    average = copy.deepcopy(made)
    averages = dict(average.named_parameters())
    kept, current = [averages[n].detach() for n, _ in moving], [p.detach() for _, p in moving]
    made.train()
    totals, counts = Counter(), Counter()
    for step in range(1, steps + 1):
        for group, rate in zip(optimiser.param_groups, RATES.values(), strict=True):
            group["lr"] = rate * min(step / WARM, max(LEAST, 1 - step / steps))
        (task,) = rng.choices(list(SHARES), SHARES.values())
        loss = losses.next(task, made)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([p for _, p in moving], 1.0)
        optimiser.step()
        torch._foreach_lerp_(kept, current, max(1 - AVERAGED, 1 / step))
        totals[task] += loss.item()
        counts[task] += 1
        if step % 200 == 0:
            log(step, steps, loss={t: round(totals[t] / counts[t], 3) for t in sorted(counts)})
            totals.clear()
            counts.clear()
    average.eval()
    for task in ("claims", "relations"):
        log(steps, steps, **{task: getattr(losses, task).figures(average)})
    return average


def export(made: Networks, model: Path) -> None:
    """Write the files of a model's folder, but for words.npz."""
    export_reader(made.reader, model)
    claims.export(made.claims, model, model)
    relations.export(made.relations, model)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("bench", "model", "data", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--share", type=float, help="of its layers' heads and inner numbers that the encoder keeps")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    log = train.logger(asked.out / "together.jsonl", time.monotonic())
    losses = Losses(asked.bench, asked.data)
    begun = networks(asked.model)
    if asked.share:
        begun = smaller(begun, losses.any, asked.share)
    average = learned(begun, losses, asked.steps, log)
    torch.save(average.state_dict(), asked.out / "together.pt")
    export(average, asked.model)
    log(asked.steps, asked.steps, **train.evaluate(average.reader, train.tokenizer(), asked.bench))


if __name__ == "__main__":
    main()
