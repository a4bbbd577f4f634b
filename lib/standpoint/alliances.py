"""Who agrees with whom: actors compared by the sides that they take on the issues of the codebook."""

from itertools import combinations

import numpy as np
import pandas as pd

from standpoint.measures import empty, media, names, refs, wilson, with_stories
from standpoint.positions import claims, held, indices
from standpoint.store import Tagged

AGREEMENT = (
    "source", "source_name", "target", "target_name", "agree", "disagree", "share", "low", "high", "n", "thin",
    "against", "strange", "unit", "evidence",
)  # fmt: skip
PLACES = ("actor_id", "actor", "x", "y", "side", "n", "across", "up", "shown", "unit", "evidence")
ISSUES_SHARED, ISSUES_TAKEN = "issues on which both take a side", "issues on which others take a side, too"
FEW = 2  # issues in common from which agreement says something
SURE = 0.5  # confidence from which a position against somebody by name makes a quarrel


def sides(tagged: Tagged) -> pd.DataFrame:
    """One row an actor and issue: `side` 1 for support and -1 for opposition, and the `evidence`.

    The side is the one that the actor takes in more stories; where it is even, there is no row. Opinion pieces are left
    out: they are not one actor.
    """
    rows = held(tagged)
    rows = rows[rows["actor_id"] != "article"]
    if rows.empty:
        return empty(("actor_id", "issue_id", "side", "evidence"))
    found = indices(rows, ["actor_id", "issue_id"])
    found = found.assign(side=np.sign(found["index"].astype(float)).astype(int))
    return found.loc[found["side"] != 0, ["actor_id", "issue_id", "side", "evidence"]].reset_index(drop=True)


def agreement(tagged: Tagged) -> pd.DataFrame:
    """One row a pair of actors with an issue in common: on how many of them they `agree`, with its `share`.

    `low` to `high` is Wilson's 95 % interval of the share, over the `n` issues in common; `thin`: only one. `against`
    counts the stories in which one of the two takes a position against the other by name. `strange` bedfellows agree on
    an issue, though on half of them or more they do not, or though one is against the other by name.
    """
    taken = sides(tagged)
    by_actor = {actor: rows.set_index("issue_id") for actor, rows in taken.groupby("actor_id", sort=True)}
    quarrels = _against(tagged)
    called = names(tagged)
    out = []
    for a, b in combinations(by_actor, 2):
        both = by_actor[a].join(by_actor[b], how="inner", rsuffix="_b")
        if both.empty:
            continue
        n, agree = len(both), int((both["side"] == both["side_b"]).sum())
        by_name = quarrels.get((a, b), {})
        evidence = [ref for row in both.itertuples() for ref in (*row.evidence, *row.evidence_b)]
        evidence += [ref for story in by_name.values() for ref in story]
        low, high = wilson(agree, n)
        strange = agree > 0 and (n - agree >= agree or bool(by_name))
        out.append(
            (a, called[a], b, called[b], agree, n - agree, agree / n, low, high, n, n < FEW, len(by_name), strange,
             ISSUES_SHARED, evidence)
        )  # fmt: skip
    if not out:
        return empty(AGREEMENT)
    order = {"n": False, "agree": False, "source_name": True, "target_name": True}
    return pd.DataFrame(out, columns=list(AGREEMENT)).sort_values(
        list(order), ascending=list(order.values()), ignore_index=True
    )


def places(tagged: Tagged) -> pd.DataFrame:
    """A place on a plane for each actor, so that actors who take the same sides lie close.

    Classical scaling (Torgerson 1952, "Multidimensional scaling: I. Theory and method", Psychometrika 17) of the
    distances between the actors' sides, an issue on which an actor takes none half-way between the two. Only issues on
    which two actors or more take a side, and actors with two such issues, are placed.
    `across` and `up` are the claims that set the actors apart most along each axis, whose supporters lie to the right
    and above (up is "" where one axis says it all); `side` is the side, 1 or -1, that the actor itself takes on the
    first of them, 0 where it takes none; `shown` is the share of all distance that the plane keeps.
    """
    taken = sides(tagged)
    while True:  # an actor that goes may take an issue with it, and the other way round
        actors, issues = (taken[c].value_counts() for c in ("actor_id", "issue_id"))
        kept = taken[taken["actor_id"].map(actors).ge(FEW) & taken["issue_id"].map(issues).ge(2)]
        if len(kept) == len(taken):
            break
        taken = kept
    if taken.empty:
        return empty(PLACES)
    table = taken.pivot(index="actor_id", columns="issue_id", values="side").fillna(0).astype(float)
    centred = table - table.mean()
    values, vectors = np.linalg.eigh((centred @ centred.T).to_numpy())
    first = np.argsort(-values, kind="stable")[:2]
    plane, leading, said, called = [], [], claims(tagged), names(tagged)
    own = pd.Series(0, index=table.index)
    for k in first:
        axis = vectors[:, k] * np.sqrt(max(values[k], 0))
        pull = (centred.T @ axis).round(9)
        issue = pull.abs().idxmax() if values[k] > 1e-9 else ""
        plane.append(axis * (1 if not issue or pull[issue] > 0 else -1))
        leading.append(said[issue] if issue else "")
        own = table[issue].astype(int) if issue and k == first[0] else own
    evidence = taken.groupby("actor_id")["evidence"].agg(lambda parts: [ref for part in parts for ref in part])
    total = float(values.clip(0).sum())
    found = pd.DataFrame(
        {
            "actor_id": list(table.index),
            "actor": [called[actor] for actor in table.index],
            "x": np.round(plane[0], 6) + 0.0,
            "y": np.round(plane[1], 6) + 0.0,
            "side": own.to_numpy(),
            "n": (table != 0).sum(axis=1).to_numpy(),
            "across": leading[0],
            "up": leading[1],
            "shown": float(values[first].clip(0).sum()) / total if total else 1.0,
            "unit": ISSUES_TAKEN,
            "evidence": list(evidence.reindex(table.index)),
        }
    )
    return found.sort_values(["n", "actor"], ascending=[False, True], ignore_index=True)[list(PLACES)]


def _against(tagged: Tagged) -> dict[tuple[str, str], dict[str, list[str]]]:
    """Pair of actors → story → references of positions in which one is surely enough against the other."""
    rows = tagged.stances[tagged.stances["confidence"] >= SURE]
    rows = rows[(rows["target_kind"] == "actor") & (rows["position"] == "oppose") & rows["holder_id"].notna()]
    rows = rows[~rows["holder_id"].isin({*media(tagged), "article"})]
    rows = with_stories(rows, tagged)
    rows = rows.assign(ref=refs("stances", rows, "stance_id"))
    out: dict[tuple[str, str], dict[str, list[str]]] = {}
    for row in rows.itertuples():
        pair = min(row.holder_id, row.target_id), max(row.holder_id, row.target_id)
        out.setdefault(pair, {}).setdefault(row.story_id, []).append(row.ref)
    return out
