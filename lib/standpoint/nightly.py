"""A night's work: collect, then report, each with a time-out, in a lock, with a log; and who is told of it."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from standpoint import notices, rejections
from standpoint.comparison import told
from standpoint.corpus import Corpus, corpus_at
from standpoint.errors import InputError
from standpoint.files import output_folder, read_json
from standpoint.locks import Held, alone
from standpoint.places import REPORTS
from standpoint.preparation import name_of

LOG_BYTES, LOG_FILES = 1_000_000, 5
TRIES, PAUSE = 2, 60.0
GRACE = 10.0
TOLD_LINES = 40
STATUSES = (0, 1, 2)  # those of our commands; any other means that the process died


@dataclass(frozen=True)
class Step:
    """One command of the night, and the words for it."""

    name: str
    command: tuple[str, ...]
    corpus: str = ""  # where it is about one


@dataclass
class Night:
    """What a night did: `failures` (a step failed) and `alarms` (nothing failed, but somebody should look).

    `failing`, `alarming` and `rejecting` name the corpora with failures, with alarms, and where files or articles were
    rejected that were not before. A report that was not written is named as such.
    """

    failures: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    rejecting: list[str] = field(default_factory=list)
    failing: list[str] = field(default_factory=list)
    alarming: list[str] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """One line for the head of a message."""
        left_out = "files rejected" if self.rejecting else "all well"
        state = "failed" if self.failures else "alarm" if self.alarms else left_out
        return f"Standpoint: {state}"

    @property
    def about(self) -> list[str]:
        """The corpora that the subject is about, where it is known."""
        named = self.failing if self.failures else self.alarming if self.alarms else self.rejecting
        return list(dict.fromkeys(named))

    def __str__(self) -> str:
        told = [*(f"failed: {f}" for f in self.failures), *(f"alarm: {a}" for a in self.alarms)]
        return "\n".join([*told, *self.lines])


def nightly(
    corpora: Sequence[str],
    *,
    codebook: str = "",
    out: Path | None = None,
    notify: Mapping[str, Any] | None = None,
    minutes: float = 120.0,
    pause: float = PAUSE,
    program: Sequence[str] = (sys.executable, "-m", "standpoint.cli"),
) -> Night:
    """Collect into each corpus that names feeds or pages, then report on all; tell whom `notify` names.

    `minutes` is the longest that one step may take; a step that takes longer, or dies, is tried once more after `pause`
    seconds. Where another night is still at work, this one fails at once. The log is nightly.log in `out` (data/reports
    unless given). Nothing is raised for what goes wrong: it stands in what is returned, and is told. InputError where
    `out` cannot be written into.
    """
    out = Path(out or REPORTS).expanduser().resolve()
    output_folder(out)
    night, notify = Night(), notify or {}
    with _log(out / "nightly.log") as log:
        try:
            with alone(out, ".nightly.lock"):
                found, unread = _corpora(corpora, night)
                _enter_unread(unread, out, log)
                log.info("begun: %s", ", ".join(c.name for c in found))
                collecting = [c for c in found if c.collect.get("feeds") or c.collect.get("pages")]
                steps = [Step(f"collect {c.name}", ("collect", str(c.path)), c.name) for c in collecting]
                if found:
                    options = [*(["--codebook", codebook] if codebook else []), "--out", str(out)]
                    steps.append(Step("report", ("report", *(str(c.path) for c in found), *options)))
                for step in steps:
                    status = _work(step, program, minutes, pause, night, log)
                    if step.name == "report" and status in (0, 1):  # 2: no report was written
                        _compare(found, out, night)
                silent = {c.name: a for c in collecting if (a := _silence(c.path, notify.get("silent_days")))}
                night.alarms += silent.values()
                night.alarming += silent
        except Held as held:
            night.failures.append(f"the night before is still at work ({held}); this one was not begun")
        _tell(night, notify, log)
    return night


def _corpora(asked: Sequence[str], night: Night) -> tuple[list[Corpus], dict[str, str]]:
    """The corpora, and of those that cannot be opened what is wrong: failures of the night; the others go on."""
    found, unread = [], {}
    for one in asked:
        try:
            found.append(corpus_at(one))
        except InputError as error:
            name = name_of(one)
            unread[name] = str(error)
            night.failures.append(str(error))
            night.failing.append(name)
    return found, unread


def _enter_unread(unread: Mapping[str, str], out: Path, log: logging.Logger) -> None:
    """Have the report say what could not be opened; where it cannot, the night goes on: it tells of it itself."""
    if not unread:
        return
    from standpoint.unread import enter  # with all that makes pages, which most nights leave to the report

    try:
        with alone(out, ".lock"):
            enter(out, unread)
    except Exception as error:
        log.error("the report could not say what could not be read: %s: %s", type(error).__name__, error)


def _work(
    step: Step, program: Sequence[str], minutes: float, pause: float, night: Night, log: logging.Logger
) -> int | None:
    """Run a step, again where it took too long or died, and enter what became of it; its last exit status."""
    for attempt in range(1, TRIES + 1):
        log.info("%s: begun", step.name)
        started = time.monotonic()
        status, said = run([*program, *step.command], minutes * 60, lambda line: log.info("%s: %s", step.name, line))
        took = f"{time.monotonic() - started:.0f} s"
        if status in STATUSES:
            break
        why = f"took more than {minutes:g} minutes" if status is None else f"died (status {status})"
        log.error("%s: %s", step.name, why)
        if attempt < TRIES:
            time.sleep(pause)
    if status == 0:
        night.lines.append(f"{step.name}: done in {took}. {said[-1] if said else ''}".rstrip())
        return status
    why = f"exit status {status}" if status in STATUSES else f"{why}, {TRIES} times"
    if step.corpus or status != 1:  # with 1 the report itself says which corpora failed
        night.failing.append(step.corpus or step.name)
    night.failures.append("\n".join([f"{step.name}: {why}", *(f"  {line}" for line in said)]))
    log.error("%s: %s", step.name, why)
    return status


def _compare(corpora: Sequence[Corpus], out: Path, night: Night) -> None:
    """Enter what failed, changed and was rejected in each corpus, as the report that was just written has it."""
    for corpus in corpora:
        name = corpus.name
        about = read_json(out / name / "corpus.json")
        if about.get("problem"):  # the rest is of an earlier report
            night.failing.append(name)
            continue
        if any(notebook["state"] != "done" for notebook in about.get("notebooks", ())):
            night.failing.append(name)
        if changes := about.get("changes"):
            night.alarms += [f"{name}: {alarm}" for alarm in changes["alarms"]]
            night.alarming += [name] if changes["alarms"] else []
            night.lines += told(name, changes)
        if rejected := about.get("rejected"):
            night.lines.append(rejections.told(name, rejected))
            night.rejecting += [name] if any(row.get("new") for row in rejected) else []


def run(command: Sequence[str], seconds: float, hear: Callable[[str], Any]) -> tuple[int | None, list[str]]:
    """The exit status of a command (None where it was stopped after so many seconds) and its last lines.

    It has a process group of its own, which is ended with it, also where this program itself is ended.
    """
    said: list[str] = []
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    deadline = time.monotonic() + seconds
    reader = _Lines(process, hear, said)
    try:
        reader.start()
        status: int | None = process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        status = None
    finally:
        if process.poll() is None:
            _end(process, signal.SIGINT)  # our commands keep what they have finished, then
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
        _end(process, signal.SIGKILL)
        process.wait()
        reader.join(GRACE)
    return status, said


class _Lines(threading.Thread):
    """Hears each line of a process as it comes, and keeps the last ones."""

    def __init__(self, process: subprocess.Popen, hear: Callable[[str], Any], kept: list[str]):
        super().__init__(daemon=True)
        self.stream, self.hear, self.kept = process.stdout, hear, kept

    def run(self) -> None:
        for line in self.stream or ():
            if line := line.rstrip()[:2000]:
                self.hear(line)
                self.kept.append(line)
                del self.kept[:-TOLD_LINES]


def _end(process: subprocess.Popen, how: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, how)


def _silence(folder: Path, days: int | None) -> str:
    """An alarm where no article was collected for so many days, "" where one was, or where nobody asked."""
    if not days:
        return ""
    found = [p.stat().st_mtime for p in (folder / "articles").glob("collected-*.jsonl")]
    newest = datetime.fromtimestamp(max(found), UTC) if found else None
    if newest and datetime.now(UTC) - newest < timedelta(days=days):
        return ""
    since = f"since {newest:%Y-%m-%d %H:%M} UTC" if newest else "ever"
    return f"{folder.name}: no new article was collected {since}; are its feeds still there?"


def _tell(night: Night, notify: Mapping[str, Any], log: logging.Logger) -> None:
    """Log the night, and send it where something is wrong or newly rejected, or where all nights are asked for."""
    for line in str(night).splitlines():
        log.log(logging.ERROR if night.failures else logging.INFO, "summary: %s", line)
    if night.failures or night.alarms or night.rejecting or notify.get("when") == "always":
        for problem in notices.send(notify, night.subject, str(night), night.about):
            log.error("%s", problem)
            night.failures.append(problem)


@contextlib.contextmanager
def _log(path: Path):
    """A log that begins a new file at a megabyte and keeps five old ones. Times are UTC."""
    handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", errors="replace")
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    log = logging.Logger("standpoint.nightly", logging.INFO)
    log.addHandler(handler)
    try:
        yield log
    finally:
        handler.close()
