"""Agreement of two coders: `python agreement.py positions-1.jsonl positions-2.jsonl` prints one JSON object.

A unit is (article, actor, issue); its value support, oppose, both or none. `found` takes the units that either coder
has a row for, so both never say none; `grid` crosses, for each article, every actor that either coder has a row for
with every issue of its codebook. `position` takes the units that both coders have, without those where one saw both
positions. Alpha is Krippendorff's (nltk.metrics.agreement, nominal distance); `f1` counts equal (article, actor, issue,
position) rows.
"""

import json
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import yaml
from nltk.metrics.agreement import AnnotationTask

from standpoint.places import ROOT, SEEDS

GOLD = ROOT / "data" / "gold"
Unit = tuple[str, str, str]  # article, actor's key, issue


def rows_of(path: Path) -> list[dict]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def issues_of(codebook: str) -> list[str]:
    """The issue ids of one of our codebooks."""
    text = (GOLD / "codebooks" / f"{codebook}.yaml").read_text(encoding="utf-8")
    return [issue["id"] for issue in yaml.safe_load(text)["issues"]]


def name_keys() -> dict[str, str]:
    """Folded name or alias of a seed actor → its folded full name; a name that two actors share is left out."""
    seeds = yaml.safe_load((SEEDS / "actors.yaml").read_text(encoding="utf-8"))["actors"]
    owners = defaultdict(set)
    for actor in seeds:
        for name in [actor["name"], *actor.get("aliases", [])]:
            owners[_folded(name)].add(_folded(actor["name"]))
    return {name: owner.pop() for name, owner in owners.items() if len(owner) == 1}


def values(rows: list[dict], names: dict[str, str]) -> dict[Unit, str]:
    """Unit → support, oppose or both, for the units that the coder has a row for."""
    seen = defaultdict(set)
    for row in rows:
        if not row.get("none"):
            actor = _folded(row["actor"])
            seen[row["article_id"], names.get(actor, actor), row["issue"]].add(row["position"])
    return {unit: "both" if len(found) == 2 else found.pop() for unit, found in seen.items()}


def alpha(pairs: list[tuple[str, str]]) -> float | None:
    """Krippendorff's alpha of pairs of values; None where nothing varies."""
    if len({value for pair in pairs for value in pair}) < 2:
        return None
    data = [(coder, unit, pair[coder]) for unit, pair in enumerate(pairs) for coder in (0, 1)]
    return round(float(AnnotationTask(data=data).alpha()), 3)


def agreement(first: list[dict], second: list[dict]) -> dict:
    """What the module's first lines say, over all articles that both coders have read."""
    names = name_keys()
    both_read = {row["article_id"] for row in first} & {row["article_id"] for row in second}
    one, two = (values([r for r in rows if r["article_id"] in both_read], names) for rows in (first, second))
    codebooks = {row["article_id"]: row["codebook"] for row in first}
    found = sorted(set(one) | set(two))
    actors = sorted({unit[:2] for unit in found})
    grid = [(article, actor, issue) for article, actor in actors for issue in issues_of(codebooks[article])]
    position = [(one[u], two[u]) for u in found if u in one and u in two and "both" not in (one[u], two[u])]
    sets = [{(*unit, p) for unit, value in coder.items() for p in _positions(value)} for coder in (one, two)]
    equal = len(sets[0] & sets[1])
    return {
        "articles": len(both_read),
        "rows": [len(s) for s in sets],
        "found": _figures([(one.get(u, "none"), two.get(u, "none")) for u in found]),
        "grid": _figures([(one.get(u, "none"), two.get(u, "none")) for u in grid]),
        "position": _figures(position),
        "f1": round(2 * equal / (len(sets[0]) + len(sets[1])), 3),
    }


def _figures(pairs: list[tuple[str, str]]) -> dict:
    equal = sum(a == b for a, b in pairs)
    return {"units": len(pairs), "alpha": alpha(pairs), "equal": round(equal / max(1, len(pairs)), 3)}


def _positions(value: str) -> list[str]:
    return ["support", "oppose"] if value == "both" else [value]


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace(".", "")
    # "the United States Department of X", "U.S. Department of X" and "Department of X" are one
    return re.sub(r"^(the )?((united states|us) (?=\w))?", "", " ".join(re.findall(r"\w+", plain)))


if __name__ == "__main__":
    coders = [rows_of(Path(path)) for path in sys.argv[1:3]]
    books = sorted({row["codebook"] for row in coders[0]})
    parts = {book: [[row for row in rows if row["codebook"] == book] for rows in coders] for book in books}
    print(json.dumps({"all": agreement(*coders)} | {book: agreement(*rows) for book, rows in parts.items()}, indent=1))
