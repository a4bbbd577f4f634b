"""A second look at the likeliest passages: a larger network reads claim and passage together, from its first layer on.

Whether words near a claim are for it, against it or about something else is seen best where both are read at once
("cross-encoder": Nogueira and Cho 2019, "Passage re-ranking with BERT"). That takes tens of times as long as what
`claim_reader` does, so only what that finds likely enough is looked at again.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from standpoint.claim_reader import LONGEST, LONGEST_CLAIM, MARKS, Marks, Passage, told
from standpoint.reader import MODEL, Reading, session

OPENS, CLOSES = 101, 102  # the marks in front of a claim, and behind it and the passage
CONTEXT = 32  # word pieces of the text in front of a passage that are read with it


def beside(reading: Reading, marks: Marks, passage: Passage, statements: int) -> dict[str, np.ndarray]:
    """What the network reads of a passage: its word pieces behind the claim's and those of the text in front of it
    (`pieces`), and of each what is `told` of it, the last column being 1 in the passage."""
    first = passage.pieces.start
    cut = passage._replace(pieces=slice(first, min(passage.pieces.stop, first + LONGEST)))
    claim, context = passage.claim.pieces[:LONGEST_CLAIM], reading.pieces[max(0, first - CONTEXT) : first]
    pieces = np.array([[OPENS, *claim, CLOSES, *context, *reading.pieces[cut.pieces], CLOSES]], np.int64)
    marked = np.zeros((*pieces.shape, MARKS + 1), np.float32)
    own = slice(len(claim) + len(context) + 2, -1)
    marked[0, own, :MARKS] = told(marks, cut, statements)
    marked[0, own, MARKS] = 1
    return {"pieces": pieces, "told": marked}


class SecondLook:
    """The network's session; made once a process."""

    def __init__(self, folder: Path = MODEL):
        self._session = session(folder / "second_look.onnx")

    def judge(self, reading: Reading, marks: Marks, passages: Sequence[Passage], statements: int) -> np.ndarray:
        """How likely each passage takes no position, supports or opposes its claim: an array passages × 3, in order.

        They are read one by one: 8-bit sums of several would differ with the company that each is in.
        """
        out = np.zeros((len(passages), 3), np.float32)
        for i, passage in enumerate(passages):
            out[i] = self._session.run(["likely"], beside(reading, marks, passage, statements))[0][0]
        return out


@cache
def second_look() -> SecondLook:
    """The second look of this process. Raises InputError where a file is damaged."""
    return SecondLook()
