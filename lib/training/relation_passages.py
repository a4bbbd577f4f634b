"""Who is for or against whom, coded in real sentences → examples for the reader of relations, as it will see them.

    python relation_passages.py --bench FOLDER --gold data/gold --out relations.npz

Runs in the project's own environment, with the shipped reader, since it reads the articles with the whole program.
Nothing of the articles' text is kept but numbers. Of each coded sentence (`relations.jsonl`) every pair of listed
actors that the program finds there is an example; whoever has no position towards another takes none. DSE sentences
give two each, one in either direction.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from data import POSITIONS as DIRECTED
from data import two_names
from passages import POSITIONS, actor_of, as_arrays, as_read, held_out, texts
from tokenizers import Tokenizer

from standpoint.actors import Mention
from standpoint.claim_reader import marked
from standpoint.codebook import load_codebook
from standpoint.introduced import Article
from standpoint.reader import MODEL, reader
from standpoint.relation_reader import LONGEST, MARKS, Pair, Sentence, peopled, told
from standpoint.tagger import Field, Tagger
from standpoint.text import READ


class Examples:
    """What the encoder saw of sentences, the pairs in them with marks and positions, and the texts as it read them."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.seen: list[np.ndarray] = []
        self.told: list[np.ndarray] = []
        # place in `seen`, word pieces, position, held out, coded by us, place among the word pieces of all texts
        self.table: list[tuple] = []
        self.length = 0
        self.windows: list[np.ndarray] = []
        self.pieces = self.before = 0  # of all texts, and of those before the last one

    def text(self, text: str) -> None:
        """Whatever is added from here on is of this text."""
        made = as_read(self.tokenizer, text)
        self.windows += made
        self.before, self.pieces = self.pieces, self.pieces + sum(window.shape[1] - 2 for window in made)

    def add(self, read: Field, sentence: Sentence, positions: dict[tuple[str, str], int], *, held: bool, own: bool):
        """The pairs of one sentence."""
        marks = marked(read.learned, read.mentions, read.statements)
        at = marks.at(*sentence.span)
        at = slice(at.start, min(at.stop, at.start + LONGEST))
        if at.stop == at.start:
            return
        for (holder, target), position in positions.items():
            says = (sentence.speakers.get(actor, ()) for actor in (holder, target))
            pair = Pair(at, holder, target, *says)
            self.told.append(told(marks, pair, len(read.statements)).astype(np.uint8))
            place = self.before + at.start
            self.table.append((self.length, at.stop - at.start, position, held, own, place))
        self.seen.append(read.learned.seen[at])
        self.length += at.stop - at.start


def coded(bench: Path, gold: Path, tagger: Tagger, out: Examples) -> None:
    """Sentences of our own coding."""
    rows = defaultdict(list)
    for line in (gold / "relations.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["set"], row["article_id"]].append(row)
    lost = found = 0
    for key, text in texts(bench):
        if key not in rows:
            continue
        article = Article(tagger.actors["en"], "")
        read = tagger.read(article, "en", "text", text[:READ])
        out.text(read.text)
        names = {i: (f.name, f.actor_type) for i, f in article.found.items()}
        for row in rows.pop(key):
            sentence = next(within(read, row["start"], row["end"]), None)
            ids = [actor_of(name, names) for name in row["actors"]]
            sides = {(ids[h], ids[t]): POSITIONS.index(side) for h, t, side in row["pairs"]}
            positions = {p: sides.get(p, 0) for p in (sentence.pairs() if sentence else ()) if {*p} <= {*ids}}
            found += sum(p > 0 for p in positions.values())
            lost += len(sides.keys() - positions.keys())
            if positions:
                out.add(read, sentence, positions, held=held_out(key[1]), own=True)
    print(json.dumps({"positions found again": found, "not found": lost, "articles not there": len(rows)}))


def within(read: Field, start: int, end: int) -> Iterator[Sentence]:
    """The sentences that open within a span and name anybody."""
    return (s for s in peopled(read.sentences, read.mentions, read.statements) if start <= s.span[0] < end)


def directed(bench: Path, tagger: Tagger, out: Examples) -> None:
    """DSE sentences, with their two marked names as actors."""
    for line in (bench / "dse/train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        plain, spans = two_names(row)
        if set(spans) != {"p", "q"}:
            continue
        read = tagger.read(Article(tagger.actors["en"], ""), "en", "text", plain)
        ids, mentions = {}, list(read.mentions)
        for side, (low, high) in spans.items():
            there = next((m.actor_id for m in read.mentions if m.start < high and low < m.end), None)
            ids[side] = there or f"marked:{side}"
            if not there:
                mentions.append(Mention(low, high, "e", ids[side], "name", 1.0))
        if len(set(ids.values())) < 2:
            continue
        read = read._replace(mentions=sorted(mentions), sentences=[(0, len(plain))])
        pairs = (ids["p"], ids["q"]), (ids["q"], ids["p"])
        out.text(plain)
        (sentence,) = peopled(read.sentences, read.mentions, read.statements)
        positions = dict(zip(pairs, DIRECTED[row["label"]], strict=True))
        out.add(read, sentence, positions, held=held_out(row["id"]), own=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("bench", "gold", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    asked = parser.parse_args()
    tagger, out = Tagger(load_codebook(), reader()), Examples(Tokenizer.from_file(str(MODEL / "tokenizer.json")))
    coded(asked.bench, asked.gold, tagger, out)
    directed(asked.bench, tagger, out)
    marks = np.concatenate(out.told or [np.zeros((0, MARKS), np.uint8)])
    table, texts_read = np.array(out.table, np.int64), as_arrays("windows", out.windows)
    np.savez(asked.out, seen=np.concatenate(out.seen), told=marks, table=table, **texts_read)


if __name__ == "__main__":
    main()
