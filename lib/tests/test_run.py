"""The run: what is planned, skipped, tried again and told, with notebooks and corpora made for each case."""

import json
import shutil
from collections import Counter

import pytest
import tiny
from filelock import FileLock

from standpoint import job, snapshot
from standpoint.cli import main
from standpoint.errors import InputError
from standpoint.places import STORE
from standpoint.run import Request, report
from standpoint.snapshot import find


@pytest.fixture
def corpus(tmp_path):
    """The path of a tiny corpus with a name of its own; what is stored of it is cleared away."""
    name = f"run-{tmp_path.parent.name}-{tmp_path.name}".lower().replace("_", "-")[-60:].strip("-")
    yield tiny.write_corpus(tmp_path, name)
    shutil.rmtree(STORE / name, ignore_errors=True)


@pytest.fixture
def go(tmp_path, corpus):
    """Run these notebooks over the corpus; (outcome, states by notebook, the ledger's last lines)."""

    def run(*notebooks, corpora=None, **options):
        out = tmp_path / "reports"
        asked = tuple(map(str, corpora or [corpus]))
        outcome = report(Request(asked), out=out, jobs=2, notebooks=notebooks, **options)
        lines = [json.loads(line) for line in (out / "ledger.jsonl").read_text().splitlines() if '"key"' in line]
        return outcome, {line["notebook"]: line for line in lines}, lines

    return run


def test_one_notebook_fails_and_the_rest_completes(go, tmp_path, corpus):
    good = tiny.write_notebook(tmp_path / "01-good.ipynb")
    bad = tiny.write_notebook(tmp_path / "02-bad.ipynb", "raise ValueError('the <b>harbour</b> is closed')")
    outcome, last, lines = go(good, bad)
    assert (last["01-good"]["state"], last["02-bad"]["state"]) == ("done", "failed")
    assert (last["02-bad"]["attempts"], len(lines)) == (1, 2)  # an error of its own is not tried again
    assert last["02-bad"]["cell"].startswith("The part under test")
    (failure,) = outcome.failures
    assert "02-bad" in failure and "the <b>harbour</b> is closed" in failure
    pages = outcome.index.parent / corpus.stem
    assert "&lt;b&gt;harbour&lt;/b&gt; is closed" in (pages / "index.html").read_text(encoding="utf-8")
    assert "<svg" in (pages / "01-good.html").read_text(encoding="utf-8")


def test_what_has_not_changed_is_not_run_again(go, tmp_path, corpus):
    one, two = (tiny.write_notebook(tmp_path / f"0{i}-part.ipynb") for i in (1, 2))
    first, *_ = go(one, two)
    again, _, lines = go(one, two)
    assert (first.ran, again.ran, again.unchanged, len(lines)) == (2, 0, 2, 2)
    assert first.changes == [f"{corpus.stem}: First run: nothing to compare with."]
    assert again.changes[0].startswith(f"{corpus.stem}: Nothing changed since the run of ") and not again.alarms
    tiny.write_notebook(two, "more = 1")
    changed, *_ = go(one, two)
    assert (changed.ran, changed.unchanged) == (1, 1)
    forced, *_ = go(one, two, force=True)
    assert forced.ran == 2


def test_an_added_article_runs_its_corpus_again(go, tmp_path, corpus):
    notebook = tiny.write_notebook(tmp_path / "01-part.ipynb")
    go(notebook)
    with corpus.open("a", encoding="utf-8") as lines:
        lines.write(
            json.dumps({"article_id": "a4", "outlet": "New Post", "text": "A ship came in.", "title": "Ship"}) + "\n"
        )
    outcome, *_ = go(notebook)
    assert (outcome.ran, outcome.unchanged) == (1, 0)


def test_a_dead_kernel_is_tried_again(go, tmp_path):
    mark = tmp_path / "died-once"
    dies = f"import os, pathlib\nmark = pathlib.Path({str(mark)!r})\n"
    dies += "if not mark.exists():\n    mark.touch()\n    os._exit(1)"
    outcome, last, _ = go(tiny.write_notebook(tmp_path / "01-dies.ipynb", dies))
    assert not outcome.failures
    assert (last["01-dies"]["state"], last["01-dies"]["attempts"]) == ("done", 2)


def test_a_kernel_that_always_dies_is_given_up_in_plain_words(go, tmp_path):
    outcome, last, _ = go(tiny.write_notebook(tmp_path / "01-dies.ipynb", "import os\nos._exit(1)"))
    assert last["01-dies"]["attempts"] == job.TRIES
    assert "the kernel died" in outcome.failures[0] and f"tried {job.TRIES} times" in outcome.failures[0]


def test_a_cell_that_takes_too_long_is_stopped_and_tried_again(go, tmp_path, monkeypatch):
    monkeypatch.setattr(job, "CELL_SECONDS", 3)
    monkeypatch.setattr(job, "TRIES", 2)
    notebook = tiny.write_notebook(tmp_path / "01-slow.ipynb", "import time\ntime.sleep(60)")
    outcome, last, _ = go(notebook)
    assert last["01-slow"]["attempts"] == 2
    assert "was stopped" in outcome.failures[0]


def test_a_corpus_that_cannot_be_read_does_not_keep_others_from_it(go, tmp_path, corpus):
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "corpus.yaml").write_text("title: [", encoding="utf-8")
    outcome, last, _ = go(tiny.write_notebook(tmp_path / "01-part.ipynb"), corpora=[broken, corpus])
    assert last["01-part"]["state"] == "done"
    (failure,) = outcome.failures
    assert "corpus.yaml" in failure


