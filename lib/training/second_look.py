"""The second look: the larger encoder that judges claims, with a part of its layers alone, trained on and exported.

    python second_look.py --passages passages.npz --teacher teacher.pt --model FOLDER --out FOLDER [--steps N]
    python second_look.py --passages passages.npz --model FOLDER --out FOLDER [--steps N]

Heads and inner numbers without which the loss moves least go (`smaller.py`). Without a teacher the network that MODEL
has goes on, from its own 8-bit weights, but for its lower third, so that a step takes less long, and ends as the mean
of its weights before and behind: what it learns anew then costs less of what it knew (Wortsman et al. 2022, "Robust
fine-tuning of zero-shot models"). Figures before, without them and behind the training are appended to
OUT/second_look.jsonl; second_look.onnx, of 8-bit weights, and its checksum are written to MODEL.
"""

import argparse
import copy
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from joint_batches import Passages
from large import HEADS, SHAPES, WIDTH, base
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from seen import signed
from shipped import File
from smaller import cut, telling
from teacher import MARKS, SEED, Teacher, batches, learned, loss_of, on_held
from torch import Tensor, nn
from train import logger

SHARES, LEAST, BATCHES = (0.67, 0.3), (6, 640), 50  # of heads and of inner numbers; of each layer; to choose them by
STEPS, LOWER = 4000, 4  # layers that stay as they are where the network goes on


class Shipped(nn.Module):
    """Likelihoods in place of scores."""

    def __init__(self, network: Teacher):
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, told: Tensor) -> Tensor:
        return torch.softmax(self.network(pieces, told), -1)


def narrower(teacher: Teacher, loss: Callable[[Teacher], Tensor]) -> Teacher:
    """The network with the most telling of its layers' heads and inner numbers."""
    chosen = telling(teacher, teacher.encoder.layers, loss, SHARES, LEAST, BATCHES)
    state = cut(teacher.state_dict(), "encoder.layers", chosen, WIDTH // HEADS)
    for number, (heads, _) in enumerate(chosen):
        state[f"encoder.heads{number}"] = state[f"encoder.heads{number}"][heads]
    return loaded(state)


def loaded(state: dict[str, Tensor]) -> Teacher:
    """A network of any shape, from its weights."""
    layers = [f"encoder.layers.{n}" for n in range(sum(name.endswith("up.bias") for name in state))]
    shapes = [(len(state[f"encoder.heads{n}"]), len(state[f"{layer}.up.bias"])) for n, layer in enumerate(layers)]
    made = Teacher(shapes)
    made.load_state_dict(state)
    return made.eval()


@torch.no_grad()
def shipped(model: Path, folder: Path) -> Teacher:
    """The network of a model's own file; what training leaves as it was comes whole from the base encoder."""
    known = File(model / "second_look.onnx")
    heads = [known.arrays[f"network.encoder.heads{n}"] for n in range(len(SHAPES))]
    inner = [len(known.arrays[f"network.encoder.layers.{n}.up.bias"]) for n in range(len(SHAPES))]
    made = Teacher([(len(own), count) for own, count in zip(heads, inner, strict=True)])
    known.fill(made, "network", "/network/")
    for number, own in enumerate(heads):
        made.encoder.get_buffer(f"heads{number}").copy_(torch.from_numpy(own.copy()))
    whole = load_file(base(folder))
    made.encoder.words.weight.copy_(whole["embeddings.word_embeddings.weight"])
    made.encoder.distances.weight.copy_(whole["encoder.relative_attention_bias.weight"])
    return made.eval()


@torch.no_grad()
def export(network: Teacher, model: Path) -> None:
    """Write second_look.onnx, and reader.json with its checksum, into a model's folder."""
    example = torch.ones(1, 9, dtype=torch.long), torch.zeros(1, 9, MARKS)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "second_look.onnx"
        torch.onnx.export(
            Shipped(network), example, str(whole), input_names=["pieces", "told"], output_names=["likely"],
            opset_version=17, dynamic_axes={"pieces": {1: "length"}, "told": {1: "length"}}, dynamo=False,
        )  # fmt: skip
        # 7 bits of 8: without VNNI a processor's sums of 8-bit products saturate
        kind = {"weight_type": QuantType.QInt8, "per_channel": True, "reduce_range": True}
        quantize_dynamic(whole, model / "second_look.onnx", **kind)
    signed(model / "reader.json", model)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("passages", "model", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--teacher", type=Path)
    parser.add_argument("--steps", type=int, default=STEPS)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    log = logger(asked.out / "second_look.jsonl", time.monotonic())
    rng = np.random.default_rng(SEED)
    passages = Passages([asked.passages], rng)
    network = loaded(torch.load(asked.teacher, weights_only=True)) if asked.teacher else shipped(asked.model, asked.out)
    log(0, asked.steps, **on_held(network, passages))
    if asked.teacher:
        groups = batches(passages, rng)
        network = narrower(network, lambda made: loss_of(made, passages, next(groups)))
        log(0, asked.steps, **on_held(network, passages))
    before = copy.deepcopy(network)
    network = learned(network, passages, asked.steps, log, lower=0 if asked.teacher else LOWER)
    if not asked.teacher:
        with torch.no_grad():
            for kept, first in zip(network.parameters(), before.parameters(), strict=True):
                kept.lerp_(first, 0.5)
    torch.save(network.state_dict(), asked.out / "second_look.pt")
    log(asked.steps, asked.steps, **on_held(network, passages))
    export(network, asked.model)


if __name__ == "__main__":
    main()
