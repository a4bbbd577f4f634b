"""Notebooks: all open alike, each question is one call, and all run on a corpus of many articles and of one."""

import ast
import json
import re
import subprocess
import sys

import nbformat
import pytest

from standpoint import closereading, store, workspace
from standpoint.corpus import load_corpus
from standpoint.places import CORPORA, NOTEBOOKS

NAMES = ["00-briefing", "01-corpus", "02-actors", "03-voices", "04-stances", "05-outlets", "06-close-reading"]
QUIET = ("movement", "outlet-positions", "agreement", "agreement-map")  # too little for them in the smallest corpus
PARAMETERS = {"corpus": "climate-finance", "since": "", "until": "", "outlets": [], "codebook": "", "out": "", "to": ""}


def notebook(name: str) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def code(book: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in book.cells if cell.cell_type == "code"]


def test_there_is_one_notebook_a_question():
    assert sorted(p.stem for p in NOTEBOOKS.glob("*.ipynb")) == [*NAMES, "start"]


def test_the_start_page_leads_to_every_question_and_opens_the_desk():
    book = notebook("start")
    nbformat.validate(book)
    assert all(not cell.outputs and cell.execution_count is None for cell in book.cells if cell.cell_type == "code")
    titles = {name: notebook(name).cells[0].source.split("\n")[0].lstrip("# ") for name in NAMES}
    assert all(f"| {title} | [{name}]({name}.ipynb) |" in book.cells[0].source for name, title in titles.items())
    assert code(book)[0] == "from standpoint.desk import corpora, desk"
    assert [c.partition("(")[0] for c in code(book)[1:]] == ["corpora", "desk"]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_opens_as_all_do(name):
    book = notebook(name)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5) and book.metadata.kernelspec.name == "python3"
    assert all(not cell.outputs and cell.execution_count is None for cell in book.cells if cell.cell_type == "code")
    title, answer, cannot = book.cells[0].source.split("\n\n")
    assert title.startswith("# ") and title.endswith("?")
    assert answer.startswith("An answer") and cannot.startswith("This notebook cannot show")
    parameters = book.cells[1]
    assert parameters.metadata.tags == ["parameters"]
    assert all("  # " in line for line in parameters.source.splitlines())
    literals = {a.targets[0].id: ast.literal_eval(a.value) for a in ast.parse(parameters.source).body}
    assert literals == PARAMETERS | ({"article": ""} if name == "06-close-reading" else {})
    assert all(line.startswith("from standpoint") for line in book.cells[2].source.splitlines())
    assert book.cells[3].source.endswith("\ntagged")


@pytest.mark.parametrize("name", NAMES)
def test_each_question_is_one_call_and_a_sentence_and_the_last_cell_publishes(name):
    book = notebook(name)
    assert len(book.cells) <= 27
    assert not [n for c in code(book) for n in ast.walk(ast.parse(c)) if isinstance(n, ast.FunctionDef | ast.Lambda)]
    body = book.cells[4:]
    heads = [i for i, cell in enumerate(body) if cell.source.startswith("## ")]
    assert all(body[i].source.endswith("?") for i in heads[:-1]) and body[heads[-1]].source.startswith("## Publish")
    assert [i for i, cell in enumerate(body) if cell.cell_type == "code"] == [i + 1 for i in heads]
    for reading in (cell.source for i, cell in enumerate(body) if cell.cell_type == "markdown" and i not in heads):
        assert reading.endswith(".") and "\n" not in reading
    assert book.cells[-1].source.startswith("lift(publish([") and book.cells[-1].source.endswith(", tagged, to)")
    assert f'notebook="{name}"' in book.cells[-1].source


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_an_answer_names_nobody_and_holds_no_finding(name):
    example = "".join(re.findall(r"looks like this: “(.+?)”", notebook(name).cells[0].source))
    assert not re.search(r"[A-Z]|\d{2}", example), "it would read as a finding of whatever corpus is opened"


def shown(value: object) -> str:
    """What Jupyter would be given for a value."""
    for method in ("_repr_mimebundle_", "_repr_html_"):
        if hasattr(value, method):
            out = getattr(value, method)()
            return out["text/html"] if isinstance(out, dict) else out
    return repr(value)


