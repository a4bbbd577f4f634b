"""Peak memory of `standpoint tag` at two sizes: the same texts, and ten times as many words."""

import json
import os
import subprocess
import sys
from pathlib import Path

CHILD = """
import resource, sys
from standpoint.cli import main
status = main(["tag", sys.argv[1], "--out", sys.argv[2], "--quiet", "--reader", sys.argv[3]])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def corpus_of(words: int, texts: list[str], path: Path) -> int:
    """Write articles of about `words` words in all: the texts in turn, each copy marked so that it is no repeat."""
    written = copy = 0
    with path.open("w", encoding="utf-8") as out:
        while written < words:
            for i, text in enumerate(texts):
                marked = (
                    text
                    if not copy
                    else text.replace(" the ", f" the x{copy}y{i} ").replace(" of ", f" of z{copy}w{i} ")
                )
                out.write(json.dumps({"article_id": f"{copy}-{i}", "text": marked}) + "\n")
                written += len(marked.split())
                if written >= words:
                    break
            copy += 1
    return written


def peaks(texts: list[str], work: Path, reader: str, sizes: tuple[int, int]) -> dict[int, float]:
    """Words → peak resident memory in MB of a fresh process that tags them."""
    out = {}
    for size in sizes:
        path = work / f"{size}.jsonl"
        words = corpus_of(size, texts, path)
        done = subprocess.run(
            [sys.executable, "-c", CHILD, path, work / f"tagged-{reader}-{size}", reader],
            capture_output=True, text=True, check=True, env=os.environ,
        )  # fmt: skip
        out[words] = int(done.stdout.split()[-1]) / 1024
    return out
