"""Claims coded in real articles → passages for training the reader of claims, as the shipped reader will see them.

    python passages.py --bench FOLDER --gold data/gold --reader FOLDER --words FOLDER --out passages.npz

READER is a model whose encoder gives all that it sees (`seen.py`), WORDS holds words.npz. Runs in the project's own
environment, since it reads the articles with the whole program. Nothing of the articles' text is kept but numbers.

Of each coded row three passages are made: with the claim, its contrary (the position turned around) and another
wording. Rows without a position come from four sources: the coders; actors of the same article whom they found taking
none on the claim (near sentences first: the hard ones); another claim of the article; and claims of other articles that
are about nearly the same. Where an article was coded for all of a list of claims (`list`), whoever has no row takes no
position, and as many as may be read by mistake are among the passages.
"""

import argparse
import hashlib
import json
import random
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import yaml
from tokenizers import Tokenizer

from standpoint.actors import Mention
from standpoint.claim_reader import Passage, inputs, marked
from standpoint.codebook import load_codebook
from standpoint.introduced import Article
from standpoint.nearness import Words, load_words, nearness
from standpoint.reader import INPUTS, Reader, Reading, reader
from standpoint.tagger import Field, Tagger
from standpoint.text import READ, containing, quotations, sentences
from standpoint.windows import windows

POSITIONS = ("none", "support", "oppose")
TURNED = {"none": "none", "support": "oppose", "oppose": "support"}
HELD_OUT = 12  # per cent of the coded articles
HELD_LISTS = ("list-8", "list-12")  # lists of claims whose articles are all kept from training
CODED, UNCODED, OTHER_CLAIM = 1.0, 0.7, 0.5  # weights of rows: what no coder has written counts less
SENTENCES = {"dse": str.maketrans("", "", "[]"), "newsmtsc": {}, "invented": {}}  # sets of sentences; marks to take out
UNCERTAIN = {"president_ua_en_2022"}  # files whose licence may be one or another
UNLISTED, ABOUT = 40, 0.45  # passages without a row of an article coded whole or for a list, from this nearness on
NEAREST, SAME = 80, 0.85  # claims of other articles; from this cosine on two claims are taken for one
SEED = 3


def asking(issues: Sequence[dict]) -> Tagger:
    """A learned tagger whose codebook holds these issues: id and claim of each."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "issues.yaml"
        file.write_text(yaml.safe_dump({"issues": list(issues)}), encoding="utf-8")
        return Tagger(load_codebook([file]), reader())


def coded_articles(folder: Path) -> list[dict]:
    """What was coded, with its claims written out: rows of claims.jsonl, and invented ones, which hold their text."""

    def lines(name: str) -> list[dict]:
        return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]

    lists = {given["list"]: given["claims"] for given in lines("claim-lists.jsonl")}
    rows = lines("claims.jsonl") + lines("claims-invented.jsonl")
    return [r if "claims" in r else r | {"claims": lists[r["list"]]} for r in rows]


def kept(coded: Sequence[dict]) -> set[str]:
    """Ids of the articles that are kept from training."""
    return {c["article_id"] for c in coded if held_out(c["article_id"]) or c.get("list") in HELD_LISTS}


def held_out(article_id: str) -> bool:
    """Is this coded article kept for choosing thresholds? By a hash of its id: the same in every run."""
    return int(hashlib.md5(article_id.encode()).hexdigest(), 16) % 100 < HELD_OUT


def texts(bench: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """((set, article id), text) of every article in the annotated sets, and of every sentence of SENTENCES, without
    those whose licence is not certain.
    """
    for file in sorted(bench.glob("*/*.jsonl")):
        if file.stem in UNCERTAIN:
            continue
        name = file.parent.name
        with file.open(encoding="utf-8") as lines:
            for d in map(json.loads, lines):
                if "text" in d:
                    yield (name, d.get("doc_id", d.get("id"))), d["text"]
                elif name in SENTENCES and file.stem == "train":
                    yield (name, d["id"]), " ".join(d["sentence"].translate(SENTENCES[name]).split())


def as_read(tokenizer: Tokenizer, text: str) -> list[np.ndarray]:
    """The encoder's inputs of a text: an array 4 × word pieces for each window."""
    made = windows(tokenizer, text, sentences(text), quotations(text))
    return [np.array([getattr(window, name) for name in INPUTS], np.int32) for window in made]


def claim_as_read(tokenizer: Tokenizer, wording: str) -> np.ndarray:
    """The encoder's inputs of a claim, which is read as one sentence."""
    window = next(windows(tokenizer, wording, [(0, len(wording))], []))
    return np.array([getattr(window, name) for name in INPUTS], np.int32)


