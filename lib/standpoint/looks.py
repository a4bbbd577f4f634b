"""Two looks at the passages of an article: all that are near, cheaply; the likeliest of them again, with more care.

Each holder is looked at again on each issue by his likeliest sentence first, and by more of them only where that one
shows a position: 32 such looks meet as many of the positions that coders found as 50 to 60 at the likeliest sentences.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from standpoint.asked import Candidate
from standpoint.claim_reader import ClaimReader, Passage, marked
from standpoint.reader import Reading
from standpoint.second_look import SecondLook
from standpoint.stance_rules import Article

MOST = 320  # passages of an article, with their claims, that are read
LOOKED = 0.05  # likelihood of a side at first sight from which a passage may be looked at again
PAIRS = 48  # holders with an issue that are looked at again, by one sentence each
MORE, EACH, SHOWN = 24, 4, 0.3  # further looks, where the first shows a position by so much; looks at a pair in all


class Claims(NamedTuple):
    """The claims that have no terms as the encoder sees them, by the number of their issue, and who reads passages on
    them, and the likeliest again. Issues with terms are left to the rules: who gives terms wants precision.
    """

    reader: ClaimReader
    again: SecondLook
    seen: Mapping[int, Reading]


Seen = list[tuple[Candidate, list[float]]]


def judged(
    article: Article, reading: Reading, claims: Claims, asked: Sequence[Candidate], speakers: Sequence[Collection[str]],
    sure: Collection[Candidate],
) -> Seen:  # fmt: skip
    """The candidates that were looked at again, with how likely each takes no position, supports or opposes.

    Those of `sure`, which rules have found, are likely whatever the first look says.
    """
    asked = asked[:MOST]
    if not asked:
        return []
    marks = marked(reading, article.mentions, article.statements)
    passages = [
        Passage(
            marks.at(*article.sentences[c.sentence]),
            c.holder,
            [n for n, holders in enumerate(speakers) if c.holder in holders],
            claims.seen[c.issue],
        )
        for c in asked
    ]
    sided = 1 - claims.reader.judge(reading, marks, passages, len(article.statements))[:, 0]
    sided[[n for n, c in enumerate(asked) if c in sure]] = 1
    order = [int(i) for i in np.argsort(-sided, kind="stable") if sided[i] >= LOOKED]

    def again(numbers: list[int]) -> Seen:
        likely = claims.again.judge(reading, marks, [passages[i] for i in numbers], len(article.statements)).tolist()
        return [(asked[i], row) for i, row in zip(numbers, likely, strict=True)]

    first = list(_of_each(asked, order, 1))[:PAIRS]
    seen = again(first)
    shown = {(c.holder, c.issue) for c, row in seen if 1 - row[0] >= SHOWN}
    rest = [i for i in order if (asked[i].holder, asked[i].issue) in shown and i not in first]
    return seen + again(list(_of_each(asked, rest, EACH - 1))[:MORE])


def _of_each(asked: Sequence[Candidate], order: Sequence[int], most: int) -> Iterator[int]:
    """The first so many of each holder and issue, in order."""
    met: dict[tuple[str, int], int] = {}
    for i in order:
        pair = asked[i].holder, asked[i].issue
        met[pair] = met.get(pair, 0) + 1
        if met[pair] <= most:
            yield i
