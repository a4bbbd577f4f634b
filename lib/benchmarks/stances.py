"""What each part of reading positions is worth: the annotated sets scored with parts switched off.

  python lib/benchmarks/stances.py BENCH [--gold data/gold] [--task gold sentences relations]

BENCH is the folder of annotated sets with their score.py. Parts: `claim` reads claims alone, without
what else the codebook says; `wordings` and `terms` read the same codebook as sharpened/ has it, with wordings for and
against alone, and with terms, too; `no references` reads no "the proposal" or "it"; `no topics` asks every passage for
most of a claim's words; `no leanings` reads no "his opposition to" or "imposed by"; `speakers only` takes no party for
its members, nobody for his role; `no nouns` leaves out attitudes of actors in nouns and roles; `no pairs` leaves out
the learned reader's votes on actors; `first look` goes by the first look at passages alone. `relations` is scored on
either half of the set by a hash of its ids: words and thresholds were chosen on the first.
Prints one JSON object a line: task, part, figures, seconds.
"""

import argparse
import hashlib
import importlib.util
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import pandas as pd
import yaml
from accuracy import CLAIM

from standpoint import issues, on_issues, stances
from standpoint.claim_reader import claim_reader
from standpoint.corpus import load_corpus
from standpoint.second_look import SecondLook
from standpoint.store import tag_corpus
from standpoint.workspace import codebook_for

SHARPENED = {"wordings": ("for", "against"), "terms": ("terms", "for", "against")}
LOWER_HOUSES = {"United States House of Representatives": "United States Congress"}
PARTS = (
    "all",
    "claim",
    "no references",
    "no topics",
    "no leanings",
    "speakers only",
    "no nouns",
    "no pairs",
    "first look",
    *SHARPENED,
)


