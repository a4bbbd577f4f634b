"""Parquet: one article a row, read in batches."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from standpoint.errors import InputError
from standpoint.formats.record import FileRule, Record, Rejected, map_columns, unix_lines

BATCH = 256


def read(path: Path, rule: FileRule) -> Iterator[Record | Rejected]:
    """The articles of a Parquet file. Raises InputError where it cannot be opened or lacks a column.

    Where it breaks off in the middle, the rows not read are one rejected item that counts them all.
    """
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowException as error:
        raise InputError(
            f"is not a whole Parquet file ({str(error).splitlines()[0][:200]}).", remedy="export or copy it again."
        ) from None
    with file:
        columns = map_columns(file.schema_arrow.names, rule)
        row = 0
        try:
            for batch in file.iter_batches(batch_size=BATCH, columns=list(columns.values())):
                for values in batch.to_pylist():
                    row += 1
                    yield Record(f"row {row}", {name: _plain(values[column]) for name, column in columns.items()})
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            total = file.metadata.num_rows
            problem = f"cannot be read from here on ({str(error).splitlines()[0][:200]})."
            yield Rejected(f"rows {row + 1} to {total}", problem, "export or copy the file again.", total - row)


def _plain(value: object) -> object:
    return unix_lines(value) if isinstance(value, str) else value
