"""The kinds of export: what each is for, and one call that writes them, whole or not at all."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from standpoint.errors import InputError
from standpoint.files import output_folder, whole
from standpoint.places import REPORTS
from standpoint.publication import Edition, of_notebook
from standpoint.view import View

if TYPE_CHECKING:
    from standpoint.store import Tagged


@dataclass(frozen=True)
class Kind:
    """A kind of export. `makes` is its module and function; `ending` that of its file: without one it is a folder.

    `lacks` names the function that tells what such a file cannot hold.
    """

    name: str
    purpose: str
    makes: str
    ending: str = ""
    templates: tuple[str, ...] = ()
    lacks: str = ""

    def path(self, edition: Edition, out: Path) -> Path:
        """The file or folder that it is written to."""
        return out / (f"{edition.name}{self.ending}" if self.ending else f"{edition.name}-{self.name}")


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "figures",
            "every chart as SVG, PDF and PNG for print and screen, with title and alt text",
            "export_figures.write",
        ),
        Kind(
            "pptx",
            "slides for PowerPoint: one finding each, its sentences in the notes",
            "export_slides.write",
            ".pptx",
            (".pptx", ".potx"),
        ),
        Kind(
            "docx",
            "a briefing for Word, to read, edit and comment on",
            "export_document.write",
            ".docx",
            (".docx", ".dotx"),
        ),
        Kind("html", "the briefing as one file to mail, for any browser", "export_page.write", ".html"),
        Kind("csv", "the charts' numbers and sentences as CSV, for any program", "export_tables.csv"),
        Kind("xlsx", "the charts' numbers and sentences as an Excel workbook", "export_tables.xlsx", ".xlsx"),
        Kind("parquet", "the same with types, for pandas, R and DuckDB", "export_tables.parquet"),
        Kind("gexf", "networks of actors, for Gephi", "export_networks.gexf"),
        Kind("graphml", "networks of actors, for visone, yEd, igraph and Cytoscape", "export_networks.graphml"),
        Kind(
            "dna",
            "positions as an event list of Discourse Network Analyzer",
            "export_dna.write",
            ".dna.csv",
            lacks="export_dna.left_out",
        ),
        Kind(
            "annotations",
            "every tag as a W3C Web Annotation (JSON-LD)",
            "export_annotations.web_annotations",
            ".jsonld",
        ),
        Kind("label-studio", "articles with their tags, to correct in Label Studio", "export_annotations.label_studio"),
    )
}


def listing() -> str:
    """The kinds and what each is for, a line each."""
    return "\n".join(f"  {kind.name:<13} {kind.purpose}" for kind in KINDS.values())


def kinds_of(to: str | Sequence[str]) -> list[Kind]:
    """The kinds that "pptx,docx" names. Raises InputError for one that there is not."""
    names = [name.strip() for name in (to.split(",") if isinstance(to, str) else to)]
    for name in names:
        if name not in KINDS:
            raise InputError(f"{name!r} is no kind of export.", remedy=f"use one of {', '.join(KINDS)}.")
    return [KINDS[name] for name in dict.fromkeys(names)]


def write(edition: Edition, to: str | Sequence[str], out: Path, template: Path | None = None) -> list[Path]:
    """Write each kind into `out`; returns a path for each: a file, or a folder of files.

    What is there already is replaced when its successor is whole, file by file. `template` is a user's own .pptx or
    .docx. Raises InputError for an unknown kind, or a template that none of the kinds can use.
    """
    kinds = kinds_of(to)
    if template:
        _fits(template, kinds)
    output_folder(out)
    return [_write(kind, edition, out, template) for kind in kinds]


def left_out(edition: Edition, to: str | Sequence[str], out: Path) -> list[str]:
    """What is tagged but these kinds cannot hold, a line each: "FILE leaves out: positions in headlines (3)"."""
    found = [(kind, _function(kind.lacks)(edition)) for kind in kinds_of(to) if kind.lacks]
    return [f"{kind.path(edition, out)} leaves out: {words}" for kind, words in found if words]


def _function(name: str) -> Callable[..., Any]:
    module, function = name.split(".")
    return getattr(import_module(f"standpoint.{module}"), function)


def _write(kind: Kind, edition: Edition, out: Path, template: Path | None) -> Path:
    make = _function(kind.makes)
    own = {"template": template} if template and template.suffix.lower() in kind.templates else {}
    path = kind.path(edition, out)
    if kind.ending:
        with whole(path) as unfinished:
            make(edition, unfinished, **own)
        return path
    fresh = out / f".{path.name}.{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        make(edition, fresh, **own)
        path.mkdir(exist_ok=True)
        for file in sorted(fresh.iterdir()):
            os.replace(file, path / file.name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return path


def _fits(template: Path, kinds: Sequence[Kind]) -> None:
    known = {ending for kind in kinds for ending in kind.templates}
    if not template.is_file():
        raise InputError("there is no such template.", file=template, remedy="check the path given to --template.")
    if template.suffix.lower() not in known:
        remedy = f"give a file that ends in {' or '.join(sorted(known))}." if known else "leave --template out."
        raise InputError("no kind that is asked for can use this template.", file=template, remedy=remedy)


def lift(published: Sequence[Path], tagged: "Tagged", to: str = "") -> View:
    """Export what a notebook has published; `to` names the kinds, empty: say which there are.

    The files go to data/reports/<corpus>/exports, or to `exports` beside what was published elsewhere.
    """
    if not to:
        words = (
            f'To lift these into another program set `to` above, for example to = "pptx,docx", or run\n'
            f"standpoint export {tagged.corpus.name} --to pptx. There is\n{listing()}"
        )
        return _view(words)
    folder = published[0].parent
    inside = REPORTS in folder.resolve().parents
    out = REPORTS / tagged.corpus.name / "exports" if inside else folder / "exports"
    edition = of_notebook(folder, tagged)
    return _view("\n".join([*map(str, write(edition, to, out)), *left_out(edition, to, out)]))


def _view(words: str) -> View:
    return View(f"<pre>{escape(words)}</pre>", words)
