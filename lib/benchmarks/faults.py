"""Faults at random moments of `standpoint report`: SIGKILL of the runner, of a process that it started, a full disk.

    python lib/benchmarks/faults.py --faults 60 --seed 6 [--first 0] [--log faults.jsonl]

A tiny corpus gets an article before each fault, so that there is work to do; the report is then cut off at a random
moment, what is left is examined, and the next report runs to its end and is examined too. Needs Linux; the full disk
needs root (a tmpfs is mounted). Each fault is told in one line; the exit status is 0 when all states were consistent
and no result was lost.
"""

import argparse
import contextlib
import json
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]

import tiny  # noqa: E402

from standpoint import results, snapshot  # noqa: E402
from standpoint.errors import InputError  # noqa: E402
from standpoint.kernels import SETTINGS  # noqa: E402
from standpoint.ledger import Ledger  # noqa: E402
from standpoint.places import SEEDS  # noqa: E402

# A process that has imported all that a run imports, and forks a run for each line that it reads; what a run starts
# (its fork server, from that the kernels) is what every run starts, but the fork server is forked, not a new Python.
NURSERY = """
import importlib, os, sys
from multiprocessing import util
from standpoint import cli, kernels, run
for name in (*kernels.PRELOAD, "papermill", "nbclient", "jupyter_client.asynchronous", "standpoint.job"):
    importlib.import_module(name)
spawn = util.spawnv_passfds
def start(path, arguments, keep):
    if not arguments[-1].startswith("from multiprocessing.forkserver"):
        return spawn(path, arguments, keep)
    if pid := os.fork():
        return pid
    for fd in set(map(int, os.listdir("/proc/self/fd"))) - {0, 1, 2, *keep}:
        try:
            os.close(fd)
        except OSError:
            pass
    exec(arguments[-1], {})
    os._exit(0)
util.spawnv_passfds = start
print("ready", flush=True)
for said in sys.stdin:
    if not (pid := os.fork()):
        os.dup2(os.open(said.strip(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        os.dup2(1, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        try:
            status = cli.main(["report", "harbour", "--jobs", "2"])
        except BaseException as error:
            status = 70
            print(repr(error), flush=True)
        sys.stdout.flush()
        os._exit(status)
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""
ACTORS = """actors:
  - {id: germany, name: Germany, type: state, demonyms: [German]}
  - {id: olaf-scholz, name: Olaf Scholz, type: person}
"""
KINDS = ("runner", "process", "disk")
LINK = re.compile(r'(?:xlink:)?href="([^"#]+)(?:#[^"]*)?"')


class Checkout:
    """A checkout of its own, with one corpus and two notebooks; its data lies on a disk that can be filled."""

    def __init__(self, folder: Path):
        self.folder, self.disk, self.articles = folder, folder / "data", 0
        shutil.copytree(
            HERE.parent / "standpoint", folder / "lib" / "standpoint", ignore=shutil.ignore_patterns("model")
        )
        shutil.copytree(SEEDS, folder / "seeds")
        (folder / "seeds" / "actors.yaml").write_text(ACTORS)
        (folder / "notebooks").mkdir()
        self.disk.mkdir()
        self.mounted = os.geteuid() == 0 and not subprocess.call(
            ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(self.disk)], stderr=subprocess.DEVNULL
        )
        self.out, self.corpus = self.disk / "reports", self.disk / "corpora" / "harbour"
        self.corpus.mkdir(parents=True)
        (self.corpus / "corpus.yaml").write_text("title: Harbour\nreader: rules\n")
        shutil.copy(tiny.write_corpus(folder), self.corpus / "articles.jsonl")
        for stem in ("00-briefing", "01-corpus"):
            tiny.write_notebook(folder / "notebooks" / f"{stem}.ipynb")

    def add_article(self) -> None:
        self.articles += 1
        facts = {"article_id": f"more-{self.articles}", "outlet": "Night Mail", "title": f"Tide {self.articles}"}
        facts |= {"published": "2025-02-01T08:00:00Z", "text": f"The tide came in. Ship {self.articles} left the port."}
        with (self.corpus / "articles.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(facts) + "\n")

    def open(self) -> None:
        """Start the nursery of runs; it is ready when this returns."""
        environment = os.environ | SETTINGS | {"PYTHONPATH": str(self.folder / "lib"), "PYTHONDONTWRITEBYTECODE": ""}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        self.nursery = subprocess.Popen([sys.executable, "-c", NURSERY], env=environment, **pipes)
        assert self.nursery.stdout.readline() == "ready\n"

    def start(self) -> "Run":
        print(self.folder / "said", file=self.nursery.stdin, flush=True)
        return Run(int(self.nursery.stdout.readline()), self.nursery)

    def close(self) -> None:
        self.nursery.stdin.close()
        self.nursery.wait()
        if self.mounted:
            subprocess.call(["umount", str(self.disk)])


class Run:
    """A run of the nursery; its exit status comes as a line."""

    def __init__(self, pid: int, nursery: subprocess.Popen):
        self.pid, self.nursery, self.status = pid, nursery, None

    def poll(self) -> int | None:
        return self.wait(0)

    def wait(self, seconds: float | None = None) -> int | None:
        """Its exit status; None where it still runs after so many seconds."""
        if self.status is None and select.select([self.nursery.stdout], [], [], seconds)[0]:
            self.status = int(self.nursery.stdout.readline())
        return self.status


def children(pid: int) -> list[int]:
    """All processes below one, from /proc."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    out, todo = [], [pid]
    while todo:
        found = parents.get(todo.pop(), [])
        out += found
        todo += found
    return out