def run(name: str, **parameters: object) -> list[str]:
    """Run the cells in order in one namespace, as a kernel does; what each one shows."""
    space: dict[str, object] = {}
    outputs = []
    for i, source in enumerate(code(notebook(name))):
        body = ast.parse(source).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), f"{name}, cell {i}", "exec"), space)
        if i == 0:
            space |= parameters
        if last is not None:
            outputs.append(shown(eval(compile(ast.Expression(last.value), f"{name}, cell {i}", "eval"), space)))
    return outputs


@pytest.fixture(scope="module")
def own_store(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace, "STORE", tmp_path_factory.mktemp("store"))
        yield


@pytest.mark.parametrize("name", NAMES)
def test_every_notebook_publishes_findings_on_a_bundled_corpus(name, own_store, tmp_path):
    outputs = run(name, corpus="climate-finance", out=str(tmp_path))
    manifest = json.loads((tmp_path / "export.json").read_text())
    assert manifest["notebook"] == name and manifest["corpus"] == "climate-finance"
    for chart in manifest["charts"]:
        about = json.loads((tmp_path / f"{chart}.json").read_text())
        assert chart in QUIET or (about["n"] > 0 and about["rows"] and about["keys"])
        assert not about["too_little"] or chart in QUIET, about["title"]
    assert sum('<img src="data:image/png' in out for out in outputs) == len(manifest["charts"])
    assert len(manifest["findings"]) == (5 if name == "00-briefing" else 0)


@pytest.mark.parametrize("name", NAMES)
def test_every_notebook_says_in_words_that_one_article_is_too_little(name, own_store, tmp_path):
    one = tmp_path / "one.jsonl"
    text = "PRAGUE, 14 January. The minister, Jana Example, said on Tuesday that costs of $2bn were too high. 😀"
    article = {
        "article_id": "a1",
        "title": "Costs & <b>benefits</b>",
        "outlet": "=Gazette",
        "published": "2025-01-14",
        "text": text,
    }
    one.write_text(json.dumps(article))
    outputs = run(name, corpus=str(one), out=str(tmp_path / "out"))
    about = [json.loads(p.read_text()) for p in (tmp_path / "out").glob("*.json") if p.name != "export.json"]
    assert about and (name == "06-close-reading" or all(chart["too_little"] for chart in about))
    assert not any("<b>benefits" in out for out in outputs)


def test_close_reading_reads_the_article_that_it_is_given(own_store, tmp_path):
    outputs = run("06-close-reading", out=str(tmp_path), since="2024-11-12", until="2024-11-12")
    assert any("<mark" in out for out in outputs)
    with pytest.raises(ValueError, match="no article 'nowhere' in corpus climate-finance"):
        run("06-close-reading", out=str(tmp_path), article="nowhere")


def test_close_reading_shows_what_was_left_open_with_its_reason(book, tmp_path):
    text = "Clara Lund called for more military aid. Peter Venn asked whether military aid should increase."
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps({"article_id": "a1", "text": f"Ukraine waits for an answer. {text}", "language": "en"}))
    corpus = load_corpus(file)
    store.tag_corpus(corpus, book, tmp_path / "store")
    rows = closereading.decided(store.load(tmp_path / "store", corpus, book), "a1")
    assert rows[["holder", "position", "rule"]].values.tolist() == [
        ["Clara Lund", "support", "cue"],
        ["Peter Venn", "left open", ""],
    ]
    assert set(rows["target"]) == {"Western states should give Ukraine more military aid."}
    assert "left open by ‘whether’" in rows["because"].iloc[1]


def test_bare_papermill_runs_a_notebook(tmp_path):
    command = [sys.executable, "-m", "papermill", str(NOTEBOOKS / "02-actors.ipynb"), str(tmp_path / "out.ipynb")]
    parameters = ["-p", "corpus", str(CORPORA / "climate-finance"), "-p", "out", str(tmp_path / "published")]
    done = subprocess.run([*command, *parameters], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "published" / "actors-in-news.svg").exists()
