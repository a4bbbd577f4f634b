"""Passages with claims, and pairs of actors, as batches that the encoder reads anew, window by window."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from claims import figures
from shipped import Networks
from torch import Tensor
from torch.nn import functional as F

WINDOWS, ROWS = 8, 9  # windows of a batch of passages, and passages of each
PAIR_WINDOWS, PAIRS = 16, 6
NEUTRAL, TAUGHT = 0.3, 0.8  # shares of passages that no coder has written, and of those that a teacher judged, a pass
SIDELESS, DIRECTED = 0.5, 0.3  # shares of pairs without a side, and of DSE's
SHORTEST = 3  # word pieces of a passage


class Texts:
    """Windows as rows of four inputs, and in which of them the n-th word piece lies; marks are not counted."""

    def __init__(self, inputs: np.ndarray, lengths: np.ndarray):
        self.inputs, self.lengths = inputs, lengths
        self.starts = np.cumsum(lengths) - lengths
        self.first = np.cumsum(lengths - 2) - (lengths - 2)

    def place(self, pieces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The windows of word pieces, and their places in them."""
        window = np.searchsorted(self.first, pieces, "right") - 1
        return window, pieces - self.first[window] + 1

    def batch(self, windows: np.ndarray) -> list[Tensor]:
        """The four inputs of windows, padded."""
        out = np.zeros((4, len(windows), self.lengths[windows].max()), np.int64)
        for i, w in enumerate(windows):
            out[:, i, : self.lengths[w]] = self.inputs[:, self.starts[w] : self.starts[w] + self.lengths[w]]
        return list(torch.from_numpy(out))


def seen(made: Networks, texts: Texts, windows: np.ndarray, drop: float) -> Tensor:
    """What the small networks are given of windows."""
    with torch.autocast("cpu", torch.bfloat16):
        both = made.reader.encode(*texts.batch(windows))[1]
    return made.claims.project(F.dropout(both.float(), drop, made.training))


def cut(rows: Sequence[np.ndarray], *parts: np.ndarray) -> tuple[np.ndarray, ...]:
    """Where the word pieces of passages lie: are they there, and for each start in `parts` their numbers."""
    counts, *starts = rows
    steps = np.arange(counts.max())
    there = steps < counts[:, None]
    return there, *(np.where(there, start[:, None] + steps, 0) for start in starts)


def floats(array: np.ndarray) -> Tensor:
    return torch.from_numpy(array.astype(np.float32))


class Passages:
    """Passages with claims, of files in one another's form; a teacher's scores where nobody coded them."""

    def __init__(self, paths: Sequence[Path], rng: np.random.Generator):
        self.rng, files = rng, [np.load(path) for path in paths]
        whole = {name: [file[name] for file in files] for name in ("windows", "claim_windows")}
        self.texts, self.claims = (
            Texts(np.concatenate(rows, 1), np.concatenate([file[f"{name}_lengths"] for file in files]))
            for name, rows in whole.items()
        )
        table = np.concatenate([self._placed(files, n) for n in range(len(files))])
        at, count, claim_at, self.of_claim, self.first, self.first_of_claim, self.label = table[:, :7].astype(int).T
        self.weight, self.held, self.coded = table[:, 7], table[:, 8] > 0, table[:, 9] > 0
        self.scores = np.concatenate([f["scores"] if "scores" in f else np.zeros((len(f["table"]), 3)) for f in files])
        self.told, self.near, self.near_claims = (
            np.concatenate([file[name] for file in files]) for name in ("told", "near", "near_claims")
        )
        self.window, self.at = self.texts.place(at)
        self.claim = self.claims.place(claim_at)[0]
        self.count = np.minimum(count, self.texts.lengths[self.window] - 1 - self.at)
        self.whole = self.count >= SHORTEST

    @staticmethod
    def _placed(files: Sequence, n: int) -> np.ndarray:
        """The table of a file, its places counted over all files."""
        before, table = files[:n], files[n]["table"].astype(np.float64)
        at, count, claim_at, of_claim = table[:, :4].T
        pieces, claims = (
            sum(int((f[f"{name}_lengths"] - 2).sum()) for f in before) for name in ("windows", "claim_windows")
        )
        told, near_claims = (sum(len(f[name]) for f in before) for name in ("told", "near_claims"))
        places = at + pieces, count, claim_at + claims, of_claim
        firsts = np.cumsum(count) - count + told, np.cumsum(of_claim) - of_claim + near_claims
        return np.column_stack([*places, *firsts, table[:, 4:]])

    def stream(self) -> Iterator[np.ndarray]:
        """Batches of passages of neighbouring windows, pass after pass."""
        use = np.flatnonzero(self.whole & ~self.held)
        share = np.where(self.coded, 1.0, np.where(self.label < 0, TAUGHT, NEUTRAL))[use]
        while True:
            rows = self.rng.permutation(use[self.rng.random(len(use)) < share])
            yield from grouped(rows, self.window, WINDOWS, ROWS, self.rng)

    def given(self, made: Networks, texts: Texts, windows: np.ndarray) -> Tensor:
        """What the network is given of windows."""
        return seen(made, texts, windows, 0.1)

    def judged(self, made: Networks, rows: np.ndarray) -> Tensor:
        """The scores of passages."""
        windows, window = np.unique(self.window[rows], return_inverse=True)
        claims, claim = np.unique(self.claim[rows], return_inverse=True)
        there, places, told = cut((self.count[rows], self.at[rows], self.first[rows]))
        asked, claimed, near = cut((self.of_claim[rows], np.ones(len(rows), int), self.first_of_claim[rows]))
        passage = self.given(made, self.texts, windows)[window[:, None], places] * floats(there)[..., None]
        of_claim = self.given(made, self.claims, claims)[claim[:, None], claimed] * floats(asked)[..., None]
        return made.claims(
            passage, floats(self.told[told] * there[..., None]), floats(np.where(there, self.near[told], -1)),
            of_claim, floats(np.where(asked, self.near_claims[near], -1)),
        )  # fmt: skip

    def loss(self, made: Networks, rows: np.ndarray) -> Tensor:
        """Against what was coded, or the teacher's likelihoods."""
        likely = torch.log_softmax(self.judged(made, rows).float(), 1)
        labels, weights = torch.from_numpy(self.label[rows]), floats(self.weight[rows])
        by_hand = F.nll_loss(likely, labels.clamp(min=0), reduction="none")
        by_teacher = -(torch.softmax(floats(self.scores[rows]), 1) * likely).sum(1)
        return (torch.where(labels < 0, by_teacher, by_hand) * weights).sum() / weights.sum()

    @torch.no_grad()
    def figures(self, made: Networks) -> dict[str, float]:
        """On the coded passages of held-out articles."""
        rows = np.flatnonzero(self.held & self.coded & self.whole)
        return measured(rows[np.argsort(self.window[rows])], lambda group: self.judged(made, group), self.label)


