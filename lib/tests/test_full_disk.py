"""A disk that is full while a corpus is tagged: told in a line, and the tables stay as they were."""

import errno
import os
import zipfile
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
import tiny

from standpoint import store
from standpoint.cli import main


def full(*_, **__):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def full_for_duckdb(*_, **__):
    raise duckdb.IOException(f"IO Error: Could not write file: {os.strerror(errno.ENOSPC)}")


def a_table(patch):
    patch.setattr(pq.ParquetWriter, "write_table", full)


def the_end_of_a_table(patch):
    patch.setattr(pq.ParquetWriter, "close", full)


def the_actors(patch):
    patch.setattr(store, "_settle_actors", full_for_duckdb)


def the_record_of_what_was_tagged(patch):
    patch.setattr(Path, "write_text", full)


@pytest.mark.parametrize("at", [a_table, the_end_of_a_table, the_actors, the_record_of_what_was_tagged])
@pytest.mark.parametrize("before", [False, True])
def test_a_full_disk_is_told_in_a_line_and_leaves_the_tables_as_they_were(at, before, tmp_path, capsys, monkeypatch):
    path, out = tiny.write_corpus(tmp_path), tmp_path / "tagged"
    command = ["tag", str(path), "--out", str(out), "--reader", "rules", "--quiet"]
    if before:
        assert main(command) == 0
    held = {p.name: p.read_bytes() for p in out.glob("*")}
    with path.open("a", encoding="utf-8") as articles:
        articles.write('{"text": "The harbour raised its fees, Ines Aro said."}\n')
    with monkeypatch.context() as patch:
        at(patch)
        assert main(command) == 2
    assert capsys.readouterr().err == (
        f"standpoint: {out}: the disk is full: nothing was changed there. "
        "To fix it: make room, or choose a folder on another disk, and run the same again.\n"
    )
    assert {p.name: p.read_bytes() for p in out.glob("*")} == held
    assert main(command) == 0
    assert len(pd.read_parquet(out / "articles.parquet")) == len(tiny.ARTICLES) + 1


def test_an_archive_for_which_there_is_no_room_is_not_rejected_as_broken(tmp_path, capsys, monkeypatch):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "corpus.yaml").write_text("title: Fees", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "corpus" / "export.zip", "w") as packed:
        packed.writestr("a.txt", "Fees rise\nThe harbour raised its fees.")
    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda p, *a, **k: (full if p.stem == "member" else opened)(p, *a, **k))
    assert main(["tag", str(tmp_path / "corpus"), "--out", str(tmp_path / "tagged"), "--quiet"]) == 2
    assert ": the disk is full: nothing was changed there. " in capsys.readouterr().err
    assert not any((tmp_path / "tagged").iterdir())
