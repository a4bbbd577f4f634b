"""Every specimen of wire formats, feeds and web archives: read as a careful person noted it, or rejected rightly."""

import os
from pathlib import Path

import pandas as pd
import pytest
import yaml

from standpoint.corpus import load_corpus, read_articles
from standpoint.reconciliation import Reconciliation

SAMPLES = Path(os.environ.get("STANDPOINT_FORMATS", Path(__file__).parents[2] / "../shared/formats"))
EXPECTED = yaml.safe_load((Path(__file__).parent / "formats_expected_wire.yaml").read_text("utf-8"))
FOLDERS = ("newsml-g2", "newsml-1.2", "nitf", "ninjs", "agency-text", "feeds", "warc")


def shown(path: Path, outlets: dict) -> dict:
    """What reading one file gave, in the terms of the table of expectations."""
    log = Reconciliation()
    frames = list(read_articles(load_corpus(path), log, outlets=outlets))
    [file] = log.files.to_dict("records")
    assert file["expected"] == file["kept"] + file["merged"] + file["rejected"]
    out = {"file": f"{path.parent.name}/{path.name}", "format": file["format"], "articles": file["kept"]}
    if file["announced"] is not None and not pd.isna(file["announced"]):
        out["announced"] = int(file["announced"])
    if frames:
        row = frames[0].iloc[0]
        out["title"] = None if pd.isna(row.title) else " ".join(row.title.split()[:6])
        out["date"] = None if pd.isna(row.published) else row.published.strftime("%Y-%m-%dT%H:%MZ")
        out["outlet"] = None if pd.isna(row.outlet) else row.outlet
    if len(log.rejected):
        out["rejected"] = log.rejected.problem.iloc[0][:60]
    return out


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the specimens are not here: set STANDPOINT_FORMATS to their folder")
@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["file"])
def test_a_specimen_is_read_as_noted(row, book):
    path = SAMPLES / row["file"]
    if not path.is_file():
        pytest.skip("this specimen is not in the folder")
    assert shown(path, book.outlets) == row


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the specimens are not here: set STANDPOINT_FORMATS to their folder")
def test_every_specimen_is_noted():
    there = {f"{folder}/{path.name}" for folder in FOLDERS for path in (SAMPLES / folder).glob("[!R.]*")}
    assert there == {row["file"] for row in EXPECTED}
