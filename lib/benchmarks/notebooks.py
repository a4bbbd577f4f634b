"""What running notebooks costs: `standpoint report`, beside the notebooks' own work and papermill one by one.

    python lib/benchmarks/notebooks.py [--corpora NAME …]

In one run and on tagged data: the seconds of (a) all cells of all notebooks over all corpora in one process that has
imported everything, (b) `standpoint report` into an empty folder, from the shell, pages included, (c) papermill's
command line once for each notebook and corpus. Aims: b ≤ 2.0 a and b ≤ 0.5 c. Wall time is what a reader waits, CPU
time what a busy machine does not blur; (b) has as many processes as there are cores.
"""

import argparse
import contextlib
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat

LIB = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(LIB))

from standpoint.places import CORPORA, NOTEBOOKS  # noqa: E402
from standpoint.workspace import tagged_corpus  # noqa: E402

PR_SET_CHILD_SUBREAPER = 36  # see prctl(2)
ENVIRONMENT = os.environ | {"PYTHONPATH": str(LIB)}


def bare(corpora: list[str], out: Path) -> dict[str, float]:
    """The wall and CPU seconds of the notebooks' cells in this process, after a first pass that imports everything."""
    from IPython.core.interactiveshell import InteractiveShell
    from matplotlib_inline.backend_inline import configure_inline_support

    shell = InteractiveShell.instance()
    configure_inline_support(shell, "inline")
    spent = {"wall": 0.0, "cpu": 0.0}
    books = [nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("0*.ipynb"))]
    for corpus in [corpora[0], *corpora]:
        began = time.perf_counter(), time.process_time()
        for i, book in enumerate(books):
            shell.reset(new_session=False)
            for cell in (c for c in book.cells if c.cell_type == "code"):
                shell.run_cell(cell.source, silent=False).raise_error()
                if "parameters" in cell.metadata.get("tags", []):
                    shell.user_ns |= {"corpus": corpus, "out": str(out / corpus / str(i))}
        took = {"wall": time.perf_counter() - began[0], "cpu": time.process_time() - began[1]}
        if len(spent) == 2:
            spent["imports"] = took["wall"]
        else:
            spent = {name: seconds + took.get(name, 0.0) for name, seconds in spent.items()}
    return spent


def spent_by(commands: list[list[str]]) -> dict[str, float]:
    """The wall and CPU seconds of commands, one after the other; each must succeed."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)  # so that the time of what they leave running counts too
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run(command, check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - began
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu}


def main() -> None:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", nargs="*", default=sorted(p.name for p in CORPORA.iterdir() if p.is_dir()))
    parser.add_argument("--part", choices=["bare"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        if options.part:
            quiet = os.dup(1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            found = bare(options.corpora, out)
            os.write(quiet, json.dumps(found).encode())
            return
        for corpus in options.corpora:
            tagged_corpus(corpus)
        report = [sys.executable, "-m", "standpoint.cli", "report", *options.corpora, "--out", str(out / "report")]
        papermill = [
            [
                sys.executable,
                "-m",
                "papermill",
                str(n),
                str(out / "one.ipynb"),
                "-p",
                "corpus",
                c,
                "-p",
                "out",
                str(out / c),
            ]
            for c in options.corpora
            for n in sorted(NOTEBOOKS.glob("0*.ipynb"))
        ]
        itself: list[str] = [sys.executable, __file__, "--part", "bare", "--corpora", *options.corpora]
        measures: dict[str, Callable[[], dict[str, float]]] = {
            "report": lambda: spent_by([report]),
            "bare": lambda: json.loads(subprocess.run(itself, check=True, env=ENVIRONMENT, capture_output=True).stdout),
            "papermill": lambda: spent_by(papermill),
        }
        result = {"cores": len(os.sched_getaffinity(0)), "load": os.getloadavg()[0], "pairs": len(papermill)}
        for name, measure in measures.items():
            result[name] = {k: round(v, 1) for k, v in measure().items()}
            print(json.dumps({name: result[name]}), file=sys.stderr, flush=True)
        for other in ("bare", "papermill"):
            result[f"report / {other}"] = round(result["report"]["wall"] / result[other]["wall"], 2)
        print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