def main() -> None:
    """Score the tasks asked for, part by part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--gold", type=Path, help="folder of articles.jsonl, positions.jsonl and codebooks/")
    parser.add_argument("--task", nargs="+", default=["gold", "sentences", "relations"])
    parser.add_argument("--part", nargs="+", default=list(PARTS), choices=PARTS)
    parser.add_argument("--codebook", nargs="+", default=[], help="of the gold: only these, such as tune-us-campaign")
    options = parser.parse_args()
    spec = importlib.util.spec_from_file_location("score", options.bench / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    for task in options.task:
        for name, articles, codebook, scored in TASKS[task](score, options):
            for part in options.part:
                if part in SHARPENED and task != "gold":
                    continue
                begun = time.perf_counter()
                with tempfile.TemporaryDirectory() as folder, switched_off(part):
                    used = _sharpened(options.gold, name, SHARPENED[part]) if part in SHARPENED else codebook
                    tagged = _tag(Path(folder), articles, used, alone=part == "claim")
                    row = {"task": name, "part": part, **scored(tagged)}
                print(json.dumps(row | {"seconds": round(time.perf_counter() - begun, 1)}), flush=True)


@contextmanager
def switched_off(part: str) -> Iterator[None]:
    """Reading with one part left out."""
    with ExitStack() as stack:
        if part == "no references":
            stack.enter_context(patch.object(on_issues, "referred_to", lambda *_: []))
        if part == "no topics":
            stack.enter_context(patch.object(issues.CompiledIssues, "topics", lambda *_: frozenset()))
        if part == "no leanings":
            stack.enter_context(patch.object(stances, "find_leanings", lambda *_: ()))
        if part == "speakers only":
            stack.enter_context(patch.object(on_issues, "holders_of", lambda _, s, *__: {s.speaker_id} - {None}))
        if part == "no nouns":
            stack.enter_context(patch.object(stances, "held_in_nouns", lambda *_: []))
        if part == "no pairs":
            whole = stances.decisions
            stack.enter_context(
                patch.object(stances, "decisions", lambda *a, **k: whole(*a, **k | {"relations": None}))
            )
        if part == "first look":
            first = claim_reader()
            stack.enter_context(patch.object(SecondLook, "judge", lambda _, *given: first.judge(*given)))
        yield


def _sharpened(folder: Path, task: str, kept: tuple[str, ...]) -> dict:
    """The codebook of a task of the gold with the words of its sharpened form that are kept."""
    book = yaml.safe_load((folder / "sharpened" / f"{task.removeprefix('gold, ')}.yaml").read_text(encoding="utf-8"))
    return {"issues": [i | {"en": {k: i["en"][k] for k in kept if k in i["en"]}} for i in book["issues"]]}


def _tag(folder: Path, articles: list[dict], codebook: dict | None, *, alone: bool) -> Path:
    source, out = folder / "in.jsonl", folder / "out"
    source.write_text("".join(json.dumps(a) + "\n" for a in articles), encoding="utf-8")
    files = []
    if codebook:
        issues = [{k: i[k] for k in ("id", "claim")} if alone else i for i in codebook["issues"]]
        files = [folder / "issues.yaml"]
        files[0].write_text(yaml.safe_dump({"issues": issues}), encoding="utf-8")
    corpus = load_corpus(source)
    tag_corpus(corpus, codebook_for(corpus, files), out)
    return out


Task = Iterator[tuple[str, list[dict], dict | None, Callable[[Path], dict]]]


def sentences(score, options: argparse.Namespace) -> Task:
    """Does a sentence agree with a claim? (GWSD; nothing was chosen by it.)"""
    rows = score.lines(options.bench / "gwsd" / "sentences.jsonl")
    articles = [{"article_id": str(r["id"]), "text": r["sentence"]} for r in rows]
    yield "sentences", articles, CLAIM, lambda out: score.sentences(rows, out)


def relations(score, options: argparse.Namespace) -> Task:
    """Who is for or against whom? (SEESAW, in halves.)"""
    docs = score.lines(options.bench / "seesaw" / "docs.jsonl")
    for half in (0, 1):
        chosen = [d for d in docs if int(hashlib.md5(d["doc_id"].encode()).hexdigest(), 16) % 2 == half]
        articles = [{"article_id": d["doc_id"], "title": d["title"], "text": "\n".join(d["sentences"])} for d in chosen]
        yield f"relations, half {half + 1}", articles, None, lambda out, docs=chosen: score.relations(docs, out)


def gold(score, options: argparse.Namespace) -> Task:
    """Who supports or opposes which issue? What was settled on; rows that stay optional neither help nor hurt."""
    listed = score.lines(options.gold / "articles.jsonl")
    settled = score.lines(options.gold / "positions.jsonl")
    for file in sorted((options.gold / "codebooks").glob("*.yaml")):
        if options.codebook and file.stem not in options.codebook:
            continue
        ids = {r["article_id"] for r in listed if r["codebook"] == file.stem}
        sets = {r["set"] for r in listed if r["codebook"] == file.stem}
        articles = [a for name in sorted(sets) for a in _texts(score, options.bench / name) if a["article_id"] in ids]
        rows = [{"article_id": i, "none": True, "actor_type": "", "issue": "", "actor": ""} for i in ids]
        rows += [r for r in settled if r["article_id"] in ids and not r.get("none")]
        codebook = yaml.safe_load(file.read_text(encoding="utf-8"))
        yield f"gold, {file.stem}", articles, codebook, lambda out, rows=rows: score.issues(rows, as_coded(out))


def as_coded(out: Path) -> Path:
    """Tagged tables, actors named by the coding rules: a lower house that votes is the parliament there (rule 4)."""
    actors = pd.read_parquet(out / "actors.parquet")
    actors.replace({"name": LOWER_HOUSES}).to_parquet(out / "actors.parquet")
    return out


def _texts(score, folder: Path) -> Iterator[dict]:
    """The articles of an annotated set; sentences as lines, as score.py counts them."""
    for file in sorted(folder.glob("*.jsonl")):
        for d in score.lines(file):
            text = d["text"] if "text" in d else "\n".join(d.get("sentences", []))
            fields = {"title": d.get("title"), "published": d.get("date"), "url": d.get("url")}
            yield {"article_id": d.get("doc_id", d.get("id")), "text": text} | {k: v for k, v in fields.items() if v}


TASKS = {"sentences": sentences, "relations": relations, "gold": gold}

if __name__ == "__main__":
    main()
