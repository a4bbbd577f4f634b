"""A corpus that could not be read: its last report stays where it is; its pages, the index and the ledger say so."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from standpoint import __version__, results
from standpoint import report as pages
from standpoint.files import read_json, write_text
from standpoint.ledger import Ledger

NEVER_READ = {"version": __version__, "filters": {"since": "", "until": ""}, "codebook": "", "notebooks": []}


def note(folder: Path, problem: str, ledger: Ledger) -> None:
    """Write into corpus.json of a corpus's folder, and into the ledger, what kept the corpus from being read, and when.

    What corpus.json says of the last report stays. The pages have to be written anew after it.
    """
    when = datetime.now(UTC).isoformat(timespec="seconds")
    last = read_json(folder / pages.ABOUT)
    about = {**NEVER_READ, **last, "name": folder.name, "problem": problem, "problem_when": when}
    folder.mkdir(exist_ok=True)
    write_text(folder / pages.ABOUT, json.dumps(about, ensure_ascii=False, indent=1))
    ledger.note({"corpus": folder.name, "state": "failed", "message": problem})


def enter(out: Path, problems: Mapping[str, str]) -> None:
    """Note these corpora (name → problem), and write all pages of the reports folder: needs the lock of the folder."""
    results.recover(out)
    ledger = Ledger(out / pages.LEDGER)
    for name, problem in problems.items():
        note(out / name, problem, ledger)
    pages.write(out)
