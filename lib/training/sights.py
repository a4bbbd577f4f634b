"""Fits how likely a position is, by what is seen of somebody's sentences, on coded articles kept from training.

    python sights.py --bench FOLDER --gold data/gold

Runs in the project's own environment. Reads the articles of which every position was coded, and single sentences, as
the program does; prints RELEVANT and SIDED for `standpoint/sights.py`, and how often positions of each likelihood were
coded.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from unittest.mock import patch

import numpy as np
from passages import HELD_LISTS, actor_of, asking, coded_articles, held_out, texts
from scipy.optimize import minimize

from standpoint import on_claims
from standpoint.introduced import Article
from standpoint.sights import FARTHEST, Told, likely, told
from standpoint.stances import decisions
from standpoint.text import READ

POSITIONS = ("support", "oppose")


def kept(bench: Path, gold: Path) -> Iterator[tuple[str, list[dict], list[Sequence]]]:
    """(text, issues, rows) of the coded texts that no network learned from, and of which every position was coded; no
    invented ones, which are harder than news."""
    known = dict(texts(bench))
    for c in coded_articles(gold):
        complete = ("whole" in c and "text" not in c) or c["set"] in ("dse", "newsmtsc")
        if c.get("list") in HELD_LISTS or (complete and held_out(c["article_id"])):
            issues = [{"id": f"own-{n}", "claim": wordings[0]} for n, wordings in enumerate(c["claims"])]
            yield known[c["set"], c["article_id"]][:READ], issues, c["rows"]


def seen_in(text: str, issues: Sequence[dict], rows: Sequence[Sequence]) -> list[tuple[Told, bool, bool]]:
    """What the program sees of each holder and issue: that, whether a position is coded, and whether on this side."""
    tagger = asking(issues)
    article, given = Article(tagger.actors["en"], ""), []
    field = tagger.read(article, "en", "text", text)
    with patch.object(on_claims, "sights", lambda *seen: given.append(told(*seen)) or {}):
        decisions(
            field.text, field.sentences, field.mentions, field.statements, tagger.issues["en"], reading=field.learned,
            relations=tagger.relations, claims=tagger.claims["en"],
        )  # fmt: skip
    found = {i: (f.name, f.actor_type) for i, f in article.found.items()}
    coded = {(actor_of(name, found), f"own-{claim}", p) for claim, name, p, *_ in rows if p != "none"}
    numbers = [issue.id for issue in tagger.issues["en"].issues.issues]
    out = []
    for (holder, issue), shown in (pair for one in given for pair in one.items()):
        sides = {p for h, i, p in coded if (h, i) == (holder, numbers[issue])}
        out.append((shown, bool(sides), POSITIONS[shown.lean <= 0] in sides))
    return out


def fitted(signs: np.ndarray, positive: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression."""
    turned = np.where(positive, 1, -1)
    return minimize(lambda weights: np.logaddexp(0, -turned * (signs @ weights)).mean(), np.zeros(signs.shape[1])).x


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("bench", "gold"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    asked = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        seen = [row for rows in pool.map(seen_in, *zip(*kept(asked.bench, asked.gold), strict=True)) for row in rows]
    signs = np.array([s.signs for s, *_ in seen])
    sides = np.array([(1.0, min(FARTHEST, abs(s.lean))) for s, *_ in seen])
    any_, right = (np.array([row[n] for row in seen]) for n in (1, 2))
    weights = {"RELEVANT": fitted(signs, any_), "SIDED": fitted(sides[any_], right[any_])}
    print(json.dumps({name: [round(float(w), 2) for w in row] for name, row in weights.items()} | {"pairs": len(seen)}))
    both = zip(signs, sides, strict=True)
    sure = np.array([likely(weights["RELEVANT"], any_side) * likely(weights["SIDED"], side) for any_side, side in both])
    for low in np.arange(0, 1, 0.1):
        there = (sure >= low) & (sure < low + 0.1)
        if there.any():
            told_right = {"pairs": int(there.sum()), "right": round(100 * float(right[there].mean()), 1)}
            print(json.dumps({"from": round(float(low), 1)} | told_right))


if __name__ == "__main__":
    main()
