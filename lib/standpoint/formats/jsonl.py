"""JSON Lines: one JSON object a line. Its text is kept to the character."""

import json
from collections.abc import Iterator
from pathlib import Path

from standpoint.errors import InputError
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Record, Rejected, map_columns


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Record | Rejected]:
    """The articles of a JSON Lines file, and each bad line with its number; the others go on."""
    columns: dict[tuple[str, ...], dict[str, str]] = {}
    # Only a line feed ends a line: JSON text may hold other separators as they are.
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="\n") as handle:
        for number, line in enumerate(handle, 1):
            if not line.strip():
                continue
            place = f"line {number}"
            try:
                item = json.loads(line.rstrip("\r\n"))
                if not isinstance(item, dict):
                    raise InputError(f"is {_kind(item)}, not an object.", remedy='write {"text": "…"} on each line.')
                keys = tuple(item)
                if keys not in columns:
                    columns[keys] = map_columns(keys, rule)
            except InputError as error:
                yield Rejected(place, error.problem, error.remedy)
            except json.JSONDecodeError as error:
                yield Rejected(
                    place, f"is not JSON: {error.msg} (column {error.colno}).", "write one JSON object on each line."
                )
            except (ValueError, RecursionError) as error:
                yield Rejected(place, f"cannot be read as JSON ({error}).", "write a plain object on each line.")
            else:
                yield Record(place, {name: item[column] for name, column in columns[keys].items()})


def _kind(value: object) -> str:
    names = {list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "null")
