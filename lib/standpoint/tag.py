"""Tagging: articles in, tables out — batch by batch, in one process, in several, or on a Dask cluster."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
import pyarrow as pa

from standpoint import tables
from standpoint.codebook import Codebook
from standpoint.reader import reader, which
from standpoint.spans_cache import KeptReader
from standpoint.tagger import TAGGED, Tagger

_taggers: dict[tuple[str, str, str], Tagger] = {}


def tag_batch(
    batch: pa.Table,
    codebook: Codebook,
    fingerprint: str,
    read_by: str = "",
    spans: str = "",
    progress: Callable[[int], object] = lambda n: None,
) -> dict[str, pa.Table]:
    """One batch of articles → its tables. The compiled codebook is kept for the next batch of the same process."""
    key = (fingerprint, which(read_by), spans)
    if key not in _taggers:
        _taggers.clear()
        learned = None
        if key[1] == "learned":
            learned = KeptReader(reader, Path(spans)) if spans else reader()
        _taggers[key] = Tagger(codebook, learned)
    tagger = _taggers[key]
    rows: dict[str, list[tuple]] = {name: [] for name in TAGGED}
    for article in batch.to_pylist():
        for name, new in tagger.tag(article).items():
            rows[name].extend(new)
        progress(1)
    return {name: _columns(name, rows[name]) for name in TAGGED}


def _columns(name: str, rows: list[tuple]) -> pa.Table:
    schema = tables.SCHEMAS[name]
    if not rows:
        return schema.empty_table()
    return pa.table(
        [pa.array(c, type=f.type) for c, f in zip(zip(*rows, strict=True), schema, strict=True)], schema=schema
    )


@contextmanager
def workers(jobs: int = 1, cluster: str = "") -> Iterator[Executor | None]:
    """Where batches are tagged: here (None), in `jobs` processes, or on the Dask cluster at an address."""
    if cluster:
        from distributed import Client

        with Client(cluster) as client:
            yield client.get_executor(pure=False)
    elif jobs > 1:
        with ProcessPoolExecutor(jobs, mp_context=get_context("forkserver")) as pool:
            yield pool
    else:
        yield None


def tag_batches(
    batches: Iterable[pa.Table],
    codebook: Codebook,
    *,
    jobs: int = 1,
    cluster: str = "",
    read_by: str = "",
    spans: str = "",
    progress: Callable[[int], object] = lambda n: None,
) -> Iterator[dict[str, pa.Table]]:
    """Each batch's tables, in the order of the batches; only a few batches are held at a time.

    `spans` is a folder where what the learned reader saw in a text is kept; left empty, nothing is. `progress` is
    called with the number of articles done.
    """
    fingerprint = codebook.fingerprint
    with workers(jobs, cluster) as pool:
        if pool is None:
            for batch in batches:
                yield tag_batch(batch, codebook, fingerprint, read_by, spans, progress)
            return
        waiting: deque = deque()

        def first() -> dict[str, pa.Table]:
            made = waiting.popleft().result()
            progress(len(made["articles"]))
            return made

        for batch in batches:
            waiting.append(pool.submit(tag_batch, batch, codebook, fingerprint, read_by, spans))
            if len(waiting) > 2 * max(jobs, 2):
                yield first()
        while waiting:
            yield first()


def tag(
    articles: pd.DataFrame,
    codebook: Codebook,
    *,
    jobs: int = 1,
    cluster: str = "",
    batch_size: int = 64,
    read_by: str = "",
) -> dict[str, pd.DataFrame]:
    """Tables articles, sourcing, mentions, actors, statements and stances for a frame of articles.

    The rows are the same whichever way they are made. `read_by` is "learned" or "rules"; left empty, the learned
    reader reads where it is installed. Raises KeyError where a column of `articles` is unknown.
    """
    whole = tables.from_pandas("articles", articles)
    batches = (whole.slice(i, batch_size) for i in range(0, len(whole), batch_size))
    made = list(tag_batches(batches, codebook, jobs=jobs, cluster=cluster, read_by=read_by))
    out = {n: pa.concat_tables([t[n] for t in made] or [tables.SCHEMAS[n].empty_table()]) for n in TAGGED}
    return {n: tables.to_pandas(t) for n, t in out.items()} | {"actors": unique_actors(out["actors"])}


def unique_actors(rows: pa.Table) -> pd.DataFrame:
    """One row an actor: names and types as first found, the first role that is known."""
    data = tables.to_pandas(rows)
    return data.groupby("actor_id", sort=True, as_index=False).first()[rows.schema.names]
