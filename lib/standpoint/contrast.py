"""How outlets differ: their words, the issues they take up, the positions they report, their versions of a story."""

import re
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

from standpoint.measures import empty, ratios, readable, refs, with_articles, with_stories
from standpoint.positions import UNIT, claims, held, indices
from standpoint.store import Tagged
from standpoint.text import straight

WORDS = ("outlet", "word", "z", "count", "elsewhere", "n", "unit", "evidence")
ATTENTION = ("outlet", "issue_id", "claim", "articles", "share", "low", "high", "n", "unit", "evidence")
BALANCE = (
    "outlet", "issue_id", "claim", "support", "oppose", "index", "low", "high", "n", "thin", "unit", "evidence"
)  # fmt: skip
SAME = (
    "story_id", "title", "outlets", "publications", "kept_low", "kept_high", "published", "n", "unit", "evidence"
)  # fmt: skip
# A name with an apostrophe is one word: O'Dell, d'Estaing, Dell’Utri; what follows in "Lanthe's" and "they've" is none.
WORD = re.compile(r"(?:(?<!\w)[^\W\d_]['’]|[^\W\d_]+['’](?=[A-ZÀ-Þ]))?[^\W\d_]{3,}")
PRIOR = 500.0  # words that the prior weighs: as many as a few articles
LEAST, LEAST_ARTICLES = 3, 2  # uses, and articles with it, before a word can be an outlet's own
FEW = 3
MOST_REFS = 50


def distinctive_words(tagged: Tagged, top: int = 10) -> pd.DataFrame:
    """The words that set each outlet apart from the others, by how surely it uses them more often (`z`).

    Log-odds ratios with an informative Dirichlet prior, drawn from all outlets together (Monroe, Colaresi and Quinn
    2008, "Fightin' Words", Political Analysis 16(4), eq. 22). `count` is how often the outlet uses it, `elsewhere` how
    often all others do. A word is told as it is written most often. Reprints count: they are what readers see.
    """
    tagged = readable(tagged)
    rows = with_articles(tagged.stories[["article_id"]], tagged, ["outlet", "text"])
    left_out = _left_out(tagged)
    uses: dict[str, Counter[str]] = {}
    articles: dict[tuple[str, str], list[str]] = {}
    written: dict[str, Counter[str]] = {}
    for row in rows.itertuples(index=False):
        forms = WORD.findall(row.text)
        for form in forms:
            written.setdefault(_key(form), Counter())[form] += 1
        counts = Counter(w for w in map(_key, forms) if w not in left_out)
        uses.setdefault(row.outlet, Counter()).update(counts)
        for word in counts:
            articles.setdefault((row.outlet, word), []).append(row.article_id)
    if len(uses) < 2:
        return empty(WORDS)
    table = pd.DataFrame(uses).fillna(0.0)
    everywhere = table.sum(axis=1)
    prior = everywhere * (PRIOR / everywhere.sum())
    found = []
    for outlet in table:
        z = _log_odds(table[outlet], everywhere - table[outlet], prior)
        own = [w for w in z.index if table.at[w, outlet] >= LEAST and len(articles[outlet, w]) >= LEAST_ARTICLES]
        for word, score in z[own][z[own] > 0].sort_values(ascending=False, kind="stable").head(top).items():
            evidence = [f"articles:{i}" for i in articles[outlet, word][:MOST_REFS]]
            count, n = int(table.at[word, outlet]), int(table[outlet].sum())
            form = _as_written(word, written)
            elsewhere = int(everywhere[word]) - count
            found.append((outlet, form, float(score), count, elsewhere, n, "words", evidence))
    return pd.DataFrame(found, columns=list(WORDS)) if found else empty(WORDS)


def _key(form: str) -> str:
    """What a word is counted as: in small letters, with one mark for an apostrophe."""
    return straight(form.lower())


def _as_written(word: str, written: Mapping[str, Counter[str]]) -> str:
    """The form in which a word stands most often; in small letters where that is as often."""
    forms = written.get(word, {word: 1})
    return max(sorted(forms, reverse=True), key=lambda form: (forms[form], form == word))


