"""Words per CPU second, text to tables, one process: `python speed.py TEXTS.jsonl READER`. Prints one JSON object."""

import json
import sys
import time

from standpoint import tables
from standpoint.codebook import load_codebook
from standpoint.tag import tag_batch

BATCH = 64


def batches(path: str, repeat: int = 1):
    """Article tables of `BATCH` rows. `repeat` enlarges the set: each copy's words get a mark, so none is met twice."""
    for copy in range(repeat):
        rows = []
        with open(path, encoding="utf-8") as lines:
            for i, line in enumerate(lines):
                text = json.loads(line)["text"]
                if copy:
                    text = text.replace(" the ", f" the x{copy}y{i} ")
                rows.append({"article_id": f"{copy}-{i}", "text": text, "language": "en"})
                if len(rows) == BATCH:
                    yield tables.arrow("articles", rows)
                    rows = []
        if rows:
            yield tables.arrow("articles", rows)


def main(path: str, reader: str) -> None:
    book = load_codebook()
    fingerprint = book.fingerprint
    made = list(batches(path))
    words = sum(len(t.split()) for batch in made for t in batch["text"].to_pylist())
    if reader == "learned":
        made = made[:4]  # it takes many times as long
        words = sum(len(t.split()) for batch in made for t in batch["text"].to_pylist())
    tag_batch(made[0].slice(0, 2), book, fingerprint, reader)
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        for batch in made:
            tag_batch(batch, book, fingerprint, reader)
        best = min(best, time.process_time() - start)
    print(json.dumps({"words": words, "words_per_cpu_second": round(words / best)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
