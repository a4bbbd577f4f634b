"""A run that is cut off anywhere leaves what was there whole, and the next one finds it so.

`lib/benchmarks/faults.py` does the same to whole runs at random moments.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiny

from standpoint import results, run_record
from standpoint.errors import InputError
from standpoint.ledger import Entry, Ledger
from standpoint.locks import Held, alone
from standpoint.run import Request, report

RUN = "0123456789"


class Killed(BaseException):
    """Stands for a SIGKILL: nothing of ours may catch it."""


def killed_at(monkeypatch, n):
    """The n-th rename from now on is the last thing that is not done."""
    true, left = os.replace, [n]

    def replace(*paths):
        left[0] -= 1
        if not left[0]:
            raise Killed
        return true(*paths)

    monkeypatch.setattr(os, "replace", replace)


@pytest.mark.parametrize(("at", "found"), [(1, "old"), (2, "old"), (3, "new")])
@pytest.mark.parametrize(
    ("place", "fresh"), [(f"01-corpus/{RUN}", f"01-corpus/.{'a' * 16}.77"), ("articles", ".articles.77")]
)
def test_a_result_that_is_replaced_is_the_old_or_the_new_one_wherever_a_kill_comes(
    tmp_path, monkeypatch, at, found, place, fresh
):
    place, fresh = tmp_path / "harbour" / place, tmp_path / "harbour" / fresh
    for folder, word in ((place, "old"), (fresh, "new")):
        folder.mkdir(parents=True)
        (folder / "notebook.html").write_text(word)
    with monkeypatch.context() as patch:
        killed_at(patch, at)
        try:
            results.replace(place, fresh)
        except Killed:
            assert at < 3
    results.recover(tmp_path)
    assert (place / "notebook.html").read_text() == found
    assert [p.name for p in place.parent.iterdir()] == [place.name]


def test_what_was_cut_off_is_cleared_away_and_nothing_else(tmp_path):
    ours = [
        ".index.html.4711",
        "harbour/.corpus.json.4711",
        "harbour/runs/.000004.json.9",
        f"harbour/01-x/.{'0' * 16}.4",
    ]
    others = [".bashrc", ".lock", "harbour/.ssh/key", "harbour/01-x/.git/config", "harbour/.notes.2024", ".old/x"]
    for name in (*ours, *others):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    results.recover(tmp_path)
    assert [n for n in ours if (tmp_path / n).exists()] == []
    assert [n for n in others if not (tmp_path / n).exists()] == []


@pytest.mark.parametrize("at", range(1, 4))
def test_a_record_is_kept_whole_or_not_at_all(tmp_path, monkeypatch, book, at):
    first = {"codebook": book.fingerprint, "figures": [], "when": "2025-03-02T04:15:00+00:00"}
    run_record.keep(tmp_path, first, book)
    with monkeypatch.context() as patch:
        killed_at(patch, at)
        try:
            run_record.keep(tmp_path, first | {"codebook": "other"}, book)
        except Killed:
            assert at < 3
    kept = run_record.kept(tmp_path)
    assert [r["run"] for r in kept] == ([2, 1] if at == 3 else [1])
    assert run_record.codebook_lines(tmp_path, kept[-1]) == run_record.lines_of(book)


def test_with_the_clock_set_back_the_newest_run_is_still_the_newest(tmp_path, book):
    for when in ("2025-03-02T04:15:00+00:00", "2019-01-01T00:00:00+00:00"):
        run_record.keep(tmp_path, {"codebook": book.fingerprint, "when": when}, book)
    assert [(r["run"], r["when"][:4]) for r in run_record.kept(tmp_path)] == [(2, "2019"), (1, "2025")]
    ledger, names = Ledger(tmp_path / "ledger.jsonl"), [f"{i:010}" for i in range(8)]
    for i, name in enumerate(names):
        ledger.add(Entry("k", "harbour", "01-corpus", "done", run=name, when=f"20{30 - i}-01-01T00:00:00+00:00"))
        folder = tmp_path / "01-corpus" / name
        folder.mkdir(parents=True)
        os.utime(folder, (2e9 - 1e6 * i,) * 2)
    assert ledger.last()["k"].run == names[-1]
    results.forget(tmp_path / "01-corpus", ledger.runs()["harbour", "01-corpus"][::-1], shown=names[1])
    assert sorted(p.name for p in (tmp_path / "01-corpus").iterdir()) == [names[1], *names[3:]]


def test_a_line_of_the_ledger_that_was_cut_off_costs_that_line_alone(tmp_path):
    ledger = Ledger(tmp_path / "ledger.jsonl")
    ledger.add(Entry("k1", "harbour", "01-corpus", "done"))
    with ledger.path.open("ab") as file:
        file.write('{"key": "k2", "corpus": "härb'.encode()[:-3])
    ledger.add(Entry("k3", "harbour", "02-actors", "done"))
    assert list(ledger.last()) == ["k1", "k3"]


def test_a_result_with_an_empty_file_is_not_whole(tmp_path):
    (tmp_path / "export.json").write_text('{"charts": []}')
    for name in ("notebook.ipynb", "notebook.html", "outline.json"):
        (tmp_path / name).write_text("x")
    assert results.is_whole(tmp_path)
    (tmp_path / "notebook.html").write_text("")
    assert not results.is_whole(tmp_path)


def test_a_second_run_says_who_holds_the_folder(tmp_path):
    path = tiny.write_corpus(tmp_path)
    with alone(tmp_path, ".lock"):
        says = rf"another run is writing a report there: process {os.getpid()} on .+, since \d{{4}}-.+ UTC"
        with pytest.raises(InputError, match=says):
            report(Request((str(path),)), out=tmp_path)
    with alone(tmp_path, ".lock"):
        pass


def test_a_lock_ends_with_its_process_however_that_ends(tmp_path):
    program = "import sys, time, pathlib; from standpoint.locks import alone\n"
    program += "with alone(pathlib.Path(sys.argv[1]), '.lock'): print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(Held, match=f"process {holder.pid} on "), alone(tmp_path, ".lock"):
        pass
    holder.kill()
    holder.wait()
    with alone(tmp_path, ".lock"):
        assert json.loads((tmp_path / ".lock.json").read_text())["process"] == os.getpid()


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path):
    path = tiny.write_corpus(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"file: is a file; a folder is expected"):
        report(Request((str(path),)), out=tmp_path / "file" / "reports")
    if os.geteuid() == 0:
        os.seteuid(65534)  # root may write everywhere
    try:
        with pytest.raises(InputError, match="standpoint-reports: cannot be written into: Permission denied"):
            report(Request(("seed-story",)), out=Path("/usr/standpoint-reports"))
    finally:
        if os.getuid() == 0:
            os.seteuid(0)


ASKS = """
import multiprocessing, sys, time
from standpoint import kernel_child
context = multiprocessing.get_context("forkserver")
receive, send = context.Pipe(duplex=False)
process = context.Process(target=kernel_child.answer, args=(send, time.sleep, (60,)))
process.start()
print(process.pid, flush=True)
time.sleep(60)
"""


def test_what_a_run_started_ends_with_it_also_where_it_is_killed():
    runner = subprocess.Popen([sys.executable, "-c", ASKS], stdout=subprocess.PIPE)
    started = int(runner.stdout.readline())
    assert runs(started)
    runner.send_signal(signal.SIGKILL)
    runner.wait()
    deadline = time.monotonic() + 60
    while runs(started) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not runs(started)


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
