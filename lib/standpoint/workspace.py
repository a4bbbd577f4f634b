"""What a notebook opens with: a tagged corpus by its name, tagged first where that is needed."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from filelock import FileLock
from tqdm import tqdm

from standpoint import store
from standpoint.codebook import Codebook, load_codebook
from standpoint.corpus import Corpus, load_corpus
from standpoint.places import STORE


def codebook_for(corpus: Corpus, codebook: str | Path | Sequence[str | Path] = ()) -> Codebook:
    """The seeds, the corpus's own additions, and further codebook files."""
    files = [codebook] if isinstance(codebook, str | Path) else list(codebook)
    return load_codebook([*([corpus.codebook] if corpus.codebook else []), *(f for f in files if f)])


def folder_for(corpus: Corpus, codebook: Codebook) -> Path:
    """Where a corpus's tagged tables lie: one folder for each codebook it is tagged with."""
    return STORE / corpus.name / codebook.fingerprint


def spans_for(corpus: Corpus) -> Path:
    """Where what the learned reader saw in a corpus's texts is kept, for any codebook."""
    return STORE / corpus.name / "spans"


def up_to_date(corpus: Corpus, codebook: Codebook, progress: Callable[[int], object] = lambda n: None) -> Path:
    """The folder of a corpus's tagged tables; what is new or changed since the last time is tagged first."""
    folder = folder_for(corpus, codebook)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):  # notebooks of one report open the same corpus at the same time
        if not store.is_current(corpus, codebook, folder):
            store.tag_corpus(corpus, codebook, folder, spans=spans_for(corpus), progress=progress)
    return folder


def tagged_corpus(
    name: str | Path,
    *,
    since: str = "",
    until: str = "",
    outlets: Sequence[str] = (),
    codebook: str | Path = "",
    quiet: bool = False,
) -> store.Tagged:
    """A corpus, tagged and ready to measure.

    `name` is a folder of data/corpora, or a path to a folder or file of articles. `since` and `until` are ISO days,
    both included; `outlets` names the outlets to keep (empty: all); `codebook` is a YAML file of further entries.
    What is new or changed since the last time is tagged first, with a progress bar. Raises InputError.
    """
    corpus = load_corpus(name)
    book = codebook_for(corpus, codebook)
    with tqdm(
        unit=" articles", desc=f"Tagging {corpus.name}", disable=quiet, leave=False, delay=0.5, file=sys.stderr
    ) as bar:
        folder = up_to_date(corpus, book, bar.update)
    return store.load(folder, corpus, book, since=since, until=until, outlets=outlets)
