"""What all measures share: periods, stories, references, and intervals from a bootstrap over stories.

A measure takes a tagged corpus and returns a tidy frame: one row a number that people see, with `n` (how many units it
rests on), their `unit`, `low` and `high` where it is a share or an index, and `evidence`, the references of the rows
that it was counted from (see evidence.py).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from standpoint.outlet_names import OutletNames
from standpoint.store import Tagged

RESAMPLES, LEVEL, SEED = 1000, 95, 0
NORMAL = 1.96  # standard deviations of a 95 % interval
AT_ONCE = 4_000_000  # weights held at a time, so that memory does not grow with the corpus
FEW_DAYS, FEW_WEEKS = 21, 26
STORIES = "independent stories"
UNKNOWN = "outlet unknown"  # a row of its own in what is counted by outlet, and no outlet where these are counted


def period_of(tagged: Tagged) -> str:
    """The period that fits the length of the coverage: "D" up to 21 days, "W-MON" up to 26 weeks, else "MS"."""
    days = tagged.articles["published"].dropna()
    length = (days.max() - days.min()).days if len(days) else 0
    return "D" if length <= FEW_DAYS else "W-MON" if length <= 7 * FEW_WEEKS else "MS"


def start_of(times: pd.Series, freq: str) -> pd.Series:
    """The first moment, in UTC, of the day, week (from Monday) or month that each time lies in."""
    days = times.astype("datetime64[us, UTC]").dt.floor("D")
    if freq == "W-MON":
        return days - pd.to_timedelta(days.dt.weekday, unit="D")
    return days - pd.to_timedelta(days.dt.day - 1, unit="D") if freq == "MS" else days


def readable(tagged: Tagged) -> Tagged:
    """The corpus without the articles that were left untagged, for what is counted of all that could be read."""
    return _only(tagged, tagged.articles["language"].fillna("en").isin(tagged.codebook.languages))


def dated(tagged: Tagged) -> Tagged:
    """The corpus without the articles that have no date, for what is counted over time."""
    return _only(tagged, tagged.articles["published"].notna())


def _only(tagged: Tagged, kept: pd.Series) -> Tagged:
    if kept.all():
        return tagged
    articles = tagged.articles[kept]
    return replace(
        tagged, articles=articles, stories=tagged.stories[tagged.stories["article_id"].isin(articles["article_id"])]
    )


def of_originals(rows: pd.DataFrame, tagged: Tagged) -> pd.DataFrame:
    """The rows of one article a story, its original: what a reprint repeats is left out.

    Where dates or outlets are selected, a story's original may not be among them: then its first article stands for it.
    """
    first = tagged.stories.sort_values("is_original", ascending=False, kind="stable").drop_duplicates("story_id")
    return rows[rows["article_id"].isin(first["article_id"])]


def with_stories(rows: pd.DataFrame, tagged: Tagged) -> pd.DataFrame:
    """The rows with the story of their article."""
    return rows.merge(tagged.stories[["article_id", "story_id"]], on="article_id", how="inner")


def with_articles(rows: pd.DataFrame, tagged: Tagged, columns: Sequence[str]) -> pd.DataFrame:
    """The rows with columns of their article; an article without an outlet has UNKNOWN in its place."""
    articles = tagged.articles[["article_id", *columns]]
    if "outlet" in columns:
        articles = articles.assign(outlet=articles["outlet"].fillna(UNKNOWN))
    return rows.merge(articles, on="article_id", how="inner")


def agency_copy(tagged: Tagged) -> pd.Series:
    """article_id → the agency whose copy it is; missing for an outlet's own text, and for what an agency publishes."""
    articles = tagged.articles.set_index("article_id")
    known = OutletNames(tagged.codebook.outlets).known_as
    publisher = articles["outlet"].astype(object).map({name: known(name) for name in articles["outlet"].dropna()})
    agency = articles["agency"].astype(object)
    return agency.where(agency.notna() & (agency != publisher), None)


def media(tagged: Tagged) -> set[str]:
    """Ids of the outlets and agencies: they carry the news and are not counted as being in it."""
    return {outlet.id for outlet in tagged.codebook.outlets.values()}


