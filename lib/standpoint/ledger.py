"""The ledger of a reports folder: one JSON line for each notebook that was run over a corpus, the newest last.

Other lines, which have no `key`, note what changed in a corpus.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Entry:
    """What became of a job. `state` is done or failed; `run` names the folder of its results."""

    key: str
    corpus: str
    notebook: str
    state: str
    attempts: int = 0
    seconds: float = 0.0
    run: str = ""
    cell: str = ""
    message: str = ""
    when: str = ""


class Ledger:
    """Reads and appends. A line that a crash cut short is passed over."""

    def __init__(self, path: Path):
        self.path = path

    def last(self) -> dict[str, Entry]:
        """The newest entry of each key."""
        return {entry.key: entry for entry in self._entries()}

    def runs(self) -> dict[tuple[str, str], list[str]]:
        """(corpus, notebook) → its runs, the newest last: in the order of the lines, whatever the clock said."""
        found: dict[tuple[str, str], list[str]] = {}
        for entry in self._entries():
            found.setdefault((entry.corpus, entry.notebook), []).append(entry.run)
        return found

    def _entries(self) -> Iterator[Entry]:
        names = {f.name for f in fields(Entry)}
        for line in self.path.read_text(encoding="utf-8", errors="replace").split("\n") if self.path.exists() else ():
            with suppress(ValueError, TypeError, AttributeError):
                yield Entry(**{k: v for k, v in json.loads(line).items() if k in names})

    def add(self, entry: Entry) -> None:
        """Append an entry; it is on disk when this returns."""
        self._append(asdict(entry))

    def note(self, facts: Mapping[str, Any]) -> None:
        """Append what is not about one notebook, with the time."""
        self._append({**facts, "when": datetime.now(UTC).isoformat(timespec="seconds")})

    def _append(self, line: Mapping[str, Any]) -> None:
        with open(self.path, "ab+") as file:
            broken = file.tell() and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n"
            file.write(b"\n" * bool(broken) + json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            file.flush()
            os.fsync(file.fileno())
