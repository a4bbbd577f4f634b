"""The ledger of a reports folder: one JSON line for each notebook that was run over a corpus, the newest last."""

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path


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
        names = {f.name for f in fields(Entry)}
        found = {}
        for line in self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else ():
            try:
                entry = Entry(**{k: v for k, v in json.loads(line).items() if k in names})
            except (ValueError, TypeError, AttributeError):
                continue
            found[entry.key] = entry
        return found

    def add(self, entry: Entry) -> None:
        """Append an entry; it is on disk when this returns."""
        before = self.path.read_bytes() if self.path.exists() else b""
        broken = bool(before) and not before.endswith(b"\n")
        with open(self.path, "a", encoding="utf-8") as file:
            file.write("\n" * broken + json.dumps(asdict(entry), ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
