"""Annotated news → windows with labels. Reads the sets that may be trained on; keeps none of their text."""

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from labels import NAME_OF, NAMES, ROLES, TONES
from tokenizers import Tokenizer

from standpoint.text import quotations, sentences
from standpoint.windows import LIMIT, Window, windows

HELD_OUT = 15  # per cent of worldwide_ner's articles
UNKNOWN = -100


class Example(NamedTuple):
    """One window; a task that its set does not annotate has no labels there."""

    window: Window
    roles: list[int] | None = None
    links: list[int] | None = None  # for each word piece of a source or content: the piece at which its cue begins
    names: list[int] | None = None
    tones: list[int] | None = None
    pairs: list[tuple[list[int], list[int], int]] | None = None  # pieces of a holder and of a target; its position


def read(path: Path) -> Iterator[dict]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def held_out(doc_id: str) -> bool:
    """Is this article of worldwide_ner kept for measuring? By a hash of its id: the same in every run."""
    return int(hashlib.sha256(doc_id.encode()).hexdigest()[:8], 16) % 100 < HELD_OUT


def attribution(tokenizer: Tokenizer, path: Path, shift: int = 0) -> Iterator[tuple[dict, list[Example]]]:
    """PolNeAR articles with their windows; the first window of each article is `shift` pieces shorter."""
    for doc in read(path):
        text = doc["text"]
        yield doc, [_attributed(w, doc["attributions"]) for w in _shifted(tokenizer, text, shift)]


def _shifted(tokenizer: Tokenizer, text: str, shift: int) -> Iterator[Window]:
    spans, quotes = sentences(text), quotations(text)
    head = 0
    if shift:
        used = 0
        while head < len(spans) and used < shift:
            used += (spans[head][1] - spans[head][0]) // 4
            head += 1
        yield from windows(tokenizer, text, spans[:head], quotes)
    yield from windows(tokenizer, text, spans[head:], [q for q in quotes if not spans[head:] or q[1] > spans[head][0]])


def _attributed(window: Window, attributions: Sequence[dict]) -> Example:
    roles, links = [0] * len(window.pieces), [UNKNOWN] * len(window.pieces)
    for a in attributions:
        cues = [i for span in a["cue"] for i in inside(window, span)]
        anchor = cues[0] if cues else 0
        for k, role in enumerate(ROLES):
            for span in a[role]:
                within = inside(window, span)
                for n, i in enumerate(within):
                    begins = n == 0 and window.starts[i] <= span[0] + 1
                    roles[i] = 1 + 2 * k if begins or n == 0 else 2 + 2 * k
                    links[i] = anchor
    return Example(window, roles=roles, links=links)


def inside(window: Window, span: Sequence[int]) -> list[int]:
    """The word pieces of a window that touch a span of the text."""
    return [
        i
        for i, (a, b) in enumerate(zip(window.starts, window.ends, strict=True))
        if a >= 0 and a < span[1] and b > span[0]
    ]


def named(
    tokenizer: Tokenizer, path: Path, *, held: bool, rng: random.Random | None = None
) -> Iterator[tuple[dict, list[Example]]]:
    """worldwide_ner articles, those held out or the others; with `rng`, many of their names stand for one another."""
    docs = [doc for doc in read(path) if held_out(str(doc["doc_id"])) == held]
    if rng is not None:
        docs = renamed(docs, rng)
    for doc in docs:
        text = doc["text"]
        found = [(NAME_OF[e["type"]], e["start"], e["end"]) for e in doc["entities"] if e["type"] in NAME_OF]
        made = windows(tokenizer, text, sentences(text), quotations(text))
        yield doc, [Example(window, names=_names(window, found)) for window in made]


def _names(window: Window, found: Sequence[tuple[str, int, int]]) -> list[int]:
    """Labels of a window's word pieces, of names as (kind, start, end)."""
    labels = [0] * len(window.pieces)
    for kind, start, end in found:
        k = NAMES.index(kind)
        for n, i in enumerate(inside(window, (start, end))):
            labels[i] = 2 + 2 * k if n else 1 + 2 * k
    return labels


