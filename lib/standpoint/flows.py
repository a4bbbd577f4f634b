"""Who feeds whom: what each outlet takes from which agency, and through how many hands words reach its page."""

from collections.abc import Callable

import pandas as pd

from standpoint.measures import agency_copy, empty, ratios, readable, refs, with_articles, with_stories
from standpoint.store import Tagged

FLOW = (
    "agency", "outlet", "publications", "share", "low", "high", "words", "share_words", "share_words_low",
    "share_words_high", "n", "n_words", "unit", "evidence",
)  # fmt: skip
DEPTH = (
    "outlet", "depth", "articles", "share", "low", "high", "mean", "mean_low", "mean_high", "n", "unit", "evidence"
)  # fmt: skip
OWN = "own text"
DEPTHS = ("no chain", "1 link", "2 links", "3 links", "4 links or more")


def agency_flow(tagged: Tagged) -> pd.DataFrame:
    """What each outlet publishes of each agency's text, and its own: publications, words, and their shares of its all.

    One row an agency and outlet that have something in common, outlets' own text last. An article is an agency's
    where it credits one (docs/sourcing.md); what an agency publishes itself is its own text. Reprints count: they are
    what readers see.
    """
    rows = with_articles(with_stories(tagged.articles[["article_id"]], tagged), tagged, ["outlet", "n_words"])
    if rows.empty:
        return empty(FLOW)
    agency = rows["article_id"].map(agency_copy(tagged))
    own = agency.isna()
    rows = rows.assign(
        agency=agency.where(~own, OWN),
        outlet=rows["outlet"].astype(object),
        publications=1,
        words=rows["n_words"].fillna(0).astype(int),
        ref=rows["article_id"].map(_credit_refs(tagged)).where(~own, None).fillna(refs("articles", rows, "article_id")),
    )
    found = _each_outlet(rows, "agency", "publications")
    of_words = _each_outlet(rows, "agency", "words").rename(columns={"n": "n_words", "share": "share_words"})
    of_words = of_words.rename(columns={"low": "share_words_low", "high": "share_words_high"})
    found = found.merge(of_words, on=["outlet", "agency"]).merge(_evidence(rows, "agency"), on=["outlet", "agency"])
    found = found.assign(unit="publications", own=found["agency"] == OWN)
    order = ["own", "publications", "words", "agency", "outlet"]
    return found.sort_values(order, ascending=[True, False, False, True, True], ignore_index=True)[list(FLOW)]


def chain_depth(tagged: Tagged) -> pd.DataFrame:
    """How many links the longest chain of each outlet's articles has: counts, shares, and the outlet's mean.

    One row an outlet and depth, with zeros; the mean and its interval stand in each row of an outlet. What somebody
    told the outlet itself is no chain. Reprints count.
    """
    tagged = readable(tagged)
    rows = with_articles(with_stories(tagged.articles[["article_id"]], tagged), tagged, ["outlet"])
    if rows.empty:
        return empty(DEPTH)
    last = _longest_chains(tagged)
    links = rows["article_id"].map(last["hop"]).fillna(0).astype(int)
    # a file may say of a text whose it is, without a credit that would be a link
    links = links.clip(lower=rows["article_id"].map(agency_copy(tagged)).notna().astype(int))
    rows = rows.assign(
        outlet=rows["outlet"].astype(object),
        depth=[DEPTHS[min(n, len(DEPTHS) - 1)] for n in links],
        links=links,
        articles=1,
        ref=rows["article_id"].map(last["ref"]).fillna(refs("articles", rows, "article_id")),
    )
    found = _each_outlet(rows, "depth", "articles").merge(_evidence(rows, "depth"), on=["outlet", "depth"])
    means = ratios(rows, ["outlet"], "links", "articles").set_index("outlet")
    deepest = DEPTHS[: 1 + int(links.clip(upper=len(DEPTHS) - 1).max())]
    whole = pd.MultiIndex.from_product([sorted(means.index), deepest], names=["outlet", "depth"])
    n = found.groupby("outlet")["n"].max()
    found = found.set_index(["outlet", "depth"]).reindex(whole).reset_index()
    found = found.assign(
        n=found["outlet"].map(n).astype(int),
        articles=found["articles"].fillna(0).astype(int),
        evidence=[refs if isinstance(refs, list) else [] for refs in found["evidence"]],
        mean=found["outlet"].map(means["share"]),
        mean_low=found["outlet"].map(means["low"]),
        mean_high=found["outlet"].map(means["high"]),
        unit="publications",
    )
    return found.assign(share=found["articles"] / found["n"])[list(DEPTH)]


def _longest_chains(tagged: Tagged) -> pd.DataFrame:
    """article_id → the last link of its longest chain: `hop`, how many links that is, and `ref`."""
    links = tagged.sourcing
    own = links[(links["hop"] == 1) & (links["relation"] == "quotes")]["chain_id"]
    links = links[~links["chain_id"].isin(own)]
    links = links.assign(hop=links["hop"].astype(int), ref=refs("sourcing", links, "chain_id", "hop"))
    longest = links.sort_values(["hop", "chain_id"], ascending=[False, True]).drop_duplicates("article_id")
    return longest.set_index("article_id")[["hop", "ref"]]


def _each_outlet(rows: pd.DataFrame, by: str, count: str) -> pd.DataFrame:
    """outlet, `by`, `count`, and its share of the outlet's total `n`, with an interval."""
    parts = []
    for outlet, inside in rows.groupby("outlet"):
        totals = inside.groupby("story_id")[count].sum()
        parts.append(ratios(inside, [by], count, totals=totals).assign(outlet=outlet, n=int(totals.sum())))
    return pd.concat(parts, ignore_index=True).astype({count: int})


def _evidence(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    return rows.groupby(["outlet", by])["ref"].agg(list).rename("evidence").reset_index()


def _credit_refs(tagged: Tagged) -> Callable[[str], str | None]:
    """article_id → the link that says whose text it is; None where only its file says so."""
    links = tagged.sourcing[(tagged.sourcing["relation"] == "republishes") & (tagged.sourcing["hop"] == 1)]
    links = links.drop_duplicates("article_id")
    return dict(zip(links["article_id"], refs("sourcing", links, "chain_id", "hop"), strict=True)).get
