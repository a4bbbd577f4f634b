"""Every command of the README runs as it is printed there, and every file that it links is there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from docx import Document

from standpoint.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [
    re.sub(r"^ {2}", "", b, flags=re.M) if b.startswith("  ") else b
    for b in re.findall(r"```sh\n(.*?)```", README, re.S)
]
COMMANDS = [b for b in BLOCKS if not b.startswith("make ")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """An analyst's folder, with the commands that `make report` installs on the path."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "notebooks").symlink_to(ROOT / "notebooks")
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=600,
    )


def test_the_commands_for_ones_own_corpus_give_a_report(desk):
    for block in COMMANDS:
        done = run(block, desk)
        assert done.returncode == 0, f"{block}\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}"
    names = pd.read_parquet(desk / "tagged" / "actors.parquet").set_index("actor_id")["name"]
    stances = pd.read_parquet(desk / "tagged" / "stances.parquet")
    held = {(names[s.holder_id], s.target_id, s.position) for s in stances.itertuples()}
    assert held >= {("Dock Workers Union", "minimum-wage", "support"), ("Tomas Okoye", "minimum-wage", "oppose")}
    assert "minimum wage" in (desk / "reports" / "wages" / "index.html").read_text(encoding="utf-8")
    assert (desk / "out.ipynb").is_file()
    told = " ".join(p.text for p in Document(desk / "briefing" / "wages.docx").paragraphs)
    assert "minimum wage" in told, "the report with the codebook, not another"


def test_a_key_from_the_report_opens_its_sentences(desk):
    (csv,) = (desk / "reports" / "wages").glob("04-stances/*/positions.csv")
    key = pd.read_csv(csv)["evidence_key"].iloc[0]
    done = run(f"standpoint evidence '{key}' --reports reports", desk)
    assert done.returncode == 0 and "minimum wage" in done.stdout, done.stderr


def test_make_has_what_the_readme_names_and_ci_runs_its_commands():
    shown = run("make help", ROOT).stdout
    for target in {*re.findall(r"`make ([a-z-]+)`", README), *re.findall(r"^make ([a-z-]+)", "".join(BLOCKS), re.M)}:
        assert f"make {target} " in shown, target
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for target in re.findall(r"^make ([a-z-]+)", "".join(BLOCKS), re.M):
        assert f"make {target}" in ci, target


def test_every_subcommand_is_documented_with_examples():
    shown = run("standpoint --help", ROOT).stdout
    documents = README + "".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs").glob("*.md"))
    for command in (
        "collect",
        "tag",
        "report",
        "nightly",
        "schedule",
        "evidence",
        "export",
        "codebook check",
        "corpus check",
    ):
        assert command.split()[0] in shown
        assert f"standpoint {command}" in documents, command
        assert "example" in run(f"standpoint {command} --help", ROOT).stdout, command


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name)
def test_links_lead_to_files(page):
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
