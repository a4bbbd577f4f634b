"""The larger encoder learns attributions, and labels windows of news for the reader, together with the reader itself.

    python attribution_teacher.py --bench FOLDER --model FOLDER --data FOLDER --out FOLDER [--passes N]

DATA holds passages.npz and free.npz, whose windows are labelled; taught.npz is written beside them. Roles and links are
the mean of what both make of a word piece, names and tones the reader's alone. Figures go to OUT/attribution.jsonl.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

import data
import numpy as np
import torch
import train
from joint_batches import Texts
from labels import NAMES, ROLES, bio
from large import WIDTH, Large, base
from model import LINK, blocked
from shipped import Networks, networks
from torch import Tensor, nn

from standpoint.chains import Labeling, marginals

PASSES, BODY, HEADS, WARM, SEED = 4, 5e-5, 4e-4, 60, 23
FROZEN = 2  # layers that stay as they are
LARGER = 0.65  # its share where both have their say
TOGETHER = 32  # windows at once


class AttributionTeacher(nn.Module):
    """Word pieces with shapes, quotation and breaks → scores of roles, and who asks for and answers to a link."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Large()
        self.shapes, self.quoted, self.breaks = (nn.Embedding(n, WIDTH) for n in (7, 2, 3))
        for extra in (self.shapes, self.quoted, self.breaks):
            nn.init.normal_(extra.weight, std=0.01)
        self.roles = nn.Linear(WIDTH, bio(ROLES))
        self.asks, self.answers = nn.Linear(WIDTH, LINK), nn.Linear(WIDTH, LINK)
        self.roles_steps = nn.Parameter(torch.zeros(bio(ROLES), bio(ROLES)))

    def forward(self, pieces: Tensor, shapes: Tensor, quoted: Tensor, breaks: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        told = self.shapes(shapes) + self.quoted(quoted) + self.breaks(breaks)
        with torch.autocast("cpu", torch.bfloat16):
            x = self.encoder(pieces, told).float()
        return self.roles(x), self.asks(x), self.answers(x)


def loss_of(teacher: AttributionTeacher, batch: dict[str, Tensor]) -> Tensor:
    """The loss of one batch of attributions."""
    roles, asks, answers = teacher(*(batch[name] for name in train.INPUTS))
    return train.attribution_loss(roles, asks, answers, teacher.roles_steps, batch)


def learned(bench: Path, weights: Path, passes: int, log) -> AttributionTeacher:
    """A teacher, trained for so many passes over PolNeAR."""
    torch.manual_seed(SEED)
    teacher = AttributionTeacher()
    teacher.encoder.load_base(weights)
    for part in (teacher.encoder.words, teacher.encoder.places, *teacher.encoder.layers[:FROZEN]):
        part.requires_grad_(False)
    moving = {name: p for name, p in teacher.named_parameters() if p.requires_grad}
    body = [p for name, p in moving.items() if name.startswith("encoder.")]
    heads = [p for name, p in moving.items() if not name.startswith("encoder.")]
    optimiser = torch.optim.AdamW([{"params": body}, {"params": heads}], weight_decay=0.01, fused=True)
    plan = train.batches(train.tokenizer(), bench, {"attribution": passes}, SEED)
    teacher.train()
    for step, (_, group) in enumerate(plan, 1):
        share = min(step / WARM, max(0.01, 1 - step / len(plan)))
        for part, rate in zip(optimiser.param_groups, (BODY, HEADS), strict=True):
            part["lr"] = rate * share
        loss = loss_of(teacher, train.tensors(group))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([*body, *heads], 1.0)
        optimiser.step()
        if step % 50 == 0:
            log(step, len(plan), loss=round(loss.item(), 3))
    return teacher.eval()


def likely(scores: Tensor, lengths: np.ndarray, kinds: tuple[str, ...], own_steps: Tensor) -> list[np.ndarray]:
    """How likely each label is of each word piece of windows."""
    steps, starts = blocked(kinds)
    rows = [own[:n].float().numpy() for own, n in zip(scores, lengths, strict=True)]
    return marginals([Labeling(rows, (own_steps + steps).numpy(), starts.numpy())])[0]


def linked(asks: Tensor, answers: Tensor, there: Tensor) -> Tensor:
    """How likely each word piece points to each other one."""
    return torch.softmax(asks.float() @ answers.float().transpose(1, 2) / 8 + (~there)[:, None] * -1e4, -1)


@torch.no_grad()
def labelled(teacher: AttributionTeacher, known: Networks, texts: Texts) -> dict[str, np.ndarray]:
    """What both make of every word piece of the windows."""
    made: list[dict[str, np.ndarray]] = [{} for _ in texts.lengths]
    order, reader = np.argsort(texts.lengths), known.reader
    for group in np.split(order, range(TOGETHER, len(order), TOGETHER)):
        given, lengths = texts.batch(group), texts.lengths[group]
        there = given[0] != 0
        with torch.autocast("cpu", torch.bfloat16):
            x, both = (part.float() for part in reader.encode(*given))
        larger, *ends = teacher(*given)
        links = LARGER * linked(*ends, there) + (1 - LARGER) * linked(reader.asks(x), reader.answers(x), there)
        by_larger = likely(larger, lengths, ROLES, teacher.roles_steps)
        roles = likely(reader.roles(x), lengths, ROLES, reader.roles_steps)
        names = likely(reader.names(x), lengths, NAMES, reader.names_steps)
        tones, seen = torch.softmax(reader.tones(x), -1), known.claims.project(both)
        for i, (window, n) in enumerate(zip(group, lengths, strict=True)):
            made[window] = {
                "roles": LARGER * by_larger[i] + (1 - LARGER) * roles[i],
                "names": names[i],
                "tones": tones[i, :n].numpy(),
                "seen": seen[i, :n].numpy(),
                "links": links[i, :n].argmax(1).numpy(),
            }
    kinds = {name: np.int16 if name == "links" else np.float16 for name in made[0]}
    return {name: np.concatenate([row[name].astype(kind) for row in made]) for name, kind in kinds.items()}


def figures(teacher: AttributionTeacher, known: Networks, bench: Path) -> dict[str, float]:
    """Exact F1 of roles on polnear/dev, of both together."""
    n: Counter = Counter()
    for doc, made in data.attribution(train.tokenizer(), bench / "polnear/dev.jsonl"):
        inputs = [np.array([getattr(e.window, name) for name in train.INPUTS]) for e in made]
        lengths = np.array([len(e.window.pieces) for e in made])
        roles = labelled(teacher, known, Texts(np.concatenate(inputs, 1), lengths))["roles"].argmax(1)
        train.count_roles(n, doc, made, [own.tolist() for own in np.split(roles, np.cumsum(lengths)[:-1])])
    return train.exact_f1(n, ROLES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("bench", "model", "data", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=PASSES)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    log = train.logger(asked.out / "attribution.jsonl", time.monotonic())
    teacher = learned(asked.bench, base(asked.out), asked.passes, log)
    torch.save(teacher.state_dict(), asked.out / "attribution.pt")
    known = networks(asked.model).eval()
    log(0, 0, **figures(teacher, known, asked.bench))
    files = [np.load(asked.data / name) for name in ("passages.npz", "free.npz")]
    windows, lengths = np.concatenate([f["windows"] for f in files], 1), [f["windows_lengths"] for f in files]
    texts = Texts(windows, np.concatenate(lengths))
    found = labelled(teacher, known, texts)
    np.savez(asked.data / "taught.npz", windows=windows, windows_lengths=texts.lengths, **found)


if __name__ == "__main__":
    main()
