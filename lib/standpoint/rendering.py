"""A finished notebook → its page, the outline that the report is set from, and the pages of its charts' evidence."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from markupsafe import Markup

from standpoint.files import write_text
from standpoint.highlight import ROLES, html, legend
from standpoint.templating import page, prose, web_link

OUTLINE = "outline.json"
TABLE = '<table border="0" class="dataframe">'  # as view.table opens one, every cell escaped
SHOWN = 50  # sentences a row shows on its page; the key gives all that were kept


def notebook_page(folder: Path) -> None:
    """Write notebook.html, the executed notebook, and outline.json: its question, its headings, what it shows."""
    import nbformat
    from nbconvert.exporters.html import HTMLExporter

    notebook = nbformat.read(folder / "notebook.ipynb", as_version=4)
    notebook.cells = [c for c in notebook.cells if "papermill-error-cell-tag" not in c.metadata.get("tags", [])]
    outline = outline_of(notebook.cells)
    exporter = HTMLExporter(template_name="basic", exclude_anchor_links=True)
    exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    body, _ = exporter.from_notebook_node(notebook)
    body = body.replace('<div class="output_html ', '<div tabindex="0" class="output_html ')  # wide tables scroll
    write_text(folder / OUTLINE, json.dumps(outline, ensure_ascii=False))
    write_text(folder / "notebook.html", page("notebook", outline=outline, body=Markup(body)))


def outline_of(cells: list[Any]) -> dict[str, Any]:
    """A notebook's `question`, the `lead` sentences below it, and its `parts`.

    Each part has a `heading`, the sentences on how to read it (`reading`), its `code`, the title of the chart it shows,
    if any, and as `html` what else it displays: passages with highlights, and tables. `setup` is the code before.
    """
    out: dict[str, Any] = {"question": "", "lead": [], "setup": [], "parts": []}
    for cell in cells:
        if cell.cell_type == "markdown":
            for block in cell.source.split("\n\n"):
                _read_prose(out, " ".join(block.split()))
        elif cell.cell_type == "code" and not out["parts"]:
            out["setup"] += [] if "injected-parameters" in cell.metadata.get("tags", []) else [cell.source]
        elif cell.cell_type == "code":
            part = out["parts"][-1]
            part["code"].append(cell.source)
            for output in cell.get("outputs", ()):
                data = output.get("data", {})
                shown = "".join(data.get("text/html", ""))
                part["charts"].append("".join(data.get("text/plain", "")).partition("\n")[0])
                if "<mark" in shown or shown.startswith(TABLE):
                    part["html"].append(shown)
    return out


def _read_prose(out: dict[str, Any], block: str) -> None:
    if block.startswith("# ") and not out["question"]:
        out["question"] = prose(block.lstrip("# "))
    elif block.startswith("#"):
        out["parts"].append({"heading": prose(block.lstrip("# ")), "reading": [], "code": [], "charts": [], "html": []})
    elif block and out["parts"]:
        out["parts"][-1]["reading"].append(prose(block))
    elif block:
        out["lead"].append(prose(block))


def evidence_pages(folder: Path, place: Callable[[Mapping[str, Any]], str] = lambda _: "") -> list[dict[str, Any]]:
    """Write NAME.evidence.html for each chart that the folder's export.json lists.

    `place` names a sentence's page in the library, "" where it has none. Returns for each chart its `name`, `title` and
    `rows`; of a row its number, label and the pages (`files`) of the articles whose sentences it shows.
    """
    out = []
    names = json.loads((folder / "export.json").read_text(encoding="utf-8"))["charts"]
    for name in names:
        about = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        found: dict[int, list[dict]] = defaultdict(list)
        for sentence in pq.read_table(folder / f"{name}.evidence.parquet").to_pylist():
            found[sentence["row"]].append(sentence)
        rows = [_row(about, i, found[i], place) for i in range(len(about["keys"]))]
        roles = {h["role"] for sentences in found.values() for s in sentences for h in s["highlights"]}
        marks = Markup(legend([role for role in ROLES if role in roles]))
        write_text(folder / f"{name}.evidence.html", page("evidence", about=about, rows=rows, legend=marks))
        counted = [
            {"row": i, "label": row["label"], "files": files}
            for i, row in enumerate(rows)
            if (files := list(dict.fromkeys(s["place"].partition("#")[0] for s in row["sentences"] if s["place"])))
        ]
        out.append({"name": name, "title": about["title"], "rows": counted})
    return out


def _row(about: dict, i: int, sentences: list[dict], place: Callable[[Mapping[str, Any]], str]) -> dict[str, Any]:
    shown = sentences if len(sentences) <= SHOWN else [sentences[j * len(sentences) // SHOWN] for j in range(SHOWN)]
    facts = [(c, v) for c, v in zip(about["columns"], about["rows"][i], strict=True) if c in about["numbers"] and v]
    return {
        "label": about["labels"][i],
        "key": about["keys"][i],
        "total": about["sentences"][i],
        "kept": len(sentences),
        "facts": [(column.replace("_", " "), value) for column, value in facts],
        "sentences": [_sentence(s) | {"place": place(s)} for s in shown],
    }


def _sentence(row: dict) -> dict[str, Any]:
    return {
        "html": Markup(html(row["sentence"], row["highlights"])),
        "outlet": row["outlet"] or "outlet unknown",
        "published": row["published"],
        "title": row["title"] or "no headline",
        "url": web_link(row["url"]),
        "note": row["note"],
    }
