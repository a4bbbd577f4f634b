"""The run: notebooks × corpora, in parallel, skipping what has not changed, failing one cell of the table at a time."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from standpoint import __version__, comparison, library, rejections, results, run_record, unread
from standpoint import report as pages
from standpoint.corpus import bundled
from standpoint.errors import InputError
from standpoint.files import output_folder, read_json, write_text
from standpoint.job import Job, Result, execute
from standpoint.kernels import Processes, WorkerDied, WorkerFailed
from standpoint.ledger import Entry, Ledger
from standpoint.locks import Held, alone
from standpoint.places import CORPORA, NOTEBOOKS, REPORTS
from standpoint.preparation import Prepared, name_of, prepare
from standpoint.program import program_hash
from standpoint.progress import Progress


@dataclass(frozen=True)
class Request:
    """What to report on: names or paths of corpora (none: all), ISO days, and a file of further codebook entries."""

    corpora: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    codebook: str = ""


@dataclass(frozen=True)
class Shelf:
    """The pages of a corpus's articles, and the index to search them, that have to be made."""

    key: str
    corpus: str
    asked: str


@dataclass
class Outcome:
    """What a run did. `failures` says, in words, what did not succeed, `alarms` what somebody should look at, `changes`
    how each corpus's findings differ from its last run, `rejected` which files and articles were left out."""

    index: Path
    ran: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = f"{self.ran} notebooks run, {self.unchanged} unchanged, {len(self.failures)} failed"
        return f"{counts}, in {self.seconds:.0f} s. Open {self.index}"


def report(
    request: Request,
    *,
    out: Path | None = None,
    jobs: int | None = None,
    force: bool = False,
    notebooks: Sequence[Path] = (),
) -> Outcome:
    """Run every notebook over every corpus asked for and write the pages; see Outcome for what went wrong.

    `out` is data/reports unless given, `jobs` the number of notebooks at a time (one a core unless given); `force` runs
    what has not changed too. Raises InputError for days that are none, a missing codebook file, or a folder that
    another run is writing to, or that cannot be written to.
    """
    started = time.monotonic()
    out = Path(out or REPORTS).resolve()
    request = _checked(request)
    notebooks = [Path(p).resolve() for p in notebooks or sorted(NOTEBOOKS.glob("0*.ipynb"))]
    if not notebooks:
        raise InputError("holds no notebook.", file=NOTEBOOKS, remedy="restore the files 00-….ipynb to 06-….ipynb.")
    output_folder(out)
    try:
        with alone(out, ".lock"):
            results.recover(out)
            done = _Run(request, out, notebooks, force, jobs or len(os.sched_getaffinity(0))).go()
    except Held as held:
        message = f"another run is writing a report there: {held}."
        raise InputError(
            message, file=out, remedy="wait until it is done, or choose another folder with --out."
        ) from None
    except OSError as error:
        message = f"the report cannot be written: {error.strerror or error}."
        remedy = "make room, or let it be written to, and run the same again: what was finished is kept."
        raise InputError(message, file=error.filename or out, remedy=remedy) from error
    done.seconds = time.monotonic() - started
    return done


def _checked(request: Request) -> Request:
    for name in ("since", "until"):
        day = getattr(request, name)
        try:
            datetime.strptime(day or "2000-01-01", "%Y-%m-%d")
        except ValueError:
            raise InputError(f"--{name} is {day!r}, no day.", remedy="write it like 2025-01-31.") from None
    codebook = str(Path(request.codebook).expanduser().resolve()) if request.codebook else ""
    if codebook and not Path(codebook).is_file():
        raise InputError("there is no such codebook file.", file=codebook, remedy="check the path given to --codebook.")
    corpora = request.corpora or bundled()
    if not corpora:
        raise InputError("holds no corpus.", file=CORPORA, remedy="put a folder of articles there, or name one.")
    asked = [c if (CORPORA / c).is_dir() else str(Path(c).expanduser().resolve()) for c in dict.fromkeys(corpora)]
    names = [name_of(a) for a in asked]
    if twice := [n for n in names if names.count(n) > 1]:
        raise InputError(f"two corpora are named {twice[0]!r}.", remedy="report on them one by one, or rename one.")
    return Request(tuple(asked), request.since, request.until, codebook)


