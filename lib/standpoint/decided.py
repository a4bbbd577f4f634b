"""How positions were decided, in words: by a cue and an issue's words, or by the learned reader alone."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from standpoint.store import Tagged

BY_CUES = (
    "A position is read only where a cue and the words of an issue decide it; otherwise none is given, so counts are "
    "floors, not totals."
)


def told(tagged: "Tagged") -> str:
    """How the positions on issues were read, with the number of those that the learned reader read without a cue."""
    learned, n = _counts(tagged.stances[tagged.stances["target_kind"] == "issue"])
    if not learned:
        return BY_CUES
    return (
        "A position is read where a cue and the words of an issue decide it, or, on an issue without terms, where the "
        f"learned reader finds it likely: {_of(learned, n)} the learned reader’s, without a cue. Otherwise none is "
        "given, so counts are floors, not totals."
    )


def kept(record: Mapping[str, Any]) -> str:
    """What `told` said of a run, by what was kept of it; of one kept without it, made before that was told, BY_CUES."""
    return record.get("positions", BY_CUES)


def behind(evidence: Iterable[Iterable[str]], tagged: "Tagged") -> str:
    """A clause for a source note, "; …", on the positions among rows' evidence that were read without a cue; or ""."""
    ids = {ref.removeprefix("stances:") for refs in evidence for ref in refs}
    learned, n = _counts(tagged.stances[tagged.stances["stance_id"].isin(ids)])
    return f"; {_of(learned, n)} the learned reader’s, without a cue" if learned else ""


def _counts(stances: pd.DataFrame) -> tuple[int, int]:
    return int((stances["basis"] == "learned").sum()), len(stances)


def _of(learned: int, n: int) -> str:
    return f"{learned:,} of {n:,} position{'s' if n > 1 else ''} read {'is' if learned == 1 else 'are'}"
