"""Which program tagged an article: a hash of the source, and of the model, that decide an article's rows."""

import hashlib
from functools import cache
from pathlib import Path

from standpoint.reader import model_version

DECIDING = (  # modules whose source decides what rows an article has
    "codebook",
    "text",
    "wholewords",
    "windows",
    "chains",
    "reader",
    "gazetteer",
    "read_names",
    "names",
    "pronouns",
    "courts",
    "listed",
    "introduced",
    "elsewhere",
    "named_in_codebook",
    "passed_over",
    "roles",
    "actors",
    "cues",
    "clauses",
    "sources",
    "contents",
    "silences",
    "statements",
    "unsourced",
    "attributed",
    "transcripts",
    "own_words",
    "outlet_names",
    "credits",
    "media",
    "sourcing",
    "claims",
    "rewording",
    "tokens",
    "compiled",
    "issues",
    "consequences",
    "directions",
    "readings",
    "references",
    "acts",
    "towards",
    "attitudes",
    "votes",
    "stance_rules",
    "leanings",
    "members",
    "holders",
    "on_issues",
    "nearness",
    "claim_reader",
    "second_look",
    "relation_reader",
    "asked",
    "looks",
    "sights",
    "on_claims",
    "resigning",
    "running",
    "stances",
    "tagger",
    "tag",
    "tables",
    "shingles",
    "versions",
)


def program_version(read_by: str) -> str:
    """A short hash of the source (and model) that decides how articles are tagged; other rows are made anew."""
    return f"{_source_version()} {model_version()}" if read_by == "learned" else _source_version()


@cache
def _source_version() -> str:
    here = Path(__file__).parent
    sources = [(here / f"{name}.py").read_bytes() for name in DECIDING]
    return hashlib.sha256(b"\0".join(sources)).hexdigest()[:12]
