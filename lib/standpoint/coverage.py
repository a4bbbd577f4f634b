"""What a corpus holds: publications and independent stories over time, and how much of each outlet is agency copy."""

import pandas as pd

from standpoint.formats.language_names import language_name
from standpoint.measures import agency_copy, empty, period_of, ratios, refs, start_of, with_articles, with_stories
from standpoint.store import Tagged

VOLUME = ("period", "publications", "stories", "n", "unit", "evidence")
BY_OUTLET = (
    "outlet", "publications", "originals", "reprints", "wire", "wire_share", "low", "high", "n", "unit", "evidence"
)  # fmt: skip
LANGUAGES = ("language", "status", "articles", "share", "low", "high", "n", "unit", "evidence")
READ, UNTAGGED = "read", "left untagged"


def volume(tagged: Tagged) -> pd.DataFrame:
    """Publications and independent stories in each period, empty ones too; undated articles are left out."""
    rows = with_articles(tagged.stories, tagged, ["published"]).dropna(subset=["published"])
    if rows.empty:
        return empty(VOLUME)
    freq = period_of(tagged)
    rows = rows.assign(period=start_of(rows["published"], freq), ref=refs("articles", rows, "article_id"))
    grouped = rows.sort_values("published", kind="stable").groupby("period")
    found = grouped.agg(publications=("article_id", "size"), stories=("story_id", "nunique"), evidence=("ref", list))
    whole = found.reindex(pd.date_range(found.index.min(), found.index.max(), freq=freq, name="period"))
    whole["evidence"] = [refs if isinstance(refs, list) else [] for refs in whole["evidence"]]
    whole[["publications", "stories"]] = whole[["publications", "stories"]].fillna(0).astype(int)
    whole = whole.assign(n=whole["publications"], unit="publications").reset_index()
    return whole[list(VOLUME)]


def by_outlet(tagged: Tagged) -> pd.DataFrame:
    """Each outlet's publications: originals and reprints, and the share that is agency copy (`agency_copy`)."""
    rows = with_articles(tagged.stories, tagged, ["outlet"])
    if rows.empty:
        return empty(BY_OUTLET)
    rows = rows.assign(
        one=1,
        wire=rows["article_id"].map(agency_copy(tagged)).notna().astype(int),
        original=rows["is_original"].astype(int),
        ref=refs("articles", rows, "article_id"),
    )
    found = ratios(rows, ["outlet"], "wire", "one").rename(columns={"one": "publications", "share": "wire_share"})
    more = rows.groupby("outlet").agg(originals=("original", "sum"), evidence=("ref", list)).reset_index()
    found = found.merge(more, on="outlet").astype({"publications": int, "wire": int, "originals": int})
    found = found.assign(
        reprints=found["publications"] - found["originals"], n=found["publications"], unit="publications"
    )
    return found.sort_values(["publications", "outlet"], ascending=[False, True], ignore_index=True)[list(BY_OUTLET)]


def languages(tagged: Tagged) -> pd.DataFrame:
    """The languages of the articles, the commonest first, and whether they are read or left untagged."""
    rows = with_articles(with_stories(tagged.articles[["article_id"]], tagged), tagged, ["language"])
    if rows.empty:
        return empty(LANGUAGES)
    code = rows["language"].astype(object).fillna("en")
    rows = rows.assign(
        language=code.map(language_name),
        status=code.isin(tagged.codebook.languages).map({True: READ, False: UNTAGGED}),
        articles=1,
        ref=refs("articles", rows, "article_id"),
    )
    found = ratios(rows, ["language", "status"], "articles", totals=rows.groupby("story_id")["articles"].sum())
    evidence = rows.groupby(["language", "status"])["ref"].agg(list).rename("evidence").reset_index()
    found = found.merge(evidence, on=["language", "status"]).astype({"articles": int})
    found = found.assign(n=len(rows), unit="articles")
    return found.sort_values(["articles", "language"], ascending=[False, True], ignore_index=True)[list(LANGUAGES)]
