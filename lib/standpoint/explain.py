"""Why an article was read as it was: each decision on a position, taken or abstained, with its reasons."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from standpoint.introduced import Article
from standpoint.stances import decisions
from standpoint.tagger import Tagger
from standpoint.text import containing

COLUMNS = (
    "field", "start", "words", "holder", "decision", "target", "relevance", "direction", "confidence", "rule", "why"
)  # fmt: skip
ABSTAINED = "abstained"


def explain(article: Mapping[str, Any], tagger: Tagger) -> pd.DataFrame:
    """One row a decision, in reading order: who (`holder`), support, oppose or abstained (`decision`), on what.

    `words` is the sentence where the passage begins; `relevance`, `direction` and `confidence` lie between 0 and 1;
    `target` is an issue's id, whose lines in the codebook decide, or the name of an actor. An article in a language
    without cues gives no rows.
    """
    language = article["language"] or "en"
    if language not in tagger.languages:
        return pd.DataFrame(columns=list(COLUMNS))
    published = article["published"]
    reading = Article(tagger.actors[language], "" if pd.isna(published) else published.date().isoformat())
    rows = []
    for name, read in tagger.fields(article, reading, language).items():
        text = read.text
        found, _ = decisions(
            text, read.sentences, read.mentions, read.statements, tagger.issues[language],
            opinion=read.opinion, headline=name == "title", reading=read.learned, relations=tagger.relations,
            claims=tagger.claims.get(language),
        )  # fmt: skip
        names = {i: f.name for i, f in reading.found.items()} | {"article": "the article itself"}
        for s in found:
            at = containing(read.sentences, s.start)
            words = text[slice(*read.sentences[at])] if at >= 0 else text[s.start : s.end]
            rows.append(
                (
                    name, s.start, words, names.get(s.holder_id or "", "unnamed"), s.position or ABSTAINED,
                    names.get(s.target_id, s.target_id), s.relevance, s.direction, s.confidence, s.basis, s.because,
                )
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))