def test_a_corpus_that_can_no_longer_be_read_keeps_its_last_report_which_says_so(go, tmp_path, corpus):
    notebook, talks = tiny.write_notebook(tmp_path / "01-part.ipynb"), tmp_path / f"{corpus.stem}-talks"
    talks.mkdir()
    shutil.move(corpus, talks / "a.jsonl")
    (talks / "corpus.yaml").write_text("title: Talks\n", encoding="utf-8")
    go(notebook, corpora=[talks])
    (talks / "corpus.yaml").write_text("title: Talks\n'<i>': en\n", encoding="utf-8")
    outcome, *_ = go(notebook, corpora=[talks])
    out = outcome.index.parent
    assert len(outcome.failures) == 1 and "line 2" in outcome.failures[0]
    last = json.loads((out / "ledger.jsonl").read_text().splitlines()[-1])
    assert (last["corpus"], last["state"]) == (talks.name, "failed") and "corpus.yaml, line 2" in last["message"]
    index, page, part = (
        path.read_text(encoding="utf-8")
        for path in (outcome.index, out / talks.name / "index.html", out / talks.name / "01-part.html")
    )
    assert (
        "Could not be read" in index and f'<a href="{talks.name}/index.html">Its last report</a> is of the run' in index
    )
    assert "Complete" not in index + page and "Nothing changed" not in index + page
    assert "&lt;i&gt;" in page and "<i>" not in index + page
    assert all("What is shown is its last report, of the run of " in text for text in (page, part))
    assert "<svg" in part
    (talks / "corpus.yaml").write_text("title: Talks\n", encoding="utf-8")
    mended, *_ = go(notebook, corpora=[talks])
    assert not mended.failures and "Could not be read" not in outcome.index.read_text(encoding="utf-8")
    shutil.rmtree(STORE / talks.name, ignore_errors=True)


def test_rejected_files_are_told_on_the_screen_and_in_the_ledger_and_fail_nothing(tmp_path, capsys):
    name = f"run-{tmp_path.parent.name}-{tmp_path.name}".lower().replace("_", "-")[-60:].strip("-")
    talks = tmp_path / name
    talks.mkdir()
    tiny.write_corpus(talks)
    (talks / "cut.pdf").write_bytes(b"%PDF-1.7 and no more")
    request, notebook = Request((str(talks),)), tiny.write_notebook(tmp_path / "01-part.ipynb")
    first, again = (report(request, out=tmp_path / "out", jobs=1, notebooks=[notebook]) for _ in range(2))
    shutil.rmtree(STORE / name, ignore_errors=True)
    assert not first.failures and first.rejected[0].startswith(
        f"{name}: 1 file or article rejected (all new): cut.pdf: "
    )
    assert "(none of them new)" in again.rejected[0]
    ledger = (tmp_path / "out" / "ledger.jsonl").read_text().splitlines()
    assert [json.loads(line)["rejected"] for line in ledger if '"headline"' in line] == first.rejected + again.rejected
    assert "1 file or article rejected" in first.index.read_text(encoding="utf-8")


def test_two_runs_do_not_write_to_one_folder(go, tmp_path):
    notebook = tiny.write_notebook(tmp_path / "01-part.ipynb")
    (tmp_path / "reports").mkdir()
    with FileLock(tmp_path / "reports" / ".lock"), pytest.raises(InputError, match="another run"):
        go(notebook)


def test_every_key_of_a_run_resolves_to_its_sentences(go, tmp_path, corpus):
    outcome, *_ = go(tiny.write_notebook(tmp_path / "01-part.ipynb"))
    out = outcome.index.parent
    about = json.loads(next(out.glob("*/01-part/*/outlets.json")).read_text(encoding="utf-8"))
    counted = Counter()
    for key in about["keys"]:
        found = find(key, reports=out)
        counted[len(found.sentences)] += 1
        assert all(row["sentence"] and row["outlet"] for row in found.sentences)
    assert counted == {2: 1, 1: 1, 0: 1}
    with pytest.raises(InputError, match="no row 99"):
        find(about["keys"][0].rpartition("/")[0] + "/99", reports=out)


def test_a_key_of_a_report_that_lies_elsewhere_is_told_how_to_be_found(tmp_path, monkeypatch):
    (tmp_path / "ferry" / "04-stances" / "ec9133f862").mkdir(parents=True)
    monkeypatch.setattr(snapshot, "REPORTS", tmp_path)
    elsewhere = "for a report made with --out DIR give --reports DIR."
    with pytest.raises(InputError, match="no run '8a17996a2d' of ferry") as raised:
        find("ferry@8a17996a2d/positions/2")
    assert raised.value.remedy == f"only the last runs are kept; there is ec9133f862; {elsewhere}"
    with pytest.raises(InputError, match="no report of a corpus 'harbour'") as raised:
        find("harbour@8a17996a2d/positions/2")
    assert raised.value.remedy == f"there is ferry; {elsewhere}"
    with pytest.raises(InputError) as raised:
        find("ferry@8a17996a2d/positions/2", reports=tmp_path)
    assert raised.value.remedy == "only the last runs are kept; there is ec9133f862."


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["report", "no-such-corpus"], "no-such-corpus"),
        (["report", "--since", "yesterday"], "write it like 2025-01-31"),
        (["report", "--codebook", "no-such-file.yaml"], "no such codebook file"),
        (["evidence", "not a key"], "is not an evidence key"),
    ],
)
def test_what_is_asked_wrongly_is_told_and_the_exit_status_is_not_zero(arguments, told, tmp_path, capsys):
    more = ["--out", str(tmp_path)] if arguments[0] == "report" else []
    assert main([*arguments, *more]) != 0
    assert told in capsys.readouterr().err
