"""Who stands where: positions of actors on issues, what divides them, and how positions move."""

import pandas as pd

from standpoint.measures import empty, media, names, period_of, ratios, refs, start_of, with_articles, with_stories
from standpoint.store import Tagged

INDEX = ("support", "oppose", "index", "low", "high", "n")
POSITIONS = ("issue_id", "claim", "actor_id", "actor", *INDEX, "thin", "unit", "evidence")
MOVEMENT = ("period", "issue_id", "claim", *INDEX, "thin", "unit", "evidence")
CONTESTED = ("issue_id", "claim", "support", "oppose", "stances", "index", "n", "unit", "evidence")
UNIT = "stories with a position"
FEW_STORIES, FEW_IN_PERIOD = 3, 5


def held(tagged: Tagged) -> pd.DataFrame:
    """Stances on issues with their story; what is said in reprints too, since it counts once a story.

    Positions of speakers without a name ("scientists say") are left out: they are no actor's.
    """
    rows = tagged.stances[(tagged.stances["target_kind"] == "issue") & tagged.stances["holder_id"].notna()]
    rows = rows[~rows["holder_id"].isin(media(tagged))].rename(
        columns={"target_id": "issue_id", "holder_id": "actor_id"}
    )
    rows = with_stories(rows, tagged)
    return rows.assign(ref=refs("stances", rows, "stance_id"))


def claims(tagged: Tagged) -> dict[str, str]:
    """issue id → its claim."""
    return {issue.id: issue.claim for issue in tagged.codebook.issues.values()}


def indices(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """(support - oppose) / (support + oppose) for each combination of `by`; one vote a story, actor and position."""
    key = [*by, *(c for c in ("actor_id", "issue_id") if c not in by)]
    votes = rows.drop_duplicates([*key, "story_id", "position"])
    votes = votes.assign(
        support=(votes["position"] == "support").astype(int), oppose=(votes["position"] == "oppose").astype(int), vote=1
    )
    votes["lean"] = votes["support"] - votes["oppose"]
    found = ratios(votes, by, "lean", "vote").rename(columns={"share": "index"}).drop(columns=["lean", "vote"])
    more = votes.groupby(by).agg(support=("support", "sum"), oppose=("oppose", "sum"), n=("story_id", "nunique"))
    evidence = rows.groupby(by)["ref"].agg(list).rename("evidence")
    return found.merge(more.reset_index(), on=by).merge(evidence.reset_index(), on=by).assign(unit=UNIT)


def positions(tagged: Tagged, least: int = 1) -> pd.DataFrame:
    """Where each actor stands on each issue, from -1 (opposes) to 1 (supports); `thin`: fewer than 3 stories."""
    rows = held(tagged)
    if rows.empty:
        return empty(POSITIONS)
    found = indices(rows, ["issue_id", "actor_id"])
    found = found[found["n"] >= least].assign(
        claim=lambda d: d["issue_id"].map(claims(tagged)),
        actor=lambda d: d["actor_id"].map(names(tagged)),
        thin=lambda d: d["n"] < FEW_STORIES,
    )
    return found.sort_values(["issue_id", "n", "actor"], ascending=[True, False, True], ignore_index=True)[
        list(POSITIONS)
    ]


def movement(tagged: Tagged) -> pd.DataFrame:
    """How the balance of positions on each issue moves: by months, or by weeks where coverage is under ten weeks."""
    rows = with_articles(held(tagged), tagged, ["published"]).dropna(subset=["published"])
    if rows.empty:
        return empty(MOVEMENT)
    days = tagged.articles["published"].dropna()
    freq = "MS" if (days.max() - days.min()).days >= 70 or period_of(tagged) == "MS" else "W-MON"
    rows = rows.assign(period=start_of(rows["published"], freq))
    found = indices(rows, ["period", "issue_id"])
    found = found.assign(claim=found["issue_id"].map(claims(tagged)), thin=found["n"] < FEW_IN_PERIOD)
    return found.sort_values(["issue_id", "period"], ignore_index=True)[list(MOVEMENT)]


def contested(tagged: Tagged) -> pd.DataFrame:
    """How many actors support and oppose each issue; an actor that does both counts on both sides."""
    rows = held(tagged)
    if rows.empty:
        return empty(CONTESTED)
    votes = rows.drop_duplicates(["issue_id", "actor_id", "story_id", "position"])
    sides = votes.drop_duplicates(["issue_id", "actor_id", "position"])
    found = pd.crosstab(sides["issue_id"].astype(object), sides["position"].astype(object))
    found = found.reindex(columns=["support", "oppose"], fill_value=0)
    found = found.join(votes.groupby("issue_id").agg(stances=("stance_id", "size"), n=("story_id", "nunique")))
    found = found.join(rows.groupby("issue_id")["ref"].agg(list).rename("evidence")).reset_index()
    both = found["support"] + found["oppose"]
    found = found.assign(
        claim=found["issue_id"].map(claims(tagged)),
        index=(found["support"] - found["oppose"]) / both.where(both > 0),
        unit=UNIT,
    )
    return found.sort_values(["stances", "issue_id"], ascending=[False, True], ignore_index=True)[list(CONTESTED)]