class Pairs:
    """Sentences with a holder and a target marked."""

    def __init__(self, path: Path, rng: np.random.Generator):
        file, self.rng = np.load(path), rng
        self.texts, self.told = Texts(file["windows"], file["windows_lengths"]), file["told"]
        count, self.label, held, own, at = file["table"][:, 1:].T
        self.held, self.own, self.first = held > 0, own > 0, np.cumsum(count) - count
        self.window, self.at = self.texts.place(at)
        self.count = np.minimum(count, self.texts.lengths[self.window] - 1 - self.at)
        self.whole = self.count >= SHORTEST

    def stream(self) -> Iterator[np.ndarray]:
        """Batches of pairs of windows of like length, pass after pass."""
        use = np.flatnonzero(self.whole & ~self.held)
        share = np.where(self.own, np.where(self.label > 0, 1.0, SIDELESS), DIRECTED)[use]
        order = np.argsort(np.argsort(self.texts.lengths, kind="stable"))  # of windows, by length
        while True:
            rows = self.rng.permutation(use[self.rng.random(len(use)) < share])
            yield from grouped(rows, order[self.window], PAIR_WINDOWS, PAIRS, self.rng)

    def judged(self, made: Networks, rows: np.ndarray) -> Tensor:
        """The scores of pairs."""
        windows, window = np.unique(self.window[rows], return_inverse=True)
        there, places, told = cut((self.count[rows], self.at[rows], self.first[rows]))
        given = seen(made, self.texts, windows, 0.0)[window[:, None], places] * floats(there)[..., None]
        return made.relations(given, floats(self.told[told] * there[..., None]), floats(there))

    def loss(self, made: Networks, rows: np.ndarray) -> Tensor:
        return F.cross_entropy(self.judged(made, rows).float(), torch.from_numpy(self.label[rows]))

    @torch.no_grad()
    def figures(self, made: Networks) -> dict[str, float]:
        """On our own coding of held-out articles."""
        rows = np.flatnonzero(self.held & self.own & self.whole)
        return measured(rows[np.argsort(self.window[rows])], lambda group: self.judged(made, group), self.label)


def grouped(
    rows: np.ndarray, window: np.ndarray, windows: int, each: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """Rows of so many windows that follow one another, so many of each, in any order."""
    if not len(rows):
        sys.exit("no passages, or no pairs, to learn from in the files of --data")
    rows = rows[np.argsort(window[rows], kind="stable")]
    parts = [part[:each] for part in np.split(rows, np.flatnonzero(np.diff(window[rows])) + 1)]
    groups = [np.concatenate(parts[i : i + windows]) for i in range(0, len(parts), windows)]
    yield from (groups[i] for i in rng.permutation(len(groups)))


def measured(rows: np.ndarray, judged, labels: np.ndarray, each: int = 96) -> dict[str, float]:
    """Figures of rows that are judged group by group."""
    groups = np.split(rows, range(each, len(rows), each))
    likely = torch.cat([torch.softmax(judged(group).float(), 1) for group in groups])
    return {name: round(float(value), 1) for name, value in figures(likely.numpy(), labels[rows]).items()}
