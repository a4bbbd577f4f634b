"""Accuracy of both readers on human-annotated news: each task of the annotated sets' own score.py."""

import hashlib
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import yaml

from standpoint.places import CORPORA, ROOT

CLAIM = {"issues": [{"id": "claim", "claim": "Global warming is a serious concern."}]}
# task, gold file, codebook: as the sets' README tells to develop
TASKS = [
    ("attribution", "polnear/dev.jsonl", None),
    ("actors", "worldwide_ner/docs.jsonl", None),
    ("linking", "newswcl50/docs.jsonl", None),
    ("tone", "newsmtsc/dev_mt.jsonl", None),
    ("relations", "seesaw/docs.jsonl", None),
    ("sentences", "gwsd/sentences.jsonl", CLAIM),
    ("wire", "polnear/dev.jsonl", None),
]


def held_out(doc_id: str) -> bool:
    """Is this article of worldwide_ner kept from training (lib/training/data.py)? By a hash of its id."""
    return int(hashlib.sha256(doc_id.encode()).hexdigest()[:8], 16) % 100 < 15


def standpoint(*arguments: str | Path) -> None:
    """Run the command line; its complaints about single articles go to stderr."""
    subprocess.run(
        [sys.executable, "-m", "standpoint.cli", *map(str, arguments)], check=False, stdout=subprocess.DEVNULL
    )


def score(bench: Path, work: Path, reader: str) -> dict[str, dict]:
    """Task → what score.py printed for a reader; `issues` on our own golden rows of the bundled corpora."""
    out = {}
    for task, name, codebook in TASKS:
        folder = work / reader / task
        folder.mkdir(parents=True)
        gold = bench / name
        if task == "actors":
            gold = folder / "gold.jsonl"
            kept = [line for line in (bench / name).open(encoding="utf-8") if held_out(str(json.loads(line)["doc_id"]))]
            gold.write_text("".join(kept), encoding="utf-8")
        inputs = _score(bench, "inputs", task, gold)
        (folder / "in.jsonl").write_text(inputs, encoding="utf-8")
        more = []
        if codebook:
            (folder / "codebook.yaml").write_text(yaml.safe_dump(codebook))
            more = ["--codebook", folder / "codebook.yaml"]
        standpoint("tag", folder / "in.jsonl", "--out", folder / "tagged", "--quiet", "--reader", reader, *more)
        out[task] = json.loads(_score(bench, task, gold, folder / "tagged"))
        if task == "actors":
            out["regions"] = by_region(bench, gold, folder)
    for corpus in ("ukraine-diplomacy", "climate-finance"):
        folder = work / reader / corpus
        standpoint("tag", CORPORA / corpus, "--out", folder, "--quiet", "--reader", reader)
        rows = folder / "gold.jsonl"
        rows.write_text("\n".join(json.dumps(row) for row in golden_positions(corpus, folder)))
        out[f"issues ({corpus})"] = json.loads(_score(bench, "issues", rows, folder))
    return out


def by_region(bench: Path, gold: Path, folder: Path) -> dict[str, dict]:
    """Region of the world → what score.py printed for its articles alone: are some regions' names missed more?"""
    lines: dict[str, list[str]] = defaultdict(list)
    for line in gold.open(encoding="utf-8"):
        lines[json.loads(line)["region"]].append(line)
    out = {}
    for region, own in sorted(lines.items()):
        path = folder / "region.jsonl"
        path.write_text("".join(own), encoding="utf-8")
        out[region] = {"articles": len(own)} | json.loads(_score(bench, "actors", path, folder / "tagged"))
    return out


def golden_positions(corpus: str, tagged: Path) -> list[dict]:
    """Rows for `score.py issues` from lib/tests/golden: who supports or opposes which issue, in which article."""
    import pandas as pd

    articles = pd.read_parquet(tagged / "articles.parquet", columns=["article_id", "title", "source_file"])
    actors = pd.read_parquet(tagged / "actors.parquet").set_index("name")["actor_type"]
    golden = yaml.safe_load((ROOT / "lib" / "tests" / "golden" / f"{corpus}.yaml").read_text(encoding="utf-8"))
    rows = []
    for article in golden["articles"]:
        match = articles[articles["source_file"].str.endswith(Path(article["file"]).name)]
        if "title" in article:
            match = match[match["title"] == article["title"]]
        if len(match) != 1:
            raise LookupError(f"{corpus}: {article['file']} is not one article but {len(match)}")
        article_id = match["article_id"].iloc[0]
        for stance in article.get("stances", []):
            if "issue" in stance:
                kind = actors.get(stance["holder"], "person")
                base = {"article_id": article_id, "actor": stance["holder"], "actor_type": kind}
                rows.append(base | {"issue": stance["issue"], "position": stance["position"]})
        rows.append({"article_id": article_id, "none": True})
    return rows


def _score(bench: Path, *arguments: str | Path) -> str:
    """What score.py prints. One that a signal ended (a library's threads at its exit) is run once more."""
    command = [sys.executable, bench / "score.py", *map(str, arguments)]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        if done.returncode >= 0:
            break
    if done.returncode:
        raise RuntimeError(f"score.py {' '.join(map(str, arguments))} failed:\n{done.stderr[-2000:]}")
    return done.stdout