def names(tagged: Tagged) -> pd.Series:
    """actor_id → name, with one for the own voice of opinion pieces."""
    found = tagged.actors.set_index("actor_id")["name"].astype(object)
    return pd.concat([found, pd.Series({"article": "Opinion pieces"}, dtype=object)])


def refs(kind: str, rows: pd.DataFrame, *columns: str) -> pd.Series:
    """References `kind:a:b:…` to rows by their identifying columns."""
    parts = [rows[column].astype(str) for column in columns]
    out = pd.Series(kind, index=rows.index, dtype=object)
    for part in parts:
        out = out + ":" + part.astype(object)
    return out


def ratios(
    rows: pd.DataFrame, by: Sequence[str], top: str, bottom: str = "", totals: pd.Series | None = None
) -> pd.DataFrame:
    """One row a combination of `by`: top and bottom summed, their ratio `share`, and its interval `low` to `high`.

    `rows` has a `story_id`; `totals` (story → number) gives one denominator for all in place of the column `bottom`.
    95 % percentile intervals of a bootstrap that resamples stories (Efron and Tibshirani 1993, "An Introduction to the
    Bootstrap", ch. 13): reprints of a story are not independent of each other. Missing where fewer than two stories
    contribute, or where all agree.
    """
    grouped = rows.groupby(list(by), sort=False, dropna=False)
    sums = grouped[[top, bottom] if bottom else [top]].sum().astype(float)
    stories = pd.Index(totals.index if totals is not None else rows["story_id"].unique())
    place, key = stories.get_indexer(rows["story_id"]), grouped.ngroup().to_numpy()
    shape = (len(stories), len(sums))

    def matrix(column: str) -> csr_array:
        return csr_array((rows[column].to_numpy(dtype=float), (place, key)), shape=shape)

    tops = matrix(top)
    bottoms = matrix(bottom) if totals is None else totals.to_numpy(dtype=float)[:, None]
    drawn = np.concatenate(
        [_ratio(weights, tops, bottoms) for weights in _resamples(len(stories))] or [np.empty(shape)]
    )
    whole = sums[bottom].to_numpy() if totals is None else np.full(len(sums), totals.sum(), dtype=float)
    edge = (100 - LEVEL) / 2
    with np.errstate(all="ignore"):
        low, high = _percentiles(drawn, [edge, 100 - edge])
        share = sums[top].to_numpy() / whole
    lone = grouped["story_id"].nunique().to_numpy() < 2 if totals is None else np.full(len(sums), len(stories) < 2)
    lone |= low == high  # stories that all agree do not tell how far others may differ
    return sums.assign(share=share, low=np.where(lone, np.nan, low), high=np.where(lone, np.nan, high)).reset_index()


def _resamples(stories: int):
    """How often each story is drawn in each resample, a block of resamples at a time."""
    random = np.random.default_rng(SEED)
    done, block = 0, max(1, min(RESAMPLES, AT_ONCE // max(stories, 1)))
    while stories and done < RESAMPLES:
        size = min(block, RESAMPLES - done)
        yield random.multinomial(stories, np.full(stories, 1 / stories), size=size).astype(float)
        done += size


def _ratio(weights: np.ndarray, tops: csr_array, bottoms: csr_array | np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return (tops.T @ weights.T).T / ((bottoms.T @ weights.T).T)


def _percentiles(drawn: np.ndarray, at: Sequence[float]) -> np.ndarray:
    """Percentiles over resamples that say anything; a column that none says anything of stays missing."""
    out = np.full((len(at), drawn.shape[1]), np.nan)
    told = ~np.isnan(drawn).all(axis=0)
    if told.any():
        out[:, told] = np.nanpercentile(drawn[:, told], at, axis=0)
    return out


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of few (Wilson 1927, "Probable inference, the law of succession, and statistical
    inference", JASA 22)."""
    share, z = hits / n, NORMAL**2 / n
    middle = (share + z / 2) / (1 + z)
    half = NORMAL / (1 + z) * np.sqrt(share * (1 - share) / n + z / (4 * n))
    return max(float(middle - half), 0.0), min(float(middle + half), 1.0)


def empty(columns: Sequence[str]) -> pd.DataFrame:
    """The frame of a measure that has nothing to count."""
    return pd.DataFrame({column: pd.Series(dtype=object) for column in columns})
