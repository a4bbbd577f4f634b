"""How well credits and chains are read: `python lib/benchmarks/sourcing.py [--misses]`. Prints one JSON object.

Credits: PolNeAR's field `wire`, against copying the byline. Chains: sentences that we labelled
(data/gold/chains.jsonl), half of them held out. A chain is right where every name in it is, nearest the page first; an
article lists a chain once, where it first stands.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pyarrow as pa
from gold import GOLD, bench, is_held, lines, scores

from standpoint import tables
from standpoint.codebook import Codebook, load_codebook
from standpoint.credits import CreditReader
from standpoint.tag import tag_batch

OUTLETS = {
    "breitbart": "Breitbart",
    "huff-post": "HuffPost",
    "nyt": "The New York Times",
    "politico": "Politico",
    "usa-today": "USA Today",
    "wash-post": "The Washington Post",
    "west-journal": "Western Journal",
    "wikinews_2019_2020": "Wikinews",
    "us_gov_2022": "The White House",
}
NO_AGENCY = {None, "None", "NA", "WIRE"}


def credits(folder: Path, book: Codebook) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of the credited agency on train and dev: the reader's, and the byline copied alone."""
    reader, out = CreditReader(book.outlets), {}
    docs = [doc for part in ("train", "dev") for doc in lines(folder / "polnear" / f"{part}.jsonl")]
    gold = [None if doc["wire"] in NO_AGENCY else doc["wire"].casefold() for doc in docs]
    for name, read in {
        "reader": lambda doc: reader.read(doc["title"], doc["author"], doc["text"]),
        "byline alone": lambda doc: reader.read(None, doc["author"], ""),
    }.items():
        found = [agency.casefold() if (agency := read(doc).agency) else None for doc in docs]
        right = sum(f == g for f, g in zip(found, gold, strict=True) if g)
        out[name] = scores(right, sum(map(bool, found)), sum(map(bool, gold)))
    return out


def chains(folder: Path, book: Codebook) -> tuple[dict[str, dict], list[tuple]]:
    """Exact chains on the half to tune on and the held half, and what differs: (half, row, chains found there)."""
    rows = lines(GOLD / "chains.jsonl")
    found, count, misses = _found(folder, rows, book), defaultdict(lambda: defaultdict(int)), []
    for row in rows:
        half = "held" if is_held(f"{row['set']} {row['doc_id']} {row['start']}") else "tuning"
        here = {c for c, at in found[row["doc_id"]] if row["start"] <= at < row["end"]}
        before = {c for c, at in found[row["doc_id"]] if at < row["end"]}
        chain, n = tuple(map(plain, row["chain"])), count[half]
        right = chain in before if chain else not here
        n["chains" if chain else "without"] += 1
        n["exact" if chain else "left alone"] += right
        n["more found"] += len(here - {chain}) if chain else 0
        if not right:
            misses.append((half, row, sorted(here)))
    return {half: dict(n) | {"exact %": round(100 * n["exact"] / n["chains"], 1)} for half, n in count.items()}, misses


def plain(name: str) -> str:
    """A name to compare by: no article, no case."""
    return re.sub(r"^(?:the|an?|another|one)\s", "", name.casefold())


def _found(folder: Path, rows: list[dict], book: Codebook) -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """Of each article its chains as names, nearest the page first, and where their last link stands."""
    articles = [_article(folder, *key) for key in sorted({(row["set"], row["doc_id"]) for row in rows})]
    out: dict[str, dict] = {a["article_id"]: defaultdict(list) for a in articles}
    for i in range(0, len(articles), 16):
        made = tag_batch(tables.arrow("articles", articles[i : i + 16]), book, book.fingerprint)
        for link in pa.Table.to_pylist(made["sourcing"]):
            out[link["article_id"]][link["chain_id"]].append(link)
    return {
        article: [(tuple(plain(link["to_name"]) for link in c), max(link["start"] for link in c)) for c in of.values()]
        for article, of in out.items()
    }


@cache
def _documents(folder: Path, source: str) -> dict[str, dict]:
    parts = ["polnear/train", "polnear/dev"] if source == "polnear" else [source]
    return {d.get("doc_id", d.get("id")): d for part in parts for d in lines(folder / f"{part}.jsonl")}


def _article(folder: Path, source: str, doc_id: str) -> dict:
    doc = _documents(folder, source)[doc_id]
    outlet = OUTLETS[doc["publisher"] if source == "polnear" else source.split("/")[1]]
    facts = {"article_id": doc_id, "title": doc["title"], "text": doc["text"], "language": "en"}
    return facts | {"outlet": outlet, "byline": doc.get("author")}


def main() -> int:
    """Measure and print. Returns 2 where the annotated sets are absent."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--misses", action="store_true", help="print the labelled sentences that come out otherwise")
    options = options.parse_args()
    if (folder := bench()) is None:
        print("no annotated sets: set STANDPOINT_BENCH to their folder", file=sys.stderr)
        return 2
    book = load_codebook()
    of_chains, misses = chains(folder, book)
    print(json.dumps({"credits": credits(folder, book), "chains": of_chains}, indent=1))
    for half, row, here in misses if options.misses else []:
        print(half, row["set"], row["doc_id"], row["start"], row["chain"], "≠", here)
    return 0


if __name__ == "__main__":
    sys.exit(main())
