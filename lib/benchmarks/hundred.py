"""What a codebook of a hundred claims costs beside one of a single claim.

  python lib/benchmarks/hundred.py BENCH

Tags the same articles (PolNeAR's dev part) with a hundred claims that were coded in news of the same months, so that
nearly every article is about some, and with single ones of them: the hardest case. One process; the codebooks take
turns article by article. Prints one JSON object: milliseconds an article, the ratio, and second looks an article.
"""

import json
import os
import random
import statistics
import sys
import time
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault("OMP_NUM_THREADS", "1")

from standpoint.places import ROOT
from standpoint.second_look import SecondLook
from standpoint.tables import SCHEMAS

sys.path.insert(0, str(ROOT / "lib" / "training"))
from passages import asking

ARTICLES, CLAIMS, SINGLE, SEED = 24, 100, 4, 7
WORDS = range(500, 950)


def claims() -> list[str]:
    """A hundred claims of PolNeAR's coded articles, drawn at random."""
    coded = [json.loads(line) for line in (ROOT / "data/gold/claims.jsonl").read_text(encoding="utf-8").splitlines()]
    found = {wordings[0] for c in coded if c["set"] == "polnear" and "list" not in c for wordings in c["claims"]}
    return random.Random(SEED).sample(sorted(found), CLAIMS)


def articles(bench: Path) -> list[dict]:
    """Articles as the tagger takes them."""
    with (bench / "polnear" / "dev.jsonl").open(encoding="utf-8") as lines:
        found = [d for d in map(json.loads, lines) if len(d["text"].split()) in WORDS]
    empty = dict.fromkeys(SCHEMAS["articles"].names)
    return [empty | {"article_id": d["doc_id"], "text": d["text"]} for d in found[:ARTICLES]]


def main(bench: Path) -> None:
    issues = [{"id": f"c{n}", "claim": claim} for n, claim in enumerate(claims())]
    singles = {f"one ({n + 1})": asking([issue]) for n, issue in enumerate(issues[:SINGLE])}
    taggers = {"a hundred": asking(issues), **singles}
    spent: dict[str, list[float]] = {name: [] for name in taggers}
    looks = dict.fromkeys(taggers, 0)
    judge = SecondLook.judge
    for article in articles(bench):
        for name, made in taggers.items():

            def counted(look, reading, marks, passages, statements, name=name):
                looks[name] += len(passages)
                return judge(look, reading, marks, passages, statements)

            with patch.object(SecondLook, "judge", counted):
                begun = time.process_time()
                made.tag(dict(article))
                spent[name].append(time.process_time() - begun)
    each = {name: 1000 * statistics.mean(times) for name, times in spent.items()}
    one = statistics.mean(each[name] for name in singles)
    print(
        json.dumps(
            {
                "articles": len(spent["a hundred"]),
                "milliseconds": {name: round(ms) for name, ms in each.items()},
                "a hundred / one": round(each["a hundred"] / one, 2),
                "second looks": {name: round(n / len(spent[name]), 1) for name, n in looks.items()},
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
