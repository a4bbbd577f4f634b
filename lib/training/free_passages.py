"""News that nobody coded for claims → passages with claims that may be about them, for a teacher to judge.

    python free_passages.py --bench FOLDER --gold data/gold --out free.npz

Runs in the project's own environment. Of each article some sentences with somebody who speaks or is named there, beside
claims from the coding of other articles: most of them near in meaning, some farther. In the form of passages.npz.
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from data import held_out
from passages import as_arrays, as_read, candidates, claim_as_read, coded_articles, kept, meaning, texts
from tokenizers import Tokenizer

from standpoint.claim_reader import Passage, inputs, marked
from standpoint.codebook import load_codebook
from standpoint.introduced import Article
from standpoint.nearness import load_words
from standpoint.reader import MODEL, reader
from standpoint.tagger import Tagger

SETS = ("worldwide_ner", "gum_news", "meantime_en", "demo_open", "polnear")
READ, EACH, SAME, SHORTEST = 6000, 24, 2, 6  # characters and passages of an article; of a sentence; word pieces of one
NEAR, NEAREST, FARTHER = 0.7, 4, 30  # share of claims among the nearest few, and among how many the others are
UNKNOWN, SEED = -1, 100


def articles(bench: Path, gold: Path) -> Iterator[str]:
    """Texts of articles that are neither coded for claims, nor in the golden rows, nor kept for measuring."""
    with (gold / "articles.jsonl").open(encoding="utf-8") as lines:
        taken = {(row["set"], row["article_id"]) for row in map(json.loads, lines)}
    taken |= {(coded["set"], coded["article_id"]) for coded in coded_articles(gold)}
    with (bench / "polnear/dev.jsonl").open(encoding="utf-8") as lines:
        measured = {json.loads(line)["doc_id"] for line in lines}
    for key, text in texts(bench):
        apart = key[1] in measured or (key[0] == "worldwide_ner" and held_out(key[1]))
        if key[0] in SETS and key not in taken and not apart:
            yield text[:READ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("bench", "gold", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    asked = parser.parse_args()
    rng, learned, words = random.Random(SEED), reader(), load_words(MODEL / "words.npz")
    tagger, tokenizer = Tagger(load_codebook(), learned), Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    coded = coded_articles(asked.gold)
    apart = kept(coded)
    wordings = sorted({w for c in coded if c["article_id"] not in apart for own in c["claims"] for w in own[:2]})
    claims = [learned.read(wording, [(0, len(wording))], []) for wording in wordings]
    meanings = np.array([meaning(words, claim.pieces) for claim in claims])
    places = np.cumsum([0, *(len(claim.pieces) for claim in claims)])
    told, near, near_claims, table, windows, at = [], [], [], [], [], 0
    for text in articles(asked.bench, asked.gold):
        article = Article(tagger.actors["en"], "")
        read = tagger.read(article, "en", "text", text)
        marks = marked(read.learned, read.mentions, read.statements)
        pairs = [(n, actor) for n, there in candidates(read).items() for actor in sorted(there) * SAME]
        made: set[tuple] = set()
        for n, actor in rng.sample(pairs, len(pairs)):
            pieces = marks.at(*read.sentences[n])
            if len(made) == EACH or pieces.stop - pieces.start < SHORTEST or actor.startswith("place:"):
                continue
            order = np.argsort(-(meanings @ meaning(words, read.learned.pieces[pieces])))
            claim = int(rng.choice(order[: NEAREST if rng.random() < NEAR else FARTHER]))
            if (n, actor, claim) in made:
                continue
            made.add((n, actor, claim))
            says = [number for number, s in enumerate(read.statements) if s.speaker_id == actor]
            passage = Passage(pieces, actor, says, claims[claim])
            given = inputs(words, read.learned, marks, [passage], len(read.statements))
            told.append(given["told"][0].astype(np.uint8))
            near.append(given["near"][0].astype(np.float16))
            near_claims.append(given["claim_near"][0].astype(np.float16))
            where = at + pieces.start, len(near[-1]), places[claim], len(near_claims[-1])
            table.append((*where, UNKNOWN, 1, False, False))
        windows += as_read(tokenizer, text)
        at += len(read.learned.pieces)
    np.savez(
        asked.out, told=np.concatenate(told), near=np.concatenate(near), near_claims=np.concatenate(near_claims),
        table=np.array(table, np.float64), **as_arrays("windows", windows),
        **as_arrays("claim_windows", [claim_as_read(tokenizer, wording) for wording in wordings]),
    )  # fmt: skip


if __name__ == "__main__":
    main()
