"""Whether an article talks of somebody's candidacy. Where it does not, nobody in it says whether he should be elected:
whoever blames a president for an order does not ask for another one.
"""

import re
from collections.abc import Container, Sequence
from functools import lru_cache

from standpoint.resigning import candidates_of
from standpoint.stance_rules import Article, Stance, StanceRules

BESIDE = 120  # characters on either side of a name in which such words are sought
NEAR, MANY = 2, 4  # such words beside his name, or anywhere, from which an article is about a race


@lru_cache(maxsize=8)
def _words(phrases: tuple[str, ...]) -> re.Pattern:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})\b", re.I)


def out_of_race(
    article: Article, rules: StanceRules, stances: Sequence[Stance], sure: Container[tuple[str | None, str]]
) -> list[Stance]:
    """The decisions, those left open on who should be elected where the article does not talk of his candidacy, but for
    (holder, issue) of `sure`: who wants him to resign.
    """
    elected = {i.id: i.claim.candidate for i in rules.issues.issues if i.claim.elected and not i.has_terms}
    silent = {issue for issue, who in elected.items() if not _runs(article, rules, who)}
    out = []
    for s in stances:
        if s.position and s.target_kind == "issue" and s.target_id in silent and (s.holder_id, s.target_id) not in sure:
            why = f"{s.because}; but the text does not talk of {elected[s.target_id]}’s candidacy"
            s = s._replace(position="", because=why)
        out.append(s)
    return out


def _runs(article: Article, rules: StanceRules, who: str) -> bool:
    """Is he named, and stand several such words near his name, or many in the article? One may tell of the past."""
    meant, words = candidates_of(article, who), _words(tuple(rules.issues.rules["candidacy"]))
    places = [m.start() for m in words.finditer(article.text)]
    named = [(m.start - BESIDE, m.end + BESIDE) for m in article.mentions if m.actor_id in meant]
    near = sum(any(low <= at < high for low, high in named) for at in places)
    return bool(named) and (near >= NEAR or len(places) >= MANY)
