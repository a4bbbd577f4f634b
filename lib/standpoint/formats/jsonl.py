"""JSON Lines: one JSON object a line. Its text is kept to the character."""

import json
from collections.abc import Iterator
from pathlib import Path

from standpoint.errors import InputError
from standpoint.formats import jsonitems, lines
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Item, Record, Rejected, map_columns


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """The articles of a JSON Lines file, and each bad line with its number; the others go on."""
    columns: dict[tuple[str, ...], dict[str, str]] = {}
    # Only a line feed ends a line: JSON text may hold other separators as they are.
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="\n") as handle:
        for number, line in enumerate(lines.bounded(handle), 1):
            place = f"line {number}"
            if line is None:
                problem = f"is longer than {lines.LONGEST:,} characters."
                yield Rejected(place, problem, "write one JSON object on each line.")
                continue
            if not line.strip():
                continue
            try:
                item = json.loads(line.rstrip("\r\n"))
                keys = tuple(item) if isinstance(item, dict) else ()
                if keys not in columns:
                    if not jsonitems.is_plain(item, rule):
                        yield from jsonitems.records(item, place, rule)
                        continue
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
