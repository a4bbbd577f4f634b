"""The gold of our own: complete, sound, and where the annotated sets are, every offset inside its article."""

import json
from collections import Counter

import pytest
import yaml

from standpoint.codebook import load_codebook
from standpoint.places import ROOT

GOLD = ROOT / "data" / "gold"
FILES = ["positions-1.jsonl", "positions-2.jsonl", "positions.jsonl"]
TEXTS = {
    "polnear": ["polnear/train.jsonl"],
    "seesaw": ["seesaw/docs.jsonl"],
    "demo_open": [f"demo_open/{n}.jsonl" for n in ("us_gov_2022", "kremlin_en_2022", "president_ua_en_2022")],
}
ALLOWED = {
    "actor_type": {"person", "organization", "state", "author"},
    "position": {"support", "oppose"},
    "voice": {"direct", "indirect", "act", "author"},
    "certainty": {"clear", "arguable"},
}


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def listed():
    return {row["article_id"]: (row["set"], row["codebook"]) for row in lines(GOLD / "articles.jsonl")}


@pytest.fixture(scope="module")
def codebooks():
    files = sorted((GOLD / "codebooks").glob("*.yaml"))
    return {f.stem: [i["id"] for i in yaml.safe_load(f.read_text(encoding="utf-8"))["issues"]] for f in files}


def test_three_codebooks_of_other_topics_two_to_tune_on_and_one_held_out(codebooks):
    assert [name.split("-")[0] for name in codebooks] == ["held", "tune", "tune"]
    assert all(len(issues) >= 6 for issues in codebooks.values())
    every = Counter(issue for issues in codebooks.values() for issue in issues)
    assert max(every.values()) == 1, "an issue of one codebook is in another"


def test_sharpened_codebooks_ask_the_same_claims(codebooks):
    for name in codebooks:
        plain, sharpened = (
            {i["id"]: i["claim"] for i in yaml.safe_load((GOLD / folder / f"{name}.yaml").read_text())["issues"]}
            for folder in ("codebooks", "sharpened")
        )
        assert sharpened == plain
        load_codebook([GOLD / "sharpened" / f"{name}.yaml"])


def test_articles_of_all_three_sets_are_listed_once(codebooks):
    articles = listed()
    assert len(articles) == len(lines(GOLD / "articles.jsonl")) >= 60
    assert {s for s, _ in articles.values()} == set(TEXTS)
    assert min(Counter(codebook for _, codebook in articles.values()).values()) >= 20


@pytest.mark.parametrize("name", FILES)
def test_rows_name_known_articles_issues_and_labels(name, codebooks):
    articles = listed()
    for row in lines(GOLD / name):
        assert (row["set"], row["codebook"]) == articles[row["article_id"]], row
        if row.get("none"):
            continue
        assert row["issue"] in codebooks[row["codebook"]], row
        assert all(row[field] in values for field, values in ALLOWED.items()), row
        assert (row["actor"] == "AUTHOR") == (row["actor_type"] == "author"), row
        assert "evidence" not in row and 0 <= row["start"] < row["end"], row


@pytest.mark.parametrize("name", FILES)
def test_every_article_is_coded_each_position_once(name):
    rows = lines(GOLD / name)
    none = {r["article_id"] for r in rows if r.get("none")}
    coded = Counter((r["article_id"], r["actor"], r["issue"], r["position"]) for r in rows if not r.get("none"))
    assert none | {k[0] for k in coded} == set(listed())
    assert not none & {k[0] for k in coded}
    assert max(coded.values()) == 1
    assert len(coded) >= 250


@pytest.mark.parametrize("name", FILES)
def test_evidence_lies_inside_its_article(name, bench):
    lengths = {
        doc.get("doc_id", doc.get("id")): len(doc["text"] if "text" in doc else "\n".join(doc["sentences"]))
        for files in TEXTS.values()
        for file in files
        for doc in lines(bench / file)
    }
    for row in lines(GOLD / name):
        assert row.get("none") or row["end"] <= lengths[row["article_id"]], row


def test_claims_for_training_are_whole_and_none_of_their_articles_is_in_the_gold():
    lists = {row["list"]: row["claims"] for row in lines(GOLD / "claim-lists.jsonl")}
    invented = lines(GOLD / "claims-invented.jsonl")
    coded, gold = [*lines(GOLD / "claims.jsonl"), *invented], listed()
    once = {(c["set"], c["article_id"], c.get("list"), *({"proposed", "whole"} & c.keys())) for c in coded}
    assert len(once) == len(coded)
    for c in coded:
        claims = lists[c["list"]] if "list" in c else c["claims"]
        assert all(len(set(wordings)) == 3 for wordings in claims), c["article_id"]
        assert c["article_id"] not in gold
        for claim, actor, position, start, end in c["rows"]:
            assert 0 <= claim < len(claims) and actor and 0 <= start < end, c["article_id"]
            assert position in {"support", "oppose", "none"}
    assert all(end <= len(c["text"]) for c in invented for *_, end in c["rows"])


def test_evidence_for_claims_lies_inside_its_text(bench, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "lib" / "training"))
    from passages import coded_articles, texts

    known = dict(texts(bench))
    for c in coded_articles(GOLD):
        text = c["text"] if "text" in c else known[c["set"], c["article_id"]]
        assert all(text[start:end].strip() for *_, start, end in c["rows"]), c["article_id"]
        assert all(end <= len(text) for *_, end in c["rows"]), c["article_id"]


def test_relations_for_training_are_whole_and_none_of_their_articles_is_in_the_gold():
    coded, gold = lines(GOLD / "relations.jsonl"), listed()
    assert len({(c["set"], c["article_id"], c["start"]) for c in coded}) == len(coded)
    for c in coded:
        assert c["article_id"] not in gold and c["set"] not in {"seesaw", "gwsd"}
        assert 0 <= c["start"] < c["end"] and all(c["actors"])
        for holder, target, position in c["pairs"]:
            assert holder != target and {holder, target} <= set(range(len(c["actors"]))), c
            assert position in {"support", "oppose"}


def test_sentences_coded_for_relations_lie_inside_their_text(bench, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "lib" / "training"))
    from passages import texts

    known = dict(texts(bench))
    for c in lines(GOLD / "relations.jsonl"):
        text = known[c["set"], c["article_id"]]
        assert c["end"] <= len(text) and not text[c["start"]].isspace() and not text[c["end"] - 1].isspace(), c
