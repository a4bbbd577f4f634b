"""The one error that users meet: what is wrong, where, what was expected, and what to do."""

from collections.abc import Iterable
from pathlib import Path


def with_remedy(problem: str, remedy: str) -> str:
    """ "There is none. To fix it: add one.": the problem as a sentence, and what to do, where that is known."""
    if not remedy:
        return problem
    return f"{problem}{'' if problem.endswith(('.', '!', '?', '…', '.”')) else '.'} To fix it: {remedy}"


class InputError(ValueError):
    """Bad input, told in words for the person who made it; `all` are this fault and others of the same input.

    `str(error)` reads "corpus.yaml, line 4: period.since is 'soon'; expected a date like 2025-01-31. Remedy: …".
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | Path | None = None,
        line: int | None = None,
        remedy: str = "",
        others: Iterable["InputError"] = (),
    ):
        place = "" if file is None else f"{file}{f', line {line}' if line else ''}: "
        others = tuple(others)
        super().__init__("\n".join([f"{place}{with_remedy(problem, remedy)}", *map(str, others)]))
        self.problem, self.file, self.line, self.remedy = problem, file, line, remedy
        self.all: tuple[InputError, ...] = (self, *others)


class DiskFull(InputError):
    """No room to write: no fault of what was read, so nothing that was read may be rejected for it."""


def together(faults: Iterable[InputError]) -> InputError:
    """One error that tells all of these, by file and line, each on a line of its own."""
    first, *others = sorted(faults, key=lambda fault: (str(fault.file), fault.line or 0))
    return InputError(first.problem, file=first.file, line=first.line, remedy=first.remedy, others=others)
