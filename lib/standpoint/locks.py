"""One run at a time in a folder: a lock that ends with its process, and that says who holds it."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from standpoint.files import write_text


class Held(Exception):
    """Another process holds the lock; the message says which."""


@contextmanager
def alone(folder: Path, name: str) -> Iterator[None]:
    """Hold the lock `name` of a folder. Raises Held where another process has it, OSError where none can be made.

    The system lets go of the lock when its holder ends, however it ends: what `name`.json says counts only while it is
    held.
    """
    holder = folder / f"{name}.json"
    try:
        lock = FileLock(folder / name).acquire(timeout=0)
    except Timeout:
        raise Held(_who(holder)) from None
    with lock:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        write_text(holder, json.dumps({"process": os.getpid(), "machine": socket.gethostname(), "since": since}))
        try:
            yield
        finally:
            holder.unlink(missing_ok=True)


def _who(holder: Path) -> str:
    try:
        found = json.loads(holder.read_text(encoding="utf-8"))
        return f"process {found['process']} on {found['machine']}, since {found['since'][:16].replace('T', ' ')} UTC"
    except (OSError, ValueError, KeyError, TypeError):
        return "a process that does not say which"
