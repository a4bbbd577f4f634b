"""Distils several trained readers into one (Hinton et al. 2015): it learns their mean opinion beside the annotation.

    python distil.py --bench FOLDER --out FOLDER CHECKPOINT CHECKPOINT …

The student starts from the mean of its teachers' weights, or from the first teacher where the mean reads worse.
"""

import argparse
import random
import time
from pathlib import Path

import data
import torch
import train
from labels import ROLES
from model import Reader
from torch.nn import functional as F

EPOCHS = {"attribution": 2, "names": 1, "tone": 2}
RATE = 5e-5
INPUTS = ("pieces", "shapes", "quoted", "breaks")


def weights(checkpoint: Path) -> dict[str, torch.Tensor]:
    """The averaged weights of a run of train.py."""
    state = torch.load(checkpoint, weights_only=True)["average"]
    return {name.removeprefix("module."): v for name, v in state.items() if name != "n_averaged"}


def made(state: dict[str, torch.Tensor]) -> Reader:
    """A reader with these weights; a head that they lack stays as initialised."""
    out = Reader()
    out.load_state_dict(out.state_dict() | state)
    return out


def mean(states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of several runs' weights, each taken from the runs that have it."""
    having = {name: [s[name].float() for s in states if name in s] for name in {n for s in states for n in s}}
    return {name: torch.stack(each).mean(0) for name, each in having.items()}


def opinions(reader: Reader, batch: dict[str, torch.Tensor]) -> list[torch.Tensor]:
    """Log-probabilities of names, roles, links and tones for every piece."""
    names, roles, asks, answers, tones, _ = reader(*(batch[n] for n in INPUTS))
    links = asks @ answers.transpose(1, 2) / 8 + (batch["pieces"] == 0)[:, None] * -1e4
    return [scores.log_softmax(-1) for scores in (names, roles, links, tones)]


def loss_of(student: Reader, teachers: list[Reader], batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Half the loss against the annotation, and the divergence from the teachers' mean on all heads.

    Links and tones are asked only where a teacher sees a role or a name: elsewhere they mean nothing.
    """
    with torch.no_grad():
        said = [opinions(teacher, batch) for teacher in teachers]
        shared = [torch.stack([one[h].exp() for one in said]).mean(0) for h in range(4)]
    mask = (batch["pieces"] != 0).float()
    where = [mask, mask, mask * (shared[1].argmax(-1) > 0), mask * (shared[0].argmax(-1) > 0)]
    if "tones" in batch:
        where[3] = mask * (batch["tones"] != data.UNKNOWN)
    total = 0.5 * train.loss_of(student, batch)
    for own, theirs, at, weight in zip(opinions(student, batch), shared, where, (3.0, 3.0, 1.0, 1.0), strict=True):
        apart = F.kl_div(own, theirs, reduction="none").sum(-1)
        total = total + weight * (apart * at).sum() / at.sum().clamp(min=1)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("teachers", type=Path, nargs="+")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(train.SEED)
    random.seed(train.SEED)
    tok, began = train.tokenizer(), time.monotonic()
    states = [weights(path) for path in asked.teachers]
    teachers = [made(s).eval() for s in states]
    mixed = mean(states)
    log = train.logger(asked.out / "log.jsonl", began)
    figures = {name: train.evaluate(made(s), tok, asked.bench) for name, s in (("first", states[0]), ("mean", mixed))}
    for name, row in figures.items():
        log(0, 0, start=name, **row)
    better = sum(figures["mean"][k] for k in (*ROLES, "tone")) >= sum(figures["first"][k] for k in (*ROLES, "tone"))
    student = made(mixed if better else states[0])
    average = torch.optim.swa_utils.AveragedModel(
        student, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(train.AVERAGE)
    )
    optimiser = torch.optim.AdamW(student.parameters(), lr=RATE, weight_decay=0.01, fused=True)
    plan = train.batches(tok, asked.bench, EPOCHS, train.SEED + 1)
    for done, (_, group) in enumerate(plan, 1):
        optimiser.param_groups[0]["lr"] = RATE * min(1, done / 100) * (1 - (done - 1) / len(plan))
        loss = loss_of(student, teachers, train.tensors(group))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimiser.step()
        average.update_parameters(student)
        if done % 50 == 0:
            log(done, len(plan), loss=round(loss.item(), 4))
        if done % 500 == 0 or done == len(plan):
            torch.save({"average": average.state_dict(), "step": done}, asked.out / "checkpoint.pt")
        if done % 1000 == 0 or done == len(plan):
            log(done, len(plan), **train.evaluate(average.module, tok, asked.bench))


if __name__ == "__main__":
    main()
