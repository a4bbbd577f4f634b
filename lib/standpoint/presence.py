"""Who is in the news: actors by the independent stories that name them, over time, and beside whom."""

from collections import defaultdict
from itertools import combinations

import pandas as pd

from standpoint.measures import (
    STORIES,
    empty,
    media,
    names,
    period_of,
    ratios,
    readable,
    refs,
    start_of,
    with_articles,
    with_stories,
)
from standpoint.store import Tagged
from standpoint.text import containing, sentences

TYPES = ("person", "organization", "state", "group")
IN_NEWS = ("actor_id", "actor", "actor_type", "stories", "share", "low", "high", "n", "unit", "evidence")
OVER_TIME = ("period", "actor_id", "actor", "stories", "share", "n", "thin", "unit", "evidence")
TOGETHER = (
    "source", "source_name", "source_type", "target", "target_name", "target_type", "stories", "n", "unit", "evidence"
)  # fmt: skip
FEW = 5  # stories in a period, below which its shares are no finding


def named(tagged: Tagged) -> pd.DataFrame:
    """The first mention of each actor in each article, with its story; outlets, agencies and places are left out."""
    types = tagged.actors[tagged.actors["actor_type"].isin(TYPES)]
    rows = tagged.mentions.merge(types[["actor_id", "actor_type"]], on="actor_id")
    rows = rows[~rows["actor_id"].isin(media(tagged))]
    rows = rows.sort_values(["article_id", "field", "start"]).drop_duplicates(["article_id", "actor_id"])
    rows = with_stories(rows, tagged)
    return rows.assign(ref=refs("mentions", rows, "article_id", "field", "start", "end"))


def actors_in_news(tagged: Tagged, top: int = 15) -> pd.DataFrame:
    """The actors that most independent stories name, with the share of all stories."""
    tagged = readable(tagged)
    rows = named(tagged)
    if rows.empty:
        return empty(IN_NEWS)
    totals = pd.Series(1, index=pd.Index(tagged.stories["story_id"].unique()))
    once = rows.drop_duplicates(["story_id", "actor_id"])
    most = once["actor_id"].value_counts().sort_index().nlargest(top, keep="first").index
    found = ratios(once[once["actor_id"].isin(most)].assign(stories=1), ["actor_id"], "stories", totals=totals)
    evidence = rows[rows["actor_id"].isin(most)].groupby("actor_id")["ref"].agg(list).rename("evidence")
    found = found.merge(evidence, on="actor_id").merge(
        once[["actor_id", "actor_type"]].drop_duplicates("actor_id"), on="actor_id"
    )
    found = found.assign(actor=found["actor_id"].map(names(tagged)), n=len(totals), unit=STORIES)
    found = found.astype({"stories": int})
    return found.sort_values(["stories", "actor"], ascending=[False, True], ignore_index=True)[list(IN_NEWS)]


def actors_over_time(tagged: Tagged, top: int = 5) -> pd.DataFrame:
    """For the actors named most: the share of each period's independent stories that name them."""
    tagged = readable(tagged)
    rows = with_articles(named(tagged), tagged, ["published"]).dropna(subset=["published"])
    most = actors_in_news(tagged, top)
    if rows.empty or most.empty:
        return empty(OVER_TIME)
    freq = period_of(tagged)
    dated = with_articles(tagged.stories, tagged, ["published"]).dropna(subset=["published"])
    dated = dated.assign(period=start_of(dated["published"], freq))
    periods = pd.date_range(dated["period"].min(), dated["period"].max(), freq=freq, name="period")
    n = dated.groupby("period")["story_id"].nunique().reindex(periods, fill_value=0)
    rows = rows[rows["actor_id"].isin(most["actor_id"])].assign(period=start_of(rows["published"], freq))
    found = rows.groupby(["actor_id", "period"]).agg(stories=("story_id", "nunique"), evidence=("ref", list))
    whole = pd.MultiIndex.from_product([most["actor_id"], periods], names=["actor_id", "period"])
    found = found.reindex(whole).reset_index()
    found["evidence"] = [refs if isinstance(refs, list) else [] for refs in found["evidence"]]
    found = found.assign(
        stories=found["stories"].fillna(0).astype(int),
        n=found["period"].map(n).astype(int),
        actor=found["actor_id"].map(names(tagged)),
        unit=STORIES,
    )
    found = found.assign(share=(found["stories"] / found["n"].where(found["n"] > 0)), thin=found["n"] < FEW)
    return found[list(OVER_TIME)]


def co_appearances(tagged: Tagged, top: int = 25, least: int = 2) -> pd.DataFrame:
    """Pairs of the actors named most that stand in one sentence, by independent stories; at least `least` of them."""
    tagged = readable(tagged)
    most = actors_in_news(tagged, top).set_index("actor_id")
    rows = tagged.mentions[tagged.mentions["actor_id"].isin(most.index) & (tagged.mentions["field"] == "text")]
    several = rows.groupby("article_id")["actor_id"].nunique()
    rows = rows[rows["article_id"].isin(several[several > 1].index)]
    texts = tagged.articles.set_index("article_id")["text"]
    stories = tagged.stories.set_index("article_id")["story_id"]
    pairs: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for article_id, inside in rows.sort_values("start").groupby("article_id", sort=False):
        spans = sentences(texts[article_id])
        together: dict[int, dict[str, str]] = defaultdict(dict)
        for start, end, actor in zip(inside["start"], inside["end"], inside["actor_id"], strict=True):
            together[containing(spans, start)].setdefault(actor, f"mentions:{article_id}:text:{start}:{end}")
        for actors in together.values():
            for a, b in combinations(sorted(actors, key=most.index.get_loc), 2):
                pairs[a, b][stories[article_id]].append(actors[a])
    found = [
        {
            **{f"{end}{suffix}": most.loc[actor, column] if column else actor
               for end, actor in (("source", a), ("target", b))
               for suffix, column in (("", ""), ("_name", "actor"), ("_type", "actor_type"))},
            "stories": len(by_story),
            "n": tagged.stories["story_id"].nunique(),
            "unit": STORIES,
            "evidence": [ref for refs in by_story.values() for ref in refs],
        }
        for (a, b), by_story in pairs.items()
        if len(by_story) >= least
    ]  # fmt: skip
    if not found:
        return empty(TOGETHER)
    out = pd.DataFrame(found)[list(TOGETHER)]
    return out.sort_values(["stories", "source_name", "target_name"], ascending=[False, True, True], ignore_index=True)
