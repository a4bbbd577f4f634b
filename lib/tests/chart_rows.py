"""Rows for charts as the measures give them, about actors and outlets of any names."""

from itertools import combinations, pairwise

import pandas as pd

PLAIN = ["United States", "Ines Karvel", "European Union", "China", "Odo Hallstrom", "Brazil"]
HOSTILE = [
    "$1bn of $2bn Fund",
    "😀 Party for the Emoji 🇪🇺 一带一路",
    "محمود عباس",
    "The Extraordinarily Long-Winded Permanent Inter-Governmental Commission for the Coordination of Coordination " * 2,
    "<script>alert(1)</script>",
    "\u202eevil\x00 =cmd|' /C calc'!A0 \\frac{1}{0} _^%",
]
CLAIMS = ["Rich countries should pay more climate finance.", "The $world should phase out fossil fuels 😀.", "X" * 120]
DAYS = pd.date_range("2024-11-11", periods=6, freq="W-MON", tz="UTC")


def share(k: int, n: int) -> dict[str, object]:
    return {"share": k / n, "low": max(k / n - 0.1, 0.0), "high": min(k / n + 0.1, 1.0)}


def frames(names: list[str]) -> dict[str, pd.DataFrame]:
    """One tidy frame for each chart, as the measures give them, about actors and outlets of these names."""
    who = [{"actor_id": f"a{i}", "actor": name, "actor_type": "person"} for i, name in enumerate(names)]
    on = [{"issue_id": f"i{i}", "claim": claim} for i, claim in enumerate(CLAIMS)]
    ref = {"unit": "stories", "evidence": ["articles:1"]}

    def stance(support: int, oppose: int) -> dict[str, object]:
        index = (support - oppose) / (support + oppose)
        n = support + oppose
        wide = {"low": max(index - 0.4, -1.0), "high": min(index + 0.4, 1.0)}
        return {"support": support, "oppose": oppose, "index": index, **wide, "n": n, "thin": n < 5, **ref}

    rows = {
        "volume": [
            {"period": day, "publications": 9 - i, "stories": 5 - i % 3, "n": 9 - i, **ref}
            for i, day in enumerate(DAYS)
        ],
        "by_outlet": [
            {
                "outlet": o,
                "publications": 20,
                "originals": 12,
                "reprints": 8,
                "wire": max(9 - i, 0),
                "wire_share": max(9 - i, 0) / 20,
                "low": 0.1,
                "high": 0.7,
                "n": 20,
                **ref,
            }
            for i, o in enumerate(names)
        ],
        "actors_in_news": [
            {**w, "stories": 20 - 2 * i, **share(20 - 2 * i, 40), "n": 40, **ref} for i, w in enumerate(who)
        ],
        "actors_over_time": [
            {
                "period": day,
                **w,
                "stories": 2 + i % 3,
                "share": (2 + i % 3) / (4 + i),
                "n": 4 + i,
                "thin": i == 0,
                **ref,
            }
            for w in who
            for i, day in enumerate(DAYS)
        ],
        "co_appearances": [
            {
                "source": a["actor_id"],
                "source_name": a["actor"],
                "source_type": "person",
                "target": b["actor_id"],
                "target_name": b["actor"],
                "target_type": "state",
                "stories": 2 + i,
                "n": 40,
                **ref,
            }
            for i, (a, b) in enumerate(combinations(who, 2))
        ],
        "share_of_voice": [
            {**w, "statements": 9 - i, **share(9 - i, 60), "direct": 3, "mixed": 1, "indirect": 5 - i, "n": 60, **ref}
            for i, w in enumerate([*who, {"actor_id": None, "actor": "unnamed sources", "actor_type": None}])
        ],
        "speech_kinds": [
            {"outlet": o, "kind": kind, "statements": k, **share(k, 20), "n": 20, **ref}
            for o in names
            for kind, k in (("direct", 5), ("mixed", 2), ("indirect", 13))
        ],
        "quoted_by": [
            {"outlet": o, **w, "statements": (i + j) % 4, "share": (i + j) % 4 / 20, "n": 20, **ref}
            for i, o in enumerate(names)
            for j, w in enumerate(who)
        ],
        "chains": [
            {"from_name": a, "relation": relation, "to_name": b, "links": 3 + i, "articles": 2, "n": 99, **ref}
            for relation in ("republishes", "cites", "quotes")
            for i, (a, b) in enumerate(pairwise(names))
        ],
        "positions": [{**w, **c, **stance(1 + i, j)} for i, w in enumerate(who) for j, c in enumerate(on)],
        "movement": [
            {"period": day, **c, **stance(1 + 2 * i, 1 + j)} for i, day in enumerate(DAYS) for j, c in enumerate(on)
        ],
        "contested": [{**c, **stance(2 + i, i), "stances": 9} for i, c in enumerate(on)],
        "agreement": [
            {
                "source": a["actor_id"],
                "source_name": a["actor"],
                "target": b["actor_id"],
                "target_name": b["actor"],
                "agree": max(4 - i, 0) if i < 12 else 1,
                "disagree": min(i, 4) if i < 12 else 3,
                "share": (max(4 - i, 0) if i < 12 else 1) / 4,
                "low": 0.0,
                "high": 1.0,
                "n": 4,
                "thin": False,
                "against": 2 if i == 12 else 0,
                "strange": i in (2, 12),
                **ref,
            }
            for i, (a, b) in enumerate(combinations(who, 2))
        ],
        "agreement_map": [
            {
                "actor_id": w["actor_id"],
                "actor": w["actor"],
                "x": 1.5 - i,
                "y": float(i % 2),
                "side": (1, -1, 0)[i % 3],
                "n": 2 + i % 3,
                "across": CLAIMS[0],
                "up": CLAIMS[1],
                "shown": 0.8,
                **ref,
            }
            for i, w in enumerate(who)
        ],
        "distinctive_words": [
            {"outlet": o, "word": f"{word[:9]}{i}", "z": 4.0 - i / 2, "count": 9 - i, "elsewhere": i, "n": 900, **ref}
            for o in names
            for i, word in enumerate(names)
        ],
        "issue_attention": [{"outlet": o, **c, "articles": 2, **share(2, 9), "n": 9, **ref} for o in names for c in on],
        "outlet_positions": [
            {"outlet": o, **c, **stance(1 + i, 1 + j)} for i, o in enumerate(names) for j, c in enumerate(on)
        ],
        "languages": [
            {
                "language": name,
                "status": "left untagged" if i % 2 else "read",
                "articles": 9 - i,
                **share(9 - i, 39),
                "n": 39,
                **ref,
            }
            for i, name in enumerate(names)
        ],
        "agency_flow": [
            {
                "agency": a,
                "outlet": o,
                "publications": 9 - i % 8,
                **share(9 - i % 8, 80),
                "words": 900 - 100 * (i % 8),
                "share_words": (9 - i % 8) / 60,
                "n": 80,
                "n_words": 20000,
                **ref,
            }
            for i, a in enumerate([*names[:12], "own text"])
            for o in names
        ],
        "chain_depth": [
            {
                "outlet": o,
                "depth": depth,
                "articles": k,
                **share(k, 20),
                "mean": 0.6 + i % 9 / 10,
                "mean_low": 0.5 + i % 9 / 10,
                "mean_high": 0.8 + i % 9 / 10,
                "n": 20,
                **ref,
            }
            for i, o in enumerate(names)
            for depth, k in (("no chain", 10), ("1 link", 6), ("2 links", 4))
        ],
        "same_story": [
            {
                "story_id": f"s{i}",
                "title": name,
                "outlets": names[:3],
                "publications": 3,
                "kept_low": 0.2 + i / 10,
                "kept_high": 0.9,
                "published": DAYS[0],
                "n": 3,
                **ref,
            }
            for i, name in enumerate(names)
        ],
    }
    return {name: pd.DataFrame(part) for name, part in rows.items()}
