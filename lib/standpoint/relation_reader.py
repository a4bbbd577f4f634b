"""The learned reader on two actors: does a sentence show one of them for or against the other?

What the encoder saw of a sentence meets, in a small network of two layers, marks of where holder and target are named
and who says what (after Wu and He 2019, "Enriching pre-trained language model with entity information for relation
classification"; here the encoder has read the article before, whoever is asked about). Which pairs are worth
asking about, the encoder's own heads tell.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from standpoint.actors import Mention
from standpoint.claim_reader import Marks
from standpoint.reader import MODEL, Reading, session
from standpoint.statements import Statement
from standpoint.text import Span

MARKS = 12  # what is told of each word piece beside what the encoder saw
LONGEST = 96  # word pieces of a sentence that are read
TOGETHER = 8  # pairs read at once: more of them leave a core's cache


class Pair(NamedTuple):
    """A sentence, as word pieces, with somebody who speaks or is named there and somebody who is named there; and the
    numbers of what either says in it.
    """

    pieces: slice
    holder: str
    target: str
    says: Collection[int]
    target_says: Collection[int]


class Sentence(NamedTuple):
    """A sentence with the mentions in it, by actor, and who speaks there: actor → numbers of statements."""

    span: Span
    named: Mapping[str, Sequence[Mention]]
    speakers: Mapping[str, Collection[int]]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Whoever speaks or is named, with whoever else is named."""
        for holder in dict.fromkeys((*self.named, *self.speakers)):
            yield from ((holder, target) for target in self.named if target != holder)


def peopled(
    sentences: Sequence[Span], mentions: Sequence[Mention], statements: Sequence[Statement]
) -> Iterator[Sentence]:
    """The sentences that name anybody."""
    speaks: list[dict[str, set[int]]] = [{} for _ in sentences]
    ends = [end for _, end in sentences]
    for number, s in enumerate(statements):
        for low, high in s.content if s.speaker_id is not None and s.kind != "act" else ():
            at = bisect_left(ends, low + 1)
            while at < len(sentences) and sentences[at][0] < high:
                speaks[at].setdefault(s.speaker_id, set()).add(number)
                at += 1
    for span, speakers in zip(sentences, speaks, strict=True):
        named: dict[str, list[Mention]] = {}
        for m in mentions[bisect_left(mentions, (span[0],)) : bisect_left(mentions, (span[1],))]:
            named.setdefault(m.actor_id, []).append(m)
        if named:
            yield Sentence(span, named, speakers)


def told(marks: Marks, pair: Pair, statements: int) -> np.ndarray:
    """An array of 0 and 1 for each word piece: the holder named, the target, others; words that the holder says, others
    say; the holder's cues, others' cues; the holder's source; the holder speaks; the holder is named; words that the
    target says; the holder names the target.
    """
    own, back = (np.zeros(statements + 1, bool) for _ in range(2))  # the last stands for no statement
    own[list(pair.says)] = back[list(pair.target_says)] = True
    holder, target = (marks.actors.get(actor, -2) for actor in (pair.holder, pair.target))
    mentioned, content, cue, source = (
        a[pair.pieces] for a in (marks.mentioned, marks.content, marks.cue, marks.source)
    )
    out = np.zeros((len(mentioned), MARKS), np.float32)
    out[:, 0], out[:, 1] = mentioned == holder, mentioned == target
    out[:, 2] = (mentioned >= 0) & (mentioned != holder) & (mentioned != target)
    for column, numbers in ((3, content), (5, cue)):
        out[:, column] = own[numbers]
        out[:, column + 1] = (numbers >= 0) & ~own[numbers]
    out[:, 7] = own[source]
    out[:, 8] = out[:, 3].max(initial=0)
    out[:, 9] = out[:, 0].max(initial=0)
    out[:, 10] = back[content]
    out[:, 11] = (out[:, 1] * out[:, 3]).max(initial=0)
    return out


def inputs(reading: Reading, marks: Marks, pairs: Sequence[Pair], statements: int) -> dict[str, np.ndarray]:
    """What the network reads of pairs, padded: what the encoder saw, the marks, and which word pieces are there."""
    cut = [p._replace(pieces=slice(p.pieces.start, min(p.pieces.stop, p.pieces.start + LONGEST))) for p in pairs]
    longest = max(p.pieces.stop - p.pieces.start for p in cut)
    out = {
        "seen": np.zeros((len(cut), longest, reading.seen.shape[1]), np.float32),
        "told": np.zeros((len(cut), longest, MARKS), np.float32),
        "there": np.zeros((len(cut), longest), np.float32),
    }
    for i, p in enumerate(cut):
        n = p.pieces.stop - p.pieces.start
        out["seen"][i, :n] = reading.seen[p.pieces]
        out["told"][i, :n] = told(marks, p, statements)
        out["there"][i, :n] = 1
    return out


class RelationReader:
    """The network's session; made once a process."""

    def __init__(self, folder: Path = MODEL):
        self._session = session(folder / "relations.onnx")

    def judge(self, reading: Reading, marks: Marks, pairs: Sequence[Pair], statements: int) -> np.ndarray:
        """How likely each holder takes no side, is for or against the target: an array pairs × 3, in their order."""
        order = sorted(range(len(pairs)), key=lambda i: pairs[i].pieces.stop - pairs[i].pieces.start)
        out = np.zeros((len(pairs), 3), np.float32)
        for at in range(0, len(order), TOGETHER):
            group = order[at : at + TOGETHER]
            made = inputs(reading, marks, [pairs[i] for i in group], statements)
            out[group] = self._session.run(["likely"], made)[0]
        return out


@cache
def relation_reader() -> RelationReader:
    """The reader of relations of this process. Raises InputError where its file is damaged."""
    return RelationReader()