def as_arrays(name: str, made: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """Windows behind one another, and how long they are, as arrays of a file."""
    return {name: np.concatenate(made, 1), f"{name}_lengths": np.array([window.shape[1] for window in made])}


def bare(name: str) -> str:
    """A name without its article and title, in lower case."""
    return re.sub(r"^(the|mr|mrs|ms|dr|sen|rep|gov|president)\.? ", "", name.lower().replace("’", "'").strip()).strip()


def actor_of(name: str, found: Mapping[str, tuple[str, str]]) -> str | None:
    """The id of a coded actor among those found in the article (id → name, type): by name, surname, or a part."""
    coded = bare(name)
    if coded in ("author", ""):
        return "article"
    for actor, (known, _) in found.items():
        if bare(known) == coded:
            return actor
    words = coded.split()
    for actor, (known, kind) in found.items():
        own = bare(known).split()
        if kind == "person" and own and own[-1] == words[-1] and (1 in (len(own), len(words)) or own[0] == words[0]):
            return actor
    for actor, (known, kind) in found.items():
        shorter, longer = sorted((bare(known), coded), key=len)
        if kind != "person" and len(shorter) > 3 and re.search(rf"\b{re.escape(shorter)}\b", longer):
            return actor
    return None


def with_unnamed(read: Field, name: str) -> tuple[Field, str]:
    """A field with mentions of somebody who has no name ("residents"), wherever the last word of it stands."""
    last, actor = name.split()[-1], f"said:{name}"
    new = [
        Mention(m.start(), m.end(), actor, actor, "name", 1.0)
        for m in re.finditer(rf"\b{re.escape(last)}\b", read.text)
    ]
    statements = [
        s if s.speaker_id or last.lower() not in s.speaker_text.lower() else s._replace(speaker_id=actor)
        for s in read.statements
    ]
    return read._replace(mentions=sorted([*read.mentions, *new]), statements=statements), actor


Elsewhere = Callable[[int, int], Sequence[str]]


def candidates(read: Field) -> dict[int, set[str]]:
    """Sentence → ids of those who speak or are named there."""
    out: dict[int, set[str]] = {i: set() for i in range(len(read.sentences))}
    for s in read.statements:
        for a, b in s.content if s.speaker_id else ():
            for i, (low, high) in enumerate(read.sentences):
                if low < b and a < high:
                    out[i].add(s.speaker_id)
    for m in read.mentions:
        if (i := containing(read.sentences, m.start)) >= 0:
            out[i].add(m.actor_id)
    return out


def meaning(words: Words, pieces: np.ndarray) -> np.ndarray:
    """One vector of length 1 for a text."""
    vector = words.weights[pieces] @ words.vectors[pieces].astype(np.float32)
    return vector / max(1e-9, float(np.linalg.norm(vector)))


def others(own: np.ndarray, claims: np.ndarray) -> np.ndarray:
    """Numbers of the claims that are none of an article's own; all as vectors."""
    return np.flatnonzero((claims @ own.T).max(1) < SAME)


def nearest(passage: np.ndarray, numbers: np.ndarray, claims: np.ndarray) -> np.ndarray:
    """Of the claims of these numbers those that are nearest to a passage."""
    return numbers[np.argsort(-(claims @ passage)[numbers])[:NEAREST]]


def rows_of(
    coded: dict, actors: Mapping[str, str], near: np.ndarray, read: Field, elsewhere: Elsewhere, rng: random.Random
) -> Iterator[tuple]:
    """(start, end, actor, claim's words, position, weight) for each passage of a coded article.

    `near` is sentences × claims; `elsewhere` gives wordings of other articles' claims that are near to a span.
    """
    taken = {(claim, actors[name]) for claim, name, position, *_ in coded["rows"] if position != "none"}
    for claim, name, position, start, end in coded["rows"]:
        asked, contrary, other = coded["claims"][claim]
        yield start, end, actors[name], asked, position, CODED
        yield start, end, actors[name], contrary, TURNED[position], CODED
        yield start, end, actors[name], other, position, CODED
        free = [n for n in range(len(coded["claims"])) if n != claim and (n, actors[name]) not in taken]
        if free:
            yield start, end, actors[name], rng.choice(coded["claims"][rng.choice(free)]), "none", OTHER_CLAIM
        for wording in rng.sample(elsewhere(start, end), 2 if position != "none" else 1):
            yield start, end, actors[name], wording, "none", OTHER_CLAIM
    pairs = [(i, actor) for i, there in candidates(read).items() for actor in sorted(there)]
    if coded.keys() & {"list", "whole"}:
        yield from beside(coded, taken, read, rng)
        yield from unlisted(coded, pairs, taken, near, read, rng)
    elif coded["set"] not in SENTENCES:
        for claim, wordings in enumerate(coded["claims"]):
            open_ = sorted((p for p in pairs if (claim, p[1]) not in taken), key=lambda p: -near[p[0], claim])
            for i, actor in rng.sample(open_[: max(12, len(open_) // 3)], min(12, len(open_))):
                yield *read.sentences[i], actor, rng.choice(wordings), "none", UNCODED


def beside(coded: dict, taken: set, read: Field, rng: random.Random) -> Iterator[tuple]:
    """Rows without a position of those who are in a sentence in which somebody else takes one."""
    there, made = candidates(read), set()
    for claim, _, position, start, end in coded["rows"]:
        own = [there[i] for i, (low, high) in enumerate(read.sentences) if low < end and start < high]
        for actor in sorted(set().union(*own)) if position != "none" else ():
            if (claim, actor) not in taken and (claim, actor, start) not in made:
                made.add((claim, actor, start))
                yield start, end, actor, rng.choice(coded["claims"][claim]), "none", CODED


def unlisted(
    coded: dict, pairs: Sequence[tuple[int, str]], taken: set, near: np.ndarray, read: Field, rng: random.Random
) -> Iterator[tuple]:
    """Rows without a position from an article whose every position on its claims was coded: half of them the
    nearest, half as they come."""
    open_ = [
        (near[i, claim], i, actor, claim)
        for i, actor in pairs
        for claim in np.flatnonzero(near[i] >= ABOUT)
        if (claim, actor) not in taken
    ]
    open_.sort(key=lambda p: -p[0])
    first, rest = open_[: UNLISTED // 2], open_[UNLISTED // 2 :]
    for _, i, actor, claim in [*first, *rng.sample(rest, min(UNLISTED // 2, len(rest)))]:
        yield *read.sentences[i], actor, rng.choice(coded["claims"][claim]), "none", CODED


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("bench", "gold", "reader", "words", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    asked = parser.parse_args()
    learned, words, rng = Reader(asked.reader), load_words(asked.words / "words.npz"), random.Random(SEED)
    tagger, known = Tagger(load_codebook(), learned), dict(texts(asked.bench))
    tokenizer = Tokenizer.from_file(str(asked.reader / "tokenizer.json"))
    all_coded = coded_articles(asked.gold)
    apart = kept(all_coded)
    claims: dict[str, Reading] = {}
    for wording in (w for coded in all_coded for wordings in coded["claims"] for w in wordings):
        if wording not in claims:
            claims[wording] = learned.read(wording, [(0, len(wording))], [])
    places = dict(zip(claims, np.cumsum([0, *(len(r.pieces) for r in claims.values())]), strict=False))
    wordings, meanings = list(claims), np.array([meaning(words, r.pieces) for r in claims.values()])
    numbers = {w: n for n, w in enumerate(wordings)}
    seen, told, near, near_claims, table, made_windows = [], [], [], [], [], []
    at = 0
    for coded in all_coded:
        text = (coded.get("text") or known[coded["set"], coded["article_id"]])[:READ]
        article = Article(tagger.actors["en"], "")
        read = tagger.read(article, "en", "text", text)
        actors: dict[str, str] = {}
        for name in {row[1]: None for row in coded["rows"]}:
            actor = actor_of(name, {i: (f.name, f.actor_type) for i, f in article.found.items()})
            if actor is None:
                read, actor = with_unnamed(read, name)
            actors[name] = actor
        marks = marked(read.learned, read.mentions, read.statements)
        slices = [marks.at(*s) for s in read.sentences]
        nearby = nearness(words, read.learned.pieces, slices, [claims[w[0]].pieces for w in coded["claims"]])
        foreign = others(meanings[[numbers[w[0]] for w in coded["claims"]]], meanings)

        def elsewhere(start: int, end: int, marks=marks, read=read, foreign=foreign) -> list[str]:
            passage = meaning(words, read.learned.pieces[marks.at(start, end)])
            return [wordings[n] for n in nearest(passage, foreign, meanings)]

        for start, end, actor, wording, position, weight in rows_of(coded, actors, nearby, read, elsewhere, rng):
            claim = claims[wording]
            says = [n for n, s in enumerate(read.statements) if s.speaker_id == actor]
            passage = Passage(marks.at(start, end), actor, says, claim)
            if passage.pieces.stop == passage.pieces.start:
                continue
            made = inputs(words, read.learned, marks, [passage], len(read.statements))
            count, of_claim = made["near"].shape[1], made["claim_near"].shape[1]
            told.append(made["told"][0].astype(np.uint8))
            near.append(made["near"][0].astype(np.float16))
            near_claims.append(made["claim_near"][0].astype(np.float16))
            where = at + passage.pieces.start, count, places[wording], of_claim
            held, by_hand = coded["article_id"] in apart, weight == CODED
            table.append((*where, POSITIONS.index(position), weight, held, by_hand))
        seen.append(read.learned.seen)
        made_windows += as_read(tokenizer, text)
        at += len(read.learned.seen)
    np.savez(
        asked.out, seen=np.concatenate(seen), claims=np.concatenate([r.seen for r in claims.values()]),
        told=np.concatenate(told), near=np.concatenate(near), near_claims=np.concatenate(near_claims),
        table=np.array(table, np.float64), **as_arrays("windows", made_windows),
        **as_arrays("claim_windows", [claim_as_read(tokenizer, wording) for wording in claims]),
    )  # fmt: skip
    print(f"{len(table)} passages of {len(seen)} articles, {len(claims)} wordings of claims")


if __name__ == "__main__":
    main()
