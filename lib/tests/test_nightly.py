"""A night's work, with a stand-in for the commands that it runs."""

import json
import re
import subprocess
import sys
import time
from multiprocessing import get_context

import pytest
from newsroom import newsroom

from standpoint import nightly as module
from standpoint.cli import main
from standpoint.locks import alone
from standpoint.nightly import nightly

# Writes down its arguments, then does as the file `plan` beside it says for this command: a status, or hang, or die.
STAND_IN = """
import json, os, signal, subprocess, sys, time
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "calls"), "a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
plans = json.load(open(os.path.join(here, "plan")))
todo = plans.get(sys.argv[1]) or [0]
now = todo.pop(0)
json.dump(plans, open(os.path.join(here, "plan"), "w"))
print("12 new articles, said", sys.argv[1], flush=True)
if now == "hang":
    child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
    open(os.path.join(here, "child"), "w").write(str(child.pid))
    time.sleep(60)
if now == "die":
    os.kill(os.getpid(), signal.SIGKILL)
sys.exit(now)
"""


@pytest.fixture
def night(tmp_path):
    """Runs a night over two corpora, of which only `harbour` names a feed; `plan` says how the commands end."""
    for name, collect in (("harbour", "collect: {feeds: ['https://a.example/rss']}"), ("ferry", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "corpus.yaml").write_text(f"title: {name}\n{collect}\n")
    (tmp_path / "stand_in.py").write_text(STAND_IN)

    def run(plan=None, corpora=("harbour", "ferry"), **options):
        (tmp_path / "plan").write_text(json.dumps(plan or {}))
        program = (sys.executable, "-S", "-E", str(tmp_path / "stand_in.py"))
        paths = [str(tmp_path / c) for c in corpora]
        return nightly(paths, out=tmp_path / "out", program=program, pause=0, **options)

    run.folder, run.log = tmp_path, tmp_path / "out" / "nightly.log"
    run.calls = lambda: [json.loads(line) for line in (tmp_path / "calls").read_text().splitlines()]
    return run


def test_it_collects_and_then_reports_on_all(night):
    done = night(codebook="wages.yaml")
    harbour, ferry, out = (str(night.folder / name) for name in ("harbour", "ferry", "out"))
    assert night.calls() == [
        ["collect", harbour],
        ["report", harbour, ferry, "--codebook", "wages.yaml", "--out", out],
    ]
    assert not done.failures and not done.alarms and done.subject == "Standpoint: all well"
    assert re.search(r"^collect harbour: done in \d+ s\. 12 new articles, said collect$", str(done), re.M)
    assert " INFO report: 12 new articles, said report\n" in night.log.read_text()


def test_a_step_that_fails_is_told_and_the_next_goes_on(night):
    with newsroom() as room:
        room.paths["/hook"] = b"ok"
        done = night({"collect": [1]}, notify={"webhook": {"url": f"{room.url}/hook"}})
        assert [c[0] for c in night.calls()] == ["collect", "report"]
        assert done.failures == ["collect harbour: exit status 1\n  12 new articles, said collect"]
        assert json.loads(room.posted[0])["text"].startswith(
            "Standpoint: failed\nfailed: collect harbour: exit status 1"
        )
    assert " ERROR collect harbour: exit status 1\n" in night.log.read_text()


def test_a_good_night_is_told_only_where_all_nights_are_asked_for(night):
    with newsroom() as room:
        room.paths["/hook"] = b"ok"
        hook = {"webhook": {"url": f"{room.url}/hook"}}
        night(notify=hook)
        assert not room.posted
        night(notify={**hook, "when": "always"})
        assert json.loads(room.posted[0])["subject"] == "Standpoint: all well"


def test_a_step_that_dies_is_tried_again(night):
    done = night({"report": ["die", 0]})
    assert [c[0] for c in night.calls()] == ["collect", "report", "report"] and not done.failures
    assert " ERROR report: died (status -9)\n" in night.log.read_text()


def test_a_step_that_takes_too_long_is_ended_with_all_that_it_started(night, monkeypatch):
    """Its time is up as soon as it has started a process of its own."""
    child, started = night.folder / "child", []

    class Impatient(subprocess.Popen):
        def wait(self, timeout=None):
            if timeout and timeout > 60:
                assert _soon(lambda: child.exists() and child.read_text())
                started.append(int(child.read_text()))
                child.unlink()
                raise subprocess.TimeoutExpired(self.args, timeout)
            return super().wait(timeout)

    monkeypatch.setattr(module, "GRACE", 0.2)
    monkeypatch.setattr(module.subprocess, "Popen", Impatient)
    done = night({"report": ["hang", "hang"]}, corpora=["ferry"], minutes=90)
    assert len(night.calls()) == len(started) == 2
    assert done.failures[0].startswith("report: took more than 90 minutes, 2 times")
    assert _soon(lambda: not any(map(_runs, started)))


def test_ended_from_outside_it_ends_the_step_at_work(night, monkeypatch):
    monkeypatch.setattr(module, "GRACE", 0.2)
    stand_in = (sys.executable, "-S", "-E", str(night.folder / "stand_in.py"))
    monkeypatch.setitem(nightly.__kwdefaults__, "program", stand_in)
    (night.folder / "plan").write_text(json.dumps({"report": ["hang"]}))
    command = ["nightly", str(night.folder / "ferry"), "--out", str(night.folder / "out")]
    process = get_context("fork").Process(target=lambda: sys.exit(main(command)))
    process.start()
    child = night.folder / "child"
    assert _soon(lambda: child.exists() and child.read_text())
    process.terminate()
    process.join(60)
    assert process.exitcode == 143
    assert _soon(lambda: not _runs(int(child.read_text())))


def _soon(true) -> bool:
    """Does it become true within a minute?"""
    deadline = time.monotonic() + 60
    while not (found := true()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(found)


def _runs(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_nights_never_overlap(night):
    night.log.parent.mkdir()
    with alone(night.log.parent, ".nightly.lock"):
        done = night()
    (failure,) = done.failures
    assert re.fullmatch(
        r"the night before is still at work \(process \d+ on .+, since .+ UTC\); this one was not begun", failure
    )
    assert not (night.folder / "calls").exists()


def test_a_corpus_that_is_not_there_is_told_and_the_others_go_on(night):
    done = night(corpora=["gone", "ferry"])
    assert len(done.failures) == 1 and "gone" in done.failures[0]
    assert [c[:2] for c in night.calls()] == [["report", str(night.folder / "ferry")]]


def test_what_cannot_be_opened_is_said_in_the_report_and_the_ledger_too(night):
    (night.folder / "ferry" / "corpus.yaml").write_text("title: Ferry\nlanguag: en\n")
    last = {"name": "ferry", "title": "Ferry", "notebooks": [], "changes": {"alarms": [], "headline": "As it was."}}
    (night.log.parent / "ferry").mkdir(parents=True)
    (night.log.parent / "ferry" / "corpus.json").write_text(json.dumps(last))
    done = night(corpora=["ferry", "gone", "harbour"])
    assert done.about == ["ferry", "gone"] and len(done.failures) == 2
    lines = [json.loads(line) for line in (night.log.parent / "ledger.jsonl").read_text().splitlines()]
    assert [(line["corpus"], line["state"]) for line in lines] == [("ferry", "failed"), ("gone", "failed")]
    assert "'languag' is unknown" in lines[0]["message"] and lines[0]["when"]
    index = (night.log.parent / "index.html").read_text()
    assert index.count("Could not be read") == 2 and "&#39;languag&#39; is unknown" in index
    assert "As it was." not in index


def test_a_mail_says_in_its_subject_which_corpora_failed(night, monkeypatch):
    sent = []
    monkeypatch.setattr(module.notices, "_mail", lambda to, subject, text: sent.append(subject))
    night({"collect": [1]}, corpora=["gone", "harbour", "ferry"], notify={"mail": {}})
    night({"report": [2]}, corpora=["ferry"], notify={"mail": {}})
    assert sent == ["Standpoint: failed: gone, harbour", "Standpoint: failed: report"]


def test_files_that_were_rejected_are_named_and_told_when_they_are_new(night):
    rows = [{"source_file": f"{n}.pdf", "place": "", "problem": "is a <b>PDF</b>.", "new": n == "b"} for n in "ab"]
    (night.log.parent / "harbour").mkdir(parents=True)
    about = night.log.parent / "harbour" / "corpus.json"
    about.write_text(json.dumps({"rejected": rows}))
    line = "harbour: 2 files or articles rejected (1 of them new): b.pdf: is a <b>PDF</b>; a.pdf: is a <b>PDF</b>."
    with newsroom() as room:
        room.paths["/hook"] = b"ok"
        hook = {"webhook": {"url": f"{room.url}/hook"}}
        done = night(notify=hook)
        assert not done.failures and not done.alarms and line in done.lines
        assert json.loads(room.posted[0])["subject"] == "Standpoint: files rejected"
        assert f"INFO summary: {line}\n" in night.log.read_text()
        about.write_text(json.dumps({"rejected": [row | {"new": False} for row in rows]}))
        again = night(notify=hook)
        assert len(room.posted) == 1 and "(none of them new)" in again.lines[-1]


def test_silence_is_an_alarm(night):
    done = night(notify={"silent_days": 3})
    assert done.alarms == ["harbour: no new article was collected ever; are its feeds still there?"]
    assert not done.failures and done.subject == "Standpoint: alarm"
    (night.folder / "harbour" / "articles").mkdir()
    (night.folder / "harbour" / "articles" / "collected-1.jsonl").write_text("")
    assert night(notify={"silent_days": 3}).alarms == []


def test_what_changed_is_told_and_an_alarm_is_sent(night):
    """The report of each corpus says what changed; a corpus whose report is not there is passed over."""
    alarm, moved = "Lantern has vanished: 9 articles in the run before, none now.", "Mara Lind: 30% → 45% (+15 points)"
    changes = {"state": "moved", "headline": "1 finding moved since the run of 1 Mar 2025, 04:15 UTC."}
    changes |= {"why": ["9 articles removed: Lantern 9"], "moved": [{"told": moved}], "alarms": [alarm]}
    (night.log.parent / "harbour").mkdir(parents=True)
    (night.log.parent / "harbour" / "corpus.json").write_text(json.dumps({"changes": changes}))
    with newsroom() as room:
        room.paths["/hook"] = b"ok"
        done = night(notify={"webhook": {"url": f"{room.url}/hook"}})
        assert done.alarms == [f"harbour: {alarm}"] and not done.failures
        assert json.loads(room.posted[0])["subject"] == "Standpoint: alarm"
        assert f"{changes['headline']} 9 articles removed: Lantern 9.\n  {moved}" in json.loads(room.posted[0])["text"]
    again = night({"report": [2]})  # another run held the folder: what stands there was told before
    assert again.alarms == [] and not [line for line in again.lines if moved in line]


def test_nobody_told_is_a_failure_too(night, monkeypatch):
    monkeypatch.setattr("standpoint.notices.PAUSE", 0)
    done = night(notify={"when": "always", "webhook": {"url": "http://127.0.0.1:9/"}})
    assert done.failures[0].startswith("the webhook could not be sent")


def test_the_log_begins_anew_and_keeps_five_old_ones(night, monkeypatch):
    monkeypatch.setattr(module, "LOG_BYTES", 50)
    for _ in range(3):
        night(corpora=["ferry"])
    assert len(list(night.log.parent.glob("nightly.log*"))) == 6
