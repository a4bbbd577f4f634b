"""Our own labels on the annotated sets, by reference (data/gold): half of them to tune on, half held out."""

import json
import os
from hashlib import sha256
from pathlib import Path

from standpoint.places import ROOT

GOLD = ROOT / "data" / "gold"


def bench() -> Path | None:
    """The folder of annotated sets (STANDPOINT_BENCH, default ../shared/bench); None where it is absent."""
    folder = Path(os.environ.get("STANDPOINT_BENCH", ROOT.parent / "shared" / "bench")).resolve()
    return folder if (folder / "score.py").is_file() else None


def lines(path: Path) -> list[dict]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def is_held(key: str) -> bool:
    """Is the label of that key held out? Half of all keys are, by their hash: nothing is tuned on them."""
    return sha256(key.encode()).digest()[0] % 2 == 1


def scores(hit: int, found: int, wanted: int) -> dict[str, float]:
    """Precision, recall and F1 in per cent, with what they were counted from."""
    p, r = 100 * hit / max(1, found), 100 * hit / max(1, wanted)
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return {"P": round(p, 1), "R": round(r, 1), "F1": round(f1, 1), "hit": hit, "found": found, "wanted": wanted}
