"""One notebook over one corpus: executed with papermill, tried again where its kernel died, told in plain words."""

import logging
import re
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from standpoint.kernels import Processes, kernel_manager

TRIES = 3  # the first, and two more for dead kernels and time-outs
START_SECONDS, CELL_SECONDS = 120, 900
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Job:
    """A notebook to run with these parameters. `key` is a hash of all that its result depends on."""

    key: str
    corpus: str
    notebook: Path
    parameters: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class Result:
    """What became of a job. `cell` is the heading under which it failed, `message` the reason in plain words."""

    state: str
    attempts: int
    seconds: float
    cell: str = ""
    message: str = ""


def execute(job: Job, folder: Path, processes: Processes) -> Result:
    """Run the job into `folder`/notebook.ipynb, which the notebook is also given as `out`.

    Tried again only when the kernel died or a cell ran out of time; a notebook that raises has failed.
    """
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill import execute_notebook
    from papermill.exceptions import PapermillException, PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)  # "Input Notebook: …" twice a job is no news
    started = time.monotonic()
    for attempt in range(1, TRIES + 1):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        saved = folder / "notebook.ipynb"
        try:
            execute_notebook(
                str(job.notebook),
                str(saved),
                parameters={**job.parameters, "out": str(folder)},
                kernel_name="python3",
                progress_bar=False,
                start_timeout=START_SECONDS,
                execution_timeout=CELL_SECONDS,
                kernel_manager_class=kernel_manager(processes),
            )
            return Result("done", attempt, time.monotonic() - started)
        except PapermillExecutionError as error:
            words, cell = f"{error.ename}: {_first_lines(error.evalue)}", _heading(saved)
            break
        except CellTimeoutError:
            words, cell = f"a cell ran for more than {CELL_SECONDS // 60} minutes and was stopped", _heading(saved)
        except DeadKernelError:
            words, cell = "the kernel died, as when the machine runs out of memory", _heading(saved)
        except RuntimeError as error:
            if "Kernel" not in str(error):
                raise
            words, cell = f"the kernel did not start: {_first_lines(str(error))}", ""
        except (PapermillException, OSError, ValueError) as error:
            words, cell = f"the notebook could not be run: {type(error).__name__}: {_first_lines(str(error))}", ""
            break
    if attempt > 1:
        words += f" (tried {attempt} times)"
    return Result("failed", attempt, time.monotonic() - started, cell, words)


def _first_lines(text: str, most: int = 400) -> str:
    line = " ".join(ANSI.sub("", text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _heading(saved: Path) -> str:
    """The heading above the cell that failed or was last at work, and the number of that cell."""
    import nbformat

    try:
        cells = nbformat.read(saved, as_version=4).cells
    except (OSError, ValueError):
        return ""
    cells = [c for c in cells if "papermill-error-cell-tag" not in c.metadata.get("tags", [])]
    status = [c.metadata.get("papermill", {}) for c in cells]
    at = next((i for i, s in enumerate(status) if s.get("exception") or s.get("status") == "running"), None)
    if at is None:
        return ""
    headings = [line for c in cells[: at + 1] if c.cell_type == "markdown" for line in c.source.splitlines()]
    headings = [line.lstrip("#").strip() for line in headings if line.startswith("#")]
    return f"{headings[-1]} (cell {at + 1})" if headings else f"cell {at + 1}"
