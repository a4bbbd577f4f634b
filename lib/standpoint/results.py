"""The folders of a notebook's results: one a run, whole or not there at all, the newest kept."""

import json
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from standpoint.export import SUFFIXES

KEEP = 5  # runs of a notebook over a corpus whose evidence stays
FAILED = "failed"  # the folder of a run that failed
OLD = ".old"
# What a run names while it is not whole: a result's folder by key or run, a file by its name and a process.
LEFT = re.compile(
    r"\.([0-9a-f]{16}\.\d+|([0-9a-f]{10}|failed)\.old|articles\.(\d+|old)|[\w.-]+\.(html|json|js|csv|gz)\.\d+)"
)


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
    return all(_has_content(folder / name) for name in ("notebook.ipynb", "notebook.html", "outline.json", *files))


def _has_content(path: Path) -> bool:
    """After a power cut a file can be there and empty."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def replace(folder: Path, fresh: Path) -> None:
    """Put the fresh folder in the place of the old one; `recover` undoes what a kill between the two steps leaves."""
    old = folder.with_name(f".{folder.name}{OLD}")
    if folder.exists():
        shutil.rmtree(old, ignore_errors=True)
        os.replace(folder, old)
    os.replace(fresh, folder)
    shutil.rmtree(old, ignore_errors=True)


def recover(out: Path) -> None:
    """Put right what runs that were cut off have left in a reports folder: needs the lock of the folder.

    A result that had been moved aside goes back to its place; unfinished files and folders are removed.
    """
    for left in [*out.glob("*/*/.*"), *out.glob("*/.*"), *out.glob(".*")]:
        place = left.with_name(left.name[1:].removesuffix(OLD))
        if not LEFT.fullmatch(left.name):
            continue
        if left.name.endswith(OLD) and not place.exists():
            os.replace(left, place)
        else:
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink(missing_ok=True)


def shown(folder: Path, notebook: str) -> str:
    """The run of a notebook that the page of a corpus's folder shows, "" where there is none."""
    try:
        about = json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
        return next((e["run"] for e in about["notebooks"] if e["notebook"] == notebook), "")
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def forget(folder: Path, newest: Sequence[str], shown: str = "") -> None:
    """Keep a notebook's newest KEEP runs and the one that is `shown`; remove the others.

    `newest` names runs, the newest first; those that it does not name are older, in the order of their time.
    """
    if not folder.is_dir():
        return
    runs = {p.name: p for p in folder.iterdir() if p.is_dir() and p.name != FAILED and p.name[0] != "."}
    others = sorted(runs.keys() - set(newest), key=lambda name: runs[name].stat().st_mtime, reverse=True)
    kept = [name for name in dict.fromkeys([*newest, *others]) if name in runs][:KEEP]
    for name in runs.keys() - {*kept, shown}:
        shutil.rmtree(runs[name], ignore_errors=True)
