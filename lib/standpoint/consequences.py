"""What a thing would do, in the words behind it: to others, for good or ill."""

from collections.abc import Sequence

from standpoint.issues import CompiledIssues
from standpoint.tokens import Token

SCOPE = 4  # tokens behind a negation, or a word of what is to come, that it reaches


def acts_itself(right: Sequence[Token], issues: CompiledIssues) -> bool:
    """Does the thing do less to something else: "sanctions | would weaken Ostvale", not "| would end in May"?"""
    at = next((i for i, t in enumerate(right[:5]) if t.stem in issues.lists["coming"]), None)
    if at is None:
        return False
    bare = [t for t in right[at + 1 :] if t.stem not in issues.lists["negators"]][:2]
    if len(bare) < 2 or bare[0].stem not in issues.lists["down"]:
        return False
    follows = bare[1]
    return not follows.stem or bool(follows.same)


def has_consequence(right: Sequence[Token], issues: CompiledIssues) -> bool:
    """Is the thing the subject of what it would do: "a higher wage | would close shops", not "| would be cut"?"""
    modals = issues.lists["coming"] | issues.lists["open"]
    at = next((i for i, t in enumerate(right[:4]) if t.stem in modals), None)
    return at is not None and len(right) > at + 1 and right[at + 1].stem not in issues.lists["auxiliaries"]


def consequence(right: Sequence[Token], issues: CompiledIssues) -> tuple[int, str] | None:
    """Is the thing the subject of a harm (-1: "| would ruin farmers", "| would not save a job"), or of help (1)?"""
    lists = issues.lists
    at = next((i for i, t in enumerate(right[:4]) if t.stem in lists["coming"]), None)
    for i, token in enumerate(right[: at + SCOPE] if at is not None else ()):
        negated = any(t.stem in lists["negators"] for t in right[at:i])
        if i > at and token.stem in lists["mending"] and len(right) > i + 1:
            return -1 if negated else 1, f"{'not … ' if negated else ''}{token.word}"
        if i > at and token.stem in lists["harming"] and not negated:
            return -1, token.word
    return None
