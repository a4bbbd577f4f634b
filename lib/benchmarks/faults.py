"""Faults at random moments of `standpoint report`: SIGKILL of the runner, of a process that it started, a full disk.

    python lib/benchmarks/faults.py --faults 60 --seed 6 [--first 0] [--log faults.jsonl]

A tiny corpus gets an article before each fault, so that there is work to do; the report is then cut off at a random
moment, what is left is examined, and the next report runs to its end and is examined too. Needs Linux; the full disk
needs root (a tmpfs is mounted). Each fault is told in one line; the exit status is 0 when all states were consistent
and no result was lost.
"""

import argparse
import json
import os
import random
import re
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
from standpoint.ledger import Ledger  # noqa: E402
from standpoint.places import SEEDS  # noqa: E402

KINDS = ("runner", "process", "disk")
LINK = re.compile(r'(?:xlink:)?href="([^"#]+)(?:#[^"]*)?"')


class Desk:
    """A checkout of its own, with one corpus and two notebooks; its data lies on a disk that can be filled."""

    def __init__(self, folder: Path):
        self.folder, self.disk, self.articles = folder, folder / "data", 0
        shutil.copytree(
            HERE.parent / "standpoint", folder / "lib" / "standpoint", ignore=shutil.ignore_patterns("model")
        )
        shutil.copytree(SEEDS, folder / "seeds")
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

    def start(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "standpoint.cli", "report", "harbour", "--jobs", "2"]
        environment = os.environ | {"PYTHONPATH": str(self.folder / "lib"), "PYTHONDONTWRITEBYTECODE": ""}
        with (self.folder / "said").open("wb") as said:
            return subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=environment)

    def close(self) -> None:
        if self.mounted:
            subprocess.call(["umount", str(self.disk)])


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


def strike(desk: Desk, kind: str, moment: float, chance: random.Random) -> tuple[str, list[int]]:
    """Start a report and cut it off after so many seconds; what happened, and the processes that it had."""
    runner = desk.start()
    before = time.monotonic()
    while time.monotonic() - before < moment and runner.poll() is None:
        time.sleep(0.01)
    had, filler = children(runner.pid), desk.disk / "filler"
    if runner.poll() is not None:
        return "it had ended", had
    if kind == "runner":
        runner.kill()
    elif kind == "process" and had:
        victim = chance.choice(had)
        os.kill(victim, signal.SIGKILL)
    elif kind == "disk":
        with filler.open("wb") as file:
            try:
                while True:
                    file.write(b"\0" * 65536)
                    file.flush()
            except OSError:
                pass
    try:
        status = runner.wait(240)
    except subprocess.TimeoutExpired:
        runner.kill()
        runner.wait()
        status = "stuck"
    filler.unlink(missing_ok=True)
    return f"status {status}", had


def problems(desk: Desk, keys: set[str], *, after: bool) -> list[str]:
    """What is wrong with a reports folder. `keys` are evidence keys that must resolve; `after` a run to the end, every
    article counts, and nothing unfinished is left."""
    wrong, out = [], desk.out
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
        if sum(r["kept"] for r in about["reading"]) != 3 + desk.articles:
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
    desk = Desk(Path(tempfile.mkdtemp(prefix="faults-")))
    told, started = Counter(), time.monotonic()
    try:
        if desk.start().wait() != 0:
            print((desk.folder / "said").read_text(), file=sys.stderr)
            return 1
        usual = time.monotonic() - started
        for i in range(options.first, options.faults):
            if time.monotonic() - started > options.minutes * 60:
                break
            chance = random.Random(f"{options.seed} {i}")
            kind = KINDS[i % 3] if desk.mounted else KINDS[i % 2]
            before = keys_of(desk.out)
            desk.add_article()
            moment = chance.uniform(0.0, usual)
            began = time.monotonic()
            what, had = strike(desk, kind, moment, chance)
            time.sleep(1)
            wrong = [f"process {pid} outlived it" for pid in had if Path(f"/proc/{pid}").exists()]
            wrong += problems(desk, before, after=False)
            status = desk.start().wait()
            if status:
                wrong.append(f"the next report: status {status}: {(desk.folder / 'said').read_text()[-300:]}")
            wrong += problems(desk, before, after=True)
            if kind == "runner" and what == "it had ended":
                usual = 0.8 * usual + 0.2 * (time.monotonic() - began) / 2
            line = {"fault": i, "kind": kind, "moment": round(moment, 2), "what": what, "wrong": wrong}
            print(json.dumps(line, ensure_ascii=False), flush=True)
            if options.log:
                with options.log.open("a", encoding="utf-8") as log:
                    log.write(json.dumps(line, ensure_ascii=False) + "\n")
            told["consistent" if not wrong else "wrong"] += 1
            told["lost"] += sum("lost: " in w for w in wrong)
    finally:
        desk.close()
        shutil.rmtree(desk.folder, ignore_errors=True)
    print(f"{told['consistent']} consistent states, {told['wrong']} not, {told['lost']} lost results")
    return 1 if told["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
