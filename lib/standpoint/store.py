"""The store: tagged tables as Parquet, incremental by content hash, and the frames that measures read."""

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from standpoint import tables
from standpoint.codebook import Codebook
from standpoint.corpus import Corpus, Reconciliation, read_articles
from standpoint.files import TextsOnDisk, output_folder, room_in, uninterrupted
from standpoint.languages import left_untagged
from standpoint.linking import linked
from standpoint.reader import which
from standpoint.shingles import COMPARED
from standpoint.shingles import signatures as signatures_of
from standpoint.stories import group
from standpoint.tag import tag_batches
from standpoint.tagged_by import program_version
from standpoint.tagger import TAGGED

STATE = "state.json"


@dataclass(frozen=True)
class Tagged:
    """A corpus as tagged: the tables of docs/architecture.md as pandas frames, and how the articles were read in."""

    corpus: Corpus
    codebook: Codebook
    articles: pd.DataFrame
    stories: pd.DataFrame
    sourcing: pd.DataFrame
    mentions: pd.DataFrame
    actors: pd.DataFrame
    statements: pd.DataFrame
    stances: pd.DataFrame
    reading: pd.DataFrame
    rejected: pd.DataFrame
    warnings: tuple[str, ...] = ()
    reader: str = "rules"
    # Versions that are not counted; each has in `version_of` the one that is.
    older: pd.DataFrame = field(default_factory=lambda: tables.frame("articles"))

    def __repr__(self) -> str:
        days = self.articles["published"].dropna()
        period = " to ".join(dict.fromkeys((_day(days.min()), _day(days.max())))) if len(days) else "no dates"
        counts = (
            (len(self.articles), "article"),
            (self.stories["story_id"].nunique(), "independent story"),
            (self.articles["outlet"].nunique(), "outlet"),
        )
        older = [_counted(len(self.older), "older version") + " set aside"] if len(self.older) else []
        return ", ".join([*(_counted(n, word) for n, word in counts), period, *older])


def _day(time: pd.Timestamp) -> str:
    return f"{time.day} {time:%b %Y}"


def _counted(n: int, word: str) -> str:
    plural = word[:-1] + "ies" if word.endswith("y") else word + "s"
    return f"{n:,} {word if n == 1 else plural}"


