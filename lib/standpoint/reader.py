"""The learned reader: one encoder that labels names, attributions, tone and positions in one pass over a text."""

import hashlib
import json
import os
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from standpoint.chains import Labeling, best_paths, marginals
from standpoint.errors import InputError
from standpoint.text import Span
from standpoint.windows import Window, windows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

READERS = ("learned", "rules")
MODEL = Path(__file__).parent / "model"
INPUTS = ("pieces", "shapes", "quoted", "breaks")
TOGETHER = 32  # windows whose labels are decided together: a long text takes no more memory than these
OUTPUTS = ("names", "roles", "links", "tones", "holders", "targets", "seen")


class Named(NamedTuple):
    """A name that the encoder found: person, organization, place or group."""

    start: int
    end: int
    kind: str
    confidence: float


class Attribution(NamedTuple):
    """Source, cue and content that belong together; each in pieces, the source and the cue perhaps in none."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


class Reading(NamedTuple):
    """What the encoder says of one text. Rows of arrays are its word pieces, in order."""

    names: list[Named]
    attributions: list[Attribution]
    starts: list[int]  # of the word pieces
    windows: list[int]  # the number of the window that each word piece was read in
    tones: np.ndarray  # word pieces × tones, summing to 1
    tone_names: tuple[str, ...]
    holders: np.ndarray  # word pieces × 128: as a holder of support, and of opposition
    targets: np.ndarray  # word pieces × 64: as what a position is about
    pieces: np.ndarray  # the word pieces' numbers in the vocabulary
    seen: np.ndarray  # word pieces × 128, in 16 bits: for the reader of claims

    def seeing(self, start: int, end: int) -> bool:
        """Does a word piece begin within a span?"""
        at = self._pieces(start, end)
        return at.stop > at.start

    def tone(self, start: int, end: int) -> str | None:
        """The tone of the sentence towards what stands at a span, None where no word piece begins there."""
        tones = _mean(self.tones[self._pieces(start, end)])
        return None if tones is None else self.tone_names[int(tones.argmax())]

    def feeling(self, start: int, end: int) -> tuple[float, float]:
        """How likely the tone towards what stands at a span is negative, and positive; both 0 where it is not seen."""
        tones = _mean(self.tones[self._pieces(start, end)])
        if tones is None:
            return 0.0, 0.0
        return float(tones[self.tone_names.index("negative")]), float(tones[self.tone_names.index("positive")])

    def siding(self, spans: Sequence[Span]) -> np.ndarray:
        """How likely what stands at each span takes any position towards what stands at each other: an array from × to.

        0 where one of the two is not seen, or they were not read in one window: the encoder cannot tell then.
        """
        at = [self._pieces(*span) for span in spans]
        # rounded as they are kept on disk: what is read anew says the same as what was kept
        holds, meant = (
            np.array([_mean(rows[p].astype(np.float16)) if p.stop > p.start else np.zeros(rows.shape[1]) for p in at])
            for rows in (self.holders, self.targets)
        )
        scores = np.moveaxis(holds.reshape(len(spans), 2, -1), 1, 0) @ meant.T / 8
        open_to = np.exp(np.clip(scores, -50, 50)).sum(0)  # the odds that any is taken
        window = np.array([self.windows[p.start] if p.stop > p.start else -1 for p in at])
        return np.where((window[:, None] == window) & (window >= 0), open_to / (1 + open_to), 0)

    def _pieces(self, start: int, end: int) -> slice:
        return slice(bisect_left(self.starts, start), bisect_left(self.starts, end))


Part = tuple[str, int, int, float, list[int]]  # kind, start, end, confidence, word pieces


class Reader:
    """The encoder's session and its labels; made once a process."""

    def __init__(self, folder: Path = MODEL):
        from tokenizers import Tokenizer

        about = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        self._session = session(folder / "reader.onnx")
        self._tokenizer = Tokenizer.from_file(str(whole(folder / "tokenizer.json")))
        self._tones = tuple(about["tones"])
        self._kinds = {h: tuple(about[h]["kinds"]) for h in ("names", "roles")}
        self._steps = {h: np.array(about[h]["steps"], np.float32) for h in ("names", "roles")}
        self._starts = {h: np.array(about[h]["starts"], np.float32) for h in ("names", "roles")}

    def read(self, text: str, sentences: Sequence[Span], quotations: Sequence[Span]) -> Reading:
        """Names, attributions and tones of one text.

        Each window is a batch of its own: the scales of 8-bit numbers are taken over a batch, so that what is found in
        an article never depends on what it is read with.
        """
        made = list(windows(self._tokenizer, text, sentences, quotations))
        names: list[Named] = []
        attributions: list[Attribution] = []
        rest: dict[str, list[np.ndarray]] = {name: [] for name in OUTPUTS[3:]}
        for group in (made[i : i + TOGETHER] for i in range(0, len(made), TOGETHER)):
            scores = self._scores(group)
            for named, roles, links in zip(*self._parts(text, group, scores), scores["links"], strict=True):
                names += [Named(a, b, kind, sure) for kind, a, b, sure, _ in named]
                attributions += joined(roles, links)
            for name, rows in rest.items():
                rows += [own[1:-1] for own in scores[name]]
        tones, holders, targets, seen = (
            np.concatenate(rows or [np.zeros((0, 3), np.float32)]) for rows in rest.values()
        )
        return Reading(
            names,
            attributions,
            [a for w in made for a in w.starts[1:-1]],
            [i for i, w in enumerate(made) for _ in w.starts[1:-1]],
            _likely(tones),
            self._tones,
            holders,
            targets,
            np.array([piece for w in made for piece in w.pieces[1:-1]], np.int32),
            seen.astype(np.float16),
        )

    def _scores(self, made: Sequence[Window]) -> dict[str, list[np.ndarray]]:
        """What the encoder gives out, window by window."""
        inputs = (np.array([getattr(w, name) for name in INPUTS], np.int64)[:, None] for w in made)
        rows = [self._session.run(OUTPUTS, dict(zip(INPUTS, own, strict=True))) for own in inputs]
        return {name: [row[0] for row in own] for name, own in zip(OUTPUTS, zip(*rows, strict=True), strict=True)}

    def _parts(self, text: str, made: Sequence[Window], scores: dict[str, list[np.ndarray]]) -> list[list[list[Part]]]:
        """Names and parts of attributions, each window by window."""
        labelings = [Labeling(scores[head], self._steps[head], self._starts[head]) for head in self._kinds]
        return [
            [_spans(text, w, path, rows, kinds) for w, path, rows in zip(made, paths, likely, strict=True)]
            for kinds, paths, likely in zip(
                self._kinds.values(), best_paths(labelings), marginals(labelings), strict=True
            )
        ]


