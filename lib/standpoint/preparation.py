"""A corpus made ready for its notebooks: tagged where needed, and described for the report."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from standpoint import store
from standpoint.codebook import Codebook
from standpoint.corpus import load_corpus, name_at
from standpoint.errors import InputError
from standpoint.places import CORPORA
from standpoint.workspace import codebook_for, folder_for, tagged_corpus


@dataclass(frozen=True)
class Prepared:
    """A corpus that is tagged (`content` is a hash of that), or the `problem` that kept it from being so.

    `folder` holds its tables; `alarms` are the limits that corpus.yaml sets; `grows`: does it name feeds or pages?
    """

    name: str
    content: str = ""
    problem: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    folder: Path = Path()
    codebook: Codebook | None = None
    alarms: dict[str, float] = field(default_factory=dict)
    grows: bool = False


def prepare(asked: str, codebook: str, *, tag: bool) -> Prepared | None:
    """The corpus of that name or path, ready; with `tag` off, None where it has to be tagged first.

    Bad input does not raise: the problem is part of what is returned.
    """
    try:
        corpus = load_corpus(asked)
        book = codebook_for(corpus, codebook)
        folder = folder_for(corpus, book)
        if not store.is_current(corpus, book, folder):
            if not tag:
                return None
            tagged_corpus(asked, codebook=codebook, quiet=True)
    except (InputError, OSError) as error:
        return Prepared(name_of(asked), problem=str(error))
    state = store.state(folder)
    reading, rejected = (pd.read_parquet(folder / f"{name}.parquet") for name in ("reading", "rejected"))
    about = {
        "title": corpus.title,
        "description": corpus.description,
        "since": corpus.since,
        "until": corpus.until,
        "licence": corpus.licence,
        "sources": [dict(s) for s in corpus.sources],
        "reading": _plain(reading),
        "rejected": _plain(rejected),
        "warnings": state.get("warnings", []),
    }
    digest = hashlib.sha256(repr((state.get("content"), sorted(about.items()))).encode())
    grows = bool(corpus.collect.get("feeds") or corpus.collect.get("pages"))
    return Prepared(corpus.name, digest.hexdigest()[:16], "", about, folder, book, dict(corpus.alarms), grows)


def name_of(asked: str) -> str:
    """The name of a corpus, which is that of its folder in a report, also where it cannot be opened."""
    bundled = CORPORA / asked
    return name_at(bundled if bundled.is_dir() else Path(asked).expanduser().resolve())


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{k: v if isinstance(v, str) else _count(v) for k, v in row.items()} for row in frame.to_dict("records")]


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
