"""The tables that every step reads and writes: their columns, their types, and frames made of them.

Offsets are Unicode code points into the field they name, end-exclusive; times are UTC; ids are stable strings.
"""

from collections.abc import Iterable, Mapping

import pandas as pd
import pyarrow as pa

SPANS = pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))
TIME = pa.timestamp("us", tz="UTC")

SCHEMAS: dict[str, pa.Schema] = {
    "articles": pa.schema(
        [
            ("article_id", pa.string()),
            ("corpus", pa.string()),
            ("outlet", pa.string()),
            ("agency", pa.string()),
            ("published", TIME),
            ("title", pa.string()),
            ("byline", pa.string()),
            ("language", pa.string()),
            ("url", pa.string()),
            ("text", pa.string()),
            ("n_words", pa.int64()),
            ("version_of", pa.string()),
            ("source_file", pa.string()),
        ]
    ),
    "stories": pa.schema(
        [
            ("article_id", pa.string()),
            ("story_id", pa.string()),
            ("is_original", pa.bool_()),
            ("kept", pa.float64()),
        ]
    ),
    "sourcing": pa.schema(
        [
            ("article_id", pa.string()),
            ("chain_id", pa.string()),
            ("hop", pa.int64()),
            ("from_name", pa.string()),
            ("relation", pa.string()),
            ("to_name", pa.string()),
            ("statement_id", pa.string()),
            ("start", pa.int64()),
            ("end", pa.int64()),
        ]
    ),
    "mentions": pa.schema(
        [
            ("article_id", pa.string()),
            ("field", pa.string()),
            ("start", pa.int64()),
            ("end", pa.int64()),
            ("surface", pa.string()),
            ("entity_id", pa.string()),
            ("actor_id", pa.string()),
            ("form", pa.string()),
            ("tone", pa.string()),
            ("confidence", pa.float64()),
        ]
    ),
    "actors": pa.schema(
        [
            ("actor_id", pa.string()),
            ("name", pa.string()),
            ("actor_type", pa.string()),
            ("in_codebook", pa.bool_()),
            ("role", pa.string()),
        ]
    ),
    "statements": pa.schema(
        [
            ("statement_id", pa.string()),
            ("article_id", pa.string()),
            ("field", pa.string()),
            ("sentence_start", pa.int64()),
            ("sentence_end", pa.int64()),
            ("kind", pa.string()),
            ("speaker_id", pa.string()),
            ("speaker_text", pa.string()),
            ("source_spans", SPANS),
            ("cue_spans", SPANS),
            ("content_spans", SPANS),
            ("parent_id", pa.string()),
            ("confidence", pa.float64()),
        ]
    ),
    "stances": pa.schema(
        [
            ("stance_id", pa.string()),
            ("article_id", pa.string()),
            ("field", pa.string()),
            ("statement_id", pa.string()),
            ("holder_id", pa.string()),
            ("reported_by", pa.string()),
            ("target_kind", pa.string()),
            ("target_id", pa.string()),
            ("position", pa.string()),
            ("start", pa.int64()),
            ("end", pa.int64()),
            ("basis", pa.string()),
            ("because", pa.string()),
            ("relevance", pa.float64()),
            ("direction", pa.float64()),
            ("confidence", pa.float64()),
        ]
    ),
}


def arrow(name: str, rows: Iterable[Mapping[str, object]]) -> pa.Table:
    """Arrow table `name` from row mappings; missing columns become null, unknown ones are an error."""
    rows = list(rows)
    schema = SCHEMAS[name]
    unknown = {key for row in rows[:1] for key in row} - set(schema.names)
    if unknown:
        raise KeyError(f"{name} has no column {sorted(unknown)}")
    return pa.table({f.name: pa.array([row.get(f.name) for row in rows], type=f.type) for f in schema}, schema=schema)


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """A pandas frame with Arrow-backed columns (times stay UTC, spans stay lists of {start, end})."""
    return table.to_pandas(types_mapper=pd.ArrowDtype)


def frame(name: str, rows: Iterable[Mapping[str, object]] = ()) -> pd.DataFrame:
    """Table `name` as a pandas frame with Arrow-backed columns; no rows gives the empty table with its columns."""
    return to_pandas(arrow(name, rows))


def from_pandas(name: str, data: pd.DataFrame) -> pa.Table:
    """Arrow table `name` from a frame: columns in schema order, types as in SCHEMAS; missing columns become null."""
    schema = SCHEMAS[name]
    columns = [
        pa.Array.from_pandas(data[f.name], type=f.type) if f.name in data else pa.nulls(len(data), f.type)
        for f in schema
    ]
    columns = [c.combine_chunks() if isinstance(c, pa.ChunkedArray) else c for c in columns]
    return pa.table(columns, schema=schema)
