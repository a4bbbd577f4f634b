"""What the encoder learns to tell, and how a span is written as labels (BIO)."""

ROLES = ("source", "cue", "content")
NAMES = ("person", "organization", "place", "group")
TONES = ("negative", "neutral", "positive")
# Location of the annotated set covers states and places; nationalities and creeds are groups.
NAME_OF = {"Person": "person", "Organization": "organization", "Location": "place", "NORP": "group"}


def bio(kinds: tuple[str, ...]) -> int:
    """How many labels a BIO coding of these kinds has: outside, and begin and inside of each."""
    return 1 + 2 * len(kinds)


def forbidden(kinds: tuple[str, ...]) -> list[tuple[int | None, int]]:
    """Pairs (before, after) that no coding holds: inside a span that did not begin; None stands for the start."""
    pairs: list[tuple[int | None, int]] = []
    for k in range(len(kinds)):
        inside = 2 + 2 * k
        pairs += [(before, inside) for before in [None, *range(bio(kinds))] if before not in (inside - 1, inside)]
    return pairs