def tag_corpus(
    corpus: Corpus,
    codebook: Codebook,
    out: str | Path,
    *,
    jobs: int = 1,
    cluster: str = "",
    spans: str | Path = "",
    progress: Callable[[int], object] = lambda n: None,
) -> Reconciliation:
    """Read, tag and group a corpus into `out`/<table>.parquet; only what is new or changed is tagged again.

    An article keeps its rows while its content, the codebook and the program are the same; `spans` is a folder where
    what the learned reader saw is kept, so that another codebook costs little. Older versions of an article are
    tagged too, and marked (`version_of`); stories are made of the newest alone. Tables are written under temporary
    names and renamed when all are whole: an error or an interrupt leaves the folder as it was. `progress` is called
    with the number of articles done. Raises InputError where `out` cannot be written into, or its disk is full.
    """
    out = output_folder(Path(out))
    fresh = out / ".new"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        with room_in(out):
            fresh.mkdir()
            log = _tag_into(fresh, out, corpus, codebook, jobs, cluster, str(spans), progress)
        with uninterrupted():
            (out / STATE).unlink(missing_ok=True)  # until it is back, the folder does not count as whole
            for path in sorted(fresh.iterdir(), key=lambda p: p.name == STATE):
                os.replace(path, out / path.name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return log


def _tag_into(
    fresh: Path,
    out: Path,
    corpus: Corpus,
    codebook: Codebook,
    jobs: int,
    cluster: str,
    spans: str,
    progress: Callable[[int], object],
) -> Reconciliation:
    """All files of `out`, made anew in `fresh`."""
    log = Reconciliation()
    read_by = which(corpus.reader)
    version, files = version_with(codebook, read_by), files_stamp(corpus)
    before = _index(out)
    keys: dict[str, str] = {}
    kept: set[str] = set()
    signatures: dict[str, np.ndarray] = {}
    languages: dict[str, str] = {}

    def changed() -> Iterator[pa.Table]:
        for frame in read_articles(corpus, log, outlets=codebook.outlets):
            batch = tables.from_pandas("articles", frame)
            languages.update(zip(frame["article_id"], frame["language"], strict=True))
            new = []
            signatures.update(zip(frame["article_id"], signatures_of(frame["text"].tolist()), strict=True))
            for i, article in enumerate(batch.to_pylist()):
                article_id = article["article_id"]
                keys[article_id] = content_key(article, version)
                if before.get(article_id) == keys[article_id]:
                    kept.add(article_id)
                else:
                    new.append(i)
            progress(len(batch) - len(new))
            if new:
                yield batch.take(new)

    settings = {"jobs": jobs, "cluster": cluster, "read_by": read_by, "spans": spans, "progress": progress}
    with ExitStack() as closing:
        writers = {n: closing.enter_context(_writer(fresh / f"{n}.parquet", n)) for n in TAGGED}
        for made in tag_batches(changed(), codebook, **settings):
            for name, table in made.items():
                writers[name].write_table(table)
        if kept:
            _carry_over(out, kept, writers)
    for article_id in log.withdrawn:
        del keys[article_id], languages[article_id]
    kept -= log.withdrawn
    if log.withdrawn:
        _leave_out(fresh, log.withdrawn)
    if note := left_untagged(Counter(languages.values()), codebook.languages):
        log.warn("", "", note)
    if log.undated:
        log.warn("", "", log.undated)
    _settle_actors(fresh)
    _mark_versions(fresh, log.newest)
    columns = ["article_id", "outlet", "agency", "published", "n_words", "version_of"]
    facts = tables.to_pandas(pq.read_table(fresh / "articles.parquet", columns=columns))
    stories = group(_counted_once(facts), signatures, partial(texts, fresh))
    pq.write_table(tables.from_pandas("stories", stories), fresh / "stories.parquet", compression="zstd")
    log.files.to_parquet(fresh / "reading.parquet")
    log.rejected.to_parquet(fresh / "rejected.parquet")
    record = {
        "version": version,
        "files": files,
        "reader": read_by,
        "warnings": list(log.warnings),
        "tagged": len(keys) - len(kept),
        "content": hashlib.sha256("".join(sorted(keys.values())).encode()).hexdigest()[:16],
        "keys": keys,
    }
    (fresh / STATE).write_text(json.dumps(record))
    return log


def version_with(codebook: Codebook, read_by: str) -> str:
    """What, beside an article, its rows depend on: the codebook, the program and the reader."""
    return f"{codebook.fingerprint} {read_by} {program_version(read_by)}"


def files_stamp(corpus: Corpus) -> str:
    """A hash of the names, sizes and times of a corpus's files: tells cheaply that nothing changed."""
    paths = sorted(p for p in corpus.path.rglob("*") if p.is_file()) if corpus.path.is_dir() else [corpus.path]
    facts = [(str(p), s.st_size, s.st_mtime_ns) for p in paths for s in (p.stat(),)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:24]


def is_current(corpus: Corpus, codebook: Codebook, folder: str | Path) -> bool:
    """Were this corpus's files, with this codebook and program, the last that were tagged into the folder?"""
    last = state(folder)
    return last.get("version") == version_with(codebook, which(corpus.reader)) and last.get("files") == files_stamp(
        corpus
    )


def content_key(article: Mapping[str, object], version: str) -> str:
    """A hash of all that an article's rows depend on: its content, the codebook and the program."""
    made = hashlib.sha256(f"{version}\0".encode())
    for name, value in sorted(article.items()):
        if value is not None:
            raw = str(value).encode()
            made.update(b"%s %d:" % (name.encode(), len(raw)))
            made.update(raw)
    return made.hexdigest()[:24]


def texts(folder: Path, ids: Iterable[str]) -> TextsOnDisk:
    """The texts of some articles of a tagged folder, taken out in one pass, to be asked for in any order.

    Of each only what is compared: a few very long ones would fill the memory.
    """
    wanted, found = set(ids), TextsOnDisk(folder)
    with pq.ParquetFile(folder / "articles.parquet") as articles:
        for i in range(articles.num_row_groups):
            rows = articles.read_row_group(i, columns=["article_id", "text"])
            for article_id, text in zip(rows["article_id"].to_pylist(), rows["text"], strict=True):
                if article_id in wanted:
                    found.add(article_id, text.as_py()[:COMPARED])
    return found


def state(folder: str | Path) -> dict:
    """What the last whole run into a folder recorded ({} where there was none)."""
    try:
        return json.loads((Path(folder) / STATE).read_text())
    except (OSError, ValueError):
        return {}


def rows(folder: str | Path, name: str) -> int:
    """How many rows a table of a tagged folder has."""
    return pq.read_metadata(Path(folder) / f"{name}.parquet").num_rows


def _index(folder: Path) -> dict[str, str]:
    whole = all((folder / f"{name}.parquet").exists() for name in TAGGED)
    return state(folder).get("keys", {}) if whole else {}


@contextmanager
def _writer(path: Path, table: str) -> Iterator[pq.ParquetWriter]:
    """A file of a table, closed when the block ends."""
    writer = pq.ParquetWriter(path, tables.SCHEMAS[table], compression="zstd")
    try:
        yield writer
    finally:
        try:
            writer.close()
        finally:
            writer.is_open = False  # else it is closed again when it is forgotten, and complains of a full disk then


def _carry_over(folder: Path, kept: set[str], writers: Mapping[str, pq.ParquetWriter]) -> None:
    """Copy the rows of unchanged articles, a row group at a time."""
    for name, writer in writers.items():
        _copy(folder / f"{name}.parquet", writer, tables.SCHEMAS[name], lambda article_id: article_id in kept)


def _copy(path: Path, writer: pq.ParquetWriter, schema: pa.Schema, wanted: Callable[[str], bool]) -> None:
    with pq.ParquetFile(path) as source:
        for i in range(source.num_row_groups):
            rows = source.read_row_group(i)
            if "article_id" in rows.schema.names:
                rows = rows.filter(pa.array([wanted(i) for i in rows["article_id"].to_pylist()], pa.bool_()))
            if len(rows):
                writer.write_table(rows.cast(schema))


def _leave_out(folder: Path, article_ids: set[str]) -> None:
    """Take the rows of these articles out of all tables."""
    for name in TAGGED:
        path, rest = folder / f"{name}.parquet", folder / f"{name}.rest"
        with _writer(rest, name) as writer:
            _copy(path, writer, tables.SCHEMAS[name], lambda article_id: article_id not in article_ids)
        os.replace(rest, path)


def _mark_versions(folder: Path, newest: Mapping[str, str]) -> None:
    """Write into `version_of` which articles are older versions of which, a row group at a time."""
    path, marked = folder / "articles.parquet", folder / "articles.marked"
    with pq.ParquetFile(path) as articles:
        before = articles.read(columns=["article_id", "version_of"]).to_pydict()
        if before["version_of"] == [newest.get(article_id) for article_id in before["article_id"]]:
            return
        with _writer(marked, "articles") as writer:
            for i in range(articles.num_row_groups):
                rows = articles.read_row_group(i)
                of = pa.array([newest.get(article_id) for article_id in rows["article_id"].to_pylist()], pa.string())
                writer.write_table(rows.set_column(rows.schema.get_field_index("version_of"), "version_of", of))
    os.replace(marked, path)


def _counted_once(facts: pd.DataFrame) -> pd.DataFrame:
    """The newest versions, each dated by its first: copy updated after its reprints is their original still."""
    first = facts.groupby(facts["version_of"].fillna(facts["article_id"]))["published"].min()
    newest = facts[facts["version_of"].isna()]
    if newest.empty:  # nothing was kept: the map of none has no type that dates could have
        return newest
    return newest.assign(published=newest["article_id"].map(first).astype(newest["published"].dtype))


def _settle_actors(folder: Path) -> None:
    """One row an actor that is mentioned or, as a byline tells, speaks, in order of its id."""
    path, settled = folder / "actors.parquet", folder / "actors.settled"
    quoted = str(settled).replace("'", "''")
    with duckdb.connect() as db:
        db.execute("set threads to 1")
        db.execute(
            f"""copy (select a.actor_id, min_by(a.name, length(a.name)) as name, first(a.actor_type) as actor_type,
                             bool_or(a.in_codebook) as in_codebook, max(a.role) as role
                      from read_parquet(?) a
                      where a.actor_id in (select actor_id from read_parquet(?)
                                           union select speaker_id from read_parquet(?))
                      group by a.actor_id order by a.actor_id) to '{quoted}' (format parquet)""",
            [str(path), *(str(folder / f"{name}.parquet") for name in ("mentions", "statements"))],
        )
    os.replace(settled, path)


def load(
    folder: str | Path,
    corpus: Corpus,
    codebook: Codebook,
    *,
    since: str = "",
    until: str = "",
    outlets: Sequence[str] = (),
) -> Tagged:
    """The tables of a folder: articles published from `since` to `until` (ISO days, both included), of `outlets`.

    Articles come in order of publication, spans in order of their place. Articles without a date are left out where
    `since` or `until` is given. Of an article's versions only the newest that is selected is among the articles, and
    what was found in it; the others are `older`, and name it in `version_of`. Whoever an article calls by a surname
    alone has the id of the one person of the folder's articles who bears it (`linking`).
    """
    folder = Path(folder)
    frames = {name: tables.to_pandas(pq.read_table(folder / f"{name}.parquet")) for name in (*TAGGED, "stories")}
    frames = linked(frames, codebook)
    articles = frames["articles"]
    if since:
        articles = articles[(articles["published"] >= pd.Timestamp(since, tz="UTC")).fillna(False)]
    if until:
        articles = articles[
            (articles["published"] < pd.Timestamp(until, tz="UTC") + pd.Timedelta(days=1)).fillna(False)
        ]
    if outlets:
        articles = articles[articles["outlet"].isin(list(outlets))]
    articles = articles.sort_values(["published", "article_id"], na_position="last", ignore_index=True)
    articles, older = _newest(articles)
    of = articles.dropna(subset="version_of").set_index("version_of")["article_id"].to_dict()
    frames["stories"] = frames["stories"].assign(article_id=frames["stories"]["article_id"].replace(of))
    older = older.assign(version_of=older["version_of"].replace(of))
    order = pd.Series(range(len(articles)), index=articles["article_id"])
    for name, by in ORDER.items():
        rows = frames[name][frames[name]["article_id"].isin(order.index)]
        rows = rows.assign(_at=rows["article_id"].map(order).astype("int64")).sort_values(
            ["_at", *by], ignore_index=True
        )
        frames[name] = rows.drop(columns="_at")
    named = pd.concat([frames["mentions"]["actor_id"], frames["statements"]["speaker_id"]])
    frames["actors"] = frames["actors"][frames["actors"]["actor_id"].isin(named)]
    reading, rejected = (pd.read_parquet(folder / f"{name}.parquet") for name in ("reading", "rejected"))
    last = state(folder)
    rest = {
        "reading": reading,
        "rejected": rejected,
        "warnings": tuple(last.get("warnings", ())),
        "reader": last.get("reader", "rules"),
        "older": older,
    }
    return Tagged(corpus, codebook, **(frames | {"articles": articles}), **rest)


def _newest(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The newest version of each article, and the older ones.

    Where dates are selected, the newest of all may not be among them: then the last of those that are stands for it.
    """
    ranked = articles.assign(_of=articles["version_of"].fillna(articles["article_id"]))
    ranked = ranked.sort_values("version_of", key=lambda of: of.isna(), kind="stable")
    newest = articles.index.isin(ranked.drop_duplicates("_of", keep="last").index)
    return articles[newest].reset_index(drop=True), articles[~newest].reset_index(drop=True)


ORDER = {
    "stories": [],
    "sourcing": ["chain_id", "hop"],
    "mentions": ["field", "start"],
    "statements": ["field", "sentence_start", "statement_id"],
    "stances": ["field", "start", "stance_id"],
}
