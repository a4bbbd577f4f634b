"""The language of an article whose file does not say: recognised from its words, offline (py3langid)."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from standpoint.formats.language_names import language_name

SHORTEST = 100  # letters: fewer do not tell a language
SEEN = 3000  # characters that are looked at
RULED_OUT = 0.01  # probability of the corpus's language, from which on it stands
# English tells itself by its commonest words, and most corpora are English: then nothing need be loaded.
ENGLISH = frozenset("the of and to that was with for said his it".split())
ENGLISH_SHARE = 0.12  # of the words; a text in another language has hardly any
WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, default: str) -> str:
    """The code of the language of a text; `default` where the text is short, or may well be in that language.

    Where two others are alike (Croatian and Bosnian), the likelier is given: which of them it is may be unsure, but
    the default is ruled out.
    """
    words = WORD.findall(text[:SEEN].lower())
    if sum(map(len, words)) < SHORTEST:
        return default
    if sum(word in ENGLISH for word in words) >= ENGLISH_SHARE * len(words):
        return "en"
    ranked = _identifier().rank(text[:SEEN])
    likely = {str(code): float(probability) for code, probability in ranked}
    return default if likely.get(default, 0.0) >= RULED_OUT else str(ranked[0][0])


def left_untagged(counts: Mapping[str, int], read: Collection[str]) -> str:
    """A warning that says how many articles (`counts` by code) are in no language of `read`; "" where all are read."""
    left = {code: n for code, n in sorted(counts.items(), key=lambda c: (-c[1], c[0])) if code not in read}
    if not left:
        return ""
    which = ", ".join(f"{language_name(code)} {n:,}" for code, n in left.items())
    return (
        f"articles in a language without cues: {which}. They are counted as publications and left untagged: nobody’s "
        "words or positions in them are read."
    )


@cache
def _identifier() -> Any:
    # Loaded when first needed: it takes some seconds.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
