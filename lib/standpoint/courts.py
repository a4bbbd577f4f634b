"""A court called in short, as headlines do ("High court rejects …"): the one of the article whose full name has it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from standpoint.text import Span, containing


class Courts:
    """The `courts` of one language (seeds/cues/<language>.yaml): short names, "High Court"."""

    def __init__(self, short: Collection[str]):
        names = "|".join(map(re.escape, short))
        self._full = re.compile(rf"(?:.+ )?({names})(?: (?:of|for|in) .+)?", re.I)
        self._alone = re.compile(rf"(?:^|\b[Tt]he )({names})\b(?!(?: (?:of|for)\b|[ \u00a0-][^\W\d_a-z]|-))", re.I)

    def known(self, names: Mapping[str, str]) -> dict[str, str]:
        """Short name in lower case → id of the only actor of an article (id → name) that bears it in a longer name."""
        bearers: dict[str, set[str]] = defaultdict(set)
        for actor, name in names.items():
            full = self._full.fullmatch(name)
            if full and full.group(1) != name:
                bearers[full.group(1).casefold()].add(actor)
        return {short: ids.pop() for short, ids in bearers.items() if len(ids) == 1}

    def passed_over(self, text: str, known: Mapping[str, str], taken: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
        """(start, end, actor id) where a court is called by its short name alone, outside the sorted spans taken."""
        for match in self._alone.finditer(text) if known else ():
            actor = known.get(match.group(1).casefold())
            if actor and containing(taken, match.start(1)) < 0:
                yield *match.span(1), actor
