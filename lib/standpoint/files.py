"""Files written under a temporary name and renamed, so that a reader never meets half of one; texts kept on disk."""

import errno
import json
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from standpoint.errors import DiskFull, InputError

FULL = (errno.ENOSPC, errno.EDQUOT)
HELD = 1 << 20  # bytes of texts that wait to be written


def output_folder(path: Path) -> Path:
    """The folder, made where it is missing. Raises InputError where it cannot be made, or not be written into."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=path):  # a folder that was there may be closed to us
            pass
    except (FileExistsError, NotADirectoryError):
        around = next((p for p in (path, *path.parents) if p.exists()), path)
        remedy = "give another folder with --out, or move the file."
        raise InputError("is a file; a folder is expected to write into.", file=around, remedy=remedy) from None
    except OSError as error:
        problem = f"cannot be written into: {error.strerror or error}."
        raise InputError(problem, file=path, remedy="give another folder with --out, or open this one.") from None
    return path


@contextmanager
def room_in(folder: Path) -> Iterator[None]:
    """A block that writes into a folder. Raises DiskFull, naming it, where its disk is full."""
    try:
        yield
    except DiskFull:
        raise
    except Exception as error:
        # DuckDB has errors of its own, without a number.
        if getattr(error, "errno", None) not in FULL and os.strerror(errno.ENOSPC) not in str(error):
            raise
        problem = "the disk is full: nothing was changed there."
        remedy = "make room, or choose a folder on another disk, and run the same again."
        raise DiskFull(problem, file=folder, remedy=remedy) from error


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, renamed to it when the block ends without an error."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> Path:
    """Write a text as UTF-8 (lone surrogates, which it cannot hold, as "?"); returns the path."""
    with whole(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8", errors="replace")
    return path


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in a file; {} where there is no such file, or it does not hold one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold an interrupt (Ctrl-C, a notebook's stop button) back until the block ends: for a few renames at a time."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: held.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if held:
        raise KeyboardInterrupt


class TextsOnDisk(Mapping[str, str]):
    """Texts by id in a file without a name, gone when they are: read in any order, they need no memory."""

    def __init__(self, folder: Path):
        self._file = TemporaryFile(dir=folder, buffering=HELD)  # noqa: SIM115 - closed when it is forgotten
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def add(self, id: str, text: str) -> None:
        """Keep a text (UTF-8) under an id that is new."""
        raw = text.encode()
        self._file.write(raw)
        self._places[id] = (self._end, len(raw))
        self._end += len(raw)

    def __getitem__(self, id: str) -> str:
        start, length = self._places[id]
        self._file.flush()
        return os.pread(self._file.fileno(), length, start).decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
