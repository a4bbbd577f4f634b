"""Positions on claims of topics that nobody tuned for: rules, and the learned reader's votes from rising confidence.

  python lib/benchmarks/claims.py BENCH

Reads the coded articles that were kept from training (data/gold/claims.jsonl), of three kinds. `own`: an article's
codebook is its own claims and the eight claims of other articles that are nearest to it, on which nobody is taken to
hold a position; coders picked telling sentences, so some right rows count as wrong. `whole`: its own claims, every
position coded, and up to ten that were proposed by program, the likely ones of whose positions were coded. `list`: one
list of claims over many articles, every position coded. Prints one JSON object a line: rows, precision, recall, F1, and
how often the side is right where actor and claim are found.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from unittest.mock import patch

import numpy as np

from standpoint import on_claims
from standpoint.claim_reader import claim_reader
from standpoint.introduced import Article
from standpoint.places import ROOT
from standpoint.reader import reader
from standpoint.stance_rules import Stance
from standpoint.stances import decisions
from standpoint.text import READ

sys.path.insert(0, str(ROOT / "lib" / "training"))
from passages import HELD_LISTS, SENTENCES, actor_of, asking, coded_articles, held_out, meaning, nearest, others, texts

OTHERS = 8
OPENING = 3000  # characters of an article that its nearest claims are chosen by
Row = tuple[str, str, str]  # actor, issue, position
voting = on_claims._stance


def articles(bench: Path) -> Iterator[tuple[str, str, list[dict], list[list]]]:
    """(kind, text, issues of its codebook, coded rows) of each article kept from training."""
    coded = [c for c in coded_articles(ROOT / "data/gold") if c["set"] not in SENTENCES]
    known, words = dict(texts(bench)), claim_reader().words
    proposed = {c["article_id"]: c for c in coded if "proposed" in c}
    plain = [c for c in coded if not c.keys() & {"list", "whole", "proposed"}]
    claims = [wordings[0] for c in plain for wordings in c["claims"]]
    meanings = np.array([meaning(words, pieces(claim)) for claim in claims])
    numbers = {claim: n for n, claim in enumerate(claims)}
    for c in coded:
        issues = [{"id": f"own-{n}", "claim": wordings[0]} for n, wordings in enumerate(c["claims"])]
        text = known[c["set"], c["article_id"]][:READ]
        if c.get("list") in HELD_LISTS:
            yield "list", text, issues, c["rows"]
        elif "whole" in c and held_out(c["article_id"]):
            more = proposed.get(c["article_id"], {"claims": [], "rows": []})
            issues += [{"id": f"own-{len(issues) + n}", "claim": w[0]} for n, w in enumerate(more["claims"])]
            yield "whole", text, issues, c["rows"] + [[n + len(c["claims"]), *row] for n, *row in more["rows"]]
        elif not c.keys() & {"list", "whole", "proposed"} and held_out(c["article_id"]) and c["rows"]:
            own = meanings[[numbers[i["claim"]] for i in issues]]
            near = nearest(meaning(words, pieces(text[:OPENING])), others(own, meanings), meanings)[:OTHERS]
            yield "own", text, issues + [{"id": f"other-{n}", "claim": claims[n]} for n in near], c["rows"]


def pieces(text: str) -> np.ndarray:
    """The word pieces of a text."""
    return reader().read(text, [(0, len(text))], []).pieces


def read(text: str, issues: Sequence[dict], rows: Sequence[Sequence]) -> tuple[set[Row], list[Stance], list[Stance]]:
    """Coded positions; decisions by rules alone; decisions with every vote, however unlikely."""
    tagger = asking(issues)
    article = Article(tagger.actors["en"], "")
    field = tagger.read(article, "en", "text", text)
    given = (field.text, field.sentences, field.mentions, field.statements, tagger.issues["en"])
    by_rules, _ = decisions(*given, reading=field.learned)
    with patch.object(on_claims, "_stance", lambda of, issue, *seen: voting(of, issue._replace(likely=0.0), *seen)):
        voted, _ = decisions(*given, reading=field.learned, claims=tagger.claims["en"])
    found = {i: (f.name, f.actor_type) for i, f in article.found.items()}
    coded = {(actor_of(a, found) or a, f"own-{claim}", p) for claim, a, p, *_ in rows if p != "none"}
    return coded, by_rules, voted


def figures(found: Sequence[tuple[set[Row], set[Row]]]) -> dict:
    """Precision, recall and F1 over (coded, said) of each article, in per cent; and of sides where both have a pair."""
    hit = sum(len(coded & said) for coded, said in found)
    said, coded = (sum(len(rows[n]) for rows in found) for n in (1, 0))
    pairs = [(row in own, {row[:2]} & {r[:2] for r in own}) for own, rows in found for row in rows]
    sides = [right for right, both in pairs if both]
    p, r = 100 * hit / max(1, said), 100 * hit / max(1, coded)
    f1 = round(2 * p * r / max(1e-9, p + r), 1)
    return {"rows": said, "P": round(p, 1), "R": round(r, 1), "F1": f1, "right side": f"{sum(sides)} of {len(sides)}"}


def rows_of(stances: Sequence[Stance], sure: float = 1.0) -> set[Row]:
    """The positions on issues of actors with a name: rules', and votes that are likely enough."""
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for s in stances:
        if s.target_kind == "issue" and s.position and s.holder_id and (s.basis != "learned" or s.confidence >= sure):
            rank = s.confidence + (s.basis != "learned")
            best[s.holder_id, s.target_id] = max(best.get((s.holder_id, s.target_id), (0.0, "")), (rank, s.position))
    return {(*pair, position) for pair, (_, position) in best.items()}


def main(bench: Path) -> None:
    kinds, *given = zip(*articles(bench), strict=True)
    with ProcessPoolExecutor() as pool:
        every = list(zip(kinds, pool.map(read, *given), strict=True))
    for kind in ("own", "whole", "list"):
        found = [rows for k, rows in every if k == kind]
        told = {"kind": kind, "articles": len(found), "coded": sum(len(coded) for coded, *_ in found)}
        print(json.dumps(told | {"what": "rules alone"} | figures([(c, rows_of(r)) for c, r, _ in found])))
        for sure in (1.1, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
            what = "rules that are not unlikely" if sure > 1 else f"and votes from {sure}"
            print(json.dumps({"kind": kind, "what": what} | figures([(c, rows_of(v, sure)) for c, _, v in found])))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
