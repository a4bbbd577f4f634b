"""Names that the learned reader passed over, found where the article or the codebook shows them to be names."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from standpoint.names import FEMALE, Name, NameFinder
from standpoint.text import Span

# a capitalised word that none follows; and what, behind one that opens a sentence, shows it to be a name
ALONE = re.compile(r"(?<![\w@#/&’'-])[^\W\d_a-z][^\W\d_]*[a-z](?![\w-]|[ \u00a0][^\W\d_a-z])")
ADDRESS = FEMALE | {"Mr", "Mr.", "Sen.", "Rep.", "Gov.", "Dr.", "Judge", "Justice"}
BEGINS, ENDS = re.compile(r"(?<![\w@#-])(?<![^\W\d_a-z]\. )"), re.compile(r"(?![\w-]|[ \u00a0][^\W\d_a-z])")  # a name
AFTER_NAME = re.compile(r"(?:[’']s| (?:said|says|told|was|is|has|had|will|would|also|and))\b")
CAPITALISED = re.compile(r"([^\W\d_a-z][\w.’'-]*)[ \u00a0]$")


def met_elsewhere(text: str, known: Mapping[str, str], taken: Iterable[Span]) -> Iterator[tuple[int, int, str]]:
    """(start, end, actor id) of names that the article has elsewhere (name → actor id), outside the spans taken."""
    words = [w for w in known if len(w) > 2 and w[0].isupper() and not _has_word(text, w.lower())]
    taken = sorted(taken)
    done = 0
    for start, _, word in sorted((at, -len(w), w) for w in words for at in _places(text, w)):
        end = start + len(word)
        if start < done or not BEGINS.match(text, start) or not ENDS.match(text, end):
            continue
        done = end
        i = bisect_left(taken, (end,)) - 1
        before = CAPITALISED.search(text, max(0, start - 30), start)
        if (i >= 0 and taken[i][1] > start) or (before and not before.group(1).endswith(".")):
            continue
        yield start, end, known[word]


def surnames(
    text: str, listed: Collection[str], names: NameFinder, taken: Iterable[Span], sentences: Sequence[Span]
) -> Iterator[Name]:
    """Surnames outside the spans taken: of codebook persons (`listed`) whom nobody introduces, and behind titles."""
    taken = sorted(taken)
    opens = {a for a, _ in sentences}
    for match in ALONE.finditer(text):
        start, end = match.span()
        word = match.group()
        before = CAPITALISED.search(text, max(0, start - 30), start)
        title = before.group(1) if before else ""
        gender = "f" if title in FEMALE else "m" if title in ("Mr", "Mr.") else ""
        if title not in ADDRESS and (title or word not in listed or word in names.not_names):
            continue
        if word in names.titles:  # "Mr. President" is called by his office
            continue
        i = bisect_left(taken, (end,)) - 1
        free = (i < 0 or taken[i][1] <= start) and (i + 1 >= len(taken) or taken[i + 1][0] >= end)
        if free and (start not in opens or AFTER_NAME.match(text, end)):
            yield Name(start, end, "person", title, gender)


def _has_word(text: str, word: str) -> bool:
    return word in text and bool(re.search(rf"\b{re.escape(word)}\b", text))  # it mostly is not, and that is fast


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)
