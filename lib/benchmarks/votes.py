"""How sure must the learned reader be, before its vote on two actors counts? The thresholds of standpoint/votes.py.

  python lib/benchmarks/votes.py BENCH [--half 1] [--articles 100]

BENCH is the folder of annotated sets with their score.py; SEESAW is read, in halves by a hash of its ids: thresholds
are chosen on the first and reported on the second. For votes of a person on a person (`people`), those where a state
is one of the two (`states`), and the rest (`bodies`), prints one JSON object a threshold: how many votes, how many of
them right, `precision`, and `precision_listed` among actors that the set lists as the article's main ones (it codes no
others; `precision` counts as wrong what it does not code). Choose the lowest thresholds whose precision, with the
rules' rows, stays above what an analyst should have to read.
"""

import argparse
import hashlib
import importlib.util
import json
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from standpoint.codebook import load_codebook
from standpoint.introduced import Article
from standpoint.reader import reader
from standpoint.stances import find_stances
from standpoint.tagger import Tagger
from standpoint.votes import candidates, scored

GRID = (-2.0, -1.0, -0.5, -0.25, 0.0, 0.5, 1.0, 1.25, 1.5, 2.0, 3.0)
POSITIONS = {"POS": "support", "NEG": "oppose"}


def main() -> None:
    """Print precision and number of votes by threshold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--half", type=int, default=1, choices=(1, 2))
    parser.add_argument("--articles", type=int, default=1000, help="read at most so many")
    options = parser.parse_args()
    spec = importlib.util.spec_from_file_location("score", options.bench / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    docs = score.lines(options.bench / "seesaw" / "docs.jsonl")
    docs = [d for d in docs if int(hashlib.md5(d["doc_id"].encode()).hexdigest(), 16) % 2 == options.half - 1]
    tagger = Tagger(load_codebook(), reader())
    rows = [row for doc in docs[: options.articles] for row in votes(doc, tagger, score)]
    for kind in ("people", "bodies", "states"):
        for threshold in GRID:
            kept = [r for r in rows if r[0] == kind and r[1] >= threshold]
            right, listed = sum(r[2] for r in kept), sum(r[3] for r in kept)
            shares = {"precision": right / max(len(kept), 1), "precision_listed": right / max(listed, 1)}
            told = {"votes": kind, "threshold": threshold, "n": len(kept), "right": right}
            print(json.dumps(told | {k: round(100 * v, 1) for k, v in shares.items()}))


def votes(doc: dict, tagger: Tagger, score) -> Iterator[tuple[str, float, bool, bool]]:
    """Votes where the rules see nothing: people or others, score, is it right, does the set list both actors."""
    text, starts = "\n".join(doc["sentences"]), [a for a, _ in score.sentence_starts(doc)]
    article = Article(tagger.actors["en"], doc.get("date") or "")
    read = tagger.read(article, "en", "text", text)
    rules, _ = find_stances(text, read.sentences, read.mentions, read.statements, tagger.issues["en"])
    seen = {(bisect_right(starts, s.start), s.holder_id, s.target_id) for s in rules}
    people = {e["name"] for e in doc["entities"] if "People" in e["types"]}
    gold = [(s["sent"], s["subject"], POSITIONS[s["sentiment"]], s["object"]) for s in doc["stances"]]

    def listed(name: str) -> bool:
        return any(score.same(name, e["name"], e["name"] in people) for e in doc["entities"])

    is_person = tagger.issues["en"].is_person
    found = candidates(read.sentences, read.mentions, read.statements, read.learned, tagger.relations, is_person)
    for c, sign, sure in scored(found):
        at = bisect_right(starts, c.sentence[0])
        if (at, c.holder, c.target.actor_id) in seen or {c.holder, c.target.actor_id} & tagger.issues["en"].media:
            continue
        holder, target = (article.found[i] for i in (c.holder, c.target.actor_id))
        position = "support" if sign > 0 else "oppose"
        right = any(
            (sent, side) == (at - 1, position)
            and score.same(holder.name, subject, subject in people)
            and score.same(target.name, object_, object_ in people)
            for sent, subject, side, object_ in gold
        )
        types = {holder.actor_type, target.actor_type}
        kind = "people" if types == {"person"} else "states" if "state" in types else "bodies"
        yield kind, sure, right, listed(holder.name) and listed(target.name)


if __name__ == "__main__":
    main()
