"""Peers in the same run: spaCy's blank tokenizer with a PhraseMatcher, and its small-English architecture.

Runs in its own environment (lib/benchmarks/requirements.txt): `python peers.py TEXTS.jsonl`. Weights are random: speed
depends on the architecture, not on what was learned. Prints one JSON object of words per CPU second.
"""

import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import spacy
from spacy.matcher import PhraseMatcher
from thinc.api import Config, NumpyOps, set_current_ops

CONFIG = """
[nlp]
lang = "en"
pipeline = ["tok2vec","tagger","parser","ner"]
[components]
[components.tok2vec]
factory = "tok2vec"
[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"
[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM","PREFIX","SUFFIX","SHAPE"]
rows = [5000,2500,2500,2500]
include_static_vectors = false
[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
depth = 4
window_size = 1
maxout_pieces = 3
[components.tagger]
factory = "tagger"
[components.tagger.model]
@architectures = "spacy.Tagger.v2"
[components.tagger.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = 96
[components.parser]
factory = "parser"
[components.parser.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "parser"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true
[components.parser.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = 96
[components.ner]
factory = "ner"
[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true
[components.ner.model.tok2vec]
@architectures = "spacy.Tok2Vec.v2"
[components.ner.model.tok2vec.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM","PREFIX","SUFFIX","SHAPE"]
rows = [5000,2500,2500,2500]
include_static_vectors = false
[components.ner.model.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
depth = 4
window_size = 1
maxout_pieces = 3
"""


def matcher_speed(texts: list[str], words: int) -> float:
    nlp = spacy.blank("en")
    names = sorted(
        {
            " ".join(pair)
            for t in texts
            for pair in zip(t.split(), t.split()[1:], strict=False)
            if all(w[:1].isupper() for w in pair)
        }
    )
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("NAME", list(nlp.pipe(names[:10_000])))
    start = time.process_time()
    for text in texts:
        matcher(nlp.make_doc(text))
    return words / (time.process_time() - start)


def pipeline_speed(texts: list[str]) -> float:
    set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.util.load_model_from_config(Config().from_str(CONFIG), auto_fill=True)
    for tag in ("NN", "VB", "JJ", "IN", "DT", "PRP", "CD", "RB", "NNP", "VBD", "VBZ", "CC", "TO", "."):
        nlp.get_pipe("tagger").add_label(tag)
    for label in ("nsubj", "dobj", "prep", "pobj", "det", "amod", "ROOT", "punct", "aux", "advmod", "cc", "conj"):
        nlp.get_pipe("parser").add_label(label)
    for label in ("PERSON", "ORG", "GPE", "NORP", "LOC", "DATE", "MONEY", "CARDINAL"):
        nlp.get_pipe("ner").add_label(label)
    nlp.initialize()
    sample = texts[:100]
    words = sum(len(t.split()) for t in sample)
    best = 0.0
    for size in (16, 64):
        start = time.process_time()
        for _ in nlp.pipe(sample, batch_size=size):
            pass
        best = max(best, words / (time.process_time() - start))
    return best


def main(path: str) -> None:
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    words = sum(len(t.split()) for t in texts)
    print(
        json.dumps(
            {"spacy": spacy.__version__, "matcher": matcher_speed(texts, words), "pipeline": pipeline_speed(texts)}
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