def _log_odds(here: pd.Series, elsewhere: pd.Series, prior: pd.Series) -> pd.Series:
    """z-scores of the difference of log-odds between two counts of words."""
    total = prior.sum()
    a, b = here + prior, elsewhere + prior
    difference = np.log(a / (here.sum() + total - a)) - np.log(b / (elsewhere.sum() + total - b))
    return difference / np.sqrt(1 / a + 1 / b)


def _left_out(tagged: Tagged) -> set[str]:
    """Words of grammar, and the names of outlets and agencies."""
    common = {w for cues in tagged.codebook.cues.values() for w in cues.get("stopwords", ())}
    names = [n for o in tagged.codebook.outlets.values() for n in (o.name, *o.aliases)]
    return common | {
        _key(w) for name in [*names, *tagged.articles["outlet"].dropna().unique()] for w in WORD.findall(name)
    }


def issue_attention(tagged: Tagged) -> pd.DataFrame:
    """The share of each outlet's articles in which somebody takes a position on an issue."""
    tagged = readable(tagged)
    articles = with_articles(with_stories(tagged.articles[["article_id"]], tagged), tagged, ["outlet"])
    rows = with_articles(held(tagged), tagged, ["outlet"])
    if rows.empty:
        return empty(ATTENTION)
    evidence = rows.groupby(["outlet", "issue_id"])["ref"].agg(list).rename("evidence").reset_index()
    once = rows.drop_duplicates(["article_id", "issue_id"]).assign(articles=1)
    parts = []
    for outlet, found in once.groupby("outlet"):
        totals = articles[articles["outlet"] == outlet].groupby("story_id").size()
        parts.append(ratios(found, ["issue_id"], "articles", totals=totals).assign(outlet=outlet, n=int(totals.sum())))
    found = pd.concat(parts).merge(evidence, on=["outlet", "issue_id"]).astype({"articles": int})
    found = found.assign(claim=found["issue_id"].map(claims(tagged)), unit="articles")
    return found.sort_values(["outlet", "articles"], ascending=[True, False], ignore_index=True)[list(ATTENTION)]


def outlet_positions(tagged: Tagged) -> pd.DataFrame:
    """The balance of the positions that each outlet reports on each issue, reprints included."""
    rows = with_articles(held(tagged), tagged, ["outlet"])
    if rows.empty:
        return empty(BALANCE)
    found = indices(rows, ["outlet", "issue_id"])
    found = found.assign(claim=found["issue_id"].map(claims(tagged)), thin=found["n"] < FEW, unit=UNIT)
    return found.sort_values(["issue_id", "n", "outlet"], ascending=[True, False, True], ignore_index=True)[
        list(BALANCE)
    ]


def same_story(tagged: Tagged, least: int = 2) -> pd.DataFrame:
    """Stories with several publications: who carried them, and how much of the original each version keeps."""
    rows = with_articles(tagged.stories, tagged, ["outlet", "title", "published"])
    size = rows.groupby("story_id")["article_id"].transform("size")
    rows = rows[size >= least].sort_values(["story_id", "is_original", "published"], ascending=[True, False, True])
    if rows.empty:
        return empty(SAME)
    rows = rows.assign(ref=refs("articles", rows, "article_id"), outlet=rows["outlet"].astype(object))
    copies = rows[~rows["is_original"].astype(bool)].groupby("story_id")["kept"]
    found = rows.groupby("story_id").agg(
        title=("title", "first"),
        outlets=("outlet", lambda found: list(dict.fromkeys(found))),
        publications=("article_id", "size"),
        published=("published", "min"),
        evidence=("ref", list),
    )
    found = found.join(copies.min().rename("kept_low")).join(copies.max().rename("kept_high")).reset_index()
    found["title"] = found["title"].astype(object).where(found["title"].notna(), "without a headline")
    found = found.assign(n=found["publications"], unit="publications")
    return found.sort_values(
        ["publications", "published", "story_id"], ascending=[False, True, True], ignore_index=True
    )[list(SAME)]
