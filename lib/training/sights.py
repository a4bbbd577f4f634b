"""Fits how likely a position is, by what is seen of somebody's sentences, on coded articles kept from training.

    python sights.py --bench FOLDER --gold data/gold

Runs in the project's own environment. Reads the articles of which every position was coded, and single sentences, as
the program does; prints RELEVANT and SIDED for `standpoint/sights.py`, and how often positions of each likelihood were
coded.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from unittest.mock import patch

import numpy as np
import yaml
from passages import HELD_LISTS, actor_of, coded_articles, held_out, texts

from standpoint import on_claims
from standpoint.codebook import load_codebook
from standpoint.introduced import Article
from standpoint.reader import reader
from standpoint.sights import FARTHEST, Told, likely, told
from standpoint.stances import decisions
from standpoint.tagger import Tagger
from standpoint.text import READ

STEPS, LITTLE = 25, 1e-3  # of Newton's method; a penalty that keeps it from leaving the ground
POSITIONS = ("support", "oppose")


def kept(bench: Path, gold: Path) -> Iterator[tuple[str, list[dict], list[Sequence]]]:
    """(text, issues, rows) of the coded texts that no network learned from, and of which every position was coded."""
    known = dict(texts(bench))
    for c in coded_articles(gold):
        article = "text" not in c and (c.get("list") in HELD_LISTS or ("whole" in c and held_out(c["article_id"])))
        sentence = "text" not in c and "list" not in c and c["set"] in ("dse", "newsmtsc") and held_out(c["article_id"])
        if article or sentence:
            issues = [{"id": f"own-{n}", "claim": wordings[0]} for n, wordings in enumerate(c["claims"])]
            yield known[c["set"], c["article_id"]][:READ], issues, c["rows"]


def seen_in(text: str, issues: Sequence[dict], rows: Sequence[Sequence]) -> list[tuple[Told, bool, bool]]:
    """What the program sees of each holder and issue: that, whether a position is coded, and whether on this side."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "issues.yaml"
        file.write_text(yaml.safe_dump({"issues": list(issues)}), encoding="utf-8")
        tagger = Tagger(load_codebook([file]), reader())
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
    """Weights of a logistic regression, by Newton's method."""
    weights = np.zeros(signs.shape[1])
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (positive - sure) - LITTLE * weights
        bend = (signs * (sure * (1 - sure))[:, None]).T @ signs + LITTLE * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("bench", "gold"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    asked = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        seen = [row for rows in pool.map(seen_in, *zip(*kept(asked.bench, asked.gold), strict=True)) for row in rows]
    signs, sides = (
        np.array([s.signs for s, *_ in seen]),
        np.array([(1.0, min(FARTHEST, abs(s.lean))) for s, *_ in seen]),
    )
    any_, right = (np.array([row[n] for row in seen]) for n in (1, 2))
    weights = {"RELEVANT": fitted(signs, any_), "SIDED": fitted(sides[any_], right[any_])}
    print(json.dumps({name: [round(float(w), 2) for w in row] for name, row in weights.items()} | {"pairs": len(seen)}))
    both = zip(signs, sides, strict=True)
    sure = np.array([likely(weights["RELEVANT"], any_side) * likely(weights["SIDED"], side) for any_side, side in both])
    for low in np.arange(0, 1, 0.1):
        there = (sure >= low) & (sure < low + 0.1)
        if there.any():
            print(
                json.dumps(
                    {
                        "from": round(float(low), 1),
                        "pairs": int(there.sum()),
                        "right": round(100 * right[there].mean(), 1),
                    }
                )
            )


if __name__ == "__main__":
    main()