def whole(path: Path) -> Path:
    """A file of the model. Raises InputError where it is not the one that reader.json beside it lists."""
    sha256 = json.loads(path.with_name("reader.json").read_text(encoding="utf-8"))["sha256"][path.name]
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
            return path
    raise InputError(f"damaged: its sha256 is not {sha256[:12]}…", file=path, remedy="install Standpoint again")


def session(path: Path) -> "InferenceSession":
    """A network of the model, on as many threads as `OMP_NUM_THREADS` says, else one.

    Raises InputError where the file is damaged.
    """
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS") or 1)
    options.inter_op_num_threads = 1
    slow = ["SkipLayerNormFusion"]  # takes several times as long as the sum and the norm that it stands for
    return InferenceSession(whole(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=slow)


def which(asked: str = "") -> str:
    """The reader to use: the one asked for, else the learned one where its model is installed, else the rules.

    Raises InputError where the learned reader is asked for and there is no model.
    """
    installed = (MODEL / "reader.json").exists()
    if asked == "learned" and not installed:
        raise InputError(
            "no model of the learned reader lies here.", file=MODEL, remedy="use `rules`, or install Standpoint again"
        )
    return asked or ("learned" if installed else "rules")


@cache
def reader() -> Reader:
    """The learned reader of this process. Raises InputError where a file is damaged."""
    return Reader()


@cache
def model_version() -> str:
    """A short hash of the model: what the learned reader found changes with it."""
    return hashlib.sha256((MODEL / "reader.json").read_bytes()).hexdigest()[:12]


def _mean(rows: np.ndarray) -> np.ndarray | None:
    """The mean of some rows, None of no rows; of one alone, as most are, nothing is worked out."""
    if len(rows) > 1:
        return rows.mean(0, dtype=np.float32)
    return rows[0].astype(np.float32) if len(rows) else None


def _likely(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(-1, keepdims=True, initial=-1e9))
    return raised / raised.sum(-1, keepdims=True)


def _spans(text: str, window: Window, path: list[int], likely: np.ndarray, kinds: tuple[str, ...]) -> list[Part]:
    """The spans of a path of labels, grown to whole words."""
    runs: list[tuple[str, list[int]]] = []
    for i, label in enumerate(path):
        if label and window.starts[i] >= 0:
            kind = kinds[(label - 1) // 2]
            opens = window.breaks[i] == 2 and not window.quoted[i]  # no span but a quotation crosses paragraphs
            whole = runs and runs[-1][0] == kind and runs[-1][1][-1] == i - 1 and not opens
            if whole and (label % 2 == 0 or _inside_word(text, window, i)):
                runs[-1][1].append(i)
            else:
                runs.append((kind, [i]))
    out = []
    sure = likely[np.arange(len(path)), path].tolist()
    for kind, at in runs:
        start, end = window.starts[at[0]], window.ends[at[-1]]
        while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
            end += 1
        out.append((kind, start, end, sum(sure[i] for i in at) / len(at), at))
    return out


def _inside_word(text: str, window: Window, i: int) -> bool:
    """Does a word piece go on with the word of the piece before it?"""
    at = window.starts[i]
    return at == window.ends[i - 1] and text[at].isalnum() and text[at - 1].isalnum()


def joined(parts: Sequence[Part], links: np.ndarray) -> list[Attribution]:
    """Sources and contents with the cue that they point to; contents that point to none stand alone."""
    of_piece = {i: n for n, (kind, *_, at) in enumerate(parts) if kind == "cue" for i in at}
    root: dict[int, int] = {}
    for n, (kind, *_, at) in enumerate(parts):
        if kind == "cue":
            first = of_piece.get(int(links[at[0]].argmax()), n)
            root[n] = root.get(first, first) if first < n else n
    groups: dict[int, list[int]] = {}
    for n, (kind, *_, at) in enumerate(parts):
        if kind == "cue":
            groups.setdefault(root[n], []).append(n)
        else:
            target = int(links[at[0] : at[-1] + 1].sum(0).argmax())
            owner = root.get(of_piece[target]) if target in of_piece else None
            groups.setdefault(-1 - n if owner is None else owner, []).append(n)
    out = []
    for members in groups.values():
        spans = {
            r: tuple(parts[n][1:3] for n in sorted(members) if parts[n][0] == r) for r in ("source", "cue", "content")
        }
        if spans["content"]:
            sure = sum(parts[n][3] for n in members) / len(members)
            out.append(Attribution(**spans, confidence=sure))
    return sorted(out, key=lambda a: (a.cue or a.content)[0])
