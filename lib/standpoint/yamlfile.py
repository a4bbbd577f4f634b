"""YAML files that people edit: read safely, checked against a JSON Schema, errors that point at the line."""

from pathlib import Path
from typing import Any

import jsonschema
import yaml

from standpoint.errors import InputError

MAX_BYTES = 5_000_000


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Safe YAML in which dates stay strings and `no` stays a word: an actor's name may be either."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag.rsplit(":", 1)[1] not in ("timestamp", "bool")]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}

Place = tuple[str | int, ...]


def read_yaml(path: str | Path, schema: dict[str, Any]) -> tuple[dict[str, Any], dict[Place, int]]:
    """The data of one YAML file and the line number of every value in it, keyed by its path of keys and indexes.

    Raises InputError, naming file and line, where the file is missing, is not YAML, repeats a key, uses anchors or
    aliases (a few lines of them can expand without end), or does not fit `schema`.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).", file=path, remedy="check the path.") from None
    if len(raw) > MAX_BYTES:
        raise InputError(f"is {len(raw):,} bytes; at most {MAX_BYTES:,} are read.", file=path, remedy="split it.")
    try:
        text = raw.decode("utf-8-sig")
        _refuse_aliases(text, path)
        node = yaml.compose(text, Loader=_Loader)
        lines: dict[Place, int] = {}
        data = {} if node is None else _plain(node, (), lines, path)
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 (byte {error.start}).", file=path, remedy="save it as UTF-8.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "cannot be parsed"
        raise InputError(
            f"is not valid YAML: {problem}.",
            file=path,
            line=mark.line + 1 if mark else None,
            remedy="check indentation, quotes and colons there.",
        ) from None
    except RecursionError:
        raise InputError("is nested too deeply.", file=path, remedy="flatten it.") from None
    check(data, schema, lines, path)
    return data, lines


def check(data: Any, schema: dict[str, Any], lines: dict[Place, int], path: str | Path) -> None:
    """Raise InputError at the line of the first value that does not fit the JSON Schema (draft 2020-12)."""
    errors = sorted(jsonschema.Draft202012Validator(schema).iter_errors(data), key=lambda e: line_of(e.path, lines))
    for error in errors:
        where = ".".join(str(p) for p in error.absolute_path) or "the file"
        expected = error.schema.get("description") if isinstance(error.schema, dict) else None
        raise InputError(
            f"{where}: {error.message[:300]}.",
            file=path,
            line=line_of(error.absolute_path, lines),
            remedy=f"expected {expected}." if expected else "see docs/codebook.md for the fields.",
        )


def line_of(place: Any, lines: dict[Place, int]) -> int:
    """The line of the value at `place`, or of the nearest value around it."""
    place = tuple(place)
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _refuse_aliases(text: str, path: Path) -> None:
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InputError(
                "uses a YAML anchor or alias (& or *), which is not read.",
                file=path,
                line=event.start_mark.line + 1,
                remedy="write the value out, or put quotation marks around text that starts with & or *.",
            )


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], path: Path) -> Any:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*place, i), lines, path) for i, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            line = key_node.start_mark.line + 1
            if not key:
                raise InputError("a key is not a plain word.", file=path, line=line, remedy="write `key: value`.")
            if key in out:
                raise InputError(f"the key {key!r} stands twice.", file=path, line=line, remedy="keep one of the two.")
            out[key] = _plain(value_node, (*place, key), lines, path)
        return out
    return (
        yaml.constructor.SafeConstructor().construct_object(node)
        if node.tag.endswith((":int", ":float", ":null"))
        else node.value
    )
