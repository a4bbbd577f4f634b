"""How well and how fast stories are found: `python lib/benchmarks/stories.py [--articles N]`. Prints one JSON object.

`labelled`: the pairs of neardup_silver that we read (data/gold/neardup.jsonl), half of them held out; a pair counts as
found where both are in one story. `made`: articles of the annotated sets with their words shuffled within sentences,
so that none is met twice, and reprints that keep 20, 50 or 80 % of an original's sentences among new ones, under the
notice that each outlet prints below everything. `baseline`: hashing the same articles' words one by one in Python.
"""

import argparse
import json
import random
import re
import resource
import sys
import time
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from gold import GOLD, bench, is_held, lines, scores

from standpoint.files import TextsOnDisk
from standpoint.shingles import signatures
from standpoint.stories import group

SOURCES = ("polnear/train.jsonl", "persent/dev.jsonl", "demo_open/wikinews_2019_2020.jsonl")
KEPT = (0.2, 0.5, 0.8)
OUTLETS, REPRINTED, PAUSE = 40, 0.25, re.compile(r"(?<=[.!?])\s+")


def labelled(folder: Path) -> dict[str, dict]:
    """Precision (a partial copy found is no mistake) and recall of reprints on each half of the labelled pairs."""
    docs = {d["id"]: d for d in lines(folder / "neardup_silver" / "docs.jsonl")}
    rows = {"tuning": [], "held": []}
    for row in lines(GOLD / "neardup.jsonl"):
        texts = {i: docs[i]["text"] for i in _ids(row)}
        pair = pd.DataFrame({"article_id": list(texts), "outlet": [docs[i]["outlet"] for i in texts]})
        pair = pair.assign(published=None, n_words=[len(text.split()) for text in texts.values()])
        found = dict(zip(texts, signatures(list(texts.values())), strict=True))
        stories = group(pair, found, lambda ids, texts=texts: {i: texts[i] for i in ids})
        half = "held" if is_held(f"{row['a']} {row['b']}") else "tuning"
        rows[half].append((row["verdict"], stories["story_id"].nunique() == 1))
    out = {}
    for half, verdicts in rows.items():
        hit = sum(found and verdict == "reprint" for verdict, found in verdicts)
        wrong = sum(found and verdict == "different" for verdict, found in verdicts)
        partial = sum(found and verdict == "partial" for verdict, found in verdicts)
        of = scores(hit, hit + wrong, sum(verdict == "reprint" for verdict, _ in verdicts))
        out[half] = of | {"partial copies found": partial, "of": sum(v == "partial" for v, _ in verdicts)}
    return out


def _ids(row: dict) -> tuple[str, str]:
    return row["a"], row["b"]


def articles(folder: Path, number: int) -> Iterator[tuple[str, str, pd.Timestamp, str, str, float]]:
    """(id, outlet, published, text, id of the original, share kept) of made articles."""
    chance, start = random.Random(5), pd.Timestamp("2024-01-01", tz="UTC")
    texts = [d["text"] for source in SOURCES for d in lines(folder / source) if len(d["text"]) > 1500]
    words = [w for text in texts[:50] for w in text.split()]
    notice = {n: " ".join(chance.choices(words, k=40)) for n in range(OUTLETS)}
    names = [f"outlet {n}" for n in range(OUTLETS)]
    at = 0
    while True:
        sentences = [_shuffled(s, chance) for s in PAUSE.split(chance.choice(texts))]
        of, day = f"a{at}", start + pd.Timedelta(hours=chance.randrange(365 * 24))
        outlets = chance.sample(range(OUTLETS), len(KEPT) + 1)
        made = [(1.0, sentences)]
        if chance.random() < REPRINTED:
            made += [(kept, _reprint(sentences, kept, chance)) for kept in KEPT]
        for n, (kept, body) in enumerate(made):
            when = day + n * pd.Timedelta(hours=chance.randrange(1, 48))
            text = f"{' '.join(body)}\n\n{notice[outlets[n]]}"
            yield f"a{at}", names[outlets[n]], when, text, of, kept
            at += 1
            if at == number:
                return


def _shuffled(sentence: str, chance: random.Random) -> str:
    words = re.sub(r"[\"“”„«»'‘’]", " ", sentence).split()  # a shuffled quotation mark would quote whole paragraphs
    chance.shuffle(words)
    return " ".join(words)


def _reprint(sentences: list[str], kept: float, chance: random.Random) -> list[str]:
    """A run of the sentences with at least `kept` of the words, new sentences before and behind it, a few edits."""
    sizes = [len(s.split()) for s in sentences]
    need, at, held = kept * sum(sizes), chance.randrange(len(sentences)), 0
    out = []
    for i in range(len(sentences)):
        if held >= need:
            break
        held += sizes[(at + i) % len(sizes)]
        out.append(sentences[(at + i) % len(sizes)])
    edited = [" ".join("edit" if chance.random() < 0.005 else w for w in s.split()) for s in out]
    new = [_shuffled(s, chance) for s in chance.sample(sentences, chance.randrange(len(sentences) // 3 + 1))]
    return [*new[::2], *edited, *new[1::2]]


def made(folder: Path, number: int, work: Path) -> dict[str, object]:
    """Precision and recall of (reprint, original), articles per CPU second, peak memory, and the baseline.

    Texts come in batches and are kept on disk, as `standpoint tag` does; making them is not counted.
    """
    texts, found, rows, seconds = TextsOnDisk(work), {}, [], 0.0
    source = articles(folder, number)
    while batch := list(islice(source, 256)):
        start = time.process_time()
        found.update(zip((row[0] for row in batch), signatures([row[3] for row in batch]), strict=True))
        for row in batch:
            texts.add(row[0], row[3])
        seconds += time.process_time() - start
        rows += [(*row[:3], len(row[3].split()), *row[4:]) for row in batch]
    columns = ["article_id", "outlet", "published", "n_words", "of", "kept"]
    frame = pd.DataFrame(rows, columns=columns)
    del rows
    start = time.process_time()
    stories = group(frame[columns[:4]], found, lambda ids: texts)
    seconds += time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    frame["story"] = stories["story_id"].to_numpy(object)
    frame["right"] = frame["story"] == frame["of"]
    joined = frame[frame["story"] != frame["article_id"]]
    right = joined["story"].map(frame.set_index("article_id")["of"]) == joined["of"]
    few = [texts[i] for i in frame["article_id"][:500]]
    begin = time.process_time()
    for text in few:
        [zlib.crc32(w.encode()) for w in re.findall(r"\w+", text.lower())]
    plain = len(few) / (time.process_time() - begin)
    return {
        "articles": len(frame),
        "words an article": round(frame["n_words"].mean()),
        "precision of pairs": round(100 * right.mean(), 2),
        "recall, half or more kept": round(100 * frame["right"][frame["kept"].between(0.5, 0.99)].mean(), 2),
        "recall by share kept": {s: round(100 * frame["right"][frame["kept"] == s].mean(), 1) for s in KEPT},
        "articles per CPU second": round(len(frame) / seconds),
        "baseline, words hashed in Python": round(plain),
        "peak MB": peak,
    }


def main() -> int:
    """Measure and print. Returns 2 where the annotated sets are absent."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=5_000, help="how many articles to make (0: none)")
    options = options.parse_args()
    if (folder := bench()) is None:
        print("no annotated sets: set STANDPOINT_BENCH to their folder", file=sys.stderr)
        return 2
    result = {"labelled": labelled(folder)}
    if options.articles:
        with TemporaryDirectory() as work:
            result["made"] = made(folder, options.articles, Path(work))
    print(json.dumps(result, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
