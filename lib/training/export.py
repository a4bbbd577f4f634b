"""A checkpoint → the files that the library reads: int8 ONNX, word pieces, labels with their steps, checksums.

python export.py --checkpoint FILE --out FOLDER
"""

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import onnx
import torch
from fused import fused
from labels import NAMES, ROLES, TONES
from model import Reader, blocked
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from train import INPUTS, averaged, tokenizer

OUTPUTS = ("names", "roles", "links", "tones", "holders", "targets")


class Shipped(nn.Module):
    """The reader with the scores of links in place of the two vectors that they are made of."""

    def __init__(self, reader: Reader):
        super().__init__()
        self.reader = reader

    def forward(self, pieces: Tensor, shapes: Tensor, quoted: Tensor, breaks: Tensor) -> tuple[Tensor, ...]:
        names, roles, asks, answers, tones, holders, targets = self.reader(pieces, shapes, quoted, breaks)
        return names, roles, asks @ answers.transpose(1, 2), tones, holders, targets


def load(checkpoint: Path) -> Reader:
    """The averaged weights of a checkpoint."""
    reader = Reader()
    reader.load_state_dict(averaged(checkpoint))
    return reader.eval()


def export(reader: Reader, out: Path) -> None:
    """Write reader.onnx, tokenizer.json and reader.json (labels, steps between them, sha256 of the other two)."""
    out.mkdir(parents=True, exist_ok=True)
    example = tuple(torch.ones(1, 7, dtype=torch.long) for _ in INPUTS)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "reader.onnx"
        torch.onnx.export(
            Shipped(reader), example, str(whole), input_names=list(INPUTS), output_names=list(OUTPUTS),
            opset_version=17, dynamic_axes={n: {1: "length"} for n in (*INPUTS, *OUTPUTS)}, dynamo=False,
        )  # fmt: skip
        # 7 bits of 8: without VNNI a processor's sums of 8-bit products saturate; the small heads stay whole
        heads = [n.name for n in onnx.load(whole).graph.node if n.op_type == "MatMul" and "/layers." not in n.name]
        quantize_dynamic(
            whole, out / "reader.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            nodes_to_exclude=heads,
        )  # fmt: skip
        onnx.save(fused(onnx.load(out / "reader.onnx")), out / "reader.onnx")
    (out / "tokenizer.json").write_text(tokenizer().to_str(), encoding="utf-8")
    about: dict = {"tones": TONES, "sha256": {}}
    for name, kinds, own in (("names", NAMES, reader.names_steps), ("roles", ROLES, reader.roles_steps)):
        steps, starts = blocked(kinds)
        steps = [[round(x, 4) for x in row] for row in (own.detach() + steps).tolist()]
        about[name] = {"kinds": kinds, "steps": steps, "starts": starts.tolist()}
    for name in ("reader.onnx", "tokenizer.json"):
        about["sha256"][name] = hashlib.sha256((out / name).read_bytes()).hexdigest()
    (out / "reader.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    export(load(asked.checkpoint), asked.out)
