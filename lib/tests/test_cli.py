"""The command line, as it is used: what it says where something is wrong, and how a command ends."""

import pytest
import tiny

from standpoint.cli import main


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
