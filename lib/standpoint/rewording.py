"""Idioms read as words that the lists know: "had to" as "must", "bring … home" as "withdraw", and "rent | freeze" as a
word that undoes what stands in front of it.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from standpoint.cues import inflected

BETWEEN = r"(?: (?:[^\W]|[-’',.](?=\w))+){0,4}?"  # up to four words, "3,000" among them
AMOUNT = r" [$€£]?\d+(?:\.\d+)?\b(?! (?:January|February|March|April|May|June|July|August|September|October))"
SUPPOSED = re.compile(
    r"(?:\b(?:would|might|may|could|did|does|do|not|never|nobody|no one|none)|n[’']t) $"
)  # "would | have to" is no must
HAVING = frozenset(("have", "has", "had", "having"))
SINGULAR = re.compile(r"[a-z]{2,}(?<!s) $")  # "rent | freeze", but "laws | ban rifles"
NOUN_ENDS = re.compile(  # and "a rent freeze | for two years", but "farms cut | emissions"
    r"[.,;:!?”\"’')–—]|\s*$"
    r"| (?:of|in|on|for|to|at|by|as|and|or|that|which|would|will|is|are|was|were|has|have|had|should|must|from|until"
    r"|after|before|with|because|may|might|could|when|if|amid|over)\b"
)


class Rewording:
    """What the lists `reworded` (a word → idioms that stand for it) and `undone` (nouns of less) of a language say.

    In an idiom "…" is up to four words and "#" an amount; its first word takes every form.
    """

    def __init__(
        self, reworded: Mapping[str, Sequence[str]], undone: Collection[str], irregular: Mapping[str, list[str]]
    ):
        self._undone = frozenset(undone)
        self._idioms: dict[str, list[tuple[re.Pattern, str]]] = {}
        for word, idioms in reworded.items():
            for idiom in idioms:
                first, _, rest = idiom.partition(" ")
                for form in (first, *inflected(first, irregular)):
                    self._idioms.setdefault(form, []).append((_pattern(rest), word))

    def instead(self, text: str, word: str, start: int, end: int) -> str:
        """The word that the idiom opening with a word stands for, "" where none opens."""
        for pattern, other in self._idioms.get(word, ()):
            if pattern.match(text, end) and not (word in HAVING and SUPPOSED.search(text, max(0, start - 8), start)):
                return other
        return ""

    def undoes(self, text: str, word: str, start: int, end: int) -> bool:
        """Is it a noun that undoes what stands right in front of it?"""
        if word not in self._undone or not NOUN_ENDS.match(text, end):
            return False
        return bool(SINGULAR.search(text, max(0, start - 20), start))


def _pattern(rest: str) -> re.Pattern:
    """The pattern of what follows the first word of an idiom."""
    parts = (BETWEEN if p == "…" else AMOUNT if p == "#" else rf"[ -]{re.escape(p)}\b" for p in rest.split())
    return re.compile("".join(parts))
