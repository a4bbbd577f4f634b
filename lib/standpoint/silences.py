"""Words that tell that somebody says nothing: "declined to comment", "could not be reached". They are no statement."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from standpoint.cues import inflected
from standpoint.text import Span

BEFORE = 40  # characters in front of a cue in which such words may begin: "did not immediately | respond"


class Silences:
    """The `silences` of one language (seeds/cues/<language>.yaml), compiled."""

    def __init__(self, cues: Mapping[str, Any]):
        forms = []
        for phrase in cues["silences"]:
            verb, *rest = phrase.split()
            first = [re.escape(form) for form in (verb, *inflected(verb, cues["irregular"]))]
            if verb == "not":
                first = ["not", r"\w+n['’]t"]
            forms.append(r"\s+(?:\w+ly\s+|also\s+)?".join([f"(?:{'|'.join(first)})", *map(re.escape, rest)]))
        self._said = re.compile(rf"\b(?:{'|'.join(forms)})\b")
        self._rest = re.compile(rf"\s*(?:(?:{'|'.join(cues['silence_goes_on'])})\b\s*)*")

    def tell(self, text: str, cue: Sequence[Span]) -> bool:
        """Does a cue tell of silence alone? "Declined to comment, saying" goes on to tell what is said."""
        if not cue:
            return False
        low, high = cue[0][0], cue[-1][1]
        said = (m for m in self._said.finditer(text, max(0, low - BEFORE), high + BEFORE) if m.start() < high)
        return any(self._rest.fullmatch(text, min(m.end(), high), high) for m in said)
