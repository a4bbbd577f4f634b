"""The base encoder → words.npz: one vector a word piece and how much it counts, for `standpoint.nearness`.

    python words.py --bench FOLDER --out FOLDER

Vectors are what the encoder makes of a piece alone, less their mean, on their first 128 principal components, of one
length, in 8 bits (Tulkens and van Dongen 2024, "Model2Vec"). Weights are a / (a + p) of the piece's share p in the news
that may be trained on (Arora et al. 2017).
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from data import read
from model import Reader
from train import base_folder, tokenizer

WIDTH, RARE, UNUSED = 128, 1e-3, 1996  # pieces before UNUSED are marks and single signs
NEWS = ("polnear/train.jsonl", "worldwide_ner/docs.jsonl", "demo_open/wikinews_2019_2020.jsonl")


@torch.no_grad()
def vectors() -> np.ndarray:
    """An array word pieces × WIDTH."""
    reader = Reader()
    reader.load_base(base_folder() / "model.safetensors")
    reader.eval()
    count, rows = reader.words.num_embeddings, []
    for first in range(0, count, 512):
        pieces = torch.arange(first, min(count, first + 512))
        framed = torch.stack([torch.full_like(pieces, 101), pieces, torch.full_like(pieces, 102)], 1)
        x = reader.norm(reader.words(framed) + reader.places(torch.arange(3)))
        for layer in reader.layers:
            x = layer(x, torch.zeros(len(pieces), 1, 1, 3))
        rows.append(x.mean(1))
    whole = torch.cat(rows).numpy()
    whole -= whole[1000:].mean(0)
    _, _, components = np.linalg.svd(whole[UNUSED:], full_matrices=False)
    found = whole @ components[:WIDTH].T
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def weights(bench: Path, count: int) -> np.ndarray:
    """How much each word piece counts: the less, the more frequent it is."""
    pieces = tokenizer()
    counts = Counter(i for n in NEWS for d in read(bench / n) for i in pieces.encode(d["text"]).ids)
    total = sum(counts.values())
    return np.array([RARE / (RARE + counts[i] / total) for i in range(count)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    found = vectors()
    np.savez_compressed(
        asked.out / "words.npz", vectors=np.round(found * 127).astype(np.int8),
        weights=weights(asked.bench, len(found)).astype(np.float16),
    )  # fmt: skip
