"""The lines of a text file, none of them longer than memory allows."""

from collections.abc import Iterator
from typing import TextIO

from standpoint.errors import InputError

LONGEST = 100_000_000
PIECE = 1 << 20


def bounded(handle: TextIO) -> Iterator[str | None]:
    """Each line with its end; None in the place of one of more than LONGEST characters, which is passed over."""
    while line := handle.readline(LONGEST):
        if len(line) < LONGEST or line.endswith(("\n", "\r")):
            yield line
            continue
        while (more := handle.readline(PIECE)) and not more.endswith(("\n", "\r")):
            pass
        yield None


def whole(handle: TextIO) -> Iterator[str]:
    """Each line with its end. Raises InputError at one of more than LONGEST characters."""
    for number, line in enumerate(bounded(handle), 1):
        if line is None:
            problem = f"line {number} is longer than {LONGEST:,} characters; nothing from there on was read."
            raise InputError(problem, remedy="check that the file has line ends.")
        yield line