def outliving(pids: list[int], seconds: float = 60) -> list[int]:
    """Those of the processes that have not ended by themselves after so long."""
    deadline = time.monotonic() + seconds
    while (left := [pid for pid in pids if Path(f"/proc/{pid}").exists()]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def strike(here: Checkout, kind: str, moment: float, chance: random.Random) -> tuple[str, list[int]]:
    """Start a report and cut it off after so many seconds; what happened, and the processes that it had."""
    runner = here.start()
    before = time.monotonic()
    while time.monotonic() - before < moment and runner.poll() is None:
        time.sleep(0.01)
    had, filler = children(runner.pid), here.disk / "filler"
    if runner.poll() is not None:
        return "it had ended", had
    if kind == "runner":
        os.kill(runner.pid, signal.SIGKILL)
    elif kind == "process" and had:
        victim = chance.choice(had)
        os.kill(victim, signal.SIGKILL)
    elif kind == "disk":
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 65536)
    status = runner.wait(240)
    if status is None:
        os.kill(runner.pid, signal.SIGKILL)
        status = f"stuck {runner.wait()}"
    filler.unlink(missing_ok=True)
    return f"status {status}", had


def problems(here: Checkout, keys: set[str], *, after: bool) -> list[str]:
    """What is wrong with a reports folder. `keys` are evidence keys that must resolve; `after` a run to the end, every
    article counts, and nothing unfinished is left."""
    wrong, out = [], here.out
    for page in [*out.glob("index.html"), *out.glob("*/index.html"), *out.glob("*/*/*/*.html")]:
        if any(part.startswith(".") for part in page.relative_to(out).parts):
            continue
        text = page.read_text(encoding="utf-8")
        if not text.rstrip().endswith("</html>"):
            wrong.append(f"{page}: half a page")
        links = {unquote(link) for link in LINK.findall(text) if not re.match(r"[a-z]+:", link)}
        if page.name == "index.html":
            wrong += [f"{page}: no {link}" for link in links if not (page.parent / link).exists()]
    for entry in Ledger(out / "ledger.jsonl").last().values():
        folder = out / entry.corpus / entry.notebook / entry.run
        if entry.state == "done" and folder.exists() and not results.is_whole(folder):
            wrong.append(f"{folder}: in the ledger, and not whole")
    for about in out.glob("*/corpus.json"):
        for entry in json.loads(about.read_text(encoding="utf-8"))["notebooks"]:
            folder = about.parent / entry["notebook"] / entry["run"]
            if entry["state"] == "done" and not results.is_whole(folder):
                wrong.append(f"{folder}: on the page, and not whole")
    for key in keys:
        try:
            snapshot.find(key, reports=out)
        except InputError as error:
            wrong.append(f"lost: {error}")
    if after:
        about = json.loads((out / "harbour" / "corpus.json").read_text(encoding="utf-8"))
        if sum(r["kept"] for r in about["reading"]) != 3 + here.articles:
            wrong.append("not every article was counted")
        wrong += [f"{e['notebook']}: {e['message']}" for e in about["notebooks"] if e["state"] != "done"]
        left = [p for p in out.rglob(".*") if results.LEFT.fullmatch(p.name)]
        wrong += [f"{p}: left behind" for p in left]
    return wrong


def keys_of(out: Path) -> set[str]:
    """The evidence keys of the report that is shown."""
    about = json.loads((out / "harbour" / "corpus.json").read_text(encoding="utf-8"))
    folders = [out / "harbour" / e["notebook"] / e["run"] for e in about["notebooks"]]
    return {key for f in folders for p in f.glob("outlets.json") for key in json.loads(p.read_text())["keys"]}


def main() -> int:
    """Run the faults; see the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=60)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--first", type=int, default=0, help="go on with this one")
    parser.add_argument("--minutes", type=float, default=1e9, help="begin no fault after so long")
    parser.add_argument("--log", type=Path, help="append a JSON line for each fault")
    options = parser.parse_args()
    here = Checkout(Path(tempfile.mkdtemp(prefix="faults-")))
    told, started = Counter(), time.monotonic()
    here.open()
    try:
        began = time.monotonic()
        if here.start().wait() != 0:
            print((here.folder / "said").read_text(), file=sys.stderr)
            return 1
        usual = time.monotonic() - began
        for i in range(options.first, options.faults):
            if time.monotonic() - started > options.minutes * 60:
                break
            chance = random.Random(f"{options.seed} {i}")
            kind = KINDS[i % 3] if here.mounted else KINDS[i % 2]
            before = keys_of(here.out)
            here.add_article()
            moment = chance.uniform(0.0, 0.9 * usual)
            what, had = strike(here, kind, moment, chance)
            wrong = [f"process {pid} outlived it" for pid in outliving(had)]
            wrong += problems(here, before, after=False)
            began = time.monotonic()
            status = here.start().wait()
            took = time.monotonic() - began
            if status:
                wrong.append(f"the next report: status {status}: {(here.folder / 'said').read_text()[-300:]}")
            wrong += problems(here, before, after=True)
            usual = 0.7 * usual + 0.3 * took
            line = {"fault": i, "kind": kind, "moment": round(moment, 2), "what": what, "wrong": wrong}
            print(json.dumps(line, ensure_ascii=False), flush=True)
            if options.log:
                with options.log.open("a", encoding="utf-8") as log:
                    log.write(json.dumps(line, ensure_ascii=False) + "\n")
            told["late"] += what == "it had ended"
            told["consistent" if not wrong else "wrong"] += 1
            told["lost"] += sum("lost: " in w for w in wrong)
    finally:
        here.close()
        shutil.rmtree(here.folder, ignore_errors=True)
    states = f"{told['consistent']} consistent states, {told['wrong']} not"
    print(f"{states}, {told['lost']} lost results; {told['late']} came too late")
    return 1 if told["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
