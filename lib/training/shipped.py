"""The model's own files → the networks that they were made of, to train them on. Of 8-bit weights what is left."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from claims import Claims
from labels import NAMES, ROLES
from model import HEAD, LAYERS, SEEN, WIDTH, Reader, blocked
from onnx import numpy_helper
from relations import Relations
from torch import Tensor, nn

CLAIM_MARKS, PAIR_MARKS = 10, 12
ELSEWHERE = ("names_steps", "roles_steps", "project.weight", "project.bias")  # in other files than the network's own


class Networks(nn.Module):
    """The encoder with its heads, and the two small networks that read on from it."""

    def __init__(self, layers: Sequence[tuple[int, int]] = LAYERS) -> None:
        super().__init__()
        self.reader = Reader(layers)
        self.claims = Claims(len(SEEN) * WIDTH, CLAIM_MARKS)
        self.relations = Relations(self.claims.project.out_features, PAIR_MARKS)


def networks(folder: Path) -> Networks:
    """The networks of a model's folder."""
    known = File(folder / "reader.onnx")
    made = Networks(known.layers())
    known.fill(made.reader, "reader", "/reader/")
    for name in ("weight", "bias"):
        own = known.arrays[f"/seen/{name}"]
        _copy(getattr(made.claims.project, name), own.T if name == "weight" else own)
    about = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    for head, kinds in (("names", NAMES), ("roles", ROLES)):
        allowed = (blocked(kinds)[0] > -1).numpy()
        _copy(getattr(made.reader, f"{head}_steps"), np.where(allowed, about[head]["steps"], 0))
    for name in ("claims", "relations"):
        File(folder / f"{name}.onnx").fill(getattr(made, name), "network", "/network/")
    return made


class File:
    """The weights of an ONNX file, by the names that the export gave them."""

    def __init__(self, path: Path):
        graph = onnx.load(path).graph
        self.arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        self.products = {
            n.name.removesuffix("_quant").removesuffix("/MatMul").removesuffix("/Gemm_MatMul"): n.input[1]
            for n in graph.node
            if "MatMul" in n.op_type
        }
        # the parts of a sum that hold no input: the export works them out beforehand
        self.sums = [i for n in graph.node if n.op_type == "Add" for i in n.input if i.startswith("onnx::Add")]

    def layers(self) -> list[tuple[int, int]]:
        """Heads and inner width of each of the encoder's layers."""
        heads, inner = (
            [len(rows) // share for name, rows in self.arrays.items() if name.endswith(end) and "layers." in name]
            for end, share in (("qkv.bias", 3 * HEAD), ("up.bias", 1))
        )
        return list(zip(heads, inner, strict=True))

    def whole(self, name: str) -> np.ndarray:
        """An array as numbers, of what was kept in 8 bits too."""
        if not name.endswith("_quantized"):
            return self.arrays[name]
        plain = name.removesuffix("_quantized")
        zero, scale = (self.arrays[f"{plain}_{part}"].astype(np.float32) for part in ("zero_point", "scale"))
        return (self.arrays[name].astype(np.float32) - zero) * scale

    def fill(self, module: nn.Module, prefix: str, path: str) -> None:
        """Put the weights into a module. Raises KeyError where one is not in the file."""
        for name, parameter in module.named_parameters():
            given = f"{prefix}.{name}"
            if given in self.arrays:
                _copy(parameter, self.arrays[given])
            elif f"{given}_quantized" in self.arrays:
                _copy(parameter, self.whole(f"{given}_quantized"))
            elif name == "parts.weight":  # of passage and claim, in this order behind one another
                _copy(parameter, np.stack([self.arrays[i].ravel() for i in self.sums[1::-1]]))
            else:
                at = path + name.removesuffix(".weight").replace(".", "/").replace("layers/", "layers.")
                at = at.replace("tones/", "tones/tones.").replace("/head/", "/head/head.")
                if at in self.products:
                    _copy(parameter, self.whole(self.products[at]).T)
                elif name not in ELSEWHERE:
                    raise KeyError(f"no weights of {given}")


def _copy(parameter: Tensor, array: np.ndarray) -> None:
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(np.array(array, np.float32)))
