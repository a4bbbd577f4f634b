"""The language of an article whose file does not say: recognised from its words, offline (py3langid)."""

import re
from functools import cache
from typing import Any

SHORTEST = 100  # letters: fewer do not tell a language
SEEN = 3000  # characters that are looked at
SURE = 0.95  # probability below which the corpus's language stands
# English tells itself by its commonest words, and most corpora are English: then nothing need be loaded.
ENGLISH = frozenset("the of and to that was with for said his it".split())
ENGLISH_SHARE = 0.12  # of the words; a text in another language has hardly any
WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, default: str) -> str:
    """The code of the language of a text; `default` where the text is short or the answer is not sure."""
    words = WORD.findall(text[:SEEN].lower())
    if sum(map(len, words)) < SHORTEST:
        return default
    if sum(word in ENGLISH for word in words) >= ENGLISH_SHARE * len(words):
        return "en"
    code, sure = _identifier().classify(text[:SEEN])
    return str(code) if sure >= SURE else default


@cache
def _identifier() -> Any:
    # Loaded when first needed: it takes some seconds.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
