"""A claim, read: the thing that it is about, and whether it wants more or less of it.

"Sanctions on Russia should be kept" wants more of sanctions; "The war in Ukraine should be ended" wants less of war.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

WORD = re.compile(r"n['’]t\b|[^\W_]+(?:\.\d+)?")
MODAL = re.compile(r"\b(?:should|must|ought to|needs? to|has to|have to)\b", re.I)
PREPOSITIONS = frozenset("in on of to for with against from by at into about over under caused now".split())
NEGATIONS = frozenset(("not", "never", "no"))
NAME_WEIGHT = 0.5  # a name alone ("Ukraine") does not make a sentence about an issue
ASIDE_WEIGHT = 0.5  # nor do those who should act, or the means ("by a deal")


class Claim(NamedTuple):
    """What a claim is about: stems with weights, those of its thing (`head`), its names; 1 wants more, -1 less."""

    weights: Mapping[str, float]
    head: frozenset[str]
    names: frozenset[str]
    wants: int


def read_claim(
    claim: str,
    stem: Callable[[str], tuple[str, str]],
    down: Collection[str],
    up: Collection[str],
    generic: Collection[str],
    proper: Collection[str],
) -> Claim:
    """Read a claim such as "Western states should give Ukraine more military aid." with the help of its modal verb.

    `stem` gives a word's own stem and that of the word it stands for; `down` and `up` hold the stems of verbs of less
    and more, `generic` words that say nothing of the thing, `proper` names (a claim's first word is capitalised).
    """
    modal = MODAL.search(claim)
    subject, predicate = (claim[: modal.start()], claim[modal.end() :]) if modal else ("", claim)
    words = WORD.findall(predicate)
    verb = next((i for i, w in enumerate(words) if w.lower() not in ("be", *NEGATIONS)), 0) if modal else -1
    wants = -1 if modal and words and stem(words[verb])[0] in down else 1
    if any(w.lower() in NEGATIONS for w in words[: verb + 6]):
        wants = -wants
    passive = "be" in (w.lower() for w in words[: max(verb, 0)])
    thing = WORD.findall(subject) if passive else words[verb + 1 :]
    first = WORD.findall(claim)[0] if WORD.search(claim) else ""
    weights: dict[str, float] = {}
    names: set[str] = set()

    def add(word: str, weight: float) -> None:
        if len(word) > 2 and word.lower() not in generic:
            is_name = word[0].isupper() and (word != first or word in proper)
            weights.setdefault(stem(word)[1], NAME_WEIGHT if is_name else weight)
            if is_name:
                names.add(stem(word)[1])

    by = next((i for i, w in enumerate(words) if w.lower() == "by" and i > verb), len(words))
    for word in thing:
        add(word, 1.0)
    for i, word in enumerate(words[verb + 1 :], verb + 1):
        add(word, ASIDE_WEIGHT if i > by else 1.0)
    for word in WORD.findall(subject):
        add(word, ASIDE_WEIGHT)
    if modal and not passive and words and stem(words[verb])[0] not in {*down, *up}:
        add(words[verb], 1.0)
    head = {stem(w)[1] for w in _up_to_preposition(thing)} & set(weights) - names
    return Claim(weights, frozenset(head or set(weights) - names or set(weights)), frozenset(names), wants)


def _up_to_preposition(words: list[str]) -> list[str]:
    """The head of a noun phrase: up to the first preposition ("the war | in Ukraine"); "such as" goes on."""
    out: list[str] = []
    for word in words:
        if word.lower() in PREPOSITIONS and out:
            break
        if word.lower() not in PREPOSITIONS:
            out.append(word)
    return out
