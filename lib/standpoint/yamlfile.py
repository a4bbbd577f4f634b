"""YAML files that people edit: read safely, checked against a JSON Schema, errors that point at the line."""

import re
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from standpoint.errors import InputError, together

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
    aliases (a few lines of them can expand without end), or does not fit `schema`: then all faults are told.
    """
    data, lines, faults = examine(path, schema)
    if faults:
        raise together(faults)
    return data, lines


def examine(path: str | Path, schema: dict[str, Any]) -> tuple[Any, dict[Place, int], list[InputError]]:
    """The data of one YAML file, the line of every value, and its faults: keys that stand twice, what does not fit.

    Raises InputError where the file cannot be read as YAML at all.
    """
    path, faults = Path(path), []
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
        data = {} if node is None else _plain(node, (), lines, path, faults)
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 (byte {error.start}).", file=path, remedy="save it as UTF-8.") from None
    except yaml.YAMLError as error:
        line, problem, remedy = _misread(error, text)
        raise InputError(f"is not valid YAML: {problem}.", file=path, line=line, remedy=remedy) from None
    except RecursionError:
        raise InputError("is nested too deeply.", file=path, remedy="flatten it.") from None
    for error in jsonschema.Draft202012Validator(schema).iter_errors(data):
        faults += _unfit(error, lines, path)
    return data, lines, faults


def _misread(error: yaml.YAMLError, text: str) -> tuple[int | None, str, str]:
    """The line to look at, what is wrong there, and what to do.

    What was opened and never closed is noticed only further down, often at the end: then the line where it begins is
    told.
    """
    problem = getattr(error, "problem", None) or "cannot be parsed"
    begun, noticed = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    line = noticed.line + 1 if noticed else None
    context = getattr(error, "context", None) or ""
    if line and (opened := _quote_that_ran_on(text, line)):
        problem = f"{problem}; the quotation mark that is opened in line {opened} is closed only in line {line}"
        return opened, problem, "close it where the value ends."
    if begun and line and begun.line + 1 < line:
        if "quoted scalar" in context:
            problem = f"a quotation mark is opened here and not closed ({problem}, line {line})"
            return begun.line + 1, problem, "close it where the value ends."
        if "flow" in context:
            problem = f"a bracket is opened here, and by line {line} it is not closed ({problem})"
            return begun.line + 1, problem, "close it where the list ends, and put commas between its entries."
    return line, problem, "check indentation, quotes and colons there."


def _quote_that_ran_on(text: str, line: int) -> int | None:
    """The line where a quotation begins that goes on over lines and ends in `line`, where the text cannot be read on.

    It was most likely to end earlier: the mark that closes it was to open the next.
    """
    last = None
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=_Loader):
            last = event if isinstance(event, yaml.ScalarEvent) else last
    if last is None or last.style not in ("'", '"') or last.end_mark.line + 1 != line:
        return None
    return last.start_mark.line + 1 if last.start_mark.line + 1 < line else None


def _unfit(error: jsonschema.ValidationError, lines: dict[Place, int], path: Path) -> list[InputError]:
    """What a JSON Schema (draft 2020-12) finds wrong, in words; one fault a key where keys are unknown."""
    place = tuple(error.absolute_path)
    where = ".".join(map(str, place)) or "the file"
    if error.validator == "additionalProperties":
        known, patterns = error.schema.get("properties", {}), error.schema.get("patternProperties", {})
        unknown = [k for k in error.instance if k not in known and not any(re.search(p, k) for p in patterns)]
        named = ", ".join([*known, *(f"a key such as {inner['title']}" for inner in patterns.values())])
        return [
            InputError(
                f"{where}: the key {key!r} is unknown{_meant(key, known, patterns)}",
                file=path,
                line=line_of((*place, key), lines),
                remedy=f"leave it out, or use one of these: {named}.",
            )
            for key in unknown
        ]
    expected = error.schema.get("description") if isinstance(error.schema, dict) else None
    remedy = f"expected {expected}." if expected else "see docs/codebook.md for the fields."
    return [InputError(f"{where}: {error.message[:300]}.", file=path, line=line_of(place, lines), remedy=remedy)]


def _meant(key: str, known: dict[str, Any], patterns: dict[str, Any]) -> str:
    """ "; did you mean `terms`, under `en:`?": the allowed key that is most like this one, here or one level deeper."""
    if near := get_close_matches(key, known, 1):
        return f"; did you mean `{near[0]}`?"
    for inner in patterns.values():
        if near := get_close_matches(key, inner.get("properties", ()), 1):
            return f"; did you mean `{near[0]}`, under `{inner['title']}:`?"
    return "."


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


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], path: Path, faults: list[InputError]) -> Any:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*place, i), lines, path, faults) for i, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            line = key_node.start_mark.line + 1
            if not key:
                raise InputError("a key is not a plain word.", file=path, line=line, remedy="write `key: value`.")
            if key in out:
                twice = f"the key {key!r} stands twice."
                faults.append(InputError(twice, file=path, line=line, remedy="keep one of the two."))
            out[key] = _plain(value_node, (*place, key), lines, path, faults)
            lines[(*place, key)] = line  # a list may begin below its key
        return out
    return (
        yaml.constructor.SafeConstructor().construct_object(node)
        if node.tag.endswith((":int", ":float", ":null"))
        else node.value
    )
