"""The learned reader on claims: does a passage show somebody for or against a claim?

The encoder reads the article, and each claim by itself, once. What it saw of a passage and of a claim then meets in a
small network of two layers ("late interaction": MacAvaney et al. 2020, "Efficient document re-ranking for transformers
by precomputing term representations"). It is told which words are near the claim's, who is named, who speaks where.
"""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from standpoint.actors import Mention
from standpoint.nearness import Words, alike, load_words
from standpoint.reader import MODEL, Reading, session, whole
from standpoint.statements import Statement

MARKS = 10  # what is told of each word piece beside what the encoder saw
LONGEST, LONGEST_CLAIM = 80, 26  # word pieces of a passage and of a claim that are read
TOGETHER = 8  # passages of like length read at once


class Marks(NamedTuple):
    """What each word piece of an article belongs to; -1 for nothing."""

    starts: Sequence[int]
    mentioned: np.ndarray  # number of the actor
    content: np.ndarray  # number of the statement
    cue: np.ndarray
    source: np.ndarray
    actors: dict[str, int]

    def at(self, start: int, end: int) -> slice:
        """The word pieces of a span."""
        return slice(bisect_left(self.starts, start), bisect_left(self.starts, end))


class Passage(NamedTuple):
    """A sentence, as word pieces, somebody who speaks or is named there, and the numbers of what he says."""

    pieces: slice
    holder: str | None  # None for one whom the text does not name; "article" for its author
    says: Collection[int]
    claim: Reading


def marked(reading: Reading, mentions: Sequence[Mention], statements: Sequence[Statement]) -> Marks:
    """What each word piece belongs to."""
    count = len(reading.starts)
    made = Marks(reading.starts, *(np.full(count, -1) for _ in range(4)), {})
    for role in ("content", "cue", "source"):
        numbers = getattr(made, role)
        for number, statement in enumerate(statements):
            for span in getattr(statement, role):
                numbers[made.at(*span)] = number
    for m in mentions:
        made.mentioned[made.at(m.start, m.end)] = made.actors.setdefault(m.actor_id, len(made.actors))
    return made


def told(marks: Marks, passage: Passage, statements: int) -> np.ndarray:
    """An array of 0 and 1 for each word piece: the holder named, others named; words that the holder says, others say;
    the holder's cues, others' cues; the holder's source; the author holds; the holder speaks; the holder is named.
    """
    at = passage.pieces
    own = np.zeros(statements + 1, bool)  # the last stands for no statement
    own[list(passage.says)] = True
    holder = marks.actors.get(passage.holder, -2)
    out = np.zeros((at.stop - at.start, MARKS), np.float32)
    mentioned, content, cue, source = (a[at] for a in (marks.mentioned, marks.content, marks.cue, marks.source))
    out[:, 0] = mentioned == holder
    out[:, 1] = (mentioned >= 0) & (mentioned != holder)
    for column, numbers in ((2, content), (4, cue)):
        out[:, column] = own[numbers]
        out[:, column + 1] = (numbers >= 0) & ~own[numbers]
    out[:, 6] = own[source]
    out[:, 7] = passage.holder == "article"
    out[:, 8] = out[:, 2].max(initial=0)
    out[:, 9] = out[:, 0].max(initial=0)
    return out


def inputs(
    words: Words, reading: Reading, marks: Marks, passages: Sequence[Passage], statements: int
) -> dict[str, np.ndarray]:
    """What the network reads of passages, padded: of each passage and of its claim what the encoder saw (`seen`,
    `claim`), how near its word pieces are to the other's (`near`, `claim_near`), and the marks (`told`).

    Padding lies at a nearness of -1.
    """
    cut = [p._replace(pieces=slice(p.pieces.start, min(p.pieces.stop, p.pieces.start + LONGEST))) for p in passages]
    longest = max(p.pieces.stop - p.pieces.start for p in cut)
    of_claim = max(min(len(p.claim.starts), LONGEST_CLAIM) for p in cut)
    width = reading.seen.shape[1]
    out = {
        "seen": np.zeros((len(cut), longest, width), np.float32),
        "told": np.zeros((len(cut), longest, MARKS), np.float32),
        "near": np.full((len(cut), longest), -1, np.float32),
        "claim": np.zeros((len(cut), of_claim, width), np.float32),
        "claim_near": np.full((len(cut), of_claim), -1, np.float32),
    }
    nears: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}  # several holders share a sentence and a claim
    for i, p in enumerate(cut):
        n, m = p.pieces.stop - p.pieces.start, min(len(p.claim.starts), LONGEST_CLAIM)
        both = p.pieces.start, id(p.claim)
        if both not in nears:
            nears[both] = _near(words, reading.pieces[p.pieces], p.claim.pieces)
        out["seen"][i, :n] = reading.seen[p.pieces]
        out["told"][i, :n] = told(marks, p, statements)
        out["near"][i, :n] = nears[both][0]
        out["claim"][i, :m] = p.claim.seen[:m]
        out["claim_near"][i, :m] = nears[both][1][:m]
    return out


def _near(words: Words, pieces: np.ndarray, claimed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How near each word piece of a passage is to its nearest one of a claim, and the other way round."""
    cosines = np.maximum(alike(words, pieces, claimed), 0)
    by_claim, by_passage = (np.sqrt(words.weights[ids]) for ids in (claimed, pieces))
    return (cosines * by_claim).max(1), (cosines.T * by_passage).max(1)


class ClaimReader:
    """The network's session; made once a process."""

    def __init__(self, folder: Path = MODEL):
        self.words = load_words(whole(folder / "words.npz"))
        self._session = session(folder / "claims.onnx")

    def judge(self, reading: Reading, marks: Marks, passages: Sequence[Passage], statements: int) -> np.ndarray:
        """How likely each passage takes no position, supports or opposes its claim: an array passages × 3, in order."""
        order = sorted(range(len(passages)), key=lambda i: passages[i].pieces.stop - passages[i].pieces.start)
        out = np.zeros((len(passages), 3), np.float32)
        for at in range(0, len(order), TOGETHER):
            group = order[at : at + TOGETHER]
            made = inputs(self.words, reading, marks, [passages[i] for i in group], statements)
            out[group] = self._session.run(["likely"], made)[0]
        return out


@cache
def claim_reader() -> ClaimReader:
    """The reader of claims of this process. Raises InputError where a file is damaged."""
    return ClaimReader()
