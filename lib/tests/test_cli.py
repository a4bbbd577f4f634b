"""The command line, as it is used: what it says where something is wrong, and how a command ends."""

import pandas as pd
import pytest
import tiny

from standpoint.cli import main
from standpoint.errors import InputError


@pytest.mark.parametrize("inside", ["", "deeper"])
@pytest.mark.parametrize("command", [["tag"], ["report"], ["nightly"]])
def test_an_output_folder_that_is_a_file_is_told_in_one_line(command, inside, tmp_path, capsys):
    path = tiny.write_corpus(tmp_path)
    (tmp_path / "afile").write_text("")
    assert main([*command, str(path), "--out", str(tmp_path / "afile" / inside)]) == 2
    said = capsys.readouterr().err.strip()
    assert said == (
        f"standpoint: {tmp_path / 'afile'}: is a file; a folder is expected to write into. "
        "To fix it: give another folder with --out, or move the file."
    )


def test_an_output_folder_that_cannot_be_made_is_told_in_one_line(tmp_path, capsys):
    path = tiny.write_corpus(tmp_path)
    assert main(["tag", str(path), "--out", "/proc/tagged"]) == 2
    assert capsys.readouterr().err.startswith("standpoint: /proc/tagged: cannot be written into: ")


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ("it holds 0 articles", "it holds 0 articles. To fix it: add one."),
        ("it is empty.", "it is empty. To fix it: add one."),
    ],
)
def test_what_is_wrong_is_a_sentence_before_what_to_do(problem, told):
    assert str(InputError(problem, remedy="add one.")) == told
    assert str(InputError(problem)) == problem


def test_an_issue_that_is_not_known_may_stand_in_a_codebook_that_was_not_given(tmp_path, capsys):
    path = tiny.write_corpus(tmp_path)
    assert main(["codebook", "suggest", str(path), "--issue", "minimum-wage"]) == 2
    said = capsys.readouterr().err
    assert "there is no issue 'minimum-wage' in the codebook. To fix it: name one of: " in said
    assert said.endswith("; or give --codebook FILE, where your issue stands.\n")


def test_a_corpus_of_one_article_is_not_said_to_hold_articles(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("A headline\nThe gulls were quiet.", encoding="utf-8")
    assert main(["explain", f"{tmp_path}/none"]) == 2
    assert "holds 1 article, and none of id 'none'. To fix it: name one of them:" in capsys.readouterr().err


def test_a_file_of_several_articles_lists_them_with_their_headlines(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("id,title,text\na1,Gulls,The gulls were quiet.\na2,Boats,The boats lay still.\n")
    assert main(["explain", f"{tmp_path}/a.csv"]) == 2
    said = capsys.readouterr().err
    first, *rest = said.splitlines()
    assert first.endswith("a.csv holds 2 articles. To fix it: name one of them:")
    assert [row.split(maxsplit=1)[1] for row in rest] == [
        f"{tmp_path}/a.csv/a1  Gulls",
        f"{tmp_path}/a.csv/a2  Boats",
    ]


def test_terms_are_suggested_of_a_corpus_that_does_not_speak_of_the_issue(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("A headline\nThe gulls were quiet.", encoding="utf-8")
    book = tmp_path / "book.yaml"
    book.write_text("issues: [{id: wage, claim: The minimum wage should be raised.}]", encoding="utf-8")
    assert main(["codebook", "suggest", f"{tmp_path}", "--issue", "wage", "--codebook", str(book)]) == 0
    assert capsys.readouterr().out.startswith("No pair of words stands out")


def test_what_is_not_hidden_is_not_counted_as_hidden(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("A headline\nThe gulls were quiet.", encoding="utf-8")
    assert main(["explain", str(tmp_path / "a.txt")]) == 0
    assert capsys.readouterr().out.endswith("\n0 taken, 0 abstained.\n")


def test_what_is_rejected_fails_the_check_and_not_the_tagging_which_says_what_the_tables_hold(tmp_path, capsys):
    path = tmp_path / "corpus"
    path.mkdir()
    tiny.write_corpus(path)
    (path / "empty.txt").write_text("", encoding="utf-8")
    assert main(["corpus", "check", str(path)]) == 1
    assert "empty.txt: has no text." in capsys.readouterr().out
    assert main(["tag", str(path), "--out", str(tmp_path / "out")]) == 0
    *told, last = capsys.readouterr().out.splitlines()
    assert any("empty.txt: has no text." in line for line in told)
    counts = [len(pd.read_parquet(tmp_path / "out" / f"{n}.parquet")) for n in ("articles", "statements", "stances")]
    assert counts[0] == len(tiny.ARTICLES) and counts[1] > 1
    held = f"{counts[0]} articles, {counts[1]} statements, {counts[2]} stances"
    assert last == f"The tables are in {tmp_path / 'out'}: {held}."


def test_one_issue_is_not_said_to_be_issues(tmp_path, capsys):
    (tmp_path / "c.yaml").write_text('issues:\n  - {id: trams, claim: "Trams should be free."}\n', encoding="utf-8")
    assert main(["codebook", "check", str(tmp_path / "c.yaml")]) == 0
    assert " actors, 1 issue, " in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "# to be written\n"])
def test_an_empty_codebook_is_said_to_be_empty_and_what_is_asked_then(tmp_path, capsys, text):
    path = tmp_path / "wages.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["codebook", "check", str(path)]) == 0
    first, *_, asked = capsys.readouterr().out.splitlines()
    assert first == f"{path} is empty: it adds nothing to the seeds."
    assert asked.startswith("issues asked (those of the seeds): ")


def test_a_corpus_of_which_every_file_is_rejected_is_tagged_into_empty_tables(tmp_path, capsys):
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "cut.jsonl").write_text('{"text": "Ines Aro sa', encoding="utf-8")
    assert main(["tag", str(tmp_path / "talks"), "--out", str(tmp_path / "out")]) == 0
    assert "0 articles, 0 statements, 0 stances" in capsys.readouterr().out
