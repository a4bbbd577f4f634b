"""The folders of a notebook's results: one a run, whole or not there at all, the newest kept."""

import json
import os
import shutil
from pathlib import Path

from standpoint.export import SUFFIXES

KEEP = 5  # runs of a notebook over a corpus whose evidence stays
FAILED = "failed"  # the folder of a run that failed


def render(folder: Path) -> str:
    """Write the pages of an executed notebook; returns the run that it published under, "" if it published nothing."""
    from standpoint import rendering

    if (folder / "notebook.ipynb").exists():
        rendering.notebook_page(folder)
    if not (folder / "export.json").exists():
        return ""
    rendering.evidence_pages(folder)
    return json.loads((folder / "export.json").read_text(encoding="utf-8"))["run"]


def is_whole(folder: Path) -> bool:
    """Is everything there that export.json of the folder lists, with its pages?"""
    try:
        charts = json.loads((folder / "export.json").read_text(encoding="utf-8"))["charts"]
    except (OSError, ValueError, KeyError):
        return False
    files = [f"{chart}.{suffix}" for chart in charts for suffix in (*SUFFIXES, "evidence.html")]
    return all((folder / name).is_file() for name in ("notebook.ipynb", "notebook.html", "outline.json", *files))


def replace(folder: Path, fresh: Path) -> None:
    """Put the fresh folder in the place of the old one."""
    old = fresh.with_name(f"{fresh.name}.old")
    if folder.exists():
        os.replace(folder, old)
    os.replace(fresh, folder)
    shutil.rmtree(old, ignore_errors=True)


def forget(folder: Path, newest: str) -> None:
    """Keep the newest KEEP runs of a notebook, and remove what runs that were cut off have left."""
    if not folder.is_dir():
        return
    runs = [p for p in folder.iterdir() if p.is_dir() and p.name not in (FAILED, newest) and p.name[0] != "."]
    runs.sort(key=lambda p: p.stat().st_mtime, reverse=True)
    for old in [*runs[KEEP - 1 :], *folder.glob(".*")]:
        shutil.rmtree(old, ignore_errors=True)