def renamed(docs: Sequence[dict], rng: random.Random, share: float = 0.4) -> list[dict]:
    """Articles in which a share of the names is replaced by names of the same type from any of them.

    Mention replacement (Dai and Adel 2020, "An Analysis of Simple Data Augmentation for Named Entity Recognition"):
    what stands around a name must tell it, not only the name.
    """
    pool: dict[str, list[str]] = {kind: [] for kind in NAME_OF}
    for doc in docs:
        for e in doc["entities"]:
            if e["type"] in pool:
                pool[e["type"]].append(doc["text"][e["start"] : e["end"]])
    out = []
    for doc in docs:
        text, at, parts, entities, chosen = doc["text"], 0, [], [], {}
        length = 0
        for e in sorted(doc["entities"], key=lambda e: (e["start"], -e["end"])):
            if e["start"] < at:
                continue
            old = text[e["start"] : e["end"]]
            if old not in chosen:
                swap = e["type"] in pool and rng.random() < share
                chosen[old] = rng.choice(pool[e["type"]]) if swap else old
            parts += [text[at : e["start"]], chosen[old]]
            length += e["start"] - at
            entities.append(e | {"start": length, "end": length + len(chosen[old])})
            length += len(chosen[old])
            at = e["end"]
        out.append(doc | {"text": "".join(parts) + text[at:], "entities": entities})
    return out


# label of the set → (position of p towards q, position of q towards p): 0 none, 1 support, 2 oppose
POSITIONS = {0: (0, 0), 1: (1, 0), 2: (0, 1), 3: (2, 0), 4: (0, 2)}


def two_names(row: dict) -> tuple[str, dict[str, tuple[int, int]]]:
    """A DSE sentence without its brackets, and where the names in them stand: "p" and "q", or one of them alone."""
    plain, spans = "", {}
    for i, part in enumerate(re.split(r"[\[\]]", row["sentence"].replace("\n", " "))):
        if i % 2:
            side = "p" if part.strip() == row["p"].strip() and "p" not in spans else "q"
            spans[side] = (len(plain), len(plain) + len(part))
        plain += part
    return plain, spans


def directed(
    tokenizer: Tokenizer, path: Path, rng: random.Random | None = None
) -> Iterator[tuple[dict, list[Example]]]:
    """DSE sentences: two names in brackets, and whether one of them is for or against the other.

    With `rng`, as many sentences with a position as without, several of them in a window.
    """
    rows = list(read(path))
    if rng is not None:
        held = [row for row in rows if row["label"]]
        rows = held + rng.sample([row for row in rows if not row["label"]], len(held))
    made = []
    for row in rows:
        plain, spans = two_names(row)
        if set(spans) == {"p", "q"}:
            made.append((plain, (spans["p"], spans["q"], POSITIONS[row["label"]])))
    for text, parts in _packed(made, rng):
        out = []
        for window in windows(tokenizer, text, [(at, at + n) for at, n, _ in parts], quotations(text)):
            pairs = []
            for at, _, (p, q, positions) in parts:
                a, b = (inside(window, (at + span[0], at + span[1])) for span in (p, q))
                if a and b:
                    pairs += [(a, b, positions[0]), (b, a, positions[1])]
            if pairs:
                out.append(Example(window, pairs=pairs))
        yield {"parts": parts}, out


def toned(tokenizer: Tokenizer, path: Path, rng: random.Random | None = None) -> Iterator[tuple[dict, list[Example]]]:
    """NewsMTSC sentences; with `rng`, several unrelated ones share a window, as neighbours do in an article."""
    made = [(row["sentence"].replace("\n", " "), row) for row in read(path)]
    for text, parts in _packed(made, rng):
        targets = [
            (at + t["start"], at + t["end"], TONES.index(t["polarity"])) for at, _, row in parts for t in row["targets"]
        ]
        out = []
        for window in windows(tokenizer, text, [(at, at + n) for at, n, _ in parts], quotations(text)):
            labels = [UNKNOWN] * len(window.pieces)
            for a, b, tone in targets:
                for i in inside(window, (a, b)):
                    labels[i] = tone
            out.append(Example(window, tones=labels))
        yield {"rows": [row for _, _, row in parts]}, out


def _packed(
    made: list[tuple[str, object]], rng: random.Random | None
) -> Iterator[tuple[str, list[tuple[int, int, object]]]]:
    """Sentences one by one, or shuffled and joined to texts of random length: (text, [(offset, length, what)])."""
    if rng is None:
        yield from ((sentence, [(0, len(sentence), what)]) for sentence, what in made)
        return
    rng.shuffle(made)
    room, text, parts = 0, "", []
    for sentence, what in made:
        if parts and (len(text) + len(sentence)) // 4 + 2 > room:
            yield text, parts
            text, parts = "", []
        if not parts:
            room = rng.randrange(30, LIMIT - 30)
        text += "\n" if parts else ""
        parts.append((len(text), len(sentence), what))
        text += sentence
    if parts:
        yield text, parts
