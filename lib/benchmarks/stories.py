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
from collections import Counter
from pathlib import Path

import pandas as pd
from gold import GOLD, bench, is_held, lines, scores

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
        pair = pd.DataFrame([{"article_id": i, "outlet": docs[i]["outlet"], "published": None} for i in _ids(row)])
        texts = {i: docs[i]["text"] for i in _ids(row)}
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


def articles(folder: Path, number: int) -> list[tuple[str, str, pd.Timestamp, str, str, float]]:
    """(id, outlet, published, text, id of the original, share kept) of made articles, in the order of their dates."""
    chance, start = random.Random(5), pd.Timestamp("2024-01-01", tz="UTC")
    texts = [d["text"] for source in SOURCES for d in lines(folder / source) if len(d["text"]) > 1500]
    words = [w for text in texts[:50] for w in text.split()]
    notice = {n: " ".join(chance.choices(words, k=40)) for n in range(OUTLETS)}
    out: list[tuple] = []
    while len(out) < number:
        sentences = [_shuffled(s, chance) for s in PAUSE.split(chance.choice(texts))]
        of, day = f"a{len(out)}", start + pd.Timedelta(hours=chance.randrange(365 * 24))
        outlets = chance.sample(range(OUTLETS), len(KEPT) + 1)
        made = [(1.0, sentences)]
        if chance.random() < REPRINTED:
            made += [(kept, _reprint(sentences, kept, chance)) for kept in KEPT]
        for n, (kept, body) in enumerate(made):
            when = day + n * pd.Timedelta(hours=chance.randrange(1, 48))
            text = f"{' '.join(body)}\n\n{notice[outlets[n]]}"
            out.append((f"a{len(out)}", f"outlet {outlets[n]}", when, text, of, kept))
    return out[:number]


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


def made(folder: Path, number: int) -> dict[str, object]:
    """Precision and recall of (reprint, original), articles per CPU second, peak memory, and the baseline."""
    rows = articles(folder, number)
    texts = {r[0]: r[3] for r in rows}
    frame = pd.DataFrame([r[:3] for r in rows], columns=["article_id", "outlet", "published"])
    start = time.process_time()
    found = dict(zip(texts, signatures(list(texts.values())), strict=True))
    stories = group(frame, found, lambda ids: {i: texts[i] for i in ids})
    seconds = time.process_time() - start
    story = dict(zip(stories["article_id"], stories["story_id"], strict=True))
    of, kept = {r[0]: r[4] for r in rows}, {r[0]: r[5] for r in rows}
    pairs = [(i, s) for i, s in story.items() if i != s]
    recall = {}
    for share in KEPT:
        asked = [i for i in story if kept[i] == share]
        recall[share] = round(100 * sum(story[i] == of[i] for i in asked) / max(1, len(asked)), 1)
    asked = Counter(k >= 0.5 for k in kept.values() if k < 1)[True]
    hit = sum(story[i] == of[i] for i in story if 0.5 <= kept[i] < 1)
    few = rows[:500]
    begin = time.process_time()
    for row in few:
        [zlib.crc32(w.encode()) for w in re.findall(r"\w+", row[3].lower())]
    plain = len(few) / (time.process_time() - begin)
    return {
        "articles": len(rows),
        "words an article": round(sum(len(t.split()) for t in texts.values()) / len(rows)),
        "precision of pairs": round(100 * sum(of[i] == of[s] for i, s in pairs) / max(1, len(pairs)), 2),
        "recall, half or more kept": round(100 * hit / max(1, asked), 2),
        "recall by share kept": recall,
        "articles per CPU second": round(len(rows) / seconds),
        "baseline, words hashed in Python": round(plain),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
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
        result["made"] = made(folder, options.articles)
    print(json.dumps(result, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
