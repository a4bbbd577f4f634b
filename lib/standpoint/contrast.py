"""How outlets differ: their words, the issues and sides on which they report positions, their versions of a story."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

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
OFFICE, NAME = 1, 2  # what a letter may be part of


def distinctive_words(tagged: Tagged, top: int = 10) -> pd.DataFrame:
    """The words that set each outlet apart from the others, by how surely it uses them more often (`z`).

    Log-odds ratios with an informative Dirichlet prior, drawn from all outlets together (Monroe, Colaresi and Quinn
    2008, "Fightin' Words", Political Analysis 16(4), eq. 22). `count` is how often the outlet uses it, `elsewhere` how
    often all others do; `evidence` has each use. A word is told as it is written most often. Names of actors are no
    words. Reprints count: they are what readers see.
    """
    tagged = readable(tagged)
    rows = with_articles(tagged.stories[["article_id"]], tagged, ["outlet", "text"])
    words_of = _WordReader(tagged)
    uses: dict[str, Counter[str]] = {}
    articles: dict[tuple[str, str], list[int]] = {}
    written: dict[str, Counter[str]] = {}
    for i, row in enumerate(rows.itertuples(index=False)):
        counts: Counter[str] = Counter()
        for word, match in words_of(row.article_id, row.text):
            counts[word] += 1
            written.setdefault(word, Counter())[match[0]] += 1
        uses.setdefault(row.outlet, Counter()).update(counts)
        for word in counts:
            articles.setdefault((row.outlet, word), []).append(i)
    if len(uses) < 2:
        return empty(WORDS)
    table = pd.DataFrame(uses).fillna(0.0)
    everywhere = table.sum(axis=1)
    prior = everywhere * (PRIOR / everywhere.sum())
    found = []
    for outlet in table:
        z = _log_odds(table[outlet], everywhere - table[outlet], prior)
        own = [w for w in z.index if table.at[w, outlet] >= LEAST and len(articles[outlet, w]) >= LEAST_ARTICLES]
        best = z[own][z[own] > 0].sort_values(ascending=False, kind="stable").head(top)
        evidence = _uses_of(best.index, {i for word in best.index for i in articles[outlet, word]}, rows, words_of)
        for word, score in best.items():
            count, n = int(table.at[word, outlet]), int(table[outlet].sum())
            form = _as_written(word, written)
            elsewhere = int(everywhere[word]) - count
            found.append((outlet, form, float(score), count, elsewhere, n, "words", evidence[word]))
    return pd.DataFrame(found, columns=list(WORDS)) if found else empty(WORDS)


class _WordReader:
    """(article_id, text) → its words that count, each with where it stands: no words of grammar, and no names."""

    def __init__(self, tagged: Tagged):
        self._left_out = _left_out(tagged)
        rows = tagged.mentions[(tagged.mentions["field"] == "text") & (tagged.mentions["form"] != "pronoun")]
        self._names: dict[str, list[tuple[int, int, bool]]] = {}
        for article_id, start, end, form in zip(
            rows["article_id"], rows["start"], rows["end"], rows["form"], strict=True
        ):
            self._names.setdefault(article_id, []).append((start, end, form == "role"))

    def __call__(self, article_id: str, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        named = bytearray(len(text))
        for start, end, is_role in self._names.get(article_id, ()):
            named[start:end] = bytes([OFFICE if is_role else NAME]) * (end - start)
        for match in WORD.finditer(text):
            inside = max(named[match.start() : match.end()])
            # "United States president" holds a name and a word
            is_name = inside == NAME or (inside == OFFICE and match[0][0].isupper())
            if not is_name and (word := _key(match[0])) not in self._left_out:
                yield word, match


def _uses_of(
    words: Iterable[str], articles: Iterable[int], rows: pd.DataFrame, words_of: _WordReader
) -> dict[str, list[str]]:
    """word → references to every place where it stands in these rows of `rows`."""
    uses: dict[str, list[str]] = {word: [] for word in words}
    for row in rows.iloc[sorted(articles)].itertuples(index=False):
        for word, match in words_of(row.article_id, row.text):
            if word in uses:
                uses[word].append(f"words:{row.article_id}:text:{match.start()}:{match.end()}")
    return uses


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
    """The share of each outlet's articles in which a position on an issue was found.

    What an article is about is not measured: it may be about an issue, and nobody in it take a side that was read.
    """
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
