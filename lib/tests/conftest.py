"""What tests share: the seeds, a reader for single texts, and where the annotated sets lie."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from standpoint import reader
from standpoint.actors import find_mentions
from standpoint.codebook import load_codebook
from standpoint.introduced import Article
from standpoint.listed import ActorFinder
from standpoint.places import ROOT
from standpoint.statements import StatementFinder
from standpoint.text import quotations, sentences

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

# What these read, the learned reader reads, as it does for an analyst; the others specify the rules, row by row.
LEARNED = {
    "test_bundled_corpora", "test_claims", "test_reader", "test_readme", "test_relations", "test_run",
    "test_seed_story",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def which_reader(request, tmp_path_factory):
    """In most modules no model lies where it is looked for, so that the rules read."""
    with pytest.MonkeyPatch.context() as patch:
        if request.module.__name__.split(".")[-1] not in LEARNED:
            patch.setattr(reader, "MODEL", tmp_path_factory.mktemp("no-model"))
        yield


@pytest.fixture(scope="session")
def book():
    """The codebook of seeds/ alone."""
    return load_codebook()


@pytest.fixture(scope="session")
def read(book):
    """(text, day) → mentions and statements as readable tuples."""
    actors, statements = ActorFinder(book), StatementFinder(book.cues["en"])

    def reads(text: str, day: str = "2025-01-13"):
        spans, quotes, article = sentences(text), quotations(text), Article(actors, day)
        mentions = find_mentions(article, text, spans, quotes)
        found = statements.find(text, spans, quotes, mentions, article.found)

        def cut(pieces):
            return " … ".join(text[a:b] for a, b in pieces)

        return (
            [(text[m.start : m.end], article.found[m.actor_id].name, m.form) for m in mentions],
            [
                (
                    article.found[s.speaker_id].name if s.speaker_id else None,
                    s.kind,
                    cut(s.source),
                    cut(s.cue),
                    cut(s.content),
                )
                for s in found
            ],
        )

    return reads


@pytest.fixture(scope="session")
def bench() -> Path:
    """The annotated sets: STANDPOINT_BENCH, by default ../shared/bench beside the project."""
    folder = Path(os.environ.get("STANDPOINT_BENCH", ROOT.parent / "shared" / "bench"))
    if not folder.is_dir():
        pytest.skip("the annotated sets are not here: set STANDPOINT_BENCH to their folder")
    return folder