class _Run:
    def __init__(self, request: Request, out: Path, notebooks: Sequence[Path], force: bool, jobs: int):
        self.request, self.out, self.notebooks, self.force, self.jobs = request, out, notebooks, force, jobs
        self.ledger = Ledger(out / pages.LEDGER)
        self.known = self.ledger.last()
        self.runs = self.ledger.runs()
        self.outcome = Outcome(out / "index.html")
        self.entries: dict[str, dict[str, Entry]] = {}
        self.about: dict[str, Prepared] = {}
        self._filters = {"since": request.since, "until": request.until}
        self._contents = {n.stem: hashlib.sha256(n.read_bytes()).hexdigest()[:16] for n in notebooks}

    def go(self) -> Outcome:
        todo: list[Job | Shelf] = []
        untagged: list[str] = []
        for asked in self.request.corpora:
            ready = prepare(asked, self.request.codebook, tag=False)
            if ready is None:
                untagged.append(asked)
            else:
                todo += self._plan(asked, ready)
        if todo or untagged:
            self._work(todo, untagged)
        for name, ready in self.about.items():
            self._finish(name, ready)
        pages.write(self.out)
        return self.outcome

    def _plan(self, asked: str, ready: Prepared) -> list[Job | Shelf]:
        """What has to be done for a corpus; notebooks that need not be run are entered as they were."""
        self.about[ready.name] = ready
        self.entries[ready.name] = {}
        if ready.problem:
            self.outcome.failures.append(f"{ready.name}: {ready.problem}")
            return []
        shelf = Shelf(self._key(ready), ready.name, asked)
        fresh = self.force or library.record(self.out / ready.name).get("key") != shelf.key
        todo: list[Job | Shelf] = [shelf] if fresh else []
        for notebook in self.notebooks:
            key = self._key(ready, notebook.stem, self._contents[notebook.stem])
            job = Job(key, ready.name, notebook, {"corpus": asked, **self._filters, "codebook": self.request.codebook})
            last = self.known.get(key)
            if (
                last
                and last.state == "done"
                and not self.force
                and results.is_whole(self.out / ready.name / notebook.stem / last.run)
            ):
                self.entries[ready.name][notebook.stem] = last
                self.outcome.unchanged += 1
            else:
                todo.append(job)
        return todo

    def _key(self, ready: Prepared, *more: str) -> str:
        """A hash of what a result is made from: the corpus, the days, the program, and more."""
        made_from = (ready.content, *self._filters.values(), program_hash(), *more)
        return hashlib.sha256(repr(made_from).encode()).hexdigest()[:16]

    def _work(self, todo: list[Job | Shelf], untagged: list[str]) -> None:
        total = len(todo) + len(untagged) * (2 + len(self.notebooks))
        with Processes() as processes, Progress(total) as progress:
            pool = ThreadPoolExecutor(self.jobs)
            try:
                pending: dict[Future, Any] = {}
                for asked in untagged:
                    pending[pool.submit(_tag, processes, asked, self.request.codebook)] = asked
                pending |= {pool.submit(self._do, processes, work): work for work in todo}
                while pending:
                    for future in wait(pending, return_when=FIRST_COMPLETED).done:
                        what = pending.pop(future)
                        if isinstance(what, Job):
                            self._enter(what, future.result())
                            progress.step(f"{what.corpus} · {what.notebook.stem}: {_told(future.result())}")
                        elif isinstance(what, Shelf):
                            self.outcome.failures += future.result()
                            progress.step(f"{what.corpus} · articles: {'; '.join(future.result()) or 'done'}")
                        else:
                            ready = future.result()
                            jobs = self._plan(what, ready)
                            progress.step(f"{ready.name}: {ready.problem or 'read and tagged'}")
                            progress.less(1 + len(self.notebooks) - len(jobs))
                            pending |= {pool.submit(self._do, processes, work): work for work in jobs}
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _do(self, processes: Processes, work: Job | Shelf) -> Any:
        return self._run(processes, work) if isinstance(work, Job) else self._shelve(processes, work)

    def _shelve(self, processes: Processes, shelf: Shelf) -> list[str]:
        """Make the pages of the articles and put them in the place of the old ones; what went wrong, in words."""
        folder = self.out / shelf.corpus / library.FOLDER
        fresh = folder.with_name(f".{library.FOLDER}.{os.getpid()}")
        asked = (shelf.asked, self.request.codebook, self.request.since, self.request.until)
        try:
            processes.call(library.make, fresh, shelf.key, *asked)
            results.replace(folder, fresh)
        except Exception as error:  # the charts do not need them
            return [f"{shelf.corpus}: the pages of its articles could not be made: {type(error).__name__}: {error}"]
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return []

    def _run(self, processes: Processes, job: Job) -> Entry:
        folder = self.out / job.corpus / job.notebook.stem
        fresh, run = folder / f".{job.key}.{os.getpid()}", ""
        try:
            result = execute(job, fresh, processes)
            if fresh.exists():
                published = processes.call(results.render, fresh)
                if result.state == "done" and not published:
                    words = "it ran, but published nothing: its last cell must call publish(…, out, …)"
                    result = replace(result, state="failed", message=words)
                run = published if result.state == "done" else results.FAILED
                results.replace(folder / run, fresh)
        except Exception as error:  # whatever became of this one, the others go on
            result = Result("failed", 1, 0.0, "", f"its pages could not be made: {type(error).__name__}: {error}")
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        when = datetime.now(UTC).isoformat(timespec="seconds")
        told = asdict(replace(result, seconds=round(result.seconds, 2)))
        return Entry(job.key, job.corpus, job.notebook.stem, run=run, when=when, **told)

    def _enter(self, job: Job, entry: Entry) -> None:
        self.ledger.add(entry)
        self.entries[job.corpus][job.notebook.stem] = entry
        self.outcome.ran += 1
        if entry.state != "done":
            where = f", under “{entry.cell}”" if entry.cell else ""
            self.outcome.failures.append(f"{job.corpus}, {job.notebook.stem}{where}: {entry.message}")
        runs = self.runs.setdefault((job.corpus, job.notebook.stem), [])
        runs.append(entry.run)
        folder = self.out / job.corpus
        results.forget(folder / job.notebook.stem, [*reversed(runs)], shown=results.shown(folder, job.notebook.stem))

    def _finish(self, name: str, ready: Prepared) -> None:
        """Compare a corpus with its last run, write what its pages are made from, and keep what was found."""
        folder, compared, record = self.out / name, {}, None
        if ready.problem:
            unread.note(folder, ready.problem, self.ledger)
            return
        folder.mkdir(exist_ok=True)
        try:
            compared, record = comparison.compare(ready, self._filters, self._contents, self.entries[name], folder)
        except Exception as error:  # the report is whole without it
            why = f"what changed could not be told: {type(error).__name__}: {error}"
            self.outcome.failures.append(f"{name}: {why}")
        rejected = rejections.marked(ready.about["rejected"], read_json(folder / pages.ABOUT).get("rejected", ()))
        left_out = rejections.told(name, rejected)
        self._describe(name, ready, compared, rejected)
        if record:
            run_record.keep(folder, record, ready.codebook)
        if compared:
            self.outcome.changes += comparison.told(name, compared)
            self.outcome.alarms += [f"{name}: {alarm}" for alarm in compared["alarms"]]
            told = {k: compared[k] for k in ("headline", "why", "alarms")}
            self.ledger.note({"corpus": name, **told, "rejected": left_out})
        self.outcome.rejected += [left_out] if left_out else []

    def _describe(self, name: str, ready: Prepared, compared: dict[str, Any], rejected: list[dict[str, Any]]) -> None:
        entries = [asdict(self.entries[name][n.stem]) for n in self.notebooks if n.stem in self.entries[name]]
        about = {
            "name": name,
            "version": __version__,
            "filters": self._filters,
            "codebook": Path(self.request.codebook).name,
            "problem": "",
            **ready.about,
            "rejected": rejected,
            "notebooks": entries,
            "changes": compared,
        }
        write_text(self.out / name / pages.ABOUT, json.dumps(about, ensure_ascii=False, indent=1))


def _tag(processes: Processes, asked: str, codebook: str) -> Prepared:
    try:
        return processes.call(_prepare, asked, codebook)
    except (WorkerFailed, WorkerDied) as error:
        return Prepared(name_of(asked), problem=f"it could not be tagged: {error}")


def _prepare(asked: str, codebook: str) -> Prepared | None:
    return prepare(asked, codebook, tag=True)


def _told(entry: Entry) -> str:
    return f"done in {entry.seconds:.1f} s" if entry.state == "done" else f"failed: {entry.message}"
