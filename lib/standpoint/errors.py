"""The one error that users meet: what is wrong, where, what was expected, and what to do."""

from pathlib import Path


class InputError(ValueError):
    """Bad input, told in words for the person who made it.

    `str(error)` reads "corpus.yaml, line 4: period.since is 'soon'; expected a date like 2025-01-31. Remedy: …".
    """

    def __init__(self, problem: str, *, file: str | Path | None = None, line: int | None = None, remedy: str = ""):
        place = "" if file is None else f"{file}{f', line {line}' if line else ''}: "
        super().__init__(f"{place}{problem}" + (f" To fix it: {remedy}" if remedy else ""))
        self.problem, self.file, self.line, self.remedy = problem, file, line, remedy
