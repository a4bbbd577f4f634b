"""Networks of actors as tidy frames: named together, of one mind or opposed, and who speaks about whom."""

from collections import defaultdict
from itertools import combinations

import pandas as pd

from standpoint.measures import STORIES, empty, media, names, of_originals, with_stories
from standpoint.positions import claims, held
from standpoint.presence import TYPES, co_appearances
from standpoint.store import Tagged
from standpoint.voices import speech

TIES = ("source", "target", "weight", "unit", "evidence")


def together(tagged: Tagged, top: int = 200) -> pd.DataFrame:
    """Pairs of actors that stand in one sentence, weighed by independent stories (undirected)."""
    found = co_appearances(tagged, top, least=1)
    if found.empty:
        return empty(TIES)
    return found.rename(columns={"stories": "weight"})[list(TIES)]


def positions_held(tagged: Tagged) -> pd.DataFrame:
    """Actor → issue: weight is the number of stories in which it takes a position; `support`, `oppose` tell which."""
    rows = held(tagged)
    columns = (*TIES[:3], "support", "oppose", *TIES[3:])
    if rows.empty:
        return empty(columns)
    found = rows.groupby(["actor_id", "issue_id"], sort=True).agg(
        weight=("story_id", "nunique"), evidence=("ref", lambda r: list(dict.fromkeys(r)))
    )
    for side in ("support", "oppose"):
        mine = rows[rows["position"] == side].groupby(["actor_id", "issue_id"])["story_id"].nunique()
        found[side] = mine.reindex(found.index).fillna(0).astype(int)
    found = found.reset_index().rename(columns={"actor_id": "source", "issue_id": "target"})
    return found.assign(unit=STORIES)[list(columns)]


def minded(tagged: Tagged, *, alike: bool) -> pd.DataFrame:
    """Pairs of actors with the same position on an issue (`alike`), or with opposite ones, weighed by issues.

    Congruence and conflict networks of actors (Leifeld 2017, "Discourse Network Analysis", in: The Oxford Handbook of
    Political Networks). An actor that both supports and opposes an issue counts on both sides.
    """
    rows = held(tagged)
    pairs: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for _, taken in rows.groupby("issue_id", sort=True):
        sides = taken.groupby(["actor_id", "position"], sort=True)["ref"].agg(list)
        actors = sorted(taken["actor_id"].unique())
        for a, b in combinations(actors, 2):
            for side in ("support", "oppose"):
                other = side if alike else {"support": "oppose", "oppose": "support"}[side]
                if (a, side) in sides.index and (b, other) in sides.index:
                    pairs[a, b].append([*sides[a, side], *sides[b, other]])
                    break
    if not pairs:
        return empty(TIES)
    ties = [
        {
            "source": a,
            "target": b,
            "weight": len(by_issue),
            "unit": "issues",
            "evidence": [ref for found in by_issue for ref in found],
        }
        for (a, b), by_issue in pairs.items()
    ]
    return pd.DataFrame(ties)[list(TIES)]


def speaks_about(tagged: Tagged) -> pd.DataFrame:
    """Speaker → actor named in what the speaker says, weighed by statements; reprints and mentions of oneself do not
    count (directed)."""
    said = with_stories(of_originals(speech(tagged), tagged), tagged)
    said = said[said["speaker_id"].notna()]
    kinds = tagged.actors[tagged.actors["actor_type"].isin(TYPES)]["actor_id"]
    named = tagged.mentions[tagged.mentions["actor_id"].isin(kinds) & ~tagged.mentions["actor_id"].isin(media(tagged))]
    by_field = dict(list(named.groupby(["article_id", "field"], sort=False)))
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in said.itertuples(index=False):
        near = by_field.get((row.article_id, row.field))
        if near is None:
            continue
        spans = list(row.content_spans) if row.content_spans is not None else []
        about = {
            m.actor_id
            for m in near.itertuples(index=False)
            if any(s["start"] <= m.start and m.end <= s["end"] for s in spans)
        }
        for actor in sorted(about - {row.speaker_id}):
            found[row.speaker_id, actor].append(row.ref)
    if not found:
        return empty(TIES)
    ties = [
        {"source": a, "target": b, "weight": len(r), "unit": "statements", "evidence": r}
        for (a, b), r in sorted(found.items())
    ]
    return pd.DataFrame(ties)[list(TIES)]


def labels(tagged: Tagged) -> dict[str, str]:
    """Id → name of every actor, and the claim of every issue."""
    return {**names(tagged).to_dict(), **claims(tagged)}
